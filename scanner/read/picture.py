"""Pictures: the notes in them. What a picture shows is never looked at: no pixel is decoded."""

from __future__ import annotations

import io
import re
import struct
import warnings
import zlib
from collections.abc import Iterable, Iterator
from typing import Any

from PIL import Image

from scanner.model.document import Place
from scanner.read.content import Content, Lines, NotRead
from scanner.read.exif import Note, exif_notes, exif_of
from scanner.read.xmp import xmp_lines, xmp_properties

SHOWN = "a picture: its notes were read, what it shows was not looked at"
MAX_TEXT_CHUNK = 200_000
"""Bytes of one of a PNG's texts, unpacked."""
MAX_CHUNKS = 5_000
MAX_EXIF = 1_000_000
"""Bytes behind the mark of an Exif block in a container that is not taken apart."""

_PNG = b"\x89PNG\r\n\x1a\n"
_EXIF_MARK = re.compile(rb"(?:Exif\x00\x00|\x00{4})(?=II\*\x00|MM\x00\*)")
_FORMATS = ("JPEG", "GIF")
"""What Pillow opens: of these it reads no more than the head until a pixel is asked for. Of WebP
and PNG it decodes to reach the notes behind the pixels; their chunks are walked here."""


def read_picture(body: bytes) -> Content:
    """The notes of a picture. Raises NotRead when it cannot be opened as one."""
    lines = Lines()
    for name, value in _unique(picture_notes(body)):
        lines.add(value, Place.EXIF, f"exif/{name}")
    lines.words = 0  # None of it is seen by a person who looks at the picture.
    return lines.content(partly=SHOWN)


def picture_notes(body: bytes) -> tuple[Note, ...]:
    """Name and value of each note in a picture. Raises NotRead when it is none."""
    with warnings.catch_warnings():
        # Damaged tags, and pixels by the billion, are of no concern to who decodes none.
        warnings.simplefilter("ignore")
        return tuple(_notes(body))


def _notes(body: bytes) -> Iterator[Note]:
    if body.startswith(_PNG):
        yield from _png(body)
    elif body[:4] == b"RIFF" and body[8:12] == b"WEBP":
        yield from _webp(body)
    elif body[:4] in (b"II*\x00", b"MM\x00*"):
        yield from _tiff(body)
    elif body[4:8] == b"ftyp":
        yield from _marked(body)
        yield from xmp_lines(body)
    else:
        yield from _by_pillow(body)
        yield from xmp_lines(body)


def _unique(notes: Iterable[Note]) -> Iterator[Note]:
    seen: set[Note] = set()
    for note in notes:
        if note not in seen:
            seen.add(note)
            yield note


def _by_pillow(body: bytes) -> Iterator[Note]:
    try:
        with Image.open(io.BytesIO(body), formats=_FORMATS) as picture:
            yield from exif_notes(picture.getexif())
            comment: Any = picture.info.get("comment")
    except Exception as error:  # Pillow's plug-ins raise whatever a damaged head makes them.
        if not _EXIF_MARK.search(body):
            raise NotRead("a picture: it is damaged and could not be opened") from error
        yield from _marked(body)
        return
    if isinstance(comment, bytes):
        comment = comment.decode("utf-8", "replace")
    if isinstance(comment, str) and comment.strip("\x00 "):
        yield "Comment", comment.strip("\x00 ")[:MAX_TEXT_CHUNK]


def _tiff(body: bytes) -> Iterator[Note]:
    """A TIFF is laid out as Exif is."""
    exif = exif_of(b"Exif\x00\x00" + body)
    if exif is None:
        raise NotRead("a picture: it is damaged and could not be opened")
    yield from exif_notes(exif)
    yield from xmp_lines(body)


def _marked(body: bytes) -> Iterator[Note]:
    """Exif of a container (HEIC, AVIF, a damaged JPEG), found by the mark that it begins with."""
    found = _EXIF_MARK.search(body)
    exif = exif_of(b"Exif\x00\x00" + body[found.end() : found.end() + MAX_EXIF]) if found else None
    if exif is not None:
        yield from exif_notes(exif)


def _webp(body: bytes) -> Iterator[Note]:
    at = 12
    for _ in range(MAX_CHUNKS):
        if at + 8 > len(body):
            return
        name = body[at : at + 4]
        (size,) = struct.unpack("<I", body[at + 4 : at + 8])
        block = body[at + 8 : at + 8 + size]
        if name == b"EXIF" and (exif := exif_of(block)) is not None:
            yield from exif_notes(exif)
        elif name == b"XMP ":
            yield from xmp_properties(block[:MAX_TEXT_CHUNK])
        at += 8 + size + (size & 1)


def _png(body: bytes) -> Iterator[Note]:
    at = len(_PNG)
    for _ in range(MAX_CHUNKS):
        if at + 8 > len(body):
            return
        size, name = struct.unpack(">I4s", body[at : at + 8])
        block = body[at + 8 : at + 8 + size]
        if name == b"eXIf" and (exif := exif_of(block)) is not None:
            yield from exif_notes(exif)
        elif name in (b"tEXt", b"zTXt", b"iTXt"):
            yield from _png_text(name, block)
        at += 12 + size


def _png_text(name: bytes, block: bytes) -> Iterator[Note]:
    key, _, rest = block.partition(b"\x00")
    keyword = key.decode("latin-1")[:79]
    if name == b"zTXt":
        text = _inflated(rest[1:]).decode("latin-1")
    elif name == b"iTXt":
        packed, rest = rest[:1] == b"\x01", rest[2:].split(b"\x00", 2)[-1]
        text = (_inflated(rest) if packed else rest[:MAX_TEXT_CHUNK]).decode("utf-8", "replace")
    else:
        text = rest[:MAX_TEXT_CHUNK].decode("latin-1")
    if keyword == "XML:com.adobe.xmp":
        yield from xmp_properties(text.encode())
    elif keyword and text.strip():
        yield keyword, text


def _inflated(data: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, MAX_TEXT_CHUNK)
    except zlib.error:
        return b""
