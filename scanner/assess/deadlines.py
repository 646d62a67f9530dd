"""By when each remedy must be asked for, counted back from the days of the election.

Pure: today is the day on which the check ended. Without a poll ahead nothing is dated.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date, timedelta

from scanner.assess.working_days import WorkingDays
from scanner.model.subject import Election
from scanner.model.timetable import Due, Milestone, Timetable, Timing
from scanner.rulebook.remedy import RemedyRule
from scanner.rulebook.source import Nation
from scanner.rulebook.timetable import MilestoneRule, Moment, TimetableRule

NATIONS: Mapping[str, Nation] = {
    "England": "E",
    "Wales": "W",
    "Scotland": "S",
    "Northern Ireland": "NI",
}
_DAY = timedelta(days=1)
_ORDER = tuple(Moment)
UNDATED = Due()
NOW = Due(timing=Timing.NOW)
"""For emergencies."""


def milestone_days(rule: TimetableRule, poll: date) -> dict[Moment, date]:
    """Each milestone's day for a poll on that day, in the order of the rule."""
    return {item.moment: _day(rule, item, poll) for item in rule.milestones}


def _day(rule: TimetableRule, item: MilestoneRule, poll: date) -> date:
    days = WorkingDays(
        frozenset(rule.leaves_out) - frozenset(item.also_counts),
        item.bank_holidays or rule.bank_holidays,
    )
    if item.days_after is not None:
        return days.on_or_after(poll + item.days_after * _DAY)
    return days.before(poll, item.working_days_before or 0)


def timetable_of(
    election: Election, rules: Iterable[TimetableRule], today: date
) -> Timetable | None:
    """The days of the person's election; None when they gave no day for the poll.

    Where kind and nation do not tell which timetable holds, only the poll itself is known.
    """
    rule = _rule_for(election, tuple(rules))
    if election.poll_date is None or rule is None:
        return None
    days = milestone_days(rule, election.poll_date)
    milestones = (_milestone(item, days[item.moment], today) for item in rule.milestones)
    return Timetable(
        rule_id=rule.id,
        title=rule.title,
        poll=election.poll_date,
        limits=rule.limits,
        milestones=tuple(sorted(milestones, key=lambda m: (m.day, _ORDER.index(Moment(m.id))))),
    )


def _rule_for(election: Election, rules: tuple[TimetableRule, ...]) -> TimetableRule | None:
    of_kind = [rule for rule in rules if rule.poll == election.kind]
    nation = NATIONS.get(election.nation)
    exact = [rule for rule in of_kind if nation in rule.nations]
    anywhere = [rule for rule in of_kind if not rule.nations]
    others = [rule for rule in rules if rule.poll == "other"]
    return next(iter(exact or anywhere or others), None)


def _milestone(item: MilestoneRule, day: date, today: date) -> Milestone:
    return Milestone(
        id=item.moment.value,
        title=item.title,
        day=day,
        time=item.time,
        public=item.public,
        still=item.still,
        basis=item.basis,
        link=item.link or "",
        days_left=(day - today).days,
    )


@dataclass(frozen=True, slots=True)
class Schedule:
    """What to ask for by when. `of` dates the remedies of one plan together, since one that others
    wait for is needed earlier."""

    timetable: Timetable | None = None
    today: date = date.min
    _days: Mapping[Moment, date] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def __post_init__(self) -> None:
        found = self.timetable.milestones if self.timetable else ()
        object.__setattr__(self, "_days", {Moment(item.id): item.day for item in found})

    @property
    def is_dated(self) -> bool:
        return self.timetable is not None and self.timetable.poll >= self.today

    def of(
        self, remedies: Mapping[str, RemedyRule], first: Mapping[str, AbstractSet[str]]
    ) -> dict[str, Due]:
        """A date for each of the remedies.

        `first`: of those that come after others, which ones (see `order.prerequisites`).
        """
        if not self.is_dated:
            return dict.fromkeys(remedies, UNDATED)
        later = {key: [k for k, before in first.items() if key in before] for key in remedies}
        found: dict[str, Due] = {}
        for key in remedies:
            self._date(key, remedies, later, found, frozenset())
        return found

    def _date(
        self,
        key: str,
        remedies: Mapping[str, RemedyRule],
        later: Mapping[str, list[str]],
        found: dict[str, Due],
        above: frozenset[str],
    ) -> Due:
        """Its own date, or an earlier one where something must wait for it to have worked."""
        if key in found:
            return found[key]
        rule = remedies[key]
        wait = rule.waits_days * _DAY
        aim = self._aim(rule.helps_before)
        ask_by, last = self._until(aim) - wait, self._last(aim) - wait
        for other in later[key]:
            if other not in above:  # A circle is the linter's business; it must not hang a check.
                due = self._date(other, remedies, later, found, above | {key})
                if due.ask_by is not None and due.last_day is not None:
                    ask_by, last = min(ask_by, due.ask_by - wait), min(last, due.last_day - wait)
        found[key] = Due(aim.value, ask_by, last, self._timing(ask_by, last))
        return found[key]

    def _aim(self, moment: Moment) -> Moment:
        return moment if moment in self._days else Moment.POLL

    def _until(self, moment: Moment) -> date:
        """The last day to have it done: a deadline's own, else the day before."""
        day = self._days[moment]
        return day if moment.is_deadline else day - _DAY

    def _last(self, aim: Moment) -> date:
        """What can be chosen until a deadline only does not become possible again before the poll;
        what must show helps until the poll is there."""
        poll = self._until(Moment.POLL)
        return self._until(aim) if aim.is_deadline else max(poll, self._until(aim))

    def _timing(self, ask_by: date, last: date) -> Timing:
        if self.today <= ask_by:
            return Timing.IN_TIME
        return Timing.LATE if self.today <= last else Timing.TOO_LATE
