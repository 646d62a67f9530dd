"""Towns and postcodes beside a street: the person's own, or those of another place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from scanner.match.seen import Page
from scanner.model.facts import Fact
from scanner.text.normalise import fold
from scanner.text.phrases import phrase_pattern
from scanner.text.postcodes import canonical_postcode

_AFTER, _BEFORE = 120, 80
"""Code points around a street in which a place belongs to it; together the 200 that a reader still
takes for one address. A judgement."""
_JOIN = re.compile(r"(?:[\s,;|:/\-]+[a-z][\w'&\-]*){0,6}[\s,;|:/\-]*")
"""What may stand within one written address: words and separators, no sentence end."""
_NEXT_PLACE = re.compile(
    r"[ \t]*(?P<sep>[,\n])\s*(?P<place>[A-Z][\w'’\-]*"
    r"(?: (?:on|upon|the|of|in|le|by|under|and)\b){0,2}(?: [A-Z][\w'’\-]*){0,2})"
    r"(?=\s*(?:[,.;:)\n]|$|[A-Z]{1,2}\d))"
)
_WORDS = """
tel telephone phone mobile mob email e-mail mail fax contact web website england uk gb wales
scotland ireland united kingdom britain date born dob age home about menu search login name address
postcode
post code town city county candidate party occupation notes role director monday tuesday wednesday
thursday friday saturday sunday january february march april may june july august september october
november december mr mrs ms miss dr cllr the i we he she they it you a an in on at and but please
see for from
"""
_NO_TOWN = frozenset(_WORDS.split())
"""Words that follow an address on pages and are no town."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a street."""

    is_elsewhere: bool
    """Another town or postcode belongs to it."""
    is_here: bool
    """The person's own town or postcode stands beside it."""
    end_of_town: int
    """Where the written address ends: its town, or the street when no town follows directly."""
    end: int
    """The same, with the postcode."""


class Places:
    """Town, locality and postcode of one address."""

    def __init__(self, fact: Fact, names: Iterable[str]) -> None:
        self.postcode = canonical_postcode(fact.part("postcode"))
        self._is_unit = " " in self.postcode
        towns = [fold(town) for town in fact.part("town").split(",")]
        villages = [fold(village) for village in fact.part("locality").split(",")]
        self.towns = [town for town in (*towns, *villages) if town]
        pattern = "|".join(map(phrase_pattern, self.towns))
        self._town = re.compile(rf"(?<![a-z0-9])(?:{pattern})(?![a-z0-9])") if pattern else None
        counties = fold(fact.part("county")).split()
        self._no_town = _NO_TOWN | frozenset(names) | frozenset(counties)

    def beside(self, page: Page, start: int, end: int) -> Beside:
        """What stands beside the street at [start, end)."""
        text = page.text
        first = next(iter(page.postcodes_within(end, end + _AFTER)), None)
        joined = first is not None and _JOIN.fullmatch(text, end, first.start) is not None
        own = first is not None and first.value == self.postcode
        if first is not None and joined and not own and self._is_unit:
            return Beside(True, False, end, end)
        town = self._town_after(text, end)
        town_joined = town is not None and _JOIN.fullmatch(text, end, town[0]) is not None
        end_of_town = town[1] if town and town_joined else end
        last = first.end if first is not None and joined and own else end_of_town
        if joined and own:
            return Beside(False, True, end_of_town, max(last, end_of_town))
        if town_joined or self._town_before(page, start):
            return Beside(False, True, end_of_town, last)
        if self._is_other_town(page, end):
            return Beside(True, False, end, end)
        near = town is not None or own or self._own_postcode_before(page, start)
        return Beside(False, near, end_of_town, last)

    def _town_after(self, text: str, end: int) -> tuple[int, int] | None:
        found = self._town.search(text, end, end + _AFTER) if self._town else None
        return found.span() if found else None

    def _town_before(self, page: Page, start: int) -> bool:
        if self._town is None:
            return False
        return self._town.search(page.text, max(0, start - _BEFORE), start) is not None

    def _own_postcode_before(self, page: Page, start: int) -> bool:
        before = page.postcodes_within(start - _BEFORE, start)
        return any(spotted.value == self.postcode for spotted in before)

    def _is_other_town(self, page: Page, end: int) -> bool:
        """Whether the name of another place follows, as far as a name can be told from words.

        After a comma it is believed; on a line of its own only where the page never names the
        person's own town.
        """
        if not self.towns and not self.postcode:
            return False
        source = page.folded.source
        found = _NEXT_PLACE.match(source, page.folded.span(end - 1, end)[1])
        if found is None:
            return False
        words = [fold(word) for word in found["place"].split() if word[0].isupper()]
        if any(word in self._no_town for word in words):
            return False
        if found["sep"] == ",":
            return True
        return self._town is not None and not page.mentions(self._town)


def is_joined(text: str, start: int, end: int) -> bool:
    """Whether [start, end) of folded text may stand within one written address."""
    return _JOIN.fullmatch(text, start, end) is not None
