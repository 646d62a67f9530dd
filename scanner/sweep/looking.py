"""One record after the other, looked through for everybody at once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Set
from functools import lru_cache
from typing import Any

from scanner.match import FactIndex
from scanner.match.glance import Glance, Look
from scanner.match.seen import Page
from scanner.model.capture import Capture, Hop
from scanner.model.subject import Subject
from scanner.offline import weigh_page
from scanner.read import read
from scanner.read.charset import as_utf8
from scanner.read.media import Kind, media_of
from scanner.rulebook.book import RuleBook
from scanner.sweep.hits import NAMES, Hit, is_worth_telling
from scanner.sweep.records import Content, Record
from scanner.sweep.source import looks_of


class Sweeper:
    """Looks through records. Holds everybody's facts: one is made for each process."""

    def __init__(self, subjects: Iterable[Subject], book: RuleBook) -> None:
        self._book = book
        self._subjects = {subject.id: subject for subject in subjects}
        self._glance = Glance(tuple(self._subjects.values()), book.detectors)
        self._index = lru_cache(_MOST_INDEXES)(self._made_index)
        self.read_whole = 0
        """Records that were read and matched word by word."""

    def look(self, record: Record, archive: str) -> tuple[Hit, ...]:
        """What of whom stands in a record."""
        candidates: Set[str] | None = None
        if record.content is Content.TEXT:
            candidates = self._glance.candidates(Look(_text(record)))
            if not candidates:
                return ()
        capture = _capture(record, f"{archive}#{record.mark.record}")
        if record.content is not Content.TEXT:
            candidates = self._on_page(capture)
            if candidates is not None and not candidates:
                return ()
        self.read_whole += 1
        page = Page(read(capture))
        if candidates is None:
            candidates = self._in_text(page.document.text)
        there = sorted(self._there(page, candidates))
        hits = (self._judged(record, archive, capture, page, person) for person in there)
        return tuple(hit for hit in hits if hit is not None)

    def _on_page(self, capture: Capture) -> Set[str] | None:
        """Of whom anything may stand in a page's source; None where only reading it tells."""
        declared = capture.header("Content-Type")
        if media_of(capture.body, declared, "").kind not in _OF_TEXT:
            return None
        looks = looks_of(as_utf8(capture.body, declared))
        return None if looks is None else self._glance.candidates(*looks)

    def _in_text(self, text: str) -> Set[str]:
        # What stands behind a key of birth is told from any other date by reading on.
        return self._glance.candidates(Look(f"{text} birth".encode("utf-8", "replace")))

    def _there(self, page: Page, candidates: Set[str]) -> Set[str]:
        """Who of them has a sighting: of many, as on a list of candidates, told at once."""
        if len(candidates) <= _FEW:
            return candidates
        sightings = self._index(frozenset(candidates)).match_page(page).sightings
        return {sighting.subject_id for sighting in sightings}

    def _judged(
        self, record: Record, archive: str, capture: Capture, page: Page, person: str
    ) -> Hit | None:
        matched = self._index(frozenset((person,))).match_page(page)
        if not matched.sightings:
            return None
        subject, name = self._subjects[person], capture.probe_id
        weighed, _ = weigh_page(subject, self._book, name, capture, page.document, matched)
        named = any(sighting.kind in NAMES for sighting in matched.sightings)
        if not is_worth_telling((item.finding for item in weighed), named):
            return None
        at, number = record.seen_at, record.mark.record
        return Hit(person, archive, number, record.url, at, weighed)

    def _made_index(self, people: Set[str]) -> FactIndex:
        those = tuple(self._subjects[person] for person in sorted(people))
        return FactIndex(those, self._book.detectors)


_MOST_INDEXES = 512
"""People, or groups of them, whose facts are kept compiled: of thousands, few are met."""
_FEW = 8
"""People each of whom is looked for by themself, as in a check of their own, at no greater cost."""
_OF_TEXT = frozenset({Kind.HTML, Kind.XML, Kind.JSON, Kind.JSON_LINES, Kind.TEXT})


def _text(record: Record) -> bytes:
    """A text of an archive of texts, which are UTF-8 unless they say otherwise."""
    said = record.media_type.lower()
    if "charset" in said and "utf-8" not in said and "utf8" not in said:
        return as_utf8(record.body, said, is_markup=False)
    return record.body


def _capture(record: Record, name: str) -> Capture:
    """The record as an answer that was got when the crawler was there."""
    body = _described(record.body) if record.content is Content.METADATA else record.body
    hop = Hop(record.url, 200, (("Content-Type", record.media_type),), "")
    return Capture(
        probe_id=name, hops=(hop,), body=body, wire=b"", fetched_at=record.seen_at, elapsed_ms=0
    )


def _described(body: bytes) -> bytes:
    """Of a WAT record what the page itself said: title, descriptions and links, without what the
    crawler adds (digests, lengths, its own address)."""
    try:
        found: Any = json.loads(body)
        answer = found["Envelope"]["Payload-Metadata"]["HTTP-Response-Metadata"]
        page = answer["HTML-Metadata"]
    except (ValueError, LookupError, TypeError, RecursionError):
        return b""
    return json.dumps({"Head": page.get("Head"), "Links": page.get("Links")}).encode()
