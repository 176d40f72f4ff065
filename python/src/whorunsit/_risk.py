"""The commands on what is uncertain: simulations, sensitivities and charts."""

from __future__ import annotations

from collections.abc import Callable

from ._call import run_drawn, run_watched
from ._encode import PortfolioSource, option_whole, option_yes
from ._portfolio import Portfolio
from ._results import Chart, Sensitivity, Simulation

TYPE_CHECKING = False  # what type checkers read as true; importing typing would double the import time
if TYPE_CHECKING:
    from ._draws import Draw
    from ._types import ChartName, Policy, Strategy
else:
    # Which words they are, type checkers and the core know.
    ChartName = Policy = Strategy = str


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
        "trials": option_whole("trials", trials),
        "precision": precision,
        "seed": seed,
        "threads": option_whole("threads", threads),
        "policy": policy,
        "pretty": pretty,
    }
    if not option_yes("draws", draws):
        return Simulation(*run_watched("simulate", portfolio, progress, **options))
    kept: list[Draw] = []
    text, source, origin = run_drawn(portfolio, progress, kept, **options)
    return Simulation(text, source, origin, tuple(kept))


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
            trials=option_whole("trials", trials),
            precision=precision,
            seed=seed,
            threads=option_whole("threads", threads),
            policy=policy,
            pretty=pretty,
        )
    )
