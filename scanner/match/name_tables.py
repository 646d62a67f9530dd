"""What is looked up beside a family name: everybody's given names, short forms and initials."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from scanner.match.name_words import ORDINARY
from scanner.match.seen import Entries, Entry
from scanner.text.name_frequency import given_share
from scanner.text.normalise import fold
from scanner.text.short_names import other_given_names

_JOINT = re.compile(r"[ '\-.]+")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
_OFTEN_LEFT_OUT = frozenset({*other_given_names("mohammed"), "mohammed", "syed", "sheikh"})
"""First names so common that their bearers go by the next one: Mohammed Asif Khan is Asif."""
_SECOND_FAMILIES = frozenset({"singh", "kaur", "begum", "bibi", "khatun", "devi", "kumar"})
"""Middle names that also do as a family name: Harpreet Kaur Gill is also Harpreet Kaur."""
_GAELIC = re.compile(r"(mac|mc|fitz)([b-df-hj-np-tv-z][a-z]{2,}|[aeiou][a-z]{3,})")
_IRISH = re.compile(
    r"o(neill?|brien|conn?or|connell|donnell|donoghue|donovan|dowd|driscoll|dwyer|flynn|gorman"
    r"|grady|hagan|hara|hare|kane|keefe|keeffe|leary|loughlin|mahony|mahoney|malley|meara|regan"
    r"|reilly|riordan|rourke|shaughnessy|shea|sullivan|toole)"
)
_RARELY_GIVEN = 5e-5
"""The share of adults below which a given name may be written as one word with the next."""
Middles = tuple[str, ...]


class Namesakes:
    """Facts that share given and family name, by their middle names."""

    __slots__ = ("all", "by_middles")

    def __init__(self) -> None:
        self.all = Entries()
        self.by_middles: dict[Middles, Entries] = {}

    def add(self, entry: Entry, middles: Middles) -> None:
        self.all.add(entry)
        self.by_middles.setdefault(middles, Entries()).add(entry)

    def fitting(self, middles: Middles) -> Iterator[Entries]:
        """Those whose middle names don't contradict the ones on the page."""
        if not middles:
            yield self.all
            return
        for own, entries in self.by_middles.items():
            if are_compatible(middles, own):
                yield entries

    def joined(self, middle: str) -> Iterator[Entries]:
        """Those whose first middle name this is: of "Mei-Ling Chan", Mei Ling, but not Mei."""
        for own, entries in self.by_middles.items():
            if own and own[0] == middle:
                yield entries


class Family:
    """Everybody who bears one family name."""

    __slots__ = ("everyone", "firsts", "given", "initials", "is_half", "is_ordinary", "short")

    def __init__(self, folded: str, is_half: bool = False) -> None:
        self.is_half = is_half
        """Whether it is one half of a double name, so that its bearers have another half too."""
        self.is_ordinary = folded in ORDINARY
        self.given: dict[str, Namesakes] = {}
        self.short: dict[str, list[Namesakes]] = {}
        self.initials: dict[str, Namesakes] = {}
        self.everyone = Entries()
        self.firsts: set[str] = set()
        """Every word one of which stands near where this is somebody's name."""

    def add(self, entry: Entry, given: str, middles: Middles) -> None:
        """`given` folded, and not only an initial; `middles` compact."""
        key = compact(given)
        self.everyone.add(entry)
        pieces = _JOINT.split(given)
        if key not in self.given:
            self.given[key] = Namesakes()
            for other in other_given_names(key):
                self.short.setdefault(other, []).append(self.given[key])
                self.firsts.add(other)
        for name in _spellings(entry.fact.part("given"), key):
            self._put(self.given, name, entry, middles)
        if middles and len(middles[0]) > 1:
            if given_share(key) < _RARELY_GIVEN:
                self._put(self.given, key + middles[0], entry, middles[1:])
            if key in _OFTEN_LEFT_OUT:
                by_middle = Namesakes()
                by_middle.add(entry, middles[1:])
                self.short.setdefault(middles[0], []).append(by_middle)
                self.firsts.add(middles[0])
        letters = tuple(name[0] for name in (*pieces[1:], *middles) if name)
        self._put(self.initials, key[0], entry, letters)
        self.firsts.add(pieces[0])

    def add_initial(self, entry: Entry, letter: str, middles: Middles) -> None:
        """Somebody who gave no more than an initial of their given name."""
        self.everyone.add(entry)
        self._put(self.initials, letter, entry, tuple(name[0] for name in middles))

    def _put(self, table: dict[str, Namesakes], key: str, entry: Entry, middles: Middles) -> None:
        if key not in table:
            table[key] = Namesakes()
        table[key].add(entry, middles)
        self.firsts.add(key)


