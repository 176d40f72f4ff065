"""The commands about costs, and what may be passed to them."""

from __future__ import annotations

import decimal
import json
import pathlib
from typing import Any

import pytest
import whorunsit
from whorunsit import PortfolioError, _core
from whorunsit._encode import encode_scenarios


def test_what_is_not_said_is_for_the_core_to_choose(costed: pathlib.Path) -> None:
    data = costed.read_bytes()
    assert whorunsit.costs(costed).to_json() == _core.call("costs", data, "")
    assert whorunsit.compare(costed).to_json() == _core.call("compare", data, "")
    assert whorunsit.scenarios(costed, {}).to_json() == _core.call("scenarios", data, "")
    assert whorunsit.plan(costed).to_json() == _core.call("plan", data, "")


def test_costs_are_grouped_by_one_dimension_or_several(costed: pathlib.Path) -> None:
    by_team = whorunsit.costs(costed, by="team")
    assert whorunsit.costs(costed, by=["team"]) == whorunsit.costs(costed, by=("team",)) == by_team
    groups = whorunsit.costs(costed, by=("team", "frequency")).groups
    assert list(groups[0])[:2] == ["team", "frequency"]
    everything = whorunsit.costs(costed, by=()).groups
    assert len(everything) == 1 and "team" not in everything[0]


def test_every_total_is_the_sum_of_its_parts(costed: pathlib.Path) -> None:
    ledger = whorunsit.costs(costed, by="service")
    total = ledger.premium["over_horizon"] + ledger.loss["over_horizon"]
    assert isinstance(total, decimal.Decimal)
    assert sum(group["over_horizon"] for group in ledger.groups) == total
    assert sum(item["over_horizon"] or 0 for item in ledger.line_items) == total


def test_costs_of_a_strategy_without_line_items(costed: pathlib.Path) -> None:
    ledger = whorunsit.costs(costed, strategy="least-cost", line_items=False)
    assert (ledger.strategy, ledger.line_items) == ("least-cost", [])
    assert ledger.premium["line_items"] > 0


@pytest.mark.parametrize(
    ("options", "code", "path"),
    [
        ({"by": "teem"}, "unknown-word", "/by"),
        ({"by": ["team", "teem"]}, "unknown-word", "/by/1"),
        ({"by": 1}, "wrong-type", "/by"),
        ({"strategy": "cheapest"}, "unknown-word", "/strategy"),
        ({"line_items": "no"}, "wrong-type", "/line_items"),
    ],
)
def test_the_core_refuses_options(costed: pathlib.Path, options: Any, code: str, path: str) -> None:
    with pytest.raises(PortfolioError) as caught:
        whorunsit.costs(costed, **options)
    assert (caught.value.code, caught.value.path) == (code, path)


def test_other_commands_take_no_such_options(costed: pathlib.Path) -> None:
    with pytest.raises(TypeError, match="unexpected keyword argument"):
        whorunsit.compare(costed, by="team")  # type: ignore[call-arg]
    with pytest.raises(PortfolioError) as caught:
        whorunsit.compare(costed, pretty="very")  # type: ignore[arg-type]
    assert caught.value.path == "/pretty"


def test_costs_without_what_they_need(small: str) -> None:
    ledger = whorunsit.costs(small)
    assert ledger.premium["partial"] and ledger.missing
    assert {item["amount"] for item in ledger.line_items if item["missing"]} == {None}
    with pytest.raises(PortfolioError) as caught:
        whorunsit.costs(small, strategy="least-cost")
    assert caught.value.code == "missing-key"


def test_recommend_says_what_its_choice_protects(costed: pathlib.Path, small: str) -> None:
    rec = whorunsit.recommend(costed)
    assert rec.insurance is not None
    assert rec.insurance == whorunsit.compare(costed).insurance
    assert isinstance(rec.insurance["net_benefit"], decimal.Decimal)
    assert whorunsit.recommend(small).insurance is None


