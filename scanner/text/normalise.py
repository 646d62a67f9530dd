"""Folding of text for comparison, with a map from each folded code point back to the source."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import lru_cache

_QUOTES = dict.fromkeys("‘’‚‛′ʹʼʻˈ`´＇", "'") | dict.fromkeys("“”„‟″«»〃＂", '"')
_DASHES = dict.fromkeys("‐‑‒–—―−﹘﹣－⁃", "-")
# Letters with a stroke or a ligature have no decomposition in Unicode.
_LETTERS = {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae"}
_LETTERS |= {"œ": "oe", "þ": "th"}
# Letters of other scripts that look like Latin ones in both cases: what writes "Jаne" with a
# Cyrillic letter hides it from a search. (Unicode Technical Standard 39 calls them confusables.)
_LOOKALIKES = dict(zip("аеорсухіјѕԛԝ", "aeopcyxijsqw", strict=True))
_LOOKALIKES |= dict(zip("оαρκχ", "oapkx", strict=True)) | {"ο": "o"}
_LOOKALIKES |= {letter.upper(): latin for letter, latin in _LOOKALIKES.items()}
_SAME = _QUOTES | _DASHES | _LETTERS | _LOOKALIKES

_SPACES = " {2,}"
_RUN_OF_SPACES = re.compile(_SPACES)
_PLAIN = bytes(byte for byte in range(0x20, 0x7F) if chr(byte) != "`") + b"\n"
"""Printable ASCII but the backtick. Line ends are many and always looked at."""
_DROPPED = frozenset({"Cf", "Cc", "Mn", "Me"})


@dataclass(frozen=True, slots=True)
class Normalised:
    """A folded text. Offsets are code points, into `text` (folded) and `source`."""

    text: str = field(repr=False)
    source: str = field(repr=False)
    _folded: tuple[int, ...] = field(repr=False)
    _starts: tuple[int, ...] = field(repr=False)
    _ends: tuple[int, ...] = field(repr=False)
    _is_even: bool = False
    """Whether each folded code point came from one of the source, in its place."""

    def origin(self, index: int) -> tuple[int, int]:
        """The source stretch [start, end) that the folded code point at `index` came from."""
        if self._is_even:
            return index, index + 1
        piece = bisect_right(self._folded, index) - 1
        first = self._folded[piece]
        after = self._folded[piece + 1] if piece + 1 < len(self._folded) else len(self.text)
        start, end = self._starts[piece], self._ends[piece]
        if end - start == after - first:
            return start + index - first, start + index - first + 1
        return start, end

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The source stretch of the folded stretch [start, end), which must not be empty.

        Combining marks that follow the last letter belong to it.
        """
        if self._is_even:
            return start, end
        first, _ = self.origin(start)
        _, last = self.origin(end - 1)
        while last < len(self.source) and unicodedata.combining(self.source[last]):
            last += 1
        return first, last

    def slice(self, start: int, end: int) -> str:
        """The source text of the folded stretch [start, end)."""
        if end <= start:
            return ""
        first, last = (start, end) if self._is_even else self.span(start, end)
        return self.source[first:last]

    def is_upper(self, index: int) -> bool:
        """Whether the folded code point at `index` is written large in the source."""
        if self._is_even:
            return self.source[index].isupper()
        return self.slice(index, index + 1)[:1].isupper()

    def position(self, offset: int) -> int:
        """The folded index of the first code point that came from source `offset` or later."""
        piece = bisect_right(self._starts, offset) - 1
        if piece < 0:
            return 0
        first = self._folded[piece]
        after = self._folded[piece + 1] if piece + 1 < len(self._folded) else len(self.text)
        start, end = self._starts[piece], self._ends[piece]
        if offset >= end:
            return after
        return first + offset - start if end - start == after - first else first

    def has_break(self, start: int, end: int) -> bool:
        """Whether a line of the source ends within the folded stretch [start, end)."""
        return "\n" in self.slice(start, end)


@lru_cache(maxsize=65536)
def _fold(char: str) -> str:
    """One code point folded until folding changes nothing; white space becomes a space."""
    folded = char
    while True:
        unified = "".join(_SAME.get(c, c) for c in folded)
        plain = "".join(
            " " if c.isspace() else c
            for c in unicodedata.normalize("NFKD", unified.casefold())
            if c.isspace() or unicodedata.category(c) not in _DROPPED
        )
        plain = unicodedata.normalize("NFKC", plain)
        if plain == folded:
            return folded
        folded = plain


