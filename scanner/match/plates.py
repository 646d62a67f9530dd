"""Number plates, however their groups are parted, and with the letters that look like figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise, product

from scanner.match.seen import Entries, Entry, Hit, Page, Recogniser
from scanner.text.normalise import fold

_ANCHOR = 4
"""Characters of a plate that are looked for as a literal; the rest is read from there."""
_GAPS = ("", " ", "-", ".", " - ")
_ALIKE = {"o": "o0", "0": "0o", "i": "i1", "1": "1i"}
"""Drawn alike on plates, so taken for each other."""
_SKELETON = str.maketrans("oi", "01")
_LONGEST = 10
_LONGEST_GAP = 3


class Plates(Recogniser):
    """The number plates of all subjects."""

    begins_words = True

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._plates: dict[str, Entries] = {}
        self._literals: set[str] = set()
        for entry in entries:
            plate = "".join(char for char in fold(entry.fact.value.reveal()) if char.isalnum())
            if plate:
                self._plates.setdefault(plate.translate(_SKELETON), Entries()).add(entry)
                self._literals.update(_spellings(plate[:_ANCHOR]))
        self._lengths = sorted({len(plate) for plate in self._plates}, reverse=True)

    def literals(self) -> Iterable[str]:
        return self._literals

    def at(self, page: Page, literal: str, start: int, end: int) -> Iterator[Hit]:
        text = page.text
        if start and (
            text[start - 1].isalnum()
            or (text[start - 1] in "-_" and text[max(0, start - 2) : start - 1].isalnum())
        ):
            return
        ends = list(_groups(text, start))
        for length in self._lengths:
            if length > len(ends):
                continue
            last = ends[length - 1]
            if text[last : last + 1].isalnum() or _is_joined_after(text, last):
                continue
            plate = "".join(char for char in text[start:last] if char.isalnum())
            if (entries := self._plates.get(plate.translate(_SKELETON))) is not None:
                yield Hit(entries, "plate", start, last)
                return


def _spellings(piece: str) -> Iterator[str]:
    """`piece` with each gap where letters and digits meet, and with what is drawn alike."""
    for chars in product(*(_ALIKE.get(char, char) for char in piece)):
        joints = [a.isdigit() != b.isdigit() for a, b in pairwise(piece)]
        for gap in _GAPS if any(joints) else ("",):
            spelled = chars[0]
            for char, is_joint in zip(chars[1:], joints, strict=True):
                spelled += (gap if is_joint else "") + char
            yield spelled


def _groups(text: str, start: int) -> Iterator[int]:
    """The end of each letter or digit of a plate that may stand at `start`.

    Groups are parted where letters and digits meet, and where the plates of today have their space.
    """
    at, count = start, 0
    while count < _LONGEST and at < len(text):
        if text[at].isalnum():
            at, count = at + 1, count + 1
            yield at
            continue
        gap = at
        while gap < len(text) and gap - at < _LONGEST_GAP and text[gap] in " -.·":
            gap += 1
        is_joint = gap < len(text) and _is_joint(text[at - 1], text[gap])
        if gap == at or not is_joint:
            return
        at = gap


def _is_joint(before: str, after: str) -> bool:
    if before in _ALIKE or after in _ALIKE:
        return after.isalnum()
    return before.isdigit() != after.isdigit() and after.isalnum()


def _is_joined_after(text: str, end: int) -> bool:
    return text[end : end + 1] in ("-", "_") and text[end + 1 : end + 2].isalnum()
