"""A service with problems of its own is left out of an answer, which says so wherever it is looked at."""

from __future__ import annotations

import pathlib
import pickle
import warnings

import pytest
import whorunsit
from whorunsit import PartialAnswerWarning, Portfolio, PortfolioError

pd = pytest.importorskip("pandas")
openpyxl = pytest.importorskip("openpyxl")

BANDS = {"max_per_hour": [7000], "availability": ["95.0"]}
WHERE = "services row 2 (index 'y'), column exposure_per_hour"


def partial(count: int = 3) -> Portfolio:
    """A portfolio of a frame in whose second row an amount is none."""
    frame = pd.DataFrame(
        {
            "name": [f"service-{number}" for number in range(count)],
            "kind": "digital",
            "exposure_per_hour": ["5000", "much", *["6000"] * (count - 2)],
            "feature_demand": "high",
        },
        index=["x", "y", *map(str, range(2, count))],
    )
    return Portfolio.from_frames(frame, exposure_bands=BANDS, currency="USD")


def test_what_is_left_out_is_easy_to_see(tmp_path: pathlib.Path) -> None:
    with pytest.warns(PartialAnswerWarning, match="1 service is left out of every figure: service-1; ") as caught:
        answer = partial().recommend()
    assert pathlib.Path(caught[0].filename) == pathlib.Path(__file__)
    assert repr(answer).endswith("; 1 service left out>")
    assert [one["name"] for one in answer.left_out] == ["service-1"] and answer.problems[0]["where"] == WHERE
    assert answer.to_pandas("left_out")["name"].tolist() == ["service-1"]
    problems = answer.to_pandas("problems")
    assert problems["where"].tolist() == [WHERE] and problems["help"].notna().all()
    html = answer._repr_html_()
    assert "1 service left out of every figure" in html and "services row 2 (index &#x27;y&#x27;)" in html
    again = pickle.loads(pickle.dumps(answer))
    assert again == answer and again.problems[0]["where"] == WHERE
    answer.to_workbook(tmp_path / "answer.xlsx")
    assert {"left_out", "problems"} < set(openpyxl.load_workbook(tmp_path / "answer.xlsx").sheetnames)
    with pytest.raises(PortfolioError) as refused:
        partial().check()
    assert refused.value.problems[0].where == WHERE


def test_what_leaves_nothing_out_has_empty_tables(costed: pathlib.Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        answer = whorunsit.recommend(costed)
    assert (answer.left_out, answer.problems) == ([], [])
    assert len(answer.to_pandas("left_out")) == len(answer.to_pandas("problems")) == 0
    assert "left out" not in repr(answer) + answer._repr_html_()


def test_a_large_portfolio_is_answered_as_a_small_one() -> None:
    with pytest.warns(PartialAnswerWarning):
        answer = partial(12_000).recommend()
    assert len(answer.to_pandas()) == 11_999 and answer.problems[0]["where"] == WHERE
