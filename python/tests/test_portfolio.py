"""What may be passed as a portfolio, and what reaches the core of it."""

from __future__ import annotations

import collections
import datetime
import decimal
import json
import os
import pathlib
import types
from typing import Any

import pytest
import whorunsit
from whorunsit import PortfolioError
from whorunsit._encode import encode_options, encode_portfolio


def encoded(portfolio: Any) -> Any:
    return json.loads(encode_portfolio(portfolio))


def test_a_portfolio_tells_what_it_holds(retailer: pathlib.Path) -> None:
    portfolio = whorunsit.Portfolio(retailer)
    assert (portfolio.name, portfolio.currency, len(portfolio)) == ("Furniture retailer", "USD", 3)
    assert [service["name"] for service in portfolio] == [service["name"] for service in portfolio.services]
    assert whorunsit.Portfolio("schema = 1")


def test_a_file_text_and_bytes_give_the_same_answer(retailer: pathlib.Path) -> None:
    data = retailer.read_bytes()
    expected = whorunsit.recommend(retailer)
    assert whorunsit.recommend(data) == expected
    assert whorunsit.recommend(bytearray(data)) == expected
    assert whorunsit.recommend(memoryview(data)) == expected
    assert whorunsit.recommend(data.decode()) == expected


def test_any_path_object_is_a_file(retailer: pathlib.Path) -> None:
    class Path(os.PathLike[str]):
        def __fspath__(self) -> str:
            return str(retailer)

    assert encode_portfolio(Path()) == retailer.read_bytes()


def test_a_path_object_that_is_also_text_is_a_file(retailer: pathlib.Path) -> None:
    class Path(str, os.PathLike[str]):
        def __fspath__(self) -> str:
            return str(self)

    assert encode_portfolio(Path(retailer)) == retailer.read_bytes()


def test_a_missing_file_is_an_os_error(tmp_path: pathlib.Path) -> None:
    with pytest.raises(FileNotFoundError):
        whorunsit.recommend(tmp_path / "none.toml")


def test_a_str_is_never_a_file(retailer: pathlib.Path) -> None:
    with pytest.raises(whorunsit.PortfolioError) as caught:
        whorunsit.recommend(str(retailer))
    if hasattr(caught.value, "__notes__"):
        assert "pathlib.Path" in caught.value.__notes__[0]


def test_text_reaches_the_core_as_it_is() -> None:
    assert encode_portfolio("ä\r\n\0") == b"\xc3\xa4\r\n\0"
    assert encode_portfolio("\ud800") == b"\xed\xa0\x80"


def test_numbers_bools_and_strings_reach_the_core_unchanged() -> None:
    text = encode_portfolio({"a": 0.1, "b": True, "c": 12345678901234567890, "d": "1_000", "e": None, "f": 1e300})
    assert text == b'{"a":0.1,"b":true,"c":12345678901234567890,"d":"1_000","e":null,"f":1e+300}'


def test_not_a_number_reaches_the_core_as_text_at_its_place() -> None:
    portfolio = {"a": float("nan"), "b": [types.MappingProxyType({"c": float("-inf")})], "d": (float("inf"), 0.1)}
    assert encode_portfolio(portfolio) == b'{"a":"NaN","b":[{"c":"-Infinity"}],"d":["Infinity",0.1]}'
    assert encode_portfolio({"name": "NaN or Infinity"}) == b'{"name":"NaN or Infinity"}'


def test_not_a_number_deep_inside_is_refused_as_anything_deep_is() -> None:
    deep: Any = float("nan")
    for _ in range(5_000):
        deep = {"a": deep}
    with pytest.raises(PortfolioError, match="nested too deeply") as caught:
        encode_portfolio(deep)
    assert (caught.value.code, caught.value.path) == ("too-deep", "/a" * 17)


