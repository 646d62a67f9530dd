"""What changed since earlier checks: an assessment's history grouped and ordered for a reader."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from scanner.language import times
from scanner.model.assessment import Assessment, Check
from scanner.model.bands import Band, Standing
from scanner.model.history import Followed, History, Step, Turn, Waiting
from scanner.render.own_words import OwnWords
from scanner.render.tasks import Exposure
from scanner.render.trend import Trend, trend_of
from scanner.render.view import Outline

SHOWN = 3
"""Entries of a group that stand open; the others are folded."""
MOST = 40
"""Entries of a group that are told at all; beyond them only their number."""
TOLD = frozenset({Standing.RISK, Standing.PUBLIC_BY_LAW})
"""What is public by choice may come and go, and a possible match is a question."""


@dataclass(frozen=True, slots=True)
class Entry:
    """The same thing at one site, with the same turn: one line, however many pages."""

    items: tuple[Followed, ...]
    """Worst first."""
    anchor: str
    """Where the report says what to do about it; empty when it does not."""

    @property
    def first(self) -> Followed:
        return self.items[0]


@dataclass(frozen=True, slots=True)
class Group:
    """Findings of one turn, worst first."""

    entries: tuple[Entry, ...]

    @property
    def number(self) -> int:
        """Of findings."""
        return sum(len(entry.items) for entry in self.entries)

    @property
    def shown(self) -> tuple[Entry, ...]:
        return self.entries[: self._open]

    @property
    def folded(self) -> tuple[Entry, ...]:
        return self.entries[self._open : MOST]

    @property
    def _open(self) -> int:
        """One alone is not folded."""
        return SHOWN + 1 if len(self.entries) == SHOWN + 1 else SHOWN

    @property
    def untold(self) -> int:
        return len(self.entries[MOST:])


@dataclass(frozen=True, slots=True)
class Changes:
    """What became of everything that earlier checks found."""

    number: int
    since: datetime | None
    """When the last check before this one was made; None where only a trace of what was erased
    tells that something came back."""
    since_said: OwnWords
    """The same in words: the day, and the time of a check on the same day as this one."""
    released: Group
    """Newly in public."""
    relapsed: Group
    new: Group
    changed: Group
    gone: Group
    """Proved gone since the last check."""
    gone_before: int
    """Findings that were proved gone by earlier checks, and that are not back."""
    unseen: Group
    still: int
    """Findings that are as they were."""
    new_questions: int
    """Possible matches that are new."""
    waiting: tuple[Waiting, ...]
    found_so_far: int
    """Findings of all checks, those that are gone included."""
    absent: tuple[Followed, ...]
    """What an earlier check saw and this one did not: proved gone, or not known."""
    trend: Trend | None
    by_id: Mapping[str, Followed]

    @property
    def overdue(self) -> tuple[Waiting, ...]:
        return tuple(item for item in self.waiting if item.overdue)

    @property
    def running(self) -> tuple[Waiting, ...]:
        """Letters whose answer is still in time."""
        return tuple(item for item in self.waiting if not item.overdue)

    @property
    def is_quiet(self) -> bool:
        """Nothing came, nothing went, and everything could be looked at."""
        groups = (self.released, self.relapsed, self.new, self.changed, self.gone, self.unseen)
        return not any(group.entries for group in groups)

    @property
    def helped(self) -> bool:
        """Something that the person marked as done is proved gone."""
        gone = (item for entry in self.gone.entries for item in entry.items)
        return any(item.step is Step.DONE for item in gone)

    def of(self, finding_id: str) -> Followed | None:
        return self.by_id.get(finding_id)

    def released_in(self, finding_ids: Iterable[str]) -> bool:
        return any((item := self.of(key)) is not None and item.released for key in finding_ids)

    def released_beside(self, warned: Iterable[Iterable[str]]) -> Group:
        """What is newly in public and stands in no warning sign, which tells of it already."""
        told = {key for ids in warned for key in ids}
        kept = (e for e in self.released.entries if not told & {i.finding_id for i in e.items})
        return Group(tuple(kept))

    def proved_by(self, item: Followed, checks: Iterable[Check]) -> Check | None:
        """The check of this run that proved it gone; None where an earlier one did."""
        if not is_gone_since(item, self.since):
            return None
        return next((check for check in checks if check.url == item.url), None)

    def count(self, finding_ids: Iterable[str], *turns: Turn) -> int:
        """How many of these findings took one of these turns."""
        return sum((i := self.of(key)) is not None and i.turn in turns for key in finding_ids)


def changes_of(assessment: Assessment, outline: Outline | None = None) -> Changes | None:
    """None for a person's first check, but where it shows what was erased and came back. With an
    `outline` every entry names its place in it."""
    history = assessment.history
    if history is None:
        return None
    since = history.previous_at
    if since is None:
        back = history.of(Turn.RELAPSED)
        if not back:
            return None
        history = replace(history, followed=back, waiting=())
    grouped = _Grouping(history, anchors_of(outline) if outline else {})
    return Changes(
        number=history.number,
        since=since,
        since_said=_said(since, assessment.ended_at),
        released=grouped.of(lambda item: item.released and item.turn is not Turn.GONE),
        relapsed=grouped.of(lambda item: item.turn is Turn.RELAPSED and not item.released),
        new=grouped.of(lambda item: item.turn is Turn.NEW and not item.released),
        changed=grouped.of(lambda item: item.turn is Turn.CHANGED and not item.released),
        gone=grouped.of(lambda item: is_gone_since(item, since)),
        gone_before=grouped.of(
            lambda item: item.turn is Turn.GONE and not is_gone_since(item, since)
        ).number,
        unseen=grouped.of(lambda item: item.turn is Turn.UNSEEN),
        still=grouped.of(lambda item: item.turn is Turn.STILL_THERE and not item.released).number,
        new_questions=sum(
            item.standing is Standing.UNSURE and item.turn is Turn.NEW for item in history.followed
        ),
        waiting=tuple(item for item in history.waiting if item.letter.answered_on is None),
        found_so_far=len(grouped.followed),
        absent=tuple(i for i in grouped.followed if i.turn in (Turn.GONE, Turn.UNSEEN)),
        trend=trend_of(history.trend, assessment.coverage.floor),
        by_id={item.finding_id: item for item in history.followed},
    )


def _said(since: datetime | None, now: datetime) -> OwnWords:
    if since is None:
        return OwnWords("")
    is_today = times.day(since) == times.day(now)
    return OwnWords(times.london(since) if is_today else times.day(since))


def is_gone_since(item: Followed, since: datetime | None) -> bool:
    """Whether it was proved gone after the last check."""
    if item.turn is not Turn.GONE or item.gone_at is None:
        return False
    return since is None or item.gone_at > since


class _Grouping:
    """Gathers findings that are the same to a reader into one entry."""

    def __init__(self, history: History, anchors: Mapping[str, str]) -> None:
        self.followed = tuple(item for item in history.followed if item.standing in TOLD)
        self._anchors = anchors

    def of(self, wanted: Callable[[Followed], bool]) -> Group:
        alike: dict[tuple[str, str, Band, Standing, str], list[Followed]] = {}
        for item in filter(wanted, self.followed):
            anchor = self._anchors.get(item.finding_id, "")
            key = (item.title, item.site, item.band, item.standing, anchor)
            alike.setdefault(key, []).append(item)
        return Group(tuple(Entry(tuple(items), key[-1]) for key, items in alike.items()))


def anchors_of(outline: Outline) -> dict[str, str]:
    """Where the report tells of a finding, by its id."""
    return {
        item.finding.id: exposure.anchor
        for exposure in _exposures(outline)
        for item in exposure.findings
    }


def _exposures(outline: Outline) -> Iterator[Exposure]:
    for task in outline.tasks:
        yield from task.exposures
    yield from (*outline.loose, *outline.loose_by_law, *outline.unsure)
