"""Answers on what is written: checks of it, tables taken in, and the words of answers."""

from __future__ import annotations

from .._answer import Answer

TYPE_CHECKING = False  # what type checkers read as true; importing typing would double the import time
if TYPE_CHECKING:
    from typing import Any, Literal

    from .._types import (
        Assumption,
        Counts,
        IntakeCell,
        IntakeColumn,
        IntakeCounts,
        LeftOut,
        Provenance,
        TableSource,
        Word,
    )


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


class Intake(Answer):
    """The services of a table and how it was read: what :func:`intake` answers. Tables: ``cells``, ``columns``, ``left_out``."""

    __slots__ = ()
    _title = "Intake"
    _tables = {
        "cells": "row:count column:count heading service field written read status message help",
        "columns": "column:count heading field decimal decided_by_itself:yes",
        "left_out": "row:count name reason message",
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
