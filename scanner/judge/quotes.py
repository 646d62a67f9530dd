"""Excerpts for findings and questions, in which everything private knows its mask."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from scanner.judge.records import Seen
from scanner.model.document import Document
from scanner.model.facts import NAME_KINDS, FactKind
from scanner.model.finding import Quote
from scanner.model.masks import mask_part, mask_value
from scanner.model.sighting import Matched, Sighting
from scanner.model.subject import Subject
from scanner.text.known import known_spans
from scanner.text.quoting import MaskSpan, make_quote

_REACH = 600
"""Code points around a quoted stretch in which sightings are masked: more than excerpts show."""
_REACH_OF_PIECES = 320
"""The same for pieces of facts: what an excerpt shows, and no piece is longer than the rest."""


def excerpt(
    document: Document,
    seen: Seen,
    subject: Subject,
    start: int,
    end: int,
    marked: Collection[Sighting] = (),
) -> Quote:
    """The page's words around [start, end): `marked` sightings marked, private values masked."""
    near = seen.within(start - _REACH, end + _REACH)
    spans = (*_spans(near, subject, marked), *_known(document, subject, start, end))
    return make_quote(document.text, start, end, spans)


def _known(document: Document, subject: Subject, start: int, end: int) -> Iterable[MaskSpan]:
    """Pieces of private facts that are no sighting by themselves: a street with another number."""
    low = max(0, start - _REACH_OF_PIECES)
    for span in known_spans(document.text[low : end + _REACH_OF_PIECES], subject.facts):
        yield replace(span, start=span.start + low, end=span.end + low)


def _mask(sighting: Sighting) -> str:
    if sighting.form == "gps":
        return mask_part("point", sighting.text)
    return mask_value(sighting.kind, sighting.text)


def _spans(matched: Matched, subject: Subject, marked: Collection[Sighting]) -> Iterable[MaskSpan]:
    public = {fact.id for fact in subject.facts if fact.is_public}
    for sighting in matched.sightings:
        mine = sighting.subject_id == subject.id
        is_marked = sighting in marked
        shown = mine and (
            sighting.fact_id in public or sighting.kind in NAME_KINDS - {FactKind.FORMER_NAME}
        )
        if not shown or is_marked:
            mask = sighting.text if shown else _mask(sighting)
            yield MaskSpan(sighting.start, sighting.end, mask, marked=is_marked, always=not mine)
    for stranger in matched.strangers:
        yield MaskSpan(stranger.start, stranger.end, stranger.mask, always=True)
