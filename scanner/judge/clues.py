"""What a page says of a person besides facts: an age, a month of birth, a town, a middle name.

Read only near what was seen of the subject, and only compared with what they gave.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from scanner.judge.elsewhere import places_elsewhere
from scanner.model.document import Document, Place
from scanner.model.facts import NAME_KINDS, FactKind
from scanner.model.segments import Segments
from scanner.model.sighting import Sighting
from scanner.model.subject import Subject
from scanner.text.ages import find_ages
from scanner.text.name_frequency import is_given_name
from scanner.text.normalise import fold, normalise
from scanner.text.published import publication_date


@dataclass(frozen=True, slots=True)
class Clue:
    """Something at [start, end) that speaks for the subject, or against."""

    start: int
    end: int
    row: str
    """Row of the attribution weighting."""
    agrees: bool


_NEXT_NAME = re.compile(r" ([A-Z][A-Za-z'’-]+)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_BORN = re.compile(
    r"\b(?:(?:date|month|year) of birth|birth ?(?:date|day)|d\.? ?o\.? ?b\b\.?|born)\b"
    rf"[\s:;,()-]{{0,6}}(?:(?:is|was|in|on)\s+)?(?:in\s+)?"
    rf"(?:(?P<month>{_MONTH}),?\s+)?(?P<year>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_TO_AGE = 3
"""Code points between a name and the age after it: a comma or a bracket."""


_WITH_MONTH = frozenset({"full", "month_year"})


def find_clues(subject: Subject, document: Document, seen: Sequence[Sighting]) -> tuple[Clue, ...]:
    """All clues of a page, in page order. `seen`: the subject's own sightings."""
    clues = [*_towns(subject, document.text, seen), *_middle_names(subject, document.text, seen)]
    elsewhere = places_elsewhere(subject, document.text, seen)
    clues += [Clue(start, end, "postcode", False) for start, end in elsewhere]
    born = subject.of_kind(FactKind.BIRTH_DATE)
    if born and (year := born[0].part("year")).isdigit():
        month = born[0].part("month")
        day = born[0].part("day")
        birth = (int(year), int(month) if month.isdigit() else 0, int(day) if day.isdigit() else 0)
        told = [*_births(document.text, birth), *_birth_fields(document, birth)]
        # What is a sighting of the birth date is evidence already.
        exact = [s for s in seen if s.kind is FactKind.BIRTH_DATE and s.form in _WITH_MONTH]
        inside = _Inside([(s.start, s.end) for s in exact])
        clues += [c for c in sorted(told, key=lambda c: c.end) if not inside.holds(c.end - 1)]
        clues += _ages(document, seen, birth, subject)
    return tuple(sorted(clues, key=lambda clue: (clue.start, clue.end)))


def _towns(subject: Subject, text: str, seen: Sequence[Sighting]) -> Iterator[Clue]:
    """Towns of the person's addresses, where they are no part of an address that was seen."""
    towns = {fact.part("town") for fact in subject.of_kind(FactKind.ADDRESS)} - {""}
    if not towns:
        return
    addresses = [(s.start, s.end) for s in seen if s.kind is not FactKind.NAME]
    words = "|".join(re.escape(town).replace(r"\ ", r"[\s-]+") for town in sorted(towns))
    inside = _Inside(addresses)
    for found in re.finditer(rf"(?<!\w)(?:{words})(?!\w)", text, re.IGNORECASE):
        if not inside.holds(found.start()):
            yield Clue(*found.span(), "town", True)


class _Inside:
    """Whether an offset lies in one of many stretches that come in rising order of start."""

    def __init__(self, stretches: Sequence[tuple[int, int]]) -> None:
        self._stretches = sorted(stretches)
        self._next = 0
        self._end = -1

    def holds(self, offset: int) -> bool:
        """Offsets must be asked for in rising order."""
        while self._next < len(self._stretches) and self._stretches[self._next][0] <= offset:
            self._end = max(self._end, self._stretches[self._next][1])
            self._next += 1
        return offset < self._end