class _Builder:
    """Collects folded text and its pieces: linear stretches, and single code points."""

    def __init__(self, even: str) -> None:
        """`even`: the source, folded as far as code points stay one for one."""
        self.even = even
        self.out: list[str] = []
        self.length = 0
        self.ends_with_space = False
        self.folded: list[int] = []
        self.starts: list[int] = []
        self.ends: list[int] = []

    def linear(self, start: int, end: int) -> None:
        """A stretch without doubled spaces that is folded already."""
        if start < end and self.ends_with_space and self.even[start] == " ":
            self.ends[-1] = start + 1
            start += 1
        if start < end:
            self._add(self.even[start:end], start, end)

    def special(self, start: int, end: int) -> None:
        """One code point that folds to none or several, or a run of spaces."""
        text = " " if self.even[start] == " " else _fold(self.even[start])
        while text.startswith("  "):
            text = text[1:]
        if self.ends_with_space and text.startswith(" "):
            text = text[1:]
            if not text:
                self.ends[-1] = end
        if text:
            self._add(text, start, end)

    def _add(self, text: str, start: int, end: int) -> None:
        if text[-1] == " " and len(text) > 1:
            # A trailing space stands in a piece of its own, so that a run can grow from it.
            cut = end - 1 if end - start == len(text) else start
            self._piece(text[:-1], start, max(cut, start + 1))
            self._piece(" ", cut, end)
        else:
            self._piece(text, start, end)
        self.ends_with_space = text[-1] == " "

    def _piece(self, text: str, start: int, end: int) -> None:
        self.folded.append(self.length)
        self.starts.append(start)
        self.ends.append(end)
        self.out.append(text)
        self.length += len(text)


def normalise(text: str) -> Normalised:
    """Fold `text`: NFKC, case, diacritics, quotes, dashes; zero-width characters and soft hyphens
    dropped; each run of white space one space. Folding twice changes nothing more.

    Most code points fold to one other: these are replaced in bulk, and only what is left makes
    pieces, since this is done to the whole of every page.
    """
    even, uneven = _evenly(text)
    special = re.compile(f"{_SPACES}|[{re.escape(uneven)}]") if uneven else _RUN_OF_SPACES
    found = [match.span() for match in special.finditer(even)] if uneven or "  " in even else []
    even = even.lower()
    if not found:
        return Normalised(even, text, (0,), (0,), (len(text),), True)
    builder = _Builder(even)
    at = 0
    for start, end in found:
        builder.linear(at, start)
        builder.special(start, end)
        at = end
    builder.linear(at, len(text))
    return Normalised(
        "".join(builder.out),
        text,
        tuple(builder.folded),
        tuple(builder.starts),
        tuple(builder.ends),
    )


def _evenly(text: str) -> tuple[str, str]:
    """The text with every code point folded that folds to one other, but for the case of ASCII, and
    those code points that do not."""
    uneven: list[str] = []
    even = text
    for char in _odd_characters(text):
        folded = _fold(char)
        if len(folded) != 1:
            uneven.append(char)
        elif folded != char:
            even = even.replace(char, folded)
    return even, "".join(uneven)


def _odd_characters(text: str) -> list[str]:
    """The distinct characters that may fold to something else in another way than by case."""
    # Looked for in bytes, where a whole page takes no longer than a few words take elsewhere.
    odd = text.encode("utf-8", "surrogatepass").translate(None, _PLAIN)
    return ["\n", *sorted(set(odd.decode("utf-8", "surrogatepass")))]


def fold(text: str) -> str:
    """The folded text alone, without white space at its ends: for values that are looked for."""
    return normalise(text).text.strip()


def folded_bytes(content: bytes) -> bytes:
    """The folded text of UTF-8 as UTF-8, without a map: what `normalise` gives as its `text`, at a
    fraction of the cost. What is no UTF-8 stays as it is."""
    odd = content.translate(None, _ASCII_BYTES)
    if odd:
        for char in set(odd.decode("utf-8", "replace")):
            content = content.replace(char.encode("utf-8"), _fold(char).encode("utf-8"))
    folded = content.translate(_ASCII_FOLDED)
    if b"\0" in folded:
        folded = folded.replace(b"\0", b"")
    while b"  " in folded:
        folded = folded.replace(b"  ", b" ")
    return folded


_ASCII_BYTES = bytes(range(128))
_ASCII_FOLDED = bytes(ord(_fold(chr(byte)) or "\0") if byte < 128 else byte for byte in range(256))
"""Each ASCII character as it folds; what is dropped is a nought for a moment."""
