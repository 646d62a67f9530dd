"""Addresses that are nobody's fact: a house number and a street, wherever they are written.

They are only ever masked, so a few words too many do less harm than a neighbour's door left
readable; ordinary prose ("10 people in the street", "in Market Street") must stay as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from scanner.match.doors import FLAT
from scanner.match.given_names import GIVEN_NAMES
from scanner.match.places import is_joined
from scanner.match.seen import Page
from scanner.text.spotted import Spotted
from scanner.text.streets import ENDINGS, STREET_WORDS, is_street_word

_NUMBER = r"\d{1,4}[a-j]?(?: ?[\-/&] ?\d{1,4}[a-j]?)?"
_BEFORE_STREET = re.compile(r"[0-9][a-j]?(?:, ?|[ \-+_])(?=[a-z])")
"""The end of a number, and what parts it from a street: cheap to look for."""
_LAST_NUMBER = re.compile(rf"(?<![a-z0-9£$€])(?<!\d[.:/\-])(?P<number>{_NUMBER})$")
_NUMBER_WINDOW = 16
_NEAR_WORDS = re.compile(r"[a-z' .\-+_]{2,60}")
_SPLIT = re.compile(r"[ .\-+_]+")
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)*'?")
_GAP = re.compile(r"\.? |[\-+_]")
_MOST_WORDS = 6
_FLAT_WINDOW = 24
_UNIT = re.compile(r"(?<![a-z])(?:flat|apartment|apt|unit)\.? $")
"""The number that follows is that of a flat."""
_BEFORE_POSTCODE, _AFTER_STREET = 90, 60
_YEAR = re.compile(r"(?:19|20)\d\d")
_CUE = re.compile(
    r"(?:(?<![a-z])(?:at|of|from|to|near|no|number|flat|house|home|address|live|lives|lived)[.:]? ?"
    r"|[/:@#] ?)$"
)
"""What tells, right before a number, that an address in small letters follows."""
_SMALL = "of the on upon le la by in under and y yr"
_JOINERS = frozenset(_SMALL.split())
"""Small words within the names of streets: "Bottom of the Hill Lane"."""
_MONTHS = """
january february march april may june july august september october november december jan feb mar
apr jun jul aug sep sept oct nov dec
"""
_MEASURES = """
minute minutes min mins hour hours day days week weeks month months year years mile miles metre
metres yard yards km pm am people men women children new old more other different local big main
bedroom bedrooms bed storey lane car way percent per cent in the to a an and or of on at is are was
were for with from
"""
_NO_STREET = frozenset((_MONTHS + _MEASURES).split())
"""Words after a number that, in small letters, begin no street's name."""
_MONTH_NAMES = frozenset(_MONTHS.split())
_ENDS_OF_NAMES = "hill lane green park court parade way walk close rise row"
_SURNAMES = frozenset(_ENDS_OF_NAMES.split())
"""Endings of streets that end people's names too."""
_NUMBERED = re.compile(rf"(?<![a-z0-9])({_NUMBER}),? ([a-z][a-z'\-.]*(?: [a-z][a-z'\-.]*){{0,5}})")
_HOUSE_BEFORE = re.compile(
    r"(?<![a-z0-9'])((?:[a-z][a-z']* ){0,3}[a-z']*"
    r"(?:cottage|house|farm|lodge|barn|villa|bungalow|rectory|vicarage|grange|manor|mill)"
    r"|the (?:[a-z][a-z']* ?){1,3}), $"
)
_LONGEST_HOUSE = 40
_NUMBER_BEFORE = re.compile(r"(?<![a-z0-9])\d{1,4}[a-j]?(?:, ?| )$")
_ENDING = re.compile(rf"(?<![a-z])(?:{ENDINGS})(?![a-z0-9])")


@dataclass(frozen=True, slots=True)
class ForeignAddress:
    """A stretch of folded text: from the house to the end of the street."""

    start: int
    end: int
    number: str
    street: tuple[int, int]


def foreign_addresses(page: Page) -> Iterator[ForeignAddress]:
    """Every house number with a street, in the order of the page, whoever lives there."""
    for door in _doors(page.text):
        street = _Street.after(page, door.street)
        if street is not None and _is_address(page, door, street):
            start = _with_flat(page.text, door.start)
            yield ForeignAddress(start, street.end, door.number, (street.start, street.end))


@dataclass(frozen=True, slots=True)
class _Number:
    """A number before what may be a street, at `street`."""

    start: int
    end: int
    street: int
    number: str


def _doors(text: str) -> Iterator[_Number]:
    """Numbers that are soon followed by a word in which streets' names end."""
    for found in _BEFORE_STREET.finditer(text):
        near = _NEAR_WORDS.match(text, found.end())
        if near is None or STREET_WORDS.isdisjoint(_SPLIT.split(near.group())):
            continue
        first = found.start()
        end = first + (2 if text[first + 1] in "abcdefghij" else 1)
        door = _LAST_NUMBER.search(text, max(0, first - _NUMBER_WINDOW), end)
        if door is not None:
            yield _Number(door.start(), end, found.end(), door["number"])


