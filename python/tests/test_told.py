"""What errors say: of what they are, and where many rows have the same."""

from __future__ import annotations

import pathlib
from collections.abc import Callable
from typing import Any

import pytest
import whorunsit
from whorunsit import Portfolio, PortfolioError

pd = pytest.importorskip("pandas")

BANDS = {"max_per_hour": [7000], "availability": ["95.0"]}
EXPORT = b"id,service,opened,restored\n1,shop,2026-01-05 10:00,2026-01-05 11:00\n"


@pytest.mark.parametrize(
    ("call", "of", "place"),
    [
        (lambda: whorunsit.fit([]), "the values", "the values"),
        (lambda: whorunsit.fit([1, 2, 3], unit="x"), "the options", "the option unit"),  # type: ignore[arg-type]
        (lambda: whorunsit.fit([1, 2, 3], "normal"), "the options", "the option shape"),  # type: ignore[arg-type]
        (lambda: whorunsit.measure(b""), "the export", "the export"),
        (lambda: whorunsit.measure(EXPORT, mapping="nope"), "the options", "the option mapping"),
        (lambda: whorunsit.measure(EXPORT, time_zone="Nowhere"), "the options", "the option time_zone"),
        (lambda: whorunsit.measure(EXPORT, columns={"foo": "id"}), "the options", "the options"),
        (lambda: whorunsit.intake(""), "the table", "the table"),
    ],
)
def test_an_error_says_of_what_it_is(call: Callable[[], object], of: str, place: str) -> None:
    with pytest.raises(PortfolioError) as caught:
        call()
    assert str(caught.value).startswith(f"1 problem in {of}\n{place}: ")


def test_a_column_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(PortfolioError, match="the table has no heading `zzz`") as caught:
        whorunsit.intake("Application;Revenue per hour\nShop;5", columns={"zzz": "team"})
    assert "`Application`, `Revenue per hour`" in caught.value.help
    with pytest.raises(
        PortfolioError, match=r"`foo` in `columns` is no field; the fields are `id`, `service`"
    ) as caught:
        whorunsit.measure(EXPORT, columns={"foo": "id"})
    assert "line 1 column" not in str(caught.value)


def test_what_was_stopped_is_no_problem_of_the_portfolio(costed: pathlib.Path) -> None:
    with pytest.raises(PortfolioError) as caught:
        whorunsit.simulate(costed, trials=200_000, progress=lambda done, total: False)
    assert str(caught.value).startswith("the simulation was stopped [cancelled]")


def test_rows_with_the_same_problem_are_told_together() -> None:
    frame = pd.DataFrame(
        {
            "name": [f"service-{number}" for number in range(12)],
            "kind": "digital",
            "exposure_per_hour": pd.Series([None] * 12, dtype="object"),
            "feature_demand": ["high"] * 11 + ["often"],
        }
    )
    frame.loc[3, "exposure_per_hour"] = 5000
    with pytest.raises(PortfolioError) as caught:
        Portfolio.from_frames(frame, exposure_bands=BANDS, currency="USD").check()
    text = str(caught.value)
    assert text.startswith("12 problems in the portfolio\n")
    assert "services, 11 rows, column exposure_per_hour: `exposure_per_hour` is missing" in text
    assert "\n  rows: 1, 2, 3, 5, 6 and 6 more\n" in text and "services row 12, column feature_demand: " in text
    assert len(caught.value.problems) == len(caught.value.to_pandas()) == 12


def test_options_of_another_kind_are_refused(costed: pathlib.Path, tmp_path: pathlib.Path) -> None:
    portfolio = Portfolio(costed)
    calls: list[Callable[[], Any]] = [
        lambda: portfolio.simulate(draws="yes"),  # type: ignore[arg-type]
        lambda: portfolio.simulate(trials="10"),  # type: ignore[arg-type]
        lambda: portfolio.report(threads=1.5),  # type: ignore[arg-type]
        lambda: portfolio.chart("exceedance", trials=True),
    ]
    for call in calls:
        with pytest.raises(TypeError, match="the option (draws|trials|threads) is (True or False|a whole number)"):
            call()
    with pytest.raises(PortfolioError, match=r"`100000000000000000000000…` is no whole number"):
        portfolio.simulate(trials=10**40)
    for written in (portfolio, portfolio.recommend()):
        with pytest.raises(ValueError, match=r"a workbook is written as \.xlsx, not as \.csv"):
            written.to_workbook(tmp_path / "x.csv")
    with pytest.raises(ValueError, match="the scenario 'a' is given twice"):
        portfolio.scenarios({"a": {"horizon": {"years": 2}}}, a={"horizon": {"years": 4}})


def test_fits_and_triages_are_shown_and_are_frames(costed: pathlib.Path) -> None:
    fitted = whorunsit.fit([10, 20, 40, 80, 160], unit="min")
    assert repr(fitted) == "<whorunsit.Fit, lognormal of 5 values: 72.93 min, between 6.594 and 242.6>"
    assert pd.DataFrame(fitted)["interval_estimate"].tolist() == [72.926036]
    now = pd.Timestamp("2026-11-26 15:00", tz="UTC")
    triage = whorunsit.triage(costed, "bedroom", since="2026-11-26 14:05", now=now, time_zone="UTC")
    assert str(triage.lost) == "56527.78" and triage.to_pandas()["lost"].tolist() == [56527.78]
    assert "56,528 USD lost so far" in repr(triage)
    for answer in (fitted, triage):
        assert "<table>" in answer._repr_html_() and "{" not in answer._repr_html_().partition("</style>")[2]


def test_notebooks_fold_many_sentences_and_align_amounts(costed: pathlib.Path) -> None:
    portfolio = Portfolio(costed)
    html = portfolio.simulate(trials=2048)._repr_html_()
    count = html.count("<li>")
    assert f"<summary>{count} sentences on what was found</summary><ul>" in html or count <= 6
    ranged = portfolio.replace("bedroom", exposure_per_hour={"p5": "100000", "p95": "200000"})._repr_html_()
    assert '<td class="n">100,000 to 200,000</td>' in ranged and '<td class="n">810,000</td>' in ranged
