"""Portfolios of frames and workbooks, and frames of answers."""

from __future__ import annotations

import copy
import datetime
import decimal
import pathlib
import pickle
import zipfile
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import whorunsit
from conftest import REPOSITORY
from whorunsit import Portfolio, PortfolioError

pd = pytest.importorskip("pandas")
pl = pytest.importorskip("polars")
pa = pytest.importorskip("pyarrow")
openpyxl = pytest.importorskip("openpyxl")

BANDS = {"max_per_hour": ["7000", "250000", "800000"], "availability": ["95.0", "99.0", "99.9"]}
SERVICES: dict[str, list[Any]] = {
    "name": ["ecommerce-platform", "appointments", "bedroom"],
    "kind": ["foundational", "digital", "digital"],
    "team": [None, "appointments", "bedroom"],
    "exposure_per_hour": [810000, 6000, 200000],
    "feature_demand": ["low", "high", "very-high"],
}
TEAMS = {"name": ["appointments", "bedroom"], "on_call_participants": [5, 6]}
MODELS = ["ops-run-it", "you-build-it-you-run-it", "you-build-it-you-run-it"]


def of(services: Any, **more: Any) -> Portfolio:
    """A portfolio of these services."""
    return Portfolio.from_frames(services, **{"exposure_bands": BANDS, "teams": TEAMS, "currency": "USD", **more})


def problems(portfolio: Any) -> list[tuple[str, str | None]]:
    """What is wrong with a portfolio, or with making it: codes and places."""
    with pytest.raises(PortfolioError) as caught:
        (portfolio() if callable(portfolio) else portfolio).check()
    assert all(problem.line is None for problem in caught.value.problems)
    return [(problem.code, problem.where) for problem in caught.value.problems]


class Stream:
    """A table that nothing is known of but its capsule."""

    def __init__(self, table: Any) -> None:
        self.table = table

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self.table.__arrow_c_stream__(requested_schema)


LIBRARIES = {
    "mapping": dict,
    "pandas": pd.DataFrame,
    "polars": pl.DataFrame,
    "lazy": lambda columns: pl.DataFrame(columns).lazy(),
    "pyarrow": pa.table,
    "capsule": lambda columns: Stream(pa.table(columns)),
}


@pytest.mark.parametrize("make", LIBRARIES.values(), ids=LIBRARIES)
def test_every_library_gives_the_same_portfolio(make: Any) -> None:
    portfolio = of(make(SERVICES), teams=make(TEAMS), exposure_bands=make(BANDS))
    assert [service["operating_model"] for service in portfolio.recommend().services] == MODELS
    assert portfolio == of(SERVICES)


def test_what_is_missing_is_not_given() -> None:
    for nothing in (None, float("nan"), pd.NA, pd.NaT, decimal.Decimal("NaN")):
        services = {**SERVICES, "incidents_per_year": [nothing, 4, nothing], "team": [nothing, "appointments", nothing]}
        frame = pd.DataFrame({name: pd.Series(values, dtype="object") for name, values in services.items()})
        assert "incidents_per_year" not in of(frame).to_dict()["services"][0], nothing


def test_whole_floats_are_whole_numbers_and_other_floats_are_no_money() -> None:
    # pandas makes floats of whole numbers as soon as one is missing.
    frame = pd.DataFrame({**SERVICES, "exposure_per_hour": [810000, 6000, None]}).dropna()
    assert frame["exposure_per_hour"].dtype == "float64"
    assert of(frame).to_dict()["services"][0]["exposure_per_hour"] == "6000"
    frame = pd.DataFrame({**SERVICES, "exposure_per_hour": [810000, 6000.1, 200000]})
    assert problems(of(frame)) == [("float-not-exact", "services row 2, column exposure_per_hour")]


def test_exact_money_stays_exact() -> None:
    exact = [decimal.Decimal("810000.10"), decimal.Decimal("6E+3"), decimal.Decimal("0.000000001")]
    for make in (pd.DataFrame, dict):
        found = of(make({**SERVICES, "exposure_per_hour": exact})).to_dict()["services"]
        assert [service["exposure_per_hour"] for service in found] == ["810000.1", "6000", "0.000000001"]


def test_a_dot_is_a_key_inside_a_key() -> None:
    services = {**SERVICES, "incidents_per_year.low": [None, 1, 2], "incidents_per_year.high": [None, 2.5, 8]}
    found = of(pd.DataFrame(services)).to_dict()["services"]
    assert [service.get("incidents_per_year") for service in found] == [
        None,
        *({"low": a, "high": b} for a, b in [("1", "2.5"), ("2", "8")]),
    ]
    struct = {**SERVICES, "incidents_per_year": [None, {"low": 1, "high": 2.5}, {"low": 2, "high": 8}]}
    assert of(pl.DataFrame(struct, strict=False)).to_dict()["services"] == found
    both = {**services, "incidents_per_year": [3, None, 4]}
    assert problems(lambda: of(both)) == [
        ("table-shape", "services row 3, column incidents_per_year"),
        ("table-shape", "services row 3, column incidents_per_year"),
    ]


