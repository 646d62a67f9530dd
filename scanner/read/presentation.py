"""PowerPoint presentations: slides in order, the speaker's notes, and comments."""

from __future__ import annotations

import re

from scanner.model.document import Place
from scanner.read.content import Lines
from scanner.read.office_xml import Event, events_of
from scanner.read.package import Package

_SLIDES = r"ppt/slides/slide\d+\.xml"
_NOTES = r"ppt/notesSlides/notesSlide\d+\.xml"
_COMMENTS = r"ppt/comments/[^/]+\.xml"


def write_presentation(package: Package, lines: Lines) -> None:
    """Adds the text of all slides, then what stands beside them."""
    for part in package.matching(_SLIDES):
        _paragraphs(package.read(part), lines, Place.TEXT, f"slide {_number(part)}")
    for part in package.matching(_NOTES):
        _paragraphs(package.read(part), lines, Place.HIDDEN, f"notes {_number(part)}")
    for part in package.matching(_COMMENTS):
        _paragraphs(package.read(part), lines, Place.HIDDEN, f"comments {_number(part)}")
    for _, tag, attributes, _ in events_of(package.read("ppt/commentAuthors.xml")):
        if tag == "cmAuthor" and attributes.get("name"):
            lines.add(attributes["name"], Place.METADATA, "comments/author")


def _paragraphs(data: bytes, lines: Lines, place: Place, path: str) -> None:
    words: list[str] = []
    inside: list[str] = []
    for kind, tag, attributes, text in events_of(data):
        if kind is Event.START:
            inside.append(tag)
            if tag == "sld" and attributes.get("show") in ("0", "false"):
                place = Place.HIDDEN
            elif tag == "br":
                words.append("\n")
        elif kind is Event.END:
            if inside:
                inside.pop()
            if tag in ("p", "cm"):
                lines.add("".join(words), place, path)
                words = []
        elif inside and inside[-1] in ("t", "text"):
            words.append(text)
    lines.add("".join(words), place, path)


def _number(part: str) -> str:
    found = re.search(r"(\d+)\.xml$", part)
    return found[1] if found else "1"
