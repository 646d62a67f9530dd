"""What a case says when it is asked: its checks, each finding's life, what is waited for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from scanner.assess.history.waiting import waiting_of
from scanner.case.consents import keep_until
from scanner.case.store import Case, CaseStore, ScanState
from scanner.model.assessment import Assessment, RemedyText
from scanner.model.bands import Standing
from scanner.model.history import Known, LetterSent, Marked, Turn, Waiting

_TURNS = tuple(Turn)
_SHORTEST_ID = 8


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One check, as a line."""

    number: int
    state: ScanState
    started_at: datetime
    ended_at: datetime | None
    open: int | None
    """Private findings then open; None while it is not known."""
    answered: int
    applicable: int


@dataclass(frozen=True, slots=True)
class Life:
    """One finding of the case, as the last check left it, and what the person did about it."""

    known: Known
    short_id: str
    """As many of the first letters of its id as tell it from the others."""
    released: bool
    mark: Marked | None

    @property
    def is_open(self) -> bool:
        """Private, and not proved gone."""
        return self.known.standing is Standing.RISK and self.known.turn is not Turn.GONE

    @property
    def is_only_archived(self) -> bool:
        """A web archive has shown it; what its page says today nobody has seen."""
        return self.known.is_of_archive and self.known.turn is Turn.UNSEEN


@dataclass(frozen=True, slots=True)
class Chronicle:
    """A case over time, as of a day."""

    name: str
    checks: tuple[CheckLine, ...]
    lives: tuple[Life, ...]
    """What matters most first."""
    waiting: tuple[Waiting, ...]
    letters: tuple[LetterSent, ...]
    buried: int
    """Tombstones."""
    revoked_at: datetime | None
    keep_until: date | None
    hold: bool

    @property
    def open(self) -> tuple[Life, ...]:
        return tuple(life for life in self.lives if life.is_open)


def chronicle(store: CaseStore, case: Case, today: date) -> Chronicle:
    """All of it, read once."""
    known = store.lives.known(case.id)
    marks = store.lives.marks(case.id)
    letters = store.lives.letters(case.id)
    checks, last = _checks(store, case.id)
    released = _released(last)
    length = _short(item.finding_id for item in known)
    lives = (
        Life(
            item, item.finding_id[:length], item.finding_id in released, marks.get(item.finding_id)
        )
        for item in known
    )
    return Chronicle(
        name=case.subject.display_name,
        checks=checks,
        lives=tuple(sorted(lives, key=_rank)),
        waiting=waiting_of(letters, today),
        letters=letters,
        buried=len(store.lives.buried(case.id)),
        revoked_at=case.revoked_at,
        keep_until=keep_until(store, case),
        hold=case.hold,
    )


def remedy_of(assessment: Assessment, finding_id: str) -> RemedyText | None:
    """What is to be done about a finding, by the last check."""
    for item in assessment.findings:
        if item.finding.id == finding_id:
            return assessment.remedy(item.remedy_id)
    return None


def _checks(store: CaseStore, case_id: str) -> tuple[tuple[CheckLine, ...], Assessment | None]:
    newest = store.scans.newest(case_id)
    last = newest[1] if newest else None
    trend = last.history.trend if last and last.history else ()
    points = {point.at: point for point in trend}
    lines: list[CheckLine] = []
    for scan in store.scans.of(case_id):
        point = points.get(scan.ended_at) if scan.ended_at else None
        lines.append(
            CheckLine(
                scan.number,
                scan.state,
                scan.started_at,
                scan.ended_at,
                point.open if point else None,
                point.answered if point else 0,
                point.applicable if point else 0,
            )
        )
    return tuple(lines), last


def _released(last: Assessment | None) -> frozenset[str]:
    followed = last.history.followed if last and last.history else ()
    return frozenset(item.finding_id for item in followed if item.released)


def _short(ids: Iterable[str]) -> int:
    """How many letters tell all ids apart."""
    every = sorted(ids)
    length = _SHORTEST_ID
    for one, other in pairwise(every):
        while length < len(one) and one[:length] == other[:length]:
            length += 1
    return length


def _rank(life: Life) -> tuple[bool, int, bool, int, str, str]:
    known = life.known
    return (
        not life.released,
        _TURNS.index(known.turn),
        life.is_only_archived,
        known.band.rank,
        known.title,
        known.finding_id,
    )
