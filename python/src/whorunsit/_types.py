"""The shapes of answers, for type checkers: nothing imports this at run time. See docs/output.md.

Keys may be added to any of them, so none is to be taken for complete when a newer version answers.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal, NotRequired, TypedDict


class Provenance(TypedDict):
    """What an answer can be traced back to."""

    version: str
    input_sha256: str | None


class FromProfile(TypedDict):
    """Where an assumption comes from that a reference profile filled in."""

    name: str
    version: int
    key: str
    basis: str
    source: str
    operations_end: str | None
    known_by: str


class Assumption(TypedDict):
    """A default that an answer rests on."""

    code: str
    path: str
    value: str
    reason: str
    profile: NotRequired[FromProfile]


class Finding(TypedDict):
    """Something the user should know."""

    code: str
    severity: Literal["reason", "caution", "warning"]
    message: str
    source: str


class Tolerable(TypedDict):
    """Unavailability that a target tolerates in one period."""

    seconds: str
    loss: Decimal


OperatingModel = Literal["you-build-it-you-run-it", "ops-run-it"]
OutOfHours = Literal["none", "domain", "team"]
Policy = Literal["sixteen-cell", "traffic-light", "least-cost"]
Strategy = Literal[
    "all-ops-run-it", "all-you-build-it-you-run-it", "hybrid-with-team-schedules", "hybrid-at-scale", "least-cost"
]
Aspect = Literal["deployment-throughput", "service-reliability", "learning-culture"]
CostType = Literal["setup", "transition", "run", "incident", "opportunity"]
Accounting = Literal["capex", "opex", "lost-revenue"]
BudgetHolder = Literal["product-team", "it", "operations"]
Frequency = Literal["one-off", "yearly"]
Dimension = Literal[
    "service",
    "team",
    "domain",
    "operating_model",
    "aspect",
    "cost_type",
    "code",
    "accounting",
    "budget_holder",
    "frequency",
]

ChartName = Literal["selector", "costs", "exceedance", "tornado", "map", "scale", "break-even"]


# Not classes, for some of these keys cannot be the names of attributes.
Tolerance = TypedDict(
    "Tolerance", {"week": Tolerable, "30_days": Tolerable, "90_days": Tolerable, "365_days": Tolerable}
)


Peak = TypedDict(
    "Peak",
    {
        "name": str,
        "from": str,
        "to": str,
        "exposure_per_hour": Decimal,
        "availability_target": str,
        "out_of_hours": OutOfHours | None,
    },
)


class Insurance(TypedDict):
    """What one choice costs more than another, and how much less it loses. Either may be below zero."""

    extra_one_off: Decimal
    extra_premium_per_year: Decimal
    extra_standby_per_year: Decimal | None
    extra_premium_over_horizon: Decimal
    loss_avoided_per_year: Decimal
    loss_avoided_over_horizon: Decimal
    net_benefit: Decimal
    ratio: str | None
    payback_month: int | None
    cheaper_model: OperatingModel | None
    agrees: bool | None
    partial: bool


class Service(TypedDict):
    """Who should run one service."""

    name: str
    kind: Literal["digital", "foundational"]
    team: str | None
    exposure_per_hour: Decimal
    feature_demand: str
    availability_target: str
    deployment_target: str
    operating_model: OperatingModel
    out_of_hours: OutOfHours | None
    schedule: str | None
    tolerable_unavailability: Tolerance
    insurance: Insurance | None
    peaks: list[Peak]
    findings: list[Finding]
    assumptions: list[str]


class RotaCheck(TypedDict):
    """One published rule against one rota."""

    rule: str
    status: Literal["met", "broken", "not-estimated"]
    measured: str


class Rota(TypedDict):
    """The people who take turns in one schedule, and how they fare."""

    participants: int | None
    shift: str
    weeks_on_call_per_year: str | None
    percent_of_time: str | None
    callouts_per_shift: str | None
    checks: list[RotaCheck]
    missing: list[str]


class Schedule(TypedDict):
    """People on call for a set of services out of hours."""

    name: str
    kind: Literal["domain", "team", "operations"]
    teams: list[str]
    services: list[str]
    people_on_call: int
    days_per_year: str
    standby_cost_per_year: Decimal | None
    rota: Rota
    findings: list[Finding]
    assumptions: list[str]


class OnCall(TypedDict):
    """Who is on call, in short."""

    teams_in_working_hours: list[str]
    product_team_schedules: int
    product_team_people: int
    operations_people: int
    schedules_if_every_team_had_one: int


class Standby(TypedDict):
    """What standby costs a year."""

    product_teams_cost_per_year: Decimal | None
    operations_cost_per_year: Decimal | None
    cost_per_year: Decimal | None
    partial: bool
    missing: list[str]


class BandShare(TypedDict):
    """The services of one exposure band."""

    max_per_hour: Decimal | None
    availability_target: str
    services: int
    percent: str


class ScaleCost(TypedDict):
    """Schedules and what they cost."""

    schedules: int
    standby_cost_per_year: Decimal | None


class ScalePoint(TypedDict):
    """Standby with the first so many teams of the portfolio."""

    teams: int
    every_team: ScaleCost
    on_exposure: ScaleCost
    operations: ScaleCost


class Totals(TypedDict):
    """What line items come to together."""

    one_off: Decimal
    per_year: Decimal
    over_horizon: Decimal
    line_items: int
    partial: bool


class Group(Totals, total=False):
    """The line items that agree in some dimensions: it has the keys of those."""

    service: str
    team: str | None
    domain: str | None
    operating_model: OperatingModel
    aspect: Aspect
    cost_type: CostType
    code: str
    accounting: Accounting
    budget_holder: BudgetHolder | None
    frequency: Frequency


class LineItem(TypedDict):
    """One line of the ledger; an amount that lacks an input is ``None``."""

    service: str
    team: str | None
    domain: str | None
    operating_model: OperatingModel
    aspect: Aspect
    cost_type: CostType
    code: str
    accounting: Accounting
    budget_holder: BudgetHolder | None
    frequency: Frequency
    amount: Decimal | None
    over_horizon: Decimal | None
    basis: str
    factors: list[str]
    shared_by: int
    missing: list[str]


class ManualStep(TypedDict):
    """What one step of the incident workflow costs a year because people do it by hand."""

    step: str
    operating_model: OperatingModel
    effort_per_year: Decimal | None
    loss_per_year: Decimal | None
    per_year: Decimal | None


class StrategyCosts(TypedDict):
    """What one strategy costs and protects."""

    strategy: Strategy
    ops_run_it: int
    you_build_it_you_run_it: int
    product_team_schedules: int
    people_on_call: int
    standby_per_year: Decimal | None
    targets_missed: int | None
    premium: Totals
    loss: Totals
    over_horizon: Decimal
    more_than_recommended: Decimal
    by_accounting: list[Group]
    by_budget_holder: list[Group]


class MonthCosts(TypedDict):
    """What two strategies have cost by the end of a month."""

    month: int
    hybrid_at_scale: Decimal
    all_ops_run_it: Decimal


class Runs(TypedDict):
    """Who runs a service, and who is on call for it out of hours."""

    operating_model: OperatingModel
    out_of_hours: OutOfHours | None


class PolicyDifference(TypedDict):
    """One service that least cost runs or covers in another way than is recommended."""

    service: str
    recommended: Runs
    least_cost: Runs
    premium_saved: Decimal
    loss_avoided: Decimal
    saved: Decimal
    reason: str


class PolicyPrice(TypedDict):
    """What it costs to follow the selector instead of what costs least."""

    over_horizon: Decimal
    standby_saved: Decimal
    differences: list[PolicyDifference]


class LossProtection(TypedDict):
    """How much of the loss that a target tolerates in a week is not lost."""

    tolerable_loss: Decimal
    protected: Decimal
    percent: str | None


class IncidentOutlook(TypedDict):
    """How one incident goes, on average."""

    hours_to_restore_in_working_hours: str
    hours_to_restore_out_of_hours: str
    hours_to_restore: str
    loss_per_hour: Decimal
    triage: Literal["high", "medium", "low"] | None
    protection: LossProtection | None


class ModelCosts(TypedDict):
    """What one service costs under one model, standby aside."""

    deployment: str
    setup: Decimal
    transition: Decimal
    run: Decimal
    incident: Decimal
    opportunity: Decimal
    premium_over_horizon: Decimal
    loss_over_horizon: Decimal
    incidents: IncidentOutlook | None
    expected_availability: str | None
    meets_target: bool | None
    partial: bool
    missing: list[str]


class ServiceComparison(TypedDict):
    """One service under both models."""

    name: str
    team: str | None
    operating_model: OperatingModel
    availability_target: str
    ops_run_it: ModelCosts
    you_build_it_you_run_it: ModelCosts
    insurance: Insurance
    findings: list[Finding]


class ScheduleWorth(TypedDict):
    """What a schedule costs a year, and what would be lost more without it."""

    name: str
    standby_cost_per_year: Decimal | None
    protects_per_year: Decimal | None


# Not a class, for a key that cannot be the name of an attribute.
ScenarioChange = TypedDict("ScenarioChange", {"service": str, "from": Runs | None, "to": Runs | None})


class ScenarioOutcome(TypedDict):
    """What one scenario comes to."""

    name: str
    ops_run_it: int
    you_build_it_you_run_it: int
    product_team_schedules: int
    targets_missed: int | None
    disagreements: int
    standby_per_year: Decimal | None
    premium_over_horizon: Decimal
    loss_over_horizon: Decimal
    over_horizon: Decimal
    more_than_as_it_is: Decimal | None
    least_cost_over_horizon: Decimal | None
    horizon_years: int
    changes: list[ScenarioChange]
    partial: bool


class _WaitsFor(TypedDict, total=False):
    waits_for: list[str]


class WaveTeam(_WaitsFor):
    """One team that changes over, or a service that names none; ``waits_for`` is left out where it is empty."""

    name: str
    services: list[str]
    one_off: Decimal
    net_benefit: Decimal


GateCode = Literal["fair-pay", "three-people", "runbooks", "telemetry"]


class _Done(TypedDict, total=False):
    done: str


class PlannedWork(_Done):
    """Work that has to be done before waves that need it; ``done`` is left out where the plan has no start."""

    name: str
    kind: Literal["paved-road", "workflow-automation", "training", "preparation"]
    month: int
    done_month: int
    one_off: Decimal | None
    needed_by: list[str]
    opens: list[GateCode]


class MissingGate(TypedDict):
    """Something that a team lacks, and the month by which enabling work puts it in place."""

    code: GateCode
    done_month: int | None


class TeamHeldBack(TypedDict):
    """A team that is not ready to change over, and stays as it is."""

    name: str
    services: list[str]
    missing: list[MissingGate]
    net_benefit: Decimal


class _WaveDates(TypedDict, total=False):
    set_up_month: int
    date: str
    set_up_date: str


class Wave(_WaveDates):
    """The teams that change over at the start of a quarter; dates are left out where the plan has no start."""

    quarter: int
    month: int
    teams: list[WaveTeam]
    one_off: Decimal
    product_team_schedules: int
    per_year: Decimal


class PlanMonth(TypedDict):
    """One month of a transition plan."""

    month: int
    cost: Decimal
    cumulative: Decimal
    staying: Decimal
    difference: Decimal


class MoneyInterval(TypedDict):
    """A 95 % interval of an amount."""

    at_least: Decimal
    at_most: Decimal


class PercentInterval(TypedDict):
    """A 95 % interval of a probability, in percent."""

    at_least_percent: str
    at_most_percent: str


class PercentileIntervals(TypedDict):
    """For each percentile, its 95 % interval; ``None`` where there are too few trials to tell."""

    p5: MoneyInterval | None
    p50: MoneyInterval | None
    p95: MoneyInterval | None


class Spread(TypedDict):
    """How an uncertain amount is spread over the trials."""

    mean: Decimal
    standard_error: Decimal
    standard_deviation: Decimal
    p5: Decimal
    p50: Decimal
    p95: Decimal
    intervals: PercentileIntervals
    exact_mean: Decimal | None
    exact_standard_deviation: Decimal | None
    mean_beyond_trials_percent: str | None


class Exceedance(TypedDict):
    """How likely a loss above an amount is."""

    percent: str
    loss: Decimal


class Bin(TypedDict):
    """How many trials fall in a range; the last range also counts everything larger."""

    at_least: Decimal
    below: Decimal
    trials: int


class Risk(TypedDict):
    """A loss of one year, with its tail."""

    spread: Spread
    value_at_risk_95: Decimal
    conditional_value_at_risk_95: Decimal
    value_at_risk_99: Decimal
    conditional_value_at_risk_99: Decimal
    exceedance: list[Exceedance]
    histogram: list[Bin]


class Simulated(TypedDict):
    """What one choice comes to."""

    cost_over_horizon: Spread | None
    year_loss: Risk | None
    worst_incident: Risk | None
    meets_target_percent: str | None
    meets_target_interval: PercentInterval | None


class PortfolioSimulation(TypedDict):
    """What is recommended, and operations running everything."""

    hybrid_at_scale: Simulated
    all_ops_run_it: Simulated
    difference: Spread | None
    cheaper_percent: str | None
    cheaper_interval: PercentInterval | None
    tied_percent: str | None


class CostFlip(TypedDict):
    """Two neighbouring values of an input between which the cheaper model changes."""

    input: str
    now: str
    last_below: str
    first_above: str
    cheaper_below: OperatingModel
    cheaper_above: OperatingModel
    within_estimate: bool | None


class ServiceSimulation(TypedDict):
    """One service under both models, which face the same incidents."""

    name: str
    operating_model: OperatingModel
    ops_run_it: Simulated
    you_build_it_you_run_it: Simulated
    elsewhere: Decimal | None
    difference: Spread | None
    you_build_it_cheaper_percent: str | None
    you_build_it_cheaper_interval: PercentInterval | None
    tied_percent: str | None
    flips: list[CostFlip]
    variance_reduction_percent: str | None


class Swing(TypedDict):
    """What one uncertain input does to the difference between the models."""

    input: str
    low: str
    high: str
    difference_at_low: Decimal
    difference_at_high: Decimal
    swing: Decimal
    flips: bool


class SelectionFlip(TypedDict):
    """The value of an input beyond which the selector chooses in another way."""

    input: Literal["exposure_per_hour", "feature_demand"]
    above: bool
    value: str
    operating_model: OperatingModel
    out_of_hours: OutOfHours | None


class ServiceFlips(TypedDict):
    """Where the selection and the cheaper model change."""

    selection: list[SelectionFlip]
    cost: list[CostFlip]


class InputInformation(TypedDict):
    """What knowing one input exactly would be worth."""

    input: str
    worth: Decimal


class GridCell(TypedDict):
    """The difference between the models for one exposure and rate of incidents."""

    exposure_per_hour: Decimal
    incidents_per_year: str
    difference: Decimal
    cheaper_model: OperatingModel | None


class ServiceSensitivity(TypedDict):
    """How the comparison of one service depends on its inputs."""

    name: str
    operating_model: OperatingModel
    cheaper_model: OperatingModel | None
    difference: Decimal
    tornado: list[Swing]
    flips: ServiceFlips
    evpi: Decimal
    evppi: list[InputInformation]
    grid: list[GridCell]


class Counts(TypedDict):
    """How much a portfolio holds."""

    services: int
    teams: int
    domains: int


FailureMode = Literal["in-working-hours", "out-of-hours", "waits-for-working-hours", "manual-steps", "shared-cause"]


class ChaosDay(TypedDict):
    """A failure to rehearse."""

    at_risk_per_year: Decimal
    cause: str | None
    mode: FailureMode
    services: list[str]


QuestionAnswer = Literal["yes", "partly", "no", "unknown"]


class Action(TypedDict):
    """What to do about an answer that is not yes."""

    action: str
    because: QuestionAnswer
    gate: bool
    practice: str
    question: str
    teams: list[str]
    who: str
    worth_per_year: Decimal | None


class TeamAnswer(TypedDict):
    """What one team answers for itself."""

    answer: QuestionAnswer
    team: str


class QuestionAnswered(TypedDict):
    """One question, as the organisation and its teams answer it."""

    code: str
    organisation: QuestionAnswer
    question: str
    teams: list[TeamAnswer]


class PresetPay(TypedDict):
    """What a published preset pays."""

    name: str
    source: str
    standby_per_week: Decimal


class SchedulePay(TypedDict):
    """What the people of one schedule are paid a year each, and how often they are on call."""

    callouts_per_person: Decimal | None
    callouts_per_shift: str | None
    nights_per_person: str | None
    participants: int | None
    rules_broken: list[str]
    schedule: str
    standby_per_person: Decimal | None
    weekends_per_person: str | None


class OnCallPay(TypedDict):
    """What people on call are paid a year, and how their rotas fare."""

    code: Literal["on-call-pay"]
    presets: list[PresetPay]
    schedules: list[SchedulePay]
    standby_per_week: Decimal | None


class ExposureInTop(TypedDict):
    """The share of all exposure in the most exposed services."""

    percent: str
    services: int


class SchedulesOnExposure(TypedDict):
    """What standby costs under three policies, and how few services hold most of the exposure."""

    code: Literal["schedules-on-exposure"]
    critical_services: int
    every_team: ScaleCost | None
    exposure_in_top: list[ExposureInTop]
    on_exposure: ScaleCost | None
    saved_per_year: Decimal | None
    services_with_four_fifths: int
    teams: int


class AccountabilityAndBudgets(TypedDict):
    """Who answers and who pays, in short; `accountability` has each service."""

    code: Literal["accountability-and-budgets"]
    accountable_changes: int
    moved_from_operations_per_year: Decimal | None
    services: int
    services_that_part: int


class StepToAutomate(TypedDict):
    """A manual step of the incident workflow."""

    automation_cost: Decimal | None
    delay: str | None
    effort: str | None
    operating_model: OperatingModel
    per_year: Decimal | None
    saved_for_each_unit: str | None
    step: str


class IncidentWorkflow(TypedDict):
    """What the manual steps of the incident workflow cost, and what automating them would change."""

    code: Literal["incident-workflow"]
    hours_to_restore_after: str | None
    hours_to_restore_automated: str | None
    hours_to_restore_today: str | None
    per_year: Decimal | None
    steps: list[StepToAutomate]


class TeamRework(TypedDict):
    """Unplanned work of one team."""

    callouts_per_shift: str | None
    cost_per_year: Decimal | None
    halving_frees_weeks: str | None
    rework_rate: str | None
    team: str


class UnplannedWork(TypedDict):
    """Unplanned work of all teams."""

    code: Literal["unplanned-work"]
    cost_per_year: Decimal | None
    halving_saves_per_year: Decimal | None
    not_estimated: int
    teams: list[TeamRework]


Arrangement = Literal["central", "embedded-same-people", "embedded-in-every-team", "central-with-self-service"]


AdviceBy = Literal["cost", "wait"]


class DemandFlip(TypedDict):
    """A demand at which the advice changes."""

    advice: Arrangement | None
    requests_per_week: str


class SpecialistOption(TypedDict):
    """One arrangement of specialists."""

    arrangement: Arrangement
    delay_per_year: Decimal | None
    hours_of_wait: str | None
    people: int
    per_year: Decimal | None
    requests_per_week: str
    requests_that_wait: str | None
    staff_per_year: Decimal | None
    utilisation: str


class SpecialistAdvice(TypedDict):
    """What one group of specialists comes to in each arrangement."""

    advice: Arrangement | None
    advice_by: AdviceBy
    changes_above: DemandFlip | None
    changes_below: DemandFlip | None
    missing: list[str]
    name: str
    options: list[SpecialistOption]
    self_service_saves_per_year: Decimal | None
    teams: int


class SpecialistsFigure(TypedDict):
    """How specialists are best arranged."""

    code: Literal["specialists"]
    specialists: list[SpecialistAdvice]


class PilotCandidate(TypedDict):
    """One team that could be the pilot."""

    ahead_by: Decimal | None
    may_change_over: bool | None
    name: str
    net_benefit: Decimal | None
    one_off: Decimal | None
    rank: int
    rank_by_net_benefit: int
    rank_by_one_off: int
    services: list[str]


class Pilot(TypedDict):
    """Which team goes first."""

    code: Literal["pilot"]
    candidates: list[PilotCandidate]


Figure = (
    OnCallPay
    | SchedulesOnExposure
    | AccountabilityAndBudgets
    | IncidentWorkflow
    | UnplannedWork
    | SpecialistsFigure
    | Pilot
)


ScoreMeaning = Literal["answered", "in-part", "stands", "unknown"]


class Score(TypedDict):
    """How far an objection is answered."""

    known: int
    meaning: ScoreMeaning
    percent: str | None
    unknown: int


class ObjectionReadiness(TypedDict):
    """One objection, answered with the organisation's own figures."""

    actions: list[Action]
    answers: list[QuestionAnswered]
    code: str
    figure: Figure
    gates: str | None
    objection: str
    says: str
    score: Score


