"""The invented person's history: a third check, after a whole first and a cut-off second one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from scanner.model.assessment import Assessment
from scanner.model.bands import Band, Standing
from scanner.model.finding import Quote
from scanner.model.history import (
    Followed,
    History,
    LetterSent,
    Point,
    Proof,
    Step,
    Turn,
    Waiting,
)
from tests.render import invented
from tests.render.exposed import text

FIRST = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
SECOND = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
NOW = invented.START


def of(assessment: Assessment, number: int, turn: Turn, **more: object) -> Followed:
    """The history of the assessment's finding of that number."""
    item = assessment.findings[number - 1]
    followed = Followed(
        finding_id=item.finding.id,
        turn=turn,
        first_seen_at=NOW if turn is Turn.NEW else FIRST,
        last_seen_at=NOW,
        title=item.title,
        standing=item.standing,
        band=item.band,
        site=item.finding.site,
        url=item.finding.url,
    )
    return replace(followed, **more)


def absent(key: str, turn: Turn, site: str, **more: object) -> Followed:
    """Something that an earlier check saw, and this one did not."""
    followed = Followed(
        finding_id=key,
        turn=turn,
        first_seen_at=FIRST,
        last_seen_at=SECOND,
        title="Your home address",
        standing=Standing.RISK,
        band=Band.CRITICAL,
        site=site,
        url=text(f"https://{site}/marlow"),
    )
    return replace(followed, **more)


def letter(key: str, sent: date, by: date | None, **more: object) -> LetterSent:
    made = LetterSent(key, "letter.erasure", "Ask to erase it", "Wexcombe Herald", (), sent, by)
    return replace(made, **more)


def waiting() -> tuple[Waiting, ...]:
    return (
        Waiting(letter("l1", date(2026, 10, 10), date(2026, 11, 10)), 41, overdue=True),
        Waiting(letter("l2", date(2026, 11, 1), date(2026, 12, 1), to="People Finder"), 19, False),
    )


def history(assessment: Assessment) -> History:
    """Every turn, every proof and every step at least once."""
    done = {"step": Step.DONE, "step_on": date(2026, 11, 10)}
    gone = {"gone_at": NOW, "last_seen_at": SECOND}
    return History(
        number=3,
        previous_at=SECOND,
        followed=(
            of(assessment, 3, Turn.NEW, released=True),
            of(assessment, 1, Turn.RELAPSED, gone_at=SECOND),
            of(assessment, 4, Turn.NEW),
            of(assessment, 7, Turn.NEW),
            of(assessment, 8, Turn.NEW),
            of(assessment, 5, Turn.CHANGED, **done),
            absent("g1", Turn.UNSEEN, "yard.example", **done),
            of(assessment, 2, Turn.STILL_THERE, **done),
            of(assessment, 6, Turn.STILL_THERE, step=Step.ACCEPTED, step_on=date(2026, 11, 3)),
            absent("g2", Turn.GONE, "finder.example", **gone, **done, proof=Proof.ABSENT),
            absent("g3", Turn.GONE, "club.example", **gone, proof=Proof.WITHOUT),
            absent("g4", Turn.GONE, "old.example", gone_at=SECOND, proof=Proof.WITHOUT),
        ),
        waiting=waiting(),
        trend=(
            Point(1, FIRST, 7, 91.4, 30, 31, partial=False),
            Point(2, SECOND, 4, 80.2, 9, 31, partial=True),
            Point(3, NOW, 6, 88.8, 23, 31, partial=False),
        ),
    )


def third_check() -> Assessment:
    """The rich assessment as the third of a person."""
    rich = invented.rich()
    return replace(rich, history=history(rich))


def masked_address(number: int) -> Quote:
    return invented.rich().findings[number - 1].finding.url
