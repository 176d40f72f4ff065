"""Measuring: exports in every form give the same figures, and estimates go into the portfolio."""

from __future__ import annotations

import datetime
import io
import pathlib
from typing import Any

import pytest
import whorunsit
from conftest import REPOSITORY
from whorunsit import Portfolio, PortfolioError

EXPORTS = REPOSITORY / "examples" / "exports"
LOG = EXPORTS / "servicenow-event-log.csv"
SPAN: dict[str, Any] = {"from_date": "2025-01-01", "to_date": datetime.date(2026, 6, 30), "time_zone": "Europe/London"}


def test_an_export_in_every_form_gives_the_same_figures(costed: pathlib.Path) -> None:
    pd, pl = pytest.importorskip("pandas"), pytest.importorskip("polars")
    measured = whorunsit.measure(LOG, portfolio=costed, **SPAN)
    assert measured.source["mapping"] == "servicenow" and measured.source["rows"] == 104
    assert [service["incidents"] for service in measured.services] == [4, 23, 9]
    with open(LOG, "rb") as of_bytes, open(LOG, encoding="utf-8", newline="") as of_text:
        forms: list[Any] = [
            str(LOG),
            LOG.read_bytes(),
            of_bytes,
            of_text,
            io.BytesIO(LOG.read_bytes()),
            pd.read_csv(LOG, dtype="str"),
            pl.read_csv(LOG, infer_schema=False),
        ]
        for rows in forms:
            again = whorunsit.measure(rows, portfolio=Portfolio(costed), mapping="servicenow", **SPAN)
            assert again.services == measured.services and again.budgets == measured.budgets, type(rows)


def test_frames_with_real_dates() -> None:
    pd = pytest.importorskip("pandas")
    frame = pd.DataFrame(
        {
            "id": [1, 2],
            "service": ["shop", "shop"],
            "opened": pd.to_datetime(["2026-01-05 00:00", "2026-03-07 22:00"]),
            "restored": pd.to_datetime(["2026-01-05 01:00", None]),
            "loss": [100.5, None],
        }
    )
    measured = whorunsit.measure(frame, from_date="2026-01-01", to_date="2026-12-31")
    (shop,) = measured.services
    assert (shop["incidents"], shop["open"], shop["time_to_restore"]["count"]) == (2, 1, 1)
    zoned = frame.assign(opened=frame["opened"].dt.tz_localize("Europe/London"), restored=None)
    assert whorunsit.measure(zoned, from_date="2026-01-01", to_date="2026-12-31").services[0]["incidents"] == 2


def test_estimates_go_into_the_portfolio(costed: pathlib.Path) -> None:
    measured = whorunsit.measure(LOG, portfolio=costed, **SPAN)
    written = measured.to_pandas("written.values")
    assert list(written["path"])[0] == "services.ecommerce-platform.incidents_per_year"
    portfolio = measured.to_portfolio()
    assert "events" in portfolio.services[0]["incidents_per_year"]
    assert b"# measured: 4 incidents" in portfolio._data and portfolio.compare().ok
    # A portfolio that never was TOML becomes it.
    of_dict = whorunsit.measure(LOG, portfolio=Portfolio(costed).to_dict(), **SPAN).to_portfolio()
    assert of_dict.services == portfolio.services
    with pytest.raises(ValueError, match="without a portfolio"):
        whorunsit.measure(LOG, **SPAN).to_portfolio()


def test_every_table_is_a_frame(costed: pathlib.Path) -> None:
    pytest.importorskip("pandas")
    measured = whorunsit.measure(LOG, portfolio=costed, **SPAN)
    reviewed = whorunsit.review(
        costed,
        LOG,
        deployments=EXPORTS / "deployments.csv",
        work=EXPORTS / "jira-work.csv",
        from_date="2026-01-01",
        threshold_percent=20,
    )
    for answer in (measured, reviewed):
        for name in type(answer)._tables:
            frame = answer.to_pandas(name)
            never = frame.columns[frame.isna().all()] if len(frame) else ()
            # This export does not say when incidents were taken up, and a few incidents bound no high percentile.
            told = [
                column
                for column in never
                if not column.startswith("time_to_acknowledge") and not column.endswith("_high")
            ]
            assert not told, name
        assert "<table>" in answer._repr_html_() and repr(answer).startswith("<whorunsit.")
    assert measured.to_pandas()["per_year_estimate"].iloc[0] == pytest.approx(2.676, abs=1e-3)
    assert reviewed.decide and reviewed.to_pandas("work.teams")["cost_per_year"].gt(0).all()


def test_charts_of_what_happened(costed: pathlib.Path) -> None:
    pytest.importorskip("altair")
    measured = whorunsit.measure(LOG, portfolio=costed, charts=["fit", "error-budget"], service="bedroom", **SPAN)
    assert measured.charts is not None and list(measured.charts) == ["error-budget", "fit"]
    assert measured.chart("error-budget").to_dict()["title"]["text"] == [
        "bedroom has 97.1 % of its error budget of Q2 2026 left"
    ]
    with pytest.raises(ValueError, match="rework"):
        measured.chart("rework")
    reviewed = whorunsit.review(costed, LOG, work=EXPORTS / "jira-work.csv", charts=["rework"], team="platform", **SPAN)
    assert "platform" in reviewed.chart().to_dict()["title"]["text"][0]
    assert whorunsit.measure(LOG, **SPAN).charts is None
    with pytest.raises(PortfolioError) as refused:
        whorunsit.measure(LOG, charts=["fitt"], **SPAN)  # type: ignore[list-item]
    assert (refused.value.code, refused.value.problems[0].help[:18]) == ("invalid-option", "did you mean `fit`")


