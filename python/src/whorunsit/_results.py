"""One class for each command's answer: what it holds, and which tables make frames of it."""

from __future__ import annotations

from . import _core
from ._answer import Answer

TYPE_CHECKING = False  # what type checkers read as true; importing typing would double the import time
if TYPE_CHECKING:
    import os
    from decimal import Decimal
    from typing import Any, Literal

    import altair
    import pandas
    import polars
    import pyarrow

    from ._draws import Draw
    from ._types import (
        Action,
        Assumption,
        BandShare,
        BudgetMove,
        ChaosDay,
        ChartName,
        Counts,
        Finding,
        FindOut,
        Group,
        GrowthYear,
        InputChange,
        Insurance,
        IntakeCell,
        IntakeColumn,
        IntakeCounts,
        LeftOut,
        LineItem,
        ManualStepPrice,
        MissingInput,
        MonthCosts,
        ObjectionReadiness,
        OnCallSummary,
        Outlook,
        OutlookEnd,
        PilotCandidate,
        PlanMonth,
        PlannedWork,
        PolicyPrice,
        PortfolioSimulation,
        Provenance,
        Questions,
        ReportDecision,
        ReportFinding,
        ReportInput,
        ReportOption,
        ReportSchedule,
        ReportService,
        RoadmapFormat,
        RoadmapStep,
        ScalePoint,
        ScenarioOutcome,
        Schedule,
        ScheduleWorth,
        Selector,
        ServiceAccountability,
        ServiceChange,
        ServiceComparison,
        ServiceRecommendation,
        ServiceSensitivity,
        ServiceSimulation,
        StandbyCost,
        Standing,
        Strategy,
        StrategyCosts,
        TableSource,
        TeamHeldBack,
        TeamReadiness,
        Totals,
        Wave,
        Word,
    )

_TOTALS = "one_off:money per_year:money over_horizon:money line_items:count partial:yes"
_INSURANCE = """insurance.extra_one_off:money insurance.extra_premium_per_year:money
    insurance.extra_premium_over_horizon:money insurance.loss_avoided_per_year:money
    insurance.loss_avoided_over_horizon:money insurance.net_benefit:money insurance.ratio:number
    insurance.payback_month:count insurance.cheaper_model insurance.agrees:yes insurance.partial:yes"""
_SCHEDULES = """name kind teams:words services:words people_on_call:count days_per_year:number
    standby_cost_per_year:money findings:words"""
_FINDINGS = "service schedule code severity message source details:words"
_DIMENSIONS = "service team domain operating_model aspect cost_type code accounting budget_holder frequency"


class Recommendation(Answer):
    """Who should run each service: what :func:`recommend` answers.

    Tables: ``services`` (the first: one row for each service, with its targets, its model, the schedule that covers it
    and what the choice costs and protects), ``schedules``, ``findings``. Amounts are in ``currency``; exposures are an
    hour, standby a year, and what is over the horizon says so.
    """

    __slots__ = ()
    _title = "Recommendation"
    _chart = "selector"
    _tables = {
        "services": f"""name kind team exposure_per_hour:money feature_demand availability_target:number
            deployment_target operating_model out_of_hours schedule tolerable_unavailability.week.loss:money
            {_INSURANCE} findings:words""",
        "schedules": _SCHEDULES,
        "findings": _FINDINGS,
    }

    _left_out = ("outlook",)

    ok: Literal[True]
    provenance: Provenance
    name: str | None
    currency: str
    outlook: Outlook | None
    policy: Literal["sixteen-cell", "traffic-light", "least-cost"]
    services: list[ServiceRecommendation]
    schedules: list[Schedule]
    on_call: OnCallSummary
    standby: StandbyCost
    horizon_years: int | None
    insurance: Insurance | None
    exposure_distribution: list[BandShare]
    findings: list[Finding]
    assumptions: list[Assumption]

    @classmethod
    def _notes(cls, data: dict[str, Any]) -> list[str]:
        models = [service["operating_model"] for service in data["services"]]
        return [f"You Build It You Run It for {models.count('you-build-it-you-run-it')} of {len(models)} services"]

    @classmethod
    def _by_columns(cls, source: bytes, columns: str) -> Recommendation:
        """Hold the columns of the services only: the whole text, many times as long, is written when asked for."""
        new = cls.__new__(cls)
        object.__setattr__(new, "_text", None)
        object.__setattr__(new, "_data", {"": columns})
        object.__setattr__(new, "_source", source)
        return new

    def to_json(self) -> str:
        """Return the text exactly as the core wrote it, the same in every language."""
        if self._text is None:
            # The same portfolio gives the same answer, and it has been found to give one.
            object.__setattr__(self, "_text", _core.call("recommend", self._source or b"", '{"places":false}'))
        return self._text or ""

    def to_dict(self) -> dict[str, Any]:
        """Return the content, parsed once and shared by all who ask; see :meth:`Answer.to_dict`."""
        if self._data is not None and "" in self._data:
            text = self.to_json()
            object.__setattr__(self, "_data", None)
            object.__setattr__(self, "_text", text)
        return super().to_dict()

    def _column_lists(self, table: str, paths: list[str]) -> list[list[Any]]:
        if self._data is None or "" not in self._data or table != "services":
            return super()._column_lists(table, paths)
        import json

        columns: dict[str, list[Any]] = json.loads(self._data[""])["services"]
        from . import _tables

        insurance = columns.pop("insurance")
        rows = [] if insurance.count(None) == len(insurance) else [{"insurance": one} for one in insurance]
        nothing = [None] * (0 if rows else len(insurance))
        return [
            columns[path] if path in columns else _tables.column_of(rows, path) if rows else nothing for path in paths
        ]


