"""The vectors that Rust, Python and Node share must match byte for byte."""

from __future__ import annotations

import inspect
import json
import pathlib
from typing import Any

import pytest
import whorunsit
from conftest import REPOSITORY
from whorunsit import _core

VECTORS = REPOSITORY / "vectors"
INPUTS = sorted(path for path in VECTORS.glob("*/*.input.*") if path.suffix in {".toml", ".json", ".bin"})


def test_there_are_vectors() -> None:
    assert INPUTS, f"no vectors in {VECTORS}"


@pytest.mark.filterwarnings("ignore::whorunsit.PartialAnswerWarning")
@pytest.mark.parametrize("path", INPUTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_vector(path: pathlib.Path) -> None:
    command = path.parent.name
    name = path.name.rpartition(".input.")[0]
    output, refusal, options_file = (path.with_name(f"{name}.{stage}.json") for stage in ("output", "error", "options"))
    assert output.exists() != refusal.exists(), f"{name} needs either an output or an error"
    text = options_file.read_text() if options_file.exists() else '{"pretty": true}'
    expected = (output if output.exists() else refusal).read_bytes()
    assert (_core.call(command, path.read_bytes(), text) + "\n").encode() == expected

    try:
        options = json.loads(text)
    except ValueError:
        return  # options that are no JSON can only be passed underneath
    if command == "accept":
        return  # Python gives the portfolio itself
    command_arguments = arguments(command, options)
    if command_arguments is None:
        return  # nor can a list of scenarios that no mapping gives, nor no chart
    # `next` is a function of Python itself.
    run = getattr(whorunsit, "find_out" if command == "next" else command.replace("-", "_"))
    more, keywords = command_arguments
    if keywords.keys() - inspect.signature(run).parameters.keys():
        with pytest.raises(TypeError, match="unexpected keyword argument"):
            run(path, *more, **keywords)
        return
    if output.exists():
        assert (run(path, *more, **keywords).to_json() + "\n").encode() == expected
        return
    with pytest.raises(whorunsit.PortfolioError) as caught:
        run(path, *more, **keywords)
    assert [(problem.code, problem.path) for problem in caught.value.problems] == [
        (error["code"], error["path"]) for error in json.loads(expected)["errors"]
    ]


def arguments(command: str, options: dict[str, Any]) -> tuple[list[Any], dict[str, Any]] | None:
    """What to pass beside the portfolio for these options."""
    if command == "chart":
        keywords = {key: value for key, value in options.items() if key != "chart"}
        return ([options["chart"]], keywords) if "chart" in options else None
    if command == "diff":
        keywords = {key: value for key, value in options.items() if key != "new"}
        return ([options["new"]], keywords) if "new" in options else None
    if command != "scenarios":
        return [], options
    scenarios = options.get("scenarios") or []
    keywords = {key: value for key, value in options.items() if key != "scenarios"}
    try:
        pairs = [(scenario["name"], scenario["changes"]) for scenario in scenarios]
        mapping = dict(pairs)
    except (KeyError, TypeError):
        return None
    ours = [{"name": name, "changes": changes} for name, changes in mapping.items()]
    if ours != scenarios or not all(isinstance(changes, (str, dict)) for _, changes in pairs):
        return None
    return [mapping], keywords


def test_the_random_streams_have_the_golden_digest() -> None:
    answer = json.loads(_core.call("streams", b"", ""))
    assert answer["digest"] == "e4703b7af9129e0a182db5061592941c3b12d2069cd689542340bae0726a8e7c"
