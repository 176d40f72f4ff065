//! Calendar and on-call terms: defaults and presets filled in, and a year of standby worked out.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{Checks, MAX_LIST};
use crate::assumption::Assumptions;
use crate::calendar::{DAY, Week, WorkingHours};
use crate::exact::{Duration, MAX_INPUT, Money, Number};
use crate::portfolio::{CalloutTerms, Payer, PortfolioFile, Preset, Standby, StandbyFault, StandbyYear};
use crate::problem::ProblemCode;
use crate::read::MAX_RULES;

/// On-call terms with defaults and presets filled in.
#[derive(Clone, Debug)]
pub(crate) struct Terms {
    pub(crate) people_per_schedule: u32,
    pub(crate) shift: Duration,
    pub(crate) standby: Option<Standby>,
    pub(crate) callout: Option<CalloutTerms>,
    /// A planning year of standby for one person; `None` where pay is not given.
    pub(crate) standby_per_person_year: Option<Money>,
    /// What its rules leave aside.
    pub(crate) standby_year: Option<StandbyYear>,
    /// The defaults that went into it.
    pub(crate) assumed: Assumptions,
}

/// The calendar with its defaults filled in.
pub(super) struct CalendarTerms {
    pub(super) week: Week,
    pub(super) weeks: Decimal,
    bank_holidays: Vec<Date>,
    assumed: Assumptions,
}

impl Checks {
    pub(super) fn calendar(&mut self, file: &PortfolioFile) -> CalendarTerms {
        let given = file.calendar.as_ref();
        let hours = given.and_then(|calendar| calendar.working_hours.clone());
        let mut assumed = Assumptions::NONE;
        if hours.is_none() {
            assumed = assumed.with(Assumptions::WORKING_HOURS);
            let value = WorkingHours::default().to_string();
            self.assume(
                Assumptions::WORKING_HOURS,
                value,
                "office hours: 40 h a week worked, 128 h out of hours",
            );
        }
        let weeks = given.and_then(|calendar| calendar.weeks_per_year).map(Number::value);
        if weeks.is_none() {
            assumed = assumed.with(Assumptions::WEEKS);
            self.assume(Assumptions::WEEKS, "52", "a planning year is 52 weeks");
        }
        let weeks = weeks.unwrap_or(Decimal::from(52));
        if weeks < Decimal::ONE || weeks > Decimal::from(53) {
            self.problem(
                ProblemCode::NumberOutOfRange,
                "/calendar/weeks_per_year",
                format!("`{weeks}` is not between 1 and 53"),
                "write how many weeks a planning year has: 52, or 52.1775 on average",
            );
        }
        let bank_holidays = given.map(|calendar| calendar.bank_holidays.clone()).unwrap_or_default();
        let path = "/calendar/bank_holidays";
        if bank_holidays.len() > MAX_LIST {
            let message = format!("there are {} entries, more than {MAX_LIST}", bank_holidays.len());
            self.problem(ProblemCode::TooLarge, path, message, "name the dates of one planning year only");
        }
        self.within_a_year(&bank_holidays, path, "bank holidays");
        let week = Week::new(&hours.unwrap_or_default());
        CalendarTerms { week, weeks, bank_holidays, assumed }
    }

    pub(super) fn product_teams(&mut self, file: &PortfolioFile, calendar: &CalendarTerms) -> Terms {
        let given = file.on_call.as_ref().and_then(|on_call| on_call.product_teams.as_ref());
        let given = GivenTerms {
            payer: Payer::ProductTeams,
            preset: given.and_then(|terms| terms.preset.as_deref()),
            people_per_schedule: given.and_then(|terms| terms.people_per_schedule).map(|people| people.get()),
            shift: given.and_then(|terms| terms.shift),
            standby: given.and_then(|terms| terms.standby.as_ref()),
            callout: given.and_then(|terms| terms.callout.as_ref()),
        };
        self.terms(&given, Assumptions::PRODUCT_SCHEDULES, Assumptions::PRODUCT_PRESET, file, calendar)
    }

    pub(super) fn operations(
        &mut self,
        file: &PortfolioFile,
        calendar: &CalendarTerms,
    ) -> (Terms, u32, Option<u32>) {
        let given = file.on_call.as_ref().and_then(|on_call| on_call.operations.as_ref());
        let terms = GivenTerms {
            payer: Payer::Operations,
            preset: given.and_then(|terms| terms.preset.as_deref()),
            people_per_schedule: given.and_then(|terms| terms.people_per_schedule).map(|people| people.get()),
            shift: given.and_then(|terms| terms.shift),
            standby: given.and_then(|terms| terms.standby.as_ref()),
            callout: given.and_then(|terms| terms.callout.as_ref()),
        };
        let assumptions = (Assumptions::OPERATIONS_SCHEDULES, Assumptions::OPERATIONS_PRESET);
        let mut terms = self.terms(&terms, assumptions.0, assumptions.1, file, calendar);
        let rotas = given.and_then(|terms| terms.rotas).map(|rotas| rotas.get());
        if rotas.is_none() {
            terms.assumed = terms.assumed.with(Assumptions::ROTAS);
            let reason =
                "one rota covers all that operations run; two are reported for organisations at scale";
            self.assume(Assumptions::ROTAS, "1", reason);
        }
        let participants = given.and_then(|terms| terms.participants).map(|people| people.get());
        (terms, rotas.unwrap_or(1), participants)
    }

