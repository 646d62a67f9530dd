"""OpenDocument (LibreOffice): texts, sheets and slides, with comments and what was struck out."""

from __future__ import annotations

from collections.abc import Mapping

from scanner.model.document import Place
from scanner.read.content import Lines
from scanner.read.links import absolute, contact
from scanner.read.office_xml import Event, Happened, events_of
from scanner.read.package import Package
from scanner.read.records import MAX_NAME, Table
from scanner.read.spreadsheet import MAX_COLUMNS

_UNSEEN = frozenset({"tracked-changes", "hidden-text", "hidden-paragraph", "notes"})
"""Elements whose text is not shown: deletions, text under a condition, a speaker's notes.

Footnotes are called `note`, in the singular, and are shown."""
_MAX_SPACES = 100


def write_opendocument(package: Package, lines: Lines) -> None:
    """Adds the text, then headers and footers."""
    for part, name in (("content.xml", ""), ("styles.xml", "page style/")):
        story = _Story(lines, name)
        for happened in events_of(package.read(part)):
            story.take(happened)


class _Story:
    """One part. Paragraphs may stand inside paragraphs (a comment, a text box)."""

    def __init__(self, lines: Lines, name: str) -> None:
        self._lines = lines
        self._name = name
        self._open: list[list[str]] = []
        self._unseen: list[str] = []
        self._comments = 0
        self._ignored = 0
        self._count = 0
        self._sheet: _Sheet | None = None
        self._slide = 0

    def take(self, happened: Happened) -> None:
        kind, tag, attributes, text = happened
        if kind is Event.START:
            self._start(tag, attributes)
        elif kind is Event.END:
            self._end(tag)
        elif self._open and not self._ignored:
            self._open[-1].append(text)

    def _start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in ("p", "h", "creator"):
            self._open.append([])
        elif tag in _UNSEEN:
            self._unseen.append(tag)
        elif tag == "annotation":
            self._comments += 1
        elif tag in ("date", "sender-initials") and self._comments:
            self._ignored += 1
        elif tag in ("tab", "line-break") and self._open:
            self._open[-1].append("\n" if tag == "line-break" else "\t")
        elif tag == "s" and self._open:
            count = attributes.get("c", "1")
            spaces = int(count) if count.isascii() and count.isdigit() and len(count) < 4 else 1
            self._open[-1].append(" " * min(spaces, _MAX_SPACES))
        elif tag == "a":
            self._link(attributes.get("href", ""))
        elif tag == "page":
            self._slide += 1
        elif tag == "table" and self._sheet is None:
            self._sheet = _Sheet(self._lines, attributes.get("name", ""))
        elif self._sheet is not None:
            self._sheet.start(tag, attributes)

    def _end(self, tag: str) -> None:
        if tag in ("p", "h", "creator"):
            if self._open:
                self._write(tag, "".join(self._open.pop()))
        elif self._unseen and tag == self._unseen[-1]:
            self._unseen.pop()
        elif tag == "annotation":
            self._comments -= 1
        elif tag in ("date", "sender-initials") and self._ignored:
            self._ignored -= 1
        elif tag == "table" and self._sheet is not None:
            self._sheet = None
        elif self._sheet is not None:
            self._sheet.end(tag)

    def _link(self, target: str) -> None:
        said = contact(target)
        self._lines.add(absolute("", target) if said is None else said, Place.LINK, self._path)

    @property
    def _path(self) -> str:
        where = f"slide {self._slide}" if self._slide else f"p{self._count}"
        return f"{self._name}{where}"

    def _write(self, tag: str, text: str) -> None:
        self._count += 1
        if tag == "creator":
            if not self._sheet or self._comments:
                self._lines.add(text, Place.METADATA, f"{self._name}comment/author")
        elif self._comments or self._unseen:
            self._lines.add(text, Place.HIDDEN, self._path)
        elif self._sheet is not None and self._sheet.takes(text):
            return
        else:
            self._lines.add(text, Place.TEXT, self._path)


class _Sheet:
    """One table, in a text or as a sheet: rows of cells."""

    def __init__(self, lines: Lines, name: str) -> None:
        self._table = Table(lines, f"sheet {name[:MAX_NAME]}")
        self._row = 0
        self._cells: list[str] = []
        self._words: list[str] | None = None
        self._date = ""
        self._repeats = 1
        self._row_repeats = 1
        self._is_hidden = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "table-row":
            self._row += self._row_repeats
            self._row_repeats = _int(attributes.get("number-rows-repeated"))
            self._is_hidden = attributes.get("visibility", "visible") != "visible"
            self._cells = []
        elif tag in ("table-cell", "covered-table-cell"):
            self._words = []
            self._date = attributes.get("date-value", "")
            self._repeats = _int(attributes.get("number-columns-repeated"))

    def end(self, tag: str) -> None:
        if tag in ("table-cell", "covered-table-cell") and self._words is not None:
            text = self._date.removesuffix("T00:00:00") or "\n".join(self._words)
            self._words = None
            # Sheets end in thousands of repeated empty cells.
            times = min(self._repeats, MAX_COLUMNS - len(self._cells))
            self._cells += [text, *[""] * (times - 1)] if times > 0 else []
        elif tag == "table-row":
            place = Place.HIDDEN if self._is_hidden else Place.TEXT
            self._table.add(self._cells, self._row, place)

    def takes(self, text: str) -> bool:
        """Whether a paragraph is part of an open cell."""
        if self._words is None:
            return False
        self._words.append(text)
        return True


def _int(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 8 else 1
