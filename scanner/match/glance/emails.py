"""Whose address of e-mail may stand where a piece of its host was met."""

from __future__ import annotations

import codecs
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Set

import ahocorasick_rs

from scanner.match.glance.checks import PlaceCheck, Sign, theirs
from scanner.match.glance.looks import Look, skeleton
from scanner.match.glance.sheet import Sheet
from scanner.match.seen import Entry

_EVERYDAY = frozenset(
    {"gmail", "googlemail", "hotmail", "outlook", "yahoo", "icloud", "live", "aol", "sky", "mail"}
    | {"talktalk", "virginmedia", "virgin", "ntlworld", "btinternet", "proton", "protonmail"}
    | {"msn", "mac", "me", "post", "email", "web", "fast", "home", "one", "company"}
)
"""Hosts of so many people, or words so common, that they are looked for as hosts alone."""
_SHORTEST = 5
_FEW = 3
"""People at a host that is rare enough to be looked at whoever stands before it."""
_INSERTED = (
    *("nospam", "no-spam", "antispam", "anti-spam", "spamfree", "spam-free"),
    *("removethis", "remove-this", "deletethis", "delete-this"),
)
"""What people put into an address for others to take out, perhaps into the midst of a host."""
_REACH = 160
"""Letters and figures beside a host among which the user stands: more than an address is long,
since scripts put addresses together."""


class EmailSigns:
    """The addresses of all subjects, by the longest label of their host."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._people: dict[bytes, set[str]] = defaultdict(set)
        """By a piece of the host, or of the user where nobody gave a host."""
        users: dict[bytes, set[str]] = defaultdict(set)
        self._alone: set[str] = set()
        """Who gave no user."""
        for entry in entries:
            value = entry.fact.value.reveal().lower()
            user, at, host = value.rpartition("@")
            if not at:
                user, host = (value, "") if entry.fact.part("user") else ("", value)
            if not user:
                self._alone.add(entry.subject_id)
            for written in _ways(user.partition("+")[0]) if user else ():
                users[written].add(entry.subject_id)
            for sign in _host_signs(host or value) if host or not user else _ways(_longest(user)):
                self._people[sign].add(entry.subject_id)
            if not host and user:
                self._alone.add(entry.subject_id)
        self._users = [*users.values(), set[str]()]
        self._automaton = ahocorasick_rs.BytesAhoCorasick([*users, b"\0"])

    def signs(self) -> Iterator[Sign]:
        """Pieces of which one stands wherever one of the addresses does."""
        for literal, people in self._people.items():
            if len(people) <= _FEW:
                yield Sign(literal, whole=theirs(people))
            else:
                yield Sign(literal, place=self._at(people))
        if self._people:
            everybody = set().union(*self._people.values())
            for written in _INSERTED:
                yield Sign(skeleton(written.encode()), place=self._at(everybody))

    def _at(self, people: set[str]) -> PlaceCheck:
        alone = people & self._alone

        def check(sheet: Sheet, look: Look, start: int, end: int) -> Set[str]:
            near = look.skeleton[max(0, start - _REACH) : end + _REACH]
            hits = self._automaton.find_matches_as_indexes(near, overlapping=True)
            found = set(alone)
            for number in {number for number, _, _ in hits}:
                found |= people & self._users[number]
            return found

        return check


def _host_signs(host: str) -> Iterator[bytes]:
    hosts = ("gmail.com", "googlemail.com") if host in ("gmail.com", "googlemail.com") else (host,)
    for each in hosts:
        label = max(each.split(".")[:-1] or [each], key=len)
        if label not in _EVERYDAY and len(label) >= _SHORTEST:
            yield from _ways(label)
            continue
        after = each.partition(f"{label}.")[2].partition(".")[0]
        yield from (skeleton(f"{label}{joint}{after}".encode()) for joint in ("dot", "punkt"))
        yield from _ways(label + after)


def _ways(text: str) -> Iterator[bytes]:
    """As it is, turned round, and with its letters moved by thirteen places: scripts do both."""
    for written in dict.fromkeys((text, text[::-1], codecs.encode(text, "rot13"))):
        if bone := skeleton(written.encode()):
            yield bone


def _longest(user: str) -> str:
    return max(re.split(r"[^a-z0-9]+", user), key=len)
