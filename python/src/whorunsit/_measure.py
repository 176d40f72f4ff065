"""Measuring: exports of incidents, deployments and work in, answers out."""

from __future__ import annotations

from . import _core
from ._encode import _type_name, as_option, listed
from ._errors import PortfolioError
from ._measured import Fit, Measurement, Review, Triage
from ._portfolio import Portfolio

TYPE_CHECKING = False  # what type checkers read as true; importing typing would double the import time
if TYPE_CHECKING:
    import datetime
    import os
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any, Literal

    from ._encode import PortfolioSource
    from ._measured import MeasureChart
    from ._types import OperatingModel


def measure(
    incidents: str | os.PathLike[str] | Any,
    /,
    *,
    portfolio: PortfolioSource | Portfolio | None = None,
    mapping: str | os.PathLike[str] | None = None,
    columns: Mapping[str, str] | None = None,
    time_zone: str | None = None,
    date_formats: str | Sequence[str] | None = None,
    encoding: str | None = None,
    separator: str | None = None,
    priorities: Sequence[int] | None = None,
    from_date: str | datetime.date | None = None,
    to_date: str | datetime.date | None = None,
    calendar_time_zone: str | None = None,
    operating_model: OperatingModel | None = None,
    moved: Mapping[str, str | datetime.date] | None = None,
    charts: Sequence[MeasureChart] | None = None,
    service: str | None = None,
    compact: bool = False,
) -> Measurement:
    """Tell from an export of incidents what happened, service by service, and what that makes of a portfolio's estimates.

    ``incidents`` is the path of a file (CSV or JSON, read as a stream), a file object of bytes or text, ``bytes``, or a pandas,
    polars or Arrow frame. ``mapping`` names one that comes with whorunsit (``servicenow``, ``pagerduty``, ``generic`` …) or is a
    path object of one's own; left out, the one that fits the header best is taken, and ``assumed`` says so. ``columns`` takes
    fields from other columns: ``{"service": "cmdb_ci"}``. ``time_zone`` is that of dates without an offset, ``from_date`` and
    ``to_date`` bound the period; the other options are those of ``whorunsit measure`` (docs/measuring.md).

    With a ``portfolio`` the incidents are held against its targets and exposures, and :meth:`Measurement.to_portfolio` gives it
    with measured estimates. Lengths of time are seconds; intervals are of 90 %.

    ``charts`` names what :meth:`Measurement.chart` draws: ``time-to-restore``, ``hours-of-week``, ``error-budget`` (of a
    portfolio) and ``fit``, all of one ``service`` where it is given, for narrow pages where ``compact``.

    Raises :class:`PortfolioError` for an export, an option or a portfolio that cannot be used, with code, message and help;
    ``OSError`` if the file cannot be read. Ctrl-C ends it.

    >>> import whorunsit
    >>> measured = whorunsit.measure(
    ...     b"id,service,opened,restored\\n1,shop,2026-01-05 10:00,2026-01-05 11:00\\n2,shop,2026-03-07 22:00,\\n",
    ...     from_date="2026-01-01", to_date="2026-12-31", time_zone="Europe/London")
    >>> measured.services[0]["incidents"], measured.services[0]["open"]
    (2, 1)
    """
    request = _request(
        portfolio=portfolio, mapping=mapping, columns=columns, time_zone=time_zone, date_formats=date_formats, encoding=encoding,
        separator=separator, priorities=priorities, from_date=from_date, to_date=to_date, calendar_time_zone=calendar_time_zone,
        operating_model=operating_model, moved=moved, charts=charts, service=service, compact=compact,
    )  # fmt: skip
    return Measurement(_run("measure", {**request, "write": portfolio is not None}, portfolio, incidents=incidents))


def triage(
    portfolio: PortfolioSource | Portfolio,
    service: str,
    /,
    *,
    since: str | datetime.datetime,
    time_zone: str | None = None,
    now: datetime.datetime | None = None,
) -> Triage:
    """Tell what an incident of a service has lost so far, what the next hour loses, and what that asks for.

    ``since`` is when it began: ``"14:05"``, ``"2026-11-26 14:05"`` or a ``datetime``. ``time_zone`` is that of such a time and of
    working hours, by default this machine's; ``now`` an aware ``datetime``, by default this machine's clock.

    Raises :class:`PortfolioError` for a service that is not there or a time that lies ahead.

    >>> import datetime, pathlib, whorunsit
    >>> now = datetime.datetime(2026, 11, 26, 15, 0, tzinfo=datetime.timezone.utc)
    >>> try:
    ...     whorunsit.triage("schema = 1", "shop", since="14:05", now=now)
    ... except whorunsit.PortfolioError as error:
    ...     error.code
    'missing-key'
    """
    request = {"service": service, "since": _moment("since", since), "time_zone": time_zone}
    if now is not None:
        request["now"] = _moment("now", now)
    return Triage(_run("triage", {**request, "portfolio": _text(portfolio)}, portfolio))


