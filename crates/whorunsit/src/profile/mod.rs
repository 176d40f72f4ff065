//! Reference profiles: public knowledge as wide ranges, filled in where a portfolio says nothing.
//!
//! What the values are (`data/values.toml`), where they come from (`data/sources.toml`) and the profiles themselves are data
//! files; nothing here knows any of them by name. What is read is the same as JSON, beside them, since not every build reads
//! TOML; a test writes it anew.

mod fill;
mod found;
mod own;
mod own_teams;
mod tree;

use std::num::NonZeroU32;
use std::sync::{Arc, OnceLock};

use rust_decimal::Decimal;

pub(crate) use self::fill::{Filling, fill, names_profile};
use crate::currency::Currency;
use crate::exact::Number;
use crate::portfolio::{Blocks, Name};
use crate::problem::{Problem, ProblemCode};
use crate::read::{Document, Read, closed_words, record, suggestion};

/// The profiles that come with this version.
const PROFILES: [&str; 5] = [
    include_str!("data/digital-retail.json"),
    include_str!("data/saas.json"),
    include_str!("data/public-body.json"),
    include_str!("data/bank.json"),
    include_str!("data/internal-systems.json"),
];

record! {
    /// What is known in public about organisations of one kind, as wide ranges.
    ///
    /// # Examples
    ///
    /// ```
    /// use whorunsit::Profile;
    ///
    /// let saas = Profile::named("saas").expect("it comes with this version");
    /// let resolves = saas.values.named("bridge_resolves").expect("every profile says so");
    /// assert_eq!((&*resolves.low, &*resolves.high), ("10%", "40%"));
    /// ```
    pub struct Profile {
        /// The name that a portfolio uses.
        pub name: Name,
        /// Rises whenever a value changes.
        pub version: NonZeroU32,
        /// Which organisations it is of.
        pub title: String,
        /// What kind of service it has in mind.
        pub stands_for: String,
        /// The currency of its amounts.
        pub currency: Currency,
        /// The month in which its figures were noted.
        pub noted: String,
        /// The profile of this version that says what it does not give; only where it is one of one's own.
        pub based_on: Option<Name>,
        /// Its values, by the keys of `values.toml`.
        pub values: Blocks<ProfileValue>,
    }
}

record! {
    /// One value of a profile: a range.
    pub struct ProfileValue {
        /// The least that is plausible; of words, what slows most.
        pub low: Name,
        /// What is most likely.
        pub likely: Name,
        /// The most that is plausible.
        pub high: Name,
        /// How much of it is known.
        pub basis: Basis,
        /// Where it comes from: codes of `sources.toml`, or words of one's own.
        pub sources: Vec<Name>,
    }
}

closed_words! {
    /// How much of a value is known.
    Basis {
        /// A public source says so.
        Sourced = "sourced",
        /// Worked out from what public sources say.
        Derived = "derived",
        /// No public source says so: an expert's guess.
        Judgement = "judgement",
    }
}

record! {
    /// What the values of profiles are.
    pub struct ProfileKeys {
        /// Rises whenever one is added, is removed or changes its meaning.
        pub version: NonZeroU32,
        /// The values, in the order in which they are told.
        pub values: Vec<ProfileKey>,
        /// What tables need besides.
        pub fixed: Vec<FixedValue>,
    }
}

record! {
    /// What one value of a profile is.
    pub struct ProfileKey {
        /// The key by which profiles give it.
        pub key: Name,
        /// Where it stands in a portfolio: a JSON Pointer in which `*` is each service or team.
        pub at: Name,
        /// What it is a value of.
        pub of: ValueOf,
        /// How far single incidents spread around it.
        pub spread: Option<NonZeroU32>,
        /// Whether the format takes no range there.
        pub point: Option<bool>,
        /// How many times the profile's it is, by the service's band of demand.
        pub by_demand: Option<Blocks<Number>>,
        /// Keys beside it that say the same in another way.
        pub unless: Vec<Name>,
        /// What it stands for.
        pub stands_for: Name,
        /// Which of its ends favours operations, the other one product teams; `None` where neither does.
        pub operations_end: Option<RangeEnd>,
        /// Who usually knows it.
        pub known_by: KnownBy,
    }
}

record! {
    /// A value that tables need and money does not rest on.
    pub struct FixedValue {
        /// Where it stands in a portfolio.
        pub at: Name,
        /// Text.
        pub text: Option<Name>,
        /// A whole number.
        pub count: Option<NonZeroU32>,
        /// True or false.
        pub flag: Option<bool>,
    }
}

