//! The parts that headlines share: who runs how much, what costs more, the first few names.

use crate::comparison::ServiceComparison;
use crate::currency::Currency;
use crate::evaluation::Insurance;
use crate::exact::Money;
use crate::recommendation::ServiceRecommendation;
use crate::selection::OperatingModel;
use crate::wording::{NAMES, first_few, plural};

/// What runs today, as what something costs more or less than.
pub(super) const HOW_THEY_RUN_TODAY: &str = "how they run today";

/// Whether the money agrees with what is recommended for a service.
pub(super) struct Judged<'r> {
    pub(super) name: &'r str,
    pub(super) insurance: &'r Insurance,
}

impl<'r> Judged<'r> {
    pub(super) fn of_recommended(service: &'r ServiceRecommendation, insurance: &'r Insurance) -> Self {
        Self { name: &service.name, insurance }
    }

    pub(super) fn of_compared(service: &'r ServiceComparison) -> Self {
        Self { name: &service.name, insurance: &service.insurance }
    }
}

/// Where the money disagrees with what is recommended, and for how many services that cannot be told.
pub(super) fn disagreement<'r>(
    services: impl Iterator<Item = Judged<'r>>,
    currency: Currency,
    over: &str,
) -> Option<String> {
    let (mut against, mut unknown, mut all) = (Vec::new(), 0_usize, 0_usize);
    for service in services {
        all += 1;
        match service.insurance.agrees.filter(|_| !service.insurance.is_unknown()) {
            Some(true) => {}
            Some(false) => against.push(service),
            None => unknown += 1,
        }
    }
    if unknown == all {
        return None;
    }
    crate::sort::by_key(&mut against, |service| std::cmp::Reverse(service.insurance.net_benefit.size()));
    let rest = match unknown {
        0 => String::new(),
        _ => format!("; it cannot tell for {unknown} of {all}"),
    };
    Some(match against.as_slice() {
        [] if unknown == 0 && all == 1 => "The money agrees.".to_owned(),
        [] if unknown == 0 => format!("The money agrees on all {all} services."),
        [] => format!("The money agrees on {} of {all} services{rest}.", all - unknown),
        [first, others @ ..] => {
            let model = first.insurance.cheaper_model.map_or("the other model", OperatingModel::name);
            let size = currency.about(first.insurance.net_benefit.size());
            let more = match others {
                [] => String::new(),
                others => {
                    format!(", and on {}", list(&others.iter().map(|other| other.name).collect::<Vec<_>>()))
                }
            };
            format!(
                "The money disagrees on {} of {all}: on {}, where {model} costs {size} less over {over}{more}{rest}.",
                against.len(),
                first.name,
            )
        }
    })
}

/// Who should run how many services, with their names where they are few.
pub(super) fn who(teams: &[&str], operations: &[&str]) -> String {
    let all = teams.len() + operations.len();
    let (team, ops) = (OperatingModel::YouBuildItYouRunIt.name(), OperatingModel::OpsRunIt.name());
    let names = |names: &[&str]| match names.len() > NAMES {
        true => String::new(),
        false => format!(" ({})", names.join(", ")),
    };
    match (teams, operations) {
        ([], []) => "There is no service to decide on.".to_owned(),
        ([one], []) => format!("{team} for {one}."),
        ([], [one]) => format!("{ops} for {one}."),
        (_, []) => format!("{team} for all {all} services."),
        ([], _) => format!("{ops} for all {all} services."),
        (teams, operations) => format!(
            "{team} for {} of {all} services{}; {ops} for {}{}.",
            teams.len(),
            names(teams),
            operations.len(),
            names(operations)
        ),
    }
}

/// So much less or more, or the same.
pub(super) fn less(currency: Currency, net_benefit: Money, cheaper: Option<OperatingModel>) -> String {
    let size = currency.about(net_benefit.size());
    match cheaper {
        Some(OperatingModel::YouBuildItYouRunIt) => format!("{size} less"),
        Some(OperatingModel::OpsRunIt) => format!("{size} more"),
        None => "as much".to_owned(),
    }
}

/// What joins that with what it is compared with.
pub(super) fn than(cheaper: Option<OperatingModel>) -> &'static str {
    if cheaper.is_some() { "than" } else { "as" }
}

pub(super) fn as_far(partial: bool) -> &'static str {
    if partial { " (as far as it is estimated)" } else { "" }
}

pub(super) fn over(years: u32) -> String {
    plural(years, "year", "years")
}

/// The first few names.
pub(super) fn list(names: &[&str]) -> String {
    first_few(names.iter(), ", ")
}

/// The first few things that are said.
pub(super) fn phrases(said: &[String]) -> String {
    first_few(said.iter(), "; ")
}

/// With a small letter at the start.
pub(super) fn lower(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}
