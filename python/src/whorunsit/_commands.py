"""One function for each command of the core: a new command is a name and its documentation."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence

from . import _core
from ._call import run, run_watched
from ._encode import PortfolioSource, encode_portfolio, encode_scenarios, option_whole
from ._portfolio import Portfolio
from ._results import (
    Accountability,
    Check,
    Comparison,
    Costs,
    Difference,
    Growth,
    Intake,
    NextSteps,
    Readiness,
    Recommendation,
    Report,
    Roadmap,
    Scenarios,
    SchedulePlan,
    TransitionPlan,
    Words,
)

TYPE_CHECKING = False  # what type checkers read as true; importing typing would double the import time
if TYPE_CHECKING:
    from ._types import Dimension, Policy, RoadmapFormat, Strategy
else:
    # Which words they are, type checkers and the core know.
    Dimension = Policy = RoadmapFormat = Strategy = str


def recommend(
    portfolio: PortfolioSource | Portfolio,
    /,
    *,
    policy: Policy | None = None,
    money: bool | None = None,
    pretty: bool = False,
) -> Recommendation:
    """Recommend who runs each service: targets, operating model and out-of-hours schedule, with reasons.

    ``portfolio`` is a :class:`Portfolio`, a path object (a file), text as ``str`` or ``bytes`` (TOML or JSON, told
    apart by the content; never the name of a file) or a mapping. Raises :class:`PortfolioError` with every problem of a
    portfolio that cannot be used, ``OSError`` if the file cannot be read, ``TypeError`` or ``ValueError`` if the mapping has
    no JSON form. A service with problems of its own does not stop the others: it is left out of every figure, the answer's
    ``left_out`` and ``problems`` say so, and a :class:`PartialAnswerWarning` is given.

    ``policy`` decides by ``sixteen-cell``, ``traffic-light`` or ``least-cost``, instead of the portfolio's own policy.
    ``money=False`` neither reads nor checks what only money needs, as if the portfolio had no costs.
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
    return Recommendation(*run("recommend", portfolio, policy=policy, money=money, pretty=pretty))


def schedules(
    portfolio: PortfolioSource | Portfolio,
    /,
    *,
    policy: Policy | None = None,
    money: bool | None = None,
    pretty: bool = False,
) -> SchedulePlan:
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
    return SchedulePlan(*run("schedules", portfolio, policy=policy, money=money, pretty=pretty))


def check(
    portfolio: PortfolioSource | Portfolio,
    /,
    *,
    policy: Policy | None = None,
    money: bool | None = None,
    pretty: bool = False,
) -> Check:
    """Check that the portfolio can be used, without computing anything from it.

    Takes and raises what :func:`recommend` does.

    >>> import whorunsit
    >>> try:
    ...     whorunsit.check('schema = 1')
    ... except whorunsit.PortfolioError as error:
    ...     print(len(error.problems) > 0, bool(error.help))
    True True
    """
    return Check(*run("check", portfolio, policy=policy, money=money, pretty=pretty))


