//! Rota health: the people of a schedule against three published rules.

use rust_decimal::Decimal;
use serde::Serialize;

use crate::calendar::{WEEK, Week};
use crate::exact::{Overflow, Shift, difference, number, product, quotient};
use crate::finding::Detail;
use crate::wording::Fixed;
use crate::year::CoverHours;

/// The people who take turns in one schedule, and how they fare.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct Rota {
    /// How many people take turns; `None` where the portfolio does not say.
    pub participants: Option<u32>,
    /// How long a shift lasts.
    pub shift: Shift,
    /// Weeks on call a year, for each person.
    #[serde(serialize_with = "number::as_optional_text")]
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::optional_number"))]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub weeks_on_call_per_year: Option<Decimal>,
    /// Percent of the time on call, for each person.
    #[serde(serialize_with = "number::as_optional_text")]
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::optional_number"))]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub percent_of_time: Option<Decimal>,
    /// Callouts out of hours expected in one shift; `None` where a service covered gives no incidents.
    #[serde(serialize_with = "number::as_optional_text")]
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::optional_number"))]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub callouts_per_shift: Option<Decimal>,
    /// Each published rule against this rota.
    pub checks: Vec<RotaCheck>,
    /// Inputs that are missing for what is not estimated.
    #[cfg_attr(feature = "deserialize", serde(deserialize_with = "crate::deserialize::words"))]
    pub missing: Vec<Fixed>,
}

/// One published rule against one rota.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct RotaCheck {
    /// The rule.
    pub rule: RotaRule,
    /// Whether the rota keeps it.
    pub status: RuleStatus,
    /// What was measured, in words.
    pub measured: String,
}

/// A published rule for rotas.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum RotaRule {
    /// Playbook: at least three people.
    PlaybookThreePeople,
    /// Playbook: shifts of one week.
    PlaybookOneWeekShifts,
    /// Google SRE: at most 25 % of the time on call.
    GoogleSreQuarterTime,
    /// Google SRE: at most two incidents in a shift.
    GoogleSreTwoIncidents,
    /// UK working time: 48 hours a week, averaged over 17 weeks.
    #[serde(rename = "uk-working-time-48-hours")]
    UkWorkingTime48Hours,
    /// UK working time: eleven hours of rest in each day.
    #[serde(rename = "uk-working-time-11-hours-rest")]
    UkWorkingTime11HoursRest,
}

/// Whether a rota keeps a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "deserialize", derive(serde::Deserialize))]
#[serde(rename_all = "kebab-case")]
pub enum RuleStatus {
    /// It does.
    Met,
    /// It does not.
    Broken,
    /// An input is missing.
    NotEstimated,
}

/// What a rota is judged on.
pub(crate) struct RotaInput<'p> {
    pub(crate) participants: Option<u32>,
    /// Where the portfolio would say how many take turns.
    pub(crate) participants_key: &'static str,
    /// People on call at once, in all rotas of the schedule.
    pub(crate) people_on_call: u32,
    pub(crate) shift: Shift,
    /// Incidents a year of the services covered, or `None` where one of them gives none.
    pub(crate) incidents_per_year: Option<Decimal>,
    pub(crate) week: &'p Week,
    /// The working week of the people at each of its sites.
    pub(crate) sites: &'p [Week],
    /// When people of it are on standby, where that is not all hours out of hours.
    pub(crate) cover: Option<&'p CoverHours>,
    /// The share of the incidents out of hours that it takes up then.
    pub(crate) taken_up: Decimal,
    pub(crate) weeks_per_year: Decimal,
    /// The share of the planning year in which the schedule is in force: 1, but for peaks.
    pub(crate) in_force: Decimal,
}

const NOT_ESTIMATED: &str = "not estimated";

impl Rota {
    /// Whose turn it is in a shift, counted from 0: of `at_once` who are on call together the one in this place, of as many
    /// people as take turns.
    ///
    /// # Examples
    ///
    /// ```
    /// use whorunsit::Rota;
    ///
    /// let pairs: Vec<_> = (0..3).map(|shift| [0, 1].map(|place| Rota::turn(shift, place, 2, 5))).collect();
    /// assert_eq!(pairs, [[0, 1], [2, 3], [4, 0]]);
    /// ```
    #[must_use]
    pub fn turn(shift: usize, place: usize, at_once: usize, people: usize) -> usize {
        shift.wrapping_mul(at_once).wrapping_add(place) % people.max(1)
    }

