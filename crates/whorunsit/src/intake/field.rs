//! What a column can hold, and by which headings it is known.

use crate::currency::Currency;
use crate::exact::{Sign, currency_sign};

/// How the cells of a column are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    Name,
    Text,
    Kind,
    Demand,
    Money,
    /// A number a year.
    Yearly,
    Share,
    Availability,
    Model,
    Cover,
    Flag,
    People,
    Currency,
}

/// A key of the format that a column can be taken for.
#[derive(Debug)]
pub(super) struct Field {
    /// The key; of a team where it is not one of a service.
    pub(super) key: &'static str,
    pub(super) what: What,
    /// What else it is called: in lower case, without its unit.
    headings: &'static [&'static str],
    /// Of these, one inside a longer heading is enough.
    inside: &'static [&'static str],
}

const fn field(
    key: &'static str,
    what: What,
    headings: &'static [&'static str],
    inside: &'static [&'static str],
) -> Field {
    Field { key, what, headings, inside }
}

/// Every field, in the order of the format.
pub(super) static FIELDS: [Field; 23] = [
    field(
        "name",
        What::Name,
        &[
            "service",
            "service name",
            "services",
            "application",
            "application name",
            "applications",
            "app",
            "app name",
            "system",
            "system name",
            "component",
            "product",
            "asset",
            "workload",
            "ci name",
            "configuration item",
        ],
        &["application"],
    ),
    field("kind", What::Kind, &["type", "service type", "service kind", "category"], &[]),
    field(
        "team",
        What::Text,
        &[
            "owner",
            "owner team",
            "owning team",
            "owned by",
            "team name",
            "product team",
            "squad",
            "delivery team",
            "responsible team",
            "dev team",
            "development team",
            "team owner",
            "service team",
        ],
        &["owner team", "owning team", "product team"],
    ),
    field("domain", What::Text, &["business domain", "tribe", "area", "value stream", "business unit"], &[]),
    field(
        "exposure_per_hour",
        What::Money,
        &[
            "exposure",
            "revenue at risk",
            "value at risk",
            "money at risk",
            "loss",
            "cost of downtime",
            "downtime cost",
            "cost of an outage",
            "cost of outage",
            "outage cost",
            "financial exposure",
            "max exposure",
            "maximum exposure",
            "max loss",
            "maximum loss",
            "revenue loss",
            "lost revenue",
            "revenue impact",
            "financial impact",
            "loss of revenue",
        ],
        &["exposure", "at risk", "downtime", "outage cost", "cost of outage", "revenue loss", "lost revenue"],
    ),
    field(
        "feature_demand",
        What::Demand,
        &[
            "demand",
            "product demand",
            "product feature demand",
            "demand for features",
            "change demand",
            "rate of change",
            "change frequency",
            "feature demand",
        ],
        &["demand"],
    ),
    field(
        "availability_target",
        What::Availability,
        &["availability", "target", "target availability", "slo", "uptime", "uptime target"],
        &["availability target"],
    ),
    field(
        "incidents_per_year",
        What::Yearly,
        &[
            "incidents",
            "incident count",
            "number of incidents",
            "no of incidents",
            "outages",
            "number of outages",
            "failures",
            "major incidents",
            "p1 incidents",
        ],
        &["incidents", "outages"],
    ),
    field("operating_model", What::Model, &["model", "who runs it"], &[]),
    field("target_required", What::Flag, &["least cost must meet the target"], &[]),
    field("minimum_out_of_hours", What::Cover, &["minimum on call"], &[]),
    field(
        "severity",
        What::Share,
        &["average severity", "share lost", "loss share", "share of exposure lost"],
        &["severity"],
    ),
    field("working_hours_exposure", What::Share, &["exposure in working hours"], &["working hours exposure"]),
    field("out_of_hours_exposure", What::Share, &["exposure out of hours"], &["out of hours exposure"]),
    field("revenue_share", What::Share, &["share of revenue"], &["revenue share"]),
    field("features_per_year", What::Yearly, &["features", "number of features"], &[]),
    field(
        "value_per_feature_week",
        What::Money,
        &["feature value", "value of a feature", "value per feature", "value per feature and week"],
        &["value per feature"],
    ),
    field("insights_per_year", What::Yearly, &["insights", "number of insights"], &[]),
    field(
        "value_per_insight_week",
        What::Money,
        &["insight value", "value of an insight", "value per insight"],
        &["value per insight"],
    ),
    field("exposure_group", What::Text, &[], &[]),
    field(
        "on_call_participants",
        What::People,
        &["people in turn on call", "people on call", "on call people"],
        &[],
    ),
    field("hourly_cost", What::Money, &["cost of an hour", "hourly rate"], &["hourly cost"]),
    field("currency", What::Currency, &["ccy", "currency code"], &[]),
];