def costs(
    portfolio: PortfolioSource | Portfolio,
    /,
    *,
    by: Dimension | Sequence[Dimension] | None = None,
    strategy: Strategy | None = None,
    line_items: bool | None = None,
    policy: Policy | None = None,
    pretty: bool = False,
) -> Costs:
    """Work out the cost ledger: every line item with what it rests on, and what they come to.

    ``by`` is what to group by: one or several of ``service``, ``team``, ``domain``, ``operating_model``, ``aspect``,
    ``cost_type``, ``code``, ``accounting``, ``budget_holder``, ``budget_team`` and ``frequency``. ``strategy`` says who runs what:
    ``all-ops-run-it``, ``all-you-build-it-you-run-it``, ``hybrid-with-team-schedules``, ``hybrid-at-scale`` or
    ``least-cost``. ``line_items`` says whether line items are listed one by one. What is ``None`` is for the core to
    choose: by aspect and cost type, what is recommended (``hybrid-at-scale``), and with line items.

    ``premium`` is what is paid and ``loss`` what is lost all the same, each once, a year and over the horizon;
    ``groups`` are both together. Amounts are :class:`decimal.Decimal` in the portfolio's currency, exact to its minor
    unit. An amount whose inputs are missing is ``None``, never zero; the totals that lack it are ``partial``, and
    ``missing`` has the JSON Pointers of the inputs.

    Takes and raises what :func:`recommend` does. An option that makes no sense is a :class:`PortfolioError` whose
    path, such as ``/by/0``, is in the options.

    >>> import whorunsit
    >>> ledger = whorunsit.costs('''
    ... schema = 1
    ... currency = "USD"
    ... exposure_bands = [{ max_per_hour = "7000", availability = "95.0" }]
    ... [horizon]
    ... years = 3
    ... discount_rate = "0%"
    ... [setup.you-build-it-you-run-it]
    ... deployment-throughput = "40000"
    ... [[services]]
    ... name = "appointments"
    ... kind = "digital"
    ... exposure_per_hour = "6000"
    ... feature_demand = "high"
    ... ''', by="cost_type")
    >>> setup = ledger.groups[0]
    >>> setup["cost_type"], setup["over_horizon"], setup["partial"]
    ('setup', Decimal('40000'), True)
    """
    return Costs(
        *run("costs", portfolio, by=by, strategy=strategy, line_items=line_items, policy=policy, pretty=pretty)
    )


def compare(
    portfolio: PortfolioSource | Portfolio, /, *, policy: Policy | None = None, pretty: bool = False
) -> Comparison:
    """Compare strategies over the horizon, and both operating models for every service.

    ``strategies`` has what each strategy pays and loses; ``insurance``, of the whole and of each service, what is paid
    more than if operations ran it, what that protects, the ``ratio`` of the two and the ``payback_month``;
    ``cash_flow`` what has been spent by the end of each month; ``policy_price`` what it costs to follow the selector
    instead of least cost, service by service, ``None`` where standby pay is not given.

    Amounts are :class:`decimal.Decimal` in the portfolio's currency, a year or over the horizon as their names say.
    Other numbers that are not whole are ``str``, exact: percent of time, hours, ratios. What is not known is ``None``;
    ``partial`` says whether an amount lacks something.

    Takes and raises what :func:`recommend` does.

    >>> import whorunsit
    >>> comparison = whorunsit.compare('''
    ... schema = 1
    ... currency = "USD"
    ... exposure_bands = [{ max_per_hour = "7000", availability = "95.0" }]
    ... [horizon]
    ... years = 3
    ... discount_rate = "0%"
    ... [[services]]
    ... name = "appointments"
    ... kind = "digital"
    ... exposure_per_hour = "6000"
    ... feature_demand = "high"
    ... ''')
    >>> [strategy["strategy"] for strategy in comparison.strategies]
    ['all-ops-run-it', 'all-you-build-it-you-run-it', 'hybrid-with-team-schedules', 'hybrid-at-scale']
    """
    return Comparison(*run("compare", portfolio, policy=policy, pretty=pretty))


def scenarios(
    portfolio: PortfolioSource | Portfolio,
    scenarios: Mapping[str, PortfolioSource],
    /,
    *,
    policy: Policy | None = None,
    pretty: bool = False,
) -> Scenarios:
    """Compare changed forms of the portfolio with the portfolio as it is.

    ``scenarios`` has the changes of each scenario by its name: a mapping, text, bytes or a path object, as a portfolio
    is, but only with what is to be different. It is merged into the portfolio as a JSON Merge Patch is: tables key by
    key, services and the like by their names (``{"services": {"bedroom": {"feature_demand": "low"}}}``), and ``None``
    removes.

    The answer's ``scenarios`` has the portfolio as it is first, then the scenarios in their order. Amounts are
    :class:`decimal.Decimal`, over the horizon of the scenario unless their names say otherwise.

    Takes and raises what :func:`recommend` does. Changes that break the portfolio are a :class:`PortfolioError` whose
    messages name the scenario, and whose paths are in the changed portfolio.

    >>> import whorunsit
    >>> answer = whorunsit.scenarios('''
    ... schema = 1
    ... currency = "USD"
    ... exposure_bands = [{ max_per_hour = "7000", availability = "95.0" }]
    ... [[services]]
    ... name = "appointments"
    ... kind = "digital"
    ... exposure_per_hour = "6000"
    ... feature_demand = "high"
    ... ''', {"little demand": {"services": {"appointments": {"feature_demand": "low"}}}})
    >>> [(scenario["name"], scenario["ops_run_it"]) for scenario in answer.scenarios]
    [('as it is', 0), ('little demand', 1)]
    """
    return Scenarios(*run("scenarios", portfolio, scenarios=encode_scenarios(scenarios), policy=policy, pretty=pretty))


