"""What measuring answers: figures of what happened, an incident in progress, and the quarterly review."""

from __future__ import annotations

from ._answer import Answer
from ._portfolio import Portfolio

TYPE_CHECKING = False  # what type checkers read as true; importing typing would double the import time
if TYPE_CHECKING:
    from decimal import Decimal
    from typing import Any, ClassVar, Literal

    import altair

    from ._types import Provenance

    MeasureChart = Literal["time-to-restore", "hours-of-week", "error-budget", "fit", "rework"]


def _interval(of: str) -> str:
    return f"{of}.estimate:number {of}.low:number {of}.high:number"


_FIGURES = f"""name incidents:count open:count {_interval("per_year")} {_interval("time_to_restore.median")}
    {_interval("time_to_restore.mean")} {_interval("time_to_restore.p90")} {_interval("time_to_acknowledge.median")}
    {_interval("out_of_hours")} {_interval("hand_offs.per_incident")} {_interval("reopened")} restore_fit.mu:number
    restore_fit.sigma:number restore_fit.p_value:number"""
_PROTECTION = "lost:money tolerable:money effectiveness:number"


class _Charted(Answer):
    """An answer that charts were asked for with."""

    __slots__ = ()
    _left_out: ClassVar[tuple[str, ...]] = ("charts",)

    charts: dict[MeasureChart, dict[str, Any]] | None

    def chart(  # type: ignore[override]
        self, name: MeasureChart | None = None, /
    ) -> altair.Chart:
        """Return one of the ``charts`` that were asked for as an Altair chart, the first if left out. Needs Altair.

        Raises ``ValueError`` for one that was not asked for.
        """
        import json

        from ._results.risk import Chart

        charts = self.get("charts") or {}
        wanted = name or next(iter(charts), None)
        if wanted not in charts:
            drawn = ", ".join(charts) or "none"
            raise ValueError(f"charts={[wanted or 'fit']} was not asked for; drawn: {drawn}")
        made = {"ok": True, "provenance": self["portfolio"], "name": wanted, "spec": charts[wanted]}
        return Chart(json.dumps(made)).to_altair()


class Measurement(_Charted):
    """What happened, service by service: what :func:`measure` answers.

    Tables: ``services`` (the first), ``teams`` and ``groups``: incidents a year, seconds to restore and to take up, shares out
    of hours and reopened, each as ``estimate``, ``low`` and ``high`` of a 90 % interval; ``budgets`` and ``budgets/parts`` (error
    budgets), ``protection.services``, ``protection.worst`` and ``protection.weeks`` (loss protection effectiveness, in percent),
    ``estimates.incidents_per_year`` and ``written.values`` (what the portfolio gets), ``source.rejected`` (rows left out).
    """

    __slots__ = ()
    _title = "What happened"
    _tables = {
        "services": _FIGURES,
        "teams": _FIGURES,
        "groups": _FIGURES,
        "budgets": """service target:number availability:number met:yes unavailable_seconds:number tolerable_seconds:number
            used_percent:number burn_rate:number""",
        "budgets/parts": "of.service part from seconds:number unavailable_seconds:number used_percent:number",
        "protection.services": f"name {_PROTECTION}",
        "protection.worst": "id service seconds_to_restore:number lost:money estimated:yes effectiveness:number",
        "protection.weeks": "service week lost:money effectiveness:number",
        "estimates.incidents_per_year": f"""service measured.events:number measured.years:number
            {_interval("measured_per_year")} portfolio_mean:number {_interval("shrunk_per_year")} proposed.events:number
            proposed.years:number""",
        "written.values": "path before after comment",
        "source.rejected": "reason count:count",
    }
    _left_out = ("written", "portfolio_text", "charts")

    ok: Literal[True]
    portfolio: Provenance | None
    currency: str | None
    source: dict[str, Any]
    period: dict[str, Any]
    working_hours: str
    all: dict[str, Any]
    services: list[dict[str, Any]]
    teams: list[dict[str, Any]]
    groups: list[dict[str, Any]]
    strangers: list[dict[str, Any]]
    of_portfolio: int | None
    budgets: list[dict[str, Any]]
    protection: dict[str, Any] | None
    estimates: dict[str, Any] | None
    by_hour_of_week: list[int]
    worked_hours: list[bool]
    assumed: list[str]
    written: dict[str, Any] | None
    portfolio_text: str | None

    @classmethod
    def _notes(cls, data: dict[str, Any]) -> list[str]:
        period = data["period"]
        return [
            f"{data['all']['incidents']} incidents from {period['from']} to {period['to']}, of {data['source']['name']}"
        ]

    def to_portfolio(self) -> Portfolio:
        """Return the portfolio with measured estimates, each with a comment that says where it comes from.

        Comments and order of the portfolio's TOML stay. The table ``written.values`` has what differs. Raises ``ValueError``
        where it was measured without a portfolio.
        """
        text: str | None = self.get("portfolio_text")
        if text is None:
            raise ValueError("this was measured without a portfolio: measure(…, portfolio=…)")
        return Portfolio(text)


