"""What kind of content a body is: what its header says, corrected by how its bytes begin."""

from __future__ import annotations

import codecs
import io
import re
import zipfile
from dataclasses import dataclass
from enum import StrEnum

from scanner.read.media_types import BY_EXTENSION, CALLED, MAGIC, ZIPPED


class Kind(StrEnum):
    """How a body is read."""

    HTML = "html"
    JSON = "json"
    JSON_LINES = "json_lines"
    XML = "xml"
    TEXT = "text"
    TABLE = "table"
    CARDS = "cards"
    MAIL = "mail"
    PDF = "pdf"
    PICTURE = "picture"
    WORD = "word"
    EXCEL = "excel"
    POWERPOINT = "powerpoint"
    OPENDOCUMENT = "opendocument"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class Media:
    """A body's type, and what it is called when it is not read."""

    media_type: str
    kind: Kind
    called: str = ""


_SNIFFED = 4096
_UNKNOWN = "a file of unknown type"
_A_MESSAGE = "a saved message"
_UNTOLD = frozenset({"", "application/octet-stream", "application/unknown", "unknown/unknown"})
_PLAIN = frozenset({"text/plain", *_UNTOLD})
"""Types that servers give to what they do not know: the name may say more."""
_SCRIPTS = ("text/css", "text/javascript", "application/javascript", "application/x-javascript")
_NOT_TEXT = (*_SCRIPTS, "image/", "video/", "audio/", "font/")
"""Declared types whose content is never read as text, whatever it begins with."""

_HTML_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,500}?-->\s*){0,3}"
    rb"<(?:!doctype\s+html|html|head|body|title|meta|div|p|h[1-6]|table|script|a|br|b|ul|ol|span"
    rb"|section|article|main|nav|header|form|strong|em|img|link|style)\b",
    re.IGNORECASE | re.DOTALL,
)
_HTML_WITHIN = re.compile(
    rb"</(?:p|div|a|li|td|th|tr|b|i|span|h[1-6]|ul|table|body|em|strong)>|<br ?/?>", re.IGNORECASE
)
_MAIL_START = re.compile(
    rb"(?:(?:Return-Path|Received|Delivered-To|From|MIME-Version|Message-ID|X-[\w-]+)"
    rb":[^\n]*\r?\n)(?:[\w-]+:|[ \t])",
    re.IGNORECASE,
)
_CARD_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*BEGIN:V(?:CARD|CALENDAR)\b", re.IGNORECASE)
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_KIND_OF: dict[str, Kind] = {
    "text/html": Kind.HTML,
    "application/xhtml+xml": Kind.HTML,
    "text/xml": Kind.XML,
    "application/xml": Kind.XML,
    "image/svg+xml": Kind.XML,
    "text/csv": Kind.TABLE,
    "application/csv": Kind.TABLE,
    "text/tab-separated-values": Kind.TABLE,
    "application/x-ndjson": Kind.JSON_LINES,
    "application/jsonl": Kind.JSON_LINES,
    "application/jsonlines": Kind.JSON_LINES,
    "application/x-jsonlines": Kind.JSON_LINES,
    "text/vcard": Kind.CARDS,
    "text/x-vcard": Kind.CARDS,
    "text/directory": Kind.CARDS,
    "text/calendar": Kind.CARDS,
    "message/rfc822": Kind.MAIL,
    "multipart/related": Kind.MAIL,
    "application/x-mimearchive": Kind.MAIL,
    "application/yaml": Kind.TEXT,
    "application/pdf": Kind.PDF,
    "image/jpeg": Kind.PICTURE,
    "image/png": Kind.PICTURE,
    "image/tiff": Kind.PICTURE,
    "image/webp": Kind.PICTURE,
    "image/gif": Kind.PICTURE,
    "image/heic": Kind.PICTURE,
    "image/avif": Kind.PICTURE,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": Kind.WORD,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": Kind.EXCEL,
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": Kind.POWERPOINT,
    "application/vnd.oasis.opendocument": Kind.OPENDOCUMENT,
}
_SNIFFED_TYPE = {
    Kind.HTML: "text/html",
    Kind.JSON: "application/json",
    Kind.XML: "text/xml",
    Kind.CARDS: "text/vcard",
    Kind.MAIL: "message/rfc822",
}


def media_type_of(content_type: str) -> str:
    """Type and subtype of a Content-Type header, in lower case."""
    return content_type.partition(";")[0].strip().lower()


def media_of(body: bytes, content_type: str = "", name: str = "") -> Media:
    """How to read a body; `name`: a file's name or a path of an address. Never raises."""
    head = body[:_SNIFFED]
    media_type = media_type_of(content_type)
    if magic := _magic(body, head, media_type):
        return magic
    by_name = BY_EXTENSION.get(name.rpartition(".")[2].lower(), "") if "." in name[-12:] else ""
    if by_name and media_type in _PLAIN:
        media_type = by_name
    if media_type in _UNTOLD:
        return _of_untold(head)
    if media_type in _SCRIPTS[1:] and head.lstrip()[:1] in (b"{", b"["):
        # Services from the days of JSONP call their plain JSON a script; no script begins so.
        return Media("application/json", Kind.JSON)
    kind = _declared(media_type)
    if kind in (Kind.HTML, Kind.TEXT) and _MAIL_START.match(head) and b"\nMIME-Version" in head:
        return Media("message/rfc822", Kind.MAIL, _A_MESSAGE)
    if kind not in (Kind.UNREAD, Kind.PDF, *_ZIPPED_KINDS):
        return Media(media_type, kind, _A_MESSAGE if kind is Kind.MAIL else _called(media_type))
    # Its bytes do not begin like what it is said to be. Servers send pages of errors under any
    # type, and programs call their tables Excel's.
    if _HTML_START.match(head) or (
        not media_type.startswith(_NOT_TEXT) and head.strip() and not _BINARY.search(head)
    ):
        return _of_untold(head, may_be_table=True)
    return Media(media_type, Kind.UNREAD, _called(media_type))


