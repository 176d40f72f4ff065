"""The one exception of this package."""

from __future__ import annotations

from dataclasses import dataclass

TYPE_CHECKING = False  # what type checkers read as true; importing typing would double the import time
if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas


_SHOWN = 20  # problems in the text of an error: there can be a thousand
_ROWS = 5  # rows that are named where many have the same problem
# Where a problem of one row is: in a frame, or in a sheet.
_ROW = (
    r"(?P<table>\w+) row (?P<row>\d+(?: \(index .*\))?), (?P<column>(?:no )?column [^,]+)"
    r"|sheet (?P<sheet>\w+), cell (?P<letter>[A-Z]+)(?P<number>\d+)"
)
WHOLES = frozenset({"the values", "the export", "the table", "the options"})
"""What a problem may be of as a whole, other than of a portfolio."""


@dataclass(frozen=True)
class Problem:
    """One problem of a portfolio, as the core found it."""

    code: str
    """Stable name of the kind of problem, the same in every language."""
    path: str
    """Where in the portfolio, as a JSON Pointer such as ``/services/0/exposure_per_hour``."""
    message: str
    """What is wrong."""
    help: str
    """What to do about it."""
    line: int | None = None
    """Line in the text, from 1, if known; never for a mapping."""
    column: int | None = None
    """Column in that line, from 1, if known."""
    value: str | None = None
    """The offending text as written, if there is one."""
    where: str | None = None
    """For a portfolio of frames or of a workbook: the row and column, or the sheet and cell; for an option its name."""

    def __str__(self) -> str:
        place = self.where or self.path or "the portfolio"
        if self.line is not None:
            place += f", line {self.line}"
            if self.column is not None:
                place += f", column {self.column}"
        return f"{place}: {self.message} [{self.code}]"


class PartialAnswerWarning(UserWarning):
    """An answer leaves services out, because of problems of their own: its ``left_out`` and ``problems`` say which and why."""


class PortfolioError(ValueError):
    """A portfolio that cannot be used, with every problem found in it.

    ``code``, ``path``, ``message`` and ``help`` are those of the first problem; ``problems`` holds them all. The
    text shows the first 20.

    >>> import whorunsit
    >>> print(whorunsit.PortfolioError([
    ...     whorunsit.Problem("missing-key", "/currency", "a currency is needed", 'add `currency = "USD"`'),
    ... ]))
    1 problem in the portfolio
    /currency: a currency is needed [missing-key]
      help: add `currency = "USD"`
    """

    problems: tuple[Problem, ...]
    """Every problem, in the core's order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Hold at least one problem; without any, raise a plain ``ValueError``."""
        self.problems = tuple(problems)
        if not self.problems:
            raise ValueError("a PortfolioError needs a problem")
        # The arguments are what pickle makes a copy from.
        super().__init__(self.problems)

    @classmethod
    def from_json(cls, text: str) -> PortfolioError:
        """Read the problems from the JSON text of a refusal.

        >>> import whorunsit
        >>> error = whorunsit.PortfolioError.from_json(
        ...     '{"ok":false,"errors":[{"code":"syntax","path":"","message":"empty","help":"write one"}]}')
        >>> error.code, error.problems[0].line
        ('syntax', None)
        """
        import json

        names = Problem.__dataclass_fields__
        return cls(
            Problem(**{name: error[name] for name in names if name in error}) for error in json.loads(text)["errors"]
        )

    @property
    def code(self) -> str:
        """The code of the first problem."""
        return self.problems[0].code

    @property
    def path(self) -> str:
        """The JSON Pointer of the first problem."""
        return self.problems[0].path

    @property
    def message(self) -> str:
        """What is wrong, of the first problem."""
        return self.problems[0].message

    @property
    def help(self) -> str:
        """What to do about the first problem."""
        return self.problems[0].help

    def of(self, what: str) -> PortfolioError:
        """Return the same of something else than a portfolio: problems that have no place are of ``what``."""
        import dataclasses

        return PortfolioError(
            one if one.where or one.path else dataclasses.replace(one, where=what) for one in self.problems
        )

    def to_pandas(self) -> pandas.DataFrame:
        """Return all problems as a pandas frame, a row for each: ``where``, ``message``, ``help``, ``value``, ``code``, ``path``, ``line``
        and ``column``. Needs pandas."""
        import pandas

        names = ["where", "message", "help", "value", "code", "path", "line", "column"]
        frame = pandas.DataFrame([[getattr(one, name) for name in names] for one in self.problems], columns=names)
        return frame.astype({"line": "Int64", "column": "Int64"})

    def __str__(self) -> str:
        count = len(self.problems)
        if self.code == "cancelled":
            # Nothing is wrong with anything: somebody stopped it.
            return f"{self.message} [{self.code}]\n  help: {self.help}"
        lines = [f"{count} problem{'' if count == 1 else 's'} in {self._of()}"]
        groups = _grouped(self.problems)
        for group in groups[:_SHOWN]:
            lines += [*_told(group), f"  help: {group[0].help}"]
        if len(groups) > _SHOWN:
            lines.append(f"and {sum(map(len, groups[_SHOWN:]))} more")
        return "\n".join(lines)

    def _of(self) -> str:
        """Return what the problems are in."""
        places = {problem.where or "" for problem in self.problems}
        if all(place.startswith("the option") for place in places):
            return "the options"
        return places.pop() if len(places) == 1 and places <= WHOLES else "the portfolio"


def _grouped(problems: tuple[Problem, ...]) -> list[list[Problem]]:
    """Return the problems by their kind: those that say the same of one column stand together."""
    import re

    groups: dict[object, list[Problem]] = {}
    for number, problem in enumerate(problems):
        found = re.fullmatch(_ROW, problem.where or "")
        column = (found["table"] or found["sheet"], found["column"] or found["letter"]) if found else number
        groups.setdefault((problem.code, problem.message, problem.help, column), []).append(problem)
    return list(groups.values())


def _told(group: list[Problem]) -> list[str]:
    """Return the lines of one problem, or of many rows that have the same."""
    import re

    found = [re.fullmatch(_ROW, problem.where or "") for problem in group]
    if len(group) < 3 or found[0] is None:
        return [line for problem in group[:-1] for line in (str(problem), f"  help: {problem.help}")] + [str(group[-1])]
    first = found[0]
    place = first["table"] or f"sheet {first['sheet']}"
    column = first["column"] or f"column {first['letter']}"
    rows = [one["row"] or one["number"] for one in found if one is not None]
    named = ", ".join(rows[:_ROWS]) + (f" and {len(rows) - _ROWS} more" if len(rows) > _ROWS else "")
    return [f"{place}, {len(group)} rows, {column}: {group[0].message} [{group[0].code}]", f"  rows: {named}"]
