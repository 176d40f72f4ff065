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
    options = {"pretty": True}
    if options_file.exists():
        options |= json.loads(options_file.read_bytes())

    if output.exists():
        answer = getattr(whorunsit, command.replace("-", "_"))(path, **options)
        assert (answer.to_json() + "\n").encode() == output.read_bytes()
        return

    expected = refusal.read_bytes()
    assert (_core.call(command, path.read_bytes(), json.dumps(options)) + "\n").encode() == expected
    with pytest.raises(whorunsit.PortfolioError) as caught:
        getattr(whorunsit, command.replace("-", "_"))(path, **options)
    assert [(problem.code, problem.path) for problem in caught.value.problems] == [
        (error["code"], error["path"]) for error in json.loads(expected)["errors"]
    ]
