"""Answers on who should run what, and who is on call."""

from __future__ import annotations

from .. import _core
from .._answer import Answer
from ._columns import FINDINGS, INSURANCE, SCHEDULES

TYPE_CHECKING = False  # what type checkers read as true; importing typing would double the import time
if TYPE_CHECKING:
    from typing import Any, Literal

    from .._types import (
        Assumption,
        BandShare,
        Finding,
        FindOut,
        GrowthYear,
        InputChange,
        Insurance,
        MissingInput,
        OnCallSummary,
        Outlook,
        OutlookEnd,
        Provenance,
        ScalePoint,
        ScenarioOutcome,
        Schedule,
        ServiceChange,
        ServiceRecommendation,
        StandbyCost,
        Today,
    )


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
            {INSURANCE} findings:words""",
        "schedules": SCHEDULES,
        "findings": FINDINGS,
    }

    _left_out = ("outlook", "today", "against_today")

    ok: Literal[True]
    provenance: Provenance
    name: str | None
    currency: str
    outlook: Outlook | None
    today: Today | None
    against_today: Insurance | None
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
        object.__setattr__(new, "_origin", None)
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
        from .. import _tables

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
        "schedules": SCHEDULES,
        "scale": """teams:count every_team.schedules:count every_team.standby_cost_per_year:money
            on_exposure.schedules:count on_exposure.standby_cost_per_year:money
            operations.schedules:count operations.standby_cost_per_year:money""",
        "findings": FINDINGS,
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
        "years/targets": "of.year:count availability_target:number services:count",
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
