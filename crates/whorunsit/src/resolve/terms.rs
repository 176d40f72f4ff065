//! Calendar and on-call terms: defaults and presets filled in, and a year of standby worked out.

use jiff::civil::Date;
use rust_decimal::Decimal;

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use super::owners::Level;
use super::{Checks, MAX_LIST, Portfolio};
use crate::assumption::Assumptions;
use crate::calendar::{DAY, WEEK, Week, WorkingHours};
use crate::exact::{MAX_INPUT, Money, Number, Share, Shift};
use crate::portfolio::{
    BetweenSites, CalloutTerms, Payer, PortfolioFile, Preset, ProductTeamsOnCall, Site, Standby,
    StandbyFault, StandbyHours, StandbyYear,
};
use crate::problem::ProblemCode;
use crate::read::MAX_RULES;
use crate::response::Arrivals;
use crate::year::{CoverHours, Responds, Shop, Shops, Year};

/// On-call terms with defaults and presets filled in.
#[derive(Clone, Debug)]
pub(crate) struct Terms {
    pub(crate) people_per_schedule: u32,
    /// What each of them but the first is paid of standby.
    pub(crate) secondary_standby: Share,
    pub(crate) shift: Shift,
    pub(crate) standby: Option<Standby>,
    pub(crate) callout: Option<CalloutTerms>,
    /// A planning year of standby for one person; `None` where pay is not given.
    pub(crate) standby_per_person_year: Option<Money>,
    /// What its rules leave aside.
    pub(crate) standby_year: Option<StandbyYear>,
    /// The defaults that went into it.
    pub(crate) assumed: Assumptions,
    /// When its people are on standby; `None` for all hours out of hours.
    pub(crate) cover: Option<CoverHours>,
    /// When they respond out of hours.
    pub(crate) responds: Responds,
    /// The number of the calendar that its people work by.
    pub(crate) calendar: u32,
    /// Who says what standby pays.
    pub(crate) standby_from: Level,
}

impl Terms {
    /// Whether both pay the same people alike.
    pub(super) fn pays_as(&self, other: &Self) -> bool {
        self.people_per_schedule == other.people_per_schedule
            && self.secondary_standby == other.secondary_standby
            && self.shift == other.shift
            && self.standby == other.standby
            && self.cover == other.cover
    }
}

/// A calendar with its defaults filled in.
#[derive(Clone, Debug)]
pub(crate) struct CalendarTerms {
    pub(crate) week: Week,
    pub(crate) weeks: Decimal,
    /// Whose working day it is.
    pub(crate) shops: Shops,
    pub(crate) year: Arc<Year>,
    /// The covers that the year knows.
    covers: Vec<CoverHours>,
    pub(crate) arrivals: Arrivals,
    /// The days on which nobody works, at no site.
    pub(crate) closed: Vec<Date>,
    /// The holidays of sites that say none themselves.
    holidays_around: Vec<Date>,
    assumed: Assumptions,
}

/// Who works when in one place, with the holidays of sites that say none themselves, and the defaults that went into it.
pub(super) struct LocalShops {
    pub(super) shops: Shops,
    holidays_around: Vec<Date>,
    assumed: Assumptions,
}

