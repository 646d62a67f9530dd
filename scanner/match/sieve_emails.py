"""Whether an address of e-mail may stand where a piece of its host was met."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator

from scanner.match.emails import Emails
from scanner.match.seen import Entry
from scanner.text.emails import find_emails
from scanner.text.normalise import Normalised

_EVERYDAY = frozenset(
    {"gmail", "googlemail", "hotmail", "outlook", "yahoo", "icloud", "live", "aol", "sky", "mail"}
    | {"talktalk", "virginmedia", "virgin", "ntlworld", "btinternet", "proton", "protonmail"}
    | {"msn", "mac", "me", "post", "email", "web", "fast", "home", "one", "company"}
)
"""Hosts of so many people, or words so common, that they are looked for as hosts alone."""
_SHORTEST = 5
_MARKS = "[({<*_|~-"
_INSERTED = (
    *("nospam", "no-spam", "antispam", "anti-spam", "spamfree", "spam-free"),
    *("removethis", "remove-this", "deletethis", "delete-this"),
)
"""What people put into an address for others to take out, perhaps into the midst of a host."""
_REACH = 400
_PUT_TOGETHER = re.compile(rb"['\"`] ?\+|\+ ?['\"`]|reverse\(|\.join\(|\.concat\(|['\"`] ?,")


class EmailSieve:
    """The addresses of all subjects, by the longest label of their host."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        entries = tuple(entries)
        self._recogniser = Emails(entries)
        self._labels: set[str] = set()
        self._common: set[str] = set()
        self._next: set[tuple[str, str]] = set()
        """Of each common label, the one after it."""
        for entry in entries:
            value = entry.fact.value.reveal().lower()
            user, at, host = value.rpartition("@")
            if not at:
                user, host = (value, "") if entry.fact.part("user") else ("", value)
            if host or not user:
                self._add_host(host or value)
            else:
                runs = re.split(r"[^a-z0-9]+", user)
                self._labels.add(max(runs, key=len))
        self._labels.discard("")
        self._openly = tuple(self._common)
        """How texts begin of which there are many that are nobody's."""

    def _add_host(self, host: str) -> None:
        hosts = ("gmail.com", "googlemail.com") if host in ("gmail.com", "googlemail.com") else ()
        for each in hosts or (host,):
            label = max(each.split(".")[:-1] or [each], key=len)
            is_common = label in _EVERYDAY or len(label) < _SHORTEST
            (self._common if is_common else self._labels).add(label)
            if is_common:
                self._next.add((label, each.partition(f"{label}.")[2].partition(".")[0]))

    def literals(self) -> Iterator[str]:
        """Texts of which one stands wherever one of the addresses does."""
        for label in self._labels:
            # Scripts turn addresses round, or move their letters by thirteen places.
            yield from dict.fromkeys((label, label[::-1], codecs.encode(label, "rot13")))
        for label in self._common:
            yield from (f"{label}.", f"{label} .", f"{label} dot")
            yield from (f"{label}{gap}{mark}" for mark in _MARKS for gap in ("", " "))
            yield from (f".{label[::-1]}", codecs.encode(f"{label}.", "rot13"))
        if self._labels or self._common:
            yield from _INSERTED

    def bones(self) -> Iterator[str]:
        """The same, where nothing but letters and figures is left of a text."""
        for label in self._labels:
            yield from dict.fromkeys((label, label[::-1], codecs.encode(label, "rot13")))
        for label, after in self._next:
            joined = label + after
            yield from (joined, f"{label}dot{after}", f"{label}punkt{after}")
            yield from (joined[::-1], codecs.encode(joined, "rot13"))
        if self._labels or self._common:
            yield from _INSERTED

    def is_at(self, folded: bytes, start: int, end: int, is_code: bool) -> bool:
        """Whether one of them may stand around [start, end). In code, where scripts put addresses
        together, a rare host is enough."""
        window = folded[max(0, start - _REACH) : end + _REACH]
        literal = folded[start:end].decode("utf-8", "replace")
        if is_code and (not literal.startswith(self._openly) or _PUT_TOGETHER.search(window)):
            return True
        text = window.decode("utf-8", "replace")
        page = Normalised(text, text, (0,), (0,), (len(text),), True)
        return any(map(self._recogniser.knows, (each.value for each in find_emails(page))))
