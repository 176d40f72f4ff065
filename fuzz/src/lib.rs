//! What is fuzzed: one call of the facade, and what must hold of every answer.

pub mod mutate;

use serde_json::Value;
use whorunsit::{ProblemCode, facade};

/// One input: a command, a portfolio, and options.
#[derive(Clone, Debug)]
pub struct Case {
    /// The command of the facade.
    pub command: String,
    /// The text of the portfolio.
    pub portfolio: Vec<u8>,
    /// The options, a JSON object or nothing.
    pub options: String,
}

/// Calls the facade, and says whether the input was accepted, or what does not hold.
///
/// # Errors
/// The invariant that an answer breaks.
pub fn target(case: &Case) -> Result<bool, String> {
    let Case { command, portfolio, options } = case;
    let text = facade::call(command, portfolio, options);
    if facade::call(command, portfolio, options) != text {
        return Err("a second call answers something else".to_owned());
    }
    let answer: Value = serde_json::from_str(&text).map_err(|error| format!("the answer is no JSON: {error}"))?;
    match (&answer["ok"], answer["errors"].as_array()) {
        (Value::Bool(true), None) => accepted(case, &answer).map(|()| true),
        (Value::Bool(false), Some(problems)) if !problems.is_empty() => refused(problems).map(|()| false),
        _ => Err("the answer is neither a result nor a refusal with problems".to_owned()),
    }
}

fn refused(problems: &[Value]) -> Result<(), String> {
    let known = |code: &str| ProblemCode::ALL.iter().any(|known| known.as_str() == code);
    for problem in problems {
        let of = |key: &str| problem[key].as_str().unwrap_or_default();
        if !known(of("code")) || of("code") == "internal" {
            return Err(format!("a problem of code `{}`: {problem}", of("code")));
        }
        if of("message").is_empty() || of("help").is_empty() {
            return Err(format!("a problem without words: {problem}"));
        }
        if of("message").len() > 2_000 || of("path").len() > 17 * 400 || of("value").chars().count() > 81 {
            return Err(format!("a problem that echoes its input: {problem:.300}"));
        }
    }
    Ok(())
}

fn accepted(case: &Case, answer: &Value) -> Result<(), String> {
    // What one command takes, `check` takes too.
    let checked: Value = serde_json::from_str(&facade::call("check", &case.portfolio, "")).unwrap_or_default();
    if checked["ok"] != Value::Bool(true) {
        return Err("`check` refuses what another command took".to_owned());
    }
    let portfolio = whorunsit::Portfolio::read(&case.portfolio).map_err(|_| "it is not read again".to_owned())?;
    // Written in the normal form, it is the same portfolio.
    let again = whorunsit::Portfolio::read(portfolio.to_json().as_bytes()).map_err(|problems| problems.to_string())?;
    if again.file() != portfolio.file() {
        return Err("written and read again it is another portfolio".to_owned());
    }
    let services = portfolio.file().services.len();
    if case.command == "recommend" && answer["services"].as_array().map(Vec::len) != Some(services) {
        return Err("a service has no recommendation".to_owned());
    }
    no_infinity(answer)
}

/// No number of an answer is one that JSON cannot hold, which would be null, or text for one.
fn no_infinity(value: &Value) -> Result<(), String> {
    match value {
        Value::String(text) if matches!(text.as_str(), "NaN" | "inf" | "-inf" | "Infinity") => {
            Err(format!("a number that is none: {text}"))
        }
        Value::Array(items) => items.iter().try_for_each(no_infinity),
        Value::Object(entries) => entries.values().try_for_each(no_infinity),
        _ => Ok(()),
    }
}
