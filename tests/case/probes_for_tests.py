"""Probes, answers and a run, for tests of the queue."""

from __future__ import annotations

from datetime import UTC, date, datetime

from scanner.case.store import CaseStore
from scanner.case.store.runs import Run, RunRecord
from scanner.model.bands import Band
from scanner.model.capture import Capture, Hop, Sending
from scanner.model.facts import FactKind, Secret
from scanner.model.plan import Manners, Probe, Purpose, Request, Sent, SentForm
from scanner.model.slate import Numbers, SlateRecord

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
DAY = date(2026, 11, 23)
KEY = bytes(range(32))
RECORD = RunRecord(7, "1.0", "digest")


def a_probe(
    probe_id: str,
    path: str,
    host: str = "a.example",
    purpose: Purpose = Purpose.SOURCE,
    spacing_s: float = 1.0,
    handle: str = "",
) -> Probe:
    """One question; with a handle, its address carries that."""
    sends = (Sent(FactKind.HANDLE, SentForm.CLEAR, f"handle-{probe_id}"),) if handle else ()
    return Probe(
        id=probe_id,
        source_id="src.test",
        request=Request(f"http://{host}/{path}"),
        host=host,
        site=".".join(host.split(".")[-2:]),
        purpose=purpose,
        sends=sends,
        subject_ids=(f"of-{probe_id}",),
        manners=Manners(spacing_s=spacing_s),
        variables=(("handle", Secret(handle, "j…")),) if handle else (),
    )


def an_answer(key: str, body: bytes = b"<p>found</p>") -> Capture:
    hop = Hop("http://a.example/", 200, (("Content-Type", "text/html"),), "127.0.0.1:80")
    return Capture(key, (hop,), body, body, NOW, 12)


def a_sending(key: str, url: str, site: str = "a.example") -> Sending:
    sends = (Sent(FactKind.HANDLE, SentForm.CLEAR, ""),)
    return Sending(key, url, "GET", site, NOW, "probe", sends)


def some_numbers() -> Numbers:
    return Numbers(NOW, Band.LOW, {"low": 1}, 0, 1, 0, 0, 0, 0)


def begin_run(store: CaseStore, people: int, record: RunRecord = RECORD) -> Run:
    slate = store.slates.begin(SlateRecord("Wexcombe"), NOW)
    return store.runs.begin(slate.id, record, range(1, people + 1), NOW)
