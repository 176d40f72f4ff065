"""Draws as frames. Nothing imports this before they are asked for."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from ._core import DRAW_COLUMNS

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow


# A service, an operating model and the columns of its trials, as the core hands them over.
Draw = tuple[str, str, "list[bytes | None]"]


def arrow_table(draws: tuple[Draw, ...]) -> pyarrow.Table:
    """Return one row for each trial of each service; the numbers are those that the core drew, not copied."""
    import pyarrow as pa

    names = [name for name, _, _ in draws]
    models = list(dict.fromkeys(model for _, model, _ in draws))
    schema = pa.schema(
        [
            ("service", pa.dictionary(pa.int32(), pa.string())),
            ("operating_model", pa.dictionary(pa.int32(), pa.string())),
            ("trial", pa.int64()),
            *((column, pa.float64()) for column in DRAW_COLUMNS),
        ]
    )
    batches = []
    for place, (_, model, columns) in enumerate(draws):
        trials = len(next(column for column in reversed(columns) if column is not None)) // 8
        numbers = [
            pa.nulls(trials, pa.float64())
            if column is None
            else pa.Array.from_buffers(pa.float64(), trials, [None, pa.py_buffer(column)])
            for column in columns
        ]
        words = [(names, place), (models, models.index(model))]
        whose = [
            pa.DictionaryArray.from_arrays(pa.array(array("i", [index]) * trials, pa.int32()), pa.array(known))
            for known, index in words
        ]
        trial = pa.array(array("q", range(1, trials + 1)), pa.int64())
        batches.append(pa.record_batch([*whose, trial, *numbers], schema=schema))
    return pa.Table.from_batches(batches, schema)


def pandas_frame(draws: tuple[Draw, ...]) -> pandas.DataFrame:
    """Return the same as a pandas frame; service and model are categories."""
    frame: pandas.DataFrame = arrow_table(draws).to_pandas()
    return frame


def polars_frame(draws: tuple[Draw, ...]) -> polars.DataFrame:
    """Return the same as a polars frame."""
    import polars

    frame = polars.from_arrow(arrow_table(draws))
    assert isinstance(frame, polars.DataFrame)
    return frame
