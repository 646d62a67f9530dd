"""Facts that are looked for as they stand: phrases, number plates, host names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.match.seen import Anchors, Entries, Entry, Hit, Page, is_bounded
from scanner.text.normalise import fold
from scanner.text.phrases import is_written_as_name

_CURRENT_PLATE = re.compile(r"[a-z]{2}\d{2}[a-z]{3}")
"""Since 2001; its space stands after the fourth character."""


def phrase_anchors(entry: Entry) -> Anchors:
    """Employer, school, the person's own kind: whole words, white space folded; one ordinary word
    only where it is written as a name."""
    if phrase := fold(entry.fact.value.reveal()):
        yield phrase, _Words(entry, "phrase")


def plate_anchors(entry: Entry) -> Anchors:
    """A number plate with or without a space or hyphen where letters and digits meet."""
    compact = "".join(char for char in fold(entry.fact.value.reveal()) if char.isalnum())
    if not compact:
        return
    spellings = {compact}
    cuts = {at.start() for at in re.finditer(r"(?<=\d)(?=[a-z])|(?<=[a-z])(?=\d)", compact)}
    if _CURRENT_PLATE.fullmatch(compact):
        cuts = {4}
    for cut in cuts:
        spellings |= {f"{compact[:cut]}{gap}{compact[cut:]}" for gap in (" ", "-")}
    for spelling in sorted(spellings):
        yield spelling, _Words(entry, "plate")


def domain_anchors(entry: Entry) -> Anchors:
    if host := fold(entry.fact.value.reveal()).removeprefix("www."):
        yield host, _Host(entry)


class _Words:
    """The literal, not inside a longer word."""

    def __init__(self, entry: Entry, form: str) -> None:
        self._entry = entry
        self._entries = Entries([entry])
        self._form = form

    def __call__(self, page: Page, start: int, end: int) -> Iterator[Hit]:
        text = page.text
        joined = (
            text[max(0, start - 1) : start] in ("-", "_") and text[start - 2 : start - 1].isalnum()
        )
        if not is_bounded(text, start, end) or joined or _is_joined_after(text, end):
            return
        given = self._entry.fact.value.reveal()
        if self._form != "phrase" or is_written_as_name(given, page.source(start, end)):
            yield Hit(self._entries, self._form, start, end)


class _Host:
    """A host name or one of its subdomains, not the host of an e-mail address."""

    def __init__(self, entry: Entry) -> None:
        self._entry = entry
        self._entries = Entries([entry])

    def __call__(self, page: Page, start: int, end: int) -> Iterator[Hit]:
        text = page.text
        before = text[max(0, start - 1) : start]
        if before in ("@", "-", "_") and start > 0:
            return
        longer = text[end : end + 1] in (".", "-", "_") and text[end + 1 : end + 2].isalnum()
        if is_bounded(text, start, end) and not longer:
            yield Hit(self._entries, "host", start, end)


def _is_joined_after(text: str, end: int) -> bool:
    return text[end : end + 1] in ("-", "_") and text[end + 1 : end + 2].isalnum()
