"""The one exception."""

from __future__ import annotations

import dataclasses
import pickle

import pytest
import whorunsit
from whorunsit import PortfolioError, Problem

TWO = (
    Problem("missing-key", "/currency", "a currency is needed", 'add `currency = "USD"`', 1, 1),
    Problem("bad-money", "/services/0/exposure_per_hour", "`abc` is not money", 'write "6000"', value="abc"),
)


def test_problems_are_a_frame() -> None:
    pytest.importorskip("pandas")
    with pytest.raises(whorunsit.PortfolioError) as caught:
        whorunsit.check("schema = 1")
    frame = caught.value.to_pandas()
    assert list(frame["code"]) == [problem.code for problem in caught.value.problems]
    assert str(frame["line"].dtype) == "Int64"


def test_it_is_a_value_error_with_every_problem() -> None:
    with pytest.raises(ValueError) as caught:
        whorunsit.recommend("schema = 1\n")
    error = caught.value
    assert isinstance(error, PortfolioError)
    assert len(error.problems) >= 1
    first = error.problems[0]
    assert (error.code, error.path, error.message, error.help) == (first.code, first.path, first.message, first.help)
    assert all((first.code, first.message, first.help))
    assert not hasattr(error, "__notes__")


def test_a_mapping_has_no_lines() -> None:
    for command in (whorunsit.recommend, whorunsit.check, whorunsit.costs, whorunsit.compare, whorunsit.plan):
        with pytest.raises(PortfolioError) as caught:
            command({"schema": 1, "currency": "usd"}, pretty=True)
        assert {(problem.line, problem.column) for problem in caught.value.problems} == {(None, None)}
    with pytest.raises(PortfolioError) as caught:
        whorunsit.check('{"schema": 1, "currency": "usd"}')
    assert caught.value.problems[0].line == 1


def test_its_text_lists_them_all() -> None:
    assert str(PortfolioError(TWO)) == (
        "2 problems in the portfolio\n"
        "/currency, line 1, column 1: a currency is needed [missing-key]\n"
        '  help: add `currency = "USD"`\n'
        "/services/0/exposure_per_hour: `abc` is not money [bad-money]\n"
        '  help: write "6000"'
    )


def test_its_text_shows_twenty_at_most() -> None:
    assert "more" not in str(PortfolioError(TWO * 10))
    lines = str(PortfolioError(TWO * 500)).splitlines()
    assert (lines[0], len(lines), lines[-1]) == ("1000 problems in the portfolio", 42, "and 980 more")


def test_it_needs_a_problem() -> None:
    with pytest.raises(ValueError, match="needs a problem") as caught:
        PortfolioError([])
    assert type(caught.value) is ValueError


def test_it_is_picklable() -> None:
    twin = pickle.loads(pickle.dumps(PortfolioError(TWO)))
    assert type(twin) is PortfolioError
    assert twin.problems == TWO
    assert str(twin) == str(PortfolioError(TWO))


def test_a_problem_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        TWO[0].code = "other"  # type: ignore[misc]


def test_keys_that_a_newer_core_adds_are_passed_over() -> None:
    text = '{"ok":false,"errors":[{"code":"c","path":"/p","message":"m","help":"h","line":null,"extra":1}]}'
    assert PortfolioError.from_json(text).problems == (Problem("c", "/p", "m", "h"),)