class SchedulePlan(Answer):
    """Who is on call out of hours: what :func:`schedules` answers.

    Tables: ``schedules`` (one row for each), ``scale`` (one for each number of teams). Standby is a year's, in
    ``currency``.
    """

    __slots__ = ()
    _title = "Schedules"
    _chart = "scale"
    _tables = {
        "schedules": _SCHEDULES,
        "scale": """teams:count every_team.schedules:count every_team.standby_cost_per_year:money
            on_exposure.schedules:count on_exposure.standby_cost_per_year:money
            operations.schedules:count operations.standby_cost_per_year:money""",
        "findings": _FINDINGS,
    }

    ok: Literal[True]
    provenance: Provenance
    name: str | None
    currency: str
    schedules: list[Schedule]
    on_call: OnCallSummary
    standby: StandbyCost
    scale: list[ScalePoint]
    findings: list[Finding]
    assumptions: list[Assumption]


class Growth(Answer):
    """A portfolio year by year: what :func:`growth` answers.

    Tables: ``years`` (the first), ``years/strategies``, ``years/targets``, ``years/changes``.
    """

    __slots__ = ()
    _title = "Growth over the years"
    _tables = {
        "years": """year:count services:count teams:count exposure_per_hour:money ops_run_it:count you_build_it_you_run_it:count
            product_team_schedules:count people_on_call:count standby_per_year:money cheapest partial:yes""",
        "years/strategies": "of.year:count strategy premium_per_year:money loss_per_year:money per_year:money",
        "years/targets": "of.year:count availability_target services:count",
        "years/changes": """of.year:count service from.operating_model from.out_of_hours to.operating_model
            to.out_of_hours""",
    }

    ok: Literal[True]
    provenance: Provenance
    name: str | None
    currency: str
    years: list[GrowthYear]
    first_change: int | None
    first_other_strategy: int | None


class NextSteps(Answer):
    """What to find out next: what :func:`find_out` answers. Tables: ``find_out`` (the first), ``missing``, ``ends``."""

    __slots__ = ()
    _title = "What to find out next"
    _tables = {
        "find_out": "words known_by worth:money swing:money services:count input",
        "missing": "words known_by refused:yes places:count input first",
        "ends": "favours difference:money you_build_it_cheaper:count",
    }

    ok: Literal[True]
    provenance: Provenance
    name: str | None
    currency: str
    horizon_years: int
    settled: bool | None
    ends: list[OutlookEnd]
    find_out: list[FindOut]
    missing: list[MissingInput]


