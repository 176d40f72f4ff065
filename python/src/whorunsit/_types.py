"""The shapes of answers, for type checkers: nothing imports this at run time. See docs/output.md.

Keys may be added to any of them, so none is to be taken for complete when a newer version answers.
Written by `cargo xtask types` from the types of the core: do not edit.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, TypeAlias, TypedDict

Accounting = Literal["capex", "opex", "lost-revenue"]
AdviceBy = Literal["cost", "wait"]
Arrangement = Literal["central", "embedded-same-people", "embedded-in-every-team", "central-with-self-service"]
Aspect = Literal["deployment-throughput", "service-reliability", "learning-culture"]
Assumptions: TypeAlias = "list[str]"
BudgetHolder = Literal["product-team", "it", "operations"]
CellStatus = Literal["read", "not-given", "asked", "refused"]
ChartName = Literal[
    "selector",
    "costs",
    "exceedance",
    "tornado",
    "map",
    "scale",
    "break-even",
    "workflow",
    "waterfall",
    "heat-map",
    "density",
    "rota",
]
CostType = Literal["setup", "transition", "run", "incident", "opportunity"]
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
    "budget_team",
    "frequency",
]
Duty = Literal["responsible", "accountable", "informed"]
EnablingKind = Literal["paved-road", "workflow-automation", "training", "preparation"]
FailureMode = Literal[
    "in-working-hours",
    "out-of-hours",
    "waits-for-working-hours",
    "manual-steps",
    "failed-deployment",
    "shared-cause",
]
Figure: TypeAlias = (
    "OnCallPay | SchedulesOnExposure | AccountabilityAndBudgets | IncidentWorkflow | UnplannedWork | "
    "SpecialistsFigure | Pilot "
)
FindingCode = Literal[
    "target-from-exposure",
    "deployment-from-demand",
    "model-from-selector",
    "model-given",
    "model-from-money",
    "money-does-not-decide",
    "schedule-from-target",
    "exposure-above-highest-band",
    "exposure-by-quantile",
    "estimate-too-wide",
    "down-all-year",
    "failing-all-year",
    "demand-above-highest-band",
    "target-inflated",
    "target-below-exposure",
    "policies-disagree",
    "amber-below-three-nines",
    "low-value-digital-service",
    "kind-and-demand-disagree",
    "four-nines-rarely-needed",
    "peak-raises-target",
    "peak-asks-for-other-model",
    "service-without-team",
    "team-without-domain",
    "many-team-schedules",
    "single-team-domain",
    "domain-grouped-by-geography",
    "domain-grouped-by-tooling",
    "callout-only-pay",
    "unpaid-on-call",
    "on-call-funded-by-operations",
    "standby-not-estimated",
    "rota-too-small",
    "rota-not-filled",
    "shift-not-one-week",
    "rota-over-quarter-time",
    "rota-underloaded",
    "rota-covers-many-services",
    "too-many-callouts",
    "working-time-over-limit",
    "rest-interrupted",
    "cost-disagrees-with-selector",
    "target-missed",
    "dependency-below-target",
    "required-target-out-of-reach",
    "least-cost-not-exhaustive",
    "accounting-may-differ",
    "models-given",
    "losses-at-maximum",
    "pay-rule-never-applies",
    "standby-leaves-out-working-hours",
    "opportunity-dominated-by-delay",
    "opportunity-dominated-by-incidents",
    "comparison-partial",
    "services-left-out",
    "not-comparable",
    "not-simulated",
    "sampled-mean-uncertain",
    "manual-step-costly",
    "schedule-costs-more-than-it-protects",
    "pilot-has-nothing-to-move",
    "plan-beyond-horizon",
    "wave-over-budget",
    "team-not-ready",
    "teams-held-back",
    "readiness-not-known",
]
Frequency = Literal["one-off", "yearly"]
GateCode = Literal["fair-pay", "three-people", "runbooks", "telemetry"]
InputSource = Literal["given", "estimated", "measured", "preset"]
Kind = Literal["digital", "foundational"]
Labels: TypeAlias = "dict[str, Word]"
LeftOutReason = Literal["no-name", "totals", "heading", "duplicate", "incomplete", "invalid"]
OperatingModel = Literal["ops-run-it", "you-build-it-you-run-it"]
OutOfHours = Literal["none", "domain", "team"]
Parting = Literal["pays-but-does-not-decide", "responsible-but-unaccountable", "built-and-run-apart"]
Payer = Literal["product-teams", "operations"]
Policy = Literal["sixteen-cell", "traffic-light", "least-cost"]
QuestionAnswer = Literal["yes", "partly", "no", "unknown"]
RoadmapFormat = Literal["markdown", "html", "mermaid", "jira"]
RotaRule = Literal[
    "playbook-three-people",
    "playbook-one-week-shifts",
    "google-sre-quarter-time",
    "google-sre-two-incidents",
    "uk-working-time-48-hours",
    "uk-working-time-11-hours-rest",
]
RuleStatus = Literal["met", "broken", "not-estimated"]
ScheduleBy = Literal["target", "exposure-band", "minimum", "money"]
ScheduleKind = Literal["domain", "team", "operations"]
ScoreMeaning = Literal["answered", "in-part", "stands", "unknown"]
Severity = Literal["reason", "caution", "warning"]
StepKind = Literal["enabling", "set-up", "change-over", "break-even"]
Strategy = Literal[
    "all-ops-run-it",
    "all-you-build-it-you-run-it",
    "hybrid-with-team-schedules",
    "hybrid-at-scale",
    "least-cost",
]
Today = Literal["ops-run-it", "you-build-it-you-run-it", "nothing", "mixed"]
Triage = Literal["high", "medium", "low"]
Unit = Literal[
    "amount",
    "per-hour",
    "per-callout",
    "per-feature-week",
    "per-insight-week",
    "incidents",
    "deployments",
    "failing",
    "features",
    "insights",
    "improvements",
    "weeks",
    "months",
    "seats",
    "people-a-seat",
    "incidents-above",
    "hours-a-week",
    "hours",
    "hours-in-working-hours",
    "hours-out-of-hours",
    "hours-waiting",
    "hours-of-work",
    "weeks-of-lead-time",
    "people",
    "of-full-pay",
    "paid-callouts",
    "hours-off",
    "out-of-hours",
    "reaching",
    "severity",
    "at-stake",
    "revenue",
    "cancellations",
    "credits",
    "regulatory",
    "manual-fallback",
    "costs-incurred",
    "of-the-year",
    "unplanned",
    "covered",
]
Verdict = Literal["clearly-operations", "clearly-its-team", "needs-thought"]


class Acceptance(TypedDict):
    """A portfolio in which the model that costs less for one service is given by hand."""

    provenance: Provenance
    service: str
    operating_model: OperatingModel
    reason: str
    portfolio: str


class Accountability(TypedDict):
    """Who answers for each service, whose budget pays for its on-call, and what moves between budgets."""

    provenance: Provenance
    name: str | None
    currency: str
    services: list[ServiceAccountability]
    moves: list[BudgetMove]
    missing: list[str]
    assumptions: list[Assumption]


class AccountabilityAndBudgets(TypedDict):
    """Who answers and who pays, in short; `accountability` has each service."""

    code: Literal["accountability-and-budgets"]
    services: int
    services_that_part: int
    accountable_changes: int
    moved_from_operations_per_year: Decimal | None


class Action(TypedDict):
    """What to do about an answer that is not yes."""

    question: str
    action: str
    because: QuestionAnswer
    teams: list[str]
    practice: str
    who: str
    gate: bool
    worth_per_year: Decimal | None


class AgainstBaseline(TypedDict):
    """One service under one model against the baseline; `None` where that cannot be told."""

    operating_model: OperatingModel
    deployment: bool | None
    availability: bool | None
    time_to_restore: bool | None
    learning: bool | None
    all: bool | None


class _Assumption(TypedDict, total=False):
    profile: FromProfile | None


class Assumption(_Assumption):
    """A default that a result rested on."""

    code: str
    path: str
    value: str
    reason: str


class BandShare(TypedDict):
    """The services of one exposure band."""

    max_per_hour: Decimal | None
    availability_target: str
    services: int
    percent: str


class Baseline(TypedDict):
    """The baseline: what an organisation that runs what it builds reaches at least."""

    deployment: str
    availability: str
    time_to_restore: str
    learning_lead_time: str


class Bin(TypedDict):
    """A range of a histogram."""

    at_least: Decimal
    below: Decimal
    trials: int


class BudgetMove(TypedDict):
    """What one budget pays a year for one cost type."""

    budget_holder: BudgetHolder
    cost_type: CostType
    today_per_year: Decimal | None
    after_per_year: Decimal | None
    moved_per_year: Decimal | None


class ChaosDay(TypedDict):
    """A failure to rehearse."""

    services: list[str]
    mode: FailureMode
    cause: str | None
    at_risk_per_year: Decimal


class Check(TypedDict):
    """What a portfolio holds, for those who only want it checked."""

    provenance: Provenance
    name: str | None
    currency: str
    counts: Counts
    assumptions: list[Assumption]


class _Comparison(TypedDict, total=False):
    against_today: Insurance | None
    outlook: Outlook | None
    today: Today
    variants: list[VariantOutcome]


class Comparison(_Comparison):
    """Strategies side by side, and every service under both models."""

    provenance: Provenance
    name: str | None
    currency: str
    horizon_years: int
    strategies: list[StrategyCosts]
    insurance: Insurance
    cash_flow: list[MonthCosts]
    policy_price: PolicyPrice | None
    services: list[ServiceComparison]
    schedules: list[ScheduleWorth]
    missing: list[str]
    findings: list[Finding]
    assumptions: list[Assumption]


class CostFlip(TypedDict):
    """Where the cheaper model changes as one input changes, the others at their means: two neighbouring values, with
    each of which the portfolio was run again, targets, schedules and what is shared included.
    """

    input: str
    words: str
    unit: Literal["money", "number", "percent", "seconds"]
    now: str
    last_below: str
    first_above: str
    cheaper_below: OperatingModel
    cheaper_above: OperatingModel
    within_estimate: bool | None


class Costs(TypedDict):
    """What a portfolio costs under one strategy: every line item, and what they come to."""

    provenance: Provenance
    name: str | None
    currency: str
    horizon_years: int
    strategy: Strategy
    premium: Totals
    loss: Totals
    groups: list[Group]
    manual_steps: list[ManualStepPrice]
    line_items: list[LineItem]
    missing: list[str]
    findings: list[Finding]
    assumptions: list[Assumption]


class Counts(TypedDict):
    """How much a portfolio holds."""

    services: int
    teams: int
    domains: int


class DemandFlip(TypedDict):
    """A demand at which the advice changes."""

    requests_per_week: str
    advice: Arrangement | None


class Difference(TypedDict):
    """What differs between an old portfolio and a new one."""

    provenance: Provenance
    old_provenance: Provenance
    name: str | None
    currency: str
    old_currency: str
    summary: list[str]
    inputs: list[InputChange]
    services: list[ServiceChange]
    old: ScenarioOutcome
    new: ScenarioOutcome


class Duties(TypedDict):
    """What everybody is in the reliability of one service."""

    product_team: Duty
    head_of_product: Duty
    head_of_delivery: Duty
    head_of_operations: Duty
    application_support: Duty


class Exceedance(TypedDict):
    """A point of an exceedance curve."""

    percent: str
    loss: Decimal


class ExposureInTop(TypedDict):
    """The share of all exposure in the most exposed services."""

    services: int
    percent: str


class _Factor(TypedDict, total=False):
    fraction: str


class Factor(_Factor):
    """A factor of a line item."""

    value: str
    unit: Unit
    input: str | None


class FindOut(TypedDict):
    """An input whose knowledge is worth something."""

    input: str
    words: str
    worth: Decimal
    swing: Decimal
    known_by: str
    services: int


class Finding(TypedDict):
    """Something the user should know."""

    code: FindingCode
    severity: Severity
    message: str
    source: str
    details: FindingDetails


class _FindingDetails(TypedDict, total=False):
    another_goes_first: bool
    availability_target: str
    budget_per_quarter: Decimal
    callouts_per_shift: str
    computed_target: str
    cost_per_year: Decimal
    covered_by: str | None
    decided_by: ScheduleBy
    delay_per_year: Decimal
    demand_band: str
    deployment_target: str
    domain: str
    expected_availability: str
    exposure_per_hour: Decimal
    extra_loss_over_horizon: Decimal
    extra_standby_per_year: Decimal | None
    failed_deployments_per_year: str
    features_per_month: str | None
    first: str
    first_input: str
    held_back: bool
    high_over_low: str
    highest_availability: str
    horizon_years: int
    hours_per_week: str
    hours_per_year: str
    incident_loss_per_year: Decimal
    incidents_per_year: str
    input: str
    interruptions_per_year: str
    kind: Kind
    loss_per_year: Decimal
    max_features_per_month: str
    max_per_hour: Decimal
    mean_above_p95: bool
    mean_exposure_per_hour: Decimal
    missing_gates: list[GateCode]
    missing_inputs: int
    one_off: Decimal
    operating_model: OperatingModel
    other_model: OperatingModel
    other_model_meets: bool
    other_policy: Policy
    other_services: int
    out_of_hours: OutOfHours
    partial: bool
    pay_of: Payer
    peak: str | None
    peak_target: str
    people: int
    people_needed: int
    people_on_call: int
    percent_of_mean: str
    percent_of_time: str
    policy: Policy
    premium_saved_over_horizon: Decimal
    protects_per_year: Decimal
    quantile: str
    quarters: int
    ready_after_months: int | None
    ready_on: str | None
    reason: str | None
    refused: bool
    rule: int
    saved_over_horizon: Decimal
    schedule: str
    selected_model: OperatingModel
    service: str
    services: int
    shift: str
    shifts_per_year: str
    step: str
    team: str
    team_schedules: int
    teams: int
    threshold_per_year: Decimal
    tied: bool
    trials: int
    unknown_gates: list[GateCode]
    weakest: str
    weakest_availability: str
    weakest_is_expected: bool


class FindingDetails(_FindingDetails):
    """The figures that a finding rests on, by name: which of them are there depends on its code."""



class FromProfile(TypedDict):
    """Where an assumption comes from that a reference profile filled in."""

    name: str
    version: int
    key: str
    basis: str
    source: str
    operations_end: str | None
    known_by: str


class Gate(TypedDict):
    """One thing that must be in place before a team changes over."""

    code: GateCode
    in_place: QuestionAnswer
    because: str


class GridCell(TypedDict):
    """One cell of the map of exposure and incidents a year."""

    exposure_per_hour: Decimal
    incidents_per_year: str
    difference: Decimal
    cheaper_model: OperatingModel | None


class _Group(TypedDict, total=False):
    accounting: Accounting
    aspect: Aspect
    budget_holder: BudgetHolder | None
    budget_team: str | None
    code: str
    cost_type: CostType
    domain: str | None
    frequency: Frequency
    operating_model: OperatingModel
    service: str
    team: str | None


class Group(_Group):
    """The line items that agree in the dimensions that were asked for, of which it has the keys."""

    one_off: Decimal
    per_year: Decimal
    over_horizon: Decimal
    line_items: int
    partial: bool


class Growth(TypedDict):
    """A portfolio in every year of the horizon."""

    provenance: Provenance
    name: str | None
    currency: str
    years: list[GrowthYear]
    first_change: int | None
    first_other_strategy: int | None


class GrowthCosts(TypedDict):
    """What a strategy comes to in one year."""

    strategy: Strategy
    premium_per_year: Decimal
    loss_per_year: Decimal
    per_year: Decimal


class GrowthTarget(TypedDict):
    """How many services have one availability target."""

    availability_target: str
    services: int


class GrowthYear(TypedDict):
    """What a year comes to, decided anew."""

    year: int
    services: int
    teams: int
    exposure_per_hour: Decimal
    targets: list[GrowthTarget]
    ops_run_it: int
    you_build_it_you_run_it: int
    product_team_schedules: int
    people_on_call: int
    standby_per_year: Decimal | None
    strategies: list[GrowthCosts]
    cheapest: Strategy | None
    changes: list[RunsChange]
    partial: bool


class IncidentOutlook(TypedDict):
    """How one incident goes, on average."""

    hours_to_restore_in_working_hours: str
    hours_to_restore_out_of_hours: str
    hours_to_restore: str
    loss_per_hour: Decimal
    triage: Triage | None
    protection: LossProtection | None


class IncidentWorkflow(TypedDict):
    """What the manual steps of the incident workflow cost, and what automating them would change."""

    code: Literal["incident-workflow"]
    steps: list[StepToAutomate]
    per_year: Decimal | None
    known_per_year: Decimal
    hours_to_restore_today: str | None
    hours_to_restore_after: str | None
    hours_to_restore_automated: str | None


class InputChange(TypedDict):
    """A value that changed."""

    input: str
    path: str
    old: str | None
    new: str | None


class InputInformation(TypedDict):
    """What knowing one input exactly would be worth."""

    input: str
    worth: Decimal


class Insurance(TypedDict):
    """You Build It You Run It as an insurance, compared with Ops Run It: the premium that is paid more, and the loss
    that is avoided. Either may be below zero.
    """

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


class IntakeCell(TypedDict):
    """A cell that was not read as it stands."""

    row: int
    column: int
    heading: str
    service: str
    field: str
    written: str
    read: str | None
    status: CellStatus
    message: str | None
    help: str | None


class IntakeColumn(TypedDict):
    """One headed column."""

    column: int
    heading: str
    field: str | None
    decimal: str | None
    decided_by_itself: bool


class IntakeCounts(TypedDict):
    """How many of what."""

    rows: int
    services: int
    in_portfolio: int
    read: int
    not_given: int
    asked: int
    refused: int


class IntakeReport(TypedDict):
    """How a table was read."""

    provenance: Provenance
    source: TableSource
    currency: str | None
    counts: IntakeCounts
    columns: list[IntakeColumn]
    questions: list[str]
    notes: list[str]
    left_out: list[LeftOut]
    cells: list[IntakeCell]
    more_cells: int


class LeftOut(TypedDict):
    """A row that was left out."""

    row: int
    name: str
    reason: LeftOutReason
    message: str


class _LineItem(TypedDict, total=False):
    budget_team: str | None


class LineItem(_LineItem):
    """One line of the cost ledger."""

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
    factors: list[Factor]
    shared_by: int
    shared_of: str | None
    label: str | None
    peak: str | None
    missing: list[str]


class LossProtection(TypedDict):
    """How much of a tolerable loss did not happen."""

    tolerable_loss: Decimal
    protected: Decimal
    percent: str | None


class ManualStepPrice(TypedDict):
    """What one step of the incident workflow costs a year because people do it by hand."""

    step: str
    operating_model: OperatingModel
    effort_per_year: Decimal | None
    loss_per_year: Decimal | None
    per_year: Decimal | None
    known_per_year: Decimal


class MissingGate(TypedDict):
    """Something that a team lacks."""

    code: GateCode
    done_month: int | None


class MissingInput(TypedDict):
    """An input that is not given."""

    input: str
    words: str
    known_by: str
    refused: bool
    places: int
    first: str


class _ModelCosts(TypedDict, total=False):
    partial_outages: PartialOutages | None


class ModelCosts(_ModelCosts):
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


class MoneyInterval(TypedDict):
    """A 95 % interval of an amount: of 100 simulations with other seeds, the intervals of 95 hold the true value."""

    at_least: Decimal
    at_most: Decimal


class MoneyRange(TypedDict):
    """From the 5th to the 95th percentile of what trials came to."""

    p5: Decimal
    p50: Decimal
    p95: Decimal


class MonthCosts(TypedDict):
    """What two strategies have cost by the end of a month, premium and loss together, discounted."""

    month: int
    hybrid_at_scale: Decimal
    all_ops_run_it: Decimal


class NextSteps(TypedDict):
    """What to find out next."""

    provenance: Provenance
    name: str | None
    currency: str
    horizon_years: int
    settled: bool | None
    ends: list[OutlookEnd]
    find_out: list[FindOut]
    missing: list[MissingInput]


class ObjectionReadiness(TypedDict):
    """One objection, answered with the organisation's own figures."""

    code: str
    objection: str
    gates: str | None
    answers: list[QuestionAnswered]
    score: Score
    says: str
    figure: Figure
    actions: list[Action]