    /// Judges a rota; broken rules come back as findings too.
    pub(crate) fn assess(input: &RotaInput<'_>) -> Result<(Self, Vec<Detail>), Overflow> {
        let mut rota = Self {
            participants: input.participants,
            shift: input.shift,
            weeks_on_call_per_year: None,
            percent_of_time: None,
            callouts_per_shift: None,
            checks: Vec::with_capacity(6),
            missing: Vec::new(),
        };
        let mut findings = Vec::new();
        let on_call = Decimal::from(input.people_on_call);
        let share = match input.participants {
            // Nobody can be on call more than all the time: too few people cannot fill the schedule.
            Some(people) => Some(quotient(on_call, Decimal::from(people))?.min(Decimal::ONE)),
            None => {
                rota.missing.push(input.participants_key);
                None
            }
        };
        if let Some(share) = share {
            let weeks = product(share, product(input.weeks_per_year, input.in_force)?)?;
            rota.weeks_on_call_per_year = Some(weeks.round_dp(6));
            rota.percent_of_time = Some(product(share, Decimal::ONE_HUNDRED)?.round_dp(6));
        }
        let out_of_hours_share = quotient(input.week.out_of_hours(), Decimal::from(168))?;
        let callouts_per_year = match input.incidents_per_year {
            Some(incidents) => Some(product(product(incidents, out_of_hours_share)?, input.taken_up)?),
            None => {
                rota.missing.push("incidents_per_year");
                None
            }
        };
        let shift_weeks = quotient(input.shift.hours(), Decimal::from(168))?;
        if let Some(callouts) = callouts_per_year {
            let per_week = quotient(callouts, input.weeks_per_year)?;
            rota.callouts_per_shift = Some(product(per_week, shift_weeks)?.round_dp(6));
        }
        rota.playbook(input, &mut findings);
        rota.google_sre(input, &mut findings);
        rota.working_time(input, share, callouts_per_year, &mut findings)?;
        Ok((rota, findings))
    }

    fn check(&mut self, rule: RotaRule, keeps: Option<bool>, measured: String) {
        let status = match keeps {
            Some(true) => RuleStatus::Met,
            Some(false) => RuleStatus::Broken,
            None => RuleStatus::NotEstimated,
        };
        self.checks.push(RotaCheck { rule, status, measured });
    }

    fn playbook(&mut self, input: &RotaInput<'_>, findings: &mut Vec<Detail>) {
        let enough = input.participants.map(|people| people >= 3);
        let people = match input.participants {
            Some(1) => "1 person".to_owned(),
            Some(people) => format!("{people} people"),
            None => NOT_ESTIMATED.to_owned(),
        };
        self.check(RotaRule::PlaybookThreePeople, enough, people);
        if let (Some(people), Some(false)) = (input.participants, enough) {
            findings.push(Detail::RotaTooSmall { people });
        }
        if let Some(people) = input.participants.filter(|people| *people < input.people_on_call) {
            findings.push(Detail::RotaNotFilled { people, on_call: input.people_on_call });
        }
        let one_week = input.shift == Shift::WEEK;
        self.check(RotaRule::PlaybookOneWeekShifts, Some(one_week), format!("shifts of {}", input.shift));
        if !one_week {
            findings.push(Detail::ShiftNotOneWeek { shift: input.shift });
        }
    }

    fn google_sre(&mut self, input: &RotaInput<'_>, findings: &mut Vec<Detail>) {
        let quarter = self.percent_of_time.map(|percent| percent <= Decimal::from(25));
        let measured = self.percent_of_time.map_or_else(
            || NOT_ESTIMATED.to_owned(),
            |percent| format!("{} % of the time", percent.round_dp(1).normalize()),
        );
        self.check(RotaRule::GoogleSreQuarterTime, quarter, measured);
        if let (Some(share), Some(false)) = (self.percent_of_time, quarter) {
            findings
                .push(Detail::RotaOverQuarterTime { share, needed: input.people_on_call.saturating_mul(4) });
        }
        if let (Some(people), Some(weeks)) = (input.participants, self.weeks_on_call_per_year)
            && input.in_force == Decimal::ONE
        {
            let shifts =
                quotient(product(weeks, Decimal::from(168)).unwrap_or_default(), input.shift.hours());
            if let Some(shifts) = shifts.ok().filter(|shifts| *shifts < Decimal::from(4)) {
                findings.push(Detail::RotaUnderloaded { people, shifts });
            }
        }
        let two = self.callouts_per_shift.map(|callouts| callouts <= Decimal::TWO);
        let measured = self.callouts_per_shift.map_or_else(
            || NOT_ESTIMATED.to_owned(),
            |callouts| format!("{} callouts expected in a shift", callouts.round_dp(2).normalize()),
        );
        self.check(RotaRule::GoogleSreTwoIncidents, two, measured);
        if let (Some(callouts), Some(false)) = (self.callouts_per_shift, two) {
            findings.push(Detail::TooManyCallouts { callouts });
        }
    }