def review(
    portfolio: PortfolioSource | Portfolio,
    incidents: str | os.PathLike[str] | Any,
    /,
    *,
    deployments: str | os.PathLike[str] | Any = None,
    work: str | os.PathLike[str] | Any = None,
    unplanned: Sequence[str] | None = None,
    improvements: Sequence[str] | None = None,
    threshold_percent: float | None = None,
    mapping: str | os.PathLike[str] | None = None,
    columns: Mapping[str, str] | None = None,
    time_zone: str | None = None,
    date_formats: str | Sequence[str] | None = None,
    encoding: str | None = None,
    separator: str | None = None,
    priorities: Sequence[int] | None = None,
    from_date: str | datetime.date | None = None,
    to_date: str | datetime.date | None = None,
    calendar_time_zone: str | None = None,
    operating_model: OperatingModel | None = None,
    moved: Mapping[str, str | datetime.date] | None = None,
    charts: Sequence[MeasureChart] | None = None,
    service: str | None = None,
    team: str | None = None,
    compact: bool = False,
) -> Review:
    """Review a period: targets missed, bands that real losses contradict, recommendations that measured estimates change,
    rotas over their limits, deployments, unplanned work, and what to decide.

    ``incidents``, ``deployments`` and ``work`` are each what :func:`measure` takes; the other options are its own, and those of
    ``whorunsit review`` (docs/measuring.md): ``unplanned`` and ``improvements`` name labels of work items, ``threshold_percent``
    is the organisation's own of the rework rate. ``charts`` may also name ``rework``, of one ``team`` where it is given.

    Raises what :func:`measure` does.

    >>> import whorunsit
    >>> try:
    ...     whorunsit.review("schema = 1", b"")
    ... except whorunsit.PortfolioError as error:
    ...     len(error.problems) > 0
    True
    """
    request = _request(
        portfolio=portfolio, mapping=mapping, columns=columns, time_zone=time_zone, date_formats=date_formats, encoding=encoding,
        separator=separator, priorities=priorities, from_date=from_date, to_date=to_date, calendar_time_zone=calendar_time_zone,
        operating_model=operating_model, moved=moved, charts=charts, service=service, team=team, compact=compact,
    )  # fmt: skip
    own = {"unplanned": unplanned, "improvements": improvements, "threshold_percent": threshold_percent}
    own = {
        key: as_option(key, value) if key == "threshold_percent" else listed(value, f"the values of {key}")
        for key, value in own.items()
        if value is not None
    }
    return Review(
        _run("review", {**request, **own}, portfolio, incidents=incidents, deployments=deployments, work=work)
    )


def fit(
    values: Iterable[Any],
    /,
    shape: Literal["lognormal", "pert", "observed", "gamma-poisson"] | None = None,
    *,
    unit: Literal["s", "min", "h", "d"] | None = None,
    period_years: float | None = None,
) -> Fit:
    """Fit a distribution to values, and return an estimate for a portfolio with its interval and how well it fits.

    ``values`` is a list, a NumPy array, a Series of pandas or polars, or an Arrow column; of lengths of time in ``unit``, and of
    ``timedelta`` by themselves. ``shape`` is ``lognormal`` (the default), ``pert``, ``observed`` (the values as they are), or
    ``gamma-poisson``: a rate a year, of which the values are counts in periods of ``period_years`` (1 if left out, ``1 / 12``
    for months). ``estimate`` goes into a portfolio as it is, ``change`` into
    :meth:`Portfolio.replace`.

    Raises :class:`PortfolioError` for no values, for one that is missing, NaN, infinite, negative or no number, for too few
    or equal ones, and for options that make no sense.

    >>> import whorunsit
    >>> fitted = whorunsit.fit([10, 20, 40, 80, 160], unit="min")
    >>> fitted.estimate["p5"], fitted.goodness["doubtful"]
    ('6min 36s', False)
    """
    plain = listed(values, "the values to fit")
    if unit is None and any(hasattr(value, "total_seconds") for value in plain):
        plain = [value.total_seconds() if hasattr(value, "total_seconds") else value for value in plain]
        unit = "s"
    request: dict[str, object] = {
        "values": [_number(value) for value in plain],
        "shape": shape,
        "unit": unit,
        "period_years": as_option("period_years", period_years),
    }
    return Fit(_run("fit", request, None))


def _number(value: Any) -> object:
    """Return a value for JSON; what JSON has not is for the core to refuse by its own words."""
    if value is None or isinstance(value, (bool, list, tuple)):
        return str(value) if isinstance(value, bool) else value
    try:
        number = float(value)
    except (TypeError, ValueError):
        # Such as pandas.NA and NaT.
        return None if str(value) in ("<NA>", "NaT") else str(value)
    return number if number - number == 0 else str(number)