def test_observed_values_may_be_a_list() -> None:
    found = of({**SERVICES, "incidents_per_year.observed": [[1, 2], None, [3]]}).to_dict()["services"]
    assert found[0]["incidents_per_year"] == {"observed": ["1", "2"]}


def test_peaks_tiers_and_steps_have_tables_of_their_own() -> None:
    peaks = pd.DataFrame(
        {
            "service": ["bedroom"],
            "name": ["Black Friday"],
            "from": [pd.Timestamp("2026-11-27")],
            "to": [datetime.date(2026, 11, 30)],
            "exposure_per_hour": ["700000"],
        }
    )
    tiers = {
        "operating_model": ["ops-run-it"],
        "name": ["bridge"],
        "pick_up": ["20min"],
        "handling": ["30min"],
        "people": [1],
    }
    workflow = {"operating_model": ["ops-run-it"], "name": ["ticket"], "delay": ["10min"]}
    portfolio = of(SERVICES, peaks=peaks, tiers=tiers, workflow=workflow).to_dict()
    assert portfolio["services"][2]["peaks"][0]["from"] == "2026-11-27"
    assert portfolio["response"]["ops-run-it"]["tiers"][0]["name"] == "bridge"
    assert portfolio["response"]["ops-run-it"]["workflow"][0]["delay"] == "10min"
    assert problems(of(SERVICES, peaks=peaks.assign(exposure_per_hour="1"))) == [
        ("invalid-peak", "peaks row 1, column exposure_per_hour")
    ]
    assert problems(of(SERVICES, tiers={**tiers, "people": ["one"]}))[0][1] == "tiers row 1, column people"
    assert problems(lambda: of(SERVICES, peaks=peaks.assign(service="loft"))) == [
        ("table-shape", "peaks row 1, column service")
    ]


def test_a_missing_or_unknown_column_is_one_problem() -> None:
    frame = pd.DataFrame(SERVICES).drop(columns=["kind"]).assign(sevrity="10%")
    assert sorted(problems(of(frame)), key=str) == [
        ("missing-key", "services, no column kind"),
        ("unknown-key", "services, column sevrity"),
    ]


def test_rows_are_named_with_their_labels_which_may_stand_twice() -> None:
    frame = pd.DataFrame({**SERVICES, "kind": ["foundational", "digtal", "digital"]}, index=["x", "y", "y"])
    assert problems(of(frame)) == [("unknown-word", "services row 2 (index 'y'), column kind")]


def test_what_else_is_refused() -> None:
    twice = pd.DataFrame([["a", "b"]], columns=["name", "name"])
    assert ("table-shape", "services, column name") in problems(lambda: of(twice))
    assert problems(of({**SERVICES, "exposure_per_hour": ["5,00", "many", ">5"]})) == [
        ("invalid-number", f"services row {row}, column exposure_per_hour") for row in (1, 2, 3)
    ]
    # There is one currency, of the portfolio.
    assert problems(of({**SERVICES, "currency": ["USD", "GBP", "USD"]})) == [
        ("unknown-key", "services, column currency")
    ]
    assert problems(lambda: of({"name": ["a"], "kind": []}))[0][0] == "table-shape"
    assert problems(of(pd.DataFrame()))[0][0] == "empty-list"
    assert problems(of({**SERVICES, "exposure_per_hour": [float("inf"), 1, 2]}))
    for nothing in (1, "services.csv", [1]):
        with pytest.raises(TypeError, match="services is a pandas, polars or pyarrow table"):
            of(nothing)


class Silent:
    """An object whose repr is a trap."""

    def __repr__(self) -> str:
        raise RuntimeError("never asked for")


@pytest.mark.parametrize(
    "value",
    [b"a", bytearray(b"a"), {"a"}, frozenset("a"), object(), Silent(), 1j, pd.Timedelta("4h"), datetime.timedelta(hours=4),
     pd.Timestamp("2026-11-27") - pd.Timestamp("2026-11-26"), {1: "a"}, {"low": b"1"}, [b"1"], range(3)],
    ids=lambda value: type(value).__name__,
)  # fmt: skip
@pytest.mark.parametrize("column", ["name", "exposure_per_hour", "incidents_per_year.low"])
def test_values_that_no_text_stands_for_are_refused_where_they_are(value: Any, column: str) -> None:
    values = [*SERVICES.get(column, [1, 2, 3])]
    values[1] = value
    for frame in ({**SERVICES, column: values}, pd.DataFrame({**SERVICES, column: pd.Series(values, dtype="object")})):
        with pytest.raises(PortfolioError, match="cannot hold") as caught:
            of(frame)
        assert [problem.where for problem in caught.value.problems] == [f"services row 2, column {column}"]
        assert len(caught.value.message) < 250
    with pytest.raises(PortfolioError, match="2 more cells of this column") as caught:
        of({**SERVICES, column: [value] * 3})
    assert [problem.where for problem in caught.value.problems] == [f"services row 1, column {column}"]


