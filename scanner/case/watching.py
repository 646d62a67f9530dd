"""When a watch asks which source again, what it missed, and what of a check is news."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from scanner.case.store import CaseStore, RecordKind, ScanState
from scanner.model.assessment import Assessment
from scanner.model.bands import Band, Standing
from scanner.model.history import Followed, Known, Turn
from scanner.model.outcome import CHECKED
from scanner.model.plan import Plan
from scanner.rulebook.book import RuleBook

_SLACK = timedelta(hours=2)
"""A timer is never quite punctual: what is due within this is due now."""
_UNANSWERED = timedelta(days=1)
"""After which a source that gave no answer is asked again."""
_LATE = 1.5
"""Of the usual distance: from there on a run was missed."""


@dataclass(frozen=True, slots=True)
class News:
    """What a check brought that a person wants to be told, in numbers alone."""

    released: int = 0
    """Newly in public."""
    relapsed: int = 0
    """Back after it was proved gone."""
    new: int = 0

    @property
    def total(self) -> int:
        return self.released + self.relapsed + self.new

    def __add__(self, other: News) -> News:
        return News(
            self.released + other.released,
            self.relapsed + other.relapsed,
            self.new + other.new,
        )


@dataclass(frozen=True, slots=True)
class Watched:
    """One run of the watch. Kind WATCH of the case's records."""

    at: datetime
    every_s: int
    """Seconds from one run to the next, as it was told."""
    asked: int
    """How many sources were due."""
    untold: News = News()
    """What could not be told; the next run tries again."""
    stopped: bool = False
    """The consent had ended or was withdrawn, and that was told."""


@dataclass(frozen=True, slots=True)
class Asked:
    """When a source was last asked, and whether it gave an answer."""

    at: datetime
    answered: bool


@dataclass(frozen=True, slots=True)
class Due:
    """What a run asks."""

    now: frozenset[str]
    later: frozenset[str]
    next_at: datetime | None
    """When the first of the others will be due; None when there is no other."""


@dataclass(frozen=True, slots=True)
class Missed:
    """Runs that did not take place."""

    last_at: datetime
    runs: int


def last_watched(store: CaseStore, case_id: str) -> Watched | None:
    runs = store.records.of(case_id, RecordKind.WATCH, Watched)
    return runs[-1][1] if runs else None


def note_watched(store: CaseStore, case_id: str, run: Watched) -> None:
    """Only the newest run is kept: the checks themselves are the record of what was asked."""
    earlier = store.records.of(case_id, RecordKind.WATCH, Watched)
    if earlier:
        store.records.replace(earlier[-1][0], run)
    else:
        store.records.add(case_id, RecordKind.WATCH, run.at, run)


def asked_before(store: CaseStore, case_id: str, since: datetime) -> dict[str, Asked]:
    """Of each source: when a check since then last asked it, by hand or by the watch."""
    found: dict[str, Asked] = {}
    for scan in reversed(store.scans.of(case_id)):
        if scan.started_at < since:
            break
        if scan.state not in (ScanState.ENDED, ScanState.STOPPED):
            continue
        assessment = store.scans.assessment(scan.id)
        for source_id, asked in _asked_in(assessment).items() if assessment else ():
            found.setdefault(source_id, asked)
    return found


def _asked_in(assessment: Assessment) -> dict[str, Asked]:
    """A source with several questions was answered if all of them were."""
    found: dict[str, Asked] = {}
    for check in assessment.checks:
        if check.started_at is None or check.parent_id:
            continue
        before = found.get(check.source_id)
        answered = check.outcome in CHECKED and (before is None or before.answered)
        found[check.source_id] = Asked(assessment.started_at, answered)
    return found


def longest_pace(book: RuleBook) -> timedelta:
    """How far back an answer can matter."""
    own = (source.recheck_days or 0 for source in book.sources.values())
    usual = (row.days for row in book.pace.rows.values()) if book.pace else ()
    return timedelta(days=max((1, *own, *usual)) + 1)


def due(
    plan: Plan,
    book: RuleBook,
    asked: Mapping[str, Asked],
    open_sources: Collection[str],
    now: datetime,
) -> Due:
    """Which sources of the plan are worth asking again. `open_sources`: those that show something
    which is not gone."""
    at: dict[str, datetime] = {}
    for source_id in {probe.source_id for probe in plan.probes}:
        last = asked.get(source_id)
        at[source_id] = (
            last.at + _pause(book, source_id, last, source_id in open_sources) if last else now
        )
    ready = frozenset(source_id for source_id, when in at.items() if when <= now + _SLACK)
    later = at.keys() - ready
    return Due(ready, frozenset(later), min((at[each] for each in later), default=None))


def _pause(book: RuleBook, source_id: str, last: Asked, is_open: bool) -> timedelta:
    source = book.sources.get(source_id)
    if not last.answered or source is None or book.pace is None:
        return _UNANSWERED
    return timedelta(days=book.pace.days_of(source, is_open))


def missed(last: Watched | None, now: datetime) -> Missed | None:
    """Runs that should have been since the last one; None when all were."""
    if last is None or last.every_s <= 0:
        return None
    runs = (now - last.at).total_seconds() / last.every_s
    return Missed(last.at, max(1, round(runs) - 1)) if runs > _LATE else None


def news_of(assessment: Assessment, from_band: Band) -> News:
    """What of a check is told: once, since the next one finds it still there."""
    history = assessment.history
    if history is None or history.previous_at is None:
        return News()  # Of the first check everything is new, and its report says so.
    told = [item for item in history.followed if _is_told(item, from_band)]
    released = [item for item in told if item.released]
    relapsed = [item for item in told if item.turn is Turn.RELAPSED and not item.released]
    return News(len(released), len(relapsed), len(told) - len(released) - len(relapsed))


def _is_told(item: Followed, from_band: Band) -> bool:
    if item.standing is not Standing.RISK:
        return False
    fresh = item.released or item.turn in (Turn.NEW, Turn.RELAPSED)
    return fresh and (item.released or item.band.rank <= from_band.rank)


def open_sources(known: Iterable[Known]) -> frozenset[str]:
    """Sources that show something of the person's which is not proved gone."""
    return frozenset(
        item.source_id
        for item in known
        if item.turn is not Turn.GONE and item.standing is Standing.RISK
    )
