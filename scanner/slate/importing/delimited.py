"""Lists in text files: commas, semicolons, tabs or bars, in whatever encoding programs write."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from scanner.errors import SlateError
from scanner.slate.importing.sheet import (
    MOST_COLUMNS,
    MOST_ROWS,
    Row,
    Sheet,
    Value,
    trimmed,
)

_SEPARATORS = (",", ";", "\t", "|")
_TRIED = 30
"""Rows by which the separator is told."""
_FEW_NULS = 0.2
"""Share of noughts among the first bytes from which a text is taken for UTF-16 without a mark: half
of them are noughts in Latin script, none in any other encoding."""


def read_delimited(data: bytes) -> Sheet:
    """The rows of a text file. Raises SlateError when it is none, or too large."""
    text, notes = _decoded(data)
    if "\0" in text:
        text = text.replace("\0", "")
        notes.append(("Characters that no text has (NUL) were taken out.", ()))
    text, separator = _said_separator(text)
    separator = separator or _separator(text)
    rows = tuple(_rows(text, separator))
    if not rows:
        raise SlateError("The list is empty.")
    return Sheet(rows, tuple(notes))


def _decoded(data: bytes) -> tuple[str, list[tuple[str, tuple[int, ...]]]]:
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if data.startswith(mark):
            return _strictly(data, encoding), []
    start = data[:4096]
    if start and start.count(0) / len(start) > _FEW_NULS:
        return _strictly(data, "utf-16-le" if start[1:2] == b"\0" else "utf-16-be"), []
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError:
        pass
    said = "It is not UTF-8, so it was read as Windows-1252, the older encoding of Excel."
    try:
        return data.decode("cp1252"), [(said, ())]
    except UnicodeDecodeError:
        raise SlateError(
            "The list is in an encoding that cannot be told. Save it as CSV UTF-8, or as XLSX."
        ) from None


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise SlateError("The list is damaged: its text breaks off. Save it again.") from None


def _said_separator(text: str) -> tuple[str, str]:
    """The text without Excel's own first line `sep=;`, which no spreadsheet shows, and what it
    says."""
    first, _, rest = text.partition("\n")
    said = first.strip().lower()
    if said.startswith("sep=") and len(said.removeprefix("sep=")) <= 1:
        return rest, said.removeprefix("sep=") or "\t"
    return text, ""


def _separator(text: str) -> str:
    """The one that parts the first rows into most columns, and most evenly."""

    def worth(separator: str) -> tuple[int, int]:
        widths: list[int] = []
        try:
            for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
                if row:
                    widths.append(len(row))
                if len(widths) == _TRIED:
                    break
        except csv.Error:
            return 0, 0
        parted = [width for width in widths if width > 1]
        same = max((parted.count(width) for width in set(parted)), default=0)
        return same, max(parted, default=0)

    return max(_SEPARATORS, key=worth)


def _rows(text: str, separator: str) -> Iterator[Row]:
    """Raises SlateError with the row where it breaks off: else one quotation mark that is not
    closed would swallow everybody after it."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = found = 0
    try:
        for number, cells in enumerate(reader, start=1):
            if row := row_of(number, cells, found):
                found += 1
                yield row
    except csv.Error as error:
        said = str(error)
        if "field larger" in said:
            what = (
                "has a cell that is far too long. Often a quotation mark before it was not closed"
            )
        else:
            what = (
                "has quotation marks that do not fit: one is not closed, or text follows after it"
            )
        raise SlateError(
            f"Row {number + 1} {what}. Mend it there, or save the list as XLSX."
        ) from None


def row_of(number: int, cells: Iterable[Value], found: int) -> Row | None:
    """The row, if anything stands in it. `found`: rows before it. Raises SlateError when it is one
    too many, or too wide."""
    row = trimmed(tuple(cells))
    if row and (found >= MOST_ROWS or len(row) > MOST_COLUMNS):
        raise _too_large(len(row) > MOST_COLUMNS, number)
    return Row(number, row) if row else None


def _too_large(is_wide: bool, row: int) -> SlateError:
    """For a list beyond all that is read."""
    if is_wide:
        return SlateError(
            f"Row {row} has more than {MOST_COLUMNS} columns with something in them. Keep the "
            f"columns that matter, and import that."
        )
    return SlateError(
        f"The list has more than {MOST_ROWS:,} rows. Divide it, and import each part."
    )
