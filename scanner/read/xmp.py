"""XMP: what programs write about a file into it (author, place, keywords), as a piece of XML."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.read.office_xml import Event, events_of

MAX_PACKET = 200_000
"""Bytes of a packet; longer ones hold previews and histories of edits."""
_PACKET = re.compile(rb"<x:xmpmeta\b.{0,%d}?</x:xmpmeta>" % MAX_PACKET, re.DOTALL)

_TOLD = frozenset(
    {"creator", "title", "description", "rights", "subject", "author", "artist", "captionwriter"}
    | {"credit", "source", "city", "location", "ownername", "cameraownername", "authorsposition"}
    | {"usercomment", "gpslatitude", "gpslongitude", "personinimage", "headline", "keywords"}
    | {"ciadrextadr", "ciadrcity", "ciadrpcode", "ciemailwork", "citelwork", "webstatement"}
    | {"sublocation", "lastmodifiedby", "manager", "company", "instructions"}
)
"""Local names of properties that tell of people and places (dc, photoshop, exif, Iptc4xmpCore)."""


def xmp_lines(body: bytes) -> Iterator[tuple[str, str]]:
    """Names and values of the first packet that lies in clear in a file."""
    found = _PACKET.search(body)
    if found is None:
        return
    yield from xmp_properties(found.group())


def xmp_properties(packet: bytes) -> Iterator[tuple[str, str]]:
    """Names and values of a packet's properties, in order, as far as they tell of people."""
    open_names: list[str] = []
    for kind, tag, attributes, text in events_of(packet):
        if kind is Event.START:
            open_names.append(tag)
            for name, value in attributes.items():
                if name.lower() in _TOLD and value.strip():
                    yield name, value
        elif kind is Event.END and open_names:
            open_names.pop()
        elif kind is Event.TEXT and text.strip():
            named = next((n for n in reversed(open_names) if n.lower() in _TOLD), "")
            if named:
                yield named, text
