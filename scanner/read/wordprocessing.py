"""Word documents: paragraphs, cells, headers, notes, comments, and what was struck out."""

from __future__ import annotations

from dataclasses import dataclass, field

from scanner.model.document import Place
from scanner.read.content import Lines
from scanner.read.office_xml import Event, Happened, events_of
from scanner.read.package import Package

_PARTS = r"word/(?:document\d*|header\d*|footer\d*|footnotes|endnotes|comments)\.xml"
_GAPS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": "\xad"}


def write_wordprocessing(package: Package, lines: Lines) -> None:
    """Adds the text of all parts of a document."""
    for part in sorted(package.matching(_PARTS), key=lambda name: "document" not in name):
        stem = part.removeprefix("word/").removesuffix(".xml")
        story = _Story(lines, "body" if stem.startswith("document") else stem)
        for happened in events_of(package.read(part)):
            story.take(happened)


@dataclass(slots=True)
class _Paragraph:
    """The words of an open paragraph, by where they stand."""

    shown: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)
    code: list[str] = field(default_factory=list)


class _Story:
    """One part of a document. Text boxes are paragraphs inside paragraphs."""

    def __init__(self, lines: Lines, name: str) -> None:
        self._lines = lines
        self._place = Place.HIDDEN if name == "comments" else Place.TEXT
        self._name = name
        self._open: list[_Paragraph] = []
        self._count = 0
        self._inside: list[str] = []
        self._fallback = 0
        self._is_unseen = False

    def take(self, happened: Happened) -> None:
        kind, tag, attributes, text = happened
        if kind is Event.START:
            self._inside.append(tag)
            # Fallback repeats, for old programs, what stands in Choice.
            self._fallback += tag == "Fallback"
            if not self._fallback:
                self._start(tag, attributes.get("author", ""), attributes.get("val", ""))
        elif kind is Event.END:
            if self._inside:
                self._inside.pop()
            if tag == "Fallback":
                self._fallback -= 1
            elif tag == "p" and self._open and not self._fallback:
                self._write(self._open.pop())
        elif self._open and not self._fallback and self._inside:
            self._text(self._inside[-1], text)

    def _start(self, tag: str, author: str, value: str) -> None:
        if tag == "p":
            self._count += 1
            self._open.append(_Paragraph())
        elif tag == "r":
            self._is_unseen = False
        elif tag == "vanish" and value not in ("0", "false") and "rPr" in self._inside[-2:]:
            self._is_unseen = True
        elif tag == "comment" and author:
            self._lines.add(author, Place.METADATA, f"{self._name}/author")
        elif tag in _GAPS and self._open and "r" in self._inside[-2:]:
            self._open[-1].shown.append(_GAPS[tag])

    def _text(self, tag: str, text: str) -> None:
        paragraph = self._open[-1]
        if tag == "t":
            (paragraph.hidden if self._is_unseen else paragraph.shown).append(text)
        elif tag == "delText":
            paragraph.struck.append(text)
        elif tag == "instrText":
            paragraph.code.append(text)

    def _write(self, paragraph: _Paragraph) -> None:
        path = f"{self._name}/p{self._count}"
        self._lines.add("".join(paragraph.shown), self._place, path)
        self._lines.add("".join(paragraph.hidden), Place.HIDDEN, path)
        self._lines.add("".join(paragraph.struck), Place.HIDDEN, f"{path}/deleted")
        if "HYPERLINK" in (code := "".join(paragraph.code)):
            self._lines.add(code, Place.LINK, path)
