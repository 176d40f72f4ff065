"""Answers on what has to change before services do, and the documents that say so."""

from __future__ import annotations

from .. import _core
from .._answer import Answer
from ._columns import FINDINGS

TYPE_CHECKING = False  # what type checkers read as true; importing typing would double the import time
if TYPE_CHECKING:
    import os
    from typing import Literal

    from .._types import (
        Action,
        Assumption,
        BudgetMove,
        ChaosDay,
        Group,
        ObjectionReadiness,
        PilotCandidate,
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
        Selector,
        ServiceAccountability,
        Standing,
        TeamHeldBack,
        TeamReadiness,
        VariantOutcome,
    )


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
        "steps": "kind name month:count end_month:count date end_date teams:words services:words one_off:money",
        "candidates": """rank:count name services:words may_change_over:yes net_benefit:money one_off:money ahead_by:money
            rank_by_net_benefit:count rank_by_one_off:count""",
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
    pays), ``moves`` (between budgets, a year), ``schedules``, ``variants/strategies`` (what strategies come to with each variant
    of a model), ``decision`` (sentence by sentence), ``disagreements`` (of the money with what is recommended),
    ``consequences``, ``findings`` and ``assumptions``. Amounts are in ``currency``.
    """

    __slots__ = ()
    _title = "Report"
    _tables = {
        "services": """name kind team exposure_per_hour:money feature_demand availability_target:number deployment_target
            operating_model by_hand:yes out_of_hours saves:money cheaper_percent:number paid_by on_call_per_year:money
            difference.p5:money difference.p50:money difference.p95:money""",
        "options": """name recommended:yes premium_over_horizon:money loss_over_horizon:money over_horizon:money
            more_than_recommended:money range.p5:money range.p50:money range.p95:money partial:yes""",
        "inputs": "path input value source note",
        "by_budget_holder": "budget_holder one_off:money per_year:money over_horizon:money partial:yes",
        "moves": "budget_holder cost_type today_per_year:money after_per_year:money moved_per_year:money",
        "schedules": "name people_on_call:count participants:count standby_cost_per_year:money services:words",
        "variants/strategies": """of.name of.operating_model strategy premium_over_horizon:money loss_over_horizon:money
            over_horizon:money more_than_as_it_is:money targets_missed:count partial:yes""",
        "decision": "about sentence",
        "disagreements": FINDINGS,
        "consequences": "sentence",
        "findings": FINDINGS,
        "assumptions": "code path value reason",
    }

    _left_out = ("variants",)

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
    variants: list[VariantOutcome] | None
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

        from .._errors import PortfolioError

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

        from .._write import write_file

        forms = {".html": self.to_html, ".htm": self.to_html, ".md": self.to_markdown, ".json": self.to_json}
        end = pathlib.Path(path).suffix.lower()
        if end == ".xlsx":
            return self.to_workbook(path, force=force)
        if end not in forms:
            raise ValueError(
                f"a report is written as .html, .md, .json or .xlsx, not as {end or 'a file without an ending'}"
            )
        write_file(path, forms[end]().encode(), force=force)
