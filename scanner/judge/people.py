"""Names of people in running text and lists, whoever they are.

Recognised only to keep other people's entries apart from the subject's: they are neither kept nor
shown. By shape and by the tables of names, so now and then a place passes for a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.text.name_frequency import is_family_name, is_given_name
from scanner.text.normalise import fold

_WORD = r"[A-ZÀ-ÖØ-Þ][\w'’-]*"
_GAP = r"[ \u00a0]"
_FAMILY = r"[A-ZÀ-ÖØ-Þ][\w'’-]+"
_INITIALS = rf"(?:[A-Z](?:\.{_GAP}?|{_GAP})){{1,3}}"
_TITLE = r"(?:Mrs?|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Dame|Lord|Lady|Revd?|Cllrs?|Councillors?)"
_NAMED = re.compile(
    rf"(?P<title>\b{_TITLE}\.?{_GAP}(?:{_WORD}\.?{_GAP}){{0,2}}{_FAMILY})"
    rf"|(?P<initials>\b{_INITIALS}{_FAMILY})"
    rf"|(?P<turned_initials>\b{_FAMILY},{_GAP}?(?:[A-Z](?:\.{_GAP}?|\b{_GAP}?)){{1,3}}(?![\w'’]))"
    rf"|(?P<turned>\b{_FAMILY},{_GAP}?{_FAMILY})"
    rf"|(?P<plain>\b{_WORD}{_GAP}(?:{_WORD}\.?{_GAP}){{0,2}}?{_FAMILY})"
)
_NO_FAMILY_NAME = frozenset(
    {"road", "street", "lane", "avenue", "close", "court", "crescent", "drive", "gardens", "grove"}
    | {"hill", "mews", "park", "place", "rise", "row", "square", "terrace", "walk", "way", "yard"}
    | {"house", "hall", "school", "college", "university", "church", "hospital", "council", "ward"}
    | {"club", "centre", "station", "cottage", "lodge", "farm", "green", "party", "primary", "city"}
    | {"academy", "cross", "town", "united", "rovers", "trust", "society", "association", "group"}
    | {"limited", "ltd", "plc", "llp", "foundation", "surgery", "library", "theatre", "arms", "inn"}
    | {"day", "week", "year", "january", "february", "march", "april", "june", "july", "august"}
    | {"september", "october", "november", "december"}
)
_NO_GIVEN_NAME = frozenset(
    {"a", "an", "and", "as", "at", "be", "but", "by", "can", "do", "for", "from", "go", "he", "her"}
    | {
        "his",
        "i",
        "if",
        "in",
        "is",
        "it",
        "its",
        "may",
        "me",
        "my",
        "new",
        "no",
        "not",
        "of",
        "off",
    }
    | {"on", "or", "our", "out", "page", "see", "she", "so", "st", "the", "their", "they", "this"}
    | {"to", "up", "us", "was", "we", "will", "with", "you", "your", "old", "north", "south"}
    | {"east", "west", "great", "little", "upper", "lower", "royal", "christian", "date", "name"}
)
"""Words that begin sentences and the names of places; some are given names, too."""
_WORDS = re.compile(r"[\w'’-]+")


def find_people(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Stretches of `text` within [start, end) that name a person, in order."""
    at = start
    while found := _NAMED.search(text, at, end):
        if _is_person(found):
            yield found.span()
            at = found.end()
        else:
            at = found.start() + len(_words(found)[0])


def _is_person(found: re.Match[str]) -> bool:
    """Whether the words can be one's name."""
    words = _words(found)
    first, last = words[0], words[-1]
    if fold(last) in _NO_FAMILY_NAME or fold(first) in _NO_FAMILY_NAME | _NO_GIVEN_NAME:
        return False
    if found["title"]:
        return True
    if found["initials"]:
        return is_family_name(last)
    if found["turned_initials"]:
        return is_family_name(first)
    if found["turned"]:
        return is_given_name(last) and (is_family_name(first) or first.isupper())
    return is_given_name(first) or _shouts(first, last)


def _words(found: re.Match[str]) -> list[str]:
    return _WORDS.findall(found.group())


def _shouts(first: str, last: str) -> bool:
    """ "ASKE Tom", as on lists of nominations."""
    return len(first) > 2 and first.isupper() and not last.isupper() and is_given_name(last)
