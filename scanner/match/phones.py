"""Telephone numbers: every one on the page is read and looked up; of one without its area code, the
digits that are left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from scanner.match.local_phones import LocalPhones
from scanner.match.seen import Entries, Entry, Foreign, Hit, Page, Recogniser
from scanner.text.phones import TAIL, find_phones, may_have_phone, national_digits, phone_digits


class Phones(Recogniser):
    """Telephone numbers, whole or a piece of one."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._local = LocalPhones(entries)
        self._whole: dict[str, Entries] = defaultdict(Entries)
        self._abroad: dict[str, Entries] = defaultdict(Entries)
        """Numbers of other countries by their digits as dialled there."""
        self._pieces: dict[str, Entries] = defaultdict(Entries)
        for entry in entries:
            value = entry.fact.value.reveal()
            (self._whole if value.startswith("+") else self._pieces)[value].add(entry)
            if value.startswith("+") and not value.startswith("+44"):
                self._abroad[national_digits(value)].add(entry)
        self._lengths = sorted({len(piece) for piece in self._pieces})
        self._tails = {value[-TAIL:] for value in (*self._whole, *self._abroad)}

    def literals(self) -> Iterable[str]:
        return self._local.literals()

    def at(self, page: Page, literal: str, start: int, end: int) -> Iterator[Hit]:
        return self._local.at(page, literal, start, end)

    def find(self, page: Page) -> Iterator[Hit]:
        if not self._pieces and not may_have_phone(page.folded, self._tails):
            return
        for spotted in page.all(find_phones):
            entries = self._whole.get(spotted.value)
            if entries is None and spotted.form == "national":
                entries = self._abroad.get(spotted.value.removeprefix("+44"))
            if entries is not None:
                yield Hit(entries, spotted.form, spotted.start, spotted.end)
                continue
            for piece in self._with_piece(spotted.value):
                yield Hit(piece, "fragment", spotted.start, spotted.end)

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