class Intake(Answer):
    """The services of a table and how it was read: what :func:`intake` answers. Tables: ``cells``, ``columns``, ``left_out``."""

    __slots__ = ()
    _title = "Intake"
    _tables = {
        "cells": "row column heading service field written read status message help",
        "columns": "column heading field decimal decided_by_itself",
        "left_out": "row name reason message",
    }

    ok: Literal[True]
    provenance: Provenance
    currency: str | None
    source: TableSource
    counts: IntakeCounts
    columns: list[IntakeColumn]
    questions: list[str]
    notes: list[str]
    left_out: list[LeftOut]
    cells: list[IntakeCell]
    more_cells: int
    services: list[dict[str, Any]]
    portfolio: dict[str, Any] | None


class Check(Answer):
    """A portfolio that can be used: what :func:`check` answers. Table: ``assumptions``."""

    __slots__ = ()
    _title = "Check"
    _tables = {"assumptions": "code path value reason"}

    ok: Literal[True]
    provenance: Provenance
    name: str | None
    currency: str
    counts: Counts
    assumptions: list[Assumption]


class Costs(Answer):
    """The cost ledger of one strategy: what :func:`costs` answers.

    Tables: ``groups`` (totals by the dimensions asked for, with those as their first columns), ``line_items`` (the
    ledger), ``manual_steps``. Amounts are in ``currency``, once or a year, and over the horizon where they say so.
    """

    __slots__ = ()
    _title = "Costs"
    _chart = "costs"
    _tables = {
        "groups": f"{_DIMENSIONS.replace(' ', '? ')}? budget_team? {_TOTALS}",
        "line_items": f"{_DIMENSIONS} budget_team? amount:money over_horizon:money basis shared_by:count missing:words",
        "manual_steps": "step operating_model effort_per_year:money loss_per_year:money per_year:money",
        "findings": _FINDINGS,
    }

    ok: Literal[True]
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


class Comparison(Answer):
    """Every strategy and both models: what :func:`compare` answers.

    Tables: ``strategies`` (the first), ``services`` (each under both models), ``cash_flow`` (month by month),
    ``schedules`` (what each costs and protects). Amounts are in ``currency``, a year or over the horizon.
    """

    __slots__ = ()
    _title = "Comparison"
    _chart = "costs"
    _tables = {
        "strategies": """strategy ops_run_it:count you_build_it_you_run_it:count product_team_schedules:count
            people_on_call:count standby_per_year:money targets_missed:count premium.over_horizon:money
            premium.partial:yes loss.over_horizon:money loss.partial:yes over_horizon:money more_than_recommended:money""",
        "services": f"""name team operating_model availability_target:number
            ops_run_it.premium_over_horizon:money ops_run_it.loss_over_horizon:money
            ops_run_it.partial:yes ops_run_it.expected_availability:number
            ops_run_it.meets_target:yes
            you_build_it_you_run_it.premium_over_horizon:money you_build_it_you_run_it.loss_over_horizon:money
            you_build_it_you_run_it.partial:yes you_build_it_you_run_it.expected_availability:number
            you_build_it_you_run_it.meets_target:yes
            {_INSURANCE} findings:words""",
        "cash_flow": "month:count hybrid_at_scale:money all_ops_run_it:money",
        "schedules": "name standby_cost_per_year:money protects_per_year:money",
        "findings": _FINDINGS,
    }

    _left_out = ("outlook",)

    ok: Literal[True]
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
    outlook: Outlook | None


_OUTCOME = """name ops_run_it:count you_build_it_you_run_it:count product_team_schedules:count targets_missed:count
    disagreements:count standby_per_year:money premium_over_horizon:money loss_over_horizon:money over_horizon:money
    more_than_as_it_is:money least_cost_over_horizon:money horizon_years:count partial:yes"""


class Scenarios(Answer):
    """Changed portfolios side by side: what :func:`scenarios` answers.

    Tables: ``scenarios`` (the portfolio as it is first), ``scenarios/changes`` (services run in another way). Amounts
    are in ``currency``, over the horizon of the scenario or a year as they say.
    """

    __slots__ = ()
    _title = "Scenarios"
    _tables = {
        "scenarios": _OUTCOME,
        "scenarios/changes": """of.name service from.operating_model from.out_of_hours to.operating_model
            to.out_of_hours""",
    }

    ok: Literal[True]
    provenance: Provenance
    name: str | None
    currency: str
    scenarios: list[ScenarioOutcome]


