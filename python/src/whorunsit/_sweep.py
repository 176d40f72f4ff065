"""A portfolio at every point of a grid, by batches of scenarios."""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ._encode import _type_name, encode_portfolio, listed, plain_numbers
from ._results import Scenarios

if TYPE_CHECKING:
    from ._portfolio import Portfolio

# The core compares up to a hundred scenarios at once.
_BATCH = 100

MOST_POINTS = 100_000
"""So many points one sweep works through: more are refused before any is made."""


def sweep(
    portfolio: Portfolio,
    grid: Mapping[Any, Sequence[object]],
    frame: str,
    exact: bool,
    scale: int | None,
    progress: bool | None,
) -> Any:
    """See :meth:`Portfolio.sweep`."""
    if frame not in ("pandas", "polars", "arrow"):
        raise ValueError(f"frame is one of pandas, polars, arrow; this is {frame!r:.60}")
    if not isinstance(grid, Mapping):
        raise TypeError(f"grid is a mapping such as a dict, from keys to lists; this is of type {_type_name(grid)}")
    keys = [tuple(key.split(".")) if isinstance(key, str) else tuple(key) for key in grid]
    values = [_options(key, options) for key, options in grid.items()]
    count = math.prod(map(len, values))
    if count > MOST_POINTS:
        # What a key or a value is called wrongly is told first: it costs one point.
        portfolio.scenarios({"point 1": _changes(keys, tuple(_plain(options[0]) for options in values))})
        each = " x ".join(f"{len(options):,}" for options in values)
        raise ValueError(
            f"this grid has {count:,} points ({each}), more than the {MOST_POINTS:,} of one sweep; "
            "give fewer values, or sweep part by part"
        )
    points = list(itertools.product(*([_plain(option) for option in options] for options in values)))
    outcomes: list[dict[str, Any]] = []
    for batch in _watched([points[start : start + _BATCH] for start in range(0, len(points), _BATCH)], progress):
        scenarios = {f"point {len(outcomes) + n + 1}": _changes(keys, point) for n, point in enumerate(batch)}
        answer = portfolio.scenarios(scenarios)
        outcomes += answer.scenarios[1:]  # type: ignore[arg-type]
    # Without dots, as in frames of answers.
    names = ["_".join(key).replace(".", "_") for key in keys]
    shown = [[_shown(point[index]) for point in points] for index in range(len(keys))]
    kinds = ["text" if exact else _kind(column) for column in shown]
    result = _Sweep._of(outcomes)
    made: Any = {"pandas": result.to_pandas, "polars": result.to_polars, "arrow": result.to_arrow}[frame](
        exact=exact, scale=scale
    )
    columns = [_shown_column(made, frame, name, column, kind) for name, column, kind in zip(names, shown, kinds)]
    return _beside(made, frame, names, columns)


def _options(key: object, options: Any) -> Sequence[object]:
    """Return the values that a key takes, of which there may be too many to make a list of."""
    if isinstance(options, range):
        return options
    if hasattr(options, "__next__"):
        # An iterator need not end.
        return list(itertools.islice(options, MOST_POINTS + 1))
    return listed(options, f"the values of {key!r:.60} in the grid")


def _plain(value: object) -> object:
    """Return a value of the grid for the core: of a float, which may be money, at most nine decimals."""
    plain = plain_numbers(value)
    return format(round(Decimal(repr(plain)), 9).normalize(), "f") if isinstance(plain, float) else plain


def _watched(batches: list[Any], progress: bool | None) -> Iterator[Any]:
    if progress or (progress is None and len(batches) > 1):
        try:
            from tqdm.auto import tqdm
        except ImportError:
            if progress:
                raise ImportError("tqdm is needed for a bar: pip install tqdm") from None
        else:
            with tqdm(total=sum(map(len, batches)), unit="point") as bar:
                for batch in batches:
                    yield batch
                    bar.update(len(batch))
            return
    yield from batches


def _changes(keys: list[tuple[str, ...]], point: tuple[object, ...]) -> dict[str, object]:
    changes: dict[str, Any] = {}
    for key, value in zip(keys, point):
        table = changes
        for part in key[:-1]:
            table = table.setdefault(part, {})
        table[key[-1]] = value
    return changes


def _shown(value: object) -> str | None:
    """Return a value of the grid as text: as it is, or as the core reads it."""
    if value is None or isinstance(value, str):
        return value
    text = json.loads(encode_portfolio({"value": value}, "a grid"))["value"]
    return text if isinstance(text, str) else json.dumps(text)


class _Sweep(Scenarios):
    __slots__ = ()
    _tables = {"points": Scenarios._tables["scenarios"].removeprefix("name ")}

    @classmethod
    def _of(cls, outcomes: list[dict[str, Any]]) -> _Sweep:
        """Hold outcomes of several answers, of which there is no text."""
        new = cls("")
        object.__setattr__(new, "_data", {"points": outcomes})
        return new


def _kind(values: list[str | None]) -> str:
    """Tell whether a column of the grid is of numbers, such as ``"9000"``, or of text, such as ``"2h"`` and ``"10%"``."""
    try:
        return "number" if [float(value) for value in values if value is not None] else "text"
    except ValueError:
        return "text"


def _shown_column(made: Any, frame: str, name: str, values: list[str | None], kind: str) -> Any:
    numbers = kind == "number"
    shown = [None if value is None else float(value) for value in values] if numbers else values
    if frame == "arrow":
        import pyarrow

        return pyarrow.array(shown, pyarrow.float64() if numbers else pyarrow.string())
    if frame == "polars":
        import polars

        return polars.Series(name, shown, dtype=polars.Float64() if numbers else polars.String())
    import pandas

    text = "str" if pandas.__version__ >= "3" else "object"
    return pandas.Series(shown, index=made.index, dtype="float64" if numbers else text)


def _beside(made: Any, frame: str, names: list[str], columns: list[Any]) -> Any:
    """Put the columns of the grid before those of the outcome, in place of one that says the same: ``horizon_years``."""
    twice = [name for name in names if name in (made.column_names if frame == "arrow" else made.columns)]
    if twice:
        made = made.drop(columns=twice) if frame == "pandas" else made.drop(twice)
    for index, (name, column) in enumerate(zip(names, columns)):
        if frame == "arrow":
            made = made.add_column(index, name, column)
        elif frame == "polars":
            made.insert_column(index, column)
        else:
            made.insert(index, name, column)
    return made