record! {
    /// Where the values of profiles come from.
    pub struct ProfileSources {
        /// Rises whenever a source changes.
        pub version: NonZeroU32,
        /// The sources by their codes.
        pub sources: Blocks<ProfileSource>,
        /// What one of the currency of the profiles is in others, roughly.
        pub rates: Blocks<Number>,
    }
}

record! {
    /// One public source.
    pub struct ProfileSource {
        /// Who says what.
        pub title: Name,
        /// The year of it.
        pub year: NonZeroU32,
        /// Where to find it.
        pub r#where as "where": Name,
    }
}

closed_words! {
    /// What a value of a profile is of.
    ValueOf {
        /// A number.
        Number = "number",
        /// A whole number.
        Count = "count",
        /// An amount in the profile's currency.
        Money = "money",
        /// A share in percent.
        Share = "share",
        /// A time.
        Time = "time",
        /// A word of the format.
        Word = "word",
    }
}

closed_words! {
    /// An end of a range.
    RangeEnd {
        /// The lower one.
        Low = "low",
        /// The upper one.
        High = "high",
    }
}

closed_words! {
    /// Who usually knows a value.
    KnownBy {
        /// Who owns the service.
        ServiceOwner = "service-owner",
        /// Finance.
        Finance = "finance",
        /// Operations.
        Operations = "operations",
        /// Those who employ people.
        Hr = "hr",
    }
}

closed_words! {
    /// Whom a portfolio is filled in favour of.
    Favour {
        /// Nobody: each value as its range.
        Neither = "neither",
        /// Operations: what favours a model at the end that favours theirs.
        Operations = "operations",
        /// Product teams, in the same manner.
        ProductTeams = "product-teams",
    }
}

/// A data file that comes with this version.
fn data<T: Read>(text: &str) -> T {
    // A test holds the files to be in order; were one not, it would hold nothing.
    Document::parse(text.as_bytes()).map_or_else(|_| T::fallback(), |document| document.read().0)
}

impl ProfileKeys {
    /// What the values of profiles are in this version.
    #[must_use]
    pub fn known() -> &'static Self {
        static READ: OnceLock<ProfileKeys> = OnceLock::new();
        READ.get_or_init(|| data(include_str!("data/values.json")))
    }
}

impl ProfileSources {
    /// The sources of this version.
    #[must_use]
    pub fn known() -> &'static Self {
        static READ: OnceLock<ProfileSources> = OnceLock::new();
        READ.get_or_init(|| data(include_str!("data/sources.json")))
    }
}

impl ProfileValue {
    /// Where it comes from, in words: `DORA, Quick Check data by industry (2025)`, or `judgement`.
    #[must_use]
    pub fn source(&self) -> String {
        let told = self.sources.iter().map(|code| match ProfileSources::known().sources.named(code) {
            Some(source) => format!("{} ({})", source.title, source.year),
            None => code.to_string(),
        });
        let told = told.collect::<Vec<_>>().join("; ");
        match (self.basis, told.is_empty()) {
            (_, true) => Basis::Judgement.to_string(),
            (Basis::Sourced, false) => told,
            (Basis::Derived, false) => format!("derived from {told}"),
            (Basis::Judgement, false) => format!("judgement, guided by {told}"),
        }
    }
}

impl Profile {
    /// Every profile that comes with this version.
    #[must_use]
    pub fn all() -> &'static [Arc<Self>] {
        static READ: OnceLock<Vec<Arc<Profile>>> = OnceLock::new();
        READ.get_or_init(|| PROFILES.into_iter().map(|text| Arc::new(data(text))).collect())
    }

    /// The profile of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Arc<Self>> {
        Self::all().iter().find(|profile| &*profile.name == name)
    }

    /// What one of its currency is in another, where that is known.
    fn rate(&self, currency: Currency) -> Option<Decimal> {
        if self.currency == currency {
            return Some(Decimal::ONE);
        }
        let rate = |code: &str| ProfileSources::known().rates.named(code).map(|rate| rate.value());
        rate(currency.code())?.checked_div(rate(self.currency.code())?)
    }
}

/// A profile that is named and does not exist.
pub(crate) fn unknown(name: &str, path: String) -> Problem {
    let names: Vec<&str> = Profile::all().iter().map(|profile| &*profile.name).collect();
    let list = crate::read::words(&names);
    let help = match suggestion(name, names.into_iter()) {
        Some(near) => format!("did you mean `{near}`? It is one of {list}"),
        None => format!("write one of {list}, or remove it: without a profile nothing is filled in"),
    };
    let shown = crate::problem::cut(name);
    Problem::new(ProblemCode::UnknownWord, path, format!("there is no profile `{shown}`"), help)
}

#[cfg(test)]
mod tests;