class OnCallPay(TypedDict):
    """What people on call are paid a year, and how their rotas fare."""

    code: Literal["on-call-pay"]
    schedules: list[SchedulePay]
    most_nights_per_person: str | None
    standby_per_week: Decimal | None
    presets: list[PresetPay]


class OnCallSummary(TypedDict):
    """Who is on call, in short."""

    teams_in_working_hours: list[str]
    product_team_schedules: int
    product_team_people: int
    operations_people: int
    schedules_if_every_team_had_one: int


class Outlook(TypedDict):
    """What a profile leaves open."""

    ends: list[OutlookEnd]
    settled: bool
    find_out: list[FindOut]


class OutlookEnd(TypedDict):
    """What the models cost where the values of a profile favour somebody."""

    favours: str
    difference: Decimal
    you_build_it_cheaper: int


class PartialOutages(TypedDict):
    """Expected availability where not every incident is a full outage."""

    served: str
    weighted: str


_PeakRecommendation = TypedDict(
    "_PeakRecommendation",
    {
        "name": str,
        "from": "str | None",
        "to": "str | None",
        "exposure_per_hour": "Decimal",
        "availability_target": str,
        "out_of_hours": "OutOfHours | None",
    },
)


class PeakRecommendation(_PeakRecommendation, total=False):
    """What one peak changes."""

    hours: str | None


