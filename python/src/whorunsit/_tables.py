"""Tables of answers as frames. Nothing imports this, or a library of frames, before a frame is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

    from ._answer import Answer

# Kinds of columns: `money` and `number` are exact decimals, `count` is whole, `yes` is a boolean, `words` a list
# shown as one text; all else is text.
_EXACT = frozenset({"money", "number"})


def columns_of(answer: Answer, table: str | None) -> tuple[str, list[str], list[str]]:
    """Return the name of a table, the paths of its columns and their kinds."""
    tables = type(answer)._tables
    if not tables:
        raise ValueError("this answer has no tables")
    name = next(iter(tables)) if table is None else table
    if name not in tables:
        raise ValueError(f"there is no table {name!r:.60}; the tables of {type(answer).__name__} are {', '.join(tables)}")
    pairs = [column.partition(":") for column in tables[name].split()]
    if any(path.endswith("?") for path, _, _ in pairs):
        # Totals have only the dimensions that were asked for.
        present: Any = next(iter(answer.to_dict().get(name, ())), {}).keys()
        pairs = [(path.rstrip("?"), colon, kind) for path, colon, kind in pairs if path[-1] != "?" or path[:-1] in present]
    return name, [path for path, _, _ in pairs], [kind or "text" for _, _, kind in pairs]


def rows_of(data: dict[str, Any], table: str) -> list[Any]:
    """Return the rows of a table: those of a list, or those of a list inside every member of a list.

    ``services`` is a list; ``services/tornado`` the lists under ``tornado`` of every service, each row with its owner
    under ``..``.
    """
    owner_path, _, inner = table.partition("/")
    owners: list[Any] = _at(data, owner_path) or []
    if not inner:
        return owners
    return [{**row, "..": owner} for owner in owners for row in _at(owner, inner) or []]


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
    if isinstance(value, list):
        return ", ".join(str(item.get("code", item.get("name"))) if isinstance(item, dict) else str(item) for item in value)
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
    """Return the name of a column: the name of what a row is inside of is called after that, such as ``service``."""
    return table.partition("/")[0].removesuffix("s") if path == "of.name" else path.removeprefix("of.")


def _scale(column: str, values: list[Any], wanted: int | None) -> int:
    """Return how many decimals hold every value exactly; values are Decimal or its text."""
    given = [value for value in values if value is not None] if None in values else values
    needed = 0
    # Most columns of money are whole, and a loop over a hundred thousand values is slow.
    if given and not (isinstance(given[0], str) and "." not in "".join(given)):
        texts = given if isinstance(given[0], str) else [format(value, "f") for value in given]
        needed = len(max([text.partition(".")[2] for text in texts], key=len))
    if wanted is None:
        return needed
    if needed > wanted:
        raise ValueError(f"column {column!r} has values of {needed} decimals, more than scale={wanted}; use scale={needed}")
    return wanted


def arrow_table(answer: Answer, table: str | None, floats: bool, scale: int | None) -> pyarrow.Table:
    """See :meth:`Answer.to_arrow`."""
    import pyarrow as pa

    names, kinds, lists = _values(answer, table)
    arrays = []
    for name, kind, values in zip(names, kinds, lists, strict=True):
        if kind not in _EXACT:
            kind_of = {"count": pa.int64(), "yes": pa.bool_()}.get(kind, pa.string())
            arrays.append(pa.array(values, kind_of))
        elif floats:
            arrays.append(pa.array([None if value is None else float(value) for value in values], pa.float64()))
        else:
            exact = pa.decimal128(38, _scale(name, values, scale))
            texts = str in set(map(type, values))
            arrays.append(pa.array(values, pa.string()).cast(exact) if texts else pa.array(values, exact))
    return pa.table(arrays, names=names)


def pandas_frame(answer: Answer, table: str | None, floats: bool, scale: int | None) -> pandas.DataFrame:
    """See :meth:`Answer.to_pandas`."""
    import pandas as pd

    if floats:
        names, kinds, lists = _values(answer, table)
        kinds_of = {"money": "float64", "number": "float64", "count": "Int64", "yes": "boolean"}
        series = {}
        for name, kind, values in zip(names, kinds, lists, strict=True):
            if kind in _EXACT:
                values = [None if value is None else float(value) for value in values]
            series[name] = pd.Series(values, dtype=kinds_of.get(kind, "str" if pd.__version__ >= "3" else "object"))
        return pd.DataFrame(series)
    import pyarrow as pa

    def type_of(kind: Any) -> Any:
        if pa.types.is_decimal(kind):
            return pd.ArrowDtype(kind)
        return {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}.get(kind)

    return arrow_table(answer, table, floats, scale).to_pandas(types_mapper=type_of)


def polars_frame(answer: Answer, table: str | None, floats: bool, scale: int | None) -> polars.DataFrame:
    """See :meth:`Answer.to_polars`."""
    from decimal import Decimal

    import polars as pl

    names, kinds, lists = _values(answer, table)
    kinds_of: dict[str, Any] = {"count": pl.Int64(), "yes": pl.Boolean()}
    series = []
    for name, kind, values in zip(names, kinds, lists, strict=True):
        dtype = kinds_of.get(kind, pl.String())
        if kind in _EXACT and floats:
            values, dtype = [None if value is None else float(value) for value in values], pl.Float64()
        elif kind in _EXACT:
            dtype = pl.Decimal(38, _scale(name, values, scale))
            values = [Decimal(value) if isinstance(value, str) else value for value in values]
        series.append(pl.Series(name, values, dtype=dtype))
    return pl.DataFrame(series)


def short_text(answer: Answer) -> str:
    """Return what an answer is in one line: of which portfolio, and how long its tables are."""
    data = answer.to_dict()
    of = f" of {data['name']!r:.60}" if data.get("name") else ""
    sizes = []
    for table in type(answer)._tables:
        count = len(rows_of(data, table)) if table.isidentifier() else 0
        if count:
            noun = table.replace("_", " ")
            sizes.append(f"{count} {noun.removesuffix('s') if count == 1 else noun}")
    return f"<whorunsit.{type(answer).__name__}{of}: {', '.join(sizes) or 'nothing'}>"
