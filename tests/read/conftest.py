"""Captures as a fetch would leave them, without a network."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from scanner.model.capture import Capture, Hop
from scanner.model.document import Document, Place, Query
from scanner.read import read

URL = "https://www.wexcombe-herald.example/news/marlow-stands"


def capture_of(body: str | bytes, content_type: str = "text/html", url: str = URL) -> Capture:
    data = body.encode() if isinstance(body, str) else body
    headers = (("Content-Type", content_type),) if content_type else ()
    hop = Hop(url, 200, headers, "127.0.0.1:443")
    return Capture("probe", (hop,), data, data, datetime(2026, 11, 22, tzinfo=UTC), 1)


Reading = Callable[..., Document]


@pytest.fixture(scope="session")
def reading() -> Reading:
    def _read(
        body: str | bytes, content_type: str = "text/html", *queries: Query, url: str = URL
    ) -> Document:
        return read(capture_of(body, content_type, url), queries)

    return _read


@pytest.fixture
def lines() -> Callable[[Document, Place], list[str]]:
    """The document's pieces of one place."""

    def _lines(document: Document, place: Place) -> list[str]:
        return [document.text[s.start : s.end] for s in document.segments if s.place is place]

    return _lines
