"""Office files: Word, Excel and PowerPoint since 2007, and OpenDocument."""

from __future__ import annotations

from collections.abc import Callable

from scanner.model.document import Link, Place
from scanner.read.content import Content, Lines, NotRead
from scanner.read.links import absolute, contact
from scanner.read.office_xml import Event, events_of
from scanner.read.opendocument import write_opendocument
from scanner.read.package import Package
from scanner.read.picture import picture_notes
from scanner.read.presentation import write_presentation
from scanner.read.spreadsheet import write_spreadsheet
from scanner.read.wordprocessing import write_wordprocessing

MAX_PICTURES = 200
"""Pictures inside one file whose notes are read."""
MAX_PICTURE_BYTES = 20_000_000

_ABOUT = frozenset(
    {"creator", "lastModifiedBy", "title", "subject", "description", "keywords", "category"}
    | {"contentStatus", "Company", "Manager", "lpwstr", "HyperlinkBase"}
    | {"initial-creator", "printed-by", "keyword", "user-defined"}
)
"""Local names in docProps/core.xml, app.xml and custom.xml, and in meta.xml of OpenDocument."""

_ABOUT_PARTS = ("docProps/core.xml", "docProps/app.xml", "docProps/custom.xml", "meta.xml")

Writer = Callable[[Package, Lines], None]
_WRITERS: dict[str, tuple[str, Writer]] = {
    "word": ("a Word document", write_wordprocessing),
    "excel": ("an Excel sheet", write_spreadsheet),
    "powerpoint": ("a PowerPoint presentation", write_presentation),
    "opendocument": ("an OpenDocument file", write_opendocument),
}


def read_office(body: bytes, family: str) -> Content:
    """What an Office file says; `family` is a key of the table above. Raises NotRead."""
    called, write = _WRITERS[family]
    package = Package(body, called)
    lines = Lines()
    if "encryption-data" in package.read("META-INF/manifest.xml").decode("utf-8", "replace"):
        raise NotRead(f"{called} that needs a password")
    title = _about(package, lines)
    write(package, lines)
    links = _links(package, lines)
    had_text = lines.words > 0
    _pictures(package, lines)
    if not lines.length:
        raise NotRead(f"{called} without text: look at it yourself")
    partly = "" if had_text else f"{called} without text: what its pictures show was not looked at"
    return lines.content(title=title, links=links, partly=partly)


def _about(package: Package, lines: Lines) -> str:
    """What the file says of itself; gives its title."""
    title = ""
    for part in _ABOUT_PARTS:
        inside: list[str] = []
        named = ""
        for kind, tag, attributes, text in events_of(package.read(part)):
            if kind is Event.START:
                inside.append(tag)
                named = attributes.get("name", named) if tag in ("property", "user-defined") else ""
            elif kind is Event.END and inside:
                inside.pop()
            elif kind is Event.TEXT and text.strip() and inside and inside[-1] in _ABOUT:
                own = named or inside[-1]
                place = Place.TITLE if own == "title" else Place.METADATA
                title = text.strip() if own == "title" and not title else title
                lines.add(text, place, f"metadata/{own[:40]}")
    return title


def _links(package: Package, lines: Lines) -> tuple[Link, ...]:
    """Addresses that the file links to; those of OpenDocument stand in its text."""
    links: list[Link] = []
    seen: set[str] = set()
    for part in package.matching(r"(?:word|xl|ppt)/.*_rels/[^/]+\.rels"):
        for kind, tag, attributes, _ in events_of(package.read(part)):
            target = attributes.get("Target", "")
            if kind is not Event.START or tag != "Relationship" or target in seen:
                continue
            if attributes.get("TargetMode") != "External":
                continue
            seen.add(target)
            said = contact(target)
            if said is None and (url := absolute("", target)):
                links.append(Link(url, ""))
            lines.add(said or absolute("", target), Place.LINK, part.replace("_rels/", "")[:-5])
    return tuple(links)


def _pictures(package: Package, lines: Lines) -> None:
    for number, (name, data) in enumerate(package.pictures()):
        if number >= MAX_PICTURES:
            return
        if len(data) > MAX_PICTURE_BYTES:
            continue
        try:
            for note, value in picture_notes(data):
                lines.add(value, Place.EXIF, f"{name}/exif/{note}")
        except NotRead:
            continue