/// The keys that belong to the team of a row.
pub(super) const OF_TEAM: [&str; 3] = ["domain", "on_call_participants", "hourly_cost"];

/// The length of time that a heading or a cell says a number is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Per {
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

impl Per {
    pub(super) fn of(word: &str) -> Option<Self> {
        Some(match word {
            "minute" | "min" | "minutes" => Self::Minute,
            "hour" | "hr" | "h" | "hours" | "hourly" => Self::Hour,
            "day" | "d" | "daily" | "days" => Self::Day,
            "week" | "wk" | "w" | "weekly" => Self::Week,
            "month" | "mo" | "mth" | "mon" | "monthly" => Self::Month,
            "quarter" | "qtr" | "q" | "quarterly" => Self::Quarter,
            "year" | "yr" | "y" | "annum" | "pa" | "yearly" | "annual" | "annually" => Self::Year,
            _ => return None,
        })
    }

    /// How many of them are in a year, as a number of twelfths: of a planning year of 52 weeks.
    pub(super) fn in_a_year(self) -> Option<u32> {
        match self {
            Self::Minute | Self::Hour => None,
            Self::Day => Some(364),
            Self::Week => Some(52),
            Self::Month => Some(12),
            Self::Quarter => Some(4),
            Self::Year => Some(1),
        }
    }

    pub(super) fn as_word(self) -> &'static str {
        match self {
            Self::Minute => "minute",
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }
}

/// What a heading says.
#[derive(Clone, Debug, Default)]
pub(super) struct Heading {
    /// In lower case, only letters and digits, one space between words; without its unit.
    base: String,
    whole: String,
    pub(super) per: Option<Per>,
    /// The power of ten that amounts are in.
    pub(super) size: u32,
    pub(super) currency: Option<Currency>,
    pub(super) percent: bool,
}

impl Heading {
    pub(super) fn of(text: &str) -> Self {
        let lower = text.to_lowercase();
        let mut heading =
            Self { percent: lower.contains('%') || lower.contains("percent"), ..Self::default() };
        let words: Vec<&str> = lower
            .split(|c: char| !(c.is_alphanumeric() || matches!(c, '$' | '£' | '€' | '¥' | '₹' | '\'')))
            .map(|word| word.trim_matches('\''))
            .filter(|word| !word.is_empty())
            .collect();
        heading.whole = words.join(" ");
        let slashed = lower.contains('/');
        let mut base: Vec<&str> = Vec::new();
        for (index, word) in words.iter().copied().enumerate() {
            let before =
                index.checked_sub(1).and_then(|before| words.get(before)).copied().unwrap_or_default();
            let per = Per::of(word);
            let joined = matches!(before, "per" | "a" | "an" | "each" | "every");
            let adverb = word.ends_with("ly") || matches!(word, "annual" | "pa");
            if let Some(per) = per.filter(|_| joined || adverb || slashed && index > 0) {
                heading.per = Some(per);
                if joined {
                    base.pop();
                }
                continue;
            }
            // A unit never begins a heading, and `m` or `k` alone is one.
            if index > 0 && heading.unit(word) {
                continue;
            }
            base.push(word);
        }
        heading.base = base.join(" ");
        heading
    }

    /// Takes a word as a unit, if it is one.
    fn unit(&mut self, word: &str) -> bool {
        const SIZES: [(&str, u32); 12] = [
            ("k", 3),
            ("000", 3),
            ("000s", 3),
            ("thousand", 3),
            ("thousands", 3),
            ("tsd", 3),
            ("m", 6),
            ("mn", 6),
            ("mio", 6),
            ("million", 6),
            ("millions", 6),
            ("bn", 9),
        ];
        let size = |text: &str| SIZES.iter().find(|(name, _)| *name == text).map(|(_, size)| *size);
        if matches!(word, "in" | "of") {
            return false;
        }
        if let Some(size) = size(word) {
            self.size = size;
            return true;
        }
        // `£k`, `k£`, `$000`, `usd`.
        let is_sign = |c: char| !c.is_alphanumeric();
        let sign: String = word.chars().filter(|c| is_sign(*c)).collect();
        let rest: String = word.chars().filter(|c| !is_sign(*c)).collect();
        if !sign.is_empty() {
            let rest_size = size(&rest);
            if rest.is_empty() || rest_size.is_some() {
                self.currency = known_currency(&sign).or(self.currency);
                self.size = rest_size.unwrap_or(self.size);
                return true;
            }
        }
        let code: Option<Currency> = word.to_uppercase().parse().ok().filter(|_| word.len() == 3);
        self.currency = code.or(self.currency);
        code.is_some()
    }

