"""Workbooks as portfolios, and an empty one to fill in. Nothing imports this, or openpyxl, before it is asked for."""

from __future__ import annotations

import io
import json
import os
from typing import Any

from . import _core
from ._core import MAX_DEPTH
from ._frames import assemble, clean, refused_cell
from ._limits import reaches_too_far, too_large
from ._number_format import as_formatted
from ._origin import problem, refuse
from ._write import write_file

# Each sheet with a table, and what one row of it is in the schema.
_TABLES = {
    "services": "Service",
    "teams": "Team",
    "domains": "Domain",
    "exposure_bands": "ExposureBand",
    "demand_bands": "DemandBand",
    "peaks": "Peak",
    "tiers": "Tier",
    "workflow": "WorkflowStep",
}
# Rows that are inside something else, and the column that says what.
_INSIDE = {
    "peaks": ("service", {"type": "string", "description": "The name of the service that is more exposed."}),
    "tiers": (
        "operating_model",
        {"$ref": "#/$defs/OperatingModel", "description": "The operating model that it is for."},
    ),
    "workflow": (
        "operating_model",
        {"$ref": "#/$defs/OperatingModel", "description": "The operating model that it is for."},
    ),
}
_SETTINGS = "settings"
# Lists that stand in no table above: where each is (`*` is what the column `of` says), and its column where it is one of single
# values. Rows keep their order: the first rule that fits is taken.
LISTS: dict[str, tuple[tuple[str, ...], str | None]] = {
    "shared_causes": (("shared_causes",), None),
    "bank_holidays": (("calendar", "bank_holidays"), "date"),
    "working_hours": (("calendar", "working_hours"), "window"),
    "standby_rules": (("on_call", "*", "standby"), None),
}
# Lists of names in one cell, apart by semicolons.
JOINED = frozenset({"services"})


def _openpyxl() -> Any:
    try:
        import openpyxl
    except ImportError:
        raise ImportError("openpyxl is needed for workbooks: pip install 'whorunsit[excel]'") from None
    return openpyxl


def read(path: str | os.PathLike[str]) -> tuple[bytes, Any]:
    """Return the JSON text of a portfolio in a workbook, and where its values are."""
    openpyxl = _openpyxl()
    with open(path, "rb") as file:
        try:
            large = too_large(file)
            book: Any = None if large else openpyxl.load_workbook(file, data_only=False, keep_links=False)
        except OSError:
            raise
        except Exception as error:
            # Whatever openpyxl stumbles over: a zip that is none, XML that is broken, sheets that are missing.
            raise ValueError(
                f"{os.fspath(path)!r} is not a workbook (.xlsx) that openpyxl can read: {error}"
            ) from error
    problems: list[Any] = [large] if large else []
    refuse(problems)
    tables: dict[str, Any] = {}
    names: dict[str, dict[str, str]] = {}
    settings: dict[str, Any] = {}
    cells: dict[str, str] = {}
    held: list[tuple[str, Any]] = []
    for sheet in book.worksheets:
        name = sheet.title.strip()
        far = reaches_too_far(sheet, name) if name == _SETTINGS or name in _TABLES or name in LISTS else None
        if far:
            problems.append(far)
        elif name == _SETTINGS:
            _read_settings(sheet, settings, cells, problems)
        elif name in LISTS:
            held.append((name, _read_table(sheet, name, problems)))
        elif name in _TABLES:
            read = _read_table(sheet, name, problems)
            if read is not None:
                tables[name], names[name] = read
        elif name.lower() != "read me" and not name.startswith("#"):
            known = ", ".join((_SETTINGS, *_TABLES, *LISTS))
            problems.append(
                problem(
                    f"sheet {name}",
                    f"there is no table `{name:.60}`",
                    f"the sheets are {known}; start the name of any other with #",
                )
            )
    for name, rows in held:
        if rows is not None:
            _hold(name, rows[0], settings, problems)
    refuse(problems)
    return assemble(tables, settings, sheets=True, names=names, cells=cells)