_TITLES = frozenset(
    {"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sir", "dame", "lord", "lady"}
    | {"rev", "revd", "reverend", "cllr", "councillor", "mayor", "captain", "capt", "hon", "coun"}
)


def _middle_names(subject: Subject, text: str, seen: Sequence[Sighting]) -> Iterator[Clue]:
    """Middle names or initials with the person's name: those they gave, or another's."""
    for sighting in seen:
        if sighting.kind not in NAME_KINDS or sighting.form not in ("with_middle", "last_first"):
            continue
        fact = subject.fact(sighting.fact_id)
        known = fold(fact.part("middle")).split()
        if not known:
            continue
        names = _pieces(f"{fact.part('given')} {fact.part('family')}")
        names += ["".join(_pieces(fact.part("family")))]
        middles = [w for w in _pieces(sighting.text) if w not in names and w not in _TITLES]
        if not middles and sighting.form == "last_first":
            after = _NEXT_NAME.match(text, sighting.end)
            middles = [fold(after[1])] if after and is_given_name(after[1]) else []
        if middles:
            is_own = all(_is_middle(word, known) for word in middles)
            yield Clue(sighting.start, sighting.end, "middle_name", is_own)


def _pieces(name: str) -> list[str]:
    """The folded words of a name, without what joins or ends them."""
    return [word for word in re.split(r"[\s\-'`.,;|\"()]+", fold(name)) if word]


def _is_middle(word: str, known: Sequence[str]) -> bool:
    """A middle name, or its initial, or the initials of several."""
    initials = "".join(name[0] for name in known)
    return word in known or (word in initials and len(word) == 1) or word == initials


def _births(text: str, birth: tuple[int, int, int]) -> Iterator[Clue]:
    """ "Date of birth March 1979", "born in 1979"; a whole date is a sighting of its own."""
    for found in _BORN.finditer(text):
        year = int(found["year"])
        if found["month"] and birth[1]:
            same = (year, _month(found["month"])) == birth[:2]
            yield Clue(*found.span(), "birth_month", same)
        else:
            yield Clue(*found.span(), "birth_year", year == birth[0])


def _birth_fields(document: Document, birth: tuple[int, int, int]) -> Iterator[Clue]:
    """Month and year in fields of a record, as the company register gives them."""
    months: dict[str, int] = {}
    for segment in Segments.of(document.segments).within({Place.RECORD}):
        owner, _, field = segment.path.rpartition(".")
        value = document.text[segment.start : segment.end]
        if not owner.endswith(("birth", "dob")) or not value.isdigit():
            continue
        if field == "month":
            months[owner] = int(value)
        elif field == "year" and len(value) == 4:
            month = months.get(owner, 0)
            if month and birth[1]:
                same = (int(value), month) == birth[:2]
                yield Clue(segment.start, segment.end, "birth_month", same)
            else:
                yield Clue(segment.start, segment.end, "birth_year", int(value) == birth[0])


def _ages(
    document: Document, seen: Sequence[Sighting], birth: tuple[int, int, int], subject: Subject
) -> Iterator[Clue]:
    """Ages, held against the birth date as of the day on which the page was published.

    Of a page without a date only one thing is sure: it was written before the consent ends.
    """
    page = normalise(document.text)
    name_ends = {name.end for name in seen if name.kind in NAME_KINDS}
    published: date | None = None
    exact = -1
    for age in find_ages(page):
        start, end = page.span(age.start, age.end)
        if age.form == "after_name" and name_ends.isdisjoint(range(start - _TO_AGE, start)):
            continue
        if exact < 0:
            published = publication_date(document)
            day = published or subject.consent.valid_until
            had_birthday = (day.month, day.day) >= (birth[1] or 12, birth[2] or 31)
            exact = day.year - birth[0] - 1 + had_birthday
        if published or int(age.value) > exact + 1:
            yield Clue(start, end, "age", abs(int(age.value) - exact) <= 1)


def _month(word: str) -> int:
    return _MONTHS.index(word[:3].lower()) + 1