    fn terms(
        &mut self,
        given: &GivenTerms<'_>,
        schedules: Assumptions,
        from_preset: Assumptions,
        file: &PortfolioFile,
        calendar: &CalendarTerms,
    ) -> Terms {
        let path = format!("/{}", given.payer.table().replace('.', "/"));
        let mut assumed = calendar.assumed;
        if given.people_per_schedule.is_none() || given.shift.is_none() {
            assumed = assumed.with(schedules);
            let value = [
                given.people_per_schedule.is_none().then_some("people_per_schedule = 1"),
                given.shift.is_none().then_some("shift = \"1w\""),
            ];
            let value = value.into_iter().flatten().collect::<Vec<_>>().join(", ");
            self.assume(schedules, value, "one person on call at a time, in shifts of one week");
        }
        let shift = given.shift.unwrap_or(Duration::from_days(7));
        if !(3600..=Duration::from_days(366).seconds()).contains(&shift.seconds()) {
            self.problem(
                ProblemCode::InvalidDuration,
                format!("{path}/shift"),
                format!("a shift of `{shift}` is not between an hour and a year"),
                "write how long one person is on call: \"1w\"",
            );
        }
        let preset = given.preset.and_then(|name| {
            match Preset::in_currency(name, file.currency, format!("{path}/preset")) {
                Ok(preset) => Some(preset),
                Err(problem) => {
                    self.problems.push(*problem);
                    None
                }
            }
        });
        if let Some(preset) = preset.as_ref().filter(|_| given.standby.is_none() || given.callout.is_none()) {
            assumed = assumed.with(from_preset);
            let reason = format!("{} (noted {})", preset.source, preset.noted);
            self.assume(from_preset, preset.name, reason);
        }
        let standby = given.standby.cloned().or_else(|| preset.as_ref().map(|preset| preset.standby.clone()));
        let callout = given
            .callout
            .cloned()
            .or_else(|| preset.and_then(|preset| preset.callout).map(CalloutTerms::Paid));
        if standby.as_ref().is_some_and(|standby| standby.pays().is_none()) {
            assumed = assumed.with(Assumptions::STANDBY_HOURS);
            if !self.assumed.contains(Assumptions::STANDBY_HOURS) {
                let reason =
                    "most schemes pay standby for hours out of hours only; some pay all 168 hours of a week";
                self.assume(Assumptions::STANDBY_HOURS, "out-of-hours", reason);
            }
        }
        let yearly = standby.as_ref().map(|standby| {
            let path = format!("{path}/standby");
            if standby.rules().len() > MAX_RULES {
                let message = format!("there are {} rules, more than {MAX_RULES}", standby.rules().len());
                self.problem(ProblemCode::TooLarge, path, message, "merge rules of the same rate");
                return None;
            }
            let dates = standby.dates();
            if dates.len() > MAX_LIST {
                let message = format!("the rules name {} dates, more than {MAX_LIST}", dates.len());
                self.problem(
                    ProblemCode::TooLarge,
                    path,
                    message,
                    "name the dates of one planning year only",
                );
                return None;
            }
            self.within_a_year(&dates, &path, "dates of standby rules");
            match standby.yearly(&calendar.week, calendar.weeks, &calendar.bank_holidays) {
                Ok(year) => Some(year),
                Err(StandbyFault::Overflow) => {
                    let message = "a year of standby pay does not fit";
                    self.problem(
                        ProblemCode::Overflow,
                        path,
                        message,
                        format!("keep rates below {MAX_INPUT}"),
                    );
                    None
                }
                Err(StandbyFault::Unpaid(minute)) => {
                    self.problem(
                        ProblemCode::InvalidPay,
                        path,
                        format!("no standby rule pays {}", moment(minute)),
                        "end the list with a rule without `when`; an amount of \"0\" says that it is unpaid",
                    );
                    None
                }
            }
        });
        let yearly = yearly.flatten();
        Terms {
            people_per_schedule: given.people_per_schedule.unwrap_or(1),
            shift,
            standby,
            callout,
            standby_per_person_year: yearly.map(|year| year.amount),
            standby_year: yearly,
            assumed,
        }
    }
}

/// On-call terms as they were given, of product teams or operations alike.
struct GivenTerms<'f> {
    payer: Payer,
    preset: Option<&'f str>,
    people_per_schedule: Option<u32>,
    shift: Option<Duration>,
    standby: Option<&'f Standby>,
    callout: Option<&'f CalloutTerms>,
}

/// A minute of the week in words.
fn moment(minute: u32) -> String {
    const DAYS: [&str; 7] =
        ["Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays"];
    let day = DAYS.get((minute / DAY) as usize).copied().unwrap_or_default();
    format!("{day} at {:02}:{:02}", minute % DAY / 60, minute % 60)
}
