"""Landline numbers as neighbours write them: without the area code ("Wexcombe 960155")."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from scanner.match.seen import Entries, Entry, Hit, Page

_AREA = re.compile(r"\+44(?:2\d|1(?:1\d|\d1)|1\d{3})(?P<local>\d{6,8})")
"""Area codes have two digits after the zero if they begin with 2, three in the biggest cities, and
else four: Ofcom, National Telephone Numbering Plan, part B."""
_GROUPS = {6: ((3, 3), (2, 2, 2)), 7: ((3, 4),), 8: ((4, 4),)}
_OTHERWISE_BEFORE = re.compile(r"(?:\d[)\]]?[ .\-/]{0,3}|[£$€#]|[a-z0-9]|\d[.,:/])$")
"""Another area code, a sum, or the rest of something longer."""
_OTHERWISE_AFTER = re.compile(r"[a-z0-9]|[.,:/\-]\d| ?%")


class LocalPhones:
    """Landlines without their area codes, by the digits that are left."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._local: dict[str, Entries] = defaultdict(Entries)
        for entry in entries:
            if local := local_digits(entry.fact.value.reveal()):
                for written in _written(local):
                    self._local[written].add(entry)

    def literals(self) -> Iterable[str]:
        return self._local

    def at(self, page: Page, literal: str, start: int, end: int) -> Iterator[Hit]:
        text = page.text
        if _OTHERWISE_AFTER.match(text, end) or _OTHERWISE_BEFORE.search(
            text[max(0, start - 5) : start]
        ):
            return
        yield Hit(self._local[literal], "local", start, end)


def local_digits(value: str) -> str:
    """The digits of a British landline (E.164) without its area code; of another number none."""
    found = _AREA.fullmatch(value)
    return found["local"] if found else ""


def _written(digits: str) -> Iterator[str]:
    """The digits joined, and in the groups that are in use, parted as people part them."""
    yield digits
    for groups in _GROUPS[len(digits)]:
        pieces, at = [], 0
        for length in groups:
            pieces.append(digits[at : at + length])
            at += length
        for joint in " -":
            yield joint.join(pieces)