class PercentInterval(TypedDict):
    """A 95 % interval of a probability, in percent."""

    at_least_percent: str
    at_most_percent: str


class PercentileIntervals(TypedDict):
    """For each percentile of a spread, an interval that holds the true one 95 times in 100; `None` where there are
    too few trials to tell.
    """

    p5: MoneyInterval | None
    p50: MoneyInterval | None
    p95: MoneyInterval | None


class Pilot(TypedDict):
    """Which team goes first."""

    code: Literal["pilot"]
    candidates: list[PilotCandidate]


class PilotCandidate(TypedDict):
    """One team that could be the pilot."""

    rank: int
    name: str
    services: list[str]
    may_change_over: bool | None
    net_benefit: Decimal | None
    one_off: Decimal | None
    ahead_by: Decimal | None
    rank_by_net_benefit: int
    rank_by_one_off: int


class PlanMonth(TypedDict):
    """One month of the plan; amounts are discounted to its start."""

    month: int
    cost: Decimal
    cumulative: Decimal
    staying: Decimal
    difference: Decimal


class _PlannedWork(TypedDict, total=False):
    done: str | None


class PlannedWork(_PlannedWork):
    """Work that has to be done before waves that need it."""

    name: str
    kind: EnablingKind
    month: int
    done_month: int
    one_off: Decimal | None
    needed_by: list[str]
    opens: list[GateCode]