    fn working_time(
        &mut self,
        input: &RotaInput<'_>,
        share: Option<Decimal>,
        callouts_per_year: Option<Decimal>,
        findings: &mut Vec<Detail>,
    ) -> Result<(), Overflow> {
        let worked = input.sites.iter().map(Week::working_hours).max().unwrap_or_default();
        let room = difference(Decimal::from(48), worked)?;
        let no_callouts = callouts_per_year.is_some_and(|callouts| callouts.is_zero());
        let (keeps, measured) = if room.is_sign_negative() {
            findings.push(Detail::WorkingTimeOverLimit { hours: worked });
            (Some(false), format!("{} h a week before any callout", worked.round_dp(1).normalize()))
        } else if no_callouts {
            (Some(true), format!("{} h a week and no callouts", worked.round_dp(1).normalize()))
        } else {
            // Averaged over the weeks on call and off, a week on call has room for so much more work.
            let measured = match share.filter(|share| !share.is_zero()) {
                Some(share) => {
                    let hours = quotient(room, share)?.round_dp(1).normalize();
                    format!(
                        "not estimated; kept as long as callouts take at most {hours} h in a week on call"
                    )
                }
                None => NOT_ESTIMATED.to_owned(),
            };
            (None, measured)
        };
        self.check(RotaRule::UkWorkingTime48Hours, keeps, measured);

        let interrupted = match (share, callouts_per_year) {
            (Some(share), Some(callouts)) => {
                let out_of_hours: u32 = input.week.gaps().iter().sum();
                // Whose rest it breaks is somebody's of a site, any of them alike.
                let sites = input.sites.iter().flat_map(Week::out);
                let breaking: u32 = sites.map(|gap| rest_breaking_minutes(gap, input)).sum();
                let breaking = quotient(Decimal::from(breaking), Decimal::from(input.sites.len()))?;
                // Nobody is called out where every hour is worked.
                let taken_up = product(Decimal::from(out_of_hours), input.taken_up)?;
                let of_callouts =
                    if taken_up.is_zero() { Decimal::ZERO } else { quotient(breaking, taken_up)? };
                Some(product(product(product(callouts, of_callouts)?, share)?, input.in_force)?)
            }
            _ => None,
        };
        let keeps = interrupted.map(|times| times < Decimal::ONE);
        let measured = interrupted.map_or_else(
            || NOT_ESTIMATED.to_owned(),
            |times| format!("interrupted {} times a year for each person", times.round_dp(1).normalize()),
        );
        self.check(RotaRule::UkWorkingTime11HoursRest, keeps, measured);
        if let (Some(times), Some(false)) = (interrupted, keeps) {
            findings.push(Detail::RestInterrupted { times });
        }
        Ok(())
    }
}

