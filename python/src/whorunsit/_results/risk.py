"""Answers on what is uncertain, and charts of it."""

from __future__ import annotations

from .._answer import Answer
from ._columns import FINDINGS

TYPE_CHECKING = False  # what type checkers read as true; importing typing would double the import time
if TYPE_CHECKING:
    import os
    from typing import Any, Literal

    import altair
    import pandas
    import polars
    import pyarrow

    from .._draws import Draw
    from .._origin import Origin
    from .._types import (
        Assumption,
        ChartName,
        Finding,
        Outlook,
        PortfolioSimulation,
        Provenance,
        ServiceSensitivity,
        ServiceSimulation,
        Today,
    )

_SPREAD = "mean p5 p50 p95 standard_error exact_mean"


def _spread(of: str) -> str:
    return " ".join(f"{of}.{part}:money" for part in _SPREAD.split())


class Simulation(Answer):
    """How likely each model is cheaper, and what a bad year loses: what :func:`simulate` answers.

    Tables: ``services`` (the first: the difference between the models, the loss of a year under each, the probability
    that You Build It You Run It is cheaper, in percent), ``services/flips`` (values of inputs at which the cheaper model
    changes), and of what is recommended for the portfolio ``exceedance`` (how likely a year loses more than an amount)
    and ``histogram``, with operations running everything ``exceedance_ops_run_it`` and ``histogram_ops_run_it``. Amounts are in ``currency``, over the horizon or a year. With ``simulate(draws=True)`` there is also
    ``draws``: one row for each trial of each service.
    """

    __slots__ = ("_draws",)
    _title = "Simulation"
    _chart = "exceedance"
    _tables = {
        "services": f"""name operating_model you_build_it_cheaper_percent:number tied_percent:number elsewhere:money
            {_spread("difference")}
            {_spread("ops_run_it.cost_over_horizon")} {_spread("you_build_it_you_run_it.cost_over_horizon")}
            {_spread("ops_run_it.year_loss.spread")} ops_run_it.year_loss.value_at_risk_95:money
            ops_run_it.year_loss.conditional_value_at_risk_95:money ops_run_it.meets_target_percent:number
            {_spread("you_build_it_you_run_it.year_loss.spread")} you_build_it_you_run_it.year_loss.value_at_risk_95:money
            you_build_it_you_run_it.year_loss.conditional_value_at_risk_95:money
            you_build_it_you_run_it.meets_target_percent:number""",
        "services/flips": "of.name input unit now:number last_below:number first_above:number cheaper_below cheaper_above within_estimate:yes",
        "exceedance": "percent:number loss:money",
        "exceedance_ops_run_it": "percent:number loss:money",
        "histogram": "at_least:money below:money trials:count",
        "histogram_ops_run_it": "at_least:money below:money trials:count",
        "findings": FINDINGS,
    }
    _paths = {
        "exceedance": "portfolio.hybrid_at_scale.year_loss.exceedance",
        "exceedance_ops_run_it": "portfolio.all_ops_run_it.year_loss.exceedance",
        "histogram": "portfolio.hybrid_at_scale.year_loss.histogram",
        "histogram_ops_run_it": "portfolio.all_ops_run_it.year_loss.histogram",
    }

    _left_out = ("outlook", "today")

    ok: Literal[True]
    provenance: Provenance
    name: str | None
    currency: str
    horizon_years: int
    trials: int
    seed: str
    precision_percent: str | None
    portfolio: PortfolioSimulation
    services: list[ServiceSimulation]
    summary: list[str]
    findings: list[Finding]
    assumptions: list[Assumption]
    outlook: Outlook | None
    today: Today | None

    @classmethod
    def _notes(cls, data: dict[str, Any]) -> list[str]:
        return [f"{data['trials']:,} trials, seed {data['seed']}"]

    if TYPE_CHECKING:
        _draws: tuple[Draw, ...] | None

    def __init__(
        self,
        text: str,
        source: bytes | None = None,
        origin: Origin | None = None,
        draws: tuple[Draw, ...] | None = None,
    ) -> None:
        """Hold the JSON text of an answer, what it is about, where that is from, and its draws if they were kept."""
        super().__init__(text, source, origin)
        object.__setattr__(self, "_draws", draws)

    def _kept(self) -> tuple[Draw, ...]:
        if self._draws is None:
            raise ValueError("draws are kept only where they are asked for: simulate(draws=True)")
        return self._draws

    def to_pandas(self, table: str | None = None, *, exact: bool = False, scale: int | None = None) -> pandas.DataFrame:
        """Return a table as a pandas frame; ``"draws"`` too, see :meth:`Answer.to_pandas`."""
        if table != "draws":
            return super().to_pandas(table, exact=exact, scale=scale)
        from .. import _draws

        return _draws.pandas_frame(self._kept())

    def to_polars(self, table: str | None = None, *, exact: bool = False, scale: int | None = None) -> polars.DataFrame:
        """Return a table as a polars frame; ``"draws"`` too, see :meth:`Answer.to_polars`."""
        if table != "draws":
            return super().to_polars(table, exact=exact, scale=scale)
        from .. import _draws

        return _draws.polars_frame(self._kept())

    def to_arrow(self, table: str | None = None, *, exact: bool = False, scale: int | None = None) -> pyarrow.Table:
        """Return a table as a pyarrow table; ``"draws"`` too, which is not copied; see :meth:`Answer.to_arrow`."""
        if table != "draws":
            return super().to_arrow(table, exact=exact, scale=scale)
        from .. import _draws

        return _draws.arrow_table(self._kept())

    def __reduce__(  # type: ignore[override]
        self,
    ) -> tuple[type[Simulation], tuple[str, bytes | None, Origin | None, tuple[Draw, ...] | None]]:
        return (type(self), (self.to_json(), self._source, self._origin, self._draws))