def plan(
    portfolio: PortfolioSource | Portfolio, /, *, policy: Policy | None = None, pretty: bool = False
) -> TransitionPlan:
    """Plan how services change over from operations to what is recommended: the pilot first, then waves of teams.

    ``waves`` has the teams of each quarter; ``months`` what the plan and staying have cost by the end of each month of
    the horizon, and their ``difference``; ``break_even_month`` the first month by whose end the plan has cost no more,
    ``None`` where there is none. Amounts are :class:`decimal.Decimal` in the portfolio's currency.

    Takes and raises what :func:`recommend` does.

    >>> import whorunsit
    >>> answer = whorunsit.plan('''
    ... schema = 1
    ... currency = "USD"
    ... exposure_bands = [{ max_per_hour = "7000", availability = "95.0" }]
    ... [horizon]
    ... years = 1
    ... discount_rate = "0%"
    ... [[services]]
    ... name = "appointments"
    ... kind = "digital"
    ... exposure_per_hour = "6000"
    ... feature_demand = "high"
    ... ''')
    >>> [[team["name"] for team in wave["teams"]] for wave in answer.waves], len(answer.months)
    ([['appointments']], 12)
    """
    return TransitionPlan(*run("plan", portfolio, policy=policy, pretty=pretty))


def find_out(
    portfolio: PortfolioSource | Portfolio, /, *, policy: Policy | None = None, pretty: bool = False
) -> NextSteps:
    """Tell what to find out next: what is missing, and which inputs are worth most to know better. Elsewhere it is called ``next``.

    ``find_out`` has at most three inputs with ``words``, ``worth`` (what knowing it exactly saves on average whoever
    then chooses between the models), ``swing`` and ``known_by``; ``missing`` each input that is not given; ``settled``
    and ``ends`` what a reference profile leaves open.
    Amounts are :class:`decimal.Decimal` in the portfolio's currency, over the horizon.

    Takes and raises what :func:`recommend` does.

    >>> import whorunsit
    >>> steps = whorunsit.find_out('''
    ... schema = 1
    ... currency = "USD"
    ... profile = "saas"
    ... exposure_bands = [{ max_per_hour = "7000", availability = "95.0" }]
    ... [[services]]
    ... name = "appointments"
    ... kind = "digital"
    ... exposure_per_hour = "6000"
    ... feature_demand = "high"
    ... ''')
    >>> len(steps.find_out)
    3
    """
    return NextSteps(*run("next", portfolio, policy=policy, pretty=pretty))


def growth(portfolio: PortfolioSource | Portfolio, /, *, policy: Policy | None = None, pretty: bool = False) -> Growth:
    """Decide anew for every year of the horizon, with the growth that the portfolio states.

    ``years`` has a row for each: services, teams, targets, who runs how many, schedules, standby and what each strategy comes to;
    ``first_change`` is the year in which a service is run in another way, ``first_other_strategy`` that in which another strategy
    costs least. Amounts are :class:`decimal.Decimal` in the portfolio's currency.

    Takes and raises what :func:`recommend` does; a portfolio without ``growth`` is a :class:`PortfolioError`.

    >>> import whorunsit
    >>> grown = whorunsit.growth('''
    ... schema = 1
    ... currency = "USD"
    ... growth.exposure = "20%"
    ... exposure_bands = [{ max_per_hour = "7000", availability = "95.0" }, { max_per_hour = "9000", availability = "99.0" }]
    ... [[services]]
    ... name = "appointments"
    ... kind = "digital"
    ... exposure_per_hour = "6000"
    ... feature_demand = "low"
    ... ''')
    >>> [year["exposure_per_hour"] for year in grown.years]
    [Decimal('6000'), Decimal('7200'), Decimal('8640')]
    """
    return Growth(*run("growth", portfolio, policy=policy, pretty=pretty))


