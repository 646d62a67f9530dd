"""The archive reads back with other people's tools, and holds what was answered, whole."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator

from scanner.evidence import capture_log, manifest, write_archive
from scanner.model.answer import Answer, Gathered
from scanner.model.capture import Capture, Failure, Hop, Revival, Skipped, SkipReason
from scanner.model.outcome import Outcome, OutcomeKind
from scanner.model.plan import Plan, Probe, Purpose, Request

NOW = datetime(2026, 11, 22, 12, 0, 0, 250_000, tzinfo=UTC)
PAGE = "<p>Jane Marlow, café</p>".encode()


def probe(name: str) -> Probe:
    request = Request(f"https://a.example/{name}", headers=(("Authorization", "Basic c2VjcmV0"),))
    return Probe(name, "src.page.given", request, "a.example", "a.example", Purpose.PAGE)


def outcome(name: str, kind: OutcomeKind) -> Outcome:
    return Outcome(name, kind, kind.value, "")


def gathered() -> Gathered:
    moved = Hop("https://a.example/one", 301, (("Location", "/two"),), "127.0.0.1:443", "ab" * 32)
    headers = (
        ("Content-Type", "text/html"),
        ("Content-Encoding", "gzip"),
        ("Transfer-Encoding", "chunked"),
    )
    there = Hop("https://a.example/two", 200, headers, "127.0.0.1:443", "ab" * 32)
    wire = gzip.compress(PAGE)
    answers = (
        Answer(
            probe("one"),
            Capture("one", (moved, there), PAGE, wire, NOW, 12),
            outcome("one", OutcomeKind.FOUND),
        ),
        Answer(
            probe("lost"),
            Capture("lost", (), b"", b"", NOW, 9, Failure.TIMEOUT, "no answer"),
            outcome("lost", OutcomeKind.FAILED),
        ),
        Answer(
            probe("kept"),
            Skipped("kept", SkipReason.ROBOTS),
            outcome("kept", OutcomeKind.BLOCKED),
        ),
    )
    return Gathered(Plan((), (), (), (), (), 0), answers, (), NOW, NOW)


def test_another_reader_finds_every_hop_with_its_body() -> None:
    stream = io.BytesIO()
    write_archive(stream, gathered(), "netcurtain 0")
    stream.seek(0)
    seen = [
        (
            record.rec_headers.get_header("WARC-Target-URI"),
            record.http_headers.get_statuscode(),
            record.content_stream().read(),
            record.rec_headers.get_header("netcurtain-Rule"),
        )
        for record in ArchiveIterator(stream, check_digests="raise")
        if record.rec_type == "response"
    ]
    assert seen == [
        ("https://a.example/one", "301", b"", "src.page.given"),
        ("https://a.example/two", "200", PAGE, "src.page.given"),
    ]


def test_a_stored_answer_stands_with_its_own_time_and_what_confirmed_it() -> None:
    url = "https://a.example/same"
    stored = Hop(url, 200, (("ETag", '"v1"'),), "127.0.0.1:443")
    confirmed = Hop(url, 304, (("ETag", '"v1"'), ("Via", "now")), "127.0.0.1:444")
    revival = Revival(datetime(2026, 11, 1, tzinfo=UTC), confirmed)
    capture = Capture("same", (stored,), PAGE, PAGE, NOW, 12, revival=revival)
    answer = Answer(probe("same"), capture, outcome("same", OutcomeKind.FOUND))
    together = Gathered(Plan((), (), (), (), (), 0), (answer,), (), NOW, NOW)
    stream = io.BytesIO()
    write_archive(stream, together, "netcurtain 0")
    stream.seek(0)
    seen = [
        (record.rec_type, record.rec_headers, record.http_headers, record.content_stream().read())
        for record in ArchiveIterator(stream, check_digests="raise")
        if record.rec_type not in ("warcinfo", "metadata")
    ]
    (first, content, answered, body), (second, revisit, said, nothing) = seen
    assert (first, answered.get_statuscode(), body) == ("response", "200", PAGE)
    assert content.get_header("WARC-Date") == "2026-11-01T00:00:00.000Z"
    assert (second, said.get_statuscode(), nothing) == ("revisit", "304", b"")
    assert said.get_header("Via") == "now"
    assert revisit.get_header("WARC-Date") == "2026-11-22T12:00:00.250Z"
    assert revisit.get_header("WARC-Refers-To") == content.get_header("WARC-Record-ID")
    assert revisit.get_header("WARC-Refers-To-Date") == content.get_header("WARC-Date")
    assert revisit.get_header("WARC-Profile").endswith("/server-not-modified")
    (entry,) = [json.loads(line) for line in capture_log(together).text.splitlines()]
    assert entry["fetched_at"] == "2026-11-22T12:00:00.250Z"
    assert entry["unchanged_since"] == "2026-11-01T00:00:00.000Z"


def test_no_key_is_archived() -> None:
    stream = io.BytesIO()
    write_archive(stream, gathered(), "netcurtain 0")
    stream.seek(0)
    everything = b"".join(
        record.raw_stream.read() + f"{record.rec_headers} {record.http_headers}".encode()
        for record in ArchiveIterator(stream)
    )
    assert b"c2VjcmV0" not in everything
    assert "c2VjcmV0" not in capture_log(gathered()).text


def test_the_list_tells_failed_and_unsent_probes_too() -> None:
    entries = [json.loads(line) for line in capture_log(gathered()).text.splitlines()]
    assert [entry["probe"] for entry in entries] == ["one", "lost", "kept"]
    assert entries[0]["body_sha256"] == hashlib.sha256(PAGE).hexdigest()
    assert entries[0]["fetched_at"] == "2026-11-22T12:00:00.250Z"
    assert entries[1]["failure"] == "timeout"
    assert entries[2]["not_sent"] == "robots"


def test_the_manifest_is_checked_without_this_program(tmp_path: Path) -> None:
    inner = tmp_path / "evidence"
    inner.mkdir()
    files = [tmp_path / "report.html", inner / "captures.jsonl"]
    for path in files:
        path.write_text(path.name)
    (tmp_path / "manifest.sha256").write_text(manifest(files, tmp_path))
    command = ["sha256sum", "--check", "--strict", "manifest.sha256"]
    assert subprocess.run(command, cwd=tmp_path, check=False, capture_output=True).returncode == 0
    files[0].write_text("changed")
    assert subprocess.run(command, cwd=tmp_path, check=False, capture_output=True).returncode == 1


def test_what_a_browser_showed_follows_what_the_server_sent() -> None:
    hop = Hop("https://a.example/app", 200, (("Content-Type", "text/html"),), "127.0.0.1:443")
    shown = "<p>14 Bramble Road – shown</p>".encode()
    capture = Capture("app", (hop,), shown, b"<script></script>", NOW, 12, rendered=True)
    answer = Answer(probe("app"), capture, outcome("app", OutcomeKind.FOUND))
    together = Gathered(Plan((), (), (), (), (), 0), (answer,), (), NOW, NOW)
    stream = io.BytesIO()
    write_archive(stream, together, "netcurtain 0")
    stream.seek(0)
    (first, sent, body), (second, made, text) = [
        (record.rec_type, record.rec_headers, record.content_stream().read())
        for record in ArchiveIterator(stream, check_digests="raise")
        if record.rec_type not in ("warcinfo", "metadata")
    ]
    assert (first, body, second, text) == ("response", b"<script></script>", "conversion", shown)
    assert made.get_header("WARC-Refers-To") == sent.get_header("WARC-Record-ID")
    assert json.loads(capture_log(together).text)["rendered"] is True
