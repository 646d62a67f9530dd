"""Web sites of a person's own, by their host."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scanner.match.seen import Entries, Entry, Hit, Page, Recogniser
from scanner.text.normalise import fold


class Hosts(Recogniser):
    """The domains of all subjects: each, or one of its subdomains, but no host of an e-mail
    address."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._hosts: dict[str, Entries] = {}
        for entry in entries:
            host = fold(entry.fact.value.reveal()).removeprefix("www.")
            for written in {host, _in_letters(host)} - {""}:
                self._hosts.setdefault(written, Entries()).add(entry)

    def literals(self) -> Iterable[str]:
        return self._hosts

    def at(self, page: Page, literal: str, start: int, end: int) -> Iterator[Hit]:
        text = page.text
        before = text[start - 1 : start] if start else ""
        if (before.isalnum() and text[max(0, start - 3) : start] != "%2f") or (
            before and before in "@-_"
        ):
            return
        after = text[end : end + 1]
        if after.isalnum() or (after in (".", "-", "_") and text[end + 1 : end + 2].isalnum()):
            return
        if _is_of_address(text, start):
            return
        yield Hit(self._hosts[literal], "host", start, end)


def _in_letters(host: str) -> str:
    """A host that stands in ASCII for other letters, in those letters."""
    try:
        return fold(host.encode("ascii").decode("idna")) if "xn--" in host else host
    except UnicodeError:
        return host


def _is_of_address(text: str, start: int) -> bool:
    """Whether labels before make it a subdomain in an e-mail address: jane@mail.marlow.example."""
    at = start
    while at > 0 and (text[at - 1].isalnum() or text[at - 1] in ".-"):
        at -= 1
        if start - at > 63:
            return False
    return at > 0 and text[at - 1] == "@"
