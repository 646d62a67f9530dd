"""Numbers and codes of a person's own kind: an account, a sort code, a policy, a passport."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from scanner.match.seen import Entries, Entry, Hit, Page
from scanner.text.normalise import fold

_ANCHOR = 3
_CODE = re.compile(
    r"(?=(?:.*\d){3})[a-z]{0,4}[0-9][a-z0-9 \-./]*|[a-z]{1,4}[ \-./]?[0-9][a-z0-9 \-./]*"
)
_GAPS = (" ", "-", ".", "/")
_PARTING = frozenset(" -./")


def is_code(given: str) -> bool:
    """Whether it is figures, perhaps with some letters, however they are grouped."""
    folded = fold(given)
    if any(len(word) > 4 for word in re.findall(r"[a-z]+", folded)):
        return False
    return sum(char.isdigit() for char in folded) >= 3 and _CODE.fullmatch(folded) is not None


class Codes:
    """Codes by their letters and digits, with single gaps wherever people put them."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._codes: dict[str, Entries] = {}
        self._literals: set[str] = set()
        for entry in entries:
            code = _compact(fold(entry.fact.value.reveal()))
            self._codes.setdefault(code, Entries()).add(entry)
            first, rest = code[:1], code[1:_ANCHOR]
            spelled = {first}
            for char in rest:
                spelled = {f"{s}{gap}{char}" for s in spelled for gap in ("", *_GAPS)}
            self._literals |= spelled
        self._lengths = sorted({len(code) for code in self._codes}, reverse=True)

    def literals(self) -> Iterable[str]:
        return self._literals

    def at(self, page: Page, literal: str, start: int, end: int) -> Iterator[Hit]:
        text = page.text
        parted = start > 1 and text[start - 1] in _PARTING and text[start].isdigit()
        if parted and text[start - 2].isdigit() and not page.folded.has_break(start - 1, start):
            return
        ends = list(_places(text, start, self._lengths[0]))
        for length in self._lengths:
            if length > len(ends):
                continue
            last = ends[length - 1]
            if entries := self._codes.get(_compact(text[start:last])):
                if not _goes_on(page, last):
                    yield Hit(entries, "phrase", start, last)
                return


def _compact(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


def _places(text: str, start: int, count: int) -> Iterator[int]:
    """The end of each of up to `count` letters and digits, single gaps skipped."""
    at = start
    for _ in range(count):
        if text[at : at + 1] in _PARTING and at > start:
            at += 1
        if not text[at : at + 1].isalnum():
            return
        at += 1
        yield at


def _goes_on(page: Page, end: int) -> bool:
    after = page.text[end : end + 1]
    if after.isalnum():
        return True
    parted = after in _PARTING and page.text[end + 1 : end + 2].isdigit() if after else False
    return parted and page.text[end - 1].isdigit() and not page.folded.has_break(end, end + 1)
