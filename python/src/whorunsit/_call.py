"""The one road to the core: a portfolio and options in, the text of an answer or one error out."""

from __future__ import annotations

from collections.abc import Callable

from . import _core
from ._encode import PortfolioSource, encode_options
from ._errors import PartialAnswerWarning, PortfolioError
from ._portfolio import Portfolio

TYPE_CHECKING = False  # what type checkers read as true; importing typing would double the import time
if TYPE_CHECKING:
    from ._draws import Draw
    from ._origin import Origin


def run(command: str, source: PortfolioSource | Portfolio, **options: object) -> tuple[str, bytes, Origin | None]:
    """Run a command of the core by its name, and return the text of its answer, that of the portfolio, and where the values
    of that come from if the answer leaves some out."""
    kept = source._kept if isinstance(source, Portfolio) else None
    return _run(_core.call if kept is None else kept.call, command, source, options)


def run_watched(
    command: str,
    source: PortfolioSource | Portfolio,
    progress: Callable[[int, int], object] | None = None,
    /,
    **options: object,
) -> tuple[str, bytes, Origin | None]:
    """Do what :func:`run` does, for long work: signals and exceptions of ``progress`` end it."""
    _check(progress)
    return _run(lambda command, data, options: _core.watch(command, data, options, progress), command, source, options)


def run_drawn(
    source: PortfolioSource | Portfolio,
    progress: Callable[[int, int], object] | None,
    kept: list[Draw],
    /,
    **options: object,
) -> tuple[str, bytes, Origin | None]:
    """Simulate as :func:`run_watched` does, and put the draws of each service into ``kept``."""
    _check(progress)

    def call(command: str, data: bytes, options: str) -> str:
        text, draws = _core.drawn(data, options, progress)
        kept.extend(draws)
        return text

    return _run(call, "simulate", source, options)


def _check(progress: Callable[[int, int], object] | None) -> None:
    if progress is not None and not callable(progress):
        raise TypeError(f"progress is called with two numbers; a {type(progress).__name__} cannot be called")


def _run(
    call: Callable[[str, bytes, str], str],
    command: str,
    source: PortfolioSource | Portfolio,
    options: dict[str, object],
) -> tuple[str, bytes, Origin | None]:
    portfolio = source if isinstance(source, Portfolio) else Portfolio(source)
    if not portfolio._written:
        # Its text was never written by the user, who could make nothing of a line and a column in it.
        options["places"] = False
    try:
        text = call(command, portfolio._data, encode_options(options))
    except PortfolioError as refused:
        raise _of_options(refused, options) from None
    # Parsing a long answer only to learn that it is one would cost more than the core's own work.
    if "".join(text[:40].split()).startswith('{"ok":true'):
        # Of a table that is taken in, rows are left out as a matter of course, and its report says so.
        if '"left_out"' not in text or command == "intake":
            return text, portfolio._data, None
        _warn(text)
        return text, portfolio._data, portfolio._origin
    error = _of_options(portfolio._refusal(text), options)
    if command == "intake":
        error = error.of("the table")
    if isinstance(source, str) and "\n" not in source and hasattr(error, "add_note"):
        error.add_note("a str is read as the text of a portfolio; to read a file, pass pathlib.Path(...)")
    raise error


def _warn(text: str) -> None:
    """Warn of an answer that leaves services out, at the line of the caller outside of this package."""
    import json
    import sys
    import warnings

    left_out = json.loads(text).get("left_out") or ()
    if not left_out:
        return
    names = ", ".join(str(one["name"]) if one.get("name") else one["path"] for one in left_out[:5])
    more = f" and {len(left_out) - 5} more" if len(left_out) > 5 else ""
    level, frame = 1, sys._getframe()
    while frame.f_back is not None and frame.f_globals.get("__name__", "").partition(".")[0] == "whorunsit":
        level, frame = level + 1, frame.f_back
    noun = "service is" if len(left_out) == 1 else "services are"
    warnings.warn(
        f"{len(left_out)} {noun} left out of every figure: {names}{more}; to_pandas('problems') says why",
        PartialAnswerWarning,
        stacklevel=level,
    )


def _of_options(error: PortfolioError, options: dict[str, object]) -> PortfolioError:
    """Say of problems of the options that they are; the core reads no portfolio where there are some."""
    # The core knows every option that this package passes: an unknown key is one of the portfolio.
    names = [problem.path.split("/")[1] for problem in error.problems if problem.path and problem.code != "unknown-key"]
    if len(names) < len(error.problems) or not options.keys() >= set(names):
        return error
    import dataclasses

    return PortfolioError(
        dataclasses.replace(problem, where=f"the option {name}", line=None, column=None)
        for problem, name in zip(error.problems, names)
    )