class Difference(Answer):
    """What differs between two portfolios: what :func:`diff` answers.

    Tables: ``inputs`` (the first: values that changed), ``services`` (run in another way, and why). Amounts are in
    ``currency``.
    """

    __slots__ = ()
    _title = "Difference"
    _tables = {
        "inputs": "input path old new",
        "services": """service from.operating_model from.out_of_hours to.operating_model to.out_of_hours because:words
            no_longer:words""",
    }

    ok: Literal[True]
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


class Words(Answer):
    """What the codes in answers are called: what :func:`words` answers. By concept a dict of codes, each with its
    ``label`` and a ``sentence`` or ``None``.
    """

    __slots__ = ()
    _title = "Words"

    ok: Literal[True]
    language: str
    operating_models: dict[str, Word]
    strategies: dict[str, Word]
    policies: dict[str, Word]
    schedules_out_of_hours: dict[str, Word]
    kinds: dict[str, Word]
    cost_types: dict[str, Word]
    aspects: dict[str, Word]
    line_items: dict[str, Word]
    units: dict[str, Word]
    accounting: dict[str, Word]
    frequencies: dict[str, Word]
    budget_holders: dict[str, Word]
    payers: dict[str, Word]
    severities: dict[str, Word]
    findings: dict[str, Word]
    rota_rules: dict[str, Word]
    gates: dict[str, Word]
    enabling_work: dict[str, Word]
    defaults: dict[str, Word]
    objections: dict[str, Word]
    questions: dict[str, Word]


class TransitionPlan(Answer):
    """How services change over from operations: what :func:`plan` answers.

    Tables: ``waves`` (the first: what changes over in each quarter), ``months`` (what the plan and staying have cost by
    the end of each), ``waves/teams``, ``findings``. Amounts are in ``currency``, discounted except ``per_year``.
    """

    __slots__ = ()
    _title = "Transition plan"
    _chart = "break-even"
    _tables = {
        "waves": """quarter:count month:count teams:words one_off:money product_team_schedules:count per_year:money
            answer.partial:yes""",
        "months": "month:count cost:money cumulative:money staying:money difference:money answer.partial:yes",
        "waves/teams": "of.quarter:count name services:words one_off:money net_benefit:money answer.partial:yes",
        "findings": _FINDINGS,
    }

    _left_out = ("start", "enabling", "held_back")

    ok: Literal[True]
    provenance: Provenance
    name: str | None
    currency: str
    horizon_years: int
    today: Literal["ops-run-it", "you-build-it-you-run-it", "nothing", "mixed"]
    start: str | None
    enabling: list[PlannedWork] | None
    waves: list[Wave]
    held_back: list[TeamHeldBack] | None
    months: list[PlanMonth]

    @classmethod
    def _notes(cls, data: dict[str, Any]) -> list[str]:
        month = data["break_even_month"]
        return ["never breaks even" if month is None else f"breaks even in month {month}"]

    break_even_month: int | None
    more_than_staying: Decimal
    partial: bool
    findings: list[Finding]
    assumptions: list[Assumption]


class Readiness(Answer):
    """The seven objections, answered with the portfolio's own figures: what :func:`ready` answers.

    Tables: ``objections`` (the first), ``next_actions``, ``teams``, ``chaos_days``. Amounts are in ``currency``.
    """

    __slots__ = ()
    _title = "Readiness"
    _tables = {
        "objections": "code objection score.percent:number score.meaning score.known:count score.unknown:count says",
        "next_actions": "question action because who practice worth_per_year:money",
        "teams": "name services:words may_change_over:yes forced:yes",
        "chaos_days": "services:words mode cause at_risk_per_year:money",
    }

    ok: Literal[True]
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


