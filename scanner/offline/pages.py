"""From a file to the pages that it holds: itself, or the answers of an archive."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from scanner.model.capture import Capture, Hop
from scanner.offline.folder import FoundFile
from scanner.offline.media_types import content_type_of
from scanner.offline.own_address import file_address, own_address
from scanner.offline.warc import responses

_WHEN = datetime(1970, 1, 1, tzinfo=UTC)
"""A file says nothing reliable of when it was fetched, and nothing here depends on it."""


def pages_of(file: FoundFile) -> Iterator[tuple[str, Capture]]:
    """Each page of a file with its name: the file's own, or that with `#` and a number.

    Raises OSError when the file cannot be read, ValueError when an archive is none.
    """
    if file.is_archive:
        with file.path.open("rb") as stream:
            for number, answer in responses(stream):
                name = f"{file.name}#{number}"
                yield name, _capture(name, answer.url, answer.body, answer.headers)
        return
    body = _content(file)
    content_type = content_type_of(file.name)
    is_page = content_type in ("", "text/html", "application/xhtml+xml")
    address = own_address(body, file.name) if is_page else file_address(file.name)
    yield file.name, _capture(file.name, address, body, _typed(content_type))


def _content(file: FoundFile) -> bytes:
    """The bytes of a file that is still the ordinary one that was listed, and no link."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(file.path, flags), "rb") as stream:
        return stream.read()


def _typed(content_type: str) -> Mapping[str, str]:
    return {"Content-Type": content_type} if content_type else {}


def _capture(name: str, address: str, body: bytes, headers: Mapping[str, str]) -> Capture:
    hop = Hop(address, 200, tuple(headers.items()), "")
    return Capture(probe_id=name, hops=(hop,), body=body, wire=body, fetched_at=_WHEN, elapsed_ms=0)