/// The minutes of a stretch without work in which a callout leaves no eleven hours of rest before or after it.
fn rest_breaking_minutes((from, gap): (u32, u32), input: &RotaInput<'_>) -> u32 {
    const REST: u32 = 11 * 60;
    // A shorter stretch, such as lunch, is no daily rest that a callout could break.
    let breaking = if gap < REST { 0 } else { (2 * REST).saturating_sub(gap) };
    let called = |minute: u32| {
        // At several sites somebody else may be working.
        let out_of_hours = input.sites.len() == 1
            || !input.week.worked().iter().any(|(from, until)| (*from..*until).contains(&minute));
        out_of_hours && input.cover.is_none_or(|cover| cover.covers(minute))
    };
    if input.sites.len() == 1 && input.cover.is_none() {
        return breaking;
    }
    let first = from + gap.saturating_sub(REST);
    (first..first + breaking).filter(|minute| called(minute % WEEK)).map(|_| 1).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::WorkingHours;

    fn input(week: &Week, participants: u32, incidents: i64) -> RotaInput<'_> {
        RotaInput {
            participants: Some(participants),
            participants_key: "on_call_participants",
            people_on_call: 1,
            shift: Shift::WEEK,
            incidents_per_year: Some(Decimal::from(incidents)),
            week,
            sites: std::slice::from_ref(week),
            cover: None,
            taken_up: Decimal::ONE,
            weeks_per_year: Decimal::from(52),
            in_force: Decimal::ONE,
        }
    }

    fn assess(participants: u32, incidents: i64) -> (Rota, Vec<Detail>) {
        let week = Week::new(&WorkingHours::default());
        Rota::assess(&input(&week, participants, incidents)).unwrap()
    }

    fn status(rota: &Rota, rule: RotaRule) -> RuleStatus {
        rota.checks.iter().find(|check| check.rule == rule).unwrap().status
    }

    #[test]
    fn three_people_keep_the_playbook_and_break_google() {
        let (rota, _) = assess(3, 0);
        assert_eq!(status(&rota, RotaRule::PlaybookThreePeople), RuleStatus::Met);
        assert_eq!(status(&rota, RotaRule::GoogleSreQuarterTime), RuleStatus::Broken);
        assert_eq!(rota.percent_of_time.unwrap().to_string(), "33.333333");
        let (rota, _) = assess(4, 0);
        assert_eq!(status(&rota, RotaRule::GoogleSreQuarterTime), RuleStatus::Met);
        assert_eq!(rota.weeks_on_call_per_year, Some(Decimal::from(13)));
    }

    #[test]
    fn callouts_are_the_out_of_hours_share_of_incidents() {
        // 168 incidents a year, 128 of 168 hours out of hours: 128 callouts in 52 shifts.
        let (rota, findings) = assess(4, 168);
        assert_eq!(rota.callouts_per_shift.unwrap().to_string(), "2.461538");
        assert_eq!(status(&rota, RotaRule::GoogleSreTwoIncidents), RuleStatus::Broken);
        assert!(findings.iter().any(|finding| matches!(finding, Detail::TooManyCallouts { .. })));
    }

    #[test]
    fn a_callout_deep_in_the_night_breaks_the_rest() {
        // In 16 h from 17:00 to 09:00, a callout from 22:00 to 04:00 leaves less than 11 h on both sides.
        let evening = 17 * 60;
        let week = Week::new(&WorkingHours::default());
        let one_site = input(&week, 4, 168);
        assert_eq!(rest_breaking_minutes((evening, 16 * 60), &one_site), 6 * 60);
        assert_eq!(rest_breaking_minutes((evening, 64 * 60), &one_site), 0);
        assert_eq!(rest_breaking_minutes((evening, 30), &one_site), 0);
        // 128 callouts × (4 × 6) ÷ 128 hours × a quarter of the time.
        let (rota, _) = assess(4, 168);
        assert_eq!(rota.checks[5].measured, "interrupted 6 times a year for each person");
    }

    #[test]
    fn nobody_works_the_weeks_of_all_sites() {
        let of = |text: &str| Week::new(&WorkingHours::new([text.parse().unwrap()]).unwrap());
        let sites = [of("Mon-Fri 09:00-17:00"), of("Mon-Fri 17:00-23:00")];
        let week = of("Mon-Fri 09:00-23:00");
        let (rota, findings) = Rota::assess(&RotaInput { sites: &sites, ..input(&week, 4, 168) }).unwrap();
        // 40 h and 30 h, not 70 h; a week on call has room for 8 h, in a quarter of the time 32 h.
        assert!(!findings.iter().any(|finding| matches!(finding, Detail::WorkingTimeOverLimit { .. })));
        assert!(rota.checks[4].measured.contains("at most 32 h"), "{}", rota.checks[4].measured);
        // From 17:00 to 09:00 a callout from 22:00 to 04:00 breaks the rest of the first, of which the hour until 23:00 is
        // worked by the second; from 23:00 to 17:00 one from 06:00 to 10:00 that of the second, of which one is worked by
        // the first. Four nights each: (4 × 5 + 4 × 3) ÷ 2 = 16 of 98 hours out of hours.
        // 98 callouts, each person a quarter of the time.
        assert_eq!(rota.checks[5].measured, "interrupted 4 times a year for each person");
    }
}
