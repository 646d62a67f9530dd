"""Streets of the person's that a page puts in another town: "14 Bramble Road in Castlebeck"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from scanner.model.facts import FactKind
from scanner.model.sighting import Sighting
from scanner.model.subject import Subject
from scanner.text.normalise import fold

_IN_A_PLACE = re.compile(r"\s+in\s+(?P<place>[A-ZÀ-Þ][\w'’-]+(?:[ -][A-ZÀ-Þ][\w'’-]+){0,3})")
_WITHOUT_TOWN = frozenset({"house_street", "street"})
_NO_PLACE = frozenset(
    {"january", "february", "march", "april", "may", "june", "july", "august", "september"}
    | {"october", "november", "december", "spring", "summer", "autumn", "winter", "ward", "easter"}
    | {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "christmas"}
)


def places_elsewhere(
    subject: Subject, text: str, seen: Sequence[Sighting]
) -> Iterator[tuple[int, int]]:
    """Where such a place is named, after a street without its town; in the order of `seen`."""
    for sighting in seen:
        if sighting.kind is not FactKind.ADDRESS or sighting.form not in _WITHOUT_TOWN:
            continue
        fact = subject.fact(sighting.fact_id)
        own = {word for part in ("town", "locality") for word in _words(fact.part(part))}
        if not own:
            continue  # any town may be theirs
        found = _IN_A_PLACE.match(text, sighting.end)
        if found and not {*_words(found["place"])} & (own | _NO_PLACE):
            yield found.span("place")


def _words(place: str) -> list[str]:
    return re.findall(r"\w+", fold(place))
