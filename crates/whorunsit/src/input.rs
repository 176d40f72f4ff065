//! Inputs in words: what the keys of the format, and the places of a portfolio, are called where people read.

use crate::selection::OperatingModel;

/// The parts of an input's key: its table, the model or payer, a tier or step, and the key itself.
pub(crate) struct Keys<'k> {
    pub(crate) table: &'k str,
    model: Option<OperatingModel>,
    name: String,
    key: &'k str,
}

impl<'k> Keys<'k> {
    pub(crate) fn of(input: &'k str) -> Self {
        let parts: Vec<&str> = input.split('.').collect();
        let key = parts.last().copied().unwrap_or_default();
        let table = if parts.len() > 1 { parts.first().copied().unwrap_or_default() } else { "" };
        let model = match parts.get(1).copied() {
            Some("ops-run-it") => Some(OperatingModel::OpsRunIt),
            Some("you-build-it-you-run-it") => Some(OperatingModel::YouBuildItYouRunIt),
            _ => None,
        };
        // A name may have full stops of its own.
        let first = if model.is_some() { 2 } else { 1 };
        let last = parts.len().saturating_sub(1);
        let name = parts.get(first..last).map(|name| name.join(".")).unwrap_or_default();
        Self { table, model, name, key }
    }

    pub(crate) fn words(&self) -> String {
        let name = &self.name;
        let words = match (self.table, self.key) {
            (_, "exposure_per_hour") => "exposure an hour".to_owned(),
            (_, "incidents_per_year") => "incidents a year".to_owned(),
            (_, "features_per_year") => "features a year".to_owned(),
            (_, "value_per_feature_week") => "value of a feature a week".to_owned(),
            (_, "insights_per_year") => "insights a year".to_owned(),
            (_, "value_per_insight_week") => "value of an insight a week".to_owned(),
            (_, "working_hours_exposure") => "share of the exposure in working hours".to_owned(),
            (_, "out_of_hours_exposure") => "share of the exposure out of hours".to_owned(),
            (_, "incidents_out_of_hours") => "share of incidents out of hours".to_owned(),
            ("operations", _) => "hourly cost of operations".to_owned(),
            ("teams", "hourly_cost") => "hourly cost of the product team".to_owned(),
            ("teams", "capacity_hours_per_week") => "hours of work of the product team a week".to_owned(),
            ("teams", "rework_rate") => "share of unplanned work of the product team".to_owned(),
            ("on_call", key) => {
                let what = if key == "standby" { "standby pay" } else { "callout pay" };
                let payer = if name == "operations" { "operations" } else { "product teams" };
                format!("{what} of {payer}")
            }
            ("response", "ops-run-it" | "you-build-it-you-run-it") => {
                "how incidents are responded to".to_owned()
            }
            (_, "team") => "the team that builds it".to_owned(),
            ("response", "pick_up") => format!("time until {name} takes an incident up"),
            ("response", "handling") => format!("time that {name} works on an incident"),
            ("response", "resolves") => format!("share of incidents that {name} resolves"),
            ("response", "hourly_cost") => format!("hourly cost of {name}"),
            ("response", "delay") => format!("delay by the step `{name}`"),
            ("response", "effort") => format!("effort of the step `{name}`"),
            ("throughput", "hand_off_lead_time") => "lead time of hand-offs".to_owned(),
            ("throughput", "change_failure_rate") => "change failure rate".to_owned(),
            ("throughput", "failed_deployment_recovery_time") => {
                "recovery time of failed deployments".to_owned()
            }
            ("throughput", _) => "effort per deployment".to_owned(),
            ("learning", "lead_time") => "time from an insight to its improvement".to_owned(),
            ("learning", _) => "effort per improvement".to_owned(),
            ("operations_work", _) => "operations work for a service a week".to_owned(),
            ("setup", key) => format!("set-up cost of {}", key.replace('-', " ")),
            ("transition", key) => format!("cost of changing over, {}", key.replace('-', " ")),
            (_, key) => key.replace('_', " "),
        };
        match self.model {
            Some(model) => format!("{words} under {}", model.name()),
            None => words,
        }
    }

    pub(crate) fn is_money(&self) -> bool {
        matches!(self.table, "setup" | "transition" | "on_call")
            || matches!(
                self.key,
                "exposure_per_hour" | "value_per_feature_week" | "value_per_insight_week" | "hourly_cost"
            )
    }

    pub(crate) fn is_share(&self) -> bool {
        matches!(
            self.key,
            "severity" | "resolves" | "rework_rate" | "change_failure_rate" | "incidents_out_of_hours"
        ) || self.key.ends_with("_hours_exposure")
    }

    pub(crate) fn is_time(&self) -> bool {
        matches!(self.table, "throughput" | "learning" | "operations_work")
            || matches!(self.key, "pick_up" | "handling" | "delay" | "effort")
    }
}

/// What an input is, in words: `time that application support works on an incident under Ops Run It`.
pub(crate) fn words(input: &str) -> String {
    Keys::of(input).words()
}

/// A pointer without the member of the list that it is in: what is missing for one service is missing for others too.
pub(crate) fn dotted(path: &str) -> String {
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    match parts.as_slice() {
        ["services", _, rest @ ..] => rest.join("."),
        [list, place, rest @ ..] if place.bytes().all(|byte| byte.is_ascii_digit()) => {
            [&[*list], rest].concat().join(".")
        }
        parts => parts.join("."),
    }
}

/// What stands at a pointer, in words: `severity of service 4`, counted from 1.
pub(crate) fn at(path: &str) -> String {
    let words = words(&dotted(path));
    let place = path.strip_prefix("/services/").and_then(|rest| rest.split('/').next());
    match place.and_then(|place| place.parse::<usize>().ok()) {
        Some(place) => format!("{words} of service {}", place.saturating_add(1)),
        None => words,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pointer_is_told_in_words() {
        assert_eq!(at("/services/3/severity"), "severity of service 4");
        assert_eq!(
            at("/learning/ops-run-it/effort_per_improvement"),
            "effort per improvement under Ops Run It"
        );
        assert_eq!(at("/teams/0/hourly_cost"), "hourly cost of the product team");
    }
}
