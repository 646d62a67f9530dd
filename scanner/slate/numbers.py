"""What the officer may know of a person's check: read from its assessment, without any value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from scanner.model.assessment import Action, Assessment
from scanner.model.bands import Band, Standing
from scanner.model.history import Followed, Step, Turn
from scanner.model.slate import Deadline, Numbers
from scanner.rulebook.signal import LEVELS

_SETTLED = frozenset({Step.DONE, Step.ACCEPTED})
_THERE = frozenset({Turn.STILL_THERE, Turn.CHANGED, Turn.UNSEEN})
"""What gave no answer is there as far as anybody knows."""


def numbers_of(assessment: Assessment) -> Numbers:
    """The numbers of one check. Neither titles of findings nor of remedies are among them: they
    would tell what is exposed."""
    by_band = {band: count for band, count in assessment.headline.counts if count}
    followed = _followed(assessment)
    turns = Counter(item.turn for item in followed)
    levels = {item.level for item in assessment.escalations}
    actions = assessment.actions
    history = assessment.history
    return Numbers(
        ended_at=assessment.ended_at,
        band=min(by_band, key=lambda band: band.rank, default=Band.INFO),
        by_band={band.value: count for band, count in by_band.items()},
        questions=len(assessment.questions) + len(assessment.of_standing(Standing.UNSURE)),
        new=turns[Turn.NEW] + turns[Turn.RELAPSED],
        gone=turns[Turn.GONE],
        still=sum(turns[turn] for turn in _THERE),
        newly_public=sum(item.released for item in followed),
        warnings=len(assessment.escalations),
        warning_level=next((level for level in LEVELS if level in levels), ""),
        actions=len(actions),
        actions_done=sum(_is_done(action, followed) for action in actions),
        letters_waiting=len(history.waiting) if history else 0,
        coverage=assessment.coverage.share,
        is_enough=assessment.coverage.is_enough,
        is_partial=assessment.partial,
        deadlines=tuple(_deadlines(assessment)),
        by_source=_by_source(assessment),
    )


def _followed(assessment: Assessment) -> tuple[Followed, ...]:
    """What became of the risks since the check before; nothing where there was none."""
    history = assessment.history
    if history is None or history.previous_at is None:
        return ()
    return tuple(item for item in history.followed if item.standing is Standing.RISK)


def _is_done(action: Action, followed: tuple[Followed, ...]) -> bool:
    """Whether the person says so of all that it closes; the next check proves it."""
    settled = {item.finding_id for item in followed if item.step in _SETTLED}
    return bool(action.finding_ids) and settled.issuperset(action.finding_ids)


def _deadlines(assessment: Assessment) -> Iterator[Deadline]:
    """The days of the election that lie ahead, and the last useful days of steps, by their number
    alone."""
    days = [Deadline(item.day, item.title) for item in assessment.milestones if item.days_left >= 0]
    steps = Counter(day for action in assessment.actions if (day := action.due.next_day))
    for day, number in steps.items():
        what = "a step" if number == 1 else f"{number} steps"
        days.append(Deadline(day, f"Last useful day for {what} of their list", number))
    yield from sorted(days, key=lambda item: (item.day, item.title))


def _by_source(assessment: Assessment) -> dict[str, int]:
    found = Counter(item.finding.source_id for item in assessment.of_standing(Standing.RISK))
    return dict(sorted(found.items()))
