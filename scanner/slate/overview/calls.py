"""Who needs a call today, and why: read from the numbers of their checks alone.

The days in here are our judgement, not measured: near enough that a call still helps, and few
enough that the list stays one that a person can ring through.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from scanner.language.times import day as told_day
from scanner.language.times import in_london
from scanner.model.bands import Band
from scanner.model.overview import Call, CallFor
from scanner.model.slate import Deadline, Numbers
from scanner.render.words import plural

NEWS_DAYS = 7
"""How long what a check showed anew is news: checks of a slate are a week apart, as a rule."""
DEADLINE_DAYS = 3
"""From how many days before a last useful day on somebody is rung."""
OVERDUE_DAYS = 7
"""For how long after it a day that passed with steps undone is a reason still."""
STALLED_DAYS = 7
"""From when on something critical that nobody has begun to deal with is one."""
CONSENT_DAYS = 14
"""From when on a consent that ends is one."""

_EMERGENCY = "emergency"


def calls_of(
    checks: Sequence[Numbers], consent_until: date | None, today: date
) -> tuple[Call, ...]:
    """The reasons to ring a person today, the most urgent first.

    `checks`: theirs, oldest first. `today`: in London.
    """
    found = [*_of_checks(checks, today), *_of_consent(consent_until, today)]
    return tuple(sorted(found, key=lambda call: call.reason.rank))


def _of_checks(checks: Sequence[Numbers], today: date) -> Iterator[Call]:
    if not checks:
        return
    now = checks[-1]
    yield from _warned(now)
    news = []
    if _age(now, today) <= NEWS_DAYS:
        # Another check a day later makes it no older.
        recent = [*(check for check in checks[:-1] if _age(check, today) < NEWS_DAYS), now]
        earlier = checks[: -len(recent)]
        news = [*_news(recent, earlier[-1] if earlier else None)]
    yield from news
    if not any(call.reason is CallFor.CRITICAL for call in news):
        yield from _stalled(checks, today)
    yield from _of_days(now, today)


def day_in_london(moment: datetime) -> date:
    """The day that it was there."""
    return in_london(moment).date()


def _warned(now: Numbers) -> Iterator[Call]:
    if not now.warnings:
        return
    told = plural(now.warnings, "warning sign")
    if now.warning_level == _EMERGENCY:
        yield Call(CallFor.EMERGENCY, f"{told} of a threat, an emergency by its words")
    else:
        yield Call(CallFor.WARNING, f"{told} of a threat")


def _age(check: Numbers, today: date) -> int:
    """Days since then."""
    return (today - day_in_london(check.ended_at)).days


def _news(recent: Sequence[Numbers], before: Numbers | None) -> Iterator[Call]:
    """What the checks of these days showed that those before them did not."""
    yield from _more(recent, before, Band.CRITICAL, CallFor.CRITICAL)
    yield from _more(recent, before, Band.HIGH, CallFor.HIGH)
    if newly_public := sum(check.newly_public for check in recent):
        told = plural(newly_public, "detail")
        were, are = ("was", "is") if newly_public == 1 else ("were", "are")
        yield Call(CallFor.RELEASED, f"{told} that {were} not public before {are} now")


def _more(
    recent: Sequence[Numbers], before: Numbers | None, band: Band, reason: CallFor
) -> Iterator[Call]:
    count = recent[-1].by_band.get(band, 0)
    if not count:
        return
    if before is None:
        first = "first check" if len(recent) == 1 else "first checks"
        yield Call(reason, f"{first}: {plural(count, f'{band} exposure')}")
        return
    then = "at the check before"
    if len(recent) > 1:
        then = f"on {told_day(day_in_london(before.ended_at))}"
    more = count - before.by_band.get(band, 0)
    if more > 0:
        yield Call(reason, f"{plural(more, f'{band} exposure')} more than {then}")
    elif any(check.new for check in recent) and any(check.gone for check in recent):
        # As many as before, but some went and some came: the numbers cannot say which.
        told = plural(count, f"{band} exposure")
        yield Call(reason, f"{told}, as {then}, but one of them may be new")


def _stalled(checks: Sequence[Numbers], today: date) -> Iterator[Call]:
    """Something critical that has been there for a while, and not one step taken."""
    now = checks[-1]
    count = now.by_band.get(Band.CRITICAL, 0)
    if not count or now.actions_done or not now.actions:
        return
    since = now.ended_at
    for earlier in reversed(checks[:-1]):
        if not earlier.by_band.get(Band.CRITICAL, 0):
            break
        since = earlier.ended_at
    if (today - day_in_london(since)).days >= STALLED_DAYS:
        told = plural(count, "critical exposure")
        yield Call(CallFor.STALLED, f"{told}, since {told_day(since)}, and no step done")


def _of_days(now: Numbers, today: date) -> Iterator[Call]:
    """Days of the election are everybody's, and who has done all there is to do is not rung."""
    if now.actions_done >= now.actions:
        return
    steps = (due for due in now.deadlines if due.steps)
    for due in sorted(steps, key=lambda each: each.day):
        left = (due.day - today).days
        if 0 <= left <= DEADLINE_DAYS:
            yield Call(CallFor.DEADLINE, f"{_soon(due, left)}: {due.title}")
        elif -OVERDUE_DAYS <= left < 0:
            told = f"was due on {told_day(due.day)}, and not all is known to be done"
            yield Call(CallFor.DEADLINE, f"{told}: {due.title}")


def _soon(due: Deadline, left: int) -> str:
    if left < 2:
        return "due tomorrow" if left else "due today"
    return f"due on {told_day(due.day)}, in {left} days"


def _of_consent(until: date | None, today: date) -> Iterator[Call]:
    if until is None:
        return
    left = (until - today).days
    if left < 0:
        yield Call(CallFor.CONSENT, f"their consent ended on {told_day(until)}")
    elif left <= CONSENT_DAYS:
        days = "today" if not left else f"in {plural(left, 'day')}"
        yield Call(CallFor.CONSENT, f"their consent ends on {told_day(until)}, {days}")
