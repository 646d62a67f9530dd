"""The log's chain breaks wherever a line is touched, and its clocks are compared honestly."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from scanner.errors import EvidenceError
from scanner.evidence import LogContext, capture_log, read_capture_log
from scanner.evidence.capture_log import BEGINNING
from scanner.evidence.clock import ClockCheck, ClockReading, check_clock, clock_reading
from scanner.model.answer import Answer, Gathered
from scanner.model.capture import Capture, Hop, Revival, Skipped, SkipReason
from scanner.model.outcome import Outcome, OutcomeKind
from scanner.model.plan import Plan, Probe, Purpose, Request

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def gathered() -> Gathered:
    def answer(number: int, given: Capture | Skipped) -> Answer:
        name = f"page-{number}"
        request = Request(f"https://a.example/{number}")
        probe = Probe(name, "src.page.given", request, "a.example", "a.example", Purpose.PAGE)
        return Answer(
            probe, replace(given, probe_id=name), Outcome(name, OutcomeKind.FOUND, "", "")
        )

    hop = Hop("https://a.example/", 200, (), "127.0.0.1:443")
    given = [Capture("", (hop,), b"a\xe2\x80\xa8b", b"a", NOW, 1)] * 3
    answers = [answer(number, each) for number, each in enumerate(given)]
    answers.append(answer(3, Skipped("", SkipReason.ROBOTS)))
    return Gathered(Plan((), (), (), (), (), 0), tuple(answers), (), NOW, NOW)


LOG = capture_log(gathered(), context=LogContext(operator="A\u2028B"))
LINES = LOG.text.encode().split(b"\n")[:-1]


def test_the_chain_is_read_back_with_its_head() -> None:
    entries, head = read_capture_log(LOG.text.encode())
    assert (len(entries), head) == (LOG.lines, LOG.head)
    assert [entry["probe"] for entry in entries] == ["page-0", "page-1", "page-2", "page-3"]
    assert entries[3]["robots_decision"] == "disallowed"


def test_plain_tools_follow_the_chain(tmp_path: Path) -> None:
    path = tmp_path / "captures.jsonl"
    path.write_text(LOG.text)
    told = subprocess.run(
        ["sh", "-c", "sed -n 2p captures.jsonl | sha256sum"],
        cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert read_capture_log(LOG.text.encode())[0][2]["previous_entry_sha256"] in told.stdout


@pytest.mark.parametrize(
    ("changed", "line"),
    [
        ([LINES[0].replace(b"found", b"gone "), *LINES[1:]], 2),
        ([LINES[0], *LINES[2:]], 2),
        ([LINES[1], LINES[0], *LINES[2:]], 1),
        ([LINES[0], LINES[0], *LINES[1:]], 2),
        (LINES[1:], 1),
    ],
    ids=["changed", "removed", "moved", "doubled", "beheaded"],
)
def test_a_touched_line_breaks_the_chain(changed: list[bytes], line: int) -> None:
    with pytest.raises(EvidenceError, match=f"before line {line}"):
        read_capture_log(b"\n".join([*changed, b""]))


def test_what_is_cut_off_at_the_end_shows_in_the_head() -> None:
    shorter = b"\n".join([*LINES[:-1], b""])
    assert read_capture_log(shorter)[1] != LOG.head
    assert read_capture_log(b"") == ((), BEGINNING)


def test_what_is_no_log_is_an_error_that_quotes_nothing() -> None:
    with pytest.raises(EvidenceError, match="Line 1") as raised:
        read_capture_log(b'{"private": "value"}\n')
    assert "value" not in str(raised.value)


def dated(offset_s: float, *more: tuple[str, str], elapsed_ms: int = 200) -> Capture:
    date = format_datetime(NOW + timedelta(seconds=offset_s), usegmt=True)
    hop = Hop("https://a.example/", 200, (("DATE", date), *more), "127.0.0.1:443")
    return Capture("p", (hop,), b"", b"", NOW, elapsed_ms)


def test_a_clock_is_compared_with_the_middle_of_the_exchange() -> None:
    reading = clock_reading(dated(3), "a.example")
    assert reading is not None
    assert reading.offset_ms == 3_000 + 500 - 100


def test_answers_that_tell_another_moment_do_not_count() -> None:
    assert clock_reading(dated(0, ("Age", "30")), "a.example") is None
    assert clock_reading(replace(dated(0), attempts=2), "a.example") is None
    broken = Hop("https://a.example/", 200, (("Date", "yesterday"),), "127.0.0.1:443")
    assert clock_reading(replace(dated(0), hops=(broken,)), "a.example") is None
    assert clock_reading(replace(dated(0), hops=()), "a.example") is None


def test_of_a_confirmed_answer_the_confirmation_tells_the_time() -> None:
    stored = dated(-90_000)
    confirmed = replace(stored, revival=Revival(NOW, dated(2).hops[0]))
    reading = clock_reading(confirmed, "a.example")
    assert reading is not None
    assert reading.offset_ms == 2_400


def test_a_site_counts_once_however_often_it_told_the_time() -> None:
    told = [ClockReading("a", "", 90_000)] * 9 + [
        ClockReading("b", "", 100),
        ClockReading("c", "", -100),
    ]
    assert check_clock(told) == ClockCheck(3, 100, -100, 90_000)
    assert check_clock([]) == ClockCheck(0, None, None, None)