def test_changes_are_what_a_portfolio_may_be(costed: pathlib.Path, tmp_path: pathlib.Path) -> None:
    text = 'on_call.product_teams.standby.amount = "300.50"'
    file = tmp_path / "changes.toml"
    file.write_text(text, "utf-8")
    mapping = {"on_call": {"product_teams": {"standby": {"amount": decimal.Decimal("300.50")}}}}
    answers = [
        whorunsit.scenarios(costed, {"cheaper standby": changes})
        for changes in (text, text.encode(), bytearray(text.encode()), file, json.dumps(mapping, default=str), mapping)
    ]
    assert len(set(answers)) == 1
    as_it_is, cheaper = answers[0].scenarios
    assert (as_it_is["name"], cheaper["name"]) == ("as it is", "cheaper standby")
    # One schedule of product teams, 52 weeks.
    before, after = as_it_is["standby_per_year"], cheaper["standby_per_year"]
    assert before is not None and after is not None
    assert before - after == (decimal.Decimal("540") - decimal.Decimal("300.50")) * 52


def test_none_removes_and_order_stays(costed: pathlib.Path) -> None:
    answer = whorunsit.scenarios(costed, {"z": {"services": {"appointments": None}}, "a": {}})
    assert [scenario["name"] for scenario in answer.scenarios] == ["as it is", "z", "a"]
    assert [change["service"] for change in answer.scenarios[1]["changes"]] == ["appointments"]
    assert answer.scenarios[1]["changes"][0]["to"] is None
    assert answer.scenarios[2]["changes"] == []


def test_changes_reach_the_core_as_a_portfolio_does() -> None:
    scenarios: dict[str, whorunsit.Portfolio] = {
        "a": {"x": decimal.Decimal("6E+3"), "y": float("nan")},
        "b": "x = 1\r\n",
        "c": b"\xc3\xa4",
    }
    assert encode_scenarios(scenarios) == [
        {"name": "a", "changes": '{"x":"6000","y":"NaN"}'},
        {"name": "b", "changes": "x = 1\r\n"},
        {"name": "c", "changes": "ä"},
    ]


def test_a_scenario_that_breaks_the_portfolio_is_named(costed: pathlib.Path) -> None:
    changes: dict[str, whorunsit.Portfolio] = {
        "fine": {},
        "broken": {"services": {"bedroom": {"exposure_per_hour": 0.5}}},
    }
    with pytest.raises(PortfolioError, match="in scenario `broken`: ") as caught:
        whorunsit.scenarios(costed, changes)
    problem = caught.value.problems[0]
    assert (problem.path, problem.line) == ("/services/2/exposure_per_hour", None)


def test_changes_that_cannot_be_read_are_refused(costed: pathlib.Path) -> None:
    for changes in ("x = ", b"\xff", "\ud800"):
        with pytest.raises(PortfolioError):
            whorunsit.scenarios(costed, {"a": changes})
    with pytest.raises(TypeError, match="scenario 'a' is a path object"):
        whorunsit.scenarios(costed, {"a": 1})  # type: ignore[dict-item]
    with pytest.raises(TypeError, match=r"scenario 'a' cannot hold .* at '/services'"):
        whorunsit.scenarios(costed, {"a": {"services": {1}}})
    with pytest.raises(TypeError, match="the keys of scenario 'a' are str"):
        whorunsit.scenarios(costed, {"a": {1: 2}})  # type: ignore[dict-item]
    with pytest.raises(TypeError, match="scenarios are a mapping"):
        whorunsit.scenarios(costed, [("a", {})])  # type: ignore[arg-type]
    with pytest.raises(PortfolioError) as caught:
        whorunsit.scenarios(costed, {1: {}})  # type: ignore[dict-item]
    assert caught.value.path == "/scenarios/0/name"


def test_the_plan_ends_where_its_last_month_does(costed: pathlib.Path) -> None:
    answer = whorunsit.plan(costed)
    assert answer.more_than_staying == answer.months[-1]["difference"]
    assert [team["name"] for wave in answer.waves for team in wave["teams"]] == ["bedroom", "appointments"]