def intake(
    table: PortfolioSource | object,
    /,
    *,
    name: str | None = None,
    currency: str | None = None,
    columns: Mapping[str, str | None] | None = None,
    decimal: str | None = None,
    headings: bool | None = None,
    rates: Mapping[str, str] | None = None,
    profile: str | None = None,
    runs_today: str | None = None,
    bands: Sequence[Mapping[str, str]] | None = None,
    pretty: bool = False,
) -> Intake:
    """Take a table of services in, and report how every part of it was read.

    ``table`` is a pandas, polars or pyarrow table, a path object (CSV, TSV), text as ``str`` or ``bytes``, or a mapping with
    ``rows``, a list of rows of cells. ``columns`` gives the key that a heading stands for, ``None`` to leave it out; ``decimal`` is ``point`` or
    ``comma``; ``headings=False`` says that the table has none: its columns are named by their places, from ``"1"``;
    ``rates`` say what one unit of a foreign currency is worth. ``profile`` names the reference profile that fills in what the
    table does not give; ``runs_today`` and ``bands`` (suggested where not given) are those of the format.

    >>> import whorunsit
    >>> taken = whorunsit.intake("Application;Revenue at risk per hour;Demand\\nShop;€1.200,50;H")
    >>> taken.portfolio["services"][0]["exposure_per_hour"]
    Decimal('1200.5')
    """
    if hasattr(table, "columns") or hasattr(table, "__arrow_c_stream__"):
        from ._frames import as_csv

        table = as_csv(table, "table")
    given: dict[str, object] = {
        "name": name,
        "currency": currency,
        "columns": columns,
        "decimal": decimal,
        "headings": headings,
        "rates": rates,
        "profile": profile,
        "runs_today": runs_today,
        "bands": bands,
    }
    return Intake(*run("intake", table, **given, pretty=pretty))  # type: ignore[arg-type]


def ready(
    portfolio: PortfolioSource | Portfolio,
    /,
    *,
    answers: PortfolioSource | None = None,
    policy: Policy | None = None,
    pretty: bool = False,
) -> Readiness:
    """Answer the seven objections to You Build It You Run It with the portfolio's own figures.

    ``objections`` has for each its ``answers``, ``score``, ``figure`` and ``actions``; ``next_actions`` the three to take
    next; ``standing`` how services stand today and as recommended. ``answers`` are a path object, text or a mapping with the
    keys of ``[readiness]``, in place of the portfolio's own.

    Takes and raises what :func:`recommend` does; problems of ``answers`` have their places in that text.
    """
    text = None
    if answers is not None:
        text = encode_portfolio(answers, "answers").decode("utf-8", "surrogateescape")
    return Readiness(*run("ready", portfolio, answers=text, policy=policy, pretty=pretty))


def roadmap(
    portfolio: PortfolioSource | Portfolio,
    /,
    *,
    format: RoadmapFormat = "markdown",
    answers: PortfolioSource | None = None,
    policy: Policy | None = None,
    pretty: bool = False,
) -> Roadmap:
    """Draw up one page with dates for whoever decides, as ``document``.

    It says who runs what, what that costs and protects, who pays and is accountable, what stands in the way, and what
    happens when; ``steps`` has the dates by themselves. ``format`` is ``"markdown"``, ``"html"``, ``"mermaid"`` (a gantt
    chart) or ``"jira"`` (CSV for its import); ``answers`` are those of :func:`ready`.

    Takes and raises what :func:`ready` does.
    """
    text = None
    if answers is not None:
        text = encode_portfolio(answers, "answers").decode("utf-8", "surrogateescape")
    return Roadmap(*run("roadmap", portfolio, format=format, answers=text, policy=policy, pretty=pretty))


