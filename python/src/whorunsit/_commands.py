"""One function for each command of the core: a new command is a name and its documentation."""

from __future__ import annotations

from collections.abc import Mapping

from . import _core
from ._answer import Answer
from ._encode import Portfolio, encode_options, encode_portfolio
from ._errors import PortfolioError

TYPE_CHECKING = False  # what type checkers read as true; importing typing would double the import time
if TYPE_CHECKING:
    from ._types import Check, Recommendation, Schedules
else:
    # One class at run time; type checkers know the keys of each command's answer besides.
    Check = Recommendation = Schedules = Answer


def recommend(portfolio: Portfolio, /, *, pretty: bool = False) -> Recommendation:
    """Recommend who runs each service: targets, operating model and out-of-hours schedule, with reasons.

    ``portfolio`` is a path object (a file), text as ``str`` or ``bytes`` (TOML or JSON, told apart by the
    content; never the name of a file) or a mapping. Raises :class:`PortfolioError` with every problem of the
    portfolio, ``OSError`` if the file cannot be read, ``TypeError`` or ``ValueError`` if the mapping has no
    JSON form.

    ``pretty`` writes the answer's JSON over several lines. Should it be no ``bool``, that is a
    :class:`PortfolioError` too, whose path ``/pretty`` is in the options, not in the portfolio.

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
    return Recommendation(run("recommend", portfolio, pretty=pretty))


def schedules(portfolio: Portfolio, /, *, pretty: bool = False) -> Schedules:
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
    return Schedules(run("schedules", portfolio, pretty=pretty))


def check(portfolio: Portfolio, /, *, pretty: bool = False) -> Check:
    """Check that the portfolio can be used, without computing anything from it.

    Takes and raises what :func:`recommend` does.

    >>> import whorunsit
    >>> try:
    ...     whorunsit.check('schema = 1')
    ... except whorunsit.PortfolioError as error:
    ...     print(len(error.problems) > 0, bool(error.help))
    True True
    """
    return Check(run("check", portfolio, pretty=pretty))


def run(command: str, portfolio: Portfolio, **options: object) -> str:
    """Run a command of the core by its name, and return the text of its answer."""
    data = encode_portfolio(portfolio)
    if isinstance(portfolio, Mapping):
        # Its text was never written by the user, who could make nothing of a line and a column in it.
        options["places"] = False
    text = _core.call(command, data, encode_options(options))
    # Parsing a long answer only to learn that it is one would cost more than the core's own work.
    if "".join(text[:40].split()).startswith('{"ok":true'):
        return text
    error = PortfolioError.from_json(text)
    if isinstance(portfolio, str) and "\n" not in portfolio and hasattr(error, "add_note"):
        error.add_note("a str is read as the text of a portfolio; to read a file, pass pathlib.Path(...)")
    raise error