class Questions(TypedDict):
    """Which questions were asked."""

    answered: int
    language: str
    questions: int
    source: str
    version: int


class StandingCounts(TypedDict):
    """How many services reach the baseline; those of which it cannot be told are in none of the counts."""

    all: int
    availability: int
    deployment: int
    learning: int
    not_estimated: int
    time_to_restore: int


class Baseline(TypedDict):
    """The baseline: what an organisation that runs what it builds reaches at least."""

    availability: str
    deployment: str
    learning_lead_time: str
    time_to_restore: str


class AgainstBaseline(TypedDict):
    """One service under one model against the baseline; `None` where that cannot be told."""

    all: bool | None
    availability: bool | None
    deployment: bool | None
    learning: bool | None
    operating_model: OperatingModel
    time_to_restore: bool | None


Verdict = Literal["clearly-operations", "clearly-its-team", "needs-thought"]


class ServiceStanding(TypedDict):
    """One service against the baseline."""

    after: AgainstBaseline
    because: list[str]
    name: str
    today: AgainstBaseline | None
    verdict: Verdict


class Standing(TypedDict):
    """Where services stand against the baseline, today and after what is recommended."""

    after: StandingCounts
    baseline: Baseline
    clearly_operations: int
    clearly_their_teams: int
    need_thought: int
    services: list[ServiceStanding]
    today: StandingCounts