def test_numbers_that_python_cannot_write_are_refused_where_they_are() -> None:
    for frame in (
        {**SERVICES, "exposure_per_hour": [1, 10**5000, 2]},
        {**SERVICES, "severity.low": [1, 10**5000, None]},
    ):
        with pytest.raises(PortfolioError, match="thousands of digits") as caught:
            of(frame)
        assert caught.value.problems[0].where in {
            "services row 2, column exposure_per_hour",
            "services row 2, column severity.low",
        }
        assert caught.value.code == "number-out-of-range"


def test_a_column_of_thousands_of_dots_is_refused() -> None:
    deep = ".".join("a" * 5_000)
    with pytest.raises(PortfolioError, match="16 keys deep") as caught:
        of({**SERVICES, deep: [1, 2, 3]})
    assert [problem.code for problem in caught.value.problems] == ["too-deep"]
    assert len(str(caught.value)) < 400
    circle: list[Any] = []
    circle.append(circle)
    with pytest.raises(PortfolioError, match="cannot hold"):
        of({**SERVICES, "severity": [circle, None, None]})


def test_nanoseconds_of_numpy_are_dates() -> None:
    np = pytest.importorskip("numpy")
    day = np.datetime64("2026-11-27", "ns")
    peaks = {
        "service": ["bedroom"],
        "name": ["Black Friday"],
        "starts": [day],
        "ends": [day],
        "exposure_per_hour": [700000],
    }
    with pytest.raises(PortfolioError) as caught:
        of(SERVICES, peaks={**peaks, "starts": [np.timedelta64(4, "h")]})
    assert caught.value.problems[0].where == "peaks row 1, column starts"
    assert b"2026-11-27" in of(SERVICES, peaks=peaks)._data


def test_a_million_rows_are_refused_and_not_hung() -> None:
    rows = 1_000_000
    frame = pl.DataFrame({"name": pl.int_range(rows, eager=True).cast(pl.String)}).with_columns(
        kind=pl.lit("digital"), exposure_per_hour=pl.lit(6000), feature_demand=pl.lit("high")
    )
    assert problems(of(frame)) == [("too-large", None)]


# -- portfolios ----------------------------------------------------------------------------------------------------


def test_portfolios_cannot_be_changed_and_are_equal_by_text(costed: pathlib.Path) -> None:
    portfolio = Portfolio(costed)
    assert portfolio == Portfolio(costed) == Portfolio(portfolio) and hash(portfolio) == hash(Portfolio(costed))
    assert portfolio != Portfolio(costed.read_bytes() + b" ") and portfolio != 1
    for twin in (pickle.loads(pickle.dumps(portfolio)), copy.copy(portfolio), copy.deepcopy(portfolio)):
        assert twin == portfolio and twin.recommend() == portfolio.recommend() == whorunsit.recommend(costed)
    with pytest.raises(AttributeError, match="only replaced"):
        portfolio.title = "x"
    assert (
        repr(portfolio)
        == "<whorunsit.Portfolio 'Furniture retailer, with illustrative costs': 3 services, 3 teams, in USD>"
    )
    assert repr(Portfolio("schema = 1")) == "<whorunsit.Portfolio with 3 problems>"


def test_origins_pickle_too() -> None:
    broken = pickle.loads(pickle.dumps(of({**SERVICES, "kind": ["digital", "x", "digital"]})))
    assert problems(broken) == [("unknown-word", "services row 2, column kind")]


@pytest.mark.parametrize("policy", [None, "least-cost"])
def test_replaced_portfolios_answer_as_fresh_ones(costed: pathlib.Path, policy: Any) -> None:
    portfolio = Portfolio(costed)
    chain = [portfolio]
    chain.append(chain[-1].replace("bedroom", exposure_per_hour="90000"))
    chain.append(chain[-1].replace(horizon={"years": 5, "discount_rate": "2%"}))
    chain.append(chain[-1].replace({"services": {"appointments": None}}))
    chain.append(portfolio.replace("bedroom", exposure_per_hour="90000"))
    for changed in [*chain, *reversed(chain)]:
        # What is pickled shares nothing.
        fresh = pickle.loads(pickle.dumps(changed))
        assert changed._kept is not None and fresh._kept is None
        for command in ("recommend", "compare", "schedules", "plan", "costs"):
            for pretty in (False, True):
                answer, expected = (
                    getattr(one, command)(policy=policy, pretty=pretty).to_json() for one in (changed, fresh)
                )
                assert answer == expected, command


