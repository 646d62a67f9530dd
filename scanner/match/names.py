"""Personal names: in full, turned round, shortened, by initial or title, never in a longer name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from scanner.match.name_after import turned_round
from scanner.match.name_before import in_order
from scanner.match.name_context import begins_word, ends_word
from scanner.match.name_fields import in_fields, is_field
from scanner.match.name_hints import family_alone, in_address
from scanner.match.name_run import REACH, WORD, is_capital, is_name_case
from scanner.match.name_tables import Family, FamilyTable
from scanner.match.name_words import FORMERLY, NO_INITIALS, TITLES
from scanner.match.seen import Entries, Entry, Hit, Page, Recogniser
from scanner.text.normalise import fold

LEFT, RIGHT = 48, 24
"""Code points beside a family name in which one of its bearers' given names must stand."""
_PIECE = re.compile(r"[^\W_]+")
_SIGNS = "()[]'\".,:;!?/"
_SHORT = 3
_BEFORE_SHORT = " (\"'.,/-:;>"
"""Family names this short stand inside thousands of words of a page: they are looked for together
with what may stand before a word."""
ALONE = TITLES | FORMERLY | {"the", "now", "family", "name", "surname", "lastname"}


class Names(Recogniser):
    """Recognises names of one kind by their family name; a name of one piece by itself."""

    begins_words = True

    def __init__(self, entries: list[Entry]) -> None:
        whole = [e for e in entries if e.fact.part("family") and e.fact.part("given")]
        self._families = FamilyTable(whole).by_spelling
        self._pieces: dict[str, Entries] = {}
        self._phrases: dict[str, Entries] = {}
        for entry in entries:
            if not (entry.fact.part("family") and entry.fact.part("given")):
                table = self._pieces if entry.fact.parts else self._phrases
                if text := fold(entry.fact.value.reveal()):
                    table.setdefault(text, Entries()).add(entry)

    def literals(self) -> Iterable[str]:
        for spelling in {**self._families, **self._pieces, **self._phrases}:
            if len(spelling) > _SHORT:
                yield spelling
            else:
                yield from (sign + spelling for sign in _BEFORE_SHORT)

    def spellings(self) -> Iterable[str]:
        """Folded texts of which one stands wherever a name is recognised."""
        return {**self._families, **self._pieces, **self._phrases}

    def families(self, spelling: str) -> Sequence[Family]:
        """Who bears a family name that is spelled so; nobody where it is a name by itself."""
        return () if spelling in self._pieces else self._families.get(spelling, ())

    def at(self, page: Page, literal: str, start: int, end: int) -> Iterable[Hit]:
        if end - start <= _SHORT + 1 and literal[0] in _BEFORE_SHORT:
            literal, start = literal[1:], start + 1
        text = page.text
        after = text[end : end + 1]
        if after.isalnum() and after != "s":
            return ()
        return self._look(page, literal, start, end)

    def find(self, page: Page) -> Iterable[Hit]:
        """The one place where a short name has nothing before it: where the page begins."""
        first = WORD.match(page.text)
        if first is not None and len(first[0]) <= _SHORT:
            return self._look(page, first[0], 0, first.end())
        return ()

    def _look(self, page: Page, literal: str, start: int, end: int) -> Iterable[Hit]:
        text = page.text
        families: Sequence[Family] = self._families.get(literal, ())
        if families and text[start - 1 : start] == " " and _is_small(page, literal, start, end):
            # A word of a sentence: only beside a given name it may be a name in small letters.
            near = _beside(text, start, end)
            families = [family for family in families if not family.firsts.isdisjoint(near)]
        if literal in self._pieces or literal in self._phrases:
            return (
                *_of_families(page, families, start, end),
                *self._whole(page, literal, start, end),
            )
        return _of_families(page, families, start, end) if families else ()

    def _whole(self, page: Page, literal: str, start: int, end: int) -> Iterator[Hit]:
        if not _is_whole(page, start, end):
            return
        if literal in self._phrases:
            yield Hit(self._phrases[literal], "full", start, end)
        if literal in self._pieces and is_capital(page, start):
            yield Hit(self._pieces[literal], "single", start, end)


def _of_families(page: Page, families: Sequence[Family], start: int, end: int) -> Iterator[Hit]:
    left = _PIECE.findall(page.text, max(0, start - LEFT), start)
    right = _PIECE.findall(page.text, end, end + RIGHT)
    for family in families:
        if may_be(family, left, right):
            yield from _hits(page, family, start, end)


def _is_small(page: Page, literal: str, start: int, end: int) -> bool:
    """Whether no letter is large; of one word the first tells, "van der Berg" has particles."""
    if " " in literal:
        return not is_name_case(page, start, end)
    return not is_capital(page, start)


def _beside(text: str, start: int, end: int) -> list[str]:
    """The pieces of the two words before a family name, and of the one after it."""
    words = text[max(0, start - LEFT) : start - 1].rsplit(" ", 2)[-2:]
    next_one = text.find(" ", end + 1, end + RIGHT)
    words.append(text[end : next_one if next_one >= 0 else end + RIGHT])
    near = [word.strip(_SIGNS) for word in words]
    for word in words:
        if "-" in word:
            near += word.strip(_SIGNS).split("-")
    return near


def may_be(family: Family, left: list[str], right: list[str]) -> bool:
    """Whether anything near makes it worth reading the words around: this is what an ordinary word
    that is also a family name costs."""
    firsts = family.firsts
    if not firsts.isdisjoint(left) or not firsts.isdisjoint(right):
        return True
    if left:
        last = left[-1]
        if last in ALONE or (len(last) <= 3 and last[0] in family.initials):
            return True
    return bool(right) and (
        right[0] in ALONE or (len(right[0]) <= 3 and right[0][0] in family.initials)
    )


def _is_near(family: Family, text: str) -> bool:
    """Whether a given name or initials of the family stand there: only then its words are read."""
    if "-" in text or "'" in text:
        return True  # What joins pieces may make another name of them.
    pieces = _PIECE.findall(text)
    return not family.firsts.isdisjoint(pieces) or any(
        len(piece) <= _SHORT and piece[0] in family.initials and piece not in NO_INITIALS
        for piece in pieces
    )


def _hits(page: Page, family: Family, start: int, end: int) -> Iterator[Hit]:
    text = page.text
    if not begins_word(text, start) or not ends_word(page, end):
        yield from in_address(page, family, start, end)
        yield from family_alone(page, family, start, end)
        return
    found = False
    if _is_near(family, text[max(0, start - REACH) : start]):
        for hit in in_order(page, family, start, end):
            found = True
            yield hit
    if found:
        return
    if _is_near(family, text[end : end + REACH]):
        for hit in turned_round(page, family, start, end):
            found = True
            yield hit
    if found:
        return
    if is_field(page, start):
        yield from in_fields(page, family, start, end)
    yield from in_address(page, family, start, end)
    yield from family_alone(page, family, start, end)


def _is_whole(page: Page, start: int, end: int) -> bool:
    return begins_word(page.text, start) and ends_word(page, end)
