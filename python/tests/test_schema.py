"""Every example is a portfolio by the committed JSON Schema, for editors and other tools."""

from __future__ import annotations

import json
import pathlib
import sys
from typing import Any

import jsonschema
import pytest
from conftest import REPOSITORY

if sys.version_info < (3, 11):
    pytest.skip("reading TOML needs Python 3.11", allow_module_level=True)

import tomllib

SCHEMA = REPOSITORY / "crates" / "whorunsit" / "portfolio.schema.json"
EXAMPLES = sorted((REPOSITORY / "examples").glob("*.toml"))


@pytest.fixture(scope="module")
def validator() -> Any:
    """The schema, itself checked."""
    assert SCHEMA.exists(), f"{SCHEMA} is missing"
    schema = json.loads(SCHEMA.read_bytes())
    kind = jsonschema.validators.validator_for(schema)
    kind.check_schema(schema)
    return kind(schema)


def test_there_are_examples() -> None:
    assert EXAMPLES


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_example(path: pathlib.Path, validator: Any) -> None:
    # TOML has dates of its own; in JSON, which the schema speaks of, they are text.
    example = json.loads(json.dumps(tomllib.loads(path.read_text("utf-8")), default=str))
    assert [error.message for error in validator.iter_errors(example)] == []


def test_the_schema_refuses_something(validator: Any) -> None:
    assert list(validator.iter_errors({"schema": 1}))