/// Who works when, as it is written: hours, or sites that take turns.
#[derive(Clone, Copy)]
pub(super) enum GivenHours<'f> {
    Hours(&'f WorkingHours),
    Sites(&'f [Site]),
}

impl<'f> GivenHours<'f> {
    /// Of one table.
    pub(super) fn of(hours: Option<&'f WorkingHours>, sites: &'f [Site]) -> Option<Self> {
        if sites.is_empty() { hours.map(Self::Hours) } else { Some(Self::Sites(sites)) }
    }

    /// The shops that they come to; holidays are those of sites that say none themselves.
    fn shops(self, holidays: &[Date]) -> Shops {
        let shop = |hours: &WorkingHours, own: Option<&[Date]>| Shop {
            worked: Week::new(hours).worked().to_vec(),
            bank_holidays: own.unwrap_or(holidays).to_vec(),
        };
        Shops(match self {
            Self::Hours(hours) => vec![shop(hours, None)],
            Self::Sites(sites) => {
                sites.iter().map(|site| shop(&site.working_hours, site.bank_holidays.as_deref())).collect()
            }
        })
    }
}

impl CalendarTerms {
    /// One of those that are `known`, or a new one.
    fn of(
        shops: Shops,
        weeks: Decimal,
        holidays_around: Vec<Date>,
        assumed: Assumptions,
        known: &[Self],
    ) -> Self {
        let is_it = |known: &&Self| {
            (known.weeks, known.assumed) == (weeks, assumed)
                && known.holidays_around == holidays_around
                && known.shops == shops
        };
        match known.iter().find(is_it) {
            Some(known) => known.clone(),
            None => Self::new(shops, weeks, holidays_around, assumed),
        }
    }

    fn new(shops: Shops, weeks: Decimal, holidays_around: Vec<Date>, assumed: Assumptions) -> Self {
        let week = Week::of_ranges(shops.0.iter().flat_map(|shop| shop.worked.iter().copied()));
        let year = Year::new(&shops, &[]);
        let arrivals = Arrivals::of(&year).unwrap_or_default();
        let closed = match shops.0.as_slice() {
            // As they are written, where there is one place.
            [shop] => shop.bank_holidays.clone(),
            shops => {
                let everywhere = |date: &Date| shops.iter().all(|shop| shop.bank_holidays.contains(date));
                let first = shops.first().map(|shop| shop.bank_holidays.clone()).unwrap_or_default();
                first.into_iter().filter(everywhere).collect()
            }
        };
        let (year, covers) = (Arc::new(year), Vec::new());
        Self { week, weeks, shops, year, covers, arrivals, closed, holidays_around, assumed }
    }

    /// The same with the shops of other hours or other holidays.
    pub(super) fn with(&self, changed: LocalShops, known: &[Self]) -> Self {
        let LocalShops { shops, holidays_around, assumed } = changed;
        Self::of(shops, self.weeks, holidays_around, assumed, known)
    }

    /// Who works when where hours or holidays are others.
    pub(super) fn shops_with(&self, hours: Option<GivenHours<'_>>, holidays: Option<&[Date]>) -> LocalShops {
        let holidays = holidays.map_or_else(|| self.holidays_around.clone(), <[Date]>::to_vec);
        let (shops, assumed) = match hours {
            Some(hours) => (hours.shops(&holidays), self.assumed.without(Assumptions::WORKING_HOURS)),
            None => {
                let shops = self.shops.0.iter().map(|shop| {
                    let own = shop.bank_holidays != self.holidays_around;
                    let bank_holidays = if own { &shop.bank_holidays } else { &holidays };
                    Shop { worked: shop.worked.clone(), bank_holidays: bank_holidays.clone() }
                });
                (Shops(shops.collect()), self.assumed)
            }
        };
        LocalShops { shops, holidays_around: holidays, assumed }
    }

    /// Takes the covers in, once all of them are known.
    pub(super) fn take_covers(&mut self, covers: &[CoverHours]) {
        if self.covers != covers {
            self.year = Arc::new(Year::new(&self.shops, covers));
            self.covers = covers.to_vec();
        }
    }

    /// Office hours without holidays.
    pub(crate) fn usual() -> &'static Self {
        static USUAL: LazyLock<CalendarTerms> = LazyLock::new(|| {
            let shops = GivenHours::Hours(&WorkingHours::default()).shops(&[]);
            CalendarTerms::new(shops, Decimal::from(52), Vec::new(), Assumptions::NONE)
        });
        &USUAL
    }
}