class PolicyDifference(TypedDict):
    """One service that least cost runs or covers in another way."""

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
    other_shared_saved: Decimal
    differences: list[PolicyDifference]


class PortfolioSimulation(TypedDict):
    """The portfolio as a whole: what is recommended, and operations running everything."""

    hybrid_at_scale: Simulated
    all_ops_run_it: Simulated
    difference: Spread | None
    cheaper_percent: str | None
    cheaper_interval: PercentInterval | None
    tied_percent: str | None


class PresetPay(TypedDict):
    """What a published preset pays."""

    name: str
    source: str
    standby_per_week: Decimal


class Provenance(TypedDict):
    """The version that worked a result out, and the input that it was worked out from."""

    version: str
    input_sha256: str | None


class QuestionAnswered(TypedDict):
    """One question, as the organisation and its teams answer it."""

    code: str
    question: str
    organisation: QuestionAnswer
    teams: list[TeamAnswer]


class Questions(TypedDict):
    """Which questions were asked."""

    version: int
    language: str
    source: str
    answered: int
    questions: int


class Readiness(TypedDict):
    """How ready an organisation is for what is recommended."""

    provenance: Provenance
    name: str | None
    currency: str
    horizon_years: int
    questionnaire: Questions
    standing: Standing
    objections: list[ObjectionReadiness]
    next_actions: list[Action]
    teams: list[TeamReadiness]
    chaos_days: list[ChaosDay]
    missing: list[str]
    assumptions: list[Assumption]