def test_replaced_portfolios_answer_in_many_threads(costed: pathlib.Path) -> None:
    portfolio = Portfolio(costed)
    forms = [portfolio.replace("bedroom", exposure_per_hour=str(90_000 + n)) for n in range(16)]
    with ThreadPoolExecutor(4) as pool:
        texts = list(pool.map(lambda form: form.compare().to_json(), forms * 3))
    assert texts == [pickle.loads(pickle.dumps(form)).compare().to_json() for form in forms] * 3


def test_replace(costed: pathlib.Path) -> None:
    portfolio = Portfolio(costed)
    changed = portfolio.replace("appointments", exposure_per_hour="5000", team=None)
    service = changed.to_dict()["services"][1]
    assert service["exposure_per_hour"] == "5000" and "team" not in service
    assert portfolio.to_dict()["services"][1]["exposure_per_hour"] == "6000"
    assert portfolio.replace(horizon={"years": 5}).compare().horizon_years == 5
    assert portfolio.replace({"services": {"bedroom": None}}, transition_plan=None).check().counts["services"] == 2
    with pytest.raises(ValueError, match="no service 'loft'"):
        portfolio.replace("loft", kind="digital")
    with pytest.raises(PortfolioError, match="float"):
        portfolio.replace("bedroom", exposure_per_hour=0.5)


def test_scenarios_by_keyword(costed: pathlib.Path) -> None:
    answer = Portfolio(costed).scenarios(
        {"long run": {"horizon": {"years": 5}}}, calm={"services": {"bedroom": {"incidents_per_year": 1}}}
    )
    assert [scenario["name"] for scenario in answer.scenarios] == ["as it is", "long run", "calm"]


@pytest.mark.parametrize("frame", ["pandas", "polars", "arrow"])
def test_a_sweep_is_one_tidy_frame(costed: pathlib.Path, frame: Any) -> None:
    grid: dict[Any, Any] = {
        "services.bedroom.exposure_per_hour": [str(n) for n in range(10_000, 170_000, 1_000)],
        ("horizon", "years"): [1, 3],
    }
    made = Portfolio(costed).sweep(grid, frame=frame, progress=False)
    table = made if frame == "arrow" else pa.table(made)
    assert table.num_rows == 320 and table.column_names[:3] == [
        "services_bedroom_exposure_per_hour",
        "horizon_years",
        "ops_run_it",
    ]
    rows = table.to_pylist()
    assert [row["horizon_years"] for row in rows[:3]] == [1, 3, 1]
    one = Portfolio(costed).replace({"services": {"bedroom": {"exposure_per_hour": "110000"}}, "horizon": {"years": 3}})
    outcome = one.scenarios().scenarios[0]
    (row,) = [row for row in rows if row["services_bedroom_exposure_per_hour"] == 110_000 and row["horizon_years"] == 3]
    assert row["over_horizon"] == float(outcome["over_horizon"])
    exact = Portfolio(costed).sweep(
        {"services.bedroom.severity": ["5%", "10%"]}, frame=frame, exact=True, progress=False
    )
    (first, _) = (exact if frame == "arrow" else pa.table(exact)).to_pylist()
    assert first["services_bedroom_severity"] == "5%" and type(first["over_horizon"]) is decimal.Decimal


def test_a_sweep_says_what_breaks_it(costed: pathlib.Path) -> None:
    with pytest.raises(PortfolioError, match="in scenario `point 2`"):
        Portfolio(costed).sweep({"horizon.years": [1, 99]})
    with pytest.raises(TypeError, match="are a list"):
        Portfolio(costed).sweep({"horizon.years": "12"})
    with pytest.raises(ValueError, match="frame is one of"):
        Portfolio(costed).sweep({}, frame="excel")  # type: ignore[arg-type]


