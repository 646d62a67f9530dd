"""What is written into an archive is read back equal, byte for byte and time for time."""

from __future__ import annotations

import gzip
import io
import subprocess
import sys
import zlib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from scanner.case.serial import dump, load
from scanner.errors import EvidenceError
from scanner.evidence import read_archive, write_archive
from scanner.model.answer import Answer, Gathered
from scanner.model.capture import (
    Capture,
    Failure,
    Hop,
    Revival,
    Skipped,
    SkipReason,
    Trace,
)
from scanner.model.outcome import Outcome, OutcomeKind
from scanner.model.plan import Plan, Probe, Purpose, Request

NOW = datetime(2026, 11, 22, 12, 0, 0, 250_017, tzinfo=UTC)
PAGE = "<p>Jane Marlow, café</p>".encode()
GZIPPED = gzip.compress(PAGE)
CHUNKED = b"5;x=1\r\n" + GZIPPED[:5] + b"\r\n" + b"%x\r\n" % (len(GZIPPED) - 5) + GZIPPED[5:]
CHUNKED += b"\r\n0\r\n\r\n"
PLAIN = (("Content-Type", "text/html"), ("Content-Length", str(len(PAGE))))
SQUEEZED = (
    ("content-TYPE", "text/html"),
    ("Set-Cookie", "a=1"),
    ("Set-Cookie", "b=Ã©"),
    ("Content-Encoding", "gzip"),
    ("Transfer-Encoding", "chunked"),
)


def head(status: int, headers: tuple[tuple[str, str], ...]) -> bytes:
    lines = [f"HTTP/1.1 {status} As It Was", *(f"{name}:  {text}" for name, text in headers)]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def traced(hop: Hop, content: bytes = b"") -> Hop:
    request = b"GET /one HTTP/1.1\r\nHost: a.example\r\nAccept: */*\r\n\r\n"
    trace = Trace(
        request,
        head(hop.status, hop.headers),
        "cd" * 32,
        NOW,
        7,
        content,
        ("192.0.2.7", "2001:db8::7"),
        (b"first", b"second"),
    )
    return replace(hop, trace=trace)


def hop(url: str, status: int, headers: tuple[tuple[str, str], ...] = ()) -> Hop:
    return Hop(url, status, headers, "127.0.0.1:443", "ab" * 32)


MOVED = hop("https://a.example/one", 301, (("Location", "/two"), ("Content-Length", "900")))
THERE = hop("https://a.example/two", 200, SQUEEZED)
CAPTURES = {
    "composed": Capture("composed", (MOVED, THERE), PAGE, GZIPPED, NOW, 12),
    "as it came": Capture(
        "as it came",
        (traced(MOVED, b"half a pa"), traced(THERE, CHUNKED)),
        PAGE,
        GZIPPED,
        NOW,
        12,
        attempts=3,
    ),
    "plain": Capture("plain", (traced(hop("https://a.example/", 200, PLAIN)),), PAGE, PAGE, NOW, 1),
    "lost": Capture("lost", (), b"", b"", NOW, 9, Failure.TIMEOUT, "no answer"),
    "cut off": Capture(
        "cut off", (traced(THERE, CHUNKED[:30]),), b"", GZIPPED[:17], NOW, 9, Failure.PROTOCOL, "x"
    ),
    "rendered": Capture(
        "rendered",
        (traced(hop("https://a.example/app", 200, PLAIN)),),
        b"\xef\xbb\xbf<p>shown</p>",
        PAGE,
        NOW,
        12,
        rendered=True,
        refused_requests=2,
    ),
    "confirmed": Capture(
        "confirmed",
        (hop("https://a.example/same", 200, (("ETag", '"1"'),)),),
        PAGE,
        PAGE,
        NOW,
        12,
        revival=Revival(
            datetime(2026, 11, 1, tzinfo=UTC), traced(hop("https://a.example/same", 304))
        ),
    ),
    "empty": Capture("empty", (hop("https://a.example/e", 204),), b"", b"", NOW, 1),
    "let go": Capture(
        "let go", (hop("https://a.example/g", 200),), PAGE, PAGE, NOW, 1
    ).without_content(),
}
SKIPPED = Skipped("never sent", SkipReason.ROBOTS, "its robots.txt says so")


def gathered(*given: Capture | Skipped) -> Gathered:
    def answer(each: Capture | Skipped) -> Answer:
        request = Request(f"https://a.example/{each.probe_id}".replace(" ", "-"))
        host = "a.example"
        probe = Probe(each.probe_id, "src.page.given", request, host, host, Purpose.PAGE)
        return Answer(probe, each, Outcome(each.probe_id, OutcomeKind.FOUND, "found", ""))

    return Gathered(Plan((), (), (), (), (), 0), tuple(map(answer, given)), (), NOW, NOW)


def archived(folder: Path, *given: Capture | Skipped) -> Path:
    path = folder / "captures.warc.gz"
    with path.open("wb") as stream:
        write_archive(stream, gathered(*given), "netcurtain 0")
    return path


