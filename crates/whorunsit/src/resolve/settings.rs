//! What holds for each service and schedule: of what it, its team, its domain and the portfolio say, the nearest.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::owners::{Level, Owners, Rotation, TeamId};
use super::terms::{CalendarTerms, GivenHours, Terms, merged};
use super::{Checks, MAX_LIST};
use crate::portfolio::{LocalCalendar, Name, Overrides, PortfolioFile, Response, Responses, Shared};
use crate::problem::ProblemCode;
use crate::read::{MAX_RULES, MONEY, suggestion};
use crate::response::Chain;
use crate::selection::OperatingModel;
use crate::year::{CoverHours, Responds, Shops};

/// The number of each calendar, by who works when.
type CalendarNumbers = BTreeMap<Shops, u32>;

/// Where a response stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum ResponseAt {
    /// In place.
    Level(Level),
    Block(Name),
}

/// What holds where: calendars, responses and on-call terms, each once, and who has which.
#[derive(Clone, Debug, Default)]
pub(crate) struct Settings {
    calendars: Vec<CalendarTerms>,
    /// Empty where all services have the portfolio's.
    service_calendar: Vec<u32>,
    chains: Vec<(ResponseAt, Chain)>,
    /// Under Ops Run It and You Build It You Run It; who says so.
    service_response: Vec<[Option<(u32, Level)>; 2]>,
    portfolio_response: [Option<u32>; 2],
    pay: Vec<Terms>,
    team_pay: Vec<u32>,
    domain_pay: Vec<u32>,
    /// When somebody is on standby or responds, where that is not all hours out of hours.
    covers: Vec<CoverHours>,
    /// Services without a team that have terms of their own.
    service_pay: BTreeMap<u32, u32>,
    /// Whether there are services without a team that have the portfolio's.
    has_alone: bool,
}

fn place(model: OperatingModel) -> usize {
    usize::from(model == OperatingModel::YouBuildItYouRunIt)
}

impl Settings {
    /// The calendar of a service.
    pub(crate) fn calendar(&self, service: usize) -> &CalendarTerms {
        let number = self.calendar_number(service);
        self.calendars.get(number as usize).unwrap_or(CalendarTerms::usual())
    }

    pub(super) fn calendars(&self) -> &[CalendarTerms] {
        &self.calendars
    }

    pub(crate) fn calendar_number(&self, service: usize) -> u32 {
        self.service_calendar.get(service).copied().unwrap_or_default()
    }

    /// The calendar of a schedule's people.
    pub(crate) fn calendar_of(&self, terms: &Terms) -> &CalendarTerms {
        self.calendars.get(terms.calendar as usize).unwrap_or(CalendarTerms::usual())
    }

    /// The number of a service's response to incidents under a model, and who says so.
    pub(crate) fn response_number(&self, service: usize, model: OperatingModel) -> Option<(u32, Level)> {
        match self.service_response.get(service) {
            Some(numbers) => numbers.get(place(model)).copied().flatten(),
            None => {
                let number = self.portfolio_response.get(place(model)).copied().flatten()?;
                Some((number, Level::Portfolio))
            }
        }
    }

    /// The response of a service under a model, worked out.
    pub(crate) fn chain(&self, service: usize, model: OperatingModel) -> Option<&Chain> {
        let (number, _) = self.response_number(service, model)?;
        self.chains.get(number as usize).map(|(_, chain)| chain)
    }

