"""The vectors that Rust, Python and Node share must match byte for byte."""

from __future__ import annotations

import json
import pathlib

import pytest
import whorunsit
from conftest import REPOSITORY
from whorunsit import _core

VECTORS = REPOSITORY / "vectors"
INPUTS = sorted(path for path in VECTORS.glob("*/*.input.*") if path.suffix in {".toml", ".json", ".bin"})


def test_there_are_vectors() -> None:
    assert INPUTS, f"no vectors in {VECTORS}"


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_vector(path: pathlib.Path) -> None:
    command = path.parent.name
    name = path.name.rpartition(".input.")[0]
    output, refusal, options_file = (
        path.with_name(f"{name}.{stage}.json") for stage in ("output", "error", "options")
    )
    assert output.exists() != refusal.exists(), f"{name} needs either an output or an error"
    text = options_file.read_text() if options_file.exists() else '{"pretty": true}'
    expected = (output if output.exists() else refusal).read_bytes()
    assert (_core.call(command, path.read_bytes(), text) + "\n").encode() == expected

    try:
        options = json.loads(text)
    except ValueError:
        return  # options that are no JSON can only be passed underneath
    run = getattr(whorunsit, command.replace("-", "_"))
    if options.keys() - {"pretty"}:
        with pytest.raises(TypeError, match="unexpected keyword argument"):
            run(path, **options)
        return
    if output.exists():
        assert (run(path, **options).to_json() + "\n").encode() == expected
        return
    with pytest.raises(whorunsit.PortfolioError) as caught:
        run(path, **options)
    assert [(problem.code, problem.path) for problem in caught.value.problems] == [
        (error["code"], error["path"]) for error in json.loads(expected)["errors"]
    ]


def test_the_random_streams_have_the_golden_digest() -> None:
    answer = json.loads(_core.call("streams", b"", ""))
    assert answer["digest"] == "69f0e223d3bbd07ad8558b3e58382314dbb362fa26691075188d0fbb0d225962"
