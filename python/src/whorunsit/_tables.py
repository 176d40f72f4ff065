"""Tables of answers as frames. Nothing imports this, or a library of frames, before a frame is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas
    import polars
    import pyarrow

    from ._answer import Answer

# Kinds of columns: `money` and `number` have decimals, `count` is whole, `yes` is a boolean, `words` a list shown as
# one text; all else is text.
_EXACT = frozenset({"money", "number"})

# Tables whose length says little.
_UNTOLD = frozenset({"decision", "disagreements", "consequences"})

# How many digits Arrow's and polars' decimals hold at most, and how many a quotient of two leaves room for.
_DIGITS = 38
_DIVISIBLE = 18


# What every answer has: services that are left out of every figure, and what is wrong with them.
COMMON = {"left_out": "name path message", "problems": "where message help value code path line:count column:count"}


def columns_of(answer: Answer, table: str | None) -> tuple[str, list[str], list[str]]:
    """Return the name of a table, the paths of its columns and their kinds."""
    own = type(answer)._tables
    if not own:
        raise ValueError("this answer has no tables")
    tables = {**COMMON, **own}
    name = next(iter(own)) if table is None else table
    if name not in tables:
        raise ValueError(
            f"there is no table {name!r:.60}; the tables of {type(answer).__name__} are {', '.join({**own, **COMMON})}"
        )
    pairs = [column.partition(":") for column in tables[name].split()]
    if any(path.endswith("?") for path, _, _ in pairs):
        # Totals have only the dimensions that were asked for.
        present: Any = next(iter(answer.to_dict().get(name, ())), {}).keys()
        pairs = [
            (path.rstrip("?"), colon, kind) for path, colon, kind in pairs if path[-1] != "?" or path[:-1] in present
        ]
    return name, [path for path, _, _ in pairs], [kind or "text" for _, _, kind in pairs]


def rows_of(data: dict[str, Any], table: str) -> list[Any]:
    """Return the rows of a table: those of a list, or those of a list inside every member of a list.

    ``services`` is a list; ``services/tornado`` the lists under ``tornado`` of every service, each row with its owner
    under ``..``. ``findings`` has those of services and schedules too.
    """
    if table in ("findings", "disagreements"):
        return findings_of(data, table)
    if table == "decision" and "decision" in data:
        return [
            {"about": about, "sentence": sentence}
            for about, sentences in data["decision"].items()
            for sentence in ([sentences] if isinstance(sentences, str) else sentences or ())
        ]
    if not table:
        # The answer itself is the one row.
        return [data]
    owner_path, _, inner = table.partition("/")
    owners: list[Any] = _at(data, owner_path) or []
    if not inner:
        return [{"sentence": one} if isinstance(one, str) else one for one in owners]
    return [{**row, "..": owner} for owner in owners for row in _at(owner, inner) or []]


def findings_of(data: dict[str, Any], table: str = "findings") -> list[dict[str, Any]]:
    """Return what needs a look: the findings of the portfolio, then of its services and schedules, each with whose it is.

    Reasons, which only say why a service is run as it is, are with the services.
    """
    whose: list[tuple[str | None, str | None, Any]] = [(None, None, [])]
    services = {service.get("name") for service in _list(data, "services")}
    for finding in data.get(table) or ():
        # Those of a report stand with what each is about.
        about = finding.get("about") if "finding" in finding else None
        of_service = about in services
        whose.append((about if of_service else None, None if of_service else about, [finding.get("finding", finding)]))
    whose += [(service.get("name"), None, service.get(table)) for service in _list(data, "services")]
    whose += [(None, schedule.get("name"), schedule.get(table)) for schedule in _list(data, "schedules")]
    return [
        {**finding, "service": service, "schedule": schedule}
        for service, schedule, findings in whose
        for finding in findings or ()
        if isinstance(finding, dict) and finding.get("severity") != "reason"
    ]


def _list(data: dict[str, Any], key: str) -> list[dict[str, Any]]:
    # Of a review, it is how many.
    found = data.get(key)
    return found if isinstance(found, list) else []


def _at(node: Any, path: str) -> Any:
    for key in path.split("."):
        if not isinstance(node, dict):
            return None
        node = node.get(key)
    return node


def column_lists(rows: list[Any], paths: list[str]) -> list[list[Any]]:
    """Return one list for each column."""
    return [column_of(rows, path) for path in paths]


def column_of(rows: list[Any], path: str) -> list[Any]:
    """Return the value at `path` in every row; ``service.x`` of a row inside another is under ``..``."""
    if path.startswith("of."):
        return column_of([row[".."] for row in rows], path[3:])
    if "." not in path:
        return [row.get(path) for row in rows]
    return [_at(row, path) for row in rows]


def _words(value: Any) -> str:
    if isinstance(value, dict):
        import json

        # The details of a finding: which there are depends on its code.
        return json.dumps(value, default=str)
    if isinstance(value, list):
        return ", ".join(
            str(item.get("code", item.get("name"))) if isinstance(item, dict) else str(item) for item in value
        )
    return str(value)


def _worded(values: list[Any]) -> list[str | None]:
    if values and all(isinstance(value, list) and not (value and isinstance(value[0], dict)) for value in values[:1]):
        # Lists of codes: few differ among many rows.
        known: dict[tuple[Any, ...], str] = {}
        return [known.get(key) or known.setdefault(key, _words(list(key))) for key in map(tuple, values)]
    return [None if value is None else _words(value) for value in values]


def _values(answer: Answer, table: str | None) -> tuple[list[str], list[str], list[list[Any]]]:
    name, paths, kinds = columns_of(answer, table)
    lists = answer._column_lists(name, paths)
    for index, kind in enumerate(kinds):
        if kind == "words" and set(map(type, lists[index])) != {str}:
            lists[index] = _worded(lists[index])
        elif kind == "text" and not {str, type(None)}.issuperset(map(type, lists[index])):
            lists[index] = [None if value is None else str(value) for value in lists[index]]
    return [_header(name, path) for path in paths], kinds, lists


def _header(table: str, path: str) -> str:
    """Return the name of a column: its path without dots, which Vega-Lite would take for a table inside a row.

    The name of what a row is inside of is called after that, such as ``service``.
    """
    if path == "of.name":
        return table.partition("/")[0].removesuffix("s")
    return path.removeprefix("of.").removeprefix("answer.").replace(".", "_")


def _floats(values: list[Any]) -> list[float | None]:
    return [None if value is None else float(value) for value in values]


def _digits(column: str, values: list[Any], wanted: int | None) -> tuple[int, int]:
    """Return precision and scale that hold every value exactly; values are Decimal or its text.

    Of few digits, so that one column divided by another still fits, unless the values need more or a scale is wanted,
    with which columns of many answers are of one type.
    """
    texts = [value if isinstance(value, str) else format(value, "f") for value in values if value is not None]
    parts = [text.lstrip("-").partition(".") for text in texts]
    scale = max([len(part[2]) for part in parts], default=0)
    whole = max([len(part[0]) for part in parts], default=1)
    if whole + (scale if wanted is None else wanted) > _DIGITS:
        told = f"{whole} digits before the point and {scale if wanted is None else wanted} after it"
        advice = "to_pandas() has floats" if wanted is None else f"use scale={_DIGITS - whole} or less"
        raise ValueError(f"column {column!r} would need {told}, more than the {_DIGITS} of a decimal; {advice}")
    if wanted is None:
        return (_DIVISIBLE if whole + scale <= _DIVISIBLE else _DIGITS), scale
    if scale > wanted:
        raise ValueError(
            f"column {column!r} has values of {scale} decimals, more than scale={wanted}; use scale={scale}"
        )
    return _DIGITS, wanted


def _is_exact(exact: bool, scale: int | None) -> bool:
    if scale is not None and (isinstance(scale, bool) or not isinstance(scale, int) or not 0 <= scale <= _DIGITS):
        raise ValueError(f"scale is how many decimals exact columns have, from 0 to {_DIGITS}; this is {scale!r:.40}")
    if scale is not None and not exact:
        raise ValueError("scale says how many decimals exact columns have: pass exact=True too")
    return exact


def arrow_table(answer: Answer, table: str | None, exact: bool, scale: int | None) -> pyarrow.Table:
    """See :meth:`Answer.to_arrow`."""
    import pyarrow as pa

    exact = _is_exact(exact, scale)
    names, kinds, lists = _values(answer, table)
    arrays = []
    for name, kind, values in zip(names, kinds, lists, strict=True):
        if kind not in _EXACT:
            kind_of = {"count": pa.int64(), "yes": pa.bool_()}.get(kind, pa.string())
            arrays.append(pa.array(values, kind_of))
        elif not exact:
            arrays.append(pa.array(_floats(values), pa.float64()))
        else:
            type_of = pa.decimal128(*_digits(name, values, scale))
            texts = str in set(map(type, values))
            arrays.append(pa.array(values, pa.string()).cast(type_of) if texts else pa.array(values, type_of))
    return pa.table(arrays, names=names)


def pandas_frame(answer: Answer, table: str | None, exact: bool, scale: int | None) -> pandas.DataFrame:
    """See :meth:`Answer.to_pandas`."""
    import pandas as pd

    if not _is_exact(exact, scale):
        names, kinds, lists = _values(answer, table)
        kinds_of = {"money": "float64", "number": "float64", "count": "Int64", "yes": "boolean"}
        series = {}
        for name, kind, values in zip(names, kinds, lists, strict=True):
            values = _floats(values) if kind in _EXACT else values
            series[name] = pd.Series(values, dtype=kinds_of.get(kind, "str" if pd.__version__ >= "3" else "object"))
        return pd.DataFrame(series)
    import pyarrow as pa

    def type_of(kind: Any) -> Any:
        if pa.types.is_decimal(kind):
            return pd.ArrowDtype(kind)
        return {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}.get(kind)

    return arrow_table(answer, table, exact, scale).to_pandas(types_mapper=type_of)


def polars_frame(answer: Answer, table: str | None, exact: bool, scale: int | None) -> polars.DataFrame:
    """See :meth:`Answer.to_polars`."""
    from decimal import Decimal

    import polars as pl

    exact = _is_exact(exact, scale)
    names, kinds, lists = _values(answer, table)
    kinds_of: dict[str, Any] = {"count": pl.Int64(), "yes": pl.Boolean()}
    series = []
    for name, kind, values in zip(names, kinds, lists, strict=True):
        dtype = kinds_of.get(kind, pl.String())
        if kind in _EXACT and not exact:
            values, dtype = _floats(values), pl.Float64()
        elif kind in _EXACT:
            dtype = pl.Decimal(*_digits(name, values, scale))
            values = [Decimal(value) if isinstance(value, str) else value for value in values]
        series.append(pl.Series(name, values, dtype=dtype))
    return pl.DataFrame(series)


def rows(answer: Answer) -> Iterator[dict[str, Any]]:
    """Return the rows of the first table, as its frame has them."""
    names, kinds, lists = _values(answer, None)
    lists = [_floats(values) if kind in _EXACT else values for kind, values in zip(kinds, lists)]
    return (dict(zip(names, row)) for row in zip(*lists))


def short_text(answer: Answer) -> str:
    """Return what an answer is in one line: of which portfolio, and how long its tables are."""
    data = answer.to_dict()
    of = f" of {data['name']!r:.60}" if data.get("name") else ""
    sizes = []
    for table in type(answer)._tables:
        # Those that an answer is about: not its parts, nor sentences.
        told = table.isidentifier() and table not in _UNTOLD and table not in type(answer)._paths
        count = len(rows_of(data, table)) if told else 0
        if count:
            noun = table.replace("_", " ")
            sizes.append(f"{count} {noun.removesuffix('s') if count == 1 else noun}")
    return f"<whorunsit.{type(answer).__name__}{of}: {', '.join(sizes) or 'nothing'}{left_out_text(data)}>"


def left_out_text(data: dict[str, Any]) -> str:
    """Return how many services an answer leaves out, if any; a table that was taken in tells its rows by itself."""
    count = len(data.get("left_out") or ()) if "problems" in data else 0
    return f"; {count} service{'' if count == 1 else 's'} left out" if count else ""
