//! In an incident: what it has lost so far, what each hour more loses, and what that asks for.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use serde::Serialize;
use whorunsit::{Currency, Money, Name, Portfolio, Triage};

use crate::context::Context;
use crate::period::Period;
use crate::problem::{Refusal, quoted};

/// An incident in progress.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OngoingIncident {
    /// The service.
    pub service: Name,
    /// Its currency.
    pub currency: Currency,
    /// When it began.
    pub since: String,
    /// How many seconds ago.
    pub seconds: i64,
    /// What it has lost so far.
    pub lost: Money,
    /// What the next hour loses.
    pub next_hour: Money,
    /// The loss band that it is in; `None` where the portfolio has no `[incidents]`.
    pub band: Option<Triage>,
    /// What the band asks for.
    pub asks_for: Option<&'static str>,
    /// How many seconds from now on, at the loss of the next hour, it becomes major; `None` where it is already, or never.
    pub major_in_seconds: Option<i64>,
}

/// What a time of day, a date with a time, or one with an offset comes to; `None` where it is none of these. `day` says the day
/// of a time by itself.
fn read(text: &str, zone: &TimeZone, day: impl FnOnce(Time) -> Option<Timestamp>) -> Option<Timestamp> {
    let text = text.trim();
    match text.parse::<Time>() {
        // A whole date has a time in it too.
        Ok(time) if !text.contains('-') => day(time),
        _ => text.parse::<Timestamp>().ok().or_else(|| text.parse().ok().and_then(|civil| at(zone, civil))),
    }
}

fn at(zone: &TimeZone, civil: DateTime) -> Option<Timestamp> {
    zone.to_ambiguous_timestamp(civil).compatible().ok()
}

/// The time now as somebody writes it, in the same forms as [`moment`]: a time by itself is of today, ahead of the clock or not. Without
/// a clock, it needs its date.
///
/// # Errors
/// `invalid-time`, where it is none.
pub(crate) fn now_of(text: &str, clock: Option<Timestamp>, zone: &TimeZone) -> Result<Timestamp, Refusal> {
    let today = clock.map(|clock| zone.to_datetime(clock).date());
    read(text, zone, |time| at(zone, today?.to_datetime(time))).ok_or_else(|| {
        let help =
            "write the time now: `15:05`, `2026-11-26 15:05`, or with an offset `2026-11-26T15:05:00Z`";
        Refusal::new("invalid-time", format!("`{}` is no time", quoted(text)), help)
    })
}

/// A moment as people write it in an incident: `14:05`, of today or, where that lies ahead, of yesterday; or a whole date.
///
/// # Errors
/// `invalid-time`, where it is neither, or lies ahead.
pub fn moment(text: &str, now: Timestamp, zone: &TimeZone) -> Result<Timestamp, Refusal> {
    let wrong = |message: String| {
        let help = "write when the incident began: `14:05`, `2026-11-26 14:05`, or with an offset `2026-11-26T14:05:00Z`";
        Refusal::new("invalid-time", message, help)
    };
    let today = zone.to_datetime(now).date();
    let found = read(text, zone, |time| {
        let on = |day: Date| at(zone, day.to_datetime(time));
        let earlier = || today.yesterday().ok().and_then(on);
        on(today).filter(|moment| *moment <= now).or_else(earlier)
    });
    match found {
        Some(moment) if moment <= now => Ok(moment),
        Some(_) => Err(wrong(format!("`{}` lies ahead", quoted(text)))),
        None => Err(wrong(format!("`{}` is no time", quoted(text)))),
    }
}

/// Rounded to the minor unit: of an hour's loss, parts have no end of digits.
fn booked(amount: Money, currency: Currency) -> Money {
    Money::from_major(1).times(amount.amount().round_dp(currency.decimals())).unwrap_or(amount)
}

