"""Forty services go from a frame to a report in fifteen lines, as an analyst would write them."""

from __future__ import annotations

import pathlib

import pytest

SCRIPT = """import pandas, whorunsit
rows = range(40)
services = pandas.DataFrame({"name": [f"service-{n}" for n in rows], "team": [f"team-{n % 10}" for n in rows], "kind": "digital"})
services["exposure_per_hour"] = [500 * (n + 1) ** 2 for n in rows]
services["feature_demand"] = [["low", "medium", "high", "very-high"][n % 4] for n in rows]
services["incidents_per_year"] = "2 to 12"
teams = pandas.DataFrame({"name": [f"team-{n}" for n in range(10)], "on_call_participants": 5})
bands = pandas.DataFrame({"max_per_hour": [7000, 250000, 800000], "availability": ["95.0", "99.0", "99.9"]})
portfolio = whorunsit.Portfolio.from_frames(
    services, teams=teams, exposure_bands=bands, currency="GBP", settings={"profile": "digital-retail"})
report = portfolio.report(trials=1000)
report.save("report.html")
report.save("report.xlsx")
print(report.to_pandas("options"))
"""


def test_from_frame_to_report(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("pandas")
    pytest.importorskip("openpyxl")
    monkeypatch.chdir(tmp_path)
    assert len(SCRIPT.splitlines()) <= 15
    exec(compile(SCRIPT, "script", "exec"), {})
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "service-39" in page and "<svg" in page and "http://" not in page.replace("http://www.w3.org", "")
    assert (tmp_path / "report.xlsx").stat().st_size > 5_000
    assert "All Ops Run It" in capsys.readouterr().out