class _Recommendation(TypedDict, total=False):
    against_today: Insurance | None
    outlook: Outlook | None
    today: Today


class Recommendation(_Recommendation):
    """Who should run each service of a portfolio, and what on-call follows from it."""

    provenance: Provenance
    name: str | None
    currency: str
    policy: Policy
    services: list[ServiceRecommendation]
    schedules: list[Schedule]
    on_call: OnCallSummary
    standby: StandbyCost
    horizon_years: int | None
    insurance: Insurance | None
    exposure_distribution: list[BandShare]
    findings: list[Finding]
    assumptions: list[Assumption]


class _Report(TypedDict, total=False):
    variants: list[VariantOutcome]


class Report(_Report):
    """The decision record of a portfolio, or of one of its services: the figures of the other answers, side by side."""

    provenance: Provenance
    name: str | None
    service: str | None
    currency: str
    horizon_years: int | None
    trials: int | None
    seed: str | None
    question: str
    decision: ReportDecision
    options: list[ReportOption]
    partial: bool
    services: list[ReportService]
    disagreements: list[ReportFinding]
    selector: Selector
    by_budget_holder: list[Group]
    moves: list[BudgetMove]
    schedules: list[ReportSchedule]
    consequences: list[str]
    findings: list[ReportFinding]
    inputs: list[ReportInput]
    missing: list[str]
    assumptions: list[Assumption]
    review_on: str | None