    /// The same as it is written.
    pub(crate) fn response<'f>(
        &self,
        file: &'f PortfolioFile,
        service: usize,
        model: OperatingModel,
    ) -> Option<&'f Response> {
        let (number, _) = self.response_number(service, model)?;
        let (at, _) = self.chains.get(number as usize)?;
        written(file, at, model)
    }

    /// The covers that schedules and tiers name, by number.
    pub(crate) fn covers(&self) -> &[CoverHours] {
        &self.covers
    }

    /// The cover of a number.
    pub(crate) fn cover(&self, responds: Responds) -> Option<&CoverHours> {
        match responds {
            Responds::In(number) => self.covers.get(number as usize),
            _ => None,
        }
    }

    /// Where that stands: in a named block, or in place at a level.
    pub(crate) fn response_block(
        &self,
        service: usize,
        model: OperatingModel,
    ) -> Option<Result<&Name, Level>> {
        let (number, _) = self.response_number(service, model)?;
        self.chains.get(number as usize).map(|(at, _)| match at {
            ResponseAt::Block(name) => Ok(name),
            ResponseAt::Level(level) => Err(*level),
        })
    }

    /// Whether anything says how incidents are responded to.
    pub(crate) fn has_responses(&self) -> bool {
        !self.chains.is_empty()
    }

    /// The on-call terms of a schedule of product teams.
    pub(crate) fn pay(&self, of: Rotation) -> Option<&Terms> {
        let number = match of {
            Rotation::Domain(domain) => self.domain_pay.get(domain as usize).copied(),
            Rotation::Team(team) => self.team_pay.get(team as usize).copied(),
            Rotation::Service(service) => self.service_pay.get(&service).copied(),
        };
        self.pay.get(number.unwrap_or_default() as usize)
    }

    /// Whether a schedule of product teams, if there is need of it, has no price.
    pub(crate) fn has_unpriced(&self) -> bool {
        let numbers = self.team_pay.iter().chain(&self.domain_pay).chain(self.service_pay.values());
        let usual = (self.team_pay.is_empty() || self.has_alone).then_some(0);
        numbers.copied().chain(usual).any(|number| {
            self.pay.get(number as usize).is_none_or(|terms| terms.standby_per_person_year.is_none())
        })
    }

    /// The on-call terms that are not the portfolio's.
    pub(crate) fn own_pay(&self) -> &[Terms] {
        self.pay.get(1..).unwrap_or_default()
    }
}

fn own_response(file: &PortfolioFile, level: Level) -> Option<&Responses> {
    match level {
        Level::Portfolio => file.response.as_ref(),
        Level::Domain(domain) => file.domains.get(domain as usize)?.own.as_deref()?.response.as_ref(),
        Level::Team(team) => file.teams.get(team as usize)?.own.as_deref()?.response.as_ref(),
        Level::Service(service) => file.services.get(service as usize)?.own.as_deref()?.response.as_ref(),
    }
}

fn written<'f>(file: &'f PortfolioFile, at: &ResponseAt, model: OperatingModel) -> Option<&'f Response> {
    match at {
        ResponseAt::Block(name) => file.responses.named(name)?.of(model),
        ResponseAt::Level(level) => file.response_in(own_response(file, *level)?, model),
    }
}

/// The models, in the order of pairs.
pub(super) const MODELS: [OperatingModel; 2] = [OperatingModel::OpsRunIt, OperatingModel::YouBuildItYouRunIt];

/// Which of the levels says each of the on-call terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
struct PayKey([Level; 7], u32);

