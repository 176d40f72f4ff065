"""Answers and portfolios written as workbooks."""

from __future__ import annotations

import pathlib

import pytest
import whorunsit
from conftest import REPOSITORY
from whorunsit import Portfolio

openpyxl = pytest.importorskip("openpyxl")
COSTED = REPOSITORY / "examples" / "furniture-retailer-costs.toml"


def same(portfolio: Portfolio, path: pathlib.Path) -> None:
    portfolio.to_workbook(path)
    read = Portfolio.from_workbook(path)
    assert read.to_dict() == portfolio.to_dict()


def test_a_portfolio_comes_back_from_its_workbook(tmp_path: pathlib.Path) -> None:
    same(Portfolio(COSTED), tmp_path / "costed.xlsx")


def test_lists_have_sheets_of_their_own(tmp_path: pathlib.Path) -> None:
    rules = [
        {"when": "bank-holidays", "amount": "120", "per": "day"},
        {"when": "Sat,Sun", "amount": "90", "per": "day"},
        {"amount": "60", "per": "day"},
    ]
    changed = Portfolio(COSTED).replace(
        calendar={
            "bank_holidays": ["2026-12-25", "2027-01-01"],
            "working_hours": ["Mon-Thu 08:00-18:00", "Fri 08:00-16:00"],
        },
        shared_causes=[
            {"name": "payments", "services": ["appointments", "bedroom"], "incidents_per_year": {"low": 1, "high": 3}}
        ],
        on_call={"product_teams": {"standby": rules}},
    )
    same(changed, tmp_path / "lists.xlsx")
    sheets = openpyxl.load_workbook(tmp_path / "lists.xlsx").sheetnames
    assert {"shared_causes", "bank_holidays", "working_hours", "standby_rules"} <= set(sheets)


def test_what_no_sheet_holds_is_refused(tmp_path: pathlib.Path) -> None:
    observed = Portfolio(COSTED).replace(
        {
            "services": {
                "bedroom": {"incidents_per_year": {"low": None, "likely": None, "high": None, "observed": [2, 5]}}
            }
        }
    )
    with pytest.raises(ValueError, match="services bedroom: a workbook cannot hold `incidents_per_year.observed`"):
        observed.to_workbook(tmp_path / "observed.xlsx")
    assert not (tmp_path / "observed.xlsx").exists()
    with pytest.raises(FileNotFoundError):
        Portfolio(COSTED).to_workbook(tmp_path / "none" / "p.xlsx")


def test_a_list_that_is_wrong_is_told_with_its_row(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "wrong.xlsx"
    Portfolio(COSTED).to_workbook(path)
    book = openpyxl.load_workbook(path)
    sheet = book.create_sheet("standby_rules")
    sheet.append(["amount", "per"])
    sheet.append(["60", "day"])
    book.save(path)
    with pytest.raises(whorunsit.PortfolioError) as caught:
        Portfolio.from_workbook(path)
    assert caught.value.problems[0].where == "sheet standby_rules, row 2"


def test_answers_become_sheets(tmp_path: pathlib.Path) -> None:
    portfolio = Portfolio(COSTED)
    path = tmp_path / "report.xlsx"
    report = portfolio.report(trials=1000)
    report.save(path)
    with pytest.raises(FileExistsError):
        report.save(path)
    report.save(path, force=True)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames[0] == "Answer" and "options" in book.sheetnames
    options = book["options"]
    heading = [cell.value for cell in options[1]]
    frame = report.to_pandas("options")
    assert heading == list(frame.columns) and options.max_row == len(frame) + 1
    raci = tmp_path / "raci.xlsx"
    portfolio.accountability().to_workbook(raci)
    names = [cell.value for cell in openpyxl.load_workbook(raci)["services"]["A"]][1:]
    assert names == [service["name"] for service in portfolio.services]


def test_text_never_becomes_a_formula(tmp_path: pathlib.Path) -> None:
    evil = '=HYPERLINK("http://x")'
    text = COSTED.read_text(encoding="utf-8").replace('"bedroom"', f"'{evil}'")
    path = tmp_path / "evil.xlsx"
    Portfolio(text).compare().to_workbook(path)
    cells = [cell for row in openpyxl.load_workbook(path)["services"].iter_rows() for cell in row if cell.value == evil]
    assert cells and all(cell.data_type == "s" for cell in cells)


def test_services_as_a_frame() -> None:
    pandas = pytest.importorskip("pandas")
    frame = Portfolio(COSTED).to_pandas()
    assert isinstance(frame, pandas.DataFrame) and list(frame["name"]) == [
        "ecommerce-platform",
        "appointments",
        "bedroom",
    ]
    assert frame["exposure_per_hour"].tolist()[1] == "6000"