class Roadmap(Answer):
    """One page with dates for whoever decides: what :func:`roadmap` answers.

    ``document`` is the page in its ``format``. Tables: ``steps`` (the first: what happens when), ``candidates`` (for the
    pilot), ``held_back`` (teams that are not ready). Amounts are in ``currency``.
    """

    __slots__ = ()
    _title = "Roadmap"
    _tables = {
        "steps": "kind name month end_month date end_date teams:words services:words one_off:money",
        "candidates": """rank name services:words may_change_over:yes net_benefit:money one_off:money ahead_by:money
            rank_by_net_benefit rank_by_one_off""",
        "held_back": "name services:words net_benefit:money",
    }

    ok: Literal[True]
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


class Accountability(Answer):
    """Who is accountable, and whose budget pays: what :func:`accountability` answers.

    Tables: ``services`` (the first: duties and the budget line of each), ``moves`` (between budgets, a year). Amounts are in
    ``currency``.
    """

    __slots__ = ()
    _title = "Accountability"
    _tables = {
        "services": """name kind team operating_model duties.product_team duties.head_of_product
            duties.head_of_delivery duties.head_of_operations duties.application_support paid_by
            standby_per_year:money callouts_per_year:money on_call_per_year:money partings:words""",
        "moves": "budget_holder cost_type today_per_year:money after_per_year:money moved_per_year:money",
    }

    ok: Literal[True]
    provenance: Provenance
    name: str | None
    currency: str
    services: list[ServiceAccountability]
    moves: list[BudgetMove]
    missing: list[str]
    assumptions: list[Assumption]


class Report(Answer):
    """A decision on record: what :func:`report` answers.

    Tables: ``services`` (the first: what was decided for each, and what that saves), ``options`` (what there was to choose
    from, with ranges), ``inputs`` (every value that the portfolio gives, and where it came from), ``by_budget_holder`` (who
    pays), ``moves`` (between budgets, a year), ``schedules``. Amounts are in ``currency``.
    """

    __slots__ = ()
    _title = "Report"
    _tables = {
        "services": """name kind team exposure_per_hour:money feature_demand availability_target deployment_target
            operating_model by_hand:yes out_of_hours saves:money cheaper_percent paid_by on_call_per_year:money
            difference.p5:money difference.p50:money difference.p95:money""",
        "options": """name recommended:yes premium_over_horizon:money loss_over_horizon:money over_horizon:money
            more_than_recommended:money range.p5:money range.p50:money range.p95:money partial:yes""",
        "inputs": "path input value source note",
        "by_budget_holder": "budget_holder one_off:money per_year:money over_horizon:money partial:yes",
        "moves": "budget_holder cost_type today_per_year:money after_per_year:money moved_per_year:money",
        "schedules": "name people_on_call:count participants:count standby_cost_per_year:money services:words",
    }

    ok: Literal[True]
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

    def to_markdown(self) -> str:
        """Return the record as Markdown, for wikis and repositories."""
        return self._drawn("markdown")

    def to_html(self) -> str:
        """Return the record as one HTML page for screen and paper, with charts as pictures. It loads nothing."""
        return self._drawn("html")

    def _drawn(self, form: str) -> str:
        import json

        from ._errors import PortfolioError

        text = _core.call("render", self.to_json().encode(), json.dumps({"format": form}))
        answer = json.loads(text)
        if not answer["ok"]:
            raise PortfolioError.from_json(text)
        document: str = answer["document"]
        return document

    def save(self, path: str | os.PathLike[str], *, force: bool = False) -> None:
        """Write the record to a file by the end of its name: ``.html``, ``.md``, ``.json`` or ``.xlsx`` (its tables; needs openpyxl).

        It is written whole or not at all. A file that is there already is replaced only with ``force=True``, otherwise
        ``FileExistsError`` is raised; another ``OSError`` where nothing can be written, such as into a folder that does not
        exist. Raises ``ValueError`` for any other end of the name.
        """
        import pathlib

        from ._write import write_file

        forms = {".html": self.to_html, ".htm": self.to_html, ".md": self.to_markdown, ".json": self.to_json}
        end = pathlib.Path(path).suffix.lower()
        if end == ".xlsx":
            return self.to_workbook(path, force=force)
        if end not in forms:
            raise ValueError(
                f"a report is written as .html, .md, .json or .xlsx, not as {end or 'a file without an ending'}"
            )
        write_file(path, forms[end]().encode(), force=force)


_SPREAD = "mean p5 p50 p95 standard_error exact_mean"


