"""The answer as an object."""

from __future__ import annotations

import copy
import decimal
import inspect
import pathlib
import pickle
import typing

import pytest
import whorunsit
from conftest import REPOSITORY
from whorunsit import Answer, _core, _types

TEXT = '{"ok":true,"services":[{"name":"bedroom","exposure_per_hour":"200000.10","loss":null}],"teams":[1]}'


def test_the_text_is_the_facades_own(retailer: pathlib.Path) -> None:
    assert whorunsit.recommend(retailer).to_json() == _core.call("recommend", retailer.read_bytes(), "")


def test_keys_are_attributes_and_items() -> None:
    answer = Answer(TEXT)
    assert answer.services is answer["services"]
    assert answer.teams == [1]
    assert list(answer) == ["ok", "services", "teams"]
    assert len(answer) == 3
    assert "services" in answer and "nothing" not in answer
    assert {"services", "to_json"} <= set(dir(answer))
    assert answer.to_dict() == dict(answer) == {**answer} == dict(answer.items())
    assert list(answer.keys()) == list(answer)
    assert answer.get("teams") == [1] and answer.get("nothing") is None and answer.get("nothing", 2) == 2


def test_the_text_is_parsed_once() -> None:
    answer = Answer(TEXT)
    assert answer.to_dict() is answer.to_dict()


def test_money_is_decimal_and_nothing_else_is() -> None:
    service = Answer(TEXT).services[0]
    assert service == {"name": "bedroom", "exposure_per_hour": decimal.Decimal("200000.10"), "loss": None}
    assert isinstance(service["exposure_per_hour"], decimal.Decimal)
    assert str(service["exposure_per_hour"]) == "200000.10"


def test_what_is_not_there_is_an_error_of_the_usual_kind() -> None:
    with pytest.raises(AttributeError, match="nothing"):
        _ = Answer(TEXT).nothing
    with pytest.raises(KeyError, match="nothing"):
        _ = Answer(TEXT)["nothing"]
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
    assert repr(Answer(TEXT)) == f"<whorunsit.Answer with ok, services, teams; {len(TEXT)} characters of JSON>"


def test_every_command_answers(small: str) -> None:
    for command in (whorunsit.recommend, whorunsit.schedules, whorunsit.check):
        answer = command(small)
        assert answer.ok is True
        assert answer.provenance["version"] == whorunsit.__version__


def test_the_code_of_the_readme_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(REPOSITORY)
    readme = (REPOSITORY / "python" / "README.md").read_text("utf-8")
    five_lines, alone = (part.partition("```")[0] for part in readme.split("```python\n")[1:])
    assert five_lines in (REPOSITORY / "README.md").read_text("utf-8")
    exec(five_lines, {})
    assert capsys.readouterr().out == (REPOSITORY / "examples" / "recommend.txt").read_text("utf-8")
    exec(alone, {})
    assert capsys.readouterr().out == "you-build-it-you-run-it\n"


def test_signatures_say_what_may_be_passed() -> None:
    for command in (whorunsit.recommend, whorunsit.schedules, whorunsit.check):
        assert str(inspect.signature(command)).startswith("(portfolio: 'Portfolio', /, *, pretty: 'bool' = False)")
        hints = typing.get_type_hints(command)
        assert hints == {"portfolio": whorunsit.Portfolio, "pretty": bool, "return": Answer}


def keys_by_type(kind: typing.Any, value: typing.Any, at: str) -> None:
    """Check that `value` has exactly the keys, and the kinds of values, that its type declares."""
    if typing.is_typeddict(kind):
        hints = typing.get_type_hints(kind)
        assert value.keys() == hints.keys(), at
        for key, hint in hints.items():
            keys_by_type(hint, value[key], f"{at}/{key}")
    elif typing.get_origin(kind) is list:
        for index, child in enumerate(value):
            keys_by_type(typing.get_args(kind)[0], child, f"{at}/{index}")
    elif typing.get_origin(kind) is typing.Literal:
        assert value in typing.get_args(kind), at
    elif typing.get_args(kind):
        assert any(fits(option, value) for option in typing.get_args(kind)), at
    else:
        assert isinstance(value, kind), at


def fits(kind: typing.Any, value: typing.Any) -> bool:
    if typing.get_origin(kind) is typing.Literal:
        return value in typing.get_args(kind)
    return isinstance(value, kind)


@pytest.mark.parametrize(
    ("command", "kind"),
    [("recommend", _types.Recommendation), ("schedules", _types.Schedules), ("check", _types.Check)],
)
def test_the_types_of_answers_are_those_of_the_vectors(command: str, kind: type[Answer]) -> None:
    outputs = sorted((REPOSITORY / "vectors" / command).glob("*.output.json"))
    assert outputs
    hints = typing.get_type_hints(kind)
    own = {key: hint for key, hint in hints.items() if not key.startswith("_")}
    for output in outputs:
        answer = Answer(output.read_text("utf-8"))
        assert answer.keys() == own.keys(), output
        for key, hint in own.items():
            keys_by_type(hint, answer[key], f"{output.name} /{key}")
