"""What answers look like: in notebooks, as frames, and as workbooks to hand over."""

from __future__ import annotations

import json
import pathlib
from typing import Any

import pytest
import whorunsit
from conftest import REPOSITORY
from whorunsit import Portfolio, PortfolioError

pd = pytest.importorskip("pandas")
openpyxl = pytest.importorskip("openpyxl")

TABLE = "Application;Revenue at risk per hour;Demand\nShop;€1.200,50;H"


@pytest.fixture(scope="module")
def answers() -> dict[str, Any]:
    """An answer of every command that has a table."""
    portfolio = Portfolio(REPOSITORY / "examples" / "furniture-retailer-costs.toml")
    commands = (
        "check recommend schedules costs compare plan find_out accountability ready roadmap sensitivity scenarios"
    )
    made = {command: getattr(portfolio, command)() for command in commands.split()}
    made["report"] = portfolio.report(trials=100, review_on="2027-06-01")
    made["simulate"] = portfolio.simulate(trials=2048)
    made["growth"] = portfolio.replace(growth={"exposure": "20%"}).growth()
    made["intake"] = whorunsit.intake(TABLE)
    made["diff"] = whorunsit.diff(portfolio, portfolio.replace("bedroom", exposure_per_hour=9000))
    return made


def test_every_answer_is_shown_and_written(answers: dict[str, Any], tmp_path: pathlib.Path) -> None:
    for command, answer in answers.items():
        assert answer._repr_html_().startswith("<style>"), command
        assert repr(answer).startswith(f"<whorunsit.{type(answer).__name__}"), command
        path = tmp_path / f"{command}.xlsx"
        answer.to_workbook(path)
        names = openpyxl.load_workbook(path, read_only=True).sheetnames
        assert names[0] == "Answer" and len(names) == len(set(names)), command
        for table in type(answer)._tables:
            answer.to_pandas(table)
            if command != "sensitivity":
                answer.to_arrow(table, exact=True)


def test_tables_have_short_names_of_their_own(answers: dict[str, Any]) -> None:
    for answer in answers.values():
        tables = [table.replace("/", " ")[:31] for table in type(answer)._tables]
        assert len(set(tables)) == len(tables) and all(len(table) < 31 for table in type(answer)._tables), tables
        described = type(answer).__doc__ or ""
        for table in type(answer)._tables:
            assert f"``{table}``" in described or table == "findings", (type(answer), table)
    curve, other = (answers["simulate"].to_pandas(name) for name in ("exceedance", "exceedance_ops_run_it"))
    assert list(curve) == ["percent", "loss"] and len(curve) and not curve.equals(other)
    assert list(answers["simulate"].to_pandas("histogram")) == ["at_least", "below", "trials"]


def test_numbers_and_booleans_are_no_text(answers: dict[str, Any]) -> None:
    wanted = {
        ("intake", "cells"): {"row": "Int64", "column": "Int64"},
        ("intake", "columns"): {"column": "Int64", "decided_by_itself": "boolean"},
        ("report", "services"): {"availability_target": "float64", "cheaper_percent": "float64"},
        ("growth", "years/targets"): {"availability_target": "float64"},
        ("roadmap", "steps"): {"month": "Int64", "end_month": "Int64"},
        ("roadmap", "candidates"): {"rank": "Int64", "rank_by_net_benefit": "Int64", "rank_by_one_off": "Int64"},
        ("sensitivity", "services/tornado"): {"low": "float64", "high": "float64"},
        ("sensitivity", "services/flips.cost"): {"now": "float64", "last_below": "float64", "first_above": "float64"},
    }
    for (command, table), columns in wanted.items():
        frame = answers[command].to_pandas(table)
        assert {name: str(frame[name].dtype) for name in columns} == columns, (command, table)
    assert answers["report"].to_pandas()["cheaper_percent"].between(0, 100).all()


def test_a_report_as_a_workbook_has_the_whole_record(answers: dict[str, Any], tmp_path: pathlib.Path) -> None:
    answers["report"].save(tmp_path / "report.xlsx")
    book = openpyxl.load_workbook(tmp_path / "report.xlsx")
    assert {"decision", "disagreements", "findings", "consequences", "assumptions"} < set(book.sheetnames)
    first = {row[0]: row[1] for row in book["Answer"].iter_rows(values_only=True)}
    assert first["review_on"] == "2027-06-01"
    sentences = [row[1] for row in book["decision"].iter_rows(min_row=2, values_only=True)]
    assert set(answers["report"].decision["sentences"]) < set(sentences)
    assert answers["report"].to_pandas("disagreements")["service"].tolist() == ["ecommerce-platform"]
    assert "finding" in answers["report"]._repr_html_()


def test_models_have_the_colours_of_the_charts(answers: dict[str, Any], costed: pathlib.Path) -> None:
    spec = json.dumps(Portfolio(costed).chart("selector").spec)
    html = answers["recommend"]._repr_html_()
    for name, colour in {"ybi": "#009E73", "ops": "#D55E00"}.items():
        channels = ",".join(str(int(colour[place : place + 2], 16)) for place in (1, 3, 5))
        assert colour in spec and f".{name}{{background:rgba({channels}," in html


def test_a_scale_that_no_decimal_has_is_refused(answers: dict[str, Any]) -> None:
    for scale in (99, -1, 2.5, True):
        with pytest.raises(ValueError, match="scale is how many decimals exact columns have, from 0 to 38"):
            answers["recommend"].to_arrow(exact=True, scale=scale)
    with pytest.raises(ValueError, match="more than the 38 of a decimal; use scale="):
        answers["recommend"].to_arrow(exact=True, scale=37)


def test_trials_and_a_precision_exclude_each_other(costed: pathlib.Path) -> None:
    portfolio = Portfolio(costed)
    for command in (portfolio.simulate, portfolio.report):
        with pytest.raises(PortfolioError, match="a precision says how many trials it takes") as caught:
            command(trials=100, precision="1%")
        assert caught.value.problems[0].where == "the option precision"


@pytest.mark.parametrize("since", [None, 1405, float("nan"), pd.NaT])
def test_a_time_that_is_none_is_refused(costed: pathlib.Path, since: Any) -> None:
    with pytest.raises(TypeError, match="since is a time such as"):
        whorunsit.triage(costed, "bedroom", since=since)


def test_times_of_pandas_and_numpy_are_times(costed: pathlib.Path) -> None:
    now = pd.Timestamp("2026-11-26 15:00", tz="UTC")
    texts = [
        whorunsit.triage(costed, "bedroom", since=since, now=now, time_zone="UTC").to_json()
        for since in ("2026-11-26 14:05", pd.Timestamp("2026-11-26 14:05"), pd.Timestamp("2026-11-26 14:05").to_numpy())
    ]
    assert len({json.loads(text)["lost"] for text in texts}) == 1


def test_an_export_that_is_not_there_is_named(tmp_path: pathlib.Path) -> None:
    with pytest.raises(FileNotFoundError, match="nope.csv"):
        whorunsit.measure(tmp_path / "nope.csv")
    with pytest.raises(IsADirectoryError, match="name the file of the export in it"):
        whorunsit.measure(tmp_path)
