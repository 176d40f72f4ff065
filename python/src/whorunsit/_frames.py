"""Frames as the text of a portfolio: no values are judged here, only given a form that JSON has."""

from __future__ import annotations

import dataclasses
import datetime
import json
import sys
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from ._core import MAX_DEPTH
from ._encode import dumps, encode_portfolio, listed
from ._errors import PortfolioError, Problem
from ._origin import Origin, Rows, problem, refuse

_PLAIN = frozenset({str, int, bool})


def read(frames: dict[str, Any], settings: dict[str, object]) -> tuple[bytes, Origin]:
    """Return the JSON text of a portfolio of frames, and where its values are."""
    tables = {name: _columns(frame, name) for name, frame in frames.items() if frame is not None}
    return assemble(tables, settings, sheets=False)


def _columns(frame: Any, name: str) -> tuple[list[str], list[list[Any]], Any]:
    """Return names, values and labels of rows of whatever is a table."""
    kind = type(frame)
    library = kind.__module__.partition(".")[0]
    if library == "pandas" and hasattr(frame, "iloc") and hasattr(frame, "columns"):
        names = [str(column) for column in frame.columns]
        lists = [frame.iloc[:, index].tolist() for index in range(len(names))]
        labels: Any = range(len(frame))
        if type(frame.index).__name__ != "RangeIndex" or frame.index.start != 0 or frame.index.step != 1:
            labels = tuple(frame.index.tolist())
        return names, lists, labels
    if library == "polars" and hasattr(frame, "collect"):
        frame = frame.collect()
    if library == "polars" and hasattr(frame, "get_columns"):
        series = frame.get_columns()
        return [column.name for column in series], [column.to_list() for column in series], range(frame.height)
    if isinstance(frame, Mapping):
        lists = [listed(values, f"the values of {name}, column {column!s:.60},") for column, values in frame.items()]
        if len({len(values) for values in lists}) > 1:
            refuse([problem(name, "the columns are not equally long", "give every column one value for each row")])
        return [str(column) for column in frame], lists, range(len(lists[0]) if lists else 0)
    if hasattr(frame, "__arrow_c_stream__") and not hasattr(frame, "column_names"):
        try:
            import pyarrow
        except ImportError:
            raise ImportError(f"pyarrow is needed to read {name}, a {kind.__qualname__}") from None
        if kind.__name__ != "Series":
            try:
                frame = pyarrow.table(frame)
            except (TypeError, ValueError):
                pass  # a stream of something else than rows, told below
    if hasattr(frame, "column_names") and hasattr(frame, "column"):
        names = list(frame.column_names)
        return names, [frame.column(index).to_pylist() for index in range(len(names))], range(frame.num_rows)
    raise TypeError(
        f"{name} is a pandas, polars or pyarrow table, or a mapping from columns to lists; "
        f"this is of type {kind.__module__}.{kind.__qualname__}"
        + (", one column without its name: use .to_frame()" if kind.__name__ == "Series" else "")
    )


def assemble(
    tables: dict[str, tuple[list[str], list[list[Any]], Any]],
    settings: dict[str, Any],
    *,
    sheets: bool,
    names: dict[str, dict[str, str]] | None = None,
    cells: dict[str, str] | None = None,
) -> tuple[bytes, Origin]:
    """Put tables and settings together; `names` are what to call columns if not by their keys."""
    origin = Origin(
        sheets,
        {
            name: Rows(labels, (names or {}).get(name) or {column: column for column in columns})
            for name, (columns, _, labels) in tables.items()
        },
        {},
        cells or {},
    )
    problems: list[Any] = []
    for name in tables.keys() & settings.keys():
        problems.append(problem(name, f"`{name}` is both a table and in the settings", "give it once", f"/{name}"))
    lists: dict[str, list[dict[str, Any]]] = {}
    written: dict[str, str] = {}
    for name, (columns, values, _) in tables.items():
        if name != "services" or "peaks" in tables:
            lists[name] = _records(name, columns, values, origin, problems)
            continue
        # The longest table by far, and nothing is put into its rows: a row need not be a dict.
        text = _rows_as_text(columns, values)
        if text is None:
            lists[name] = _records(name, columns, values, origin, problems)
        else:
            written[name] = text
    whole = {**({} if "schema" in settings else {"schema": 1}), **settings}
    _attach_peaks(lists.pop("peaks", ()), lists.get("services", []), origin, problems)
    for name in ("tiers", "workflow"):
        _attach_steps(name, lists.pop(name, ()), whole, origin, problems)
    refuse(problems)
    parts = [encode_portfolio(whole).decode("ascii")[1:-1]]
    # What is in tables is plain, as `cell` makes it: quicker than looking for what JSON lacks.
    parts += [_dumps(lists, origin)[1:-1]] if lists else []
    parts += [f'"{name}":[{rows}]' for name, rows in written.items()]
    return ("{" + ",".join(parts) + "}").encode("ascii"), origin