class Triage(Answer):
    """An incident in progress: what :func:`triage` answers. ``lost`` so far, in the ``next_hour``, and what that ``asks_for``.

    Table: ``triage``, of one row. Amounts are in ``currency``.
    """

    __slots__ = ()
    _title = "Triage"
    _tables = {
        "triage": """service currency since seconds:count lost:money next_hour:money band asks_for
            major_in_seconds:count"""
    }
    _paths = {"triage": ""}

    ok: Literal[True]
    service: str
    currency: str
    since: str
    seconds: int
    lost: Decimal
    next_hour: Decimal
    band: Literal["high", "medium", "low"] | None
    asks_for: str | None
    major_in_seconds: int | None

    def __repr__(self) -> str:
        asked = f"; {self['asks_for']}" if self.get("asks_for") else ""
        lost, hour = (f"{self[key]:,.0f} {self['currency']}" for key in ("lost", "next_hour"))
        return f"<whorunsit.Triage of {self['service']!r:.60}: {lost} lost so far, {hour} in the next hour{asked}>"


class Fit(Answer):
    """A distribution fitted to values: what :func:`fit` answers.

    ``estimate`` is what a portfolio takes, and ``change`` what :meth:`Portfolio.replace` does, whatever the shape of the estimate
    that is there; ``interval`` the mean with the 5th and the 95th percentile, of ``gamma-poisson`` the
    rate a year with its interval of 90 %; ``goodness`` the ``test``, its ``statistic`` and ``p_value``, and whether the fit is
    ``doubtful`` (``None`` where the estimate is the values themselves). Table: ``fit``, of one row.
    """

    __slots__ = ()
    _title = "Fit"
    _tables = {
        "fit": """shape count:count unit interval.estimate:number interval.low:number interval.high:number goodness.test
            goodness.statistic:number goodness.p_value:number goodness.doubtful:yes"""
    }
    _paths = {"fit": ""}

    ok: Literal[True]
    shape: Literal["lognormal", "pert", "observed", "gamma-poisson"]
    count: int
    unit: str | None
    estimate: dict[str, Any]
    change: dict[str, Any]
    interval: dict[str, Any]
    goodness: dict[str, Any] | None

    def __repr__(self) -> str:
        low, mean, high = (f"{float(self['interval'][key]):,.4g}" for key in ("low", "estimate", "high"))
        unit = f" {self['unit']}" if self.get("unit") else ""
        goodness = self["goodness"]
        doubt = "; a doubtful fit" if goodness and goodness["doubtful"] else ""
        of = f"{self['shape']} of {self['count']} value{'' if self['count'] == 1 else 's'}"
        return f"<whorunsit.Fit, {of}: {mean}{unit}, between {low} and {high}{doubt}>"


class Review(_Charted):
    """The quarterly review: what :func:`review` answers.

    Tables: ``missed`` (targets, the first), ``bands`` and ``suggested_bands``, ``changed`` (recommendations that measured
    estimates change), ``rotas``, ``deployments.services`` and ``deployments.lock_step``, ``work.teams`` and
    ``work.teams/weeks`` (unplanned work). ``decide`` says what to decide this quarter.
    """

    __slots__ = ()
    _title = "Quarterly review"
    _tables = {
        "missed": "service target:number availability:number",
        "bands": """service exposure_per_hour:money most_lost_per_hour:money incidents:count target:number
            target_of_loss:number contradicted:yes""",
        "suggested_bands": "max_per_hour:money services:words",
        "changed": "service what before after",
        "rotas": "schedule measured",
        "deployments.services": f"""service deployments:count {_interval("per_year")} target_per_year:number below_target:yes
            {_interval("lead_time.median")} {_interval("change_failure")}""",
        "deployments.lock_step": "service with together:count of:count",
        "work.teams": f"""team unplanned:count all:count {_interval("rework_rate")} {_interval("trend")} above_threshold:yes
            cost_per_year:money halving_frees:money""",
        "work.teams/weeks": "of.team week unplanned:count all:count",
    }

    ok: Literal[True]
    portfolio: Provenance
    name: str | None
    currency: str
    period: dict[str, Any]
    services: int
    incidents: int
    of_portfolio: int
    strangers: list[dict[str, Any]]
    protection: dict[str, Any] | None
    missed: list[dict[str, Any]]
    bands: list[dict[str, Any]]
    suggested_bands: list[dict[str, Any]]
    suggested_because: str | None
    changed: list[dict[str, Any]]
    rotas: list[dict[str, Any]]
    deployments: dict[str, Any] | None
    work: dict[str, Any] | None
    by_hour_of_week: list[int]
    worked_hours: list[bool]
    decide: list[str]
    assumed: list[str]

    @classmethod
    def _notes(cls, data: dict[str, Any]) -> list[str]:
        period = data["period"]
        return [f"{data['incidents']} incidents from {period['from']} to {period['to']}", *data["decide"]]
