"""Kinds of value that have a shape of their own: every one on the page is read and looked up.

The cost of a page does not grow with the number of facts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from scanner.match.seen import Entry, Foreign, Hit, Page
from scanner.model.document import Place
from scanner.text.dates import find_dates, has_birth_words
from scanner.text.emails import canonical_email, find_emails
from scanner.text.phones import find_phones, phone_digits

_EARLIEST_BIRTH = "1900"
"""Nobody alive was born before; such dates stand on pages about ancestors."""


class Phones:
    """Telephone numbers, whole or a piece of one."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._whole: dict[str, list[Entry]] = defaultdict(list)
        self._pieces: dict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            value = entry.fact.value.reveal()
            if value.startswith("+"):
                self._whole[value].append(entry)
            else:
                self._pieces[value].append(entry)
        self._lengths = sorted({len(piece) for piece in self._pieces})

    def find(self, page: Page) -> Iterator[Hit | Foreign]:
        for spotted in find_phones(page.folded):
            whole = self._whole.get(spotted.value, ())
            pieces = [] if whole else list(self._with_piece(spotted.value))
            for entry in whole:
                yield Hit(entry, spotted.form, spotted.start, spotted.end)
            for entry in pieces:
                yield Hit(entry, "fragment", spotted.start, spotted.end)
            if spotted.usual and not whole and not pieces:
                yield Foreign(spotted.start, spotted.end)

    def _with_piece(self, value: str) -> Iterator[Entry]:
        digits = f"0{phone_digits(value)}"
        for length in self._lengths:
            for at in range(len(digits) - length + 1):
                yield from self._pieces.get(digits[at : at + length], ())


class Emails:
    """E-mail addresses, whole, or their user or host alone."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._whole: dict[str, list[Entry]] = defaultdict(list)
        self._users: dict[str, list[Entry]] = defaultdict(list)
        self._hosts: dict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            value = entry.fact.value.reveal()
            user, at, host = value.rpartition("@")
            if at and user and host:
                self._whole[canonical_email(value)].append(entry)
            elif entry.fact.part("user") or (at and user):
                self._users[(entry.fact.part("user") or user).lower()].append(entry)
            else:
                self._hosts[(host or value).lower()].append(entry)

    def find(self, page: Page) -> Iterator[Hit | Foreign]:
        for spotted in find_emails(page.folded):
            user, _, host = spotted.value.rpartition("@")
            whole = self._whole.get(spotted.value, ())
            pieces = [*self._users.get(user, ()), *self._hosts.get(host, ())]
            for entry in whole:
                yield Hit(entry, spotted.form, spotted.start, spotted.end)
            for entry in () if whole else pieces:
                yield Hit(entry, "fragment", spotted.start, spotted.end)
            if spotted.usual and not whole and not pieces:
                yield Foreign(spotted.start, spotted.end)


class BirthDates:
    """Whole dates; sure only beside words of birth, or under such a key of structured data."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._dates: dict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            self._dates[entry.fact.value.reveal()].append(entry)

    def find(self, page: Page) -> Iterator[Hit | Foreign]:
        for spotted in find_dates(page.folded):
            is_birth = has_birth_words(
                page.text, spotted.start, spotted.end
            ) or self._has_birth_key(page, spotted.start)
            known = self._dates.get(spotted.value, ())
            for entry in known:
                yield Hit(entry, "full" if is_birth else "bare", spotted.start, spotted.end)
            if is_birth and not known and spotted.value >= _EARLIEST_BIRTH:
                yield Foreign(spotted.start, spotted.end)

    @staticmethod
    def _has_birth_key(page: Page, start: int) -> bool:
        segment = page.segment_at(page.folded.origin(start)[0])
        if segment is None or segment.place not in (
            Place.STRUCTURED,
            Place.RECORD,
            Place.META,
            Place.ATTRIBUTE,
        ):
            return False
        key = segment.path.rsplit(".", 1)[-1].casefold()
        return "birth" in segment.path.casefold() or key == "dob"