class FamilyTable:
    """Family names by each way in which they are spelled."""

    def __init__(self, entries: list[Entry]) -> None:
        self.by_spelling: dict[str, list[Family]] = {}
        self._families: dict[tuple[str, bool], Family] = {}
        self._seen: set[tuple[str, str, bool]] = set()
        for entry in entries:
            self._add(entry)
        del self._families, self._seen

    def _add(self, entry: Entry) -> None:
        fact = entry.fact
        family, given = _folded(fact.part("family")), _folded(fact.part("given"))
        middles = tuple(compact(word) for word in _folded(fact.part("middle")).split())
        self._enrol(entry, self._family(family, fact.part("family")), given, middles)
        pieces = re.split(r"[ \-]", family)
        if "-" in family or (len(pieces) == 2 and all(len(piece) > 3 for piece in pieces)):
            for piece in pieces:
                if len(piece) > 2:
                    self._enrol(entry, self._family(piece, piece, True), given, middles)
        if middles and middles[-1] in _SECOND_FAMILIES:
            self._enrol(entry, self._family(middles[-1], "", True), given, middles[:-1])

    def _enrol(self, entry: Entry, family: Family, given: str, middles: Middles) -> None:
        letters = [piece for piece in _JOINT.split(given) if piece]
        if all(len(letter) == 1 for letter in letters):
            family.add_initial(entry, letters[0], (*letters[1:], *middles))
        else:
            family.add(entry, given.rstrip("."), middles)

    def _family(self, folded: str, written: str, is_half: bool = False) -> Family:
        key = (compact(folded), is_half)
        if key not in self._families:
            self._families[key] = Family(folded, is_half)
        family = self._families[key]
        if (folded, written, is_half) in self._seen:
            return family
        self._seen.add((folded, written, is_half))
        for spelling in _family_spellings(folded, written):
            owners = self.by_spelling.setdefault(spelling, [])
            if family not in owners:
                owners.append(family)
        return family


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    """The names of many people are few distinct ones."""
    return fold(text)


def compact(name: str) -> str:
    """A folded name without what joins its pieces: how "O'Neill" and "ONeill" are one name."""
    return _JOINT.sub("", name)


def are_compatible(page: Middles, own: Middles) -> bool:
    """Whether middle names or initials on a page may be those of a person.

    Either may leave some out, and none at all says nothing; but none may be another.
    """
    if not page or not own:
        return True
    return _is_within(page, own) or _is_within(own, page)


def _is_within(few: Middles, many: Middles) -> bool:
    """Whether `few` stand among `many` in the same order; an initial fits its name."""
    rest = iter(many)
    return all(any(_fits(word, other) for other in rest) for word in few)


def _fits(one: str, other: str) -> bool:
    return one == other or (1 in (len(one), len(other)) and one[0] == other[0])


def _spellings(written: str, key: str) -> set[str]:
    """A compact name, and as who has no umlauts writes it: Jürgen, Jurgen, Juergen."""
    return {key, compact(_folded(written.lower().translate(_UMLAUTS)))} - {""}


def _family_spellings(folded: str, written: str) -> set[str]:
    spellings = {folded}
    pieces = [piece for piece in _JOINT.split(folded) if piece]
    if len(pieces) > 1:
        spellings |= {joint.join(pieces) for joint in (" ", "-", "")}
        spellings.add(". ".join([pieces[0], " ".join(pieces[1:])]) if pieces[0] == "st" else folded)
    if "'" in folded:
        spellings |= {joint.join(pieces) for joint in ("'", "' ", "`")}
    whole = compact(folded)
    if found := _GAELIC.fullmatch(whole):
        spellings |= {f"{found[1]} {found[2]}", whole}
    if found := _IRISH.fullmatch(whole):
        spellings |= {f"o{joint}{found[1]}" for joint in ("'", " ", "' ", "`", "")}
    plain = fold(written.lower().translate(_UMLAUTS))
    return spellings | {plain or folded}
