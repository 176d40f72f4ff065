"""The answer as an object."""

from __future__ import annotations

import copy
import decimal
import inspect
import json
import pathlib
import pickle
import sys
import types
import typing
from collections.abc import Callable, Mapping
from typing import Any

import pytest
import whorunsit
from conftest import REPOSITORY
from whorunsit import Answer, _commands, _core, _encode, _types

PLAIN = (whorunsit.recommend, whorunsit.schedules, whorunsit.check, whorunsit.compare, whorunsit.plan)

KINDS: dict[str, type[Answer]] = {
    "check": whorunsit.Check,
    "recommend": whorunsit.Recommendation,
    "schedules": whorunsit.SchedulePlan,
    "costs": whorunsit.Costs,
    "compare": whorunsit.Comparison,
    "scenarios": whorunsit.Scenarios,
    "plan": whorunsit.TransitionPlan,
    "ready": whorunsit.Readiness,
    "accountability": whorunsit.Accountability,
    "report": whorunsit.Report,
    "diff": whorunsit.Difference,
    "roadmap": whorunsit.Roadmap,
    "simulate": whorunsit.Simulation,
    "sensitivity": whorunsit.Sensitivity,
    "chart": whorunsit.Chart,
    "intake": whorunsit.Intake,
    "growth": whorunsit.Growth,
    "next": whorunsit.NextSteps,
}

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
    assert not hasattr(Answer("not parsed for this"), "_repr_latex_")


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
    more = (whorunsit.costs, whorunsit.simulate, whorunsit.sensitivity)
    for answer in (*(command(small) for command in (*PLAIN, *more)), whorunsit.scenarios(small, {})):
        assert answer.ok is True
        assert answer.provenance["version"] == whorunsit.__version__


class Bar:
    """What the README needs of tqdm, which the tests do not."""

    n = total = 0

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def update(self, more: int) -> None:
        self.n += more


def test_the_code_of_the_readme_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(REPOSITORY)
    readme = (REPOSITORY / "python" / "README.md").read_text("utf-8")
    five_lines, alone, costs, simulation, bar = (part.partition("```")[0] for part in readme.split("```python\n")[1:])
    assert five_lines in (REPOSITORY / "README.md").read_text("utf-8")
    exec(five_lines, {})
    assert capsys.readouterr().out == (REPOSITORY / "examples" / "recommend.txt").read_text("utf-8")
    exec(alone, {})
    assert capsys.readouterr().out == "you-build-it-you-run-it\n"
    exec(costs, {})
    printed = capsys.readouterr().out.splitlines()
    assert [line.rpartition(" ")[0] for line in printed[:3]] == ["platform", "appointments", "bedroom"]
    assert [line.rpartition(" ")[0] for line in printed[4:6]] == ["as it is", "cheaper standby"]
    monkeypatch.setitem(sys.modules, "tqdm", types.SimpleNamespace(tqdm=Bar))
    names: dict[str, typing.Any] = {}
    exec(simulation + bar, names)
    printed = capsys.readouterr().out.splitlines()
    assert int(printed[0].split()[0]) > 4096
    assert [line.split()[0] for line in printed[1:]] == ["ecommerce-platform", "appointments", "bedroom"] * 2
    assert names["simulation"].trials > int(printed[0].split()[0])
    assert names["bar"].n == names["bar"].total


def test_signatures_say_what_may_be_passed() -> None:
    for command in PLAIN:
        assert str(inspect.signature(command)).startswith("(portfolio: 'PortfolioSource | Portfolio', /, *, policy: ")
        hints = typing.get_type_hints(command, {**vars(_commands), "Policy": _types.Policy})
        assert hints["portfolio"] == _encode.PortfolioSource | whorunsit.Portfolio
        assert hints["pretty"] is bool and hints["return"] is KINDS[command.__name__]
    assert str(inspect.signature(whorunsit.costs)).startswith("(portfolio: 'PortfolioSource | Portfolio', /, *, by: ")
    assert typing.get_type_hints(whorunsit.costs)["return"] is whorunsit.Costs
    assert typing.get_type_hints(whorunsit.scenarios)["scenarios"] == Mapping[str, _encode.PortfolioSource]
    for function in (whorunsit.simulate, whorunsit.sensitivity, whorunsit.chart, whorunsit.report):
        assert typing.get_type_hints(function)["return"] is KINDS[function.__name__]