def _rows_as_text(columns: list[str], lists: list[list[Any]]) -> str | None:
    """Return the rows as JSON, if every row has every column and no column is inside another."""
    if len(set(columns)) < len(columns) or any("." in column for column in columns):
        return None
    refused: list[tuple[int, Any]] = []
    cleaned = [clean(values, refused) for values in lists]
    if not lists or refused or any(gaps for _, gaps in cleaned):
        return None
    # JSON has no bare line ends: what stands between two of them is one value.
    try:
        texts = [json.dumps(values, separators=("\n", ":"))[1:-1].split("\n") for values, _ in cleaned]
    except (RecursionError, ValueError):
        return None  # told with its place when the records are written
    if any(len(text) != len(values) for text, values in zip(texts, lists)):
        return None  # a value that is a list or a table has parts of its own
    keys = (json.dumps(column).replace("%", "%%") for column in columns)
    row = "{" + ",".join(f"{key}:%s" for key in keys) + "}"
    return ",".join(map(row.__mod__, zip(*texts)))


def _records(
    name: str, columns: list[str], lists: list[list[Any]], origin: Origin, problems: list[Any]
) -> list[dict[str, Any]]:
    for column in dict.fromkeys(columns):
        if columns.count(column) > 1:
            problems.append(
                problem(
                    origin.place(name, None, column), f"the column `{column:.80}` stands twice", "remove or rename one"
                )
            )
        if any(other.startswith(f"{column}.") for other in columns):
            _both(name, column, columns, lists, origin, problems)
        if column.count(".") >= MAX_DEPTH:
            where = origin.place(name, None, f"{column:.80}")
            problems.append(
                problem(
                    where,
                    f"this column is more than {MAX_DEPTH} keys deep",
                    "no key of the format needs so many",
                    code="too-deep",
                )
            )
    cleaned = []
    for column, values in zip(columns, lists):
        refused: list[tuple[int, Any]] = []
        cleaned.append(clean(values, refused))
        if refused:
            row, value = refused[0]
            problems.append(refused_cell(origin.place(name, row, column), value, len(refused)))
    if any(column.count(".") >= MAX_DEPTH for column in columns):
        return []
    if not any(gaps for _, gaps in cleaned) and not any("." in column for column in columns):
        return [dict(zip(columns, row)) for row in zip(*(values for values, _ in cleaned))]
    plain = [(column, values) for column, (values, _) in zip(columns, cleaned) if "." not in column]
    nested = [(column.split("."), values) for column, (values, _) in zip(columns, cleaned) if "." in column]
    keys = [column for column, _ in plain]
    rows = zip(*(values for _, values in plain)) if plain else (() for _ in range(len(lists[0]) if lists else 0))
    records: list[dict[str, Any]] = [{key: value for key, value in zip(keys, row) if value is not None} for row in rows]
    for path, values in nested:
        *outer, last = path
        for record, value in zip(records, values):
            if value is not None:
                for key in outer:
                    inner = record.setdefault(key, {})
                    # Told apart above, with their rows.
                    record = inner if isinstance(inner, dict) else {}
                record[last] = value
    return records


def _both(
    name: str, column: str, columns: list[str], lists: list[list[Any]], origin: Origin, problems: list[Any]
) -> None:
    """Find rows in which a key has a value and parts too."""
    own = clean(lists[columns.index(column)])[0]
    for other, values in zip(columns, lists):
        if other.startswith(f"{column}."):
            for row, (value, part) in enumerate(zip(own, clean(values)[0])):
                if value is not None and part is not None:
                    problems.append(
                        problem(
                            origin.place(name, row, column),
                            f"`{column:.80}` has both a value and `{other:.80}`",
                            "leave one of the cells empty",
                        )
                    )


def _dumps(lists: dict[str, list[dict[str, Any]]], origin: Origin) -> str:
    try:
        return dumps(lists, "a frame")
    except PortfolioError as error:
        found = error.problems[0]
        where = origin.of_pointer(found.path)[0]
        raise PortfolioError([dataclasses.replace(found, where=where)]) from None


def as_csv(frame: Any, name: str) -> bytes:
    """Return the rows of a frame as the CSV that measuring reads: dates in ISO 8601, what is missing empty."""
    import csv
    import io

    columns, lists, _ = _columns(frame, name)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows(zip(*([_csv_cell(value) for value in values] for values in lists)))
    return text.getvalue().encode("utf-8")


def _csv_cell(value: Any) -> str:
    if isinstance(value, datetime.datetime):
        # With its time even at midnight: an incident begins then.
        return value.isoformat() if value == value else ""
    value = cell(value)
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


class _NoForm(Exception):
    """A value that JSON has no form for."""


