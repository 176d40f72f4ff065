//! Small pieces of wording that several outputs share.

use rust_decimal::Decimal;
pub(crate) use whorunsit::wording::{grouped, spoken};
use whorunsit::{Availability, Currency, Money, OperatingModel};
pub(crate) use whorunsit::{capital, plural};

/// An amount for people, or that it is not estimated.
pub(crate) fn amount(currency: Currency, amount: Option<Money>) -> String {
    amount.map_or_else(|| "not estimated".to_owned(), |amount| currency.show(amount).to_string())
}

/// Amounts of one currency in whole units, for wide tables and what is said about them.
#[derive(Clone, Copy)]
pub(crate) struct Amounts {
    currency: Currency,
    /// In a sentence, a code such as `SEK` stays with every amount.
    in_words: bool,
}

impl Amounts {
    /// Amounts in the cells of tables. Their currency is said once, by the note.
    pub(crate) fn in_cells(currency: Currency) -> Self {
        Self { currency, in_words: false }
    }

    /// The same in sentences.
    pub(crate) fn in_words(self) -> Self {
        Self { in_words: true, ..self }
    }

    /// The amount; in a sentence in three digits.
    pub(crate) fn show(self, amount: Money) -> String {
        if self.in_words {
            return self.currency.about(amount);
        }
        self.written(self.currency.show(amount).whole().to_string())
    }

    /// The amount to its minor unit, where whole units would say something else.
    pub(crate) fn exact(self, amount: Money) -> String {
        self.written(self.currency.show(amount).to_string())
    }

    fn written(self, shown: String) -> String {
        if self.in_words { shown } else { shown.replace(&format!("{} ", self.currency.code()), "") }
    }

    /// An amount that may lack something; nothing at all of it is known where it is zero.
    pub(crate) fn part(self, amount: Money, partial: bool) -> String {
        match partial {
            true if amount.is_zero() => "not estimated".to_owned(),
            true => format!("{}*", self.show(amount)),
            false => self.show(amount),
        }
    }

    /// The amount, or that it is not estimated.
    pub(crate) fn known(self, amount: Option<Money>) -> String {
        amount.map_or_else(|| "not estimated".to_owned(), |amount| self.show(amount))
    }

    /// What to know about the amounts of a page that also tells where something changes.
    pub(crate) fn note_of_changes(self) -> String {
        format!(
            "Amounts are in {}, rounded to whole units, but for where the cheaper model changes.",
            self.currency
        )
    }

    /// What to know about the amounts of a page.
    pub(crate) fn note(self, partial: bool) -> String {
        let lacks = if partial { " An amount with * lacks what is not estimated." } else { "" };
        format!("Amounts are in {}, rounded to whole units.{lacks}", self.currency)
    }
}

/// A horizon: `3 years`.
pub(crate) fn years(years: u32) -> String {
    plural(years, "year", "years")
}

/// Yes or no, or that nobody can tell.
pub(crate) fn told(answer: Option<bool>) -> &'static str {
    match answer {
        Some(true) => "yes",
        Some(false) => "no",
        None => "cannot tell",
    }
}

/// A probability that trials came to. Trials never make certain, and few of them do not come close.
pub(crate) fn likely(percent: Decimal) -> String {
    let tenths = percent.round_dp(1).normalize();
    match tenths {
        _ if tenths >= Decimal::ONE_HUNDRED => "> 99.9 %".to_owned(),
        _ if tenths.is_zero() => "< 0.1 %".to_owned(),
        _ => format!("{tenths} %"),
    }
}

/// The model that costs less.
pub(crate) fn model(cheaper: Option<OperatingModel>) -> &'static str {
    cheaper.map_or("both the same", OperatingModel::name)
}

/// Seconds as hours, minutes and seconds: `8:24:00`, `0:10:04.8`.
pub(crate) fn clock(seconds: &str) -> String {
    let (whole, fraction) = seconds.split_once('.').unwrap_or((seconds, ""));
    let Ok(whole) = whole.parse::<u64>() else {
        return format!("{seconds} s");
    };
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{}:{:02}:{:02}{point}{fraction}", whole / 3600, whole / 60 % 60, whole % 60)
}

/// Text that no terminal takes for a command and no reader for another text: what is hidden becomes `\u{fffd}`.
pub(crate) fn visible(text: &str) -> String {
    text.chars().map(|char| if whorunsit::is_hidden(char) { '\u{fffd}' } else { char }).collect()
}

/// A target with its unit.
pub(crate) fn percent(target: Availability) -> String {
    format!("{target} %")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trials_never_make_certain() {
        assert_eq!(likely(Decimal::new(99_976, 3)), "> 99.9 %");
        assert_eq!(likely(Decimal::new(3, 2)), "< 0.1 %");
        assert_eq!(likely(Decimal::new(872, 1)), "87.2 %");
    }

    #[test]
    fn clocks_read_like_the_playbook() {
        assert_eq!(clock("30240"), "8:24:00");
        assert_eq!(clock("6048"), "1:40:48");
        assert_eq!(clock("604.8"), "0:10:04.8");
    }
}
