"""Lists in Excel's workbooks (XLSX): read in one pass, without computing or trusting anything."""

from __future__ import annotations

import io
import math
import re
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from typing import IO, Any
from xml.etree.ElementTree import iterparse

import openpyxl
from openpyxl.utils import column_index_from_string, range_boundaries
from openpyxl.worksheet._reader import ROW_TAG, WorkSheetParser

from scanner.errors import SlateError
from scanner.slate.importing.delimited import row_of
from scanner.slate.importing.sheet import (
    LAST_ROW,
    MOST_COLUMNS,
    MOST_ROWS,
    Row,
    Sheet,
    Value,
    is_blank,
)
from scanner.slate.importing.unpacking import require_harmless

_ATTRIBUTE = re.compile(rb'\s(\w+)="([^"]*)"')
_HIDDEN_COLUMN = re.compile(rb"<(?:\w+:)?col\s[^<>]*>")
_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\s[^<>]*\bhidden=[^<>]*>")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^<>]*ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
_FORMULA = re.compile(rb"<(?:\w+:)?c(\s[^<>]*)>\s*<(?:\w+:)?f[\s/>]")
_MOST_MERGED = 10_000
_DIGITS = "0123456789"
_PLAIN_TEXT = ROW_TAG.replace("}row", "}t")
_HIDDEN = "They are hidden in the sheet, and were read as well."
_FILLED = "Merged cells: their value was taken for each row that they span."

NOT_READ = (
    "The workbook is damaged, or is none that can be read. Open it, save it as XLSX or CSV, and "
    "import that."
)


def read_workbook(data: bytes, wanted: str = "") -> Sheet:
    """The rows of one sheet: the one of that name, else the first that is not hidden and not
    empty. Raises SlateError."""
    try:
        require_harmless(data)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what the library does not keep when it writes
            return _read(data, wanted)
    except SlateError:
        raise
    except Exception:  # what a broken file raises in there has no end
        raise SlateError(NOT_READ) from None


def _opened(data: bytes) -> Any:
    # Values, not formulas: what the spreadsheet computed last. Links to other files stay closed.
    return openpyxl.load_workbook(
        io.BytesIO(data), read_only=True, data_only=True, keep_links=False
    )


def _read(data: bytes, wanted: str) -> Sheet:
    book = _opened(data)
    for sheet in book.worksheets:
        if wanted and sheet.title.strip().casefold() != wanted.strip().casefold():
            continue
        if not wanted and not _is_seen(sheet):
            continue
        if not sheet._worksheet_path.endswith(".xml"):
            raise SlateError(NOT_READ)  # a part that was not looked at as what it is
        rows = list(_rows(sheet))
        if rows:
            # The library's fast way does not tell what is hidden, merged or computed.
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                read = _with_layout(rows, archive.read(sheet._worksheet_path))
            seen = [one.title for one in book.worksheets if _is_seen(one) and one is not sheet]
            return replace(read, title=sheet.title, others=tuple(seen))
    if wanted:
        raise SlateError("The workbook has no sheet of that name with anything in it.")
    raise SlateError("The list is empty.")


def _is_seen(sheet: Any) -> bool:
    return bool(sheet.sheet_state == "visible")


def _rows(sheet: Any) -> Iterator[Row]:
    found = 0
    with sheet._get_source() as source:
        for number, cells in _Cells(sheet, source).rows():
            if row := row_of(number, cells, found):
                found += 1
                yield row


