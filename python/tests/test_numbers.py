"""Numbers and lists, of whatever library, are taken wherever one is; what has no order or no number is refused."""

from __future__ import annotations

import pathlib
from collections.abc import Callable
from typing import Any

import pytest
import whorunsit
from whorunsit import Portfolio, PortfolioError
from whorunsit._number_format import as_formatted

np = pytest.importorskip("numpy")
pd = pytest.importorskip("pandas")
pl = pytest.importorskip("polars")
pa = pytest.importorskip("pyarrow")
openpyxl = pytest.importorskip("openpyxl")


@pytest.fixture
def portfolio(costed: pathlib.Path) -> Portfolio:
    """The furniture retailer with costs."""
    return Portfolio(costed)


@pytest.mark.parametrize("amount", [9000.0, np.float64(9000), np.float32(9000), np.int64(9000), pa.scalar(9000)])
def test_a_whole_float_is_a_whole_number(portfolio: Portfolio, amount: Any) -> None:
    changed = portfolio.replace("appointments", exposure_per_hour=amount)
    assert changed.services[1]["exposure_per_hour"] == "9000"
    scenario = portfolio.scenarios(busy={"services": {"appointments": {"exposure_per_hour": amount}}})
    assert scenario.scenarios[1]["over_horizon"] == changed.scenarios().scenarios[0]["over_horizon"]


def test_options_and_settings_take_whole_floats(portfolio: Portfolio) -> None:
    assert portfolio.simulate(trials=2048.0, seed=np.int64(3)) == portfolio.simulate(trials=2048, seed=3)  # type: ignore[arg-type]
    assert portfolio.replace(horizon={"years": 5.0}).to_dict()["horizon"]["years"] == 5


@pytest.mark.parametrize(
    "values",
    [
        np.array([1, 2.0, 4]),
        pa.array([1, 2, 4]),
        pa.chunked_array([[1], [2, 4]]),
        pd.Series([1.0, 2, 4]),
        pl.Series([1, 2, 4]),
    ],
    ids=lambda values: type(values).__module__ + "." + type(values).__qualname__,
)
def test_arrays_are_lists(portfolio: Portfolio, values: Any) -> None:
    changed = portfolio.replace("bedroom", incidents_per_year={"observed": values})
    assert changed.services[2]["incidents_per_year"] == {"observed": ["1", "2", "4"]}
    assert whorunsit.fit(values) == whorunsit.fit([1, 2, 4])


def test_a_sweep_takes_arrays_and_floats(portfolio: Portfolio) -> None:
    made = portfolio.sweep(
        {"services.bedroom.exposure_per_hour": np.linspace(1000, 2000, 4), "horizon.years": pd.Series([1.0, 2.0])}
    )
    assert made["services_bedroom_exposure_per_hour"].unique().round(4).tolist() == [1000, 1333.3333, 1666.6667, 2000]
    assert made["horizon_years"].tolist() == [1, 2] * 4


@pytest.mark.parametrize("values", ["123", b"abc", {1, 2, 3}, {"a": 1}, None, 5])
def test_fit_refuses_what_is_no_list(values: Any) -> None:
    with pytest.raises(TypeError, match="the values to fit are a list"):
        whorunsit.fit(values)


def test_what_has_no_order_is_no_column(portfolio: Portfolio) -> None:
    with pytest.raises(TypeError, match="column name, are a list; this is a set, which has no order"):
        Portfolio.from_frames({"name": {"a", "b"}}, exposure_bands={})
    for bad in ({1, 3}, "13", 3, None):
        with pytest.raises(TypeError, match="the values of 'horizon.years' in the grid are a list"):
            portfolio.sweep({"horizon.years": bad})  # type: ignore[dict-item]


def test_a_grid_too_large_is_refused_before_it_is_made(portfolio: Portfolio) -> None:
    huge = {"services.bedroom.exposure_per_hour": range(1, 10**9), "horizon.years": range(1, 30)}
    with pytest.raises(ValueError, match=r"28,999,999,971 points \(999,999,999 x 29\), more than the 100,000"):
        portfolio.sweep(huge)
    with pytest.raises(PortfolioError) as caught:
        portfolio.sweep({"horizon.years": range(1, 30), "a.b": range(10**9)})
    assert [(problem.code, problem.path) for problem in caught.value.problems] == [("unknown-key", "/a")]


@pytest.mark.parametrize(
    ("option", "call"),
    [
        ("trials", lambda portfolio: portfolio.simulate(trials=float("nan"))),
        ("trials", lambda portfolio: portfolio.simulate(trials=np.float64("inf"))),
        ("period_years", lambda _: whorunsit.fit([1, 2, 3], period_years=float("nan"))),
        ("threshold_percent", lambda portfolio: whorunsit.review(portfolio, b"", threshold_percent=float("nan"))),
    ],
)
def test_an_option_that_is_no_number_names_itself(
    portfolio: Portfolio, option: str, call: Callable[[Portfolio], object]
) -> None:
    with pytest.raises(ValueError, match=f"the option {option} is (NaN|Infinity)"):
        call(portfolio)