def _spread(of: str) -> str:
    return " ".join(f"{of}.{part}:money" for part in _SPREAD.split())


class Simulation(Answer):
    """How likely each model is cheaper, and what a bad year loses: what :func:`simulate` answers.

    Tables: ``services`` (the first: the difference between the models, the loss of a year under each, the probability
    that You Build It You Run It is cheaper, in percent), ``services/flips`` (values of inputs at which the cheaper model
    changes), and of what is recommended for the portfolio ``exceedance`` (how likely a year loses more than an amount)
    and ``histogram``. Amounts are in ``currency``, over the horizon or a year. With ``simulate(draws=True)`` there is also
    ``draws``: one row for each trial of each service.
    """

    __slots__ = ("_draws",)
    _title = "Simulation"
    _chart = "exceedance"
    _tables = {
        "services": f"""name operating_model you_build_it_cheaper_percent:number tied_percent:number elsewhere:money
            {_spread("difference")}
            {_spread("ops_run_it.cost_over_horizon")} {_spread("you_build_it_you_run_it.cost_over_horizon")}
            {_spread("ops_run_it.year_loss.spread")} ops_run_it.year_loss.value_at_risk_95:money
            ops_run_it.year_loss.conditional_value_at_risk_95:money ops_run_it.meets_target_percent:number
            {_spread("you_build_it_you_run_it.year_loss.spread")} you_build_it_you_run_it.year_loss.value_at_risk_95:money
            you_build_it_you_run_it.year_loss.conditional_value_at_risk_95:money
            you_build_it_you_run_it.meets_target_percent:number""",
        "services/flips": "of.name input now:number last_below:number first_above:number cheaper_below cheaper_above within_estimate:yes",
        "portfolio.hybrid_at_scale.year_loss.exceedance": "percent:number loss:money",
        "portfolio.all_ops_run_it.year_loss.exceedance": "percent:number loss:money",
        "portfolio.hybrid_at_scale.year_loss.histogram": "at_least:money below:money trials:count",
        "portfolio.all_ops_run_it.year_loss.histogram": "at_least:money below:money trials:count",
        "findings": _FINDINGS,
    }

    _left_out = ("outlook",)

    ok: Literal[True]
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
    outlook: Outlook | None

    @classmethod
    def _notes(cls, data: dict[str, Any]) -> list[str]:
        return [f"{data['trials']:,} trials, seed {data['seed']}"]

    if TYPE_CHECKING:
        _draws: tuple[Draw, ...] | None

    def __init__(self, text: str, source: bytes | None = None, draws: tuple[Draw, ...] | None = None) -> None:
        """Hold the JSON text of an answer, the portfolio that it is about, and its draws if they were kept."""
        super().__init__(text, source)
        object.__setattr__(self, "_draws", draws)

    def _kept(self) -> tuple[Draw, ...]:
        if self._draws is None:
            raise ValueError("draws are kept only where they are asked for: simulate(draws=True)")
        return self._draws

    def to_pandas(self, table: str | None = None, *, exact: bool = False, scale: int | None = None) -> pandas.DataFrame:
        """Return a table as a pandas frame; ``"draws"`` too, see :meth:`Answer.to_pandas`."""
        if table != "draws":
            return super().to_pandas(table, exact=exact, scale=scale)
        from . import _draws

        return _draws.pandas_frame(self._kept())

    def to_polars(self, table: str | None = None, *, exact: bool = False, scale: int | None = None) -> polars.DataFrame:
        """Return a table as a polars frame; ``"draws"`` too, see :meth:`Answer.to_polars`."""
        if table != "draws":
            return super().to_polars(table, exact=exact, scale=scale)
        from . import _draws

        return _draws.polars_frame(self._kept())

    def to_arrow(self, table: str | None = None, *, exact: bool = False, scale: int | None = None) -> pyarrow.Table:
        """Return a table as a pyarrow table; ``"draws"`` too, which is not copied; see :meth:`Answer.to_arrow`."""
        if table != "draws":
            return super().to_arrow(table, exact=exact, scale=scale)
        from . import _draws

        return _draws.arrow_table(self._kept())

    def __reduce__(self) -> tuple[type[Simulation], tuple[str, bytes | None, tuple[Draw, ...] | None]]:  # type: ignore[override]
        return (type(self), (self.to_json(), self._source, self._draws))


