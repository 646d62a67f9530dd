"""A pattern of one private value, which costs next to nothing where the value cannot stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from scanner.text.phrases import is_written_as_name, needed_words, phrase_pattern
from scanner.text.searched import SearchedText

BEFORE, AFTER = r"(?<![a-z0-9])", r"(?![a-z0-9])"
Span = tuple[int, int, str]
"""Folded start and end, and the mask."""
Mask = Callable[[str], str]
Seek = Callable[[SearchedText], Iterator[Span]]
"""Finds one fact, in one or more of its forms, in any text."""

_ADDRESS = re.compile(r"://|^www\.|[a-z0-9]\.[a-z]{2,}(?:[:/]|$)|^/[^/]")
"""Marks of a web address in a word of a text."""


class Sought:
    """A pattern over folded text.

    `needs`: literals of which each stands in whatever it matches. Without them in a text nothing is
    searched; and it is compiled when a text first has them all, since of the values of thousands of
    people few ever stand on a page.
    """

    __slots__ = ("_compiled", "_needs", "_pattern")

    def __init__(self, pattern: str, needs: Iterable[str] = ()) -> None:
        self._pattern = pattern
        self._needs = tuple(sorted(filter(None, needs), key=len, reverse=True))
        self._compiled: re.Pattern[str] | None = None

    def found_in(self, folded: str) -> Iterator[re.Match[str]]:
        """Where it stands, in order; an empty pattern stands nowhere."""
        if not self._pattern:
            return iter(())
        # Asked of every address of a scan for every fact: a generator would cost more than it does.
        for need in self._needs:
            if need not in folded:
                return iter(())
        if self._compiled is None:
            self._compiled = re.compile(self._pattern)
        return self._compiled.finditer(folded)


def whole(pattern: str, needs: Iterable[str], mask: Mask) -> Seek:
    """Seeks what the pattern matches between characters that are neither letters nor digits."""
    return anywhere(f"{BEFORE}(?:{pattern}){AFTER}" if pattern else "", needs, mask)


def anywhere(pattern: str, needs: Iterable[str], mask: Mask) -> Seek:
    """Seeks what the pattern matches, whatever stands around it."""
    sought = Sought(pattern, needs)

    def seek(text: SearchedText) -> Iterator[Span]:
        for found in sought.found_in(text.folded):
            yield *found.span(), mask(text.written(*found.span()))

    return seek


def named(given: str, pattern: str, needs: Iterable[str], mask: Mask) -> Seek:
    """The same, left readable where it is ordinary words: muddy boots, the shops of a high street.

    Within a web address everything is written small, so there it counts.
    """
    seek_all = whole(pattern, needs, mask)

    def seek(text: SearchedText) -> Iterator[Span]:
        for start, end, shown in seek_all(text):
            if is_written_as_name(given, text.written(start, end)) or _is_in_address(
                text.folded, start, end
            ):
                yield start, end, shown

    return seek


def phrase(given: str, mask: Mask) -> Seek:
    """Seeks a phrase as people give it, whatever stands between its words."""
    return named(given, phrase_pattern(given), needed_words(given), mask)


def _is_in_address(folded: str, start: int, end: int) -> bool:
    before = folded.rfind(" ", 0, start) + 1
    after = folded.find(" ", end)
    return _ADDRESS.search(folded[before : after if after >= 0 else len(folded)]) is not None
