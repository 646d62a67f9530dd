"""One record after the other, looked through for everybody at once."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from scanner.match import FactIndex
from scanner.match.sieve import Sieve, Text
from scanner.match.sieve_glance import Glance
from scanner.match.sieve_looks import Look
from scanner.model.capture import Capture, Hop
from scanner.model.document import Document
from scanner.model.sighting import Matched, Sighting
from scanner.model.subject import Subject
from scanner.offline import weigh_page
from scanner.read import read
from scanner.read.charset import decode
from scanner.read.media import Kind, media_of
from scanner.rulebook.book import RuleBook
from scanner.sweep.hits import NAMES, Hit, is_worth_telling
from scanner.sweep.records import Content, Record
from scanner.sweep.source import looks_of, texts_of
from scanner.text.normalise import folded_bytes


class Sweeper:
    """Looks through records. Holds everybody's facts: one is made for each process."""

    def __init__(self, subjects: Iterable[Subject], book: RuleBook) -> None:
        self._book = book
        self._subjects = {subject.id: subject for subject in subjects}
        self._index = FactIndex(tuple(self._subjects.values()), book.detectors)
        self._sieve = Sieve(tuple(self._subjects.values()), book.detectors)
        self._glance = Glance(tuple(self._subjects.values()), book.detectors, self._sieve.named)
        self.read_whole = 0
        """Records that were read and matched word by word."""

    def look(self, record: Record, archive: str) -> tuple[Hit, ...]:
        """What of whom stands in a record."""
        if record.content is Content.TEXT:
            text = _text(record)
            if not self._glance.may_hold(Look(text)):
                return ()
            if not self._sieve.may_hold(Text(folded_bytes(text))):
                return ()
        capture = _capture(record, f"{archive}#{record.mark.record}")
        if record.content is not Content.TEXT and not self._may_hold(capture):
            return ()
        document = read(capture)
        if not document.text:
            return ()
        # What stands behind a key of birth is told from any other date by reading on.
        shown = Text(folded_bytes(document.text.encode("utf-8", "replace")) + b" birth")
        if not self._sieve.may_hold(shown):
            return ()
        self.read_whole += 1
        return self._judged(record, archive, capture, document, self._index.match(document))

    def _may_hold(self, capture: Capture) -> bool:
        """Whether anything may stand in a page's source; of what is no markup, reading tells."""
        declared = capture.header("Content-Type")
        kind = media_of(capture.body, declared, "").kind
        if kind not in _OF_TEXT:
            return True
        looks = looks_of(capture.body, declared)
        if looks is not None and not self._glance.may_hold(*looks):
            return False
        texts = texts_of(capture.body, declared)
        return texts is None or self._sieve.may_hold(*texts)

    def _judged(
        self, record: Record, archive: str, capture: Capture, document: Document, matched: Matched
    ) -> tuple[Hit, ...]:
        by_subject: dict[str, list[Sighting]] = defaultdict(list)
        for sighting in matched.sightings:
            by_subject[sighting.subject_id].append(sighting)
        hits: list[Hit] = []
        for subject_id in sorted(by_subject):
            subject = self._subjects[subject_id]
            name = capture.probe_id
            weighed, _ = weigh_page(subject, self._book, name, capture, document, matched)
            named = any(sighting.kind in NAMES for sighting in by_subject[subject_id])
            if is_worth_telling((item.finding for item in weighed), named):
                at = record.seen_at
                number = record.mark.record
                hits.append(Hit(subject_id, archive, number, record.url, at, weighed))
        return tuple(hits)


_OF_TEXT = frozenset({Kind.HTML, Kind.XML, Kind.JSON, Kind.JSON_LINES, Kind.TEXT})


def _text(record: Record) -> bytes:
    """A text of an archive of texts, which are UTF-8 unless they say otherwise."""
    said = record.media_type.lower()
    if "charset" in said and "utf-8" not in said and "utf8" not in said:
        return decode(record.body, said, is_markup=False).encode("utf-8", "replace")
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