def refused_cell(where: str, value: Any, count: int = 1) -> Problem:
    """Return the problem of a value that no text could stand for without a guess, the first of so many in a column."""
    kind = type(value)
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    message = f"a portfolio cannot hold {_shown(value)}, of type {name}"
    if count > 1:
        message += f"; {count - 1} more cells of this column are like it"
    return problem(where, message, "use str, int, float, bool, None, Decimal, date, list or dict")


def _shown(value: Any) -> str:
    try:
        return f"`{value!r:.80}`"
    except Exception:
        return "this"  # an object's own repr may do anything


def clean(values: list[Any], refused: list[tuple[int, Any]] | None = None) -> tuple[list[Any], bool]:
    """Return the values of a column in forms that JSON has, and whether some are not given.

    Those that have no such form go to `refused`, each with its row.
    """
    kinds = set(map(type, values))
    if kinds <= _PLAIN:
        return values, False
    if kinds == {Decimal}:
        # The usual column of money: the text of an ordinary decimal is its plain digits.
        texts = list(map(str, values))
        joined = "".join(texts)
        if not ("E" in joined or "N" in joined or "I" in joined):
            return texts, False
    try:
        cleaned = [value if type(value) in _PLAIN else cell(value) for value in values]
    except (_NoForm, RecursionError):
        cleaned = [_or_refused(row, value, refused) for row, value in enumerate(values)]
    return cleaned, None in cleaned


def _or_refused(row: int, value: Any, refused: list[tuple[int, Any]] | None) -> Any:
    try:
        return cell(value)
    except (_NoForm, RecursionError):
        if refused is not None:
            refused.append((row, value))
        return None


def cell(value: Any) -> Any:
    """Return one value in a form that JSON has; raise for one that has none."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, float):
        if value != value:
            return None
        # pandas makes floats of whole numbers as soon as one is missing. Above 2**53 a float is whole by itself.
        if value.is_integer() and abs(value) < 2**53:
            return int(value)
        return float(value) if abs(value) != float("inf") else ("Infinity" if value > 0 else "-Infinity")
    if isinstance(value, Decimal):
        if value.is_nan():
            return None
        exponent = value.as_tuple().exponent
        return format(value, "f") if isinstance(exponent, int) and -60 <= exponent <= 60 else str(value)
    if isinstance(value, datetime.datetime):
        if value != value:
            return None
        midnight = not (value.hour or value.minute or value.second or value.microsecond)
        return value.date().isoformat() if midnight else value.isoformat(" ")
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise _NoForm
        inner = {key: cell(part) for key, part in value.items()}
        given = {key: part for key, part in inner.items() if part is not None}
        return given or None
    if isinstance(value, (list, tuple)):
        return [cell(part) for part in value]
    if type(value).__name__ in {"NAType", "NaTType"}:
        return None
    if isinstance(value, int):
        return value
    numpy = sys.modules.get("numpy")
    if numpy is not None and isinstance(value, (numpy.generic, numpy.ndarray)):
        if isinstance(value, numpy.datetime64):
            # Of nanoseconds, item() would make a plain number.
            return cell(value.astype("datetime64[us]").item())
        if not isinstance(value, numpy.timedelta64):
            return cell(value.tolist() if isinstance(value, numpy.ndarray) else value.item())
    raise _NoForm


def _attach_peaks(
    peaks: Iterable[dict[str, Any]], services: list[dict[str, Any]], origin: Origin, problems: list[Any]
) -> None:
    """Put every peak into its service."""
    by_name = {service.get("name"): index for index, service in enumerate(services)} if peaks else {}
    for row, peak in enumerate(peaks):
        name = peak.pop("service", None)
        index = by_name.get(name) if isinstance(name, str) else None
        if index is None:
            shown = "no service" if name is None else f"`{name!s:.60}`, which is not among the services"
            where = origin.place("peaks", row, "service")
            problems.append(problem(where, f"this peak names {shown}", "write the name of a service"))
            continue
        own = services[index].setdefault("peaks", [])
        if isinstance(own, list):
            origin.attached[f"services/{index}/peaks/{len(own)}"] = ("peaks", row)
            own.append(peak)


def _attach_steps(
    table: str, steps: Iterable[dict[str, Any]], settings: dict[str, Any], origin: Origin, problems: list[Any]
) -> None:
    """Put every tier, or every step of the workflow, into the response of its operating model."""
    if not steps:
        return
    given = settings.get("response", {})
    response = {model: dict(own) for model, own in given.items()} if isinstance(given, Mapping) else {}
    settings["response"] = response
    for row, step in enumerate(steps):
        model = step.pop("operating_model", None)
        if not isinstance(model, str):
            where = origin.place(table, row, "operating_model")
            problems.append(
                problem(where, "this row names no operating model", "write the operating model that it is for")
            )
            continue
        own = response.setdefault(model, {}).setdefault(table, [])
        origin.attached[f"response/{model}/{table}/{len(own)}"] = (table, row)
        own.append(step)
