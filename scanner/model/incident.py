"""An entry of a person's log of abuse: what happened, as they told it, and what they kept of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class IncidentFile:
    """A file that the person kept, copied byte by byte and never opened by another program."""

    name: str = field(repr=False)
    """As the person's own file was called."""
    kept_as: str
    """Its name among the case's private files."""
    sha256: str
    """Of its bytes at the moment of copying, in hex."""
    bytes: int
    kind: str
    """What it is, in words: `a picture`, `a saved message`."""
    facts: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    """What the file says of itself: the heads of a message, the span of a chat."""


@dataclass(frozen=True, slots=True)
class IncidentPage:
    """What came of capturing the page where it happened."""

    asked_at: datetime
    """UTC, by this machine's clock."""
    outcome: str
    """In words; carries no private value."""
    files: tuple[IncidentFile, ...] = ()
    """The archive of the exchange and its list; empty when nothing was answered."""


@dataclass(frozen=True, slots=True)
class Incident:
    """One entry. It is never changed: what was wrong is put right by another one."""

    number: int
    """From 1, in the order of recording."""
    happened_at: datetime
    """UTC; the beginning of the day when only that is known."""
    zone: str
    """The zone in which the person gave the time, such as `Europe/London`."""
    is_about: bool
    """The person is not sure of the minute."""
    is_day: bool
    """Only the day is known."""
    channel_id: str
    """The rule that says what this way is, such as `chan.phone`."""
    channel: str
    """Its title when this was recorded."""
    recorded_at: datetime
    recorded_by: str = field(repr=False)
    where: str = field(default="", repr=False)
    text: str = field(default="", repr=False)
    """The words themselves, as far as they are known."""
    url: str = field(default="", repr=False)
    seen_by: str = field(default="", repr=False)
    done: str = field(default="", repr=False)
    """What was done about it, such as to whom it was reported, with references."""
    files: tuple[IncidentFile, ...] = ()
    page: IncidentPage | None = None
    finding_ids: tuple[str, ...] = ()
    """Findings of checks that it has to do with."""

    @property
    def all_files(self) -> tuple[IncidentFile, ...]:
        return (*self.files, *(self.page.files if self.page else ()))
