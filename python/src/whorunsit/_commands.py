"""One function for each command of the core: a new command is a name and its documentation."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence

from . import _core
from ._encode import PortfolioSource, encode_options, encode_portfolio, encode_scenarios
from ._errors import PortfolioError
from ._portfolio import Portfolio
from ._results import (
    Accountability,
    Chart,
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
    Sensitivity,
    Simulation,
    TransitionPlan,
    Words,
)

TYPE_CHECKING = False  # what type checkers read as true; importing typing would double the import time
if TYPE_CHECKING:
    from ._draws import Draw
    from ._types import ChartName, Dimension, Policy, RoadmapFormat, Strategy
else:
    # Which words they are, type checkers and the core know.
    ChartName = Dimension = Policy = RoadmapFormat = Strategy = str


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
    apart by the content; never the name of a file) or a mapping. Raises :class:`PortfolioError` with every problem of the
    portfolio, ``OSError`` if the file cannot be read, ``TypeError`` or ``ValueError`` if the mapping has no
    JSON form.

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

    ``find_out`` has at most three inputs with ``words``, ``worth`` (the expected value of knowing it exactly, EVPPI), ``swing``
    and ``known_by``; ``missing`` each input that is not given; ``settled`` and ``ends`` what a reference profile leaves open.
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

    text, _ = run("accept", portfolio, service=service, reason=reason)
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
            trials=trials,
            precision=precision,
            seed=seed,
            threads=threads,
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


def simulate(
    portfolio: PortfolioSource | Portfolio,
    /,
    *,
    trials: int | None = None,
    precision: str | None = None,
    seed: int | None = None,
    threads: int | None = None,
    draws: bool = False,
    progress: Callable[[int, int], object] | None = None,
    policy: Policy | None = None,
    pretty: bool = False,
) -> Simulation:
    """Simulate the portfolio under uncertainty: how likely each model is cheaper, and what a bad year loses.

    ``trials`` is how many horizons are drawn, up to 1 000 000; both models face the same incidents in each. Instead,
    ``precision``, such as ``"1%"``, draws as many as it takes for the standard error of the mean loss of a year to be
    that part of the mean; the answer's ``precision_percent`` has what was reached. ``seed``, from 0 to 2**64 - 1, is
    where the random numbers start: the same seed gives the same text on every machine and in every language.
    ``threads`` is how many threads work, without any influence on the answer. What is ``None`` is for the core to
    choose: 10 000 trials, the seed 1, as many threads as there are processors.

    ``portfolio`` has what is recommended, operations running everything and the ``difference``; ``services`` each
    service under both models. ``cost_over_horizon`` and ``difference`` are spreads over the trials, in the portfolio's
    currency over the horizon; ``year_loss`` is what incidents lose in one year and ``worst_incident`` the incident of a
    year that loses most, both with value at risk, the mean beyond it, exceedance curve and histogram. Amounts are
    :class:`decimal.Decimal`; keys that end in ``_percent`` are ``str``, from 0 to 100. ``flips`` are the exposure and
    the incidents a year at which the cheaper model changes. ``summary`` says the results in plain words.

    With ``draws=True``, ``to_pandas("draws")``, ``to_polars`` and ``to_arrow`` have a row for each trial of each service: cost over
    the horizon, loss, hours unavailable and incidents of the first year, of both models under the same incidents. They take 64
    bytes each; more than 10 000 000 are refused with the number, and ``whorunsit simulate --draws FILE.csv`` streams any.

    ``progress(done, total)`` is called with trials of services, up to 20 times a second and at the end; with
    ``precision``, ``total`` grows when it takes more trials. Ctrl-C, any other signal whose handler raises and an
    exception of ``progress`` stop the work within 0.1 s and go on as what they are, never as a
    :class:`PortfolioError`. ``False`` from ``progress`` stops it too, as a :class:`PortfolioError` whose code is
    ``cancelled``. Other threads run meanwhile.

    Takes and raises what :func:`recommend` does. An option that makes no sense is a :class:`PortfolioError` whose
    path, such as ``/trials``, is in the options; so is a ``progress`` that cannot be called a ``TypeError``. How it is
    done: Law, *Simulation Modeling and Analysis*, on common random numbers; McNeil, Frey and Embrechts, *Quantitative
    Risk Management*, on value at risk.

    >>> import whorunsit
    >>> simulation = whorunsit.simulate('''
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
    ... ''', trials=2048, progress=lambda done, total: None)
    >>> simulation.trials, simulation.seed, simulation.portfolio["difference"]  # inputs are missing
    (2048, '1', None)
    """
    options: dict[str, object] = {
        "trials": trials,
        "precision": precision,
        "seed": seed,
        "threads": threads,
        "policy": policy,
        "pretty": pretty,
    }
    if not draws:
        return Simulation(*run_watched("simulate", portfolio, progress, **options))
    kept: list[Draw] = []
    text, source = run_drawn(portfolio, progress, kept, **options)
    return Simulation(text, source, tuple(kept))


def sensitivity(
    portfolio: PortfolioSource | Portfolio,
    /,
    *,
    seed: int | None = None,
    policy: Policy | None = None,
    pretty: bool = False,
) -> Sensitivity:
    """Work out which inputs swing the comparison of both models, where it flips, and what knowing them is worth.

    Every service has its ``difference``, You Build It You Run It less Ops Run It over the horizon: below zero, You
    Build It You Run It is cheaper. ``tornado`` has what each uncertain input does to it, the widest swing first;
    ``flips`` the values at which the selection or the cheaper model changes; ``evpi`` and
    ``evppi`` what knowing all inputs, or one of them, exactly would save on average; ``grid`` the cheaper model
    for 9 exposures times 9 rates of incidents, from a sixteenth to sixteen times their means. Amounts are
    :class:`decimal.Decimal` in the portfolio's currency, over the horizon unless they are an exposure; values of inputs
    are ``str``, exact, in the units of the format.

    ``seed``, from 0 to 2**64 - 1, starts the draws behind the worth of information; what is ``None`` is for the core
    to choose: 1. Everything else is exact and needs none.

    Takes and raises what :func:`recommend` does. An option that makes no sense is a :class:`PortfolioError` whose path,
    ``/seed``, is in the options. Ctrl-C works. How the worth of information is defined: Howard, *Information Value
    Theory*, 1966.

    >>> import whorunsit
    >>> answer = whorunsit.sensitivity('''
    ... schema = 1
    ... currency = "USD"
    ... exposure_bands = [{ max_per_hour = "7000", availability = "95.0" }]
    ... [[services]]
    ... name = "appointments"
    ... kind = "digital"
    ... exposure_per_hour = "6000"
    ... feature_demand = "high"
    ... ''')
    >>> answer.services, [finding["code"] for finding in answer.findings]
    ([], ['not-comparable', 'comparison-partial'])
    """
    return Sensitivity(*run_watched("sensitivity", portfolio, seed=seed, policy=policy, pretty=pretty))


def chart(
    portfolio: PortfolioSource | Portfolio,
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
    progress: Callable[[int, int], object] | None = None,
    policy: Policy | None = None,
    pretty: bool = False,
) -> Chart:
    """Draw a chart, as a Vega-Lite specification with its data in it.

    ``chart`` is one of ``selector`` (the operating model selector with the services in it), ``costs`` (by type, of
    strategies or of both models of a service), ``exceedance`` (how likely a year loses more than an amount),
    ``tornado`` (what uncertain inputs do to the difference between the models), ``map`` (which model is cheaper, by
    exposure and incidents a year), ``scale`` (what standby costs as teams are added), ``break-even`` (what the
    transition plan has cost by the end of each month), ``workflow`` (how long manual steps of the incident workflow
    take), ``waterfall`` (from what one strategy costs to what another does), ``heat-map`` (what each service costs by
    cost type), ``density`` (how the difference between the models of a service is spread) and ``rota`` (who of a
    schedule is on call when). ``service`` names the service of ``costs``, ``exceedance``, ``tornado``, ``map``,
    ``workflow`` and ``density``; what is ``None`` is the portfolio for the first two, the first service for
    ``workflow``, and the service whose models differ most in cost for the others. ``strategy`` is what ``waterfall``
    leads to and ``heat-map`` shows, ``against`` where ``waterfall`` starts, ``schedule`` the schedule of ``rota``.
    ``compact`` is for narrow pages. The rest is as :func:`simulate` takes it, for ``exceedance`` and ``density``.

    ``spec`` is what Vega-Lite, Altair (``altair.Chart.from_dict``) and notebooks draw. It is a picture: its amounts
    are numbers, rounded as floats are, in the portfolio's currency. The background is transparent.

    Takes and raises what :func:`recommend` does, and a :class:`PortfolioError` where there is nothing to draw. An
    option that makes no sense is one whose path, such as ``/chart``, is in the options. Ctrl-C works. What
    specifications are: https://vega.github.io/vega-lite/docs/spec.html.

    >>> import whorunsit
    >>> picture = whorunsit.chart('''
    ... schema = 1
    ... currency = "USD"
    ... exposure_bands = [{ max_per_hour = "7000", availability = "95.0" }]
    ... [[services]]
    ... name = "appointments"
    ... kind = "digital"
    ... exposure_per_hour = "6000"
    ... feature_demand = "high"
    ... ''', "selector")
    >>> picture.spec["$schema"]
    'https://vega.github.io/schema/vega-lite/v6.json'
    """
    return Chart(
        *run_watched(
            "chart",
            portfolio,
            progress,
            chart=chart,
            service=service,
            strategy=strategy,
            against=against,
            schedule=schedule,
            compact=compact,
            trials=trials,
            precision=precision,
            seed=seed,
            threads=threads,
            policy=policy,
            pretty=pretty,
        )
    )


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
    raise portfolio._refusal(text)


def words(*, pretty: bool = False) -> Words:
    """Tell what the codes in answers are called, by concept: labels for whoever shows them.

    >>> import whorunsit
    >>> whorunsit.words().operating_models["ops-run-it"]["label"]
    'Ops Run It'
    """
    return Words(run("words", "", pretty=pretty)[0])


def run(command: str, source: PortfolioSource | Portfolio, **options: object) -> tuple[str, bytes]:
    """Run a command of the core by its name, and return the text of its answer and of the portfolio."""
    return _run(_core.call, command, source, options)


def run_watched(
    command: str,
    source: PortfolioSource | Portfolio,
    progress: Callable[[int, int], object] | None = None,
    /,
    **options: object,
) -> tuple[str, bytes]:
    """Do what :func:`run` does, for long work: signals and exceptions of ``progress`` end it."""
    if progress is not None and not callable(progress):
        raise TypeError(f"progress is called with two numbers; a {type(progress).__name__} cannot be called")
    return _run(lambda command, data, options: _core.watch(command, data, options, progress), command, source, options)


def run_drawn(
    source: PortfolioSource | Portfolio,
    progress: Callable[[int, int], object] | None,
    kept: list[Draw],
    /,
    **options: object,
) -> tuple[str, bytes]:
    """Simulate as :func:`run_watched` does, and put the draws of each service into ``kept``."""
    if progress is not None and not callable(progress):
        raise TypeError(f"progress is called with two numbers; a {type(progress).__name__} cannot be called")

    def call(command: str, data: bytes, options: str) -> str:
        text, draws = _core.drawn(data, options, progress)
        kept.extend(draws)
        return text

    return _run(call, "simulate", source, options)


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