def test_decimals_become_strings_with_every_digit() -> None:
    amount = decimal.Decimal("12345678901234567890.120")
    assert encoded({"a": amount, "b": [{"c": decimal.Decimal("1E+3")}]}) == {
        "a": "12345678901234567890.120",
        "b": [{"c": "1000"}],
    }


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("6E+3", "6000"),
        ("0E-10", "0.0000000000"),
        ("1E-7", "0.0000001"),
        ("-0", "-0"),
        ("NaN", "NaN"),
        ("-Infinity", "-Infinity"),
        ("1E+61", "1E+61"),
        ("1E+999999", "1E+999999"),
        ("1E-999999", "1E-999999"),
    ],
)
def test_decimals_are_plain_digits_unless_those_are_endless(amount: str, text: str) -> None:
    assert encoded({"a": decimal.Decimal(amount)}) == {"a": text}


def test_dates_become_iso_strings() -> None:
    assert encoded({"a": datetime.date(2026, 11, 27), "b": datetime.time(9, 30)}) == {
        "a": "2026-11-27",
        "b": "09:30:00",
    }
    assert encoded({"a": datetime.datetime(2026, 11, 27, 9)}) == {"a": "2026-11-27T09:00:00"}


def test_mappings_of_any_kind_and_tuples() -> None:
    inner = types.MappingProxyType({"a": (1, collections.OrderedDict(b=2))})
    assert encoded(types.MappingProxyType({"x": inner})) == {"x": {"a": [1, {"b": 2}]}}


@pytest.mark.parametrize("portfolio", [None, 1, 1.5, [], [{}], object(), {"a"}])
def test_other_types_are_refused(portfolio: Any) -> None:
    with pytest.raises(TypeError, match="a portfolio is a path object"):
        whorunsit.recommend(portfolio)


@pytest.mark.parametrize("key", [1, 1.5, True, None])
def test_keys_that_json_would_turn_into_text_are_refused(key: Any) -> None:
    with pytest.raises(TypeError, match=r"keys of a portfolio are str; .* at '/services/1'"):
        whorunsit.recommend({"services": [{"a": 1}, {key: 1}]})


def test_a_key_with_no_json_form_is_refused() -> None:
    with pytest.raises(TypeError, match="keys must be str"):
        whorunsit.recommend({("a", "b"): 1})  # type: ignore[dict-item]


@pytest.mark.parametrize("value", [object(), {1}, b"6000", 1j, range(3)])
def test_a_value_with_no_json_form_is_refused_with_its_place(value: Any) -> None:
    with pytest.raises(TypeError, match=r"cannot hold .* at '/services/0/a~1b'"):
        whorunsit.recommend({"services": [{"a/b": value}]})


def test_a_circle_is_refused() -> None:
    circle: dict[str, Any] = {}
    circle["services"] = [circle]
    with pytest.raises(PortfolioError, match="holds itself") as caught:
        whorunsit.recommend(circle)
    assert (caught.value.code, caught.value.path) == ("too-deep", "/services/0")
    # What stands twice is no circle.
    one = {"name": "a"}
    assert encoded({"teams": [one, one]}) == {"teams": [one, one]}


def test_endless_nesting_is_refused() -> None:
    deep: dict[str, Any] = {}
    for _ in range(200_000):
        deep = {"a": deep}
    with pytest.raises(PortfolioError, match="nested too deeply") as caught:
        whorunsit.recommend(deep)
    assert caught.value.path == "/a" * 17
    while deep:
        # One level at a time: freeing them all at once is deep as well.
        deep = deep["a"]


def test_numbers_of_thousands_of_digits_are_refused_with_their_place(small: str) -> None:
    with pytest.raises(PortfolioError, match="thousands of digits") as caught:
        whorunsit.recommend({"schema": 1, "services": [{"exposure_per_hour": 10**5000}]})
    assert (caught.value.code, caught.value.path) == ("number-out-of-range", "/services/0/exposure_per_hour")
    with pytest.raises(PortfolioError, match="1 problem in the options\nthe option seed: ") as caught:
        whorunsit.simulate(small, seed=10**5000)
    assert (caught.value.code, caught.value.path) == ("number-out-of-range", "/seed")