def test_all_kinds_of_answers_come_back_equal_and_in_order(tmp_path: Path) -> None:
    given = (*CAPTURES.values(), SKIPPED)
    read = list(read_archive(archived(tmp_path, *given)))
    assert [probe_id for probe_id, _ in read] == [each.probe_id for each in given]
    for (_, back), each in zip(read, given, strict=True):
        assert back == each


def test_bytes_stand_in_the_archive_as_they_came(tmp_path: Path) -> None:
    raw = zlib_members(archived(tmp_path, CAPTURES["as it came"]))
    trace = CAPTURES["as it came"].hops[1].trace
    assert trace is not None
    assert trace.head + CHUNKED in raw
    assert trace.request in raw
    assert raw.count(b"WARC/1.1\r\n") == raw.count(b"WARC-Type: ")
    assert b"a.example. IN A 192.0.2.7\r\na.example. IN AAAA 2001:db8::7\r\n" in raw
    assert raw.count(b"dns:a.example") == 1
    assert raw.count(b"-----BEGIN CERTIFICATE-----") == 2


def test_what_was_put_together_does_not_pass_for_what_came(tmp_path: Path) -> None:
    raw = zlib_members(archived(tmp_path, CAPTURES["composed"]))
    assert b"netcurtain-Framing: moved" in raw
    assert b"\r\nX-Archive-Orig-Transfer-Encoding: chunked\r\n" in raw
    assert b"netcurtain-Framing: received" not in raw


def test_an_address_in_place_of_a_name_has_no_answer_of_the_dns(tmp_path: Path) -> None:
    plain = traced(hop("https://[2001:db8::7]:8443/", 200, PLAIN))
    assert plain.trace is not None
    plain = replace(plain, trace=replace(plain.trace, addresses=("2001:db8::7",)))
    raw = zlib_members(archived(tmp_path, Capture("p", (plain,), PAGE, PAGE, NOW, 1)))
    assert b"dns:" not in raw


def test_a_case_keeps_all_of_a_trace() -> None:
    capture = CAPTURES["as it came"]
    assert load(Capture, dump(capture)) == capture


def test_other_peoples_tools_find_no_fault(tmp_path: Path) -> None:
    path = archived(tmp_path, *CAPTURES.values(), SKIPPED)
    tools = Path(sys.executable).parent
    checked = subprocess.run(
        [tools / "warcio", "check", "-v", path], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "digest pass" in checked.stdout
    assert "no digest" not in checked.stdout
    indexed = subprocess.run(
        [tools / "cdxj-indexer", path], capture_output=True, text=True, check=False
    )
    assert indexed.returncode == 0, indexed.stderr
    assert len(indexed.stdout.splitlines()) >= len(CAPTURES)


def test_another_reader_decodes_what_came_in_chunks(tmp_path: Path) -> None:
    with archived(tmp_path, CAPTURES["as it came"]).open("rb") as stream:
        bodies = [
            record.content_stream().read()
            for record in ArchiveIterator(stream, check_digests="raise")
            if record.rec_type == "response"
        ]
    assert bodies == [b"half a pa", PAGE]


def test_the_same_answers_make_the_same_archive() -> None:
    def made() -> bytes:
        stream = io.BytesIO()
        write_archive(stream, gathered(*CAPTURES.values()), "netcurtain 0")
        return stream.getvalue()

    assert made() == made()


@pytest.mark.parametrize("place", [0.1, 0.5, 0.9])
def test_a_changed_byte_is_an_error_that_quotes_nothing(tmp_path: Path, place: float) -> None:
    path = archived(tmp_path, *CAPTURES.values())
    content = bytearray(path.read_bytes())
    content[int(len(content) * place)] ^= 0x10
    path.write_bytes(content)
    with pytest.raises(EvidenceError) as raised:
        list(read_archive(path))
    assert "Jane" not in str(raised.value)


def test_a_file_that_is_no_archive_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "captures.warc.gz"
    path.write_bytes(b"not an archive")
    with pytest.raises(EvidenceError):
        list(read_archive(path))


HEADER = st.tuples(
    st.from_regex(r"\A[A-Za-z][A-Za-z0-9-]{0,11}\Z"),
    st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=20),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(HEADER, max_size=5).filter(
        lambda pairs: (
            not {name.lower() for name, _ in pairs}
            & {"content-encoding", "transfer-encoding", "content-length"}
        )
    ),
    st.binary(max_size=60),
    st.booleans(),
    st.booleans(),
)
def test_any_content_comes_back(
    tmp_path_factory: pytest.TempPathFactory,
    headers: list[tuple[str, str]],
    body: bytes,
    is_gzipped: bool,
    is_traced: bool,
) -> None:
    coding = (("Content-Encoding", "deflate"),) if is_gzipped else ()
    there = hop("https://a.example/x", 200, (*headers, *coding))
    wire = zlib.compress(body) if is_gzipped else body
    capture = Capture("x", (traced(there) if is_traced else there,), body, wire, NOW, 1)
    ((_, back),) = read_archive(archived(tmp_path_factory.mktemp("warc"), capture))
    assert back == capture


def zlib_members(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes())
