"""What became of a person's findings since earlier checks, and what is waited for."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from scanner.model.bands import Band, Standing
from scanner.model.finding import Quote


class Turn(StrEnum):
    """What a check showed of a finding, held against all earlier checks; in the order in which
    people are told of it."""

    RELAPSED = "relapsed"
    """There again after it was proved gone, or after it was erased from the case."""
    NEW = "new"
    """Seen for the first time."""
    CHANGED = "changed"
    """There, but another thing is exposed, or in another form, or with another certainty."""
    UNSEEN = "unseen"
    """Its page was not answered, so nobody knows."""
    STILL_THERE = "still_there"
    GONE = "gone"
    """Proved: by the source's own mark of absence, or by the page, read whole, without the fact."""


class Proof(StrEnum):
    """What shows that something is gone."""

    ABSENT = "absent"
    """The source says that there is no such record or page."""
    WITHOUT = "without"
    """The page was read whole, and the fact is not on it."""


class Step(StrEnum):
    """What the person did about a finding, or decided."""

    DONE = "done"
    """They did what the remedy says; the next check proves it."""
    REFUSED = "refused"
    """The other side said no."""
    ACCEPTED = "accepted"
    """They can live with it."""


@dataclass(frozen=True, slots=True)
class Marked:
    """What the person says they did about a finding."""

    finding_id: str
    step: Step
    on: date


@dataclass(frozen=True, slots=True)
class LetterSent:
    """A letter that went out, and the clock that it started."""

    id: str
    letter_id: str
    title: str
    to: str
    """The recipient, by name; never an address of the person's."""
    finding_ids: tuple[str, ...]
    sent_on: date
    answer_by: date | None
    """The last day for an answer; None where no law or word sets one."""
    answered_on: date | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """A finding as the case knows it before a check."""

    finding_id: str
    probe_id: str
    """The probe that last showed it, in the check that last saw it: ids of probes are numbered
    anew by each check."""
    source_id: str
    exposure: str
    fact_ids: tuple[str, ...]
    title: str
    standing: Standing
    band: Band
    harm: float
    """Of its exposure, by the rules of the check that last saw it."""
    site: str
    url: Quote
    address: str = field(repr=False)
    """The page, in clear, so that it can be asked again."""
    content: str
    """Keyless digest of what it says beside its page: another one means that it changed. Empty
    while only a web archive has shown it."""
    turn: Turn
    """What the last check showed."""
    first_seen_at: datetime
    last_seen_at: datetime
    gone_at: datetime | None = None
    """When it was last proved gone, also of one that came back since."""
    proof: Proof | None = None
    score: int = 0
    """Of the check that last saw it."""
    asked: str = field(default="", repr=False)
    """The address that was asked for, in clear, where it led to `address`; the same when empty."""
    facts: tuple[str, ...] = field(default=(), repr=False)
    """What its facts say (`scanner.text.identities.fact_identity`), in the order of `fact_ids`;
    private. A fact's id is its place in the profile, where another may stand by now."""
    archived_at: datetime | None = None
    """The day of the newest copy in a web archive that showed it; None where none is known."""
    noted_at: datetime | None = None
    """When a search of web archives put it on record."""

    @property
    def is_of_archive(self) -> bool:
        """Whether an archive alone has shown it, and no check: what a live page says of it is not
        known."""
        return self.archived_at is not None and not self.content


@dataclass(frozen=True, slots=True)
class Point:
    """One check on the line of a trend."""

    number: int
    """From 1, in the order of time."""
    at: datetime
    open: int
    """Private findings, surely or probably the person's, that were there or not proved gone."""
    index: float
    """Trend index 0–100: `100 × (1 − Π(1 − S/200))` over those (docs/score.md)."""
    answered: int
    applicable: int
    partial: bool


@dataclass(frozen=True, slots=True)
class Followed:
    """One finding of a check, or of an earlier one, over time."""

    finding_id: str
    turn: Turn
    first_seen_at: datetime
    last_seen_at: datetime
    title: str
    standing: Standing
    band: Band
    site: str
    url: Quote
    released: bool = False
    """Newly in public: an earlier check looked for the fact, and it was nowhere."""
    gone_at: datetime | None = None
    """When it was last proved gone: of one that is gone, or that came back since."""
    proof: Proof | None = None
    step: Step | None = None
    step_on: date | None = None
    archived_at: datetime | None = None
    """The day of the newest copy in a web archive that showed it; None where none is known."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A letter whose answer is waited for, as of the day of the check."""

    letter: LetterSent
    day: int
    """Days since it went out: 0 on the day itself."""
    overdue: bool
    """The last day for an answer has passed: the ICO can be asked to help."""


@dataclass(frozen=True, slots=True)
class History:
    """What changed since earlier checks; part of an assessment."""

    number: int
    """The how manieth check of the person this is, from 1."""
    previous_at: datetime | None
    followed: tuple[Followed, ...]
    """Released ones first, then by turn; within one, the worst first."""
    waiting: tuple[Waiting, ...]
    """Overdue first, then by the last day for an answer."""
    trend: tuple[Point, ...]
    """Oldest first; the last one is this check."""

    def of(self, *turns: Turn) -> tuple[Followed, ...]:
        return tuple(item for item in self.followed if item.turn in turns)
