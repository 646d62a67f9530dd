"""Address cards and calendars (vCard, iCalendar): folded lines, each a property."""

from __future__ import annotations

import quopri
import re

from scanner.model.document import Place
from scanner.read.content import Content, Lines

_FOLD = re.compile(r"\r?\n[ \t]")
_SOFT_BREAK = re.compile(r"=\r?\n")
_PROPERTY = re.compile(
    r"([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)?)((?:;[^:\"]*(?:\"[^\"]*\"[^:\"]*)*)?):(.*)"
)
_ESCAPED = re.compile(r"\\([nN,;\\])")
_STRUCTURED = frozenset({"ADR", "N", "ORG", "GEO"})
"""Properties whose value is a list parted by semicolons."""
_BINARY = frozenset({"PHOTO", "LOGO", "SOUND", "KEY"})
_MAX_BINARY = 300
"""Code points; a longer value of a picture or key is the thing itself and no address of it."""


def read_cards(text: str) -> Content:
    """The properties of cards, events and tasks, numbered in order."""
    lines = Lines()
    number = 0
    if "QUOTED-PRINTABLE" in text.upper():
        text = _SOFT_BREAK.sub("", text)
    for line in _FOLD.sub("", text).splitlines():
        found = _PROPERTY.match(line)
        if found is None:
            lines.add(line, Place.TEXT, f"record {number}")
            continue
        name = found[1].rpartition(".")[2].upper()
        number += name == "BEGIN" and found[3].strip().upper() in ("VCARD", "VEVENT", "VTODO")
        if name in ("BEGIN", "END", "VERSION", "PRODID", "CALSCALE", "METHOD"):
            continue
        if name in _BINARY and len(found[3]) > _MAX_BINARY:
            continue
        for said in _people(found[2]):
            lines.add(said, Place.TEXT, f"record {number}.{name}/CN")
        # Its key alone says what date it is, as in any other data.
        place = Place.RECORD if name == "BDAY" else Place.TEXT
        lines.add(_value(name, found[2], found[3]), place, f"record {number}.{name}")
    return lines.content()


def _people(parameters: str) -> list[str]:
    """The name beside an attendee's address."""
    return [found.strip('"') for found in re.findall(r';CN=("[^"]*"|[^;:]*)', parameters)]


def _value(name: str, parameters: str, value: str) -> str:
    if "QUOTED-PRINTABLE" in parameters.upper():
        value = quopri.decodestring(value.encode("utf-8", "replace")).decode("utf-8", "replace")
    if name in _STRUCTURED:
        pieces = [piece.strip() for piece in re.split(r"(?<!\\);", value)]
        if name == "N" and len(pieces) > 1:
            # Family; given; more; before; after.
            pieces = [f"{pieces[0]}, {' '.join([*pieces[3:4], *pieces[1:3]])}".strip(" ,")]
        value = ", ".join(piece for piece in pieces if piece)
    value = _ESCAPED.sub(lambda e: "\n" if e[1] in "nN" else e[1], value)
    for scheme in ("mailto:", "tel:", "geo:"):
        if value.lower().startswith(scheme):
            return value[len(scheme) :]
    return value
