"""Kinds of value that have a shape of their own: every one on the page is read and looked up.

The cost of a page does not grow with the number of facts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from scanner.match.seen import Entries, Entry, Foreign, Hit, Page, Shaped
from scanner.model.document import Place
from scanner.text.dates import find_dates, has_birth_words
from scanner.text.emails import canonical_email, find_emails
from scanner.text.phones import find_phones, phone_digits
from scanner.text.spotted import Spotted

_EARLIEST_BIRTH = "1900"
"""Nobody alive was born before; such dates stand on pages about ancestors."""


class Phones(Shaped):
    """Telephone numbers, whole or a piece of one."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._whole: dict[str, Entries] = defaultdict(Entries)
        self._pieces: dict[str, Entries] = defaultdict(Entries)
        for entry in entries:
            value = entry.fact.value.reveal()
            (self._whole if value.startswith("+") else self._pieces)[value].add(entry)
        self._lengths = sorted({len(piece) for piece in self._pieces})

    def find(self, page: Page) -> Iterator[Hit]:
        for spotted in page.all(find_phones):
            if entries := self._whole.get(spotted.value):
                yield Hit(entries, spotted.form, spotted.start, spotted.end)
                continue
            for entries in self._with_piece(spotted.value):
                yield Hit(entries, "fragment", spotted.start, spotted.end)

    def foreign(self, page: Page) -> Iterator[Foreign]:
        for spotted in page.all(find_phones):
            known = spotted.value in self._whole or any(self._with_piece(spotted.value))
            if spotted.usual and not known:
                yield Foreign(spotted.start, spotted.end)

    def _with_piece(self, value: str) -> Iterator[Entries]:
        digits = f"0{phone_digits(value)}"
        for length in self._lengths:
            for at in range(len(digits) - length + 1):
                if entries := self._pieces.get(digits[at : at + length]):
                    yield entries


class Emails(Shaped):
    """E-mail addresses, whole, or their user or host alone."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._whole: dict[str, Entries] = defaultdict(Entries)
        self._users: dict[str, Entries] = defaultdict(Entries)
        self._hosts: dict[str, Entries] = defaultdict(Entries)
        for entry in entries:
            value = entry.fact.value.reveal()
            user, at, host = value.rpartition("@")
            if at and user and host:
                self._whole[canonical_email(value)].add(entry)
            elif entry.fact.part("user") or (at and user):
                self._users[(entry.fact.part("user") or user).lower()].add(entry)
            else:
                self._hosts[(host or value).lower()].add(entry)

    def find(self, page: Page) -> Iterator[Hit]:
        for spotted in page.all(find_emails):
            if entries := self._whole.get(spotted.value):
                yield Hit(entries, spotted.form, spotted.start, spotted.end)
                continue
            for entries in self._with_piece(spotted.value):
                yield Hit(entries, "fragment", spotted.start, spotted.end)

    def foreign(self, page: Page) -> Iterator[Foreign]:
        for spotted in page.all(find_emails):
            known = spotted.value in self._whole or self._with_piece(spotted.value)
            if spotted.usual and not known:
                yield Foreign(spotted.start, spotted.end)

    def _with_piece(self, value: str) -> list[Entries]:
        user, _, host = value.rpartition("@")
        found = (self._users.get(user), self._hosts.get(host))
        return [entries for entries in found if entries]


class BirthDates(Shaped):
    """Whole dates; sure only beside words of birth, or under such a key of structured data."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._dates: dict[str, Entries] = defaultdict(Entries)
        for entry in entries:
            self._dates[entry.fact.value.reveal()].add(entry)

    def find(self, page: Page) -> Iterator[Hit]:
        for spotted in page.all(find_dates):
            if known := self._dates.get(spotted.value):
                form = "full" if self._is_birth(page, spotted) else "bare"
                yield Hit(known, form, spotted.start, spotted.end)

    def foreign(self, page: Page) -> Iterator[Foreign]:
        for spotted in page.all(find_dates):
            if spotted.value in self._dates or spotted.value < _EARLIEST_BIRTH:
                continue
            if self._is_birth(page, spotted):
                yield Foreign(spotted.start, spotted.end)

    def _is_birth(self, page: Page, spotted: Spotted) -> bool:
        told = has_birth_words(page.text, spotted.start, spotted.end)
        return told or self._has_birth_key(page, spotted.start)

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