class _Cells:
    """The cells of a sheet, by the library's reader, without what takes most of its time: building
    objects for texts without formatting, for cells without a value, and for all that is no cell."""

    def __init__(self, sheet: Any, source: IO[bytes]) -> None:
        book = sheet.parent
        self._source = source
        self._parser: Any = WorkSheetParser(
            source,
            sheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )

    def rows(self) -> Iterator[tuple[int, list[Value]]]:
        """Number and cells of each row, in the order of the sheet. Raises SlateError."""
        last = 0
        for _, element in iterparse(self._source):  # noqa: S314  who declares entities is refused
            if element.tag != ROW_TAG:
                continue
            number = int(element.get("r") or last + 1)
            if number > LAST_ROW:
                raise SlateError(NOT_READ)
            if number > last:  # a row that stands there a second time is none of a spreadsheet's
                yield number, self._row(element)
                last = number
            element.clear()

    def _row(self, element: Any) -> list[Value]:
        cells: list[Value] = []
        column = 0
        for cell in element:
            ref = cell.get("r")
            column = _column(ref.rstrip(_DIGITS)) if ref else column + 1
            value = self._value(cell) if len(cell) else None
            if value is not None:
                cells.extend([None] * (column - len(cells)))
                cells[column - 1] = value
        return cells

    def _value(self, cell: Any) -> Value:
        if cell.get("t") == "inlineStr" and len(cell[0]) == 1 and cell[0][0].tag == _PLAIN_TEXT:
            plain: str | None = cell[0][0].text
            return plain
        value: Any = self._parser.parse_cell(cell)["value"]
        if isinstance(value, timedelta) or (isinstance(value, float) and not math.isfinite(value)):
            return str(value)
        found: Value = value
        return found


@lru_cache(maxsize=1_000)
def _column(letters: str) -> int:
    """From 1. Raises ValueError beyond what a spreadsheet has."""
    return int(column_index_from_string(letters))


def _with_layout(rows: list[Row], xml: bytes) -> Sheet:
    """The rows, with what the sheet's own text tells of how it is shown."""
    hidden_rows = _hidden_rows(xml)
    numbers = {row.number for row in rows}
    notes: list[tuple[str, tuple[int, ...]]] = []
    if seen := tuple(sorted(hidden_rows & numbers)):
        notes.append((_HIDDEN, seen))
    rows, filled = _unmerged(rows, xml)
    if filled:
        notes.append((_FILLED, tuple(sorted(filled))))
    return Sheet(tuple(rows), tuple(notes), _hidden_columns(xml), frozenset(_formulas(xml)))


def _attributes(tag: bytes) -> dict[str, str]:
    return {
        name.decode(): text.decode("utf-8", "replace") for name, text in _ATTRIBUTE.findall(tag)
    }


def _hidden_columns(xml: bytes) -> frozenset[int]:
    found: set[int] = set()
    head = xml.partition(b"sheetData")[0]
    for tag in _HIDDEN_COLUMN.findall(head):
        known = _attributes(tag)
        if known.get("hidden") in ("1", "true"):
            first, last = int(known["min"]), int(known["max"])
            found.update(range(first - 1, min(last, MOST_COLUMNS)))
    return frozenset(found)


def _hidden_rows(xml: bytes) -> set[int]:
    found = map(_attributes, _HIDDEN_ROW.findall(xml))
    return {int(known["r"]) for known in found if known.get("hidden") in ("1", "true")}


def _formulas(xml: bytes) -> Iterator[tuple[int, int]]:
    for tag in _FORMULA.findall(xml):
        place = re.fullmatch(r"([A-Z]{1,3})(\d{1,7})", _attributes(tag).get("r", ""))
        if place:
            yield int(place[2]), column_index_from_string(place[1]) - 1


def _unmerged(rows: list[Row], xml: bytes) -> tuple[list[Row], set[int]]:
    """Each row with the value of the merged cells that it lies in, and which rows that were.

    Only down a column: a title that spans columns is no value of each of them.
    """
    by_number = {row.number: place for place, row in enumerate(rows)}
    filled: set[int] = set()
    for ref in _MERGED.findall(xml)[:_MOST_MERGED]:
        left, top, right, bottom = range_boundaries(ref.decode())
        if left != right or top not in by_number or left > MOST_COLUMNS:
            continue
        source = rows[by_number[top]].cells
        value = source[left - 1] if left <= len(source) else None
        for number in range(top + 1, min(bottom, top + MOST_ROWS) + 1):
            place = by_number.get(number)
            if place is None or is_blank(value):
                continue
            cells = rows[place].cells
            padded = [*cells, *[None] * (left - len(cells))]
            if is_blank(padded[left - 1]):
                padded[left - 1] = value
                rows[place] = Row(number, tuple(padded))
                filled.add(number)
    return rows, filled
