"""The portfolio as an object."""

from __future__ import annotations

from . import _core
from ._errors import PortfolioError

TYPE_CHECKING = False  # what type checkers read as true; importing typing would double the import time
if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import Any, Literal, NoReturn

    import pandas

    from ._encode import PortfolioSource
    from ._origin import Origin
    from ._results import (
        Accountability,
        Chart,
        Check,
        Comparison,
        Costs,
        Growth,
        NextSteps,
        Readiness,
        Recommendation,
        Report,
        Roadmap,
        Scenarios,
        SchedulePlan,
        Sensitivity,
        Simulation,
        TransitionPlan,
    )
    from ._types import ChartName, Dimension, Policy, RoadmapFormat, Strategy

# From this much text on, a recommendation is kept as columns until its whole text is asked for.
_LARGE = 1_000_000


class Portfolio:
    """Services, teams, bands and costs: what every command takes.

    ``source`` is a path object (a file), text as ``str`` or ``bytes`` (TOML or JSON; never the name of a file), a
    mapping such as a ``dict``, or another portfolio. :meth:`from_frames` takes pandas, polars or pyarrow tables,
    :meth:`from_workbook` a spreadsheet.

    A portfolio cannot be changed, only replaced (:meth:`replace`). It pickles, and two are equal if their texts are.
    It is read when it is first used: :meth:`check` raises :class:`PortfolioError` with all problems at once, and does nothing
    else. Where only some services have problems, other commands leave these out of every figure, say so in ``left_out`` and
    ``problems`` of their answers, and warn (:class:`PartialAnswerWarning`); :meth:`scenarios`, :meth:`sweep`, :meth:`accept` and
    what writes the portfolio raise. Any other problem is raised by every command. Problems of frames and workbooks say ``where``: the frame, row and column, or the
    sheet and cell.

    >>> import whorunsit
    >>> portfolio = whorunsit.Portfolio({
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
    >>> portfolio
    <whorunsit.Portfolio 'Furniture retailer': 1 service, 0 teams, in USD>
    >>> portfolio.recommend().services[0]["operating_model"]
    'you-build-it-you-run-it'
    >>> portfolio.replace("appointments", feature_demand="low").recommend().services[0]["operating_model"]
    'ops-run-it'

    Raises ``OSError`` if the file cannot be read, ``TypeError`` or ``ValueError`` if the mapping has no JSON form.
    """

    __slots__ = ("__weakref__", "_data", "_kept", "_origin", "_written")

    if TYPE_CHECKING:
        _data: bytes
        _kept: _core.Kept | None
        _written: bool
        _origin: Origin | None

    def __init__(self, source: PortfolioSource | Portfolio) -> None:
        """Hold the text of a portfolio; see the class."""
        if isinstance(source, Portfolio):
            self._hold(source._data, source._written, source._origin)
            return
        from collections.abc import Mapping

        from ._encode import encode_portfolio

        self._hold(encode_portfolio(source), not isinstance(source, Mapping), None)

    def _hold(self, data: bytes, written: bool, origin: Origin | None) -> None:
        object.__setattr__(self, "_data", data)
        # Whether a person wrote the text: of one that a program wrote, lines and columns say nothing.
        object.__setattr__(self, "_written", written)
        object.__setattr__(self, "_origin", origin)
        # What it shares with portfolios that were made of it: what the last one came to.
        object.__setattr__(self, "_kept", None)

    @classmethod
    def _of(cls, data: bytes, written: bool, origin: Origin | None) -> Portfolio:
        new = cls.__new__(cls)
        new._hold(data, written, origin)
        return new

    @classmethod
    def from_frames(
        cls,
        services: Any,
        *,
        exposure_bands: Any,
        teams: Any = None,
        domains: Any = None,
        demand_bands: Any = None,
        peaks: Any = None,
        tiers: Any = None,
        workflow: Any = None,
        settings: Mapping[str, object] | None = None,
        **more: object,
    ) -> Portfolio:
        """Make a portfolio of tables: pandas, polars or pyarrow, or anything with ``__arrow_c_stream__``.

        A mapping from names of columns to lists of values will do too. Each row is a table of the format, each column
        a key: ``name``, ``kind``, ``exposure_per_hour`` … A key inside a key has a dot: ``incidents_per_year.low``.
        ``peaks`` has a column ``service`` with the name of the service that each belongs to; ``tiers`` and ``workflow``
        (how incidents are answered) a column ``operating_model``, the one that each row is for. All else of the portfolio
        is in ``settings`` or given by name: ``currency="USD"``, ``horizon={"years": 3, "discount_rate": "0%"}``.
        ``schema`` is 1 unless given.

        ``None``, NaN, NaT and pandas' ``NA`` are *not given*. Whole floats count as whole numbers, because pandas
        makes floats of whole numbers as soon as one is missing; any other float is refused where money belongs: use
        text, ``int``, ``decimal.Decimal`` or Arrow's decimals. Dates may be dates or text. The index is not read, and
        may have duplicates.

        Raises :class:`PortfolioError` for tables that cannot be read: columns that stand twice, keys that are both a
        value and a table. What the core finds later has ``where`` too, such as ``services row 3 (index 'x'), column
        exposure_per_hour``; rows count from 1. Raises ``TypeError`` for what is no table.

        >>> import whorunsit
        >>> portfolio = whorunsit.Portfolio.from_frames(
        ...     {"name": ["appointments"], "kind": ["digital"], "exposure_per_hour": [6000], "feature_demand": ["high"]},
        ...     exposure_bands={"max_per_hour": ["7000"], "availability": ["95.0"]},
        ...     currency="USD",
        ... )
        >>> portfolio.recommend().services[0]["availability_target"]
        '95.0'
        """
        from . import _frames

        frames = {
            "exposure_bands": exposure_bands,
            "demand_bands": demand_bands,
            "domains": domains,
            "teams": teams,
            "services": services,
            "peaks": peaks,
            "tiers": tiers,
            "workflow": workflow,
        }
        data, origin = _frames.read(frames, {**(settings or {}), **more})
        return cls._of(data, False, origin)

    @classmethod
    def from_workbook(cls, path: str | os.PathLike[str]) -> Portfolio:
        """Read a workbook (``.xlsx``): one sheet for each table, as :func:`template` writes it. Needs openpyxl.

        Sheets are ``settings`` (a key and its value in each row: ``currency``, ``horizon.years``), ``services``,
        ``teams``, ``domains``, ``exposure_bands``, ``demand_bands``, ``peaks``, ``tiers`` and ``workflow``, each with the
        names of its columns in the first row, as :meth:`from_frames` takes them. ``Read me`` and sheets whose name starts with ``#`` are not read; any other is refused, as
        are formulas, merged cells and cells that hold an error, each with its sheet and cell. Empty rows are skipped.
        Dates may be dates or text such as ``2026-11-27``.

        Raises :class:`PortfolioError`, with ``where`` such as ``sheet services, cell D5``, now or when the portfolio is
        used; ``OSError`` if the file cannot be read; ``ValueError`` if it is no workbook.
        """
        from . import _workbook

        data, origin = _workbook.read(path)
        return cls._of(data, False, origin)

    def replace(self, changes: str | Mapping[str, object] | None = None, /, **keys: object) -> Portfolio:
        """Return the portfolio with changes made to it.

        With the name of a service, the keywords are keys of that service:
        ``portfolio.replace("bedroom", exposure_per_hour="900000")``. Without, they are keys of the portfolio:
        ``portfolio.replace(horizon={"years": 5})``. A mapping changes anything, as a scenario does
        (:func:`scenarios`): tables key by key, services and the like by their names, ``None`` removes. An estimate that is given
        as a whole, such as ``{"p5": 2, "p95": 15}`` and the ``estimate`` of :func:`fit`, replaces the one that is there.

        The two share what is worked out: of the changed portfolio, :meth:`recommend`, :meth:`compare`, :meth:`schedules` and
        :meth:`plan` work out only the services that the changes touch. It is kept until none of them is used any more.

        Raises :class:`PortfolioError` for changes that break the portfolio; its paths are in the changed portfolio, and of one of
        frames each problem says ``where`` its row is. Raises ``ValueError`` for a service that is not there.
        """
        from collections.abc import Mapping

        from ._encode import encode_portfolio

        if isinstance(changes, str):
            wanted: dict[str, object] = {"services": {changes: keys}}
            if not any(service["name"] == changes for service in self.to_dict().get("services", ())):
                raise ValueError(f"there is no service {changes!r:.60} in this portfolio")
        elif changes is None or isinstance(changes, Mapping):
            wanted = {**(changes or {}), **keys}
        else:
            raise TypeError(
                "replace takes the name of a service, a mapping of changes or keywords; "
                f"this is of type {type(changes).__qualname__}"
            )
        origin = self._origin and self._origin.after(wanted)
        text = _core.changed(self._data, encode_portfolio(wanted, "changes"))
        if text.startswith('{"ok":false'):
            from ._origin import located

            raise PortfolioError(located(PortfolioError.from_json(text).problems, origin))
        new = type(self)._of(text.encode("utf-8"), False, origin)
        if self._kept is None:
            object.__setattr__(self, "_kept", _core.Kept())
        object.__setattr__(new, "_kept", self._kept)
        return new

    def check(self, *, pretty: bool = False) -> Check:
        """Check that the portfolio can be used; see :func:`check`."""
        from . import _commands

        return _commands.check(self, pretty=pretty)

    def recommend(self, *, policy: Policy | None = None, pretty: bool = False) -> Recommendation:
        """Recommend who runs each service; see :func:`recommend`.

        Of a large portfolio only the columns of the table ``services`` are kept at first; the whole answer is worked
        out when something else is asked for.
        """
        from . import _commands

        if len(self._data) >= _LARGE and not pretty and policy is None:
            return _commands.recommend_by_columns(self)
        return _commands.recommend(self, policy=policy, pretty=pretty)

    def schedules(self, *, policy: Policy | None = None, pretty: bool = False) -> SchedulePlan:
        """List the out-of-hours schedules and who takes part in each; see :func:`schedules`."""
        from . import _commands

        return _commands.schedules(self, policy=policy, pretty=pretty)

    def costs(
        self,
        *,
        by: Dimension | Sequence[Dimension] | None = None,
        strategy: Strategy | None = None,
        line_items: bool | None = None,
        policy: Policy | None = None,
        pretty: bool = False,
    ) -> Costs:
        """Work out the cost ledger; see :func:`costs`."""
        from . import _commands

        return _commands.costs(self, by=by, strategy=strategy, line_items=line_items, policy=policy, pretty=pretty)

    def compare(self, *, policy: Policy | None = None, pretty: bool = False) -> Comparison:
        """Compare strategies, and both operating models for every service; see :func:`compare`."""
        from . import _commands

        return _commands.compare(self, policy=policy, pretty=pretty)

    def scenarios(
        self,
        scenarios: Mapping[str, object] | None = None,
        /,
        *,
        policy: Policy | None = None,
        pretty: bool = False,
        **named: object,
    ) -> Scenarios:
        """Compare changed forms of the portfolio with the portfolio as it is; see :func:`scenarios`.

        Scenarios are given by name, in a mapping or as keywords, each with what it changes:
        ``portfolio.scenarios(cheaper_standby={"on_call": {…}}, busy={"services": {"bedroom": {…}}})``.
        """
        from . import _commands

        twice = [name for name in scenarios or () if name in named]
        if twice:
            raise ValueError(f"the scenario {twice[0]!r:.60} is given twice, in the mapping and as a keyword")
        return _commands.scenarios(self, {**(scenarios or {}), **named}, policy=policy, pretty=pretty)  # type: ignore[dict-item]

    def plan(self, *, policy: Policy | None = None, pretty: bool = False) -> TransitionPlan:
        """Plan how services change over from operations; see :func:`plan`."""
        from . import _commands

        return _commands.plan(self, policy=policy, pretty=pretty)

    def ready(
        self, *, answers: PortfolioSource | None = None, policy: Policy | None = None, pretty: bool = False
    ) -> Readiness:
        """Answer the seven objections with the portfolio's own figures; see :func:`ready`."""
        from . import _commands

        return _commands.ready(self, answers=answers, policy=policy, pretty=pretty)

    def roadmap(
        self,
        *,
        format: RoadmapFormat = "markdown",
        answers: PortfolioSource | None = None,
        policy: Policy | None = None,
        pretty: bool = False,
    ) -> Roadmap:
        """Draw up one page with dates for whoever decides; see :func:`roadmap`."""
        from . import _commands

        return _commands.roadmap(self, format=format, answers=answers, policy=policy, pretty=pretty)

    def growth(self, *, policy: Policy | None = None, pretty: bool = False) -> Growth:
        """Decide anew for every year of the horizon; see :func:`growth`."""
        from . import _commands

        return _commands.growth(self, policy=policy, pretty=pretty)

    def find_out(self, *, policy: Policy | None = None, pretty: bool = False) -> NextSteps:
        """Tell what to find out next; see :func:`find_out`."""
        from . import _commands

        return _commands.find_out(self, policy=policy, pretty=pretty)

    def accountability(self, *, policy: Policy | None = None, pretty: bool = False) -> Accountability:
        """Tell who is accountable and whose budget pays; see :func:`accountability`."""
        from . import _commands

        return _commands.accountability(self, policy=policy, pretty=pretty)

    def report(
        self,
        *,
        service: str | None = None,
        review_on: str | None = None,
        trials: int | None = None,
        precision: str | None = None,
        seed: int | None = None,
        threads: int | None = None,
        progress: Callable[[int, int], object] | bool | None = None,
        policy: Policy | None = None,
        pretty: bool = False,
    ) -> Report:
        """Record the decision of the portfolio, or of one service; see :func:`report`."""
        from . import _commands

        with _watch(progress) as watched:
            return _commands.report(
                self,
                service=service,
                review_on=review_on,
                trials=trials,
                precision=precision,
                seed=seed,
                threads=threads,
                progress=watched,
                policy=policy,
                pretty=pretty,
            )

    def accept(self, service: str, *, reason: str | None = None) -> Portfolio:
        """Return the portfolio with what the money says of one service given by hand; see :func:`accept`."""
        from . import _commands

        return _commands.accept(self, service, reason=reason)

    def simulate(
        self,
        *,
        trials: int | None = None,
        precision: str | None = None,
        seed: int | None = None,
        threads: int | None = None,
        draws: bool = False,
        progress: Callable[[int, int], object] | bool | None = None,
        policy: Policy | None = None,
        pretty: bool = False,
    ) -> Simulation:
        """Simulate the portfolio under uncertainty: how likely each model is cheaper, and what a bad year loses.

        ``trials`` is how many horizons are drawn, up to 1 000 000; both models face the same incidents in each. Instead,
        ``precision``, such as ``"1%"``, draws as many as it takes for the standard error of the mean loss of a year to
        be that part of the mean. ``seed``, from 0 to 2**64 - 1, is where the random numbers start: the same seed gives
        the same answer on every machine. ``threads`` has no influence on the answer. What is ``None`` is for the core to
        choose: 10 000 trials, the seed 1, as many threads as there are processors.

        ``draws=True`` keeps what every trial of every service came to, for ``to_pandas("draws")``; see :func:`simulate`.

        ``progress=True`` shows a bar, which needs tqdm; a function is called with how many trials of services are done
        and how many there are. Ctrl-C, an exception of ``progress`` and ``False`` from it stop the work within 0.1 s.

        Returns a :class:`Simulation`: amounts in the portfolio's currency, over the horizon or a year, as
        :class:`decimal.Decimal`; probabilities in percent, as text. Its first table has one row for each service that
        can be compared, with ``you_build_it_cheaper_percent`` and the spread of the ``difference`` (You Build It You Run
        It less Ops Run It) as ``mean``, ``p5``, ``p50``, ``p95`` and ``standard_error``.

        Raises :class:`PortfolioError` for a portfolio or options that make no sense; ``TypeError`` for a ``progress``
        that cannot be called; ``ImportError`` for ``progress=True`` without tqdm. Sources of the method are in
        :func:`simulate`.
        """
        from . import _risk

        with _watch(progress) as watched:
            return _risk.simulate(
                self,
                trials=trials,
                precision=precision,
                seed=seed,
                threads=threads,
                draws=draws,
                progress=watched,
                policy=policy,
                pretty=pretty,
            )

    def sensitivity(
        self, *, seed: int | None = None, policy: Policy | None = None, pretty: bool = False
    ) -> Sensitivity:
        """Work out which inputs swing the comparison, and what knowing them is worth; see :func:`sensitivity`."""
        from . import _risk

        return _risk.sensitivity(self, seed=seed, policy=policy, pretty=pretty)

    def chart(
        self,
        chart: ChartName,
        /,
        *,
        service: str | None = None,
        strategy: Strategy | None = None,
        against: Strategy | None = None,
        schedule: str | None = None,
        compact: bool | None = None,
        trials: int | None = None,
        precision: str | None = None,
        seed: int | None = None,
        threads: int | None = None,
        progress: Callable[[int, int], object] | bool | None = None,
        policy: Policy | None = None,
        pretty: bool = False,
    ) -> Chart:
        """Draw a chart, as a Vega-Lite specification with its data in it; see :func:`chart`.

        As the last line of a cell it is drawn; ``to_altair()`` makes an Altair chart of it. ``progress`` is that of
        :meth:`simulate`.
        """
        from . import _risk

        with _watch(progress) as watched:
            return _risk.chart(
                self,
                chart,
                service=service,
                strategy=strategy,
                against=against,
                schedule=schedule,
                compact=compact,
                trials=trials,
                precision=precision,
                seed=seed,
                threads=threads,
                progress=watched,
                policy=policy,
                pretty=pretty,
            )

    def sweep(
        self,
        grid: Mapping[Any, Sequence[object]],
        *,
        frame: Literal["pandas", "polars", "arrow"] = "pandas",
        exact: bool = False,
        scale: int | None = None,
        progress: bool | None = None,
    ) -> Any:
        """Work out the portfolio at every point of a grid, and return one tidy frame.

        ``grid`` has the values that each key takes: ``{"services.bedroom.exposure_per_hour": ["100000", "200000"],
        "horizon.years": [1, 3, 5]}`` are six points; 100 000 are the most. Lists may be arrays, Series and ranges, floats are
        taken as their digits. Tables in lists are named, as in scenarios; a name with a dot in
        it needs a tuple, ``("services", "www.shop", "severity")``.

        The frame has one row for each point, in order, the last key changing fastest: a column for each key, named without
        dots (``services_bedroom_exposure_per_hour``), with its value as a number if all are, else as text; then the outcome
        as in the table ``scenarios`` of :class:`Scenarios`: models, schedules, targets missed, disagreements, premium, loss
        and both over the horizon, in the portfolio's currency. It is a pandas, polars or pyarrow frame; ``exact`` and
        ``scale`` are those of :meth:`Answer.to_pandas`, and with ``exact`` values of the grid are text.

        A bar shows how far it is if tqdm is installed and there is more than one batch of a hundred points, unless
        ``progress`` says otherwise. Ctrl-C ends it after the batch that it is at.

        Raises what :func:`scenarios` does; messages name the point that breaks the portfolio. A grid of more points is a
        ``ValueError`` before any is worked out, and values that are no list a ``TypeError``.
        """
        from . import _sweep

        return _sweep.sweep(self, grid, frame, exact, scale, progress)

    @property
    def name(self) -> str | None:
        """The portfolio's name, if it has one. Raises :class:`PortfolioError` if it cannot be used."""
        name: str | None = self.to_dict().get("name")
        return name

    @property
    def currency(self) -> str:
        """The currency of its amounts, such as ``USD``. Raises :class:`PortfolioError` if it cannot be used."""
        currency: str = self.to_dict()["currency"]
        return currency

    @property
    def services(self) -> list[dict[str, Any]]:
        """Its services as new dicts, amounts as text. Raises :class:`PortfolioError` if it cannot be used."""
        services: list[dict[str, Any]] = self.to_dict()["services"]
        return services

    def __len__(self) -> int:
        return len(self.services)

    def __bool__(self) -> bool:
        # Without it, asking whether there is a portfolio would read it.
        return True

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(self.services)

    def to_json(self) -> str:
        """Return the portfolio as JSON text in the normal form of the format.

        Raises :class:`PortfolioError` if it cannot be used.
        """
        text = _core.changed(self._data, b"{}")
        if text.startswith('{"ok":false'):
            raise self._refusal(text)
        return text

    def to_toml(self) -> str:
        """Return the portfolio as TOML text in the normal form of the format, without comments.

        Raises :class:`PortfolioError` if it cannot be used.
        """
        text = _core.as_toml(self._data)
        if text.startswith('{"ok":false'):
            raise self._refusal(text)
        return text

    def to_dict(self) -> dict[str, Any]:
        """Return the portfolio as a new dict, amounts as text. Raises :class:`PortfolioError` if it cannot be used."""
        import json

        data: dict[str, Any] = json.loads(self.to_json())
        return data

    def to_workbook(self, path: str | os.PathLike[str], *, force: bool = False) -> None:
        """Write the portfolio as a workbook that :meth:`from_workbook` reads. Needs openpyxl.

        It is written whole or not at all. A file that is there already is replaced only with ``force=True``, otherwise
        ``FileExistsError`` is raised; another ``OSError`` where nothing can be written. Raises ``ValueError`` for what no sheet
        can hold, such as a list of observed values, and :class:`PortfolioError` if the portfolio cannot be used.
        """
        from . import _to_workbook

        _to_workbook.write_portfolio(self.to_dict(), path, force)

    def to_pandas(self) -> pandas.DataFrame:
        """Return the services as they are given as a pandas frame, a row for each, as :meth:`from_frames` takes it.

        Keys inside keys are columns with a dot, amounts are text, what is not given is missing. Needs pandas.
        """
        import pandas

        from . import _to_workbook

        return pandas.DataFrame([_to_workbook.row(service) for service in self.to_dict().get("services", ())])

    def _refusal(self, text: str) -> PortfolioError:
        error = PortfolioError.from_json(text)
        if self._written:
            return error
        from ._origin import located

        return PortfolioError(located(error.problems, self._origin))

    def __eq__(self, other: object) -> bool:
        return self._data == other._data if isinstance(other, Portfolio) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._data)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"a portfolio cannot be changed, only replaced: {name!r}", name=name, obj=self)

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"a portfolio cannot be changed, only replaced: {name!r}", name=name, obj=self)

    def __reduce__(self) -> tuple[Callable[..., Portfolio], tuple[bytes, bool, Origin | None]]:
        return (_restored, (self._data, self._written, self._origin))

    def __repr__(self) -> str:
        try:
            check = self.check()
        except PortfolioError as error:
            count = len(error.problems)
            return f"<whorunsit.Portfolio with {count} problem{'' if count == 1 else 's'}>"
        name = f" {check.name!r:.60}" if check.name else ""
        counts = check.counts
        services = f"{counts['services']} service{'' if counts['services'] == 1 else 's'}"
        teams = f"{counts['teams']} team{'' if counts['teams'] == 1 else 's'}"
        return f"<whorunsit.Portfolio{name}: {services}, {teams}, in {check.currency}>"

    def _repr_html_(self) -> str:
        from . import _html

        return _html.portfolio(self)


class _watch:
    """What to call with how far a simulation is: a function, a bar if that is asked for, or nothing."""

    def __init__(self, progress: Callable[[int, int], object] | bool | None) -> None:
        self._wanted = progress
        self._bar: Any = None

    def __enter__(self) -> Callable[[int, int], object] | None:
        if self._wanted is not True:
            return self._wanted or None
        try:
            from tqdm.auto import tqdm
        except ImportError:
            raise ImportError("tqdm is needed for a bar: pip install 'whorunsit[notebook]'") from None
        self._bar = tqdm(unit="trial", unit_scale=True)
        return self._told

    def _told(self, done: int, total: int) -> None:
        self._bar.total = total
        self._bar.update(done - self._bar.n)

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()


def _restored(data: bytes, written: bool, origin: Origin | None) -> Portfolio:
    return Portfolio._of(data, written, origin)
