"""Where the values of a portfolio come from, so that a problem can name the row and column or the cell."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ._errors import PortfolioError, Problem

SHAPE = "table-shape"
"""The code of problems of tables themselves, which the core never sees."""


_SHEETS = frozenset({"services", "teams", "domains", "exposure_bands", "demand_bands"})


@dataclass(frozen=True)
class Rows:
    """Where the rows of one table are."""

    labels: tuple[Any, ...] | range
    """What to call each row: labels of a frame's index, or rows of a sheet."""
    columns: dict[str, Any]
    """What to call each column, by its key."""


@dataclass(frozen=True)
class Origin:
    """Where all tables of a portfolio are."""

    sheets: bool
    """Whether they are sheets of a workbook; otherwise frames."""
    tables: dict[str, Rows]
    attached: dict[str, tuple[str, int]] = dataclasses.field(default_factory=dict)
    """The table and row of what is inside other tables, by its place in the portfolio: ``services/0/peaks/1``."""
    settings: dict[str, str] = dataclasses.field(default_factory=dict)
    """The cell of each setting, by its key."""

    def after(self, changes: Mapping[str, object]) -> Origin | None:
        """Return where values are after changes: the same unless rows are removed, after which no row is where it was."""
        for table in self.tables.keys() & changes.keys():
            change = changes[table]
            if not isinstance(change, Mapping) or None in change.values():
                return None
        return self

    def place(self, table: str, row: int | None, column: str | None) -> str:
        """Say where a row (from 0), a column or a cell is."""
        rows = self.tables.get(table)
        known = rows.columns.get(column) if rows and column else None
        if self.sheets:
            if row is None or rows is None:
                return f"sheet {table}" + (f", column {column}" if column else "")
            at = rows.labels[row]
            if known:
                return f"sheet {table}, cell {known}{at}"
            return f"sheet {table}, row {at}" + (f", no column {column}" if column else "")
        text = table
        if row is not None:
            text += f" row {row + 1}"
            label = rows.labels[row] if rows else row
            if label != row:
                text += f" (index {label!r:.60})"
        if column:
            text += f", column {column}" if known else f", no column {column}"
        return text

    def of_pointer(self, pointer: str) -> tuple[str | None, str, bool]:
        """Return where a JSON Pointer leads, the table and column of it, and whether the column is there."""
        parts = [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]
        if not parts:
            return None, "", True
        table, row, keys = parts[0], None, parts[1:]
        inside = self.attached.get("/".join(parts[:4]))
        if inside is not None:
            (table, row), keys = inside, parts[4:]
        elif table not in self.tables:
            key = ".".join(parts)
            while key:
                if key in self.settings:
                    return f"sheet settings, cell {self.settings[key]}", "", True
                key = key.rpartition(".")[0]
            return (f"sheet {table}" if self.sheets and table in _SHEETS else None), "", True
        elif keys and keys[0].isdigit():
            row, keys = int(keys[0]), keys[1:]
        columns = self.tables[table].columns
        # A cell may hold a table or a list itself: the nearest column is the place.
        wanted = ".".join(keys)
        column = wanted
        while column and column not in columns:
            column = column.rpartition(".")[0]
        if not column:
            # An estimate as a whole has no column of its own: the first of its parts is the place.
            column = next((name for name in columns if wanted and name.startswith(f"{wanted}.")), "")
        if row is not None and row >= len(self.tables[table].labels):
            row = None
        return (
            self.place(table, row, column or wanted or None),
            f"{table}.{column or wanted}",
            bool(column or not wanted),
        )


def located(problems: tuple[Problem, ...], origin: Origin | None) -> list[Problem]:
    """Say where each problem is. A column that is missing, or too many, is one problem and not one for every row."""
    if origin is None:
        return [dataclasses.replace(problem, line=None, column=None) for problem in problems]
    found: list[Problem] = []
    seen: set[tuple[str, str]] = set()
    for problem in problems:
        where, column, there = origin.of_pointer(problem.path)
        if (not there and problem.code == "missing-key") or problem.code == "unknown-key":
            if (problem.code, column) in seen:
                continue
            seen.add((problem.code, column))
            if column and problem.path.count("/") > 1:
                table, _, name = column.partition(".")
                noun = "sheet " if origin.sheets else ""
                where = f"{noun}{table}, {'column' if there else 'no column'} {name}"
        found.append(dataclasses.replace(problem, line=None, column=None, where=where))
    return found


def refuse(problems: list[Problem]) -> None:
    """Raise what is wrong with tables, if something is."""
    if problems:
        raise PortfolioError(problems)


def problem(where: str, message: str, help: str, path: str = "", code: str = SHAPE) -> Problem:
    """Return a problem of a table itself."""
    return Problem(code, path, message, help, where=where)