_ZIPPED_KINDS = frozenset({Kind.WORD, Kind.EXCEL, Kind.POWERPOINT, Kind.OPENDOCUMENT})


def byte_order_mark(body: bytes) -> bytes:
    """The mark that a UTF-16 text without one should begin with; empty for any other."""
    head = body[:_SNIFFED]
    if head[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) or b"\x00" not in head:
        return b""
    evens, odds = head[0::2], head[1::2]
    if odds.count(0) * 10 > len(odds) * 9 and not evens.count(0):
        return codecs.BOM_UTF16_LE
    if evens.count(0) * 10 > len(evens) * 9 and not odds.count(0):
        return codecs.BOM_UTF16_BE
    return b""


def _magic(body: bytes, head: bytes, media_type: str) -> Media | None:
    """What the first bytes prove, whatever the header says."""
    for at, magic, known, called in MAGIC:
        if head.startswith(magic, at):
            if known == "application/zip":
                return _zipped(body)
            return Media(known, _declared(known), called)
    if head[4:8] == b"ftyp":
        is_picture = head[8:12] in (b"heic", b"heix", b"heim", b"mif1", b"msf1", b"avif", b"avis")
        return (
            Media("image/heic", Kind.PICTURE, "a picture")
            if is_picture
            else Media("video/mp4", Kind.UNREAD, "a film or a recording")
        )
    # PDFs may begin behind a few stray bytes (ISO 32000-1, H.3).
    if b"%PDF-" in head[:1024] and media_type in ("application/pdf", *_UNTOLD):
        return Media("application/pdf", Kind.PDF, "a PDF")
    return None


def _zipped(body: bytes) -> Media:
    """What a zip holds, by the names of its members."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            names = frozenset(archive.namelist())
            said = archive.read("mimetype")[:80].decode("latin-1") if "mimetype" in names else ""
    except Exception:  # zipfile raises whatever a damaged directory or member makes it.
        return Media("application/zip", Kind.UNREAD, "an archive, damaged or cut off")
    for member, media_type, called in ZIPPED:
        if member in names:
            return Media(media_type, _declared(media_type), called)
    if any(re.fullmatch(r"word/document\d+\.xml", name) for name in names):
        _, media_type, called = ZIPPED[0]
        return Media(media_type, Kind.WORD, called)
    if said.startswith("application/vnd.oasis.opendocument"):
        return Media(said.strip(), Kind.OPENDOCUMENT, "an OpenDocument file")
    if said.startswith("application/epub"):
        return Media("application/epub+zip", Kind.UNREAD, "an e-book")
    return Media("application/zip", Kind.UNREAD, "an archive")


def _of_untold(head: bytes, may_be_table: bool = False) -> Media:
    kind = _sniffed(head)
    if kind is Kind.TEXT and may_be_table:
        first = head.partition(b"\n")[0]
        if b"\t" in first or first.count(b",") > 1 or first.count(b";") > 1:
            return Media("text/csv", Kind.TABLE)
    if kind is Kind.UNREAD:
        return Media("application/octet-stream", kind, _UNKNOWN)
    called = _A_MESSAGE if kind is Kind.MAIL else ""
    return Media(_SNIFFED_TYPE.get(kind, "text/plain"), kind, called)


def _sniffed(head: bytes) -> Kind:
    """What untold content is: markup, JSON, text, or (with control bytes) nothing to be read."""
    if _HTML_START.match(head):
        return Kind.HTML
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start[:5] == b"<?xml":
        return Kind.XML
    if start[:1] in (b"{", b"["):
        return Kind.JSON
    if start[:2] in (b"\xff\xfe", b"\xfe\xff") or byte_order_mark(head):
        return Kind.TEXT
    if _BINARY.search(head):
        return Kind.UNREAD
    if _CARD_START.match(head):
        return Kind.CARDS
    if _MAIL_START.match(head):
        return Kind.MAIL
    return Kind.HTML if _HTML_WITHIN.search(head) else Kind.TEXT


def _declared(media_type: str) -> Kind:
    if kind := _KIND_OF.get(media_type):
        return kind
    if media_type.startswith("application/vnd.oasis.opendocument"):
        return Kind.OPENDOCUMENT
    if media_type.startswith("application/vnd.openxmlformats-officedocument.") or (
        media_type.startswith("application/vnd.ms-") and "macroenabled" in media_type
    ):
        for word, kind in (
            ("word", Kind.WORD),
            ("spreadsheet", Kind.EXCEL),
            ("excel", Kind.EXCEL),
            ("p", Kind.POWERPOINT),
        ):
            if word in media_type.partition("vnd.")[2]:
                return kind
    if media_type.endswith(("/json", "+json")):
        return Kind.JSON
    if media_type.endswith("+xml"):
        return Kind.XML
    if media_type.startswith("text/") and media_type not in _SCRIPTS:
        return Kind.TEXT
    return Kind.UNREAD


def _called(media_type: str) -> str:
    return next((word for start, word in CALLED if media_type.startswith(start)), "") or (
        "a file of another type"
    )