def test_a_bar_shows_how_far_it_is(costed: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("tqdm")
    Portfolio(costed).sweep({"horizon.years": [1, 2]}, progress=True)
    Portfolio(costed).simulate(trials=4096, progress=True)
    assert "2/2" in capsys.readouterr().err


# -- frames of answers ---------------------------------------------------------------------------------------------


def answers(portfolio: Portfolio) -> list[whorunsit.Answer]:
    """One answer of every kind with tables."""
    return [
        portfolio.check(),
        portfolio.recommend(),
        portfolio.schedules(),
        portfolio.costs(by="team"),
        portfolio.compare(),
        portfolio.scenarios(low={"services": {"bedroom": {"feature_demand": "low"}}}),
        portfolio.plan(),
        portfolio.simulate(trials=2048),
        portfolio.sensitivity(),
    ]


def test_every_table_is_the_same_frame_everywhere(costed: pathlib.Path) -> None:
    seen = 0
    for answer in answers(Portfolio(costed)):
        for name in type(answer)._tables:
            seen += 1
            for exact in (False, True):
                table = answer.to_arrow(name, exact=exact)
                assert table.num_columns == len(set(table.column_names)) > 1
                assert not any("." in column for column in table.column_names), "dots draw an empty chart"
                rows = table.to_pylist()
                assert answer.to_polars(name, exact=exact).to_dicts() == rows, name
                pandas = answer.to_pandas(name, exact=exact)
                assert pa.Table.from_pandas(pandas, preserve_index=False).to_pylist() == rows, name
                assert any(pa.types.is_decimal(kind) for kind in table.schema.types) <= exact
    assert seen > 30


def test_columns_are_there(costed: pathlib.Path) -> None:
    """A misspelt path in a table would be a column of nothing."""
    nothing = set()
    for answer in answers(Portfolio(costed)):
        for name in type(answer)._tables:
            table = answer.to_arrow(name)
            nothing |= {
                (name, column)
                for column in table.column_names
                if table.num_rows and table.column(column).null_count == table.num_rows
            }
    assert {column for _, column in nothing} <= {"from_out_of_hours", "to_out_of_hours"} | {"service", "schedule"}, (
        nothing
    )


def test_frames_are_for_work(costed: pathlib.Path) -> None:
    np = pytest.importorskip("numpy")
    altair = pytest.importorskip("altair")
    frame = Portfolio(costed).compare().to_pandas()
    assert {"loss_over_horizon", "premium_partial", "loss_partial"} <= set(frame.columns)
    share = frame["loss_over_horizon"] / frame["over_horizon"]
    assert share.dtype == "float64" and share.between(0, 1).all()
    assert np.isfinite(np.log(frame["loss_over_horizon"])).all()
    assert frame["over_horizon"].pct_change().iloc[1] < 0 and frame["people_on_call"].pct_change().iloc[1] == 2
    pytest.importorskip("jinja2")
    assert "linear-gradient" in frame.style.bar(subset=["over_horizon", "targets_missed"]).to_html()
    drawn = altair.Chart(frame).mark_bar().encode(x="strategy", y="loss_over_horizon").to_dict()
    (rows,) = drawn["datasets"].values()
    assert all(row[drawn["encoding"]["y"]["field"]] > 0 for row in rows)


def test_what_is_missing_is_partial_in_frames(small: str) -> None:
    """The small portfolio gives neither incidents nor what being on call costs."""
    compared = Portfolio(small).replace(horizon={"years": 3, "discount_rate": "0%"}).compare()
    assert compared.to_pandas()["premium_partial"].all() and compared.to_pandas()["loss_partial"].all()
    assert compared.to_pandas()["standby_per_year"].iloc[:3].isna().all()
    services = compared.to_pandas("services")
    assert services["insurance_partial"].all() and services["ops_run_it_partial"].all()


def test_exact_columns_survive_a_division(costed: pathlib.Path) -> None:
    answer = Portfolio(costed).recommend()
    exact = answer.to_arrow(exact=True).column("insurance_net_benefit")
    assert pa.types.is_decimal128(exact.type)
    assert exact.to_pylist() == [
        service["insurance"] and service["insurance"]["net_benefit"] for service in answer.services
    ]
    assert answer.to_arrow(exact=True, scale=9).schema.field("exposure_per_hour").type == pa.decimal128(38, 9)
    assert answer.to_polars(exact=True, scale=9).schema["exposure_per_hour"] == pl.Decimal(38, 9)
    with pytest.raises(ValueError, match="more than scale=0; use scale=1"):
        answer.to_arrow(exact=True, scale=0)
    with pytest.raises(ValueError, match="pass exact=True too"):
        answer.to_arrow(scale=2)
    # The sum of a column is that of its values.
    frame = answer.to_pandas(exact=True)
    assert frame["exposure_per_hour"].sum() == decimal.Decimal("1016000")
    ratio = (frame["insurance_loss_avoided_over_horizon"] / frame["exposure_per_hour"]).dropna()
    service: Any = answer.services[0]
    wanted = service["insurance"]["loss_avoided_over_horizon"] / service["exposure_per_hour"]
    assert abs(ratio.iloc[0] - wanted) < decimal.Decimal("1e-15")
    large = of({**SERVICES, "exposure_per_hour": ["810000", "6000", "123456789012.123456789"]}).recommend()
    assert large.to_arrow(exact=True).schema.field("exposure_per_hour").type == pa.decimal128(38, 9)


def test_libraries_take_answers_as_they_are(costed: pathlib.Path) -> None:
    for answer in (Portfolio(costed).plan(), Portfolio(costed).recommend(), Portfolio(costed).simulate(trials=512)):
        assert pa.table(answer).equals(answer.to_arrow())
        assert pl.DataFrame(answer).equals(answer.to_polars())
        frame = pd.DataFrame(answer)
        assert list(frame.columns) == answer.to_arrow().column_names and len(frame) == len(answer)
        assert [row[frame.columns[0]] for row in answer] == list(frame.iloc[:, 0])
        assert answer


def test_findings_are_counted_once(costed: pathlib.Path) -> None:
    for answer in answers(Portfolio(costed)):
        if "findings" in type(answer)._tables:
            count = len(answer.to_pandas("findings"))
            noun = f"{count} finding{'' if count == 1 else 's'}"
            assert (noun in repr(answer)) == (noun in answer._repr_html_()) == (count > 0), answer
    found = Portfolio(costed).compare().to_pandas("findings")
    assert set(found["service"].dropna()) == {"ecommerce-platform"} and "reason" not in set(found["severity"])


def test_no_such_table(costed: pathlib.Path) -> None:
    with pytest.raises(ValueError, match="the tables of Recommendation are services, schedules, findings"):
        Portfolio(costed).recommend().to_pandas("service")
    with pytest.raises(ValueError, match="no tables"):
        whorunsit.Answer('{"ok":true}').to_arrow()


def test_a_large_recommendation_is_the_same_in_parts() -> None:
    count = 12_000
    services = {
        "name": [f"service {n}" for n in range(count)],
        "kind": ["digital"] * count,
        "exposure_per_hour": [f"{n}.25" for n in range(count)],
        "feature_demand": ["high"] * count,
    }
    portfolio = of(services)
    large, whole = portfolio.recommend(), whorunsit.recommend(portfolio)
    assert large._text is None
    assert large.to_arrow().equals(whole.to_arrow())
    assert large._text is None
    assert large == whole and large.services[0] == whole.services[0] and large.to_arrow().equals(whole.to_arrow())
    assert pickle.loads(pickle.dumps(portfolio.recommend())) == whole
    services["kind"][7] = "digtal"
    with pytest.warns(whorunsit.PartialAnswerWarning, match="service 7"):
        assert of(services).recommend().problems[0]["where"] == "services row 8, column kind"


# -- what notebooks show -------------------------------------------------------------------------------------------


def test_everything_explains_itself_and_escapes(costed: pathlib.Path) -> None:
    portfolio = Portfolio(costed).replace(name="<script>alert(1)</script> & co")
    things: list[Any] = [portfolio, *answers(portfolio)]
    for thing in things:
        html = thing._repr_html_()
        assert "<script>" not in html and ("&lt;script&gt;" in html)
        assert html.count("<table>") == html.count("</table>")
        assert repr(thing).startswith("<whorunsit.") and len(repr(thing)) < 400
    # Models in headings are called what the core calls them.
    shown = portfolio.simulate(trials=1_024)._repr_html_()
    assert "Loss a year, Ops Run It" in shown and "You Build It You Run It is cheaper, %" in shown
    assert "3 problems" in Portfolio("schema = 1")._repr_html_()
    assert "15,000" not in portfolio.recommend()._repr_html_() and "200,000" in portfolio.recommend()._repr_html_()


def test_charts(costed: pathlib.Path) -> None:
    altair = pytest.importorskip("altair")
    portfolio = Portfolio(costed)
    for answer in answers(portfolio):
        if type(answer)._chart is None:
            with pytest.raises(ValueError, match="no chart fits"):
                answer.chart()
        else:
            assert isinstance(answer.chart(), altair.TopLevelMixin)
    assert isinstance(portfolio.check().chart("selector"), altair.TopLevelMixin)
    pytest.importorskip("vl_convert")
    picture = portfolio.chart("selector")
    assert list(picture._repr_mimebundle_()) == [
        "application/vnd.vegalite.v6+json",
        "text/plain",
        "application/vnd.vegalite.v5+json",
        "image/svg+xml",
    ]
    with pytest.raises(ValueError, match="made of text"):
        whorunsit.Recommendation(portfolio.recommend().to_json()).chart()


# -- workbooks -----------------------------------------------------------------------------------------------------


def fill(path: pathlib.Path) -> Any:
    """A template with the furniture retailer in it."""
    whorunsit.template(path)
    book = openpyxl.load_workbook(path)
    settings = {row[0].value: row[1] for row in book["settings"].iter_rows(min_row=2)}
    settings["currency"].value = "USD"
    settings["name"].value = "Furniture retailer"
    settings["horizon.years"].value = 3
    settings["on_call.product_teams.standby.amount"].value = "540"
    settings["on_call.product_teams.standby.per"].value = "week"
    tables: dict[str, dict[str, Any]] = {"services": SERVICES, "teams": TEAMS, "exposure_bands": BANDS}
    for name, columns in tables.items():
        sheet = book[name]
        places = {cell.value: cell.column for cell in sheet[1]}
        for key, values in columns.items():
            for row, value in enumerate(values, start=2):
                sheet.cell(row, places[key]).value = value
    return book


def saved(book: Any, path: pathlib.Path) -> Portfolio:
    """The portfolio in this workbook."""
    book.save(path)
    return Portfolio.from_workbook(path)


def test_a_template_filled_in_is_a_portfolio(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "portfolio.xlsx"
    book = fill(path)
    book["services"].insert_rows(3)  # an empty row is no service
    book.create_sheet("#scratch")["A1"] = "=1+1"
    portfolio = saved(book, path)
    assert [service["operating_model"] for service in portfolio.recommend().services] == MODELS
    assert (
        portfolio.to_dict()["on_call"]["product_teams"]["standby"] == {"amount": "540", "per": "week"}
        or portfolio.to_dict()["on_call"]["product_teams"]["standby"][0]["amount"] == "540"
    )


def test_the_template_explains_itself_and_is_never_overwritten(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "portfolio.xlsx"
    whorunsit.template(path)
    book = openpyxl.load_workbook(path)
    sheet = book["services"]
    assert all(cell.comment and cell.comment.text for cell in sheet[1])
    rules = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert '"digital,foundational"' in rules.values()
    with pytest.raises(FileExistsError):
        whorunsit.template(path)


def test_an_empty_template_says_what_it_lacks(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "portfolio.xlsx"
    whorunsit.template(path)
    assert [where for _, where in problems(Portfolio.from_workbook(path))] == [
        None,
        "sheet exposure_bands",
        "sheet services",
    ]


def test_bad_workbooks_are_refused_with_sheet_and_cell(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "portfolio.xlsx"
    book = fill(path)
    sheet = book["services"]
    places = {cell.value: cell.column_letter for cell in sheet[1]}
    exposure = f"{places['exposure_per_hour']}3"
    book["services"][exposure] = "=6000*2"
    book["teams"].merge_cells("A2:A3")
    book["teams"]["B3"] = "#N/A"
    book["teams"]["B3"].data_type = "e"
    book.create_sheet("servces")
    book["domains"]["Z2"] = "stray"
    found = problems(lambda: saved(book, path))
    assert sorted(where or "" for _, where in found) == sorted(
        [
            f"sheet services, cell {exposure}",
            "sheet teams, cells A2:A3",
            "sheet teams, cell B3",
            "sheet servces",
            "sheet domains, cell Z2",
        ]
    )
    assert {code for code, _ in found} == {"table-shape"}

    path.unlink()
    book = fill(path)
    book["services"][exposure] = 6000.5
    book["settings"]["B3"] = "usd"
    peaks = {cell.value: cell for cell in book["peaks"][1]}
    row = {"service": "bedroom", "name": "Black Friday", "from": datetime.datetime(2026, 11, 27), "to": "30/11/2026"}
    for key, value in {**row, "exposure_per_hour": "700000"}.items():
        peaks[key].offset(row=1).value = value
    assert ("float-not-exact", f"sheet services, cell {exposure}") in problems(saved(book, path))
    assert ("invalid-date", f"sheet peaks, cell {peaks['to'].column_letter}2") in problems(saved(book, path))


SHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
CELL = '<c t="inlineStr"><is><t>a</t></is></c>'


def packed(path: pathlib.Path, rows: str, after: str = "", before: str = "") -> pathlib.Path:
    """A workbook of one sheet with these rows."""
    book = openpyxl.Workbook()
    book.active.title = "services"
    book.save(path)
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    sheet = f"{before}<worksheet {SHEET}><sheetData>{rows}</sheetData>{after}</worksheet>"
    parts["xl/worksheets/sheet1.xml"] = sheet.encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in parts.items():
            new.writestr(name, data)
    return path


# Each took minutes or gigabytes, or more than there is, in a few kilobytes.
HOSTILE: dict[str, tuple[str, str, str]] = {
    "rows": ("<row><c><v>1</v></c></row>" * 600_000, "", ""),
    "empty rows": ("<row/>" * 6_000_000, "", ""),
    "sparse": ('<row><c r="GR1"><v>1</v></c></row>' * 200_000, "", ""),
    "last corner": (f'<row r="1">{CELL}</row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', "", ""),
    "merged": (f"<row>{CELL}</row>", '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>', ""),
    "merged columns": (f"<row>{CELL}</row>", "<mergeCells count='1'><mergeCell\nref = 'A:XFD'/></mergeCells>", ""),
    "linked": (f"<row>{CELL}</row>", '<hyperlinks><hyperlink ref="A1:XFD1048576" location="a"/></hyperlinks>', ""),
    "unpacked": ("<row>" + "<c><v>1</v></c>" * 5_000_000 + "</row>", "", ""),
    "entities": ("<row><c><v>1</v></c></row>", "", '<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'),
}


@pytest.mark.parametrize("rows, after, before", HOSTILE.values(), ids=HOSTILE)
def test_workbooks_without_end_are_refused(tmp_path: pathlib.Path, rows: str, after: str, before: str) -> None:
    path = packed(tmp_path / "portfolio.xlsx", rows, after, before)
    assert path.stat().st_size < 1_000_000
    with pytest.raises(PortfolioError) as caught:
        Portfolio.from_workbook(path)
    assert [problem.code for problem in caught.value.problems] == ["too-large"]
    assert caught.value.help


def test_a_size_that_lies_is_no_way_in(tmp_path: pathlib.Path) -> None:
    path = packed(tmp_path / "portfolio.xlsx", "<row><c><v>1</v></c></row>" * 600_000)
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = data.find(
            mark,
            data.rfind(
                mark,
                0,
                data.rfind(b"xl/worksheets/sheet1.xml") if offset == 24 else data.find(b"xl/worksheets/sheet1.xml"),
            ),
        )
        data[at + offset : at + offset + 4] = (1000).to_bytes(4, "little")
    path.write_bytes(data)
    with pytest.raises(ValueError):
        Portfolio.from_workbook(path)


def test_a_file_larger_than_any_workbook_is_not_read(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "portfolio.xlsx"
    with open(path, "wb") as file:
        file.truncate((64 << 20) + 1)
    with pytest.raises(PortfolioError, match="the file has 67108865 bytes"):
        Portfolio.from_workbook(path)


def test_a_sheet_of_ten_thousand_services_is_read(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "portfolio.xlsx"
    book = fill(path)
    sheet = book["services"]
    heading = [cell.value for cell in sheet[1]]
    for row in range(10_000):
        service = {"name": f"s{row}", "kind": "digital", "exposure_per_hour": "6000", "feature_demand": "high"}
        for column, key in enumerate(heading, start=1):
            if key in service:
                sheet.cell(row + 5, column).value = service[key]
    assert len(saved(book, path).recommend().services) == 10_003


def test_durations_of_cells_are_refused(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "portfolio.xlsx"
    book = fill(path)
    book["settings"]["B3"] = datetime.timedelta(hours=30)
    with pytest.raises(PortfolioError, match="cannot hold") as caught:
        saved(book, path)
    assert caught.value.problems[0].where == "sheet settings, cell B3"


def test_what_is_no_workbook(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "portfolio.xlsx"
    path.write_bytes(b"name,kind\n")
    with pytest.raises(ValueError, match="not a workbook"):
        Portfolio.from_workbook(path)
    with pytest.raises(FileNotFoundError):
        Portfolio.from_workbook(tmp_path / "none.xlsx")


def test_the_code_of_the_documentation_runs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(REPOSITORY)
    text = (REPOSITORY / "docs" / "python.md").read_text("utf-8")
    for block in (part.partition("```")[0] for part in text.split("```python\n")[1:]):
        exec(block, {})
    printed = capsys.readouterr().out
    assert "bedroom  you-build-it-you-run-it" in printed and "99.0" in printed
    assert "<whorunsit.Scenarios of 'Furniture retailer, with illustrative costs': 2 scenarios>" in printed


def test_numbers_of_numpy_and_pandas_are_taken() -> None:
    np = pytest.importorskip("numpy")
    portfolio = of(SERVICES)
    observed = portfolio.replace("bedroom", incidents_per_year={"observed": np.array([3, 5, 9])})
    assert observed == portfolio.replace("bedroom", incidents_per_year={"observed": pd.Series([3, 5, 9])})
    assert observed == portfolio.replace("bedroom", incidents_per_year={"observed": [3, 5, 9]})
    assert portfolio.replace("bedroom", exposure_per_hour=np.int64(9000)) == portfolio.replace(
        "bedroom", exposure_per_hour=9000
    )
    assert portfolio.simulate(trials=np.int64(256)).trials == 256


def test_charts_are_saved(costed: pathlib.Path, tmp_path: pathlib.Path) -> None:
    pytest.importorskip("vl_convert")
    picture = Portfolio(costed).chart("selector")
    begins = {"svg": b"<svg", "png": b"\x89PNG", "json": b"{", "html": b"<!DOCTYPE html>"}
    for end, first in begins.items():
        picture.save(tmp_path / f"chart.{end}")
        assert (tmp_path / f"chart.{end}").read_bytes().lstrip().startswith(first), end
    with pytest.raises(FileExistsError):
        picture.save(tmp_path / "chart.svg")
    picture.save(tmp_path / "chart.svg", force=True)
    with pytest.raises(ValueError, match="not as .gif"):
        picture.save(tmp_path / "chart.gif")