def keys_by_type(kind: typing.Any, value: typing.Any, at: str) -> None:
    """Check that `value` has exactly the keys, and the kinds of values, that its type declares."""
    options = [option for option in typing.get_args(kind) if option is not type(None)]
    if len(options) > 1 and all(map(typing.is_typeddict, options)):
        # Of several kinds, the code says which.
        codes = {typing.get_args(typing.get_type_hints(option)["code"])[0]: option for option in options}
        keys_by_type(codes[value["code"]], value, at)
        return
    if typing.is_typeddict(kind):
        hints = typing.get_type_hints(kind)
        assert kind.__required_keys__ <= value.keys() <= hints.keys(), at
        for key in value:
            keys_by_type(hints[key], value[key], f"{at}/{key}")
    elif typing.get_origin(kind) is dict:
        assert isinstance(value, dict), at
    elif typing.get_origin(kind) is list:
        for index, child in enumerate(value):
            keys_by_type(options[0], child, f"{at}/{index}")
    elif typing.get_origin(kind) is typing.Literal:
        # `1 in (True,)` holds as well.
        assert any(value is word or (isinstance(word, str) and value == word) for word in options), at
    elif len(options) < len(typing.get_args(kind)):
        if value is not None:
            (only,) = options
            keys_by_type(only, value, at)
    else:
        # A bool is an int too.
        assert type(value) is kind, at


def test_every_command_has_its_type() -> None:
    # What is accepted is a portfolio.
    assert KINDS.keys() | {"accept"} == {
        folder.name for folder in (REPOSITORY / "vectors").iterdir() if folder.is_dir()
    }


@pytest.mark.filterwarnings("ignore::whorunsit.PartialAnswerWarning")
@pytest.mark.parametrize(("command", "kind"), KINDS.items())
def test_the_types_of_answers_are_those_of_the_vectors(command: str, kind: type[Answer]) -> None:
    outputs = sorted((REPOSITORY / "vectors" / command).glob("*.output.json"))
    assert outputs
    # The shapes are imported for type checkers only.
    hints = typing.get_type_hints(kind, {**vars(typing), "Decimal": decimal.Decimal, **vars(_types)})
    own = {key: hint for key, hint in hints.items() if not key.startswith("_")}
    for output in outputs:
        answer = Answer(output.read_text("utf-8"))
        # Any answer may be without services that have problems.
        envelope = {"problems", "left_out"} - own.keys()
        assert answer.keys() - envelope | set(kind._left_out) == own.keys(), output
        for key in answer.keys() - envelope:
            keys_by_type(own[key], answer[key], f"{output.name} /{key}")


def test_every_key_of_an_answer_can_be_an_attribute() -> None:
    # A key such as `items` would give the method of the answer instead.
    methods = set(dir(Answer('{"ok":true}'))) - {"ok"}
    for kind in KINDS.values():
        assert not methods & kind.__annotations__.keys(), kind


def test_answers_are_frozen_down_to_the_last_list(costed: pathlib.Path) -> None:
    answer = whorunsit.recommend(costed)
    content: Any = answer
    service = content.services[0]
    changes: list[Callable[[], Any]] = [
        lambda: service.__setitem__("name", "x"),
        lambda: service.__delitem__("name"),
        lambda: service.update(name="x"),
        lambda: service.pop("name"),
        lambda: service.setdefault("x", 1),
        lambda: service["findings"].append(1),
        lambda: content.services.__setitem__(0, {}),
        lambda: content.services.sort(),
        lambda: content["services"].clear(),
        lambda: content.services.__iadd__([1]),
        lambda: answer.to_dict().__ior__({"services": []}),
    ]
    for change in changes:
        with pytest.raises(TypeError, match="an answer cannot be changed; copy.deepcopy"):
            change()
    assert json.loads(json.dumps(service, default=str)) == json.loads(json.dumps(dict(service), default=str))
    plain = copy.deepcopy(answer.to_dict())
    assert plain == answer.to_dict()
    plain["services"][0]["name"] = "x"
    plain["services"].append(1)
    assert type(plain) is dict and type(plain["services"]) is list
    twin = pickle.loads(pickle.dumps(answer.services))
    assert twin == answer.services and copy.copy(service) == service
    with pytest.raises(TypeError):
        twin[0]["name"] = "x"
    grid = whorunsit.sensitivity(costed).services[0]
    assert all(type(value) is not list for value in grid.values())


def test_labels_are_those_of_the_core() -> None:
    words = whorunsit.words()
    assert words.language == "en"
    assert words.operating_models["ops-run-it"]["label"] == "Ops Run It"
    assert words.strategies["all-ops-run-it"]["sentence"] == "Operations run everything."
    assert words.accounting["lost-revenue"] == {"label": "Lost revenue", "sentence": "Revenue that does not come in."}


def test_findings_carry_their_figures() -> None:
    portfolio = REPOSITORY / "examples" / "furniture-retailer.toml"
    finding = whorunsit.recommend(portfolio).services[0]["findings"][0]
    assert finding["code"] == "exposure-above-highest-band"
    assert finding["details"] == {
        "peak": None,
        "exposure_per_hour": decimal.Decimal(810000),
        "max_per_hour": decimal.Decimal(800000),
        "availability_target": "99.9",
    }