class ReportDecision(TypedDict):
    """What was decided, and how sure that is."""

    policy: Policy
    sentences: list[str]
    sure: list[str]
    by_hand: list[ReportFinding]


class ReportFinding(TypedDict):
    """Something to know, and about what."""

    about: str | None
    finding: Finding


class ReportInput(TypedDict):
    """One value that a portfolio gives."""

    path: str
    input: str
    value: str
    source: InputSource
    note: str | None


class ReportOption(TypedDict):
    """A choice: a strategy for the portfolio, or a model for one service."""

    name: str
    strategy: Strategy | None
    operating_model: OperatingModel | None
    recommended: bool
    premium_over_horizon: Decimal
    loss_over_horizon: Decimal
    over_horizon: Decimal
    more_than_recommended: Decimal | None
    same_as_recommended: bool
    range: MoneyRange | None
    partial: bool


class ReportSchedule(TypedDict):
    """One schedule in short."""

    name: str
    services: list[str]
    people_on_call: int
    participants: int | None
    standby_cost_per_year: Decimal | None


class ReportService(TypedDict):
    """One service."""

    name: str
    kind: Kind
    team: str | None
    exposure_per_hour: Decimal
    exposure_band: int
    feature_demand: str
    availability_target: str
    deployment_target: str
    operating_model: OperatingModel
    by_hand: bool
    out_of_hours: OutOfHours | None
    schedule: str | None
    insurance: Insurance | None
    saves: Decimal | None
    difference: MoneyRange | None
    cheaper_percent: str | None
    duties: Duties
    paid_by: BudgetHolder | None
    on_call_per_year: Decimal | None
    reasons: list[str]


class Risk(TypedDict):
    """A loss that is zero or more, with its tail."""

    spread: Spread
    value_at_risk_95: Decimal
    conditional_value_at_risk_95: Decimal
    value_at_risk_99: Decimal
    conditional_value_at_risk_99: Decimal
    exceedance: list[Exceedance]
    histogram: list[Bin]


class Roadmap(TypedDict):
    """A roadmap, with the page that says it."""

    provenance: Provenance
    name: str | None
    currency: str
    start: str | None
    steps: list[RoadmapStep]
    candidates: list[PilotCandidate]
    held_back: list[TeamHeldBack]
    format: RoadmapFormat
    document: str
    assumptions: list[Assumption]


class RoadmapStep(TypedDict):
    """Something that happens in a roadmap."""

    kind: StepKind
    name: str
    month: int
    end_month: int
    date: str | None
    end_date: str | None
    teams: list[str]
    services: list[str]
    one_off: Decimal | None


class Rota(TypedDict):
    """The people who take turns in one schedule, and how they fare."""

    participants: int | None
    shift: str
    weeks_on_call_per_year: str | None
    percent_of_time: str | None
    callouts_per_shift: str | None
    checks: list[RotaCheck]
    missing: list[str]


class RotaCheck(TypedDict):
    """One published rule against one rota."""

    rule: RotaRule
    status: RuleStatus
    measured: str


class Runs(TypedDict):
    """Who runs a service, and who is on call for it out of hours."""

    operating_model: OperatingModel
    out_of_hours: OutOfHours | None


RunsChange = TypedDict(
    "RunsChange",
    {
        "service": str,
        "from": "Runs",
        "to": "Runs",
    },
)


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


ScenarioChange = TypedDict(
    "ScenarioChange",
    {
        "service": str,
        "from": "Runs | None",
        "to": "Runs | None",
    },
)


class ScenarioOutcome(TypedDict):
    """What one scenario comes to."""

    name: str
    ops_run_it: int
    you_build_it_you_run_it: int
    product_team_schedules: int
    targets_missed: int | None
    disagreements: int | None
    standby_per_year: Decimal | None
    premium_over_horizon: Decimal
    loss_over_horizon: Decimal
    over_horizon: Decimal
    more_than_as_it_is: Decimal | None
    least_cost_over_horizon: Decimal | None
    horizon_years: int
    changes: list[ScenarioChange]
    partial: bool


class Scenarios(TypedDict):
    """A portfolio and changed forms of it, side by side."""

    provenance: Provenance
    name: str | None
    currency: str
    scenarios: list[ScenarioOutcome]


class Schedule(TypedDict):
    """One schedule: people on call for a set of services out of hours."""

    name: str
    kind: ScheduleKind
    teams: list[str]
    services: list[str]
    people_on_call: int
    days_per_year: str
    standby_cost_per_year: Decimal | None
    rota: Rota
    findings: list[Finding]
    assumptions: Assumptions


class SchedulePay(TypedDict):
    """What the people of one schedule are paid a year each, and how often they are on call."""

    schedule: str
    participants: int | None
    standby_per_person: Decimal | None
    callouts_per_person: Decimal | None
    nights_per_person: str | None
    weekends_per_person: str | None
    callouts_per_shift: str | None
    rules_broken: list[RotaRule]