def _request(
    *,
    portfolio: PortfolioSource | Portfolio | None,
    mapping: str | os.PathLike[str] | None,
    date_formats: str | Sequence[str] | None,
    from_date: str | datetime.date | None,
    to_date: str | datetime.date | None,
    moved: Mapping[str, str | datetime.date] | None,
    priorities: Sequence[int] | None,
    columns: Mapping[str, str] | None,
    charts: Sequence[MeasureChart] | None,
    compact: bool,
    **more: str | None,
) -> dict[str, object]:
    """Return the facade's request: what is None is for the core to choose."""
    own: dict[str, object] = {
        "portfolio": None if portfolio is None else _text(portfolio),
        "date_formats": [date_formats] if isinstance(date_formats, str) else date_formats and list(date_formats),
        "from": from_date and str(from_date),
        "to": to_date and str(to_date),
        "moved": moved and {service: str(day) for service, day in moved.items()},
        "priorities": priorities and [int(priority) for priority in priorities],
        "columns": columns and dict(columns),
        "mapping": mapping,
        "charts": [charts] if isinstance(charts, str) else charts and list(charts),
        "compact": compact or None,
    }
    if mapping is not None and not isinstance(mapping, str):
        with open(mapping, encoding="utf-8") as file:
            own |= {"mapping": str(mapping), "mapping_text": file.read()}
    return {**own, **more}


def _text(portfolio: PortfolioSource | Portfolio) -> str:
    source = portfolio if isinstance(portfolio, Portfolio) else Portfolio(portfolio)
    # What is no UTF-8 the core refuses by its own words.
    return source._data.decode("utf-8", "replace")


def _moment(what: str, at: Any) -> str:
    """Return a moment as text: that of a ``datetime``, of pandas and of NumPy."""
    if isinstance(at, str):
        return at
    if type(at).__name__ == "datetime64":
        # Of nanoseconds, item() would make a plain number.
        at = at.astype("datetime64[us]").item()
    # NaT has it, too, and is no time.
    if hasattr(at, "isoformat") and at == at:
        return str(at.isoformat())
    raise TypeError(
        f'{what} is a time such as "14:05" or "2026-11-26 14:05", or a datetime; this is {at!r:.40}, of type {_type_name(at)}'
    )


def _run(
    command: str, request: dict[str, object], portfolio: PortfolioSource | Portfolio | None, **exports: object
) -> str:
    import json

    given = {key: value for key, value in request.items() if value is not None}
    opened = {kind: None if rows is None else _rows(kind, rows) for kind, rows in exports.items()}
    text = _core.measured(command, json.dumps(given), **opened)
    if "".join(text[:40].split()).startswith('{"ok":true'):
        return text
    if portfolio is None:
        error = PortfolioError.from_json(text)
    else:
        error = (portfolio if isinstance(portfolio, Portfolio) else Portfolio(portfolio))._refusal(text)
    place = _place(command, error, given)
    raise error.of(place) if place else error


# Codes that are of what is passed beside the portfolio: of an option, or of the rows to read.
_OF_OPTIONS = frozenset(
    """unknown-mapping invalid-mapping unknown-time-zone invalid-date-format unknown-encoding no-period period-ends-early
    unknown-service unknown-team invalid-time nothing-to-draw missing-option invalid-option""".split()
)
_OF_ROWS = frozenset(
    """empty-file web-page not-a-table not-json row-too-long wrong-mapping no-mapping absent-column unreadable-file too-large
    no-values invalid-value too-few-values equal-values""".split()
)


def _place(command: str, error: PortfolioError, given: dict[str, object]) -> str | None:
    """Return what a refusal is of, if not of the portfolio."""
    if error.code in _OF_ROWS:
        return "the values" if command == "fit" else "the export"
    if error.code not in _OF_OPTIONS:
        return None
    # The message names the value that is wrong first.
    value = error.message.split("`")[1] if error.message.count("`") > 1 else None
    names = [name for name, one in given.items() if value is not None and one == value]
    return f"the option {names[0]}" if len(names) == 1 else "the options"


def _rows(kind: str, rows: Any) -> tuple[str, object]:
    """Return what an export is called, and where its rows are: a path, bytes or a file object."""
    import errno
    import os
    import stat

    if isinstance(rows, (str, os.PathLike)):
        path = os.fspath(rows)
        # Raises with the name of the file, which an error while reading has not.
        if stat.S_ISDIR(os.stat(path).st_mode):
            raise IsADirectoryError(errno.EISDIR, "this is a folder: name the file of the export in it", path)
        return str(path), path
    if isinstance(rows, (bytes, bytearray, memoryview)):
        return kind, bytes(rows)
    if hasattr(rows, "read"):
        return str(getattr(rows, "name", kind)), rows
    from . import _frames

    return f"{kind} frame", _frames.as_csv(rows, kind)
