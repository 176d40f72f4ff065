"""The one exception of this package."""

from __future__ import annotations

from dataclasses import dataclass

TYPE_CHECKING = False  # what type checkers read as true; importing typing would double the import time
if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas


_SHOWN = 20  # problems in the text of an error: there can be a thousand


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

    def to_pandas(self) -> pandas.DataFrame:
        """Return all problems as a pandas frame, a row for each: ``where``, ``message``, ``help``, ``value``, ``code``, ``path``, ``line``
        and ``column``. Needs pandas."""
        import pandas

        names = ["where", "message", "help", "value", "code", "path", "line", "column"]
        frame = pandas.DataFrame([[getattr(one, name) for name in names] for one in self.problems], columns=names)
        return frame.astype({"line": "Int64", "column": "Int64"})

    def __str__(self) -> str:
        count = len(self.problems)
        of_options = all((problem.where or "").startswith("the option ") for problem in self.problems)
        lines = [f"{count} problem{'' if count == 1 else 's'} in the {'options' if of_options else 'portfolio'}"]
        for problem in self.problems[:_SHOWN]:
            lines += [str(problem), f"  help: {problem.help}"]
        if count > _SHOWN:
            lines.append(f"and {count - _SHOWN} more")
        return "\n".join(lines)