def address_before_postcode(page: Page, postcode: Spotted, after: int) -> ForeignAddress | None:
    """An address that only its postcode gives away: "7 Whitehall, London", "The Mill, Mill Lane".

    It is looked for behind `after`, the end of the postcode before: what stands there is another's.
    A number with a street that ends as most do is left to `foreign_addresses`.
    """
    low = max(after, postcode.start - _BEFORE_POSTCODE)
    for found in _NUMBERED.finditer(page.text, low, postcode.start):
        start, end = found.span(2)
        words = found[2].split()
        if not is_joined(page.text, found.end(1), postcode.start) or _YEAR.fullmatch(found[1]):
            continue
        if any(is_street_word(word) for word in words[1:]) or words[0] in _MONTH_NAMES:
            return None
        if _is_upper(page, start):
            first = _with_flat(page.text, found.start())
            return ForeignAddress(first, end, found[1], (start, end))
    return _named_street(page, low, postcode.start)


def _named_street(page: Page, low: int, end: int) -> ForeignAddress | None:
    """The street before a postcode at `end`, with the house named before it."""
    if not _ENDING.search(page.text, low, end):
        return None
    for word in _WORD.finditer(page.text, low, end):
        if not _is_upper(page, word.start()) or page.text[word.start() - 1 : word.start()] == "'":
            continue
        street = _Street.after(page, word.start())
        if street is None or not street.is_titled or _JOINERS & set(street.words[1:]):
            continue
        if not is_joined(page.text, street.end, end):
            continue
        if _NUMBER_BEFORE.search(page.text[max(0, street.start - 8) : street.start]):
            return None
        start = _named_house(page, street.start)
        return ForeignAddress(start, street.end, "", (street.start, street.end))
    return None


def _named_house(page: Page, street: int) -> int:
    """Where the house named right before a street begins; the street's own start without one."""
    first = max(0, street - _LONGEST_HOUSE)
    breaks = [at for at in range(first, street) if _ends_line(page, at)]
    first = breaks[-1] + 1 if breaks and breaks[-1] + 1 < street else first
    house = _HOUSE_BEFORE.search(page.text[first:street])
    if house is None or not _is_upper(page, first + house.start()):
        return street
    return first + house.start()


@dataclass(frozen=True, slots=True)
class _Street:
    """The name of a street: words that end in such a word as Road or Lane."""

    start: int
    end: int
    words: tuple[str, ...]
    is_titled: bool
    """Written with capitals, as names are."""

    @classmethod
    def after(cls, page: Page, start: int) -> _Street | None:
        """The street whose name begins at `start` of the folded text, or None."""
        words: list[str] = []
        ends: list[tuple[int, int]] = []
        titled: list[bool] = []
        at = start
        while len(words) < _MOST_WORDS and (found := _WORD.match(page.text, at)):
            word = found.group().rstrip("'")
            if page.text[found.end() : found.end() + 1].isdigit():
                break
            if ends and not is_street_word(word):
                break
            titled.append(_is_upper(page, found.start()) or (bool(words) and word in _JOINERS))
            words.append(word)
            if len(words) > 1 and is_street_word(word):
                ends.append((found.end(), len(words)))
            gap = _GAP.match(page.text, found.end())
            if gap is None or page.folded.has_break(gap.end() - 1, gap.end()):
                break
            at = gap.end()
        if not ends:
            return None
        end, count = ends[-1]
        return cls(start, end, tuple(words[:count]), all(titled[:count]))


def _is_address(page: Page, door: _Number, street: _Street) -> bool:
    text, words = page.text, street.words
    has_postcode = any(
        is_joined(text, street.end, postcode.start)
        for postcode in page.postcodes_within(street.end, street.end + _AFTER_STREET)
    )
    if page.folded.has_break(door.end, door.street) and not _fills_lines(page, door, street):
        return False
    if words[0] in _MONTH_NAMES and len(words) > 2:
        return False  # "On 12 May Market Street was closed."
    if has_postcode:
        return True
    if _YEAR.fullmatch(door.number):
        return False
    if not street.is_titled:
        is_told = _CUE.search(text, max(0, door.start - 10), door.start) is not None
        return is_told and not any(word in _NO_STREET for word in words[:-1])
    is_person = words[0] in GIVEN_NAMES and words[-1] in _SURNAMES and len(words) == 2
    return not (is_person and page.folded.has_break(door.end, door.street))


def _fills_lines(page: Page, door: _Number, street: _Street) -> bool:
    """Whether the number stands alone on its line, and the street begins and ends the next part."""
    begins = door.start == 0 or _ends_line(page, door.start - 1)
    after = page.text[street.end : street.end + 1]
    return begins and (after in ("", ",", ".", ";") or _ends_line(page, street.end))


def _ends_line(page: Page, at: int) -> bool:
    return page.text[at : at + 1] == " " and page.folded.has_break(at, at + 1)


def _with_flat(text: str, start: int) -> int:
    low = max(0, start - _FLAT_WINDOW)
    flat = FLAT.search(text[low:start]) or _UNIT.search(text[low:start])
    return low + flat.start() if flat else start


def _is_upper(page: Page, at: int) -> bool:
    return page.source(at, at + 1)[:1].isupper()