def test_triage(costed: pathlib.Path) -> None:
    now = datetime.datetime(2026, 11, 26, 15, 0, tzinfo=datetime.timezone.utc)
    found = whorunsit.triage(costed, "bedroom", since="14:05", now=now, time_zone="Europe/London")
    assert found.asks_for == "minor: restore by the next working day" and round(found.lost) == 56_528
    aware = whorunsit.triage(
        costed, "bedroom", since=now - datetime.timedelta(minutes=55), now=now, time_zone="Europe/London"
    )
    assert aware.lost == found.lost
    with pytest.raises(PortfolioError, match="unknown-service"):
        whorunsit.triage(costed, "loft", since="14:05", now=now)
    with pytest.raises(PortfolioError, match="lies ahead"):
        whorunsit.triage(costed, "bedroom", since="2099-01-01 00:00", now=now)


def test_what_is_refused(costed: pathlib.Path, tmp_path: pathlib.Path) -> None:
    for rows, options, code in (
        (b"", {}, "empty-file"),
        (b"<!DOCTYPE html><html></html>", {}, "web-page"),
        (b"a,b\n1,2\n", {}, "no-mapping"),
        (LOG, {"mapping": "servicenw"}, "unknown-mapping"),
        (LOG, {"time_zone": "Europe/Londn"}, "unknown-time-zone"),
        (LOG, {"from_date": "soon"}, "invalid-option"),
        (LOG, {"operating_model": "nobody"}, "invalid-option"),
        (LOG, {"columns": {"servce": "x"}}, "invalid-option"),
        (LOG, {"columns": {"service": "no such column"}, "mapping": "servicenow"}, "absent-column"),
    ):
        with pytest.raises(PortfolioError) as caught:
            whorunsit.measure(rows, **options)
        assert caught.value.code == code and caught.value.help, caught.value
    with pytest.raises(FileNotFoundError):
        whorunsit.measure(tmp_path / "none.csv")
    with pytest.raises(TypeError, match="incidents is a pandas"):
        whorunsit.measure(1)
    with pytest.raises(PortfolioError, match="kind"):
        whorunsit.measure(LOG, portfolio=costed.read_text("utf-8").replace('kind = "digital"', 'kind = "digtal"'))

    class Broken:
        def read(self, size: int) -> bytes:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        whorunsit.measure(Broken())


def test_a_mapping_of_ones_own(tmp_path: pathlib.Path) -> None:
    mapping = tmp_path / "own.toml"
    mapping.write_text(
        'kind = "incidents"\ndates = ["iso"]\n[columns]\nid = "n"\nservice = "s"\nopened = "o"\nrestored = "r"\n',
        "utf-8",
    )
    measured = whorunsit.measure(
        b"n,s,o,r\n1,shop,2026-01-05 10:00,2026-01-05 11:00\n", mapping=mapping, to_date="2026-12-31"
    )
    assert measured.services[0]["name"] == "shop"


def test_fit_takes_what_holds_numbers() -> None:
    numpy = pytest.importorskip("numpy")
    pandas = pytest.importorskip("pandas")
    minutes = [10, 20, 40, 80, 160]
    fitted = whorunsit.fit(minutes)
    assert {key: str(value) for key, value in fitted.estimate.items()} == {"p5": "6.59415", "p95": "242.639"}
    assert fitted.goodness is not None and fitted.goodness["test"] == "anderson-darling"
    for same in (numpy.array(minutes), pandas.Series(minutes, index=list("abcde")), (str(value) for value in minutes)):
        assert whorunsit.fit(same) == fitted
    lengths = pandas.to_timedelta(pandas.Series(minutes), unit="min")
    assert whorunsit.fit(lengths).estimate == whorunsit.fit(minutes, unit="min").estimate
    counted = whorunsit.fit([3, 5, 4, 2], "gamma-poisson")
    assert {key: str(value) for key, value in counted.estimate.items()} == {"events": "14", "years": "4"}
    # Over a range, of which nothing may be left.
    changed = Portfolio(REPOSITORY / "examples" / "furniture-retailer-costs.toml").replace(
        "bedroom", incidents_per_year=counted.change
    )
    assert float(changed.sensitivity().services[2]["tornado"][0]["low"]) > 0
    assert whorunsit.fit([9, 1], "observed").goodness is None


@pytest.mark.parametrize(
    ("values", "shape", "code", "message"),
    [
        ([], None, "no-values", "there are no values to fit"),
        ([1, float("nan")], None, "invalid-value", "value 2 is not a number (NaN)"),
        ([1, float("inf")], None, "invalid-value", "value 2 is infinite"),
        ([1, None], None, "invalid-value", "value 2 is missing"),
        ([1, -1], None, "invalid-value", "value 2 is negative: -1"),
        ([7], None, "too-few-values", "one value is too few to fit a distribution to"),
        ([7, 7, 7], None, "equal-values", "the values are all the same, or nearly"),
        ([[1, 2], [3, 4]], None, "invalid-value", "value 1 is no number: `[1,2]`; one more cannot be used either"),
        ([1, 2, 3], "normal", "invalid-option", "`normal` is no shape"),
    ],
)
def test_fit_refuses_with_one_message(values: list[object], shape: str | None, code: str, message: str) -> None:
    with pytest.raises(whorunsit.PortfolioError) as caught:
        whorunsit.fit(values, shape)  # type: ignore[arg-type]
    assert [(problem.code, problem.message) for problem in caught.value.problems] == [(code, message)]
