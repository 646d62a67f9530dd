"""Excel sheets: cells by row, shared texts, dates as dates, comments, hidden rows and sheets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from scanner.model.document import Place
from scanner.read.content import Lines
from scanner.read.office_xml import Event, events_of
from scanner.read.package import Package
from scanner.read.records import MAX_NAME, Table

MAX_COLUMNS = 500
"""Columns read of a sheet; members lists have dozens."""

_BUILT_IN_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
"""Numbers of the number formats that show dates and times (ECMA-376, 18.8.30)."""
_UNQUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


@dataclass(slots=True)
class _Book:
    """What all sheets share."""

    texts: list[str]
    date_styles: frozenset[int]
    epoch: datetime


def write_spreadsheet(package: Package, lines: Lines) -> None:
    """Adds all sheets in their order, then comments."""
    sheets, epoch = _sheets(package)
    styles = frozenset(_date_styles(package.read("xl/styles.xml")))
    texts = list(_texts(package.read("xl/sharedStrings.xml"), "si"))
    book = _Book(texts, styles, epoch)
    for name, part, is_hidden in sheets:
        path = f"sheet {name[:MAX_NAME]}"
        place = Place.HIDDEN if is_hidden else Place.TEXT
        lines.add(name, Place.METADATA, path)
        _write_sheet(package.read(part), book, lines, path, place)
    for part in package.matching(r"xl/(?:threadedC|c)omments/?[^/]*\.xml"):
        for text in _texts(package.read(part), "comment", "threadedComment"):
            lines.add(text, Place.HIDDEN, "comment")
        for text in _texts(package.read(part), "author"):
            lines.add(text, Place.METADATA, "comment/author")
    for part in package.matching(r"xl/drawings/drawing\d+\.xml"):
        for text in _texts(package.read(part), "p"):
            lines.add(text, Place.TEXT, "drawing")


def _sheets(package: Package) -> tuple[list[tuple[str, str, bool]], datetime]:
    """Name, part and hiddenness of each sheet, and the day that counts as zero."""
    relations = package.relations("xl/workbook.xml")
    sheets: list[tuple[str, str, bool]] = []
    epoch = datetime(1899, 12, 30)
    for kind, tag, attributes, _ in events_of(package.read("xl/workbook.xml")):
        if kind is not Event.START:
            continue
        if tag == "workbookPr" and attributes.get("date1904") in ("1", "true"):
            epoch = datetime(1904, 1, 1)
        elif tag == "sheet":
            is_hidden = attributes.get("state", "visible") != "visible"
            part = relations.get(attributes.get("id", ""), "")
            sheets.append((attributes.get("name", ""), part, is_hidden))
    if not any(part for _, part, _ in sheets):
        parts = package.matching(r"xl/worksheets/sheet\d+\.xml")
        sheets = [(f"{number}", part, False) for number, part in enumerate(parts, 1)]
    return sheets, epoch


def _date_styles(data: bytes) -> Iterator[int]:
    """Numbers of the cell styles that show dates."""
    formats: dict[str, str] = {}
    inside, number = False, 0
    for kind, tag, attributes, _ in events_of(data):
        if tag == "cellXfs":
            inside = kind is Event.START
        elif kind is Event.START and tag == "numFmt":
            formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif kind is Event.START and tag == "xf" and inside:
            wanted = attributes.get("numFmtId", "0")
            code = _UNQUOTED.sub("", formats.get(wanted, "")).lower()
            if ("y" in code or "d" in code) or (
                wanted.isdigit() and int(wanted) in _BUILT_IN_DATES
            ):
                yield number
            number += 1


def _texts(data: bytes, *outer: str) -> Iterator[str]:
    """The text of each element of that name, without phonetic readings."""
    words: list[str] = []
    inside: list[str] = []
    for kind, tag, _, text in events_of(data):
        if kind is Event.START:
            inside.append(tag)
            if tag in outer:
                words = []
        elif kind is Event.END:
            if inside:
                inside.pop()
            if tag in outer:
                yield "".join(words)
        elif inside and inside[-1] in ("t", "text", "author") and "rPh" not in inside:
            words.append(text)


def _write_sheet(data: bytes, book: _Book, lines: Lines, path: str, place: Place) -> None:
    table = Table(lines, path)
    cells: list[str] = []
    hidden_columns: set[int] = set()
    row, is_hidden, column = 0, False, -1
    kind_of_cell, style, words = "", 0, ""
    in_value = False
    for kind, tag, attributes, text in events_of(data):
        if kind is Event.TEXT:
            words += text if in_value else ""
        elif kind is Event.START and tag == "col" and attributes.get("hidden") in ("1", "true"):
            first, last = _int(attributes.get("min")), _int(attributes.get("max"))
            hidden_columns.update(range(first - 1, min(last, MAX_COLUMNS)))
        elif kind is Event.START and tag == "row":
            row = _int(attributes.get("r")) or row + 1
            is_hidden, cells, column = attributes.get("hidden") in ("1", "true"), [], -1
        elif kind is Event.START and tag == "c":
            column = _column(attributes.get("r", ""), column + 1)
            kind_of_cell, style, words = attributes.get("t", "n"), _int(attributes.get("s")), ""
        elif tag in ("v", "t"):
            in_value = kind is Event.START
        elif kind is Event.END and tag == "c" and 0 <= column < MAX_COLUMNS:
            cells += [""] * (column + 1 - len(cells))
            cells[column] = _value(words, kind_of_cell, style, book)
        elif kind is Event.END and tag == "row":
            shown = Place.HIDDEN if is_hidden else place
            table.add(cells, row, shown, frozenset(hidden_columns))


def _value(words: str, kind: str, style: int, book: _Book) -> str:
    """A cell as it reads. A telephone number that was stored as a number has lost its zero."""
    if kind == "s":
        index = _int(words, -1)
        return book.texts[index] if 0 <= index < len(book.texts) else ""
    if kind in ("str", "inlineStr"):
        return words
    if kind in ("b", "e"):
        return ""
    if kind == "d":
        return words.removesuffix("T00:00:00")
    try:
        number = float(words)
        if style in book.date_styles and 0 < number < 2_958_466:  # 9999-12-31
            return _moment(book.epoch + timedelta(days=number))
        return str(int(number)) if number == int(number) else words
    except (ValueError, OverflowError):
        return words


def _moment(moment: datetime) -> str:
    moment = (moment + timedelta(milliseconds=500)).replace(microsecond=0)
    return moment.isoformat(" ").removesuffix(" 00:00:00")


def _column(reference: str, following: int) -> int:
    found = _REFERENCE.fullmatch(reference)
    if not found:
        return following
    number = 0
    for letter in found[1]:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _int(text: str | None, otherwise: int = 0) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else otherwise