impl Checks<'_> {
    /// Works out what holds for each service and schedule.
    pub(super) fn settings(
        &mut self,
        owners: Owners<'_>,
        calendar: &CalendarTerms,
        product_teams: &Terms,
    ) -> Settings {
        let file = owners.file;
        let mut settings = Settings {
            calendars: vec![calendar.clone()],
            pay: vec![product_teams.clone()],
            ..Settings::default()
        };
        self.blocks(file);
        let mut chains: BTreeMap<(ResponseAt, usize), Option<u32>> = BTreeMap::new();
        for (slot, model) in MODELS.into_iter().enumerate().filter(|_| MONEY) {
            let number = file.response.as_ref().and_then(|given| {
                self.response(file, given, Level::Portfolio, model, &mut chains, &mut settings.chains)
            });
            if let Some(place) = settings.portfolio_response.get_mut(slot) {
                *place = number;
            }
        }
        for (name, block) in &file.responses.0 {
            // Blocks are judged whether somebody names them or not.
            for model in MODELS.into_iter().filter(|model| MONEY && block.of(*model).is_some()) {
                let at = ResponseAt::Block(name.clone());
                self.response_at(file, at, model, &mut chains, &mut settings.chains);
            }
        }
        if owners.all().next().is_none() {
            self.take_covers(&mut settings);
            return settings;
        }
        let mut calendars = CalendarNumbers::new();
        calendars.insert(calendar.shops.clone(), 0);
        self.own_tables(owners);
        for service in 0..file.services.len() {
            let around = || owners.around(service);
            settings.service_calendar.push(self.local_calendar(
                file,
                around(),
                calendar,
                &mut calendars,
                &mut settings.calendars,
            ));
            let responses = MODELS.map(|model| {
                let own = around().filter(|_| MONEY).find_map(|(level, own)| {
                    let given = own.response.as_ref()?;
                    // A level may say how one model responds, and leave the other to those around it, also by the name
                    // of a block. One that is not there is a problem.
                    let says = match given {
                        Shared::Named(name) => {
                            file.responses.named(name).is_none_or(|block| block.of(model).is_some())
                        }
                        Shared::Own(by_model) => by_model.of(model).is_some(),
                    };
                    says.then_some((level, given))
                });
                match own {
                    Some((level, given)) => self
                        .response(file, given, level, model, &mut chains, &mut settings.chains)
                        .map(|number| (number, level)),
                    None => settings
                        .portfolio_response
                        .get(place(model))
                        .copied()
                        .flatten()
                        .map(|number| (number, Level::Portfolio)),
                }
            });
            settings.service_response.push(responses);
        }
        self.pay_of_schedules(owners, calendar, &mut calendars, &mut settings);
        self.take_covers(&mut settings);
        settings
    }

    /// Lets every calendar know when each cover responds.
    fn take_covers(&mut self, settings: &mut Settings) {
        if self.covers.len() > MAX_RULES {
            let message = format!("there are {} different covers, more than {MAX_RULES}", self.covers.len());
            self.problem(ProblemCode::TooLarge, "/on_call", message, "let schedules and tiers share covers");
            return;
        }
        for calendar in &mut settings.calendars {
            calendar.take_covers(&self.covers);
        }
        settings.covers.append(&mut self.covers);
    }

    /// The named blocks: what they say has to make sense, and what names one has to find it.
    fn blocks(&mut self, file: &PortfolioFile) {
        for (key, count) in [("responses", file.responses.0.len()), ("calendars", file.calendars.0.len())] {
            if count > 10 * MAX_LIST {
                let message = format!("there are {count} blocks, more than {}", 10 * MAX_LIST);
                self.problem(ProblemCode::TooLarge, format!("/{key}"), message, "let services share blocks");
            }
        }
        for (name, block) in &file.calendars.0 {
            self.local(block, &format!("/calendars/{name}"));
        }
    }

    /// A calendar of a place.
    fn local(&mut self, local: &LocalCalendar, path: &str) {
        let holidays = local.bank_holidays.as_deref().unwrap_or_default();
        self.holidays(holidays, &format!("{path}/bank_holidays"));
        self.sites(local.working_hours.is_some(), &local.sites, local.between_sites, path);
    }

    pub(super) fn holidays(&mut self, dates: &[Date], path: &str) {
        if dates.len() > MAX_LIST {
            let message = format!("there are {} entries, more than {MAX_LIST}", dates.len());
            self.problem(ProblemCode::TooLarge, path, message, "name the dates of one planning year only");
        }
        self.within_a_year(dates, path, "bank holidays");
    }

    /// A block that is named has to be there.
    pub(super) fn unknown_block<'n>(
        &mut self,
        name: &str,
        path: String,
        (key, what): (&str, &str),
        known: impl Iterator<Item = &'n str>,
    ) {
        let help = match suggestion(name, known.take(200)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("add a table [{key}.{name}], or correct it"),
        };
        self.problem(ProblemCode::UnknownBlock, path, format!("there is no {what} `{name}`"), help);
    }

    /// What can be judged of each table by itself.
    fn own_tables(&mut self, owners: Owners<'_>) {
        let file = owners.file;
        let levels = (0..).map(Level::Domain).zip(file.domains.iter().map(|domain| domain.own.as_deref()));
        let levels = levels
            .chain((0..).map(Level::Team).zip(file.teams.iter().map(|team| team.own.as_deref())))
            .chain((0..).map(Level::Service).zip(file.services.iter().map(|service| service.own.as_deref())));
        for (level, own) in levels.filter_map(|(level, own)| Some((level, own?))) {
            let path = level.to_string();
            for (key, both) in [
                ("working_hours", own.working_hours.is_some()),
                ("bank_holidays", own.bank_holidays.is_some()),
            ] {
                if own.calendar.is_some() && both {
                    self.problem(
                        ProblemCode::ConflictingKeys,
                        format!("{path}/{key}"),
                        format!("`{key}` stands beside `calendar`: two calendars for one schedule"),
                        "keep one of them",
                    );
                }
            }
            if let Some(dates) = &own.bank_holidays {
                self.holidays(dates, &format!("{path}/bank_holidays"));
            }
            match &own.calendar {
                Some(Shared::Own(local)) => self.local(local, &format!("{path}/calendar")),
                Some(Shared::Named(name)) if file.calendars.named(name).is_none() => {
                    let known = file.calendars.0.iter().map(|(name, _)| &**name);
                    self.unknown_block(name, format!("{path}/calendar"), ("calendars", "calendar"), known);
                }
                _ => {}
            }
        }
    }

    /// The number of the calendar that the nearest levels make up.
    fn local_calendar<'f>(
        &mut self,
        file: &'f PortfolioFile,
        levels: impl Iterator<Item = (Level, &'f Overrides)>,
        usual: &CalendarTerms,
        known: &mut CalendarNumbers,
        calendars: &mut Vec<CalendarTerms>,
    ) -> u32 {
        let (mut hours, mut holidays): (Option<GivenHours<'_>>, Option<&[Date]>) = (None, None);
        for (_, own) in levels {
            let local = own.calendar.as_ref().and_then(|calendar| match calendar {
                Shared::Named(name) => file.calendars.named(name),
                Shared::Own(own) => Some(own),
            });
            hours = hours.or(own.working_hours.as_ref().map(GivenHours::Hours)).or_else(|| {
                let local = local?;
                GivenHours::of(local.working_hours.as_ref(), &local.sites)
            });
            holidays = holidays
                .or(own.bank_holidays.as_deref())
                .or(local.and_then(|local| local.bank_holidays.as_deref()));
        }
        if hours.is_none() && holidays.is_none() {
            return 0;
        }
        let local = usual.shops_with(hours, holidays);
        if let Some(number) = known.get(&local.shops) {
            return *number;
        }
        let number = u32::try_from(calendars.len()).unwrap_or_default();
        known.insert(local.shops.clone(), number);
        let before = self.before.map_or(&[][..], |before| before.settings.calendars());
        calendars.push(usual.with(local, before));
        number
    }

    /// The number of a response; a block that is not there is a problem.
    fn response(
        &mut self,
        file: &PortfolioFile,
        given: &Responses,
        level: Level,
        model: OperatingModel,
        known: &mut BTreeMap<(ResponseAt, usize), Option<u32>>,
        chains: &mut Vec<(ResponseAt, Chain)>,
    ) -> Option<u32> {
        if !MONEY {
            return None;
        }
        let path = format!("{level}/response");
        let (name, path) = match given {
            Shared::Named(name) => (Some(name), path),
            Shared::Own(by_model) => match by_model.of(model)? {
                Shared::Named(name) => (Some(name), format!("{path}/{model}")),
                Shared::Own(_) => (None, path),
            },
        };
        let at = match name {
            Some(name) if file.responses.named(name).is_none() => {
                let code = ProblemCode::UnknownBlock;
                if !self.problems.iter_mut().any(|problem| problem.path() == path && problem.code() == code) {
                    let known = file.responses.0.iter().map(|(name, _)| &**name);
                    self.unknown_block(name, path, ("responses", "response"), known);
                }
                return None;
            }
            Some(name) => ResponseAt::Block(name.clone()),
            None => ResponseAt::Level(level),
        };
        self.response_at(file, at, model, known, chains)
    }

    fn response_at(
        &mut self,
        file: &PortfolioFile,
        at: ResponseAt,
        model: OperatingModel,
        known: &mut BTreeMap<(ResponseAt, usize), Option<u32>>,
        chains: &mut Vec<(ResponseAt, Chain)>,
    ) -> Option<u32> {
        if !MONEY {
            return None;
        }
        if let Some(number) = known.get(&(at.clone(), place(model))) {
            return *number;
        }
        let path = match &at {
            ResponseAt::Block(name) => format!("/responses/{name}/{model}"),
            ResponseAt::Level(level) => format!("{level}/response/{model}"),
        };
        let number = written(file, &at, model).and_then(|response| {
            let chain = self.chain(response, model, &path);
            chains.push((at.clone(), chain));
            u32::try_from(chains.len() - 1).ok()
        });
        known.insert((at, place(model)), number);
        number
    }

    /// The on-call terms of each schedule that there may be.
    fn pay_of_schedules(
        &mut self,
        owners: Owners<'_>,
        usual: &CalendarTerms,
        calendars: &mut CalendarNumbers,
        settings: &mut Settings,
    ) {
        let file = owners.file;
        // The service of each team that has one only: its schedule is the team's.
        let mut only: Vec<Option<u32>> = vec![None; file.teams.len()];
        let mut several = vec![false; file.teams.len()];
        for (service, member) in (0_u32..).zip(owners.members) {
            let Some(team) = member.team.map(TeamId::index) else { continue };
            if let (Some(slot), Some(several)) = (only.get_mut(team), several.get_mut(team)) {
                *several = slot.is_some();
                *slot = Some(service);
            }
        }
        self.of_services(owners, &several);
        let mut known: BTreeMap<PayKey, u32> = BTreeMap::new();
        let mut reported = BTreeSet::new();
        let mut number = |checks: &mut Self, levels: Vec<(Level, &Overrides)>, settings: &mut Settings| {
            let calendar = checks.local_calendar(
                file,
                levels.iter().copied(),
                usual,
                calendars,
                &mut settings.calendars,
            );
            let own = levels.iter().filter_map(|(level, own)| Some((*level, own.on_call.as_ref()?)));
            let portfolio = file.on_call.as_ref().and_then(|on_call| on_call.product_teams.as_ref());
            let given = merged(own.chain(portfolio.map(|terms| (Level::Portfolio, terms))));
            let key = PayKey(given.levels(), calendar);
            if key == PayKey::default() {
                return 0;
            }
            if let Some(number) = known.get(&key) {
                return *number;
            }
            let calendar_terms = settings.calendars.get(calendar as usize).cloned();
            let mut terms =
                checks.own_terms(&given, file, calendar_terms.as_ref().unwrap_or(usual), &mut reported);
            terms.calendar = calendar;
            settings.pay.push(terms);
            let number = u32::try_from(settings.pay.len() - 1).unwrap_or_default();
            known.insert(key, number);
            number
        };
        for (team, (only, several)) in (0_u32..).zip(only.iter().zip(&several)) {
            let service = only.filter(|_| !several).and_then(|service| owners.of_service(service));
            let levels = service.into_iter().chain(owners.of_team(team)).collect();
            let terms = number(self, levels, settings);
            settings.team_pay.push(terms);
        }
        for (service, _) in (0_u32..).zip(owners.members).filter(|(_, member)| member.team.is_none()) {
            if let Some(own) = owners.of_service(service) {
                let terms = number(self, vec![own], settings);
                settings.service_pay.insert(service, terms);
            } else {
                settings.has_alone = true;
            }
        }
        let mut members: Vec<Vec<u32>> = vec![Vec::new(); file.domains.len()];
        for (team, domain) in (0_u32..).zip(owners.team_domain) {
            // A team without services, and without terms of its own, has no say in how a schedule is paid.
            let counts = only.get(team as usize).is_some_and(Option::is_some)
                || owners.of_team(team).any(|(level, _)| level == Level::Team(team));
            let members = domain.and_then(|domain| members.get_mut(domain.index()));
            if let Some(members) = members.filter(|_| counts) {
                members.push(team);
            }
        }
        for (domain, teams) in (0_u32..).zip(&members) {
            let own = owners.of_domain(domain);
            let of_domain = number(self, own.into_iter().collect(), settings);
            let terms = |number: &u32| settings.pay.get(*number as usize);
            let of_teams: Vec<u32> =
                teams.iter().filter_map(|team| settings.team_pay.get(*team as usize).copied()).collect();
            let first = of_teams.first().copied().unwrap_or(of_domain);
            let alike = |same: fn(&Terms, &Terms) -> bool| {
                let first = terms(&first);
                of_teams.iter().all(|other| first.zip(terms(other)).is_none_or(|(a, b)| same(a, b)))
            };
            let says_calendar = own.is_some_and(|(_, own)| {
                own.calendar.is_some() || own.working_hours.is_some() || own.bank_holidays.is_some()
            });
            let says_pay = own.is_some_and(|(_, own)| own.on_call.is_some());
            let own_cover = terms(&of_domain).and_then(|terms| terms.cover.as_ref());
            let one_cover = of_teams
                .iter()
                .all(|number| terms(number).is_none_or(|terms| terms.cover.as_ref() == own_cover));
            let one_calendar = alike(|a, b| a.calendar == b.calendar);
            let one_pay = alike(Terms::pays_as);
            let name =
                file.domains.get(domain as usize).map(|domain| domain.name.clone()).unwrap_or_default();
            if !one_calendar && !says_calendar {
                self.problem(
                    ProblemCode::ConflictingKeys,
                    format!("/domains/{domain}"),
                    format!("two calendars for one schedule: the teams of domain `{name}` share it, and work at other hours"),
                    "give the domain the `calendar` that its shared schedule is paid by",
                );
            }
            if !one_cover {
                self.problem(
                    ProblemCode::ConflictingKeys,
                    format!("/domains/{domain}"),
                    format!("two covers for one schedule: the teams of domain `{name}` share it, and it covers other hours than theirs"),
                    "give the domain the `cover` of `on_call`, and its teams none of their own",
                );
            }
            if !one_pay && one_cover && !says_pay {
                self.problem(
                    ProblemCode::ConflictingKeys,
                    format!("/domains/{domain}"),
                    format!("two rates for one schedule: the teams of domain `{name}` share it, and are paid otherwise"),
                    "give the domain the `on_call` terms of its shared schedule",
                );
            }
            let terms =
                if one_calendar && one_pay && !says_calendar && !says_pay { first } else { of_domain };
            settings.domain_pay.push(terms);
        }
    }

    /// What a service of a team with several cannot have of its own: its team's schedule covers all of them.
    fn of_services(&mut self, owners: Owners<'_>, several: &[bool]) {
        for (index, (service, member)) in owners.file.services.iter().zip(owners.members).enumerate() {
            let terms = service.own.as_deref().and_then(|own| own.on_call.as_ref());
            let Some((terms, team)) = terms.zip(member.team) else { continue };
            if !several.get(team.index()).copied().unwrap_or_default() {
                continue;
            }
            let keys = [
                ("standby", terms.standby.is_some()),
                ("people_per_schedule", terms.people_per_schedule.is_some()),
                ("secondary_standby", terms.secondary_standby.is_some()),
                ("shift", terms.shift.is_some()),
                ("cover", terms.cover.is_some()),
            ];
            for (key, _) in keys.into_iter().filter(|(_, given)| *given) {
                let team =
                    owners.file.teams.get(team.index()).map(|team| team.name.clone()).unwrap_or_default();
                self.problem(
                    ProblemCode::ConflictingKeys,
                    format!("/services/{index}/on_call/{key}"),
                    format!("one schedule of team `{team}` covers this service and others, so it has no `{key}` of its own"),
                    "give it for the team; `callout` may be given for a service",
                );
            }
        }
    }
}