class ScheduleWorth(TypedDict):
    """What a schedule costs a year, and what would be lost more without it."""

    name: str
    standby_cost_per_year: Decimal | None
    protects_per_year: Decimal | None


class Schedules(TypedDict):
    """The schedules of a portfolio, their people and their cost."""

    provenance: Provenance
    name: str | None
    currency: str
    schedules: list[Schedule]
    on_call: OnCallSummary
    standby: StandbyCost
    scale: list[ScalePoint]
    findings: list[Finding]
    assumptions: list[Assumption]


class SchedulesOnExposure(TypedDict):
    """What standby costs under three policies, and how few services hold most of the exposure."""

    code: Literal["schedules-on-exposure"]
    teams: int
    every_team: ScaleCost | None
    on_exposure: ScaleCost | None
    saved_per_year: Decimal | None
    critical_services: int
    services_with_four_fifths: int
    exposure_in_top: list[ExposureInTop]


class Score(TypedDict):
    """How far an objection is answered. Yes counts whole, partly counts half, no counts nothing; unknown does not
    count.
    """

    percent: str | None
    meaning: ScoreMeaning
    known: int
    unknown: int


class SelectionFlip(TypedDict):
    """Where the selection changes."""

    input: Literal["exposure_per_hour", "feature_demand"]
    above: bool
    value: str
    operating_model: OperatingModel
    out_of_hours: OutOfHours | None


class Selector(TypedDict):
    """The operating model selector."""

    rows: list[SelectorRow]
    columns: list[SelectorColumn]


class SelectorColumn(TypedDict):
    """One demand band."""

    feature_demand: str
    deployment_target: str


class SelectorRow(TypedDict):
    """One exposure band."""

    max_per_hour: Decimal
    availability_target: str
    models: list[OperatingModel]


class Sensitivity(TypedDict):
    """How the comparison of each service depends on its inputs."""

    provenance: Provenance
    name: str | None
    currency: str
    horizon_years: int
    services: list[ServiceSensitivity]
    findings: list[Finding]
    assumptions: list[Assumption]


class ServiceAccountability(TypedDict):
    """One service: duties, budget line, and where they part."""

    name: str
    kind: Kind
    team: str | None
    operating_model: OperatingModel
    duties: Duties
    duties_today: Duties | None
    paid_by: BudgetHolder | None
    standby_per_year: Decimal | None
    callouts_per_year: Decimal | None
    on_call_per_year: Decimal | None
    partings: list[Parting]


ServiceChange = TypedDict(
    "ServiceChange",
    {
        "service": str,
        "from": "Runs | None",
        "to": "Runs | None",
        "because": "list[str]",
        "no_longer": "list[str]",
    },
)


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


class ServiceFlips(TypedDict):
    """Where the selection and the cheaper model of one service change, one input at a time."""

    selection: list[SelectionFlip]
    cost: list[CostFlip]


class ServiceRecommendation(TypedDict):
    """Who should run one service."""

    name: str
    kind: Kind
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
    peaks: list[PeakRecommendation]
    findings: list[Finding]
    assumptions: Assumptions


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


class ServiceSimulation(TypedDict):
    """One service under both models."""

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


class ServiceStanding(TypedDict):
    """One service against the baseline."""

    name: str
    today: AgainstBaseline | None
    after: AgainstBaseline
    verdict: Verdict
    because: list[str]


class Simulated(TypedDict):
    """What one choice comes to. What rests on an input that is not given is `None`."""

    cost_over_horizon: Spread | None
    year_loss: Risk | None
    worst_incident: Risk | None
    meets_target_percent: str | None
    meets_target_interval: PercentInterval | None


class _Simulation(TypedDict, total=False):
    outlook: Outlook | None
    today: Today


class Simulation(_Simulation):
    """How sure the comparison of operating models is."""

    provenance: Provenance
    name: str | None
    currency: str
    horizon_years: int
    trials: int
    seed: str
    precision_percent: str | None
    portfolio: PortfolioSimulation
    services: list[ServiceSimulation]
    summary: list[str]
    findings: list[Finding]
    assumptions: list[Assumption]


class SpecialistAdvice(TypedDict):
    """What one group of specialists comes to in each arrangement."""

    name: str
    teams: int
    options: list[SpecialistOption]
    advice: Arrangement | None
    advice_by: AdviceBy
    changes_below: DemandFlip | None
    changes_above: DemandFlip | None
    self_service_saves_per_year: Decimal | None
    missing: list[str]


class SpecialistOption(TypedDict):
    """One arrangement of specialists."""

    arrangement: Arrangement
    people: int
    requests_per_week: str
    utilisation: str
    requests_that_wait: str | None
    hours_of_wait: str | None
    staff_per_year: Decimal | None
    delay_per_year: Decimal | None
    per_year: Decimal | None


class SpecialistsFigure(TypedDict):
    """How specialists are best arranged."""

    code: Literal["specialists"]
    specialists: list[SpecialistAdvice]


class Spread(TypedDict):
    """How an uncertain amount is spread."""

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


class StandbyCost(TypedDict):
    """What standby costs a year."""

    product_teams_cost_per_year: Decimal | None
    operations_cost_per_year: Decimal | None
    cost_per_year: Decimal | None
    partial: bool
    missing: list[str]


