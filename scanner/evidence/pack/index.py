"""The index and the page list by which a WACZ player finds its way in a WARC."""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Iterable
from pathlib import PurePosixPath
from urllib.parse import quote, unquote_to_bytes, urlsplit

from warcio.archiveiterator import ArchiveIterator

from scanner.evidence.pack.layout import ARCHIVE

_SPACE = re.compile(r"[;\s]")
_SLASHES = re.compile(r"/{2,}")
_SIGNS_OF_A_HOST = re.compile(r"^www\d*\.")
_PORTS = {"http": 80, "https": 443}
_INDEXED = frozenset({"response", "revisit", "resource"})
_LEFT = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) not in "#%")
"""Characters that stand as they are in a key."""
_NOT_A_DIGIT = re.compile(r"\D")


def index_of(warc: bytes) -> str:
    """The CDXJ index of a gzipped WARC: a line for each answer, sorted.

    The key of a line is the address in the order of sorting (SURT), then the time; the rest says
    where in the file it stands.
    """
    lines = []
    records = ArchiveIterator(io.BytesIO(warc))
    for record in records:
        if record.rec_type not in _INDEXED:
            records.read_to_end()
            continue
        url = record.rec_headers.get_header("WARC-Target-URI")
        stamp = _NOT_A_DIGIT.sub("", record.rec_headers.get_header("WARC-Date"))[:14]
        entry = {"url": url}
        if media_type := _media_type(record):
            entry["mime"] = media_type
        if record.http_headers:
            entry["status"] = record.http_headers.get_statuscode()
        if digest := record.rec_headers.get_header("WARC-Payload-Digest"):
            entry["digest"] = digest
        records.read_to_end()
        entry["length"] = str(records.get_record_length())
        entry["offset"] = str(records.get_record_offset())
        entry["filename"] = PurePosixPath(ARCHIVE).name
        lines.append(f"{surt(url)} {stamp} {json.dumps(entry)}\n")
    return "".join(sorted(lines))


def _media_type(record: object) -> str:
    if record.rec_type == "revisit":  # type: ignore[attr-defined]
        return "warc/revisit"
    headers = record.http_headers or record.rec_headers  # type: ignore[attr-defined]
    return _SPACE.split(headers.get_header("Content-Type") or "", maxsplit=1)[0]


def surt(url: str) -> str:
    """An address in the order of sorting: host backwards, without what tells no pages apart."""
    parts = urlsplit(url)
    if parts.scheme not in _PORTS:
        return url
    host = _SIGNS_OF_A_HOST.sub("", (parts.hostname or "").lower())
    key = ",".join(reversed(host.split(".")))
    if parts.port not in (None, _PORTS[parts.scheme]):
        key += f":{parts.port}"
    path = _SLASHES.sub("/", _plain(parts.path or "/"))
    if len(path) > 1:
        path = path.rstrip("/")
    query = "&".join(sorted(_plain(parts.query).split("&")))
    return f"{key}){path}" + (f"?{query}" if query else "")


def _plain(text: str) -> str:
    """A piece of an address in small letters, encoded only where it has to be."""
    data = text.encode()
    while (once := unquote_to_bytes(data)) != data:
        data = once
    return quote(data, safe=_LEFT).lower()


def pages_of(pages: Iterable[tuple[str, str, str]]) -> str:
    """The page list: address, time (`…Z`) and title of each page that was answered, as JSON lines
    with the header that the format asks for."""
    lines: list[dict[str, str]] = [
        {"format": "json-pages-1.0", "id": "pages", "title": "Pages looked at"}
    ]
    for url, at, title in pages:
        page_id = hashlib.sha256(f"{at} {url}".encode()).hexdigest()[:22]
        lines.append({"id": page_id, "url": url, "ts": at, "title": title})
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