class Gate(TypedDict):
    """One thing that must be in place before a team changes over."""

    because: str
    code: GateCode
    in_place: QuestionAnswer


class TeamReadiness(TypedDict):
    """One team that is to run what it builds, and what it has in place for that."""

    forced: bool
    gates: list[Gate]
    may_change_over: bool | None
    name: str
    services: list[str]


class BudgetMove(TypedDict):
    """What one budget pays a year for one cost type."""

    after_per_year: Decimal | None
    budget_holder: BudgetHolder
    cost_type: CostType
    moved_per_year: Decimal | None
    today_per_year: Decimal | None


Duty = Literal["responsible", "accountable", "informed"]


class Duties(TypedDict):
    """What everybody is in the reliability of one service."""

    application_support: Duty
    head_of_delivery: Duty
    head_of_operations: Duty
    head_of_product: Duty
    product_team: Duty


Parting = Literal["pays-but-does-not-decide", "responsible-but-unaccountable", "built-and-run-apart"]


class ServiceAccountability(TypedDict):
    """One service: duties, budget line, and where they part."""

    callouts_per_year: Decimal | None
    duties: Duties
    duties_today: Duties | None
    kind: str
    name: str
    on_call_per_year: Decimal | None
    operating_model: OperatingModel
    paid_by: BudgetHolder | None
    partings: list[Parting]
    standby_per_year: Decimal | None
    team: str | None


class IntakeSource(TypedDict):
    """How the text of a table was read."""

    byte_order_mark: bool
    delimiter: str | None
    encoding: str
    format: str
    header_row: int
    rows_above_header: int


class IntakeCounts(TypedDict):
    """How many rows, services and cells were taken in, and how many were not."""

    asked: int
    in_portfolio: int
    not_given: int
    read: int
    refused: int
    rows: int
    services: int


class IntakeColumn(TypedDict):
    """A column of a table, and what it was taken for."""

    column: int
    decided_by_itself: bool
    decimal: str | None
    field: str | None
    heading: str


class IntakeCell(TypedDict):
    """A cell that was not read as it stands."""

    column: int
    field: str
    heading: str
    help: str | None
    message: str | None
    read: str | None
    row: int
    service: str
    status: Literal["read", "not-given", "asked", "refused"]
    written: str


class LeftOut(TypedDict):
    """A row that is no service of the portfolio."""

    message: str
    name: str
    reason: str
    row: int
