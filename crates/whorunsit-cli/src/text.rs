//! Small pieces of wording that several outputs share.

use whorunsit::{Availability, Currency, Money};

/// A count with its noun.
pub(crate) fn plural(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// An amount for people, or that it is not estimated.
pub(crate) fn amount(currency: Currency, amount: Option<Money>) -> String {
    amount.map_or_else(|| "not estimated".to_owned(), |amount| currency.show(amount).to_string())
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
    fn clocks_read_like_the_playbook() {
        assert_eq!(clock("30240"), "8:24:00");
        assert_eq!(clock("6048"), "1:40:48");
        assert_eq!(clock("604.8"), "0:10:04.8");
    }
}
