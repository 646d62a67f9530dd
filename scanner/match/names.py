"""Personal names: in full, turned round, by initial or title, and never inside a longer name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.match.given_names import GIVEN_NAMES
from scanner.match.seen import Anchors, Entries, Entry, Hit, Page
from scanner.text.normalise import fold

_TITLES = (
    "mr|mrs|ms|miss|mx|dr|doctor|prof|professor|sir|dame|lord|lady|baroness|baron|rev|revd|reverend"
    "|cllr|councillor|cllrs|alderman|ald|mayor|hon"
)
_TITLED = re.compile(rf"(?<![a-z0-9])(?:{_TITLES})\.? $")
_WORD_BEFORE = re.compile(r"([a-z0-9][a-z0-9'\-]*)(\.?) $")
_MIDDLE = re.compile(r"[a-z][a-z'\-]*\.?")
_WINDOW = 60


def name_anchors(entry: Entry) -> Anchors:
    """The family name as literal, verified by what stands around it; a single name by itself."""
    family = fold(entry.fact.part("family"))
    given = fold(entry.fact.part("given"))
    if family and given:
        yield family, _Name(entry, given, fold(entry.fact.part("middle")), family)
    elif whole := fold(entry.fact.value.reveal()):
        yield whole, _Single(entry)


class _Single:
    """A name of one piece: a pseudonym, a first name."""

    def __init__(self, entry: Entry) -> None:
        self._entries = Entries([entry])

    def __call__(self, page: Page, start: int, end: int) -> Iterator[Hit]:
        if _begins_word(page.text, start) and _ends_word(page.text, end):
            yield Hit(self._entries, "full", start, end)


class _Name:
    """A given and a family name, perhaps with middle names."""

    def __init__(self, entry: Entry, given: str, middle: str, family: str) -> None:
        self._entries = Entries([entry])
        self._middles = tuple(middle.split())
        first = re.escape(given)
        self._full = re.compile(rf"(?<![a-z0-9])({first}) $")
        self._with_middle = re.compile(
            rf"(?<![a-z0-9])({first}) ({_MIDDLE.pattern}(?: {_MIDDLE.pattern})?) $"
        )
        self._initials = re.compile(rf"(?<![a-z0-9])({given[0]})(?:\. ?| )(?:([a-z])(?:\. ?| ))?$")
        self._turned = re.compile(
            rf"(,? )({first})(?![a-z0-9]|-[a-z])((?: {_MIDDLE.pattern}){{0,2}})"
        )
        self._turned_initial = re.compile(rf", ({given[0]})(?:\.|(?![a-z0-9'\-]))")

    def __call__(self, page: Page, start: int, end: int) -> Iterator[Hit]:
        text = page.text
        if not _begins_word(text, start) or not _ends_word(text, end):
            return
        offset = max(0, start - _WINDOW)
        before = text[offset:start]
        if found := self._full.search(before):
            first = offset + found.start(1)
            if not _is_longer_before(page, first):
                yield Hit(self._entries, "full", first, end)
            return
        if found := self._with_middle.search(before):
            first = offset + found.start(1)
            if self._is_middle(page, first, offset + found.start(2), found[2], start):
                yield Hit(self._entries, "with_middle", first, end)
                return
        if found := self._initials.search(before):
            first = offset + found.start(1)
            if self._fits(found[2] or "") and not _is_longer_before(page, first):
                yield Hit(self._entries, "initial_last", first, end)
            return
        if _TITLED.search(before):
            yield Hit(self._entries, "titled_last", start, end)
        yield from self._turned_round(page, start, end)

    def _fits(self, word: str) -> bool:
        """Whether a middle name or initial on the page may be one of this person's."""
        bare = word.rstrip(".")
        if not bare or not self._middles:
            return True
        first = self._middles[0]
        return first.startswith(bare) if len(bare) == 1 else bare in self._middles

    def _is_middle(self, page: Page, first: int, at: int, words: str, family: int) -> bool:
        if page.folded.has_break(first, family) or _is_longer_before(page, first):
            return False
        written = page.source(at, at + len(words))
        upper = all(word[0].isupper() for word in written.split())
        return upper and all(self._fits(word) for word in words.split())

    def _turned_round(self, page: Page, start: int, end: int) -> Iterator[Hit]:
        """ "Marlow, Jane" and, as on lists of nominations, "MARLOW Jane Elizabeth"."""
        capitals = page.source(start, end).isupper()
        if not capitals and _word_before(page, start)[:1].isupper():
            return  # "Peter Marlow, Jane Smith"
        if found := self._turned.match(page.text, end):
            if found[1] == " " and not capitals:
                return
            last = end + len(found[1]) + len(found[2])
            rest = page.source(last, found.end()) if found[3] else ""
            if page.folded.has_break(last, found.end()):
                rest = rest.split("\n")[0]
            words = [word for word in rest.split() if word[0].isupper()]
            if words and not (capitals or self._middles):
                return
            if words and self._middles and not self._fits(fold(words[0])):
                return
            yield Hit(self._entries, "last_first", start, last)
        elif found := self._turned_initial.match(page.text, end):
            yield Hit(self._entries, "initial_last", start, found.end())


def _begins_word(text: str, start: int) -> bool:
    """Neither inside a word, nor after a hyphen or apostrophe that joins it to one."""
    if text[max(0, start - 1) : start].isalnum():
        return False
    joint, before = text[max(0, start - 1) : start], text[max(0, start - 2) : max(0, start - 1)]
    return not (joint in ("-", "'", "@", "_") and before.isalnum()) and joint != "@"


def _ends_word(text: str, end: int) -> bool:
    """Neither inside a word nor before a hyphen that joins it to one; a possessive ends it."""
    if text[end : end + 1].isalnum() or text[end : end + 1] in ("_", "@"):
        return False
    joint, after = text[end : end + 1], text[end + 1 : end + 2]
    if joint == "'" and after == "s":
        return not text[end + 2 : end + 3].isalnum()
    return not (joint and joint in "-'" and after.isalnum())


def _word_before(page: Page, at: int) -> str:
    """The word of the page that one space parts from `at` on the same line, or nothing."""
    offset = max(0, at - _WINDOW)
    found = _WORD_BEFORE.search(page.text[offset:at])
    if found is None or page.folded.has_break(at - 1, at):
        return ""
    return page.source(offset + found.start(1), offset + found.end(2))


def _is_longer_before(page: Page, first: int) -> bool:
    """Whether another given name or initial stands before: "Mary-Jane", "Sarah Jane", "A. J."."""
    if not _begins_word(page.text, first):
        return True
    word = _word_before(page, first)
    if not word or not word[0].isupper():
        return False
    bare = fold(word).rstrip(".")
    if len(bare) == 1:
        return word.endswith(".") or bare not in ("a", "i")
    return not word.endswith(".") and bare in GIVEN_NAMES
