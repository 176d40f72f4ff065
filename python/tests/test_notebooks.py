"""The notebooks run from top to bottom and say what they say in the repository."""

from __future__ import annotations

import pathlib
import re
from typing import Any

import pytest
from conftest import REPOSITORY

nbclient = pytest.importorskip("nbclient")
nbformat = pytest.importorskip("nbformat")
pytest.importorskip("ipykernel")

NOTEBOOKS = sorted((REPOSITORY / "examples").glob("*.ipynb"))


def shown(notebook: Any) -> list[list[tuple[str, str]]]:
    """What each cell of code shows, but for what differs from run to run: the marks that Altair gives its pictures."""
    cells = []
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        outputs: list[tuple[str, str]] = []
        for output in cell.outputs:
            if output.output_type == "stream":
                # In how many pieces it arrives is chance.
                before = outputs.pop()[1] if outputs and outputs[-1][0] == output.name else ""
                outputs.append((output.name, before + output.text))
                continue
            data = output.get("data", {})
            html = data.get("text/html", "")
            text = "a picture" if "vega" in html and "whorunsit" not in html[:60] else data.get("text/plain", "") + html
            outputs.append((output.output_type, re.sub(r'id="?[\w-]{20,}"?', "", text)))
        cells.append(outputs)
    return cells


def test_there_are_two() -> None:
    assert [path.stem for path in NOTEBOOKS] == [
        "from-a-spreadsheet-to-a-decision",
        "is-it-worth-refining-the-estimate",
    ]


# The kernel's own libraries warn of what is to come.
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook(path: pathlib.Path) -> None:
    written = nbformat.read(path, 4)
    fresh = nbformat.read(path, 4)
    for cell in fresh.cells:
        if cell.cell_type == "code":
            cell.outputs = []
    nbclient.NotebookClient(
        fresh, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(path.parent)}}
    ).execute()
    assert shown(fresh) == shown(written), "run it again and read the difference: jupyter nbconvert --execute --inplace"
    assert not any(name == "stderr" for outputs in shown(fresh) for name, _ in outputs)
