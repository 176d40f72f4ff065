"""One function for each command of the core: a new command is a name and its documentation."""

from __future__ import annotations

from . import _core
from ._answer import Answer
from ._encode import encode_options, encode_portfolio
from ._errors import PortfolioError

TYPE_CHECKING = False  # what type checkers read as true; importing typing would double the import time
if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ._types import Options, Portfolio


def recommend(portfolio: Portfolio, /, **options: Unpack[Options]) -> Answer:
    """Recommend who runs each service: targets, operating model and out-of-hours schedule, with reasons.

    ``portfolio`` is a path object (a file), text as ``str`` or ``bytes`` (TOML or JSON, told apart by the
    content; never the name of a file) or a mapping. Raises :class:`PortfolioError` with every problem of the
    portfolio, ``OSError`` if the file cannot be read, ``TypeError`` or ``ValueError`` if the mapping has no
    JSON form.

    >>> import whorunsit
    >>> rec = whorunsit.recommend({
    ...     "schema": 1,
    ...     "name": "Furniture retailer",
    ...     "currency": "USD",
    ...     "exposure_bands": [{"max_per_hour": "7000", "availability": "95.0"}],
    ...     "services": [{
    ...         "name": "appointments",
    ...         "kind": "digital",
    ...         "exposure_per_hour": "6000",
    ...         "feature_demand": "high",
    ...     }],
    ... })
    >>> type(rec.services[0]["exposure_per_hour"])
    <class 'decimal.Decimal'>
    """
    return run("recommend", portfolio, options)


def schedules(portfolio: Portfolio, /, **options: Unpack[Options]) -> Answer:
    """List the out-of-hours schedules that the portfolio needs and who takes part in each.

    Takes and raises what :func:`recommend` does.

    >>> import whorunsit
    >>> answer = whorunsit.schedules('''
    ... schema = 1
    ... name = "Furniture retailer"
    ... currency = "USD"
    ... [[exposure_bands]]
    ... max_per_hour = "7000"
    ... availability = "95.0"
    ... [[services]]
    ... name = "appointments"
    ... kind = "digital"
    ... exposure_per_hour = "6000"
    ... feature_demand = "high"
    ... ''')
    >>> answer["ok"]
    True
    """
    return run("schedules", portfolio, options)


def check(portfolio: Portfolio, /, **options: Unpack[Options]) -> Answer:
    """Check that the portfolio can be used, without computing anything from it.

    Takes and raises what :func:`recommend` does.

    >>> import whorunsit
    >>> try:
    ...     whorunsit.check('schema = 1')
    ... except whorunsit.PortfolioError as error:
    ...     print(len(error.problems) > 0, bool(error.help))
    True True
    """
    return run("check", portfolio, options)


def run(command: str, portfolio: Portfolio, options: Options) -> Answer:
    """Run a command of the core by its name."""
    data = encode_portfolio(portfolio)
    text = _core.call(command, data, encode_options(options))
    # Parsing a long answer only to learn that it is one would cost more than the core's own work.
    if "".join(text[:40].split()).startswith('{"ok":true'):
        return Answer(text)
    error = PortfolioError.from_json(text)
    if isinstance(portfolio, str) and "\n" not in portfolio and hasattr(error, "add_note"):
        error.add_note("a str is read as the text of a portfolio; to read a file, pass pathlib.Path(...)")
    raise error
