"""The types in which the demonstration web tells what it holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from scanner.model.document import Place
from scanner.model.facts import FactKind
from scanner.model.outcome import OutcomeKind


class Expected(StrEnum):
    """In which part of a report a planted fact belongs."""

    RISK = "risk"
    PUBLIC_BY_CHOICE = "public_by_choice"
    PUBLIC_BY_LAW = "public_by_law"
    QUESTION = "question"
    """A prompt to the person: unsure whose it is, or a value that they did not give."""


@dataclass(frozen=True, slots=True)
class Planted:
    """One fact on one page. A scan has to report each of these."""

    url: str
    """As listed in the profile, asked by a source, or named by the search engine."""
    exposure: str
    """Row of the harm weighting; empty for a value that the person did not give."""
    kind: FactKind
    shown: str = field(repr=False)
    """A stretch of the page's source in which the fact, or its telling piece, stands."""
    expected: Expected = Expected.RISK
    named: bool = True
    """Whether her name stands on the same page or in the same record."""
    place: Place = Place.TEXT
    source_id: str = "src.page.given"
    final_url: str = ""
    """Where the page is now, if the address has moved."""
    hostile: bool = False
    """Posted with wording that calls for attention."""


@dataclass(frozen=True, slots=True)
class Decoy:
    """What looks like hers and is not: nothing there may come out as confirmed or probable."""

    url: str
    shown: str
    why: str
    whole_page: bool
    """True: no finding at all on this page may be confirmed or probable. False: the page holds
    facts of hers too, and only what `shown` quotes belongs to somebody else."""


@dataclass(frozen=True, slots=True)
class Undecidable:
    """A check that proves nothing and must never be told as found or absent."""

    source_id: str
    url: str
    why: str
    outcomes: frozenset[OutcomeKind] = frozenset(
        {OutcomeKind.BLOCKED, OutcomeKind.STALE, OutcomeKind.FAILED}
    )


@dataclass(frozen=True, slots=True)
class Absence:
    """A source that honestly knows nothing of her."""

    source_id: str
    host: str
    outcome: OutcomeKind = OutcomeKind.ABSENT


@dataclass(frozen=True, slots=True)
class Harmless:
    """A page about her that can be read and exposes nothing private."""

    url: str
    why: str


@dataclass(frozen=True, slots=True)
class GroundTruth:
    """What a scan of the demonstration web has to come to."""

    planted: tuple[Planted, ...]
    decoys: tuple[Decoy, ...]
    undecidable: tuple[Undecidable, ...]
    absences: tuple[Absence, ...]
    harmless: tuple[Harmless, ...]
    leads: tuple[str, ...]
    """Pages that nobody listed and that only the search engine names."""
    archived: tuple[str, ...]
    """Pages, listed or found, of which the web archive has copies; of all others it has none."""