impl Checks<'_> {
    pub(super) fn calendar(&mut self, file: &PortfolioFile) -> CalendarTerms {
        let given = file.calendar.as_ref();
        let hours =
            given.and_then(|calendar| GivenHours::of(calendar.working_hours.as_ref(), &calendar.sites));
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
        self.holidays(&bank_holidays, "/calendar/bank_holidays");
        if let Some(calendar) = given {
            let hours = calendar.working_hours.is_some();
            self.sites(hours, &calendar.sites, calendar.between_sites, "/calendar");
        }
        let shops = hours.unwrap_or(GivenHours::Hours(&WorkingHours::default())).shops(&bank_holidays);
        let known = self.before.map_or(&[][..], |before| before.settings.calendars());
        CalendarTerms::of(shops, weeks, bank_holidays, assumed, known)
    }

    /// Sites that take turns: their names, their holidays, and that they leave no gap unless somebody is on call in it.
    pub(super) fn sites(
        &mut self,
        has_hours: bool,
        sites: &[Site],
        between: Option<BetweenSites>,
        path: &str,
    ) {
        if sites.is_empty() {
            if between.is_some() {
                self.problem(
                    ProblemCode::ConflictingKeys,
                    format!("{path}/between_sites"),
                    "`between_sites` is given without `sites`",
                    "add the `sites` that take turns, or remove it",
                );
            }
            return;
        }
        if has_hours {
            self.problem(
                ProblemCode::ConflictingKeys,
                format!("{path}/working_hours"),
                "`working_hours` stands beside `sites`: two calendars for one schedule",
                "give each site its hours",
            );
        }
        if sites.len() > MAX_RULES {
            let message = format!("there are {} sites, more than {MAX_RULES}", sites.len());
            self.problem(ProblemCode::TooLarge, format!("{path}/sites"), message, "merge some of them");
            return;
        }
        self.unique(&format!("{}/sites", path.trim_start_matches('/')), sites.iter().map(|site| &*site.name));
        for (index, site) in sites.iter().enumerate() {
            let dates = site.bank_holidays.as_deref().unwrap_or_default();
            self.holidays(dates, &format!("{path}/sites/{index}/bank_holidays"));
        }
        let all: Vec<Date> =
            sites.iter().flat_map(|site| site.bank_holidays.iter().flatten().copied()).collect();
        self.within_a_year(&all, &format!("{path}/sites"), "bank holidays of sites");
        let week = Week::of_ranges(sites.iter().flat_map(|site| site.working_hours.ranges()));
        let gaps = week.between();
        if between.is_none() && !gaps.is_empty() {
            let hours: Vec<String> = gaps.iter().take(7).map(ToString::to_string).collect();
            self.problem(
                ProblemCode::InvalidWindow,
                format!("{path}/sites"),
                format!("no site works {}", hours.join(", ")),
                "give a site those hours, or say `between_sites = \"on-call\"`: somebody is on standby then",
            );
        }
    }

    pub(super) fn product_teams(&mut self, file: &PortfolioFile, calendar: &CalendarTerms) -> Terms {
        let given = file.on_call.as_ref().and_then(|on_call| on_call.product_teams.as_ref());
        let given = merged(given.map(|terms| (Level::Portfolio, terms)).into_iter());
        self.terms(&given, Assumptions::PRODUCT_SCHEDULES, Assumptions::PRODUCT_PRESET, file, calendar)
    }

    pub(super) fn operations(
        &mut self,
        file: &PortfolioFile,
        calendar: &CalendarTerms,
    ) -> (Terms, u32, Option<u32>) {
        let given = file.on_call.as_ref().and_then(|on_call| on_call.operations.as_ref());
        fn here<T>(value: Option<T>) -> Option<(T, Level)> {
            value.map(|value| (value, Level::Portfolio))
        }
        let terms = GivenTerms {
            payer: Payer::Operations,
            preset: here(given.and_then(|terms| terms.preset.as_deref())),
            people_per_schedule: here(
                given.and_then(|terms| terms.people_per_schedule).map(|people| people.get()),
            ),
            secondary_standby: here(given.and_then(|terms| terms.secondary_standby)),
            shift: here(given.and_then(|terms| terms.shift)),
            standby: here(given.and_then(|terms| terms.standby.as_ref())),
            cover: here(given.and_then(|terms| terms.cover.as_ref())),
            callout: here(given.and_then(|terms| terms.callout.as_ref())),
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
        if given.people_per_schedule.is_none() || given.shift.is_none() {
            let value = [
                given.people_per_schedule.is_none().then_some("people_per_schedule = 1"),
                given.shift.is_none().then_some("shift = \"1w\""),
            ];
            let value = value.into_iter().flatten().collect::<Vec<_>>().join(", ");
            self.assume(schedules, value, "one person on call at a time, in shifts of one week");
        }
        self.filled_in(given, (schedules, from_preset), file, calendar, &mut BTreeSet::new())
    }

    /// The terms of schedules that have some of their own; of what many say wrong together, one problem.
    pub(super) fn own_terms(
        &mut self,
        given: &GivenTerms<'_>,
        file: &PortfolioFile,
        calendar: &CalendarTerms,
        reported: &mut BTreeSet<String>,
    ) -> Terms {
        let assumptions = (Assumptions::PRODUCT_SCHEDULES, Assumptions::PRODUCT_PRESET);
        self.filled_in(given, assumptions, file, calendar, reported)
    }

    fn filled_in(
        &mut self,
        given: &GivenTerms<'_>,
        (schedules, from_preset): (Assumptions, Assumptions),
        file: &PortfolioFile,
        calendar: &CalendarTerms,
        reported: &mut BTreeSet<String>,
    ) -> Terms {
        let mut assumed = calendar.assumed;
        if given.people_per_schedule.is_none() || given.shift.is_none() {
            assumed = assumed.with(schedules);
        }
        let shift = given.shift.map_or(Shift::WEEK, |(shift, _)| shift);
        let path = given.path(given.shift.map(|(_, level)| level), "shift");
        if !shift.is_sensible() && reported.insert(path.clone()) {
            self.problem(
                ProblemCode::InvalidDuration,
                path,
                format!("a shift of `{shift}` is not between an hour and a year"),
                "write how long one person is on call: \"1w\" or \"1month\"",
            );
        }
        let path = given.path(given.preset.map(|(_, level)| level), "preset");
        let preset =
            given.preset.and_then(|(name, _)| match Preset::in_currency(name, file.currency, path.clone()) {
                Ok(preset) => Some(preset),
                Err(problem) => {
                    if reported.insert(path) {
                        self.problems.push(*problem);
                    }
                    None
                }
            });
        if let Some(preset) = preset.as_ref().filter(|_| given.standby.is_none() || given.callout.is_none()) {
            assumed = assumed.with(from_preset);
            if !self.assumed.contains(from_preset) {
                let reason = format!("{} (noted {})", preset.source, preset.noted);
                self.assume(from_preset, preset.name, reason);
            }
        }
        let standby = given
            .standby
            .map(|(standby, _)| standby.clone())
            .or_else(|| preset.as_ref().map(|preset| preset.standby.clone()));
        let callout = given
            .callout
            .map(|(callout, _)| callout.clone())
            .or_else(|| preset.and_then(|preset| preset.callout).map(CalloutTerms::Paid));
        if standby.as_ref().is_some_and(|standby| standby.pays().is_none()) {
            assumed = assumed.with(Assumptions::STANDBY_HOURS);
            if !self.assumed.contains(Assumptions::STANDBY_HOURS) {
                let reason =
                    "most schemes pay standby for hours out of hours only; some pay all 168 hours of a week";
                self.assume(Assumptions::STANDBY_HOURS, "out-of-hours", reason);
            }
        }
        let cover = given.cover.map(|(cover, _)| cover);
        let path = given.path(given.cover.map(|(_, level)| level), "cover");
        let always = standby.as_ref().is_some_and(|standby| standby.pays() == Some(StandbyHours::Always));
        if let Some(cover) = cover
            && !always
            && !reported.contains(&path)
            && self.pays_nobody(cover, calendar, &path)
        {
            reported.insert(path);
        }
        let responds = cover.map_or(Responds::Always, |cover| self.responds(cover));
        let standby_from = given.standby.map(|(_, level)| level).or(given.preset.map(|(_, level)| level));
        let path = given.path(standby_from, "standby");
        let yearly = standby.as_ref().and_then(|standby| {
            if reported.contains(&path) {
                return None;
            }
            let year = self.standby_year(standby, cover, calendar, &path);
            if year.is_none() {
                reported.insert(path);
            }
            year
        });
        let people = given.people_per_schedule.map_or(1, |(people, _)| people);
        if let Some((share, level)) = given.secondary_standby
            && people == 1
        {
            let path = given.path(Some(level), "secondary_standby");
            if reported.insert(path.clone()) {
                self.problem(
                    ProblemCode::ConflictingKeys,
                    path,
                    format!("a secondary is paid `{share}`, but one person is on call at a time"),
                    "add `people_per_schedule = 2`, or remove it",
                );
            }
        }
        Terms {
            people_per_schedule: people,
            secondary_standby: given.secondary_standby.map_or(Share::ALL, |(share, _)| share),
            shift,
            standby,
            callout,
            standby_per_person_year: yearly.map(|year| year.amount),
            standby_year: yearly,
            assumed,
            cover: cover.cloned(),
            responds,
            calendar: 0,
            standby_from: standby_from.unwrap_or_default(),
        }
    }

    /// The number of a cover.
    pub(super) fn responds(&mut self, cover: &CoverHours) -> Responds {
        let known = self.covers.iter().position(|known| known == cover);
        let number = known.unwrap_or_else(|| {
            self.covers.push(cover.clone());
            self.covers.len() - 1
        });
        u32::try_from(number).map_or(Responds::Always, Responds::In)
    }

    /// A cover in which nobody is on standby, as all of it is worked.
    pub(super) fn pays_nobody(&mut self, cover: &CoverHours, calendar: &CalendarTerms, path: &str) -> bool {
        let cuts = cover.cuts().chain(calendar.shops.cuts()).chain([0]);
        let pays = cuts
            .map(|minute| minute % WEEK)
            .any(|minute| cover.covers(minute) && !calendar.shops.works(minute, None));
        if !pays {
            self.problem(
                ProblemCode::InvalidWindow,
                path,
                format!("nobody is on standby in `{cover}`: all of it is worked"),
                "cover hours outside the working hours, or leave it out for all of them",
            );
        }
        !pays
    }

    /// A year of standby for one person; `None` where the rules have a problem.
    fn standby_year(
        &mut self,
        standby: &Standby,
        cover: Option<&CoverHours>,
        calendar: &CalendarTerms,
        path: &str,
    ) -> Option<StandbyYear> {
        let known = self.before.and_then(|before| before.standby_year(standby, cover, calendar));
        if known.is_some() {
            return known;
        }
        if standby.rules().len() > MAX_RULES {
            let message = format!("there are {} rules, more than {MAX_RULES}", standby.rules().len());
            self.problem(ProblemCode::TooLarge, path, message, "merge rules of the same rate");
            return None;
        }
        let dates = standby.dates();
        if dates.len() > MAX_LIST {
            let message = format!("the rules name {} dates, more than {MAX_LIST}", dates.len());
            self.problem(ProblemCode::TooLarge, path, message, "name the dates of one planning year only");
            return None;
        }
        self.within_a_year(&dates, path, "dates of standby rules");
        match standby.yearly(&calendar.shops, cover, calendar.weeks) {
            Ok(year) => Some(year),
            Err(StandbyFault::Overflow) => {
                let message = "a year of standby pay does not fit";
                self.problem(ProblemCode::Overflow, path, message, format!("keep rates below {MAX_INPUT}"));
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
    }
}

impl Portfolio {
    /// A year of standby for one person, where some of its schedules is paid by these rules.
    fn standby_year(
        &self,
        standby: &Standby,
        cover: Option<&CoverHours>,
        calendar: &CalendarTerms,
    ) -> Option<StandbyYear> {
        let pays_so = |terms: &&Terms| {
            let of = self.settings.calendar_of(terms);
            terms.standby.as_ref() == Some(standby)
                && terms.cover.as_ref() == cover
                && of.weeks == calendar.weeks
                && of.shops == calendar.shops
        };
        let all = [&self.product_teams, &self.operations].into_iter().chain(self.settings.own_pay());
        all.into_iter().find(pays_so)?.standby_year
    }
}

/// On-call terms as they were given, of product teams or operations alike, each with who says so.
pub(super) struct GivenTerms<'f> {
    payer: Payer,
    pub(super) preset: Option<(&'f str, Level)>,
    pub(super) people_per_schedule: Option<(u32, Level)>,
    pub(super) secondary_standby: Option<(Share, Level)>,
    pub(super) shift: Option<(Shift, Level)>,
    pub(super) standby: Option<(&'f Standby, Level)>,
    pub(super) cover: Option<(&'f CoverHours, Level)>,
    pub(super) callout: Option<(&'f CalloutTerms, Level)>,
}

impl GivenTerms<'_> {
    pub(super) fn of(payer: Payer) -> Self {
        Self {
            payer,
            preset: None,
            people_per_schedule: None,
            secondary_standby: None,
            shift: None,
            standby: None,
            cover: None,
            callout: None,
        }
    }

    /// Who says each of them.
    pub(super) fn levels(&self) -> [Level; 7] {
        [
            self.preset.map(|(_, level)| level).unwrap_or_default(),
            self.people_per_schedule.map(|(_, level)| level).unwrap_or_default(),
            self.secondary_standby.map(|(_, level)| level).unwrap_or_default(),
            self.shift.map(|(_, level)| level).unwrap_or_default(),
            self.standby.map(|(_, level)| level).unwrap_or_default(),
            self.callout.map(|(_, level)| level).unwrap_or_default(),
            self.cover.map(|(_, level)| level).unwrap_or_default(),
        ]
    }

    /// Where a key stands.
    fn path(&self, level: Option<Level>, key: &str) -> String {
        match level.unwrap_or_default() {
            Level::Portfolio => format!("/{}/{key}", self.payer.table().replace('.', "/")),
            level => format!("{level}/on_call/{key}"),
        }
    }
}

/// On-call terms by who says them nearest.
pub(super) fn merged<'f>(levels: impl Iterator<Item = (Level, &'f ProductTeamsOnCall)>) -> GivenTerms<'f> {
    let mut merged = GivenTerms::of(Payer::ProductTeams);
    for (level, terms) in levels {
        // A preset stands for what its own table leaves out; what a table farther away says, it says in its place.
        let open = merged.preset.is_none();
        fn fill<T>(slot: &mut Option<(T, Level)>, value: Option<T>, level: Level, open: bool) {
            if slot.is_none() && open {
                *slot = value.map(|value| (value, level));
            }
        }
        fill(
            &mut merged.people_per_schedule,
            terms.people_per_schedule.map(|people| people.get()),
            level,
            true,
        );
        fill(&mut merged.secondary_standby, terms.secondary_standby, level, true);
        fill(&mut merged.shift, terms.shift, level, true);
        fill(&mut merged.standby, terms.standby.as_ref(), level, open);
        fill(&mut merged.cover, terms.cover.as_ref(), level, true);
        fill(&mut merged.callout, terms.callout.as_ref(), level, open);
        fill(&mut merged.preset, terms.preset.as_deref(), level, true);
    }
    merged
}

/// A minute of the week in words.
fn moment(minute: u32) -> String {
    const DAYS: [&str; 7] =
        ["Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays"];
    let day = DAYS.get((minute / DAY) as usize).copied().unwrap_or_default();
    format!("{day} at {:02}:{:02}", minute % DAY / 60, minute % 60)
}
