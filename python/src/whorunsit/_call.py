"""The one road to the core: a portfolio and options in, the text of an answer or one error out."""

from __future__ import annotations

from collections.abc import Callable

from . import _core
from ._encode import PortfolioSource, encode_options
from ._errors import PortfolioError
from ._portfolio import Portfolio

TYPE_CHECKING = False  # what type checkers read as true; importing typing would double the import time
if TYPE_CHECKING:
    from ._draws import Draw


def run(command: str, source: PortfolioSource | Portfolio, **options: object) -> tuple[str, bytes]:
    """Run a command of the core by its name, and return the text of its answer and of the portfolio."""
    kept = source._kept if isinstance(source, Portfolio) else None
    return _run(_core.call if kept is None else kept.call, command, source, options)


def run_watched(
    command: str,
    source: PortfolioSource | Portfolio,
    progress: Callable[[int, int], object] | None = None,
    /,
    **options: object,
) -> tuple[str, bytes]:
    """Do what :func:`run` does, for long work: signals and exceptions of ``progress`` end it."""
    _check(progress)
    return _run(lambda command, data, options: _core.watch(command, data, options, progress), command, source, options)


def run_drawn(
    source: PortfolioSource | Portfolio,
    progress: Callable[[int, int], object] | None,
    kept: list[Draw],
    /,
    **options: object,
) -> tuple[str, bytes]:
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
) -> tuple[str, bytes]:
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
        return text, portfolio._data
    error = _of_options(portfolio._refusal(text), options)
    if isinstance(source, str) and "\n" not in source and hasattr(error, "add_note"):
        error.add_note("a str is read as the text of a portfolio; to read a file, pass pathlib.Path(...)")
    raise error


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
