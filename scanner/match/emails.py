"""E-mail addresses: every one on the page is read and looked up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from scanner.match.seen import Entries, Entry, Foreign, Hit, Page, Recogniser
from scanner.text.emails import canonical_email, find_emails


class Emails(Recogniser):
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
