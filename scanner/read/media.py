"""What kind of content a body is: what its header says, corrected by how its bytes begin."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a body is read."""

    HTML = "html"
    JSON = "json"
    XML = "xml"
    TEXT = "text"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class Media:
    """A body's type, and what it is called when it is not read."""

    media_type: str
    kind: Kind
    called: str = ""


_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF-", "application/pdf", "a PDF"),
    (b"\x89PNG\r\n\x1a\n", "image/png", "a picture"),
    (b"\xff\xd8\xff", "image/jpeg", "a picture"),
    (b"GIF8", "image/gif", "a picture"),
    (b"PK\x03\x04", "application/zip", "an Office document or an archive"),
    (b"\x1f\x8b", "application/gzip", "an archive"),
    (b"\xd0\xcf\x11\xe0", "application/x-ole-storage", "an Office document"),
    (b"{\\rtf", "application/rtf", "an Office document"),
)
"""First bytes of what is not read; they overrule the header. Source: the formats' standards."""

_CALLED = (
    ("application/pdf", "a PDF"),
    ("image/", "a picture"),
    ("video/", "a film"),
    ("audio/", "a recording"),
    ("font/", "a font"),
    ("text/css", "a style sheet"),
    ("text/javascript", "a script"),
    ("application/javascript", "a script"),
    ("application/vnd.", "an Office document"),
    ("application/msword", "an Office document"),
    ("application/rtf", "an Office document"),
)

_UNTOLD = frozenset({"", "application/octet-stream", "application/unknown", "unknown/unknown"})
_HTML_START = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,500}?-->\s*)?"
    rb"<(?:!doctype\s+html|html|head|body|title|meta|div|p|h1|table|script|a|br|b)\b",
    re.IGNORECASE | re.DOTALL,
)
_SNIFFED = 1024


def media_type_of(content_type: str) -> str:
    """Type and subtype of a Content-Type header, in lower case."""
    return content_type.partition(";")[0].strip().lower()


def _sniffed(head: bytes) -> Kind:
    """What untold content is: markup, JSON, text, or (with a NUL byte) nothing that can be read."""
    if _HTML_START.match(head):
        return Kind.HTML
    start = head.lstrip()
    if start[:5] == b"<?xml":
        return Kind.XML
    if start[:1] in (b"{", b"["):
        return Kind.JSON
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return Kind.TEXT
    return Kind.UNREAD if b"\x00" in head else Kind.TEXT


def _declared(media_type: str) -> Kind:
    if media_type in ("text/html", "application/xhtml+xml"):
        return Kind.HTML
    if media_type.endswith(("/json", "+json")):
        return Kind.JSON
    if media_type in ("text/xml", "application/xml", "image/svg+xml") or media_type.endswith(
        "+xml"
    ):
        return Kind.XML
    if media_type.startswith("text/") and media_type not in ("text/css", "text/javascript"):
        return Kind.TEXT
    if media_type in ("application/csv", "application/x-ndjson", "application/yaml"):
        return Kind.TEXT
    return Kind.UNREAD


def media_of(body: bytes, content_type: str) -> Media:
    """How to read a body. Never raises."""
    head = body[:_SNIFFED]
    for magic, media_type, called in _MAGIC:
        if head.startswith(magic):
            return Media(media_type, Kind.UNREAD, called)
    media_type = media_type_of(content_type)
    if media_type in _UNTOLD:
        kind = _sniffed(head)
        named = {Kind.HTML: "text/html", Kind.JSON: "application/json", Kind.XML: "text/xml"}
        if kind is not Kind.UNREAD:
            return Media(named.get(kind, "text/plain"), kind)
        return Media(media_type, kind, "a file of unknown type")
    kind = _declared(media_type)
    if kind is Kind.UNREAD:
        called = next((word for start, word in _CALLED if media_type.startswith(start)), "")
        return Media(media_type, kind, called or "a file of another type")
    return Media(media_type, kind)
