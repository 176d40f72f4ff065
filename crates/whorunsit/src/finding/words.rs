//! Findings in plain words.

use std::fmt;

use crate::exact::Money;
use crate::finding::Finding;
use crate::finding::table::Detail;
use crate::portfolio::{GateCode, Kind};
use crate::selection::{OPS_RUN_IT, OperatingModel, ScheduleBy, YOU_BUILD_IT_YOU_RUN_IT};
use crate::wording::{grouped, plural};

/// What stands at a pointer, in words; a build without money has no finding that says it.
fn place(path: &str) -> String {
    if cfg!(feature = "full") { crate::input::at(path) } else { path.to_owned() }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        #[cfg(feature = "deserialize")]
        if let Some(told) = &self.told {
            return f.write_str(told);
        }
        let show = |amount: Money| self.currency.show(amount);
        let about = |amount: Money| self.currency.about(amount);
        match &self.detail {
            Detail::TargetFromExposure { exposure, max, target } => write!(
                f,
                "an exposure of {} an hour is within the band up to {}, whose target is {target} %",
                show(*exposure),
                show(*max),
            ),
            Detail::ExposureAboveHighestBand { peak, exposure, max, target } => {
                if let Some(peak) = peak {
                    write!(f, "for {peak}, ")?;
                }
                write!(
                    f,
                    "an exposure of {} an hour is above the highest band of {}; its target of {target} % was \
                     taken, so check the exposure or add a band",
                    show(*exposure),
                    show(*max),
                )
            }
            Detail::ExposureByQuantile { quantile, exposure, mean } => write!(
                f,
                "what decides is the {quantile} of the estimated exposure, {} an hour, as the portfolio asks; its mean \
                 is {}",
                show(*exposure),
                show(*mean),
            ),
            Detail::EstimateTooWide { key, times, mean_above } => {
                write!(f, "the interval of `{key}` spans {times} times its lower end")?;
                f.write_str(match mean_above {
                    true => ", so that its mean is above its 95th percentile",
                    false => ", so that its upper end makes most of its mean",
                })?;
                f.write_str(match *key {
                    "exposure_per_hour" => {
                        ": narrow it, write `low`, `likely` and `high`, or state what decides with \
                         `selection.exposure_quantile`"
                    }
                    _ => ": narrow it, or write `low`, `likely` and `high`",
                })
            }
            Detail::DownAllYear { service, others, incidents, hours } => {
                write!(
                    f,
                    "{} incidents a year would keep {service} down for {} hours a year, longer than the year is: alerts \
                     were probably counted as incidents, so what its incidents cost is not estimated",
                    incidents.round_dp(1).normalize(),
                    hours.round().normalize(),
                )?;
                match others {
                    0 => Ok(()),
                    1 => f.write_str("; one other service likewise"),
                    _ => write!(f, "; {others} other services likewise"),
                }
            }
            Detail::FailingAllYear { service, others, model, failed, hours } => {
                write!(
                    f,
                    "{} failed deployments a year would keep {service} down for {} hours a year under {}, longer than the \
                     year is: the recovery time or the change failure rate is too high, so what failed deployments cost is \
                     not estimated",
                    failed.round_dp(1).normalize(),
                    hours.round().normalize(),
                    model.name(),
                )?;
                match others {
                    0 => Ok(()),
                    1 => f.write_str("; one other service likewise"),
                    _ => write!(f, "; {others} other services likewise"),
                }
            }
            Detail::DemandAboveHighestBand { demand, features, max } => write!(
                f,
                "a feature demand of {} a month is above the highest band of {}; its band {demand} was taken, so \
                 check the number or add a band",
                features.normalize(),
                max.normalize()
            ),
            Detail::TargetInflated { set, computed, extra } => {
                write!(f, "the target was set by hand to {set} %, but the exposure asks for {computed} %: ")?;
                match extra {
                    Some(money) if money.is_zero() => {
                        f.write_str("standby costs no more for it as things are, but response has to be faster")
                    }
                    Some(money) if money.amount().is_sign_negative() => {
                        let less = Money::from_number(money.amount().abs());
                        write!(
                            f,
                            "standby costs {} less a year for it, because operations need no rota, but \
                             response has to be faster",
                            show(less)
                        )
                    }
                    Some(money) => {
                        write!(f, "it costs {} more standby a year, and protects little", show(*money))
                    }
                    None => f.write_str(
                        "what that costs more is not estimated, because standby pay is not given",
                    ),
                }
            }
            Detail::TargetBelowExposure { set, computed } => write!(
                f,
                "the target was set by hand to {set} %, but the exposure asks for {computed} %: more \
                 unavailability is tolerated than the bands allow"
            ),
            Detail::DeploymentFromDemand { demand, features: None, deployment } => {
                write!(f, "feature demand is {demand}, so it should be deployed {deployment}")
            }
            Detail::DeploymentFromDemand { demand, features: Some(features), deployment } => write!(
                f,
                "a feature demand of {} a month is in the band {demand}, so it should be deployed {deployment}",
                features.normalize()
            ),
            Detail::ModelGiven { model, selected, reason } => {
                if model == selected {
                    write!(f, "the portfolio gives {}, which the selector would choose too", model.name())?;
                } else {
                    let selected = selected.name();
                    write!(f, "the portfolio gives {}, where the selector would choose {selected}", model.name())?;
                }
                reason.as_ref().map_or(Ok(()), |reason| write!(f, ": {reason}"))
            }
            Detail::ModelFromMoney { model } => {
                write!(f, "of all ways to run and cover the services, the one that costs least has {} here", model.name())
            }
            Detail::MoneyDoesNotDecide { tied: true } => f.write_str(
                "both models cost the same, so the `least-cost` policy leaves it to the sixteen-cell selector",
            ),
            Detail::MoneyDoesNotDecide { tied: false } => f.write_str(
                "what both models cost is not estimated, so the `least-cost` policy leaves it to the sixteen-cell \
                 selector",
            ),
            Detail::ModelFromSelector { policy, target, deployment } => {
                policy.explain(f, *target, *deployment)
            }
            Detail::ScheduleFromTarget { model: OperatingModel::OpsRunIt, .. } => {
                f.write_str("operations cover out of hours for what they run")
            }
            Detail::ScheduleFromTarget { target, covered_by: Some(covering), .. } => {
                write!(f, "at {target} %, out of hours needs no schedule; {covering} covers it all the same")
            }
            Detail::ScheduleFromTarget { schedule, by: ScheduleBy::Money, .. } => {
                write!(f, "what costs least has {} out of hours", schedule.describe())
            }
            Detail::ScheduleFromTarget { schedule, by: ScheduleBy::Minimum, .. } => {
                write!(f, "whatever the target, out of hours it is to have {}", schedule.describe())
            }
            Detail::ScheduleFromTarget { target, schedule, by: ScheduleBy::ExposureBand, .. } => {
                write!(f, "the exposure band of {target} % states the schedule: {}", schedule.describe())
            }
            Detail::ScheduleFromTarget { target, schedule, .. } => {
                write!(f, "at {target} %, out of hours needs {}", schedule.describe())
            }
            Detail::PoliciesDisagree { other, model } => {
                write!(f, "the `{other}` policy would choose {} here", model.name())
            }
            Detail::AmberBelowThreeNines { target, deployment } => write!(
                f,
                "deploying {deployment} is amber, and {target} % lies between 99.0 and 99.9: only 99.9 % or \
                 more tips an amber service to {YOU_BUILD_IT_YOU_RUN_IT}"
            ),
            Detail::LowValueDigitalService { exposure } => write!(
                f,
                "a digital service with low exposure ({} an hour) and low demand may be the wrong thing to build",
                show(*exposure),
            ),
            Detail::KindAndDemandDisagree { kind: Kind::Foundational, deployment } => write!(
                f,
                "it is foundational, but its demand asks to deploy it {deployment}: it may be digital, or \
                 digital features may be hidden in it"
            ),
            Detail::KindAndDemandDisagree { kind: Kind::Digital, .. } => f.write_str(
                "it is digital, but has the lowest demand: it may be foundational, or its users are not heard",
            ),
            Detail::FourNinesRarelyNeeded { target } => {
                let seconds = target.tolerable_seconds(crate::exact::Period::Week).unwrap_or_default();
                write!(
                    f,
                    "{target} % tolerates {} seconds a week: it is rarely needed and enormously expensive, so \
                     check that the exposure is real",
                    seconds.normalize()
                )
            }
            Detail::PeakRaisesTarget { peak, from, to, schedule, model } => {
                write!(f, "for {peak} the target rises from {from} % to {to} %")?;
                match model {
                    OperatingModel::YouBuildItYouRunIt => {
                        write!(f, ", with {} out of hours", schedule.describe())
                    }
                    OperatingModel::OpsRunIt => f.write_str(", which operations have to meet"),
                }
            }
            Detail::PeakAsksForOtherModel { peak, model } => write!(
                f,
                "for {peak} the selector asks for {}; a service does not change hands for a peak, so decide \
                 for the whole year",
                model.name()
            ),
            Detail::ServiceWithoutTeam => f.write_str(
                "the product team should run it, but no team is named: it is planned as a team of its own",
            ),
            Detail::TeamWithoutDomain { team } => write!(
                f,
                "team {team} needs a domain's schedule but is in no domain: it is planned alone, at the cost of \
                 a team schedule"
            ),
            Detail::ManyTeamSchedules { schedules, teams } => write!(
                f,
                "{schedules} of {teams} teams need a schedule of their own: few services are that critical, so \
                 the targets are probably wrong"
            ),
            Detail::SingleTeamDomain { domain, team } => {
                write!(f, "domain {domain} has only team {team} in it, so nobody shares its schedule")
            }
            Detail::DomainGroupedByGeography { domain } => write!(
                f,
                "domain {domain} is grouped by geography: people on call should know each other's services, so \
                 group by customer journey or technology capability"
            ),
            Detail::DomainGroupedByTooling { domain } => write!(
                f,
                "domain {domain} is grouped by tooling: the same tools do not make the services known, so group \
                 by customer journey or technology capability"
            ),
            Detail::CalloutOnlyPay { who } => write!(
                f,
                "{who} are paid for callouts but not for standby: unfair to those whose services rarely fail"
            ),
            Detail::UnpaidOnCall { who } => {
                write!(f, "on-call of {who} is unpaid: being ready out of hours is work and should be paid")
            }
            Detail::OnCallFundedByOperations => f.write_str(
                "operations pay for the on-call of digital services: product teams are responsible but nobody \
                 who chooses the features is accountable, so pay from the product budget",
            ),
            Detail::StandbyNotEstimated { who } => write!(
                f,
                "standby cost of {who} is not estimated: add `standby` or a `preset` to [{}]",
                who.table()
            ),
            Detail::RotaTooSmall { people } => write!(
                f,
                "{} in the rota: at least three are needed to share it",
                plural(*people, "person is", "people are")
            ),
            Detail::RotaNotFilled { people, on_call } => write!(
                f,
                "{on_call} people are to be on call at once, but only {people} share the rota: it cannot be filled"
            ),
            Detail::ShiftNotOneWeek { shift } => {
                write!(f, "shifts last {shift}: one week is the practice that has proved itself")
            }
            Detail::RotaOverQuarterTime { share, needed } => write!(
                f,
                "each person is on call {} % of the time, above 25 %: {needed} people would be needed",
                share.round_dp(1).normalize()
            ),
            Detail::RotaUnderloaded { people, shifts } => write!(
                f,
                "{people} people share the rota, so each is on call {} times a year, less than once a quarter: they lose \
                 touch with production, so split the rota",
                shifts.round_dp(1).normalize()
            ),
            Detail::RotaCoversManyServices { services } => write!(
                f,
                "the rota covers {services} services, more than its people can know: split the domain, or let teams \
                 that share services share a rota"
            ),
            Detail::TooManyCallouts { callouts } => write!(
                f,
                "{} callouts are expected in a shift, above 2: make the services more reliable first",
                callouts.round_dp(2).normalize()
            ),
            Detail::WorkingTimeOverLimit { hours } => write!(
                f,
                "the working week of {} hours is above 48 before anyone is called out",
                hours.round_dp(1).normalize()
            ),
            Detail::RestInterrupted { times } => write!(
                f,
                "callouts are expected to break eleven hours of rest {} times a year for each person: plan \
                 compensatory rest",
                times.round_dp(1).normalize()
            ),
            Detail::CostDisagreesWithSelector { partial, model, saved, premium, loss, years } => {
                write!(
                    f,
                    "the money does not agree: {}{} costs {} less over {}, since it ",
                    if *partial { "of what is estimated, " } else { "" },
                    model.other().name(),
                    about(*saved),
                    plural(*years, "year", "years")
                )?;
                let positive = |amount: &Money| !amount.amount().is_sign_negative();
                let size = |amount: &Money| about(Money::from_number(amount.amount().abs()));
                let pays = if positive(premium) { "less" } else { "more" };
                let loses = if positive(loss) { "more" } else { "less" };
                write!(f, "pays {} {pays} premium and loses {} {loses}", size(premium), size(loss))
            }
            Detail::TargetMissed { model, target, expected, other_meets } => {
                write!(
                    f,
                    "under {} it is expected to be available {} % of the time, below its target of {target} %",
                    model.name(),
                    expected.round_dp(3).normalize()
                )?;
                match other_meets {
                    true => write!(f, "; {} is expected to meet it", model.other().name()),
                    false => f.write_str(": fewer incidents, or a faster response, are needed"),
                }
            }
            Detail::DependencyBelowTarget { target, ceiling, weakest, available, is_expected, others } => {
                write!(f, "it depends on {weakest}, ")?;
                match is_expected {
                    true => f.write_str("which is expected to be available ")?,
                    false => f.write_str("whose target is to be available ")?,
                }
                write!(f, "{} % of the time", available.round_dp(3).normalize())?;
                if *others > 0 {
                    write!(f, ", and on {}", plural(*others, "other service", "other services"))?;
                }
                write!(
                    f,
                    ": even without incidents of its own it would be available {} % at most, below its target of {target} %",
                    ceiling.round_dp(3).normalize()
                )
            }
            Detail::RequiredTargetOutOfReach { service, target } => write!(
                f,
                "service {service} is required to meet {target} %, but no choice is expected to: least cost was chosen \
                 without it"
            ),
            Detail::LeastCostNotExhaustive => f.write_str(
                "there are more peaks than least cost tries in every combination: schedules for what must be covered, \
                 with none, one and all of the other peaks, were tried, so something may cost still less",
            ),
            Detail::AccountingMayDiffer => f.write_str(
                "what is capex and what is opex follows the playbook where `accounting` does not say otherwise; \
                 auditors may see it differently",
            ),
            Detail::ModelsGiven { services, first } => write!(
                f,
                "the model of {} was given by hand, first {first}: hybrids and least cost keep it, All \
                 {OPS_RUN_IT} and All {YOU_BUILD_IT_YOU_RUN_IT} mean all",
                plural(*services, "service", "services"),
            ),
            Detail::LossesAtMaximum { services, first } => write!(
                f,
                "losses rest on the exposure of the worst hour, at every hour of the week, for {}, first \
                 {first}: a typical hour usually loses far less, so give `exposure_by_hour`",
                plural(*services, "service", "services"),
            ),
            Detail::StandbyLeavesOutWorkingHours { who, rule, hours } => write!(
                f,
                "rule {} of standby pay in `{}` also matches {} working hours a week, which are not paid: write \
                 `pays = \"always\"` if they are, or `pays = \"out-of-hours\"` to confirm",
                rule,
                who.table(),
                hours.normalize(),
            ),
            Detail::PayRuleNeverApplies { who, rule } => write!(
                f,
                "rule {} of standby pay in `{}` is never the first to match an hour that is paid: earlier rules take \
                 its hours, or it names working hours that `pays = \"out-of-hours\"` leaves out",
                rule,
                who.table(),
            ),
            Detail::OpportunityDominatedByDelay { delay, all } => write!(
                f,
                "of {} lost a year, {} is value that comes late: deploying sooner matters more than restoring \
                 faster",
                about(*all),
                about(*delay)
            ),
            Detail::OpportunityDominatedByIncidents { incidents, all } => write!(
                f,
                "of {} lost a year, {} is lost in incidents: restoring faster matters more than deploying sooner",
                about(*all),
                about(*incidents)
            ),
            Detail::ComparisonPartial { missing: 1, first, refused: true } => {
                write!(f, "costs are partial, because {} is more than a year has room for", place(first))
            }
            Detail::ComparisonPartial { missing, first, refused: true } => write!(
                f,
                "costs are partial, because {missing} services have more incidents than a year has room for: {} is the first",
                place(first)
            ),
            Detail::ComparisonPartial { missing: 1, first, .. } => {
                write!(f, "costs are partial, because {} is missing", place(first))
            }
            Detail::ComparisonPartial { missing, first, .. } => {
                write!(f, "costs are partial, because {missing} inputs are missing: {} is the first", place(first))
            }
            Detail::ServicesLeftOut { services: 1, first } => {
                write!(f, "service {first} is left out, because it has problems: totals, strategies and schedules are without it")
            }
            Detail::ServicesLeftOut { services, first } => write!(
                f,
                "{services} services are left out, because they have problems, {first} the first: totals, strategies and \
                 schedules are without them"
            ),
            Detail::NotComparable { services, first } => {
                match services {
                    1 => write!(f, "service {first} is left out: its")?,
                    _ => write!(f, "{services} services are left out, {first} the first: their")?,
                }
                f.write_str(" models cannot be compared, as inputs are missing")
            }
            Detail::NotSimulated { services, first, refused } => {
                match services {
                    1 => write!(f, "service {first} cannot be simulated: its")?,
                    _ => write!(f, "{services} services, {first} the first, cannot be simulated: their")?,
                }
                f.write_str(match refused {
                    true => {
                        " incidents would last longer than the year is; what rests on them is not estimated"
                    }
                    false => {
                        " incidents a year, or how both models respond to them, are not given; what rests on them is \
                         not estimated"
                    }
                })
            }
            Detail::SampledMeanUncertain { services, first, percent, trials } => {
                match services {
                    1 => write!(f, "the mean loss of a year of {first}")?,
                    _ => write!(f, "the mean losses of a year of {services} services, {first} the first,")?,
                }
                let rests = if *services == 1 { "rests" } else { "rest" };
                write!(
                    f,
                    " {rests} to {} % on draws rarer than one in the {} trials: take the exact mean instead of the \
                     sampled one, whose standard error is too small",
                    percent.round_dp(1).normalize(),
                    grouped(trials)
                )
            }
            Detail::ManualStepCostly { step, model, cost, threshold } => write!(
                f,
                "doing `{step}` by hand costs {} a year under {}, above the threshold of {}: automate it",
                about(*cost),
                model.name(),
                show(*threshold)
            ),
            Detail::ScheduleCostsMoreThanItProtects { name, cost, protects } => write!(
                f,
                "the schedule {name} costs {} a year and protects {}: its services could wait for working hours",
                about(*cost),
                about(*protects)
            ),
            Detail::PilotHasNothingToMove { team, held_back, other } => write!(
                f,
                "team {team} is to be the pilot, but {}{}",
                if *held_back { "it is held back" } else { "none of its services is to change over" },
                if *other { ": the team that gains most goes first" } else { "" },
            ),
            Detail::PlanBeyondHorizon { teams, quarters } => write!(
                f,
                "the horizon ends after {quarters} quarters, before the last {} changed over: move more \
                 teams in a quarter, or compare over more years",
                plural(*teams, "team has", "teams have")
            ),
            Detail::WaveOverBudget { team, cost, budget } => write!(
                f,
                "changing over team {team} costs {}, more than the {} of a quarter: it goes alone",
                about(*cost),
                show(*budget)
            ),
            Detail::TeamNotReady { team, missing, ready_on, ready_after_months } => {
                write!(f, "team {team} is not ready to run it: {}; ", lacks(missing))?;
                match (ready_on, ready_after_months) {
                    (Some(date), _) => write!(f, "by the enabling work of the plan it could be on {date}"),
                    (None, Some(months)) => {
                        write!(f, "by the enabling work of the plan it could be after month {months}")
                    }
                    (None, None) => f.write_str(
                        "when it could be is not known, since no enabling work of the plan puts that in place",
                    ),
                }
            }
            Detail::TeamsHeldBack { teams, first, missing } => {
                match teams {
                    1 => write!(f, "team {first} is held back and stays as it is")?,
                    _ => write!(f, "{teams} teams are held back and stay as they are, {first} the first")?,
                }
                write!(f, ": {}", lacks(missing))
            }
            Detail::ReadinessNotKnown { teams, first, gates } => {
                match teams {
                    1 => write!(f, "team {first} is in the plan")?,
                    _ => write!(f, "{teams} teams are in the plan, {first} the first,")?,
                }
                write!(f, " although it is not known whether {} in place", are(gates))
            }
        }
    }
}

fn names(gates: &[GateCode], last: &str) -> String {
    let mut said = String::new();
    for (place, gate) in gates.iter().enumerate() {
        said.push_str(match place {
            0 => "",
            place if place + 1 == gates.len() => last,
            _ => ", ",
        });
        said.push_str(gate.name());
    }
    said
}

/// That a team lacks something.
fn lacks(missing: &[GateCode]) -> String {
    format!("it lacks {}", names(missing, " and "))
}

fn are(gates: &[GateCode]) -> String {
    let singular = matches!(gates, [GateCode::FairPay | GateCode::Telemetry]);
    format!("{} {}", names(gates, " and "), if singular { "is" } else { "are" })
}
