"""PDFs: the text of each page, links, notes, what was filled into forms, and who made it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from scanner.model.document import Link, Place
from scanner.read import pdf_process
from scanner.read.content import Content, Lines, NotRead, joined
from scanner.read.links import absolute, contact
from scanner.read.xmp import xmp_lines

_WHY = {
    "password": "a PDF that needs a password",
    "broken": "a PDF: it is damaged and could not be opened",
    "timeout": "a PDF: it could not be opened in time",
    "died": "a PDF: it could not be opened within the bounds of memory and time",
    "missing": "a PDF: the program that opens PDFs could not be started",
}
_PLACES = {
    "text": Place.TEXT,
    "link": Place.LINK,
    "note": Place.HIDDEN,
    "name": Place.METADATA,
    "field": Place.TEXT,
    "metadata": Place.METADATA,
}
_PARTED = re.compile("[\x02\ufffe](?=(.?))", re.DOTALL)
"""How PDFium marks a hyphen at the end of a line, having joined the two halves of the word."""

Opened = Callable[[bytes], dict[str, Any]]


def read_pdf(body: bytes, opened: Opened | None = None) -> Content:
    """What a PDF says. Raises NotRead.

    `opened`: what opens it; the process that all PDFs share when not given.
    """
    answer = (opened or pdf_process.shared.opened)(body)
    if error := answer.get("error"):
        raise NotRead(_WHY.get(str(error), _WHY["broken"]))
    lines = Lines()
    title = ""
    links: list[Link] = []
    for kind, where, words in answer["pieces"]:
        if kind == "metadata":
            title = words if where == "Title" else title
            place = Place.TITLE if where == "Title" else Place.METADATA
            lines.add(words, place, f"metadata/{where}")
        elif kind == "link":
            _add_link(lines, links, words, where)
        else:
            path = where if kind == "text" else f"{where}/{kind}"
            lines.add(_healed(words), _PLACES[kind], path)
    for name, words in xmp_lines(body):
        lines.add(words, Place.METADATA, f"metadata/{name}")
    if answer["empty"] == answer["read"] and not lines.words:
        raise_if_silent(lines)
    return lines.content(title=title, links=tuple(links), partly=_partly(answer))


def raise_if_silent(lines: Lines) -> None:
    """A PDF without any words at all was not read; one with notes about it was, in part."""
    if not lines.length:
        raise NotRead("a PDF of pictures without text: look at it yourself")


def _add_link(lines: Lines, links: list[Link], target: str, where: str) -> None:
    said = contact(target)
    if said is not None:
        lines.add(said, Place.LINK, f"{where}/link")
    elif url := absolute("", target):
        links.append(Link(url, ""))
        lines.add(url, Place.LINK, f"{where}/link")


def _healed(text: str) -> str:
    """Words that were parted at the end of a line: the hyphen stays where a capital follows
    (Smith-Jones), and is a soft one else (Bram-ble)."""
    return _PARTED.sub(lambda found: "-" if found[1].isupper() else "\xad", text)


def _partly(answer: dict[str, Any]) -> str:
    pages, read, empty = answer["pages"], answer["read"], answer["empty"]
    notes: list[str] = []
    if empty and empty == read:
        notes.append("a PDF of pictures without text: look at it yourself")
    elif empty:
        of = "1 page has" if empty == 1 else f"{empty} pages have"
        notes.append(f"{of} no text: if they are pictures, look at them yourself")
    if read < pages:
        notes.append(f"only the first {read} of {pages} pages were read")
    if answer["attachments"]:
        notes.append("files attached to it were not read")
    return joined(notes)
