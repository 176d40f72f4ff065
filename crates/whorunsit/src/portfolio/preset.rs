//! Published on-call pay, usable by name. A preset is never a silent default.

use crate::currency::Currency;
use crate::estimate::Estimate;
use crate::exact::Money;
use crate::portfolio::When;
use crate::portfolio::callout::{Callout, CalloutRate, CalloutUnit};
use crate::portfolio::pay::{Standby, StandbyRule, StandbyUnit};
use crate::problem::{Problem, ProblemCode};
use crate::read::suggestion;

/// Published on-call pay terms.
///
/// # Examples
///
/// ```
/// use whorunsit::Preset;
///
/// let preset = Preset::named("incident-io-survey").expect("it is published");
/// assert_eq!(preset.currency.code(), "USD");
/// assert!(preset.source.contains("survey"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preset {
    /// The name that a portfolio uses.
    pub name: &'static str,
    /// Who published it, and what it says.
    pub source: &'static str,
    /// The month in which its figures were noted.
    pub noted: &'static str,
    /// The currency of its amounts.
    pub currency: Currency,
    /// Pay for being ready.
    pub standby: Standby,
    /// Pay for responding, where the source has amounts for it.
    pub callout: Option<Callout>,
}

/// The names there are.
pub(crate) const NAMES: [&str; 3] = ["incident-io-survey", "pci-pal", "ocado"];

const NOTED: &str = "2026-11";

impl Preset {
    /// The preset of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let rule = |when, amount: &str, per| {
            Some(StandbyRule { when, amount: Estimate::point(amount.parse().ok()?), per, metadata: None })
        };
        match name {
            "incident-io-survey" => Some(Self {
                name: "incident-io-survey",
                source: "incident.io survey of over 200 answers: a mean of $540 a week, from $5 to $1,000",
                noted: NOTED,
                currency: "USD".parse().ok()?,
                standby: Standby::new(vec![rule(None, "540", StandbyUnit::Week)?]),
                callout: None,
            }),
            "pci-pal" => Some(Self {
                name: "pci-pal",
                source: "PCI Pal handbook: £25 a day, first callout £25, then £25 an hour by half hours",
                noted: NOTED,
                currency: "GBP".parse().ok()?,
                standby: Standby::new(vec![rule(None, "25", StandbyUnit::Day)?]),
                callout: Some(callout_after_a_first("25".parse().ok()?)?),
            }),
            "ocado" => Some(Self {
                name: "ocado",
                source: "Ocado, as told in a forum: £33 a weeknight, £66 a weekend day, £132 a bank holiday; \
                         callouts at 1.5 times the hourly pay, which the source does not give",
                noted: NOTED,
                currency: "GBP".parse().ok()?,
                standby: Standby::new(vec![
                    rule(Some(When::BankHolidays), "132", StandbyUnit::Day)?,
                    rule(Some(When::Week("Sat-Sun".parse().ok()?)), "66", StandbyUnit::Day)?,
                    rule(None, "33", StandbyUnit::Day)?,
                ]),
                callout: None,
            }),
            _ => None,
        }
    }

    /// Every preset there is.
    #[must_use]
    pub fn all() -> Vec<Self> {
        NAMES.iter().filter_map(|name| Self::named(name)).collect()
    }

    /// The preset of a name, if its amounts are in the portfolio's currency; otherwise a problem.
    pub(crate) fn in_currency(name: &str, currency: Currency, path: String) -> Result<Self, Box<Problem>> {
        let Some(preset) = Self::named(name) else {
            let names = crate::read::words(&NAMES);
            let help = match suggestion(name, NAMES.into_iter()) {
                Some(near) => format!("did you mean `{near}`? It is one of {names}"),
                None => format!("write one of {names}, or give `standby` and `callout` yourself"),
            };
            let message = format!("there is no preset `{name}`");
            return Err(Box::new(Problem::new(ProblemCode::UnknownWord, path, message, help)));
        };
        if preset.currency != currency {
            return Err(Box::new(Problem::new(
                ProblemCode::WrongCurrency,
                path,
                format!("preset `{name}` is in {}, the portfolio in {currency}", preset.currency),
                format!("give `standby` and `callout` in {currency} instead"),
            )));
        }
        Ok(preset)
    }
}

fn callout_after_a_first(rate: Money) -> Option<Callout> {
    Some(Callout {
        first: Some(CalloutRate { amount: Estimate::point(rate), per: CalloutUnit::Callout, metadata: None }),
        round_up_to: Some("30min".parse().ok()?),
        ..Callout::new(rate, CalloutUnit::Hour)
    })
}