class Sensitivity(Answer):
    """Which inputs swing the comparison, where it flips, what knowing them is worth: what :func:`sensitivity` answers.

    Tables: ``services`` (the first), ``services/tornado`` (what each uncertain input does to the difference between the
    models), ``services/evppi`` (what knowing it exactly is worth), ``services/flips.cost``,
    ``services/flips.selection`` and ``services/grid``. Amounts are in ``currency``, over the horizon unless they are an
    exposure.
    """

    __slots__ = ()
    _title = "Sensitivity"
    _chart = "tornado"
    _tables = {
        "services": "name operating_model cheaper_model difference:money evpi:money",
        "services/tornado": """of.name input low high difference_at_low:money difference_at_high:money swing:money
            flips:yes""",
        "services/evppi": "of.name input worth:money",
        "services/flips.cost": "of.name input now last_below first_above cheaper_below cheaper_above within_estimate:yes",
        "services/flips.selection": "of.name input above:yes value operating_model out_of_hours",
        "services/grid": "of.name exposure_per_hour:money incidents_per_year:number difference:money cheaper_model",
        "findings": _FINDINGS,
    }

    ok: Literal[True]
    provenance: Provenance
    name: str | None
    currency: str
    horizon_years: int
    services: list[ServiceSensitivity]
    findings: list[Finding]
    assumptions: list[Assumption]


class Chart(Answer):
    """A picture: what :func:`chart` answers. ``spec`` is a Vega-Lite specification, which notebooks draw by itself."""

    __slots__ = ()
    _title = "Chart"

    ok: Literal[True]
    provenance: Provenance
    name: ChartName
    spec: dict[str, Any]

    def to_altair(self) -> altair.Chart:
        """Return an Altair chart, to be changed and saved; on white, legible in light and dark notebooks. Needs Altair."""
        import copy

        import altair

        made: altair.Chart = altair.Chart.from_dict(copy.deepcopy(self._on_white()))
        return made

    def save(self, path: str | os.PathLike[str], *, force: bool = False) -> None:
        """Write the chart to a file by the end of its name: ``.svg``, ``.png``, ``.pdf``, ``.html`` or ``.json``.

        Nothing is loaded from elsewhere, not by the HTML page either. All but ``.json`` need vl-convert
        (``pip install 'whorunsit[notebook]'``). It is written whole or not at all. A file that is there already is replaced
        only with ``force=True``, otherwise ``FileExistsError`` is raised; another ``OSError`` where nothing can be written.
        Raises ``ValueError`` for any other end of the name, ``ImportError`` without vl-convert.
        """
        from . import _picture

        # A page of its own has all the room there is.
        fixed = not str(path).lower().endswith((".html", ".json"))
        _picture.save(self._on_white(fixed=fixed), path, force)

    def _on_white(self, *, fixed: bool = True) -> dict[str, Any]:
        """Return the specification on white; cells of notebooks do not tell how wide they are, so of its natural width."""
        spec = {**self.to_dict()["spec"], "background": "white"}
        return {**spec, "width": spec["usermeta"]["width"]} if fixed and "width" in spec else spec

    # Whatever draws no specification would take HTML before a picture.
    _repr_html_ = None  # type: ignore[assignment]

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        spec = self._on_white()
        version = spec["$schema"].rpartition("/")[2].partition(".")[0]
        bundle: dict[str, Any] = {f"application/vnd.vegalite.{version}+json": spec, "text/plain": repr(self)}
        if version == "v6":
            # JupyterLab up to 4.3, Notebook and VS Code draw only what calls itself version 5: the same, but for some ticks.
            older = spec["$schema"].replace("/v6", "/v5")
            bundle["application/vnd.vegalite.v5+json"] = {**spec, "$schema": older}
        from . import _picture

        # For GitHub and others that do not draw specifications.
        picture = _picture.svg(spec)
        return bundle if picture is None else {**bundle, "image/svg+xml": picture}

    def __repr__(self) -> str:
        return f"<whorunsit.Chart {self.to_dict()['name']}>"
