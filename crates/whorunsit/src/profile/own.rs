//! Profiles of one's own, read from a file of the format of those that come with this version.

use rust_decimal::Decimal;

use super::fill::in_currency;
use super::{Basis, Profile, ProfileKey, ProfileKeys, ProfileValue, ValueOf, unknown};
use crate::exact::{Duration, Share};
use crate::problem::{Gathered, Problem, ProblemCode, Problems};
use crate::read::{Document, suggestion};

impl Profile {
    /// Reads a profile of one's own: TOML or JSON text in the form of those that come with this version. Values that it does not
    /// give are those of the profile that it is `based_on`.
    ///
    /// # Errors
    /// [`Problems`], all of them at once: a key that is none, a value that cannot be one or is out of range, ends that do not
    /// ascend, a value that is no judgement and has no source, a value that nobody gives.
    ///
    /// # Examples
    ///
    /// ```
    /// use whorunsit::{Portfolio, Profile};
    ///
    /// let text = r#"
    /// name = "ours"
    /// version = 1
    /// title = "what we know"
    /// stands_for = "Our own services."
    /// currency = "USD"
    /// noted = "2026-11"
    /// based_on = "saas"
    /// [values]
    /// incidents_per_year = { low = "2", likely = "6", high = "20", basis = "sourced", sources = ["our tickets"] }
    /// "#;
    /// let ours = Profile::read(text.as_bytes())?;
    /// assert_eq!(&*ours.values.named("incidents_per_year").expect("given").likely, "6");
    /// assert!(Profile::read(text.replace("\"20\"", "\"1\"").as_bytes()).is_err());
    /// # Ok::<(), whorunsit::Problems>(())
    /// ```
    pub fn read(input: &[u8]) -> Result<Self, Problems> {
        let document = Document::parse(input)?;
        let (mut profile, mut problems) = document.read::<Self>();
        for (name, value) in &profile.values.0 {
            let path = format!("/values/{name}");
            match ProfileKeys::known().values.iter().find(|key| key.key == *name) {
                Some(key) => judge(key, value, &path, &mut problems),
                None => {
                    let keys = ProfileKeys::known().values.iter().map(|key| &*key.key);
                    let help = match suggestion(name, keys) {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => "write one of the values in docs/profiles.md".to_owned(),
                    };
                    let message = format!("profiles have no value `{name}`");
                    problems.push(Problem::new(ProblemCode::UnknownKey, path, message, help));
                }
            }
        }
        profile.complete(&mut problems);
        document.check(problems).map(|()| profile)
    }

    /// Takes what it does not give from the profile that it is based on.
    fn complete(&mut self, problems: &mut Gathered) {
        let lacks = |key: &&ProfileKey| self.values.named(&key.key).is_none();
        let lacking: Vec<&ProfileKey> = ProfileKeys::known().values.iter().filter(lacks).collect();
        let Some(first) = lacking.first() else { return };
        let base = match self.based_on.as_deref().map(|name| (name, Self::named(name))) {
            Some((_, Some(base))) => base,
            Some((name, None)) => {
                problems.push(unknown(name, "/based_on".to_owned()));
                return;
            }
            None => {
                let message = format!(
                    "{} of {} values are not given, `{}` the first",
                    lacking.len(),
                    ProfileKeys::known().values.len(),
                    first.key
                );
                let help = "add them, or the profile that says them, such as based_on = \"saas\"";
                problems.push(Problem::new(ProblemCode::MissingKey, "/based_on", message, help));
                return;
            }
        };
        let Some(rate) = base.rate(self.currency) else {
            let message = format!(
                "`{}` has amounts in {}, at a rate to {} that is not known",
                base.name, base.currency, self.currency
            );
            let help = format!("write amounts in {}, or give all of them", base.currency);
            problems.push(Problem::new(ProblemCode::WrongCurrency, "/based_on", message, help));
            return;
        };
        let mut values = Vec::with_capacity(lacking.len());
        for key in lacking {
            let Some(value) = base.values.named(&key.key) else { continue };
            let mut value = value.clone();
            if key.of == ValueOf::Money {
                for part in [&mut value.low, &mut value.likely, &mut value.high] {
                    if let Ok(amount) = part.parse::<Decimal>() {
                        *part = in_currency(amount, rate, self.currency).into();
                    }
                }
            }
            values.push((key.key.clone(), value));
        }
        self.values.0.extend(values);
    }
}

/// Looks at one value.
fn judge(key: &ProfileKey, value: &ProfileValue, path: &str, problems: &mut Gathered) {
    if value.basis != Basis::Judgement && value.sources.iter().all(|source| source.trim().is_empty()) {
        let message = format!("`{}` has no source", key.key);
        let help =
            "write where it comes from, such as sources = [\"our tickets, 2026\"], or basis = \"judgement\"";
        problems.push(Problem::new(ProblemCode::MissingKey, format!("{path}/sources"), message, help));
    }
    if key.of == ValueOf::Word {
        return;
    }
    let mut numbers = Vec::with_capacity(3);
    for (end, written) in [("low", &value.low), ("likely", &value.likely), ("high", &value.high)] {
        match number(key.of, written) {
            Some(number) => numbers.push(number),
            None => {
                let (what, such) = kind(key.of);
                let message = format!("`{written}` is no {what}");
                let help = format!("`{}` is a {what}, such as {such}: {}", key.key, key.stands_for);
                let path = format!("{path}/{end}");
                problems.push(Problem::new(ProblemCode::NumberOutOfRange, path, message, help));
            }
        }
    }
    if let [low, likely, high] = numbers.as_slice()
        && (low > likely || likely > high)
    {
        let message = format!("`{}`, `{}`, `{}` do not ascend", value.low, value.likely, value.high);
        let help = "write the least that is plausible, what is most likely, and the most";
        problems.push(Problem::new(ProblemCode::InvalidEstimate, path, message, help));
    }
}

/// What a value must be, and an example.
fn kind(of: ValueOf) -> (&'static str, &'static str) {
    match of {
        ValueOf::Number => ("number of zero or more", "\"12\""),
        ValueOf::Count => ("whole number of one or more", "\"6\""),
        ValueOf::Money => ("amount of zero or more", "\"400\""),
        ValueOf::Share => ("share from 0 to 100 percent", "\"15%\""),
        ValueOf::Time => ("time", "\"30min\""),
        ValueOf::Word => ("word", "\"covered\""),
    }
}

/// A value as a number by which it is told from larger ones.
fn number(of: ValueOf, text: &str) -> Option<Decimal> {
    let decimal = || text.parse::<Decimal>().ok().filter(|number| *number >= Decimal::ZERO);
    match of {
        ValueOf::Number | ValueOf::Money => decimal(),
        ValueOf::Count => decimal().filter(|number| *number >= Decimal::ONE && number.fract().is_zero()),
        ValueOf::Share => text.parse::<Share>().ok().map(|share| share.percent()),
        ValueOf::Time => text.parse::<Duration>().ok().map(|time| time.hours()),
        ValueOf::Word => None,
    }
}