def _hold(
    name: str, rows: tuple[list[str], list[list[Any]], tuple[int, ...]], settings: dict[str, Any], problems: list[Any]
) -> None:
    """Put the rows of a list where it belongs in the settings."""
    place, column = LISTS[name]
    keys, lists, labels = rows
    for row, label in enumerate(labels):
        where = f"sheet {name}, row {label}"
        refused: list[tuple[int, Any]] = []
        values, _ = clean([values[row] for values in lists], refused)
        problems += [refused_cell(f"{where}, column {keys[index]}", value) for index, value in refused]
        own = {key: value for key, value in zip(keys, values, strict=True) if value is not None}
        path = list(place)
        if "*" in place:
            of = own.pop("of", None)
            if not isinstance(of, str):
                problems.append(
                    problem(where, "this row does not say of what it is", "write `of`, such as on_call.product_teams")
                )
                continue
            path = [*of.split("."), place[-1]]
        if column is not None and set(own) != {column}:
            problems.append(
                problem(where, f"this sheet has one column, `{column}`", "remove all others, and fill in each row")
            )
            continue
        table: Any = settings
        for part in path[:-1]:
            table = table.setdefault(part, {}) if isinstance(table, dict) else None
        found = table.setdefault(path[-1], []) if isinstance(table, dict) else None
        if not isinstance(found, list):
            problems.append(problem(where, f"`{'.'.join(path)}` is in the sheet settings too", "give it once"))
            continue
        found.append(own[column] if column is not None else _nested(own))


