"""What gathering writes down, as entries of the store's journal and back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, cast

from scanner.case.serial import dump, load
from scanner.case.store import Entry, EntryKind
from scanner.case.store.scans import Scans
from scanner.fetch import RobotsAnswer
from scanner.gather import Answered, Asked, Earlier, News, Rendered
from scanner.model.capture import Capture, Sending, Skipped

_ANSWER: Any = Capture | Skipped


def entry_of(news: News) -> Entry:
    """One thing that came, as it is kept: bodies stand beside the rest."""
    match news:
        case Asked():
            return Entry(EntryKind.SENDING, news.sending.probe_id, dump(news.sending))
        case RobotsAnswer():
            return Entry(EntryKind.ROBOTS, "", dump(replace(news, body=b"")), news.body, news.body)
        case Rendered():
            return _with_content(EntryKind.RENDERED, news.capture)
        case Answered(Capture() as capture):
            return _with_content(EntryKind.ANSWER, capture)
        case Answered(skipped):
            return Entry(EntryKind.ANSWER, skipped.probe_id, dump(skipped, _ANSWER))


def answer_of(entry: Entry) -> Capture | Skipped:
    """An answer, or what the browser showed, with its content."""
    answer = cast(Capture | Skipped, load(_ANSWER, entry.head))
    if isinstance(answer, Skipped):
        return answer
    return replace(answer, body=entry.body, wire=entry.wire)


def earlier_of(scans: Scans, scan_id: str) -> Earlier:
    """All that was written of a check; contents are read when they are asked for."""
    robots = scans.journal(scan_id, EntryKind.ROBOTS)
    sendings = scans.journal(scan_id, EntryKind.SENDING)
    return Earlier(
        answers={
            probe_id: partial(_read, scans, scan_id, place)
            for place, probe_id in scans.places(scan_id, EntryKind.ANSWER)
        },
        rendered={
            probe_id: cast(Callable[[], Capture], partial(_read, scans, scan_id, place))
            for place, probe_id in scans.places(scan_id, EntryKind.RENDERED)
        },
        sendings=tuple(load(Sending, entry.head) for entry in sendings),
        robots=tuple(replace(load(RobotsAnswer, e.head), body=e.body) for e in robots),
    )


def _with_content(kind: EntryKind, capture: Capture) -> Entry:
    head = dump(replace(capture, body=b"", wire=b""), _ANSWER)
    return Entry(kind, capture.probe_id, head, capture.body, capture.wire)


def _read(scans: Scans, scan_id: str, place: int) -> Capture | Skipped:
    return answer_of(scans.entry(scan_id, place))
