//! What to do about keys and words that are not known, where what was meant has another name or another place.

/// Beginnings of words for what is paid besides people's time.
const PAID: [&str; 11] = [
    "licen",
    "contract",
    "subscription",
    "retainer",
    "vendor",
    "supplier",
    "outsourc",
    "tooling",
    "saas",
    "seat",
    "platform",
];

/// Keys of cost types that people write as a table of their own.
const COST_TYPES: [&str; 7] =
    ["run", "run_cost", "run_costs", "fixed_cost", "fixed_costs", "other_costs", "annual_cost"];

/// Times other than an hour.
const TIMES: [&str; 6] = ["minute", "day", "week", "month", "quarter", "year"];

/// What to do about a key that is not known, where it is plain what it is for.
pub(super) fn for_key(key: &str) -> Option<String> {
    let key: String = key.chars().take(64).collect::<String>().to_lowercase().replace('-', "_");
    let paid = key
        .split('_')
        .any(|word| word == "fee" || word == "fees" || PAID.iter().any(|start| word.starts_with(start)));
    if paid || COST_TYPES.contains(&key.as_str()) {
        let help = "write what is paid besides people's time as a line of its own: [[recurring_costs]] with a `name`, an \
                    `amount`, a `frequency` and what it is paid `per`";
        return Some(help.to_owned());
    }
    // Where it is not known, it is not the portfolio's own.
    if key == "currency" {
        return Some("write these amounts in the portfolio's one currency, and remove it".to_owned());
    }
    if ["timezone", "time_zone", "tz", "utc_offset"].contains(&key.as_str()) {
        let help = "write all hours by one clock: those of another place as `working_hours` of its team, or of one of `sites`";
        return Some(help.to_owned());
    }
    let (what, time) = key.split_once("_per_")?;
    if what == "exposure" && TIMES.contains(&time) {
        return Some(format!(
            "write `exposure_per_hour`: the most that one hour of unavailability loses, not what a {time} does"
        ));
    }
    None
}

/// What to do about a word that is not known, where it is the name of something else.
pub(super) fn for_word(text: &str, known: &[&str]) -> Option<&'static str> {
    let text: String = text.chars().take(64).collect::<String>().to_lowercase();
    let has = |word: &str| known.contains(&word);
    if has("ops-run-it") && text.ends_with("run-it") && !known.iter().any(|word| near(&text, word)) {
        return Some(
            "write `ops-run-it` where a central team is on call for it, `you-build-it-you-run-it` where those who build it \
             are, and in `response` who responds and how fast",
        );
    }
    if has("foundational") && ["saas", "cots", "vendor", "third-party", "external"].contains(&text.as_str()) {
        return Some(
            "write `foundational` for self-hosted off-the-shelf software and custom integrations; leave out what its vendor \
             runs: who runs it is not yours to decide",
        );
    }
    None
}

/// Whether a word is another one with a slip: it begins and ends like it.
fn near(text: &str, word: &str) -> bool {
    text.len().abs_diff(word.len()) <= 2 && text.chars().next() == word.chars().next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_paid_besides_people_is_a_line_of_its_own() {
        for key in [
            "contract_per_year",
            "annual-contract",
            "licence_per_user_month",
            "License",
            "run",
            "vendor_fee",
            "outsourced_support",
        ] {
            assert!(for_key(key).is_some_and(|help| help.contains("[[recurring_costs]]")), "{key}");
        }
        for key in ["runs", "response_time", "hourly_cost", "name", "teem", "feed", "exposure_per_hours"] {
            assert_eq!(for_key(key), None, "{key}");
        }
        assert!(for_key("currency").is_some_and(|help| help.contains("one currency")));
        assert!(for_key("timezone").is_some_and(|help| help.contains("`working_hours`")));
        assert!(for_key("exposure_per_month").is_some_and(|help| help.contains("`exposure_per_hour`")));
    }

    #[test]
    fn a_third_model_is_no_slip_of_the_second() {
        let models = ["ops-run-it", "you-build-it-you-run-it"];
        assert!(for_word("sre-run-it", &models).is_some());
        assert!(for_word("SRE-Run-It", &models).is_some());
        assert_eq!(for_word("opps-run-it", &models), None);
        assert_eq!(for_word("you-built-it-you-run-it", &models), None);
        assert!(for_word("saas", &["digital", "foundational"]).is_some());
        assert_eq!(for_word("digitl", &["digital", "foundational"]), None);
    }
}
