"""Without evidence to keep, a run lets go of what it has read, and tells the same."""

from __future__ import annotations

from datetime import UTC, datetime

from scanner.model.capture import Capture, Hop


def test_what_is_known_of_content_outlives_it() -> None:
    whole = Capture(
        probe_id="page-1",
        hops=(Hop("https://www.example.org/", 200, (), "192.0.2.1:443"),),
        body=b"Wexcombe parish council",
        wire=b"squeezed",
        fetched_at=datetime(2026, 11, 23, tzinfo=UTC),
        elapsed_ms=12,
    )
    bare = whole.without_content()
    assert (bare.body, bare.wire) == (b"", b"")
    assert bare.content == whole.content == bare.without_content().content
    assert (bare.content.bytes, bare.content.wire_bytes) == (23, 8)
    assert bare.content.sha256.startswith("1c5deaf443d26e1b")