@pytest.mark.parametrize("seed", [-1, 2**64, 1.5, "x"])
def test_a_bad_option_is_no_problem_of_the_portfolio(small: str, seed: Any) -> None:
    with pytest.raises(PortfolioError) as caught:
        whorunsit.simulate(small, seed=seed)
    problem = caught.value.problems[0]
    assert (problem.path, problem.line, problem.where) == ("/seed", None, "the option seed")
    assert str(caught.value).startswith("1 problem in the options\nthe option seed: ")
    # A portfolio may be wrong in the same word.
    with pytest.raises(PortfolioError, match="1 problem in the portfolio\n/seed"):
        whorunsit.simulate({**json.loads(whorunsit.Portfolio(small).to_json()), "seed": 1}, seed=1)


def test_options_are_an_object() -> None:
    assert encode_options({"pretty": True}) == '{"pretty":true}'


def test_an_option_with_no_json_form_is_refused(small: str) -> None:
    with pytest.raises(TypeError, match="options cannot hold"):
        whorunsit.recommend(small, pretty=object())  # type: ignore[arg-type]


@pytest.mark.parametrize("amount", [0.1, True, float("nan"), float("inf"), decimal.Decimal("NaN")])
def test_the_core_refuses_money_that_is_not_exact(amount: Any) -> None:
    portfolio = {
        "schema": 1,
        "name": "Furniture retailer",
        "currency": "USD",
        "exposure_bands": [{"max_per_hour": "7000", "availability": "95.0"}],
        "services": [{"name": "a", "kind": "digital", "exposure_per_hour": amount, "feature_demand": "high"}],
    }
    with pytest.raises(whorunsit.PortfolioError) as caught:
        whorunsit.recommend(portfolio)
    assert caught.value.path == "/services/0/exposure_per_hour"


def test_a_decision_is_put_on_record_and_saved(costed: pathlib.Path, tmp_path: pathlib.Path) -> None:
    report = whorunsit.Portfolio(costed).report(trials=200, review_on="2027-06-01")
    assert report.question.startswith("Who should run each service")
    saves = report.services[0]["saves"]
    assert saves is not None and saves < 0
    for end, text in ((".html", report.to_html()), (".md", report.to_markdown()), (".json", report.to_json())):
        file = tmp_path / f"report{end}"
        report.save(file)
        assert file.read_text("utf-8") == text
        with pytest.raises(FileExistsError):
            report.save(file)
        report.save(file, force=True)
    with pytest.raises(FileNotFoundError):
        report.save(tmp_path / "missing" / "report.md")
    with pytest.raises(ValueError, match="\\.html, \\.md, \\.json or \\.xlsx"):
        report.save(tmp_path / "report.docx")


def test_what_a_profile_fills_in_is_not_what_was_given() -> None:
    """A portfolio that is written and read again, or changed, is the same one: its profile still fills it in."""
    bands = [{"max_per_hour": 7000, "availability": "95.0"}, {"max_per_hour": 250000, "availability": "99.0"}]
    service = {"name": "a", "kind": "digital", "exposure_per_hour": 9000, "feature_demand": "high"}
    portfolio = whorunsit.Portfolio(
        {"schema": 1, "currency": "GBP", "profile": "saas", "exposure_bands": bands, "services": [service]}
    )
    assert portfolio.to_dict()["services"] == [{**service, "exposure_per_hour": "9000"}]
    for same in (whorunsit.Portfolio(portfolio.to_json()), portfolio.replace({}), portfolio.replace(name="b")):
        assert same.find_out().settled == portfolio.find_out().settled
        assert same.simulate(trials=200).services == portfolio.simulate(trials=200).services
        assert not whorunsit.diff(portfolio, same).inputs or same.name == "b"