def accountability(
    portfolio: PortfolioSource | Portfolio, /, *, policy: Policy | None = None, pretty: bool = False
) -> Accountability:
    """Tell who is responsible and accountable for each service, whose budget pays, and what moves between budgets.

    Takes and raises what :func:`recommend` does.
    """
    return Accountability(*run("accountability", portfolio, policy=policy, pretty=pretty))


def accept(portfolio: PortfolioSource | Portfolio, service: str, /, *, reason: str | None = None) -> Portfolio:
    """Return the portfolio with the model that costs less for one service given by hand, and the reason kept.

    Raises :class:`PortfolioError` where what both models cost the service is not estimated, or the same.
    ``reason`` is kept in ``operating_model_reason``; left out, it says what the money says.
    """
    import json  # of little use to whoever only imports the package

    text, _, _ = run("accept", portfolio, service=service, reason=reason)
    return Portfolio(json.loads(text)["portfolio"])


def report(
    portfolio: PortfolioSource | Portfolio,
    /,
    *,
    service: str | None = None,
    review_on: str | None = None,
    trials: int | None = None,
    precision: str | None = None,
    seed: int | None = None,
    threads: int | None = None,
    progress: Callable[[int, int], object] | None = None,
    policy: Policy | None = None,
    pretty: bool = False,
) -> Report:
    """Record the decision of the portfolio, or of one ``service``: question, inputs and where they came from, options,
    figures with ranges, decision and who disagrees, who pays, what follows, what it rests on.

    ``review_on`` is when to decide again, such as ``"2027-06-01"``. ``trials``, ``precision``, ``seed``, ``threads`` and
    ``progress`` are those of :func:`simulate`. Takes and raises what it does.
    """
    return Report(
        *run_watched(
            "report",
            portfolio,
            progress,
            service=service,
            review_on=review_on,
            trials=option_whole("trials", trials),
            precision=precision,
            seed=seed,
            threads=option_whole("threads", threads),
            policy=policy,
            pretty=pretty,
        )
    )


def diff(
    old: PortfolioSource | Portfolio,
    new: PortfolioSource | Portfolio,
    /,
    *,
    policy: Policy | None = None,
    pretty: bool = False,
) -> Difference:
    """Tell what differs between two portfolios: inputs, who should run what and why that moved, what it costs.

    Takes and raises what :func:`recommend` does; paths of problems of ``new`` are in it.
    """
    # What is no UTF-8 goes on as it is, for the core to refuse.
    text = encode_portfolio(new).decode("utf-8", "surrogateescape")
    return Difference(*run("diff", old, new=text, policy=policy, pretty=pretty))


def template(path: str | os.PathLike[str], *, force: bool = False) -> None:
    """Write an empty workbook for a portfolio, to be filled in and read by :meth:`Portfolio.from_workbook`.

    It has one sheet for each table, the keys of the format as columns, what each means as a comment on its heading,
    and drop-downs where a value is one of a few words. Needs openpyxl. It is written whole or not at all. A file that is
    there already is replaced only with ``force=True``, otherwise ``FileExistsError`` is raised; so is another ``OSError``
    where nothing can be written, and for a symbolic link.
    """
    from . import _workbook

    _workbook.write_template(path, force)


def recommend_by_columns(portfolio: Portfolio) -> Recommendation:
    """Recommend, and keep the table of services only until more is asked for."""
    text = _core.columns(portfolio._data)
    if text.startswith('{"ok":true'):
        return Recommendation._by_columns(portfolio._data, text)
    # Columns are of whole portfolios only: services that have problems are left out of the answer.
    return recommend(portfolio)


def words(*, pretty: bool = False) -> Words:
    """Tell what the codes in answers are called, by concept: labels for whoever shows them.

    >>> import whorunsit
    >>> whorunsit.words().operating_models["ops-run-it"]["label"]
    'Ops Run It'
    """
    return Words(run("words", "", pretty=pretty)[0])