    /// How well the heading names a field: 3 its own key, 2 a word for it, 1 such a word among others.
    pub(super) fn names(&self, field: &Field) -> u32 {
        let key = field.key.replace('_', " ");
        let short = key.trim_end_matches(" per hour").trim_end_matches(" per year");
        // What counts features a month is demand; a year, their number.
        if self.base == "features" && matches!(field.key, "feature_demand" | "features_per_year") {
            let monthly = matches!(self.per, Some(Per::Month | Per::Week | Per::Day));
            return if monthly == (field.key == "feature_demand") { 2 } else { 0 };
        }
        if self.whole == key || self.base == key {
            return 3;
        }
        if self.base == short
            || field.headings.contains(&self.base.as_str())
            || field.headings.contains(&self.whole.as_str())
        {
            return 2;
        }
        let among = |word: &&&str| {
            self.base.match_indices(**word).any(|(at, word)| {
                let edge = |c: Option<char>| c.is_none_or(|c| c == ' ');
                edge(self.base.get(..at).and_then(|before| before.chars().next_back()))
                    && edge(self.base.get(at + word.len()..).and_then(|after| after.chars().next()))
            })
        };
        u32::from(field.inside.iter().any(|word| among(&word)))
    }
}

fn known_currency(sign: &str) -> Option<Currency> {
    // A foreign sign tells its currency against any other; XAF has no sign of its own.
    let any: Option<Currency> = "XAF".parse().ok();
    match currency_sign(sign, any) {
        Sign::Foreign(currency) => Some(currency),
        _ => None,
    }
}

/// The field of a key, or of a heading of the format.
pub(super) fn by_key(key: &str) -> Option<&'static Field> {
    FIELDS.iter().find(|field| field.key == key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_name_fields() {
        let best = |text: &str| {
            let heading = Heading::of(text);
            let scores = FIELDS.iter().map(|field| (heading.names(field), field.key));
            scores.rev().max_by_key(|(score, _)| *score).filter(|(score, _)| *score > 0).map(|(_, key)| key)
        };
        for (text, key) in [
            ("Application", Some("name")),
            ("Service name", Some("name")),
            ("name", Some("name")),
            ("Owner team", Some("team")),
            ("Revenue at risk per hour", Some("exposure_per_hour")),
            ("Exposure an hour", Some("exposure_per_hour")),
            ("exposure_per_hour", Some("exposure_per_hour")),
            ("Hourly loss (£k)", Some("exposure_per_hour")),
            ("Cost of downtime / hour", Some("exposure_per_hour")),
            ("Demand", Some("feature_demand")),
            ("Feature demand", Some("feature_demand")),
            ("Features per month", Some("feature_demand")),
            ("Features a year", Some("features_per_year")),
            ("Incidents a year", Some("incidents_per_year")),
            ("Incidents (2025)", Some("incidents_per_year")),
            ("Severity %", Some("severity")),
            ("Availability target, %", Some("availability_target")),
            ("Value per feature week", Some("value_per_feature_week")),
            ("Out of hours exposure", Some("out_of_hours_exposure")),
            ("Hourly cost", Some("hourly_cost")),
            ("Notes", None),
            ("Service owner", None),
            ("Criticality", None),
        ] {
            assert_eq!(best(text), key, "{text}: {:?}", Heading::of(text));
        }
        let unit = |text: &str| {
            let heading = Heading::of(text);
            (heading.per, heading.size, heading.currency.map(Currency::code))
        };
        assert_eq!(unit("Hourly loss (£k)"), (Some(Per::Hour), 3, Some("GBP")));
        assert_eq!(unit("Exposure/min in USD"), (Some(Per::Minute), 0, Some("USD")));
        assert_eq!(unit("Revenue at risk per hour ('000)"), (Some(Per::Hour), 3, None));
        assert_eq!(unit("Exposure (€m) per hour"), (Some(Per::Hour), 6, Some("EUR")));
    }
}
