"""The words that stand in one run beside a family name, nearest first."""

from __future__ import annotations

import re
from dataclasses import dataclass

from scanner.match.seen import Page

WORD = re.compile(r"[^\W_]+(?:['\-][^\W_]+)*")
REACH = 72
"""Code points to each side: five long words. Longer names are cut short, not missed."""
_MOST = 9
_PLAIN = frozenset({" ", ". ", ".", ' "', '" ', " '", "' ", " (", ") ", ".) ", " ('", "') "})
"""Between words of one name; brackets and quotes hold a short form: Katherine (Kate) Marlow."""
_LIST = frozenset({", ", ",", " & ", "&", "/", " / ", " + "})


@dataclass(slots=True)
class Word:
    """A folded word, and what parts it from its neighbour towards the family name."""

    text: str
    start: int
    end: int
    gap: str

    @property
    def is_plain(self) -> bool:
        return self.gap in _PLAIN

    @property
    def is_bracketed(self) -> bool:
        """Whether it ends a bracket or quotes: the short form in "Katherine (Kate) Marlow"."""
        return self.gap.endswith((") ", '" ', "' "))

    @property
    def is_dotted(self) -> bool:
        return self.gap[:1] == "."


def words_before(text: str, start: int) -> list[Word]:
    """Words before `start`, as far as spaces, full stops of initials, or signs of a list part
    them."""
    low = max(0, start - REACH)
    words: list[Word] = []
    edge = start
    for match in reversed([*WORD.finditer(text, low, start)][-_MOST:]):
        first, last = match.span()
        gap = text[last:edge]
        if gap != " ":
            if gap not in _PLAIN and gap not in _LIST:
                break
            if gap in (". ", ".") and last - first > 5:
                break  # The end of a sentence.
        if first == low and low and not text[low - 1].isspace():
            break  # Cut off by the reach.
        words.append(Word(match[0], first, last, gap))
        edge = first
    return words


def words_after(text: str, end: int) -> list[Word]:
    """Words after `end`; the gap of the first is whatever stands before it, up to three signs."""
    words: list[Word] = []
    edge = end
    for match in WORD.finditer(text, end, end + REACH):
        gap = text[edge : match.start()]
        if (words and gap not in _PLAIN) or len(gap) > 3 or len(words) == _MOST:
            break
        words.append(Word(match[0], match.start(), match.end(), gap))
        edge = match.end()
    return words


def is_capital(page: Page, at: int) -> bool:
    """Whether the folded code point at `at` is written large."""
    return page.folded.is_upper(at)


def is_name_case(page: Page, start: int, end: int) -> bool:
    """Whether a family name is written as a name; a particle before it may be small."""
    return any(char.isupper() for char in page.source(start, end))


def is_all_capitals(page: Page, start: int, end: int) -> bool:
    return page.source(start, end).isupper()