def _nested(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row with its dotted keys as keys inside keys, and its lists of names as lists."""
    nested: dict[str, Any] = {}
    for key, value in row.items():
        *outer, last = key.split(".")
        table = nested
        for part in outer:
            inner = table.setdefault(part, {})
            table = inner if isinstance(inner, dict) else {}
        table[last] = [name.strip() for name in str(value).split(";") if name.strip()] if key in JOINED else value
    return nested


def _value(cell: Any, sheet: str, problems: list[Any]) -> Any:
    """Return what a cell holds; formulas, merged cells and errors are problems."""
    if type(cell).__name__ == "MergedCell":
        return None  # told once for the whole sheet
    value = cell.value
    where = f"sheet {sheet}, cell {cell.coordinate}"
    if cell.data_type == "f":
        problems.append(
            problem(
                where,
                "this cell holds a formula",
                "copy it and paste it as a value: what it comes to may be out of date",
            )
        )
        return None
    if cell.data_type == "e":
        problems.append(problem(where, f"this cell holds the error {value}", "correct it, or leave the cell empty"))
        return None
    if isinstance(value, str):
        value = value.strip()
        return value or None
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return as_formatted(value, cell.number_format)
    return value


def _merged(sheet: Any, name: str, problems: list[Any]) -> None:
    for merged in sheet.merged_cells.ranges:
        problems.append(
            problem(
                f"sheet {name}, cells {merged.coord}", "these cells are merged", "unmerge them, and fill in each one"
            )
        )


def _read_settings(sheet: Any, settings: dict[str, Any], cells: dict[str, str], problems: list[Any]) -> None:
    _merged(sheet, _SETTINGS, problems)
    seen: dict[str, str] = {}
    for row in sheet.iter_rows(max_col=2):
        key = _value(row[0], _SETTINGS, problems)
        value = _value(row[1], _SETTINGS, problems) if len(row) > 1 else None
        if key is None:
            if value is not None:
                problems.append(
                    problem(
                        f"sheet {_SETTINGS}, cell {row[0].coordinate}",
                        "this value has no key",
                        "write its key beside it, such as currency",
                    )
                )
            continue
        if (row[0].row == 1 and key == "key") or value is None:
            continue
        place = f"sheet {_SETTINGS}, cell {row[0].coordinate}"
        *outer, last = str(key).split(".")
        if len(outer) >= MAX_DEPTH:
            message = f"this key is more than {MAX_DEPTH} keys deep"
            problems.append(problem(place, message, "no key of the format needs so many", code="too-deep"))
            continue
        table = settings
        for part in outer:
            table = table.setdefault(part, {}) if isinstance(table, dict) else {}
        if str(key) in seen or not isinstance(table, dict) or last in table:
            problems.append(problem(place, f"the key `{key!s:.80}` stands twice", "remove one"))
            continue
        seen[str(key)] = cells[str(key)] = row[1].coordinate
        refused: list[tuple[int, Any]] = []
        (plain,), _ = clean([value], refused)
        problems += [refused_cell(f"sheet {_SETTINGS}, cell {row[1].coordinate}", value) for _, value in refused]
        table[last] = plain


def _read_table(sheet: Any, name: str, problems: list[Any]) -> tuple[Any, dict[str, str]] | None:
    _merged(sheet, name, problems)
    rows = sheet.iter_rows()
    heading = next(rows, ())
    columns: list[tuple[int, str, str]] = []
    for index, cell in enumerate(heading):
        key = _value(cell, name, problems)
        if key is not None:
            columns.append((index, str(key), getattr(cell, "column_letter", "")))
    known = {index for index, _, _ in columns}
    lists: list[list[Any]] = [[] for _ in columns]
    labels: list[int] = []
    for row in rows:
        values = [_value(cell, name, problems) for cell in row]
        if all(value is None for value in values):
            continue
        for index, value in enumerate(values):
            if value is not None and index not in known:
                problems.append(
                    problem(
                        f"sheet {name}, cell {row[index].coordinate}",
                        "this column has no name",
                        "write the key of the format into its first row",
                    )
                )
        labels.append(row[0].row)
        for place, (index, _, _) in enumerate(columns):
            lists[place].append(values[index])
    if not labels:
        return None
    letters = {key: letter for _, key, letter in columns}
    return ([key for _, key, _ in columns], lists, tuple(labels)), letters


# -- the template --------------------------------------------------------------------------------------------------


def _kind(schema: dict[str, Any], node: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """Return what a key is in the schema without references and null, and the name of that."""
    name = ""
    while True:
        options = [option for option in node.get("anyOf", ()) if option.get("type") != "null"]
        if len(options) == 1:
            node = {**options[0], "description": node.get("description", options[0].get("description"))}
        elif "$ref" in node:
            name = node["$ref"].rpartition("/")[2]
            node = schema["$defs"][name]
        else:
            return node, name


def _words(node: dict[str, Any]) -> list[str]:
    """Return the words of a value that is one of a few."""
    if "enum" in node:
        return [str(word) for word in node["enum"] if word is not None]
    options = [option for option in node.get("oneOf", ()) if "const" in option]
    if options and len(options) == len(node.get("oneOf", ())):
        return [str(option["const"]) for option in options]
    return ["TRUE", "FALSE"] if node.get("type") in ("boolean", ["boolean", "null"]) else []


def _settings_of(schema: dict[str, Any], node: dict[str, Any], prefix: str = "", depth: int = 0) -> Any:
    """Yield the keys of the settings that are single values, with their nodes and whether they must be given."""
    needed = node.get("required", ())
    # What must be given first, then single values, then tables.
    children = [(key, child, _kind(schema, child)[0]) for key, child in node.get("properties", {}).items()]
    children.sort(key=lambda child: (depth > 0 or child[0] not in needed, child[2].get("type") == "object"))
    for key, child, kind in children:
        if key in _TABLES:
            continue
        required = not prefix and key in needed
        rules = [option for option in kind.get("anyOf", ()) if option.get("$ref", "").endswith("Rule")]
        if rules:
            # One rule, or a list of them, which a cell cannot hold.
            yield from _settings_of(schema, _kind(schema, rules[0])[0], f"{prefix}{key}.", depth + 1)
        elif kind.get("type") == "object" and "properties" in kind:
            yield from _settings_of(schema, kind, f"{prefix}{key}.", depth + 1)
        elif kind.get("type") != "array":
            yield f"{prefix}{key}", child, kind, required


def write_template(path: str | os.PathLike[str], force: bool) -> None:
    """Write the workbook of :func:`whorunsit.template`."""
    openpyxl = _openpyxl()
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    schema = json.loads(_core.SCHEMA)
    book = openpyxl.Workbook()
    bold, grey = Font(bold=True), Font(color="00666666", italic=True)
    required_fill, optional_fill = PatternFill("solid", fgColor="00CFE2F3"), PatternFill("solid", fgColor="00EFEFEF")

    def choices(sheet: Any, words: list[str], cells: str) -> None:
        if words:
            rule = DataValidation(type="list", formula1=f'"{",".join(words)}"', allow_blank=True, showErrorMessage=True)
            rule.error = f"One of {', '.join(words)}"
            sheet.add_data_validation(rule)
            rule.add(cells)

    sheet = book.active
    sheet.title = "Read me"
    for line in (
        "A portfolio for whorunsit: who should run each service in production.",
        "Fill in exposure_bands and services first; all other tables may stay empty.",
        "Each column is a key of the portfolio format; the comment on its heading says what it is. Blue ones are needed.",
        "Write amounts as digits with at most one point: 1250.50. The cells are text, so that no digit is lost.",
        "An estimate is one cell, such as 2 to 15, or columns of its own: incidents_per_year.low, .likely, .high.",
        "A share has its sign: 30%. A date is 2026-11-27. Leave empty what you do not know: it is never taken for zero.",
        "Formulas, merged cells and errors are refused. Sheets whose name starts with # are not read.",
        'Read it with: whorunsit.Portfolio.from_workbook("portfolio.xlsx").recommend()',
    ):
        sheet.append([line])
    sheet["A1"].font = Font(bold=True, size=14)
    sheet.column_dimensions["A"].width = 110

    sheet = book.create_sheet(_SETTINGS)
    sheet.append(["key", "value", "what it is"])
    for row, (key, node, kind, required) in enumerate(_settings_of(schema, schema), start=2):
        sheet.append([key, "1" if key == "schema" else None, node.get("description") or kind.get("description")])
        sheet.cell(row, 1).font = bold if required else Font()
        sheet.cell(row, 1).fill = required_fill if required else optional_fill
        sheet.cell(row, 3).font = grey
        if key == "schema":
            sheet.cell(row, 2).value = 1
        else:
            sheet.cell(row, 2).number_format = "@"
        choices(sheet, _words(kind), f"B{row}")
    for letter, width in (("A", 52), ("B", 26), ("C", 90)):
        sheet.column_dimensions[letter].width = width
        sheet[f"{letter}1"].font = bold
    sheet.freeze_panes = "B2"

    for name, definition in _TABLES.items():
        sheet = book.create_sheet(name)
        table = schema["$defs"][definition]
        needed = list(table.get("required", ()))
        keys = needed + [key for key in table["properties"] if key not in needed]
        columns = [
            (key, table["properties"][key])
            for key in keys
            if _kind(schema, table["properties"][key])[0].get("type") != "array"
        ]
        if name in _INSIDE:
            columns.insert(0, _INSIDE[name])
            needed.insert(0, _INSIDE[name][0])
        for index, (key, node) in enumerate(columns, start=1):
            kind, _ = _kind(schema, node)
            letter = get_column_letter(index)
            cell = sheet.cell(1, index, key)
            cell.font = bold
            cell.fill = required_fill if key in needed else optional_fill
            cell.alignment = Alignment(horizontal="left")
            words = _words(kind)
            text = node.get("description") or kind.get("description") or ""
            if words:
                text += f"\nOne of {', '.join(words)}."
            text += "\nNeeded." if key in needed else "\nMay stay empty."
            cell.comment = Comment(text, "whorunsit", width=320, height=120)
            choices(sheet, words, f"{letter}2:{letter}10000")
            sheet.column_dimensions[letter].width = max(14, len(key) + 3)
            sheet.column_dimensions[letter].number_format = "@"
            if kind.get("type") not in ("boolean", "integer", ["boolean", "null"], ["integer", "null"]):
                for row in range(2, 202):
                    sheet.cell(row, index).number_format = "@"
        sheet.freeze_panes = "B2"
    book.move_sheet("exposure_bands", offset=-3)
    data = io.BytesIO()
    book.save(data)
    write_file(path, data.getvalue(), force=force)
