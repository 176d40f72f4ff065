"""Every chart is valid Vega-Lite, by the official schema that altair carries."""

from __future__ import annotations

import importlib.resources
import json
import pathlib
from typing import Any

import jsonschema
import pytest
from conftest import REPOSITORY
from whorunsit import _core

CHARTS = (
    "selector",
    "costs",
    "exceedance",
    "tornado",
    "map",
    "scale",
    "break-even",
    "workflow",
    "waterfall",
    "heat-map",
    "density",
    "rota",
)
OF_A_SERVICE = ("costs", "exceedance", "tornado", "map", "workflow", "density")
PORTFOLIOS = sorted((REPOSITORY / "examples").glob("*.toml")) + sorted(
    path
    for path in (REPOSITORY / "vectors").glob("*/*.input.*")
    if path.with_name(path.name.rpartition(".input.")[0] + ".output.json").exists() and path.parent.name != "intake"
)


@pytest.fixture(scope="session")
def vega_lite() -> jsonschema.Draft7Validator:
    # Found as a file, because importing altair takes seconds.
    schema = importlib.resources.files("altair") / "vegalite" / "v6" / "schema" / "vega-lite-schema.json"
    return jsonschema.Draft7Validator(json.loads(schema.read_text(encoding="utf-8")))


def drawn(portfolio: bytes, **options: object) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(_core.call("chart", portfolio, json.dumps(options)))
    return answer


@pytest.mark.parametrize("path", PORTFOLIOS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_charts_are_valid(path: pathlib.Path, vega_lite: jsonschema.Draft7Validator) -> None:
    portfolio = path.read_bytes()
    # What it is answered with, such as a profile of one's own.
    beside = path.with_name(path.name.split(".input.")[0] + ".options.json")
    keys = json.loads(beside.read_text("utf-8")) if beside.exists() else {}
    given = {key: value for key, value in keys.items() if key in ("policy", "profile", "profile_file")}
    specs = []
    for chart in CHARTS:
        options: dict[str, object] = {**given, "chart": chart}
        if chart in ("exceedance", "density"):
            options["trials"] = 1000
        answers = [drawn(portfolio, **options)]
        if chart in OF_A_SERVICE:
            names = json.loads(_core.call("recommend", portfolio, json.dumps(given))).get("services", [])[:2]
            answers += [drawn(portfolio, service=service["name"], **options) for service in names]
        for answer in answers:
            if answer["ok"]:
                specs.append(answer["spec"])
            else:
                assert [error["code"] for error in answer["errors"]] in (
                    ["nothing-to-draw"],
                    ["too-large"],
                    ["overflow"],
                    ["number-out-of-range"],
                )
    # A selector alone is drawn by the same code each time; the rest differ by what a portfolio has.
    for spec in specs:
        error = next(vega_lite.iter_errors(spec), None)
        assert error is None, f"{error.json_path}: {error.message[:300]}"


def test_the_example_has_every_chart() -> None:
    portfolio = (REPOSITORY / "examples" / "furniture-retailer-costs.toml").read_bytes()
    for chart in CHARTS:
        assert drawn(portfolio, chart=chart)["ok"], chart
