"""The archive of a redacted pack: each answer as it was read, with values masked.

Of a page only its reading is kept (text, then what stood in links, attributes, comments and data),
as plain text: a value can hide in markup in more ways than can be proved. Of answers that are no
text (pictures, PDF and Office files) nothing is kept but that they were there.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from scanner.evidence.pack.masking import Masker
from scanner.model.capture import Capture, Hop
from scanner.model.masks import DOT
from scanner.read import read

_KEPT_HEADERS = ("date", "last-modified", "server", "location")
_TEXTS = ("text/", "application/xhtml")
_NOTE = "netcurtain-Redacted"


@dataclass(frozen=True, slots=True)
class RedactedArchive:
    """A WARC with masks, and what is no longer in it."""

    warc: bytes
    answers: int
    left_out: tuple[tuple[str, int], ...]
    """Media type, or why, and how many answers."""


@dataclass(frozen=True, slots=True)
class _Redacted:
    url: str
    status: str
    headers: list[tuple[str, str]]
    body: bytes
    note: str
    date: str


def redact_archive(warc: bytes, masker: Masker) -> RedactedArchive:
    """Every answer in its order, under a masked address."""
    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=True, warc_version="WARC/1.1")
    left_out: dict[str, int] = {}
    number = 0
    for number, answer in enumerate(_redacted(warc, masker), 1):
        if answer.note and not answer.body:
            left_out[answer.note] = left_out.get(answer.note, 0) + 1
        writer.write_record(_record(writer, answer, number))
    return RedactedArchive(stream.getvalue(), number, tuple(sorted(left_out.items())))


def _redacted(warc: bytes, masker: Masker) -> Iterator[_Redacted]:
    for record in ArchiveIterator(io.BytesIO(warc)):
        if record.rec_type not in ("response", "conversion"):
            continue
        url = str(record.rec_headers.get_header("WARC-Target-URI") or "")
        headers = _headers(record)
        status = str(record.http_headers.statusline) if record.http_headers else "200 OK"
        body, note = _body(url, status, headers, record.content_stream().read(), masker)
        kept = [
            (name, masked)
            for name, value in headers
            if name.lower() in _KEPT_HEADERS and (masked := masked_address(value, masker))
        ]
        date = str(record.rec_headers.get_header("WARC-Date"))
        yield _Redacted(masked_address(url, masker), status, kept, body, note, date)


def _headers(record: Any) -> list[tuple[str, str]]:
    if record.http_headers:
        return [(str(name), str(value)) for name, value in record.http_headers.headers]
    return [("Content-Type", str(record.rec_headers.get_header("Content-Type") or ""))]


def _body(
    url: str, status: str, headers: list[tuple[str, str]], body: bytes, masker: Masker
) -> tuple[bytes, str]:
    """What may be shown of a body, and what was done to it."""
    if not body:
        return b"", ""
    told = next((value for name, value in headers if name.lower() == "content-type"), "")
    media_type = told.partition(";")[0].strip().lower()
    if media_type and not (media_type.startswith(_TEXTS) or media_type.endswith(("json", "xml"))):
        return b"", f"left out: {media_type if media_type.isascii() else 'another kind of file'}"
    code = int(status[:3]) if status[:3].isdigit() else 200
    hop = Hop(url, code, tuple(headers), "")
    document = read(Capture("", (hop,), body, body, _THEN, 0), ())
    text = masker.mask(f"{document.title}\n{document.text}", others=True)
    if text is None:
        return b"", "left out: values could not be masked for certain"
    if document.not_read:
        return b"", "left out: it could not be read"
    return text.encode(), "masked reading of the answer"


_THEN = datetime(1980, 1, 1, tzinfo=UTC)
"""A moment that nobody looks at."""


def masked_address(url: str, masker: Masker) -> str:
    """A web address with masks in place of values, still an address; empty when it is given up."""
    masked = masker.mask(url)
    if masked is None:
        return ""
    return masked.replace(DOT, quote(DOT))


def _record(writer: WARCWriter, answer: _Redacted, number: int) -> Any:
    headers = [
        *answer.headers,
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Length", str(len(answer.body))),
    ]
    return writer.create_warc_record(
        answer.url,
        "response",
        payload=io.BytesIO(answer.body),
        length=len(answer.body),
        http_headers=StatusAndHeaders(answer.status, headers, protocol="HTTP/1.1"),
        warc_headers_dict={
            "WARC-Date": answer.date,
            # Numbered, so that the same evidence gives the same bytes.
            "WARC-Record-ID": f"<urn:netcurtain:redacted:{number}>",
            **({_NOTE: answer.note} if answer.note else {}),
        },
    )