class Sensitivity(Answer):
    """Which inputs swing the comparison, where it flips, what knowing them is worth: what :func:`sensitivity` answers.

    Tables: ``services`` (the first), ``services/tornado`` (what each uncertain input does to the difference between the
    models), ``services/evppi`` (what knowing it exactly is worth), ``services/flips.cost``,
    ``services/flips.selection`` and ``services/grid``. Amounts are in ``currency``, over the horizon unless they are an
    exposure; values of an input are numbers: shares in percent, times in seconds.
    """

    __slots__ = ()
    _title = "Sensitivity"
    _chart = "tornado"
    _tables = {
        "services": "name operating_model cheaper_model difference:money evpi:money",
        "services/tornado": """of.name input low:number high:number difference_at_low:money difference_at_high:money swing:money
            flips:yes""",
        "services/evppi": "of.name input worth:money",
        "services/flips.cost": "of.name input unit now:number last_below:number first_above:number cheaper_below cheaper_above within_estimate:yes",
        "services/flips.selection": "of.name input above:yes value operating_model out_of_hours",
        "services/grid": "of.name exposure_per_hour:money incidents_per_year:number difference:money cheaper_model",
        "findings": FINDINGS,
    }

    ok: Literal[True]
    provenance: Provenance
    name: str | None
    currency: str
    horizon_years: int
    services: list[ServiceSensitivity]
    findings: list[Finding]
    assumptions: list[Assumption]


class Chart(Answer):
    """A picture: what :func:`chart` answers. ``spec`` is a Vega-Lite specification, which notebooks draw by itself."""

    __slots__ = ()
    _title = "Chart"

    ok: Literal[True]
    provenance: Provenance
    name: ChartName
    spec: dict[str, Any]

    def to_altair(self) -> altair.Chart:
        """Return an Altair chart, to be changed and saved; on white, legible in light and dark notebooks. Needs Altair."""
        import copy

        import altair

        made: altair.Chart = altair.Chart.from_dict(copy.deepcopy(self._on_white()))
        return made

    def save(self, path: str | os.PathLike[str], *, force: bool = False) -> None:
        """Write the chart to a file by the end of its name: ``.svg``, ``.png``, ``.pdf``, ``.html`` or ``.json``.

        Nothing is loaded from elsewhere, not by the HTML page either. All but ``.json`` need vl-convert
        (``pip install 'whorunsit[notebook]'``). It is written whole or not at all. A file that is there already is replaced
        only with ``force=True``, otherwise ``FileExistsError`` is raised; another ``OSError`` where nothing can be written.
        Raises ``ValueError`` for any other end of the name, ``ImportError`` without vl-convert.
        """
        from .. import _picture

        # A page of its own has all the room there is.
        fixed = not str(path).lower().endswith((".html", ".json"))
        _picture.save(self._on_white(fixed=fixed), path, force)

    def _on_white(self, *, fixed: bool = True) -> dict[str, Any]:
        """Return the specification on white; cells of notebooks do not tell how wide they are, so of its natural width."""
        spec = {**self.to_dict()["spec"], "background": "white"}
        return {**spec, "width": spec["usermeta"]["width"]} if fixed and "width" in spec else spec

    # Whatever draws no specification would take HTML before a picture.
    _repr_html_ = None  # type: ignore[assignment]

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        spec = self._on_white()
        version = spec["$schema"].rpartition("/")[2].partition(".")[0]
        bundle: dict[str, Any] = {f"application/vnd.vegalite.{version}+json": spec, "text/plain": repr(self)}
        if version == "v6":
            # JupyterLab up to 4.3, Notebook and VS Code draw only what calls itself version 5: the same, but for some ticks.
            older = spec["$schema"].replace("/v6", "/v5")
            bundle["application/vnd.vegalite.v5+json"] = {**spec, "$schema": older}
        from .. import _picture

        # For GitHub and others that do not draw specifications.
        picture = _picture.svg(spec)
        return bundle if picture is None else {**bundle, "image/svg+xml": picture}

    def __repr__(self) -> str:
        return f"<whorunsit.Chart {self.to_dict()['name']}>"
