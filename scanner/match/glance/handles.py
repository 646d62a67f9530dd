"""Whose user name stands where its letters were met: as such, or beside the name."""

from __future__ import annotations

import re
from collections.abc import Set

from scanner.match.glance.looks import Look
from scanner.match.glance.names import Named
from scanner.match.glance.sheet import Sheet

_BEFORE = re.compile(
    rb"(?:[@/=:|\-(#~+]|%40|%2f|%3d|(?:[a-z] |^)(?:handle|name|id|is|account) |"
    rb"(?:twitter|x|insta|instagram|ig|facebook|fb|threads|tok|tt|tube|yt|snap|snapchat|sc|reddit"
    rb"|bluesky|bsky|mastodon|linkedin|hub|github|twitch|discord|telegram|skype|steam|psn|xbox"
    rb"|strava|pinterest|kik|nick|nickname|user|username|tag|gamertag|handle) ) ?$"
)
_ENCODED = (b"%40", b"%2f", b"%3d")
_REACH = 32
_WORD = frozenset(b"abcdefghijklmnopqrstuvwxyz0123456789")
_NOBODY: frozenset[str] = frozenset()


class AtHandle:
    """At the letters of a user name."""

    def __init__(self, user: str, people: Set[str], named: Named) -> None:
        self._user = user.encode()
        self._people = frozenset(people)
        self._group = named.group(people)

    def __call__(self, sheet: Sheet, look: Look) -> Set[str]:
        for text in (look, sheet.joined(look)):
            if text is None:
                continue
            told = self._is_told(text)
            if told:
                return self._people
            if told is not None:
                return sheet.called(self._group, look).keys()
        return _NOBODY

    def _is_told(self, look: Look) -> bool | None:
        """Whether it stands there as a user name, or only as a word; None where it does not."""
        folded, is_there = look.folded, None
        at = folded.find(self._user)
        while at >= 0:
            end = at + len(self._user)
            after = folded[end : end + 1]
            before = folded[max(0, at - _REACH) : at]
            if not (after == b"_" or (after and after[0] in _WORD)) and (
                look.is_code or not before or before[-1] not in _WORD or before[-3:] in _ENCODED
            ):
                if after == b"." or _BEFORE.search(before):
                    return True
                is_there = False
            at = folded.find(self._user, at + 1)
        return is_there