def test_a_reader_of_batches_is_a_table_and_a_series_is_none() -> None:
    table = pa.table({"name": ["a"], "kind": ["digital"], "exposure_per_hour": [5000], "feature_demand": ["high"]})
    bands = {"max_per_hour": [7000], "availability": ["95.0"]}
    portfolio = Portfolio.from_frames(table.to_reader(), exposure_bands=bands, currency="USD")
    assert portfolio == Portfolio.from_frames(table, exposure_bands=bands, currency="USD")
    for series in (pd.Series([1]), pl.Series([1])):
        with pytest.raises(TypeError, match="one column without its name: use .to_frame"):
            Portfolio.from_frames(series, exposure_bands=bands)
        with pytest.raises(TypeError, match="table is a pandas, polars or pyarrow table"):
            whorunsit.intake(series)


def test_an_estimate_given_as_a_whole_replaces_the_one_there(portfolio: Portfolio) -> None:
    assert set(portfolio.services[2]["incidents_per_year"]) == {"low", "likely", "high"}
    for estimate in (whorunsit.fit([1, 2, 4]).estimate, {"observed": [1, 2, 3]}, {"low": 1, "high": 5}):
        changed = portfolio.replace("bedroom", incidents_per_year=estimate)
        assert changed.services[2]["incidents_per_year"].keys() == estimate.keys()
        assert portfolio.scenarios(other={"services": {"bedroom": {"incidents_per_year": estimate}}})
    part = portfolio.replace("bedroom", incidents_per_year={"high": 99}).services[2]["incidents_per_year"]
    assert part.keys() == {"low", "likely", "high"} and part["high"] == "99"


def test_replace_keeps_the_rows_of_frames_and_says_what_it_takes() -> None:
    frame = pd.DataFrame(
        {"name": ["a", "b"], "kind": "digital", "exposure_per_hour": 5000, "feature_demand": "high"}, index=["x", "y"]
    )
    bands = {"max_per_hour": [7000], "availability": ["95.0"]}
    portfolio = Portfolio.from_frames(frame, exposure_bands=bands, currency="USD")
    changed = portfolio.replace("a", feature_demand="low")
    for one in (portfolio, changed):
        with pytest.raises(PortfolioError) as caught:
            one.replace("b", exposure_per_hour="much")
        assert caught.value.problems[0].where == "services row 2 (index 'y'), column exposure_per_hour"
    with pytest.raises(PortfolioError) as caught:
        portfolio.replace(services={"a": None}).replace("b", exposure_per_hour="much")
    assert caught.value.problems[0].where is None
    with pytest.raises(TypeError, match="replace takes the name of a service, a mapping of changes or keywords"):
        portfolio.replace(5)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "form", "read"),
    [
        (5000, "[$€-2] #,##0.00", "€ 5000"),
        (5000.5, '"$"#,##0.00', "$ 5000.5"),
        (5000, '_("$"* #,##0.00_);_("$"* (#,##0.00);_("$"* "-"??_);_(@_)', "$ 5000"),
        (1e6, "[$USD] #,##0", "USD 1000000"),
        (5000, "\\£0", "£ 5000"),
        (0.5, "0%", "50%"),
        (0.1 + 0.2, "0.0%", "30%"),
        (50, '0"%"', "50%"),
        (5000, "[$-409]#,##0", 5000),
        (3, '0" h"', 3),
        (5000, "General", 5000),
    ],
)
def test_a_number_is_what_its_format_shows(value: float, form: str, read: object) -> None:
    assert as_formatted(value, form) == read


def test_formats_of_a_workbook_are_read(tmp_path: pathlib.Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "settings"
    for row in [("schema", 1), ("currency", "USD"), ("horizon.years", 3), ("horizon.discount_rate", 0.05)]:
        sheet.append(row)
    sheet["B4"].number_format = "0%"
    bands = book.create_sheet("exposure_bands")
    bands.append(["max_per_hour", "availability"])
    bands.append([7000, "95.0"])
    services = book.create_sheet("services")
    services.append(["name", "kind", "exposure_per_hour", "feature_demand", "severity"])
    services.append(["a", "digital", 5000.5, "high", 0.25])
    services["C2"].number_format, services["E2"].number_format = '"$"#,##0.00', "0%"
    book.save(tmp_path / "portfolio.xlsx")
    read = Portfolio.from_workbook(tmp_path / "portfolio.xlsx").to_dict()
    assert read["horizon"]["discount_rate"] == "5%"
    assert (read["services"][0]["exposure_per_hour"], read["services"][0]["severity"]) == ("5000.5", "25%")
    services["C2"].number_format = "[$€-2] #,##0.00"
    book.save(tmp_path / "euro.xlsx")
    with pytest.raises(PortfolioError) as caught:
        Portfolio.from_workbook(tmp_path / "euro.xlsx").check()
    assert (caught.value.code, caught.value.problems[0].where) == ("wrong-currency", "sheet services, cell C2")


def test_toml_is_read_as_it_was_written(portfolio: Portfolio) -> None:
    text = portfolio.to_toml()
    assert text.startswith("schema = 1") and Portfolio(text).to_dict() == portfolio.to_dict()
    with pytest.raises(PortfolioError):
        Portfolio("schema = 1").to_toml()
