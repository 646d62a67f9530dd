"""The overview of a slate, made of people and of the numbers of their checks; pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from scanner.model.bands import Band
from scanner.model.overview import CallFor, ConsentCounts, Overview, OverviewRow
from scanner.model.slate import (
    EntrantState,
    Numbers,
    Person,
    PersonState,
    SlateRecord,
)
from scanner.slate.overview import together
from scanner.slate.overview.calls import CONSENT_DAYS, calls_of, day_in_london
from scanner.slate.overview.consenting import consent_until

_UNASKED: Mapping[PersonState, str] = {
    PersonState.LISTED: "not asked for their consent yet",
    PersonState.INVITED: "asked for their consent, no answer yet",
    PersonState.WITHDRAWN: "consent withdrawn",
}
_LAST = len(CallFor)
"""Beyond every reason to call."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far somebody is in the newest run."""

    state: EntrantState
    why: str = ""
    """Of one who was left."""


@dataclass(frozen=True, slots=True)
class Checks:
    """All that the runs of a slate have come to."""

    ended: Mapping[int, Sequence[Numbers]] = field(default_factory=dict)
    """By number of the person, oldest first."""
    standings: Mapping[int, Standing] = field(default_factory=dict)
    """In the newest run."""
    runs: int = 0
    last_run_at: datetime | None = None
    is_under_way: bool = False


def overview_of(
    slate: SlateRecord,
    people: Iterable[Person],
    checks: Checks,
    titles: Mapping[str, str],
    now: datetime,
) -> Overview:
    """What the officer sees.

    Of who has withdrawn their consent nothing is told but that. `titles`: of the sources that may
    be named; `now`: UTC.
    """
    today = day_in_london(now)
    rows: list[OverviewRow] = []
    for person in people:
        theirs = (
            () if person.state is PersonState.WITHDRAWN else checks.ended.get(person.number, ())
        )
        rows.append(_row(person, theirs, checks, slate.poll_date, today))
    rows.sort(key=_urgency)
    shown = {row.number for row in rows if row.numbers}
    newest = [row.numbers for row in rows if row.numbers]
    by_band, too_little = together.people_by_band(rows)
    sources, held_back = together.sources_of(newest, titles)
    return Overview(
        title=slate.title,
        officer=slate.officer,
        organisation=slate.organisation,
        poll_date=slate.poll_date,
        made_at=now,
        today=today,
        runs=checks.runs,
        last_run_at=checks.last_run_at,
        is_under_way=checks.is_under_way,
        rows=tuple(rows),
        people_by_band=by_band,
        too_little=too_little,
        findings_by_band=together.bands_of(newest),
        sources=sources,
        sources_held_back=held_back,
        fewest=together.FEWEST,
        weeks=together.weeks_of(
            {number: theirs for number, theirs in checks.ended.items() if number in shown}, today
        ),
        days=together.days_of(newest, slate.poll_date, len(rows), today),
        answered=together.answered_of(newest),
        consents=_consents(rows, today),
        not_checked=tuple(
            Counter(row.not_checked for row in rows if row.not_checked).most_common()
        ),
        credits=slate.credits,
    )


def _row(
    person: Person,
    theirs: Sequence[Numbers],
    checks: Checks,
    poll_date: date | None,
    today: date,
) -> OverviewRow:
    until = consent_until(person)
    numbers = theirs[-1] if theirs else None
    ahead = [due for due in (numbers.deadlines if numbers else ()) if due.day >= today]
    # After the poll nobody is rung to prolong what was given for it.
    rings_for_consent = poll_date is None or today <= poll_date
    return OverviewRow(
        number=person.number,
        ref=person.ref,
        name=person.name,
        role=person.role,
        group=person.group,
        state=person.state,
        sharing=person.sharing,
        checks=len(theirs),
        numbers=numbers,
        calls=calls_of(theirs, until if rings_for_consent else None, today),
        not_checked=_not_checked(person, checks, until, today),
        deadline=min(ahead, key=lambda due: due.day, default=None),
        consent_until=until,
    )


def _not_checked(person: Person, checks: Checks, until: date | None, today: date) -> str:
    """Why the newest run has nothing of theirs, in plain words; empty when it has."""
    if why := _UNASKED.get(person.state):
        return why
    standing = checks.standings.get(person.number)
    if standing is not None and standing.state is EntrantState.DONE:
        return ""
    if until is not None and until < today:
        return "consent has ended"
    if standing is None:
        return "not part of the newest run" if checks.runs else "no run yet"
    if standing.state is EntrantState.LEFT:
        return standing.why or "left out of the newest run"
    return "the check is under way" if checks.is_under_way else "the run has not come to them yet"


def _consents(rows: Sequence[OverviewRow], today: date) -> ConsentCounts:
    days = [
        (row.consent_until - today).days
        for row in rows
        if row.state is PersonState.CONSENTED and row.consent_until is not None
    ]
    states = Counter(row.state for row in rows)
    return ConsentCounts(
        by_state={state: states[state] for state in PersonState},
        ending=sum(0 <= left <= CONSENT_DAYS for left in days),
        ended=sum(left < 0 for left in days),
    )


def _urgency(row: OverviewRow) -> tuple[object, ...]:
    """Who is rung first; then the worst exposed; then by name."""
    bands = row.numbers.by_band if row.numbers else {}
    return (
        row.calls[0].reason.rank if row.calls else _LAST,
        row.worst.rank if row.worst else len(Band),
        *(-bands.get(band, 0) for band in Band),
        row.numbers is None,
        row.name.casefold(),
        row.number,
    )
