"""Answers on what it costs and protects."""

from __future__ import annotations

from .._answer import Answer
from ._columns import DIMENSIONS, FINDINGS, INSURANCE, TOTALS

TYPE_CHECKING = False  # what type checkers read as true; importing typing would double the import time
if TYPE_CHECKING:
    from decimal import Decimal
    from typing import Any, Literal

    from .._types import (
        Assumption,
        Finding,
        Group,
        Insurance,
        LineItem,
        ManualStepPrice,
        MonthCosts,
        Outlook,
        PlanMonth,
        PlannedWork,
        PolicyPrice,
        Provenance,
        ScenarioOutcome,
        ScheduleWorth,
        ServiceComparison,
        Strategy,
        StrategyCosts,
        TeamHeldBack,
        Today,
        Totals,
        VariantOutcome,
        Wave,
    )


class Costs(Answer):
    """The cost ledger of one strategy: what :func:`costs` answers.

    Tables: ``groups`` (totals by the dimensions asked for, with those as their first columns), ``line_items`` (the
    ledger), ``manual_steps``. Amounts are in ``currency``, once or a year, and over the horizon where they say so.
    """

    __slots__ = ()
    _title = "Costs"
    _chart = "costs"
    _tables = {
        "groups": f"{DIMENSIONS.replace(' ', '? ')}? budget_team? {TOTALS}",
        "line_items": f"{DIMENSIONS} budget_team? amount:money over_horizon:money basis shared_by:count missing:words",
        "manual_steps": "step operating_model effort_per_year:money loss_per_year:money per_year:money",
        "findings": FINDINGS,
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
    ``schedules`` (what each costs and protects), ``variants/strategies`` (what strategies come to with each variant of a
    model). Amounts are in ``currency``, a year or over the horizon.
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
            {INSURANCE} findings:words""",
        "cash_flow": "month:count hybrid_at_scale:money all_ops_run_it:money",
        "schedules": "name standby_cost_per_year:money protects_per_year:money",
        "variants/strategies": """of.name of.operating_model strategy premium_over_horizon:money loss_over_horizon:money
            over_horizon:money more_than_as_it_is:money targets_missed:count partial:yes""",
        "findings": FINDINGS,
    }

    _left_out = ("outlook", "variants", "today", "against_today")

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
    variants: list[VariantOutcome] | None
    today: Today | None
    against_today: Insurance | None


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
        "findings": FINDINGS,
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
    stays: bool
    partial: bool
    findings: list[Finding]
    assumptions: list[Assumption]
