"""One class for each command's answer: what it holds, and which tables make frames of it."""

from __future__ import annotations

from . import _core
from ._answer import Answer

TYPE_CHECKING = False  # what type checkers read as true; importing typing would double the import time
if TYPE_CHECKING:
    from decimal import Decimal
    from typing import Any, ClassVar, Literal

    from ._types import (
        Assumption,
        BandShare,
        Counts,
        Finding,
        Group,
        Insurance,
        LineItem,
        ManualStep,
        MonthCosts,
        OnCall,
        PlanMonth,
        PolicyPrice,
        Provenance,
        ScalePoint,
        ScenarioOutcome,
        Schedule,
        ScheduleWorth,
        Service,
        ServiceComparison,
        Standby,
        Strategy,
        StrategyCosts,
        Totals,
        Wave,
    )

_TOTALS = "one_off:money per_year:money over_horizon:money line_items:count partial:yes"
_INSURANCE = """insurance.extra_one_off:money insurance.extra_premium_per_year:money
    insurance.extra_premium_over_horizon:money insurance.loss_avoided_per_year:money
    insurance.loss_avoided_over_horizon:money insurance.net_benefit:money insurance.ratio:number
    insurance.payback_month:count insurance.cheaper_model insurance.agrees:yes insurance.partial:yes"""
_SCHEDULES = """name kind teams:words services:words people_on_call:count days_per_year:number
    standby_cost_per_year:money findings:words"""
_FINDINGS = "code severity message source"
_DIMENSIONS = "service team domain operating_model aspect cost_type code accounting budget_holder frequency"


class Recommendation(Answer):
    """Who should run each service: what :func:`recommend` answers.

    Tables: ``services`` (the first: one row for each service, with its targets, its model, the schedule that covers it
    and what the choice costs and protects), ``schedules``, ``findings``. Amounts are in ``currency``; exposures are an
    hour, standby a year, and what is over the horizon says so.
    """

    __slots__ = ()
    _title = "Recommendation"
    _tables = {
        "services": f"""name kind team exposure_per_hour:money feature_demand availability_target:number
            deployment_target operating_model out_of_hours schedule tolerable_unavailability.week.loss:money
            {_INSURANCE} findings:words""",
        "schedules": _SCHEDULES,
        "findings": _FINDINGS,
    }

    ok: Literal[True]
    provenance: Provenance
    name: str | None
    currency: str
    policy: Literal["sixteen-cell", "traffic-light"]
    services: list[Service]
    schedules: list[Schedule]
    on_call: OnCall
    standby: Standby
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
        """Hold the columns of the services only: the whole text, ten times as long, is written when asked for."""
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
        """Return the content, parsed once and shared by all who ask: copy it before changing it."""
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
        return [columns[path] if path in columns else _tables.column_of(rows, path) if rows else nothing for path in paths]


class SchedulePlan(Answer):
    """Who is on call out of hours: what :func:`schedules` answers.

    Tables: ``schedules`` (one row for each), ``scale`` (one for each number of teams). Standby is a year's, in
    ``currency``.
    """

    __slots__ = ()
    _title = "Schedules"
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
    on_call: OnCall
    standby: Standby
    scale: list[ScalePoint]
    findings: list[Finding]
    assumptions: list[Assumption]


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
    _tables = {
        "groups": f"{_DIMENSIONS.replace(' ', '? ')}? {_TOTALS}",
        "line_items": f"{_DIMENSIONS} amount:money over_horizon:money basis shared_by:count missing:words",
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
    manual_steps: list[ManualStep]
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
    _tables = {
        "strategies": """strategy ops_run_it:count you_build_it_you_run_it:count product_team_schedules:count
            people_on_call:count standby_per_year:money targets_missed:count premium.over_horizon:money
            loss.over_horizon:money over_horizon:money more_than_recommended:money""",
        "services": f"""name team operating_model availability_target:number
            ops_run_it.premium_over_horizon:money ops_run_it.loss_over_horizon:money
            ops_run_it.expected_availability:number ops_run_it.meets_target:yes
            you_build_it_you_run_it.premium_over_horizon:money you_build_it_you_run_it.loss_over_horizon:money
            you_build_it_you_run_it.expected_availability:number you_build_it_you_run_it.meets_target:yes
            {_INSURANCE} findings:words""",
        "cash_flow": "month:count hybrid_at_scale:money all_ops_run_it:money",
        "schedules": "name standby_cost_per_year:money protects_per_year:money",
        "findings": _FINDINGS,
    }

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
    findings: list[Finding]
    assumptions: list[Assumption]


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
        "scenarios/changes": "of.scenario service from.operating_model from.out_of_hours to.operating_model to.out_of_hours",
    }

    ok: Literal[True]
    provenance: Provenance
    name: str | None
    currency: str
    scenarios: list[ScenarioOutcome]


class TransitionPlan(Answer):
    """How services change over from operations: what :func:`plan` answers.

    Tables: ``months`` (what the plan and staying have cost by the end of each), ``waves``, ``waves/teams``. Amounts are
    in ``currency``, discounted except ``per_year``.
    """

    __slots__ = ()
    _title = "Transition plan"
    _tables = {
        "waves": "quarter:count month:count teams:words one_off:money product_team_schedules:count per_year:money",
        "months": "month:count cost:money cumulative:money staying:money difference:money",
        "waves/teams": "of.quarter:count name services:words one_off:money net_benefit:money",
        "findings": _FINDINGS,
    }

    ok: Literal[True]
    provenance: Provenance
    name: str | None
    currency: str
    horizon_years: int
    waves: list[Wave]
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
