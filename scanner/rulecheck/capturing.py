"""An example's answer as the capture that fetching it would have left."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from scanner.model.capture import Capture, Hop

_WHEN = datetime(2026, 1, 1, tzinfo=UTC)
"""Any fixed time: nothing that is tested here depends on it."""


def capture_of(
    probe_id: str,
    url: str,
    body: str,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    final_url: str = "",
) -> Capture:
    """The capture of an answer to `url`; a `final_url` elsewhere was reached by a redirect."""
    given = dict(headers or {})
    if body and "content-type" not in {name.lower() for name in given}:
        given["Content-Type"] = _media_type(body)
    last = Hop(final_url or url, status, tuple(given.items()), "127.0.0.1:443")
    redirect = Hop(url, 302, (("Location", last.url),), "127.0.0.1:443")
    data = body.encode()
    return Capture(
        probe_id=probe_id,
        hops=(redirect, last) if last.url != url else (last,),
        body=data,
        wire=data,
        fetched_at=_WHEN,
        elapsed_ms=1,
    )


def _media_type(body: str) -> str:
    """What a server would call it: examples give a type only where it matters."""
    if body.lstrip()[:1] in ("{", "["):
        return "application/json"
    return "text/html; charset=utf-8" if "<" in body else "text/plain; charset=utf-8"
