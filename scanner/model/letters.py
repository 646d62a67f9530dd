"""Letter rules as reports carry them: enough, with an assessment, to write the letters."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LetterText:
    """A letter rule: to whom, when, and the words, with places for what it is about."""

    id: str
    title: str
    recipient: str
    """`operator`, `platform`, `register`, `host`, `regulator`, `search_engine` or `council`."""
    to: str
    """Who that is, in words."""
    how_to_send: str
    email: str
    """The recipient's address, if it is the same for everybody; else empty."""
    link: str
    """The recipient's own form or guidance; else empty."""
    sites: tuple[str, ...]
    """Sites whose findings it is about; empty for any."""
    exposes: tuple[str, ...]
    """What may be exposed; empty for anything."""
    written: str
    """`always`, `signal` (only beside a warning sign) or `asked` (only when it is named)."""
    after: tuple[str, ...]
    """Ids of letters one of which is sent, and waited for, first; empty for a first letter."""
    when: str
    when_not: str
    subject: str
    """A text with places: see `scanner.rulebook.letter_template`."""
    body: str
