"""What the tests share."""

from __future__ import annotations

import os
import pathlib

import pytest

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]

SMALL = """\
schema = 1
name = "Furniture retailer"
currency = "USD"

[[exposure_bands]]
max_per_hour = "7000"
availability = "95.0"

[[services]]
name = "appointments"
kind = "digital"
exposure_per_hour = "6000"
feature_demand = "high"
"""


@pytest.fixture
def small() -> str:
    """The text of a portfolio of one service."""
    return SMALL


@pytest.fixture
def retailer() -> pathlib.Path:
    """The file of the furniture retailer."""
    return REPOSITORY / "examples" / "furniture-retailer.toml"


@pytest.fixture
def costed() -> pathlib.Path:
    """The file of the furniture retailer with costs."""
    return REPOSITORY / "examples" / "furniture-retailer-costs.toml"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what needs the cargo feature `test-hooks`; ci/python.sh runs it with a build that has it."""
    if not os.environ.get("WHORUNSIT_TEST_HOOKS"):
        for item in items:
            if item.get_closest_marker("test_hooks"):
                item.add_marker(pytest.mark.skip(reason="needs a build with the cargo feature test-hooks"))
