"""The answer as an object."""

from __future__ import annotations

import copy
import decimal
import pathlib
import pickle

import pytest
import whorunsit
from whorunsit import Answer, _core

TEXT = '{"ok":true,"services":[{"name":"bedroom","exposure_per_hour":"200000.10","loss":null}],"items":[1]}'


def test_the_text_is_the_facades_own(retailer: pathlib.Path) -> None:
    assert whorunsit.recommend(retailer).to_json() == _core.call("recommend", retailer.read_bytes(), "")


def test_keys_are_attributes_and_items() -> None:
    answer = Answer(TEXT)
    assert answer.services is answer["services"]
    assert answer.items == [1]
    assert list(answer) == ["ok", "services", "items"]
    assert len(answer) == 3
    assert "services" in answer and "teams" not in answer
    assert {"services", "to_json"} <= set(dir(answer))
    assert answer.to_dict() == dict(answer.to_dict())


def test_the_text_is_parsed_once() -> None:
    answer = Answer(TEXT)
    assert answer.to_dict() is answer.to_dict()


def test_money_is_decimal_and_nothing_else_is() -> None:
    service = Answer(TEXT).services[0]
    assert service == {"name": "bedroom", "exposure_per_hour": decimal.Decimal("200000.10"), "loss": None}
    assert isinstance(service["exposure_per_hour"], decimal.Decimal)
    assert str(service["exposure_per_hour"]) == "200000.10"


def test_what_is_not_there_is_an_error_of_the_usual_kind() -> None:
    with pytest.raises(AttributeError, match="teams"):
        _ = Answer(TEXT).teams
    with pytest.raises(KeyError, match="teams"):
        _ = Answer(TEXT)["teams"]
    assert not hasattr(Answer("not parsed for this"), "_repr_html_")


def test_it_cannot_be_changed() -> None:
    answer = Answer(TEXT)
    with pytest.raises(AttributeError, match="cannot be changed"):
        answer.services = []
    with pytest.raises(AttributeError, match="cannot be changed"):
        del answer.services


def test_it_is_equal_by_text_hashable_and_picklable() -> None:
    answer = Answer(TEXT)
    assert answer == Answer(TEXT) and hash(answer) == hash(Answer(TEXT))
    assert answer != Answer('{"ok":true}')
    assert answer != TEXT
    for twin in (pickle.loads(pickle.dumps(answer)), copy.copy(answer), copy.deepcopy(answer)):
        assert twin == answer and twin.services == answer.services


def test_it_shows_itself_in_one_line() -> None:
    assert repr(Answer(TEXT)) == f"<whorunsit.Answer with ok, services, items; {len(TEXT)} characters of JSON>"


def test_every_command_answers(small: str) -> None:
    for command in (whorunsit.recommend, whorunsit.schedules, whorunsit.check):
        answer = command(small)
        assert answer.ok is True
        assert answer.provenance["version"] == whorunsit.__version__


def test_the_five_lines_of_the_readme(retailer: pathlib.Path) -> None:
    for s in whorunsit.recommend(retailer).services:
        print(s["name"], s["availability_target"], s["deployment_target"], s["operating_model"], s["out_of_hours"])