/// Says what an incident that is still going on has lost, and what that asks for.
///
/// The loss is exposure × severity × hours, at the share of the exposure that is at stake in and out of working hours.
///
/// # Errors
/// `unknown-service`, and `overflow` where a loss is too large.
///
/// # Examples
///
/// ```
/// use jiff::tz::TimeZone;
/// use whorunsit_measure::triage;
///
/// let portfolio = whorunsit::Portfolio::read(whorunsit::examples::FURNITURE_RETAILER_COSTS.as_bytes()).unwrap();
/// let (since, now) = ("2026-11-26T14:05Z".parse().unwrap(), "2026-11-26T15:35Z".parse().unwrap());
/// let found = triage(&portfolio, "Bedroom", since, now, &TimeZone::UTC)?;
/// // $200,000 an hour at a mean severity of 30.83 %, for an hour and a half.
/// assert_eq!(found.lost.amount().round().to_string(), "92500");
/// assert_eq!(found.asks_for, Some("minor: restore by the next working day"));
/// assert_eq!(found.major_in_seconds, Some(438));
/// # Ok::<(), whorunsit_measure::Refusal>(())
/// ```
pub fn triage(
    portfolio: &Portfolio,
    service: &str,
    since: Timestamp,
    now: Timestamp,
    zone: &TimeZone,
) -> Result<OngoingIncident, Refusal> {
    let context = Context::of(portfolio)?;
    let terms = context.expect(service)?;
    let period = Period::in_zone(zone.clone());
    let (start, end) = (since.as_second(), now.as_second());
    let too_large =
        || Refusal::new("overflow", "the loss is too large for exact arithmetic", "check the exposure");
    let lost = terms.loss(start, end - start, &period).ok_or_else(too_large)?;
    let next_hour = terms.loss(end, 3600, &period).ok_or_else(too_large)?;
    let bands = portfolio.file().incidents.as_ref();
    let limits = bands.and_then(|bands| bands.high_loss.zip(bands.medium_loss));
    let band = limits.map(|(high, medium)| match lost {
        lost if lost >= high => Triage::High,
        lost if lost >= medium => Triage::Medium,
        _ => Triage::Low,
    });
    let major_in_seconds = limits.filter(|(high, _)| lost < *high).and_then(|(high, _)| {
        let left = high.amount().checked_sub(lost.amount())?;
        let seconds = left.checked_mul(3600.into())?.checked_div(next_hour.amount())?;
        seconds.ceil().try_into().ok()
    });
    Ok(OngoingIncident {
        service: terms.name.clone(),
        currency: context.currency,
        since: zone.to_datetime(since).strftime("%Y-%m-%d %H:%M").to_string(),
        seconds: end - start,
        lost: booked(lost, context.currency),
        next_hour: booked(next_hour, context.currency),
        band,
        asks_for: band.map(|band| match band {
            Triage::High => "major: restore now",
            Triage::Medium => "minor: restore by the next working day",
            Triage::Low => "minor: restore when possible, from the backlog",
        }),
        major_in_seconds,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_of_today_or_of_yesterday() {
        let zone = crate::dates::zone("Europe/London").unwrap();
        let now: Timestamp = "2026-07-02T00:30Z".parse().unwrap();
        let at = |text: &str| moment(text, now, &zone).map(|moment| moment.to_string());
        assert_eq!(at("01:05").unwrap(), "2026-07-02T00:05:00Z");
        assert_eq!(at("14:05").unwrap(), "2026-07-01T13:05:00Z");
        assert_eq!(at("2026-06-30 09:00").unwrap(), "2026-06-30T08:00:00Z");
        assert!(at("2026-07-03 09:00").is_err() && at("soon").is_err() && at("25:00").is_err());
    }

    #[test]
    fn the_time_now_takes_the_same_forms() {
        let zone = crate::dates::zone("Europe/London").unwrap();
        let clock: Timestamp = "2026-07-02T00:30Z".parse().unwrap();
        let at = |text: &str| now_of(text, Some(clock), &zone).map(|moment| moment.to_string());
        assert_eq!(at("01:05").unwrap(), "2026-07-02T00:05:00Z");
        // Ahead of the clock, which it stands for.
        assert_eq!(at("14:05").unwrap(), "2026-07-02T13:05:00Z");
        assert_eq!(at("2026-06-30 09:00").unwrap(), "2026-06-30T08:00:00Z");
        assert_eq!(at("2026-06-30T09:00:00Z").unwrap(), "2026-06-30T09:00:00Z");
        let refused = at("soon").unwrap_err();
        assert_eq!((refused.code(), refused.message()), ("invalid-time", "`soon` is no time"));
        assert!(now_of("14:05", None, &zone).is_err());
    }
}
