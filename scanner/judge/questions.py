"""Values beside the person's name that they did not give: one masked question each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from scanner.judge.identity import keyed_id, page_identity
from scanner.judge.quotes import excerpt
from scanner.model.document import Document
from scanner.model.facts import FactKind
from scanner.model.finding import Question
from scanner.model.masks import mask_value
from scanner.model.outcome import Region
from scanner.model.sighting import Matched, Sighting, Stranger
from scanner.model.subject import Subject
from scanner.rulebook.detector import FactDetector
from scanner.text.quoting import mask_known

BESIDE = 200
"""Code points between name and value that still read as one card or sentence. A judgement."""


def questions(
    subject: Subject,
    document: Document,
    matched: Matched,
    regions: tuple[Region, ...],
    detectors: Mapping[FactKind, FactDetector],
    key: bytes,
) -> Iterator[Question]:
    """One question per value that stands in the same record, or close to, the person's name."""
    names = [
        s
        for s in matched.sightings
        if s.subject_id == subject.id and s.kind is FactKind.NAME and s.form != "titled_last"
    ]
    asked: set[tuple[FactKind, str]] = set()
    page = page_identity(document.url)
    for stranger in matched.strangers:
        detector = detectors.get(stranger.kind)
        same = (stranger.kind, "".join(c for c in stranger.text.casefold() if c.isalnum()))
        if detector is None or not detector.question or same in asked:
            continue
        name = next((n for n in names if _together(n, stranger, regions)), None)
        if name is None:
            continue
        asked.add(same)
        masked = mask_value(stranger.kind, stranger.text)
        yield Question(
            id=keyed_id(key, subject.id, stranger.kind.value, same[1], page),
            subject_id=subject.id,
            probe_id=document.probe_id,
            kind=stranger.kind,
            masked=masked,
            text=detector.question.replace("{masked}", masked),
            url=mask_known(document.url, subject.facts),
            quote=excerpt(
                document,
                matched,
                subject,
                min(name.start, stranger.start),
                max(name.end, stranger.end),
                (name,),
            ),
        )


def _together(name: Sighting, stranger: Stranger, regions: tuple[Region, ...]) -> bool:
    def region_of(start: int) -> Region | None:
        return next((r for r in regions if r.start <= start < r.end), None)

    if region_of(name.start) != region_of(stranger.start):
        return False
    gap = max(stranger.start - name.end, name.start - stranger.end, 0)
    return gap <= BESIDE
