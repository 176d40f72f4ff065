"""What of a workbook is read at most, looked at before openpyxl spends minutes on it."""

from __future__ import annotations

import re
import zipfile
from typing import IO, Any

from ._errors import Problem

MOST_BYTES = 64 << 20
"""Of the file, and of all that is packed in it."""
MOST_ELEMENTS = 500_000
"""Elements of XML: a cell with its value is two or three. openpyxl makes about 100 000 cells of them a second."""
MOST_AREA = 1_000_000
"""Cells, empty or not, that one sheet may reach over, or that may be merged or linked in all."""

_RANGE = re.compile(rb"<(?:[\w.-]+:)?(?:mergeCell|hyperlink)\s[^>]*?\bref\s*=\s*[\"']([^\"']*)[\"']")
_CELLS = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Za-z]{1,3})\$?([0-9]{1,7}))?")


def too_large(file: IO[bytes]) -> Problem | None:
    """Return why a workbook is not read, if it is too large; ``BadZipFile`` and the like if it is none."""
    size = file.seek(0, 2)
    file.seek(0)
    if size > MOST_BYTES:
        return _problem(f"the file has {size} bytes, more than the {MOST_BYTES} that are read")
    with zipfile.ZipFile(file) as book:
        unpacked = sum(part.file_size for part in book.infolist())
        if unpacked > MOST_BYTES:
            return _problem(f"the file unpacks to {unpacked} bytes, more than the {MOST_BYTES} that are read")
        elements = area = 0
        for part in book.infolist():
            if not part.filename.endswith((".xml", ".rels")):
                continue
            text = book.read(part)
            if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                return _problem(f"its part {part.filename:.80} defines entities, which no workbook needs")
            elements += text.count(b"<") - text.count(b"</")
            area += sum(_area(found.decode("ascii", "replace")) for found in _RANGE.findall(text))
    file.seek(0)
    if elements > MOST_ELEMENTS:
        return _problem(
            f"the workbook holds {elements} elements, more than the {MOST_ELEMENTS} that are read; a cell is two or three"
        )
    if area > MOST_AREA:
        return _problem(f"{area} cells are merged or linked, more than the {MOST_AREA} that are read")
    return None


def reaches_too_far(sheet: Any, name: str) -> Problem | None:
    """Return why a sheet is not read, if a cell of it stands far away from the others."""
    rows, columns = sheet.max_row, sheet.max_column
    if rows * columns <= MOST_AREA:
        return None
    message = f"this sheet reaches over {rows} rows and {columns} columns, more than {MOST_AREA} cells"
    return _problem(message, f"sheet {name}", "delete the rows and columns that only look empty")


def _area(cells: str) -> int:
    """Return how many cells a range has; far too many where it is not a plain one."""
    plain = _CELLS.fullmatch(cells)
    if plain is None:
        return MOST_AREA + 1
    left, top, right, bottom = plain.groups()
    if right is None:
        return 1
    return (abs(_column(right) - _column(left)) + 1) * (abs(int(bottom) - int(top)) + 1)


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def _problem(message: str, where: str | None = None, help: str | None = None) -> Problem:
    advice = (
        help or "keep only the sheets of the portfolio, or read a large table yourself and use Portfolio.from_frames"
    )
    return Problem("too-large", "", message, advice, where=where)