class Standing(TypedDict):
    """Where services stand against the baseline, today and after what is recommended."""

    baseline: Baseline
    today: StandingCounts
    after: StandingCounts
    clearly_operations: int
    clearly_their_teams: int
    clear_without_money: int
    need_thought: int
    services: list[ServiceStanding]


class StandingCounts(TypedDict):
    """How many services reach the baseline; those of which it cannot be told are in none of the counts."""

    deployment: int
    availability: int
    time_to_restore: int
    learning: int
    all: int
    not_estimated: int


class StepToAutomate(TypedDict):
    """A manual step of the incident workflow."""

    step: str
    operating_model: OperatingModel
    delay: str | None
    effort: str | None
    per_year: Decimal | None
    known_per_year: Decimal
    automation_cost: Decimal | None
    saved_for_each_unit: str | None


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
    same_as_recommended: bool
    by_accounting: list[Group]
    by_budget_holder: list[Group]


class Swing(TypedDict):
    """What one uncertain input does to the difference, the others at their means."""

    input: str
    words: str
    low: str
    high: str
    difference_at_low: Decimal
    difference_at_high: Decimal
    swing: Decimal
    flips: bool


class TableSource(TypedDict):
    """What kind of table it was."""

    format: str
    encoding: str
    byte_order_mark: bool
    delimiter: str | None
    header_row: int
    rows_above_header: int


class TeamAnswer(TypedDict):
    """What one team answers for itself."""

    team: str
    answer: QuestionAnswer


class TeamHeldBack(TypedDict):
    """A team that is not ready to change over, and stays as it is."""

    name: str
    services: list[str]
    missing: list[MissingGate]
    net_benefit: Decimal


class TeamReadiness(TypedDict):
    """One team that is to run what it builds, and what it has in place for that."""

    name: str
    services: list[str]
    gates: list[Gate]
    may_change_over: bool | None
    forced: bool


class TeamRework(TypedDict):
    """Unplanned work of one team."""

    team: str
    rework_rate: str | None
    cost_per_year: Decimal | None
    halving_frees_weeks: str | None
    callouts_per_shift: str | None


class Tolerable(TypedDict):
    """Unavailability that a target tolerates in one period."""

    seconds: str
    loss: Decimal


Tolerance = TypedDict(
    "Tolerance",
    {
        "week": "Tolerable",
        "30_days": "Tolerable",
        "90_days": "Tolerable",
        "365_days": "Tolerable",
    },
)


class Totals(TypedDict):
    """What line items come to together."""

    one_off: Decimal
    per_year: Decimal
    over_horizon: Decimal
    line_items: int
    partial: bool


class _TransitionPlan(TypedDict, total=False):
    enabling: list[PlannedWork]
    held_back: list[TeamHeldBack]
    start: str | None


class TransitionPlan(_TransitionPlan):
    """From who runs what today to what is recommended: the pilot first, then waves of teams."""

    provenance: Provenance
    name: str | None
    currency: str
    horizon_years: int
    today: Today
    waves: list[Wave]
    months: list[PlanMonth]
    break_even_month: int | None
    more_than_staying: Decimal
    stays: bool
    partial: bool
    findings: list[Finding]
    assumptions: list[Assumption]


class UnplannedWork(TypedDict):
    """Unplanned work of all teams."""

    code: Literal["unplanned-work"]
    teams: list[TeamRework]
    cost_per_year: Decimal | None
    halving_saves_per_year: Decimal | None
    not_estimated: int


class VariantCosts(TypedDict):
    """What one strategy comes to with a variant."""

    strategy: Strategy
    premium_over_horizon: Decimal | None
    loss_over_horizon: Decimal | None
    over_horizon: Decimal | None
    more_than_as_it_is: Decimal | None
    targets_missed: int | None
    partial: bool


class VariantOutcome(TypedDict):
    """What the strategies come to with one variant in place of the model that it is a form of."""

    name: str
    operating_model: OperatingModel
    strategies: list[VariantCosts]
    changes: list[RunsChange]
    missing: list[str]


class _Wave(TypedDict, total=False):
    date: str | None
    set_up_date: str | None
    set_up_month: int | None


class Wave(_Wave):
    """The teams that change over at the start of a quarter."""

    quarter: int
    month: int
    teams: list[WaveTeam]
    one_off: Decimal
    product_team_schedules: int
    per_year: Decimal


class _WaveTeam(TypedDict, total=False):
    waits_for: list[str]


class WaveTeam(_WaveTeam):
    """One team that changes over."""

    name: str
    services: list[str]
    one_off: Decimal
    net_benefit: Decimal


class Word(TypedDict):
    """What a code is called."""

    label: str
    sentence: str | None


class Words(TypedDict):
    """The labels of all codes, by concept: the keys are those that the codes stand under in answers, in the plural."""

    language: str
    operating_models: Labels
    strategies: Labels
    policies: Labels
    schedules_out_of_hours: Labels
    kinds: Labels
    cost_types: Labels
    aspects: Labels
    line_items: Labels
    units: Labels
    accounting: Labels
    frequencies: Labels
    budget_holders: Labels
    payers: Labels
    severities: Labels
    findings: Labels
    rota_rules: Labels
    gates: Labels
    enabling_work: Labels
    defaults: Labels
    objections: Labels
    questions: Labels
