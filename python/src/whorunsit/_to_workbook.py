"""Answers and portfolios as workbooks. Nothing imports this, or openpyxl, before one is to be written."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING, Any

from . import _tables, _workbook
from ._write import write_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ._answer import Answer

# What Excel calls a sheet is at most so long, and has none of these.
_MOST = 31
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_FORMATS = {"money": "#,##0.00", "number": "#,##0.######", "count": "#,##0"}


def _sheet(book: Any, name: str) -> Any:
    """Add a sheet whose name Excel takes and no other sheet has."""
    wanted = name.translate(_FORBIDDEN)[:_MOST]
    number = 2
    title = wanted
    while title in book.sheetnames:
        title = f"{wanted[: _MOST - 3]} {number}"
        number += 1
    return book.create_sheet(title)


def write_answer(answer: Answer, path: str | os.PathLike[str], force: bool) -> None:
    """Write every table of an answer as a sheet of its own; see :meth:`Answer.to_workbook`."""
    openpyxl = _workbook._openpyxl()
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = openpyxl.Workbook()
    first = book.active
    first.title = "Answer"
    data = answer.to_dict()
    rows: list[tuple[str, object]] = [("what", type(answer)._title)]
    rows += [
        (key, data[key])
        for key in ("name", "service", "currency", "horizon_years", "question", "review_on", "seed", "trials")
        if data.get(key) is not None
    ]
    provenance = data.get("provenance") or {}
    rows += [(key, provenance[key]) for key in ("version", "input_sha256") if provenance.get(key)]
    for said in ("headline", "summary"):
        rows += [(said, line) for line in data.get(said) or () if isinstance(line, str)]
    for row, (key, value) in enumerate(rows, start=1):
        first.cell(row, 1, key).font = Font(bold=True)
        _put(first.cell(row, 2), value)
        first.cell(row, 2).alignment = Alignment(wrap_text=True, vertical="top")
    first.column_dimensions["A"].width, first.column_dimensions["B"].width = 18, 110
    for table in {**type(answer)._tables, **_tables.COMMON}:
        names, kinds, lists = _tables._values(answer, table)
        if not lists or not lists[0]:
            continue
        sheet = _sheet(book, table.replace("/", " "))
        for column, (name, kind, values) in enumerate(zip(names, kinds, lists, strict=True), start=1):
            sheet.cell(1, column, name).font = Font(bold=True)
            width = len(name)
            for row, value in enumerate(values, start=2):
                cell = sheet.cell(row, column)
                _put(cell, float(value) if kind in ("money", "number") and value is not None else value)
                if kind in _FORMATS:
                    cell.number_format = _FORMATS[kind]
                width = max(width, min(len(str(value)), 60)) if row < 200 and value is not None else width
            sheet.column_dimensions[get_column_letter(column)].width = width + 2
        sheet.freeze_panes = "B2"
        sheet.auto_filter.ref = sheet.dimensions
    _save(book, path, force)


def _put(cell: Any, value: object) -> None:
    """Write a value; text stays text, also where it looks like a formula."""
    if value is None:
        return
    if isinstance(value, str):
        cell.value = "".join(character for character in value if character >= " " or character in "\t\n")
        cell.data_type = "s"
    else:
        cell.value = value if isinstance(value, (bool, int, float)) else str(value)


def _save(book: Any, path: str | os.PathLike[str], force: bool) -> None:
    end = os.path.splitext(os.fspath(path))[1].lower()
    if end != ".xlsx":
        raise ValueError(f"a workbook is written as .xlsx, not as {end or 'a file without an ending'!s:.20}")
    data = io.BytesIO()
    book.save(data)
    write_file(path, data.getvalue(), force=force)


def write_portfolio(portfolio: dict[str, Any], path: str | os.PathLike[str], force: bool) -> None:
    """Write a portfolio as :func:`_workbook.read` reads it; see :meth:`Portfolio.to_workbook`."""
    openpyxl = _workbook._openpyxl()
    from openpyxl.styles import Font

    settings = dict(portfolio)
    tables: dict[str, list[dict[str, Any]]] = {}
    for name in ("exposure_bands", "demand_bands", "services", "teams", "domains"):
        tables[name] = [dict(row) for row in settings.pop(name, ())]
    tables["peaks"] = [
        {"service": service["name"], **peak} for service in tables["services"] for peak in service.pop("peaks", ())
    ]
    response = settings.get("response")
    if isinstance(response, dict):
        settings["response"] = {model: dict(own) if isinstance(own, dict) else own for model, own in response.items()}
        for name in ("tiers", "workflow"):
            tables[name] = [
                {"operating_model": model, **row}
                for model, own in settings["response"].items()
                if isinstance(own, dict) and isinstance(own.get(name), list)
                for row in own.pop(name)
            ]
    for name, (place, column) in _workbook.LISTS.items():
        rows = []
        for path_of, owner, key in _lists(settings, place):
            found = owner.pop(key)
            rows += [
                {**({"of": path_of} if "*" in place else {}), **(row if column is None else {column: row})}
                for row in found
            ]
        tables[name] = rows
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = _workbook._SETTINGS
    sheet.append(["key", "value"])
    for key, value in _flat(settings, "settings"):
        sheet.append([key, None])
        _text(sheet.cell(sheet.max_row, 2), value)
    for name, rows in tables.items():
        if not rows:
            continue
        sheet = book.create_sheet(name)
        flat = [dict(_flat(one, f"{name} {one.get('name', '')}".strip())) for one in rows]
        columns = list(dict.fromkeys(key for row in flat for key in row))
        for index, key in enumerate(columns, start=1):
            sheet.cell(1, index, key).font = Font(bold=True)
            for number, row in enumerate(flat, start=2):
                _text(sheet.cell(number, index), row.get(key))
        sheet.freeze_panes = "B2"
    _save(book, path, force)


def _lists(settings: dict[str, Any], place: tuple[str, ...]) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield the lists at a place: the path of what has one, that table, and the key; ``*`` is any key."""
    nodes: list[tuple[str, Any]] = [("", settings)]
    for part in place[:-1]:
        nodes = [
            (f"{path}.{key}".lstrip("."), child)
            for path, node in nodes
            if isinstance(node, dict)
            for key, child in node.items()
            if part in ("*", key)
        ]
    for path, node in nodes:
        if isinstance(node, dict) and isinstance(node.get(place[-1]), list):
            yield path, node, place[-1]


def _text(cell: Any, value: object) -> None:
    if isinstance(value, str):
        cell.number_format = "@"
    _put(cell, value)


def _flat(table: dict[str, Any], where: str) -> Iterator[tuple[str, Any]]:
    """Yield what a sheet holds of a table: lists of words as one text, and nothing of what is not given."""
    for key, value in row(table).items():
        if isinstance(value, list) and key in _workbook.JOINED and all(isinstance(one, str) for one in value):
            yield key, "; ".join(value)
        elif isinstance(value, list):
            if value:
                raise ValueError(f"{where}: a workbook cannot hold `{key}`, which is a list; use to_json()")
        elif value is not None:
            yield key, value


def row(table: dict[str, Any]) -> dict[str, Any]:
    """Return a table, such as a service, as one row: keys inside keys dotted, lists as they are."""
    found: dict[str, Any] = {}
    for key, value in table.items():
        if isinstance(value, dict):
            found |= {f"{key}.{inner}": one for inner, one in row(value).items()}
        else:
            found[key] = value
    return found
