"""What an overview says of hand-written numbers: the facts below were worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from scanner.model.bands import Band
from scanner.model.overview import CallFor, Overview
from scanner.model.slate import (
    Deadline,
    EntrantState,
    Numbers,
    Person,
    PersonState,
    SlateRecord,
)
from scanner.model.subject import Role
from scanner.slate.overview import Checks, Standing, overview_of

NOW = datetime(2027, 4, 21, 9, 0, tzinfo=UTC)
"""A Wednesday; British Summer Time."""
SLATE = SlateRecord("Wexcombe 2027", poll_date=date(2027, 5, 6))


def at(day: int, hour: int = 12, month: int = 4) -> datetime:
    return datetime(2027, month, day, hour, tzinfo=UTC)


YESTERDAY = at(20)


def numbers(ended_at: datetime = YESTERDAY, **given: object) -> Numbers:
    bare = Numbers(
        ended_at=ended_at,
        band=Band.INFO,
        by_band={},
        questions=0,
        new=0,
        gone=0,
        still=0,
        newly_public=0,
        warnings=0,
        coverage=0.8,
    )
    return replace(bare, **given)  # type: ignore[arg-type]


def person(number: int, state: PersonState = PersonState.CONSENTED, **given: object) -> Person:
    profile = "[consent]\nvalid_until = 2027-12-31\n" if state is PersonState.CONSENTED else ""
    bare = Person(
        number, f"W{number}", f"Person {number}", Role.CANDIDATE, state=state, profile=profile
    )
    return replace(bare, **given)  # type: ignore[arg-type]


def made(
    checks: dict[int, list[Numbers]],
    people: list[Person] | None = None,
    standings: dict[int, Standing] | None = None,
    titles: dict[str, str] | None = None,
    **given: object,
) -> Overview:
    people = people or [person(number) for number in checks]
    standings = standings or {number: Standing(EntrantState.DONE) for number in checks}
    known = replace(Checks(checks, standings, runs=1, last_run_at=at(19)), **given)  # type: ignore[arg-type]
    return overview_of(SLATE, people, known, titles or {}, NOW)


def why(*theirs: Numbers, profile: str = "") -> list[tuple[CallFor, str]]:
    who = person(1, profile=profile or person(1).profile)
    return [(call.reason, call.say) for call in made({1: [*theirs]}, [who]).rows[0].calls]


def test_nothing_bad_and_nothing_due_is_no_call() -> None:
    calm = numbers(by_band={Band.MEDIUM: 3, Band.LOW: 9}, new=2, actions=5)
    assert why(calm) == []


def test_a_first_check_with_something_critical_is_a_call() -> None:
    first = numbers(by_band={Band.CRITICAL: 2, Band.HIGH: 1}, new=3, actions=2)
    assert why(first) == [
        (CallFor.CRITICAL, "first check: 2 critical exposures"),
        (CallFor.HIGH, "first check: 1 high exposure"),
    ]


def test_what_was_there_at_the_check_before_is_no_news() -> None:
    before = numbers(at(13), by_band={Band.CRITICAL: 2}, actions=4, actions_done=1)
    assert why(before, replace(before, ended_at=at(20))) == []
    worse = replace(before, ended_at=at(20), by_band={Band.CRITICAL: 3})
    assert why(before, worse) == [
        (CallFor.CRITICAL, "1 critical exposure more than at the check before")
    ]


def test_one_gone_and_one_come_may_hide_a_new_one() -> None:
    before = numbers(at(13), by_band={Band.HIGH: 2}, actions=4)
    after = replace(before, ended_at=at(20), new=1, gone=1)
    assert why(before, after) == [
        (CallFor.HIGH, "2 high exposures, as at the check before, but one of them may be new")
    ]


def test_news_is_news_for_a_week() -> None:
    old = numbers(at(14), by_band={Band.HIGH: 1}, newly_public=1)
    older = replace(old, ended_at=at(13))
    assert [reason for reason, _ in why(old)] == [CallFor.RELEASED, CallFor.HIGH]
    assert why(older) == []


def test_another_check_a_day_later_makes_no_news_old() -> None:
    first = numbers(at(19), by_band={Band.CRITICAL: 1}, new=1, newly_public=1, actions=3)
    again = replace(first, ended_at=at(20), new=0, newly_public=0)
    released = (CallFor.RELEASED, "1 detail that was not public before is now")
    assert why(first, again) == [
        (CallFor.CRITICAL, "first checks: 1 critical exposure"),
        released,
    ]
    calm = numbers(at(7), by_band={Band.LOW: 1}, actions=3)
    assert why(calm, first, again) == [
        (CallFor.CRITICAL, "1 critical exposure more than on 7 April 2027"),
        released,
    ]


def test_a_warning_sign_never_grows_old() -> None:
    assert why(numbers(at(1, 12, 3), warnings=2, warning_level="emergency")) == [
        (CallFor.EMERGENCY, "2 warning signs of a threat, an emergency by its words")
    ]
    assert why(numbers(warnings=1, warning_level="urgent")) == [
        (CallFor.WARNING, "1 warning sign of a threat")
    ]


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (date(2027, 4, 13), ""),
        (date(2027, 4, 14), "was due on 14 April 2027, and not all is known to be done: a step"),
        (date(2027, 4, 21), "due today: a step"),
        (date(2027, 4, 22), "due tomorrow: a step"),
        (date(2027, 4, 24), "due on 24 April 2027, in 3 days: a step"),
        (date(2027, 4, 25), ""),
    ],
)
def test_days_that_are_near(day: date, told: str) -> None:
    due = numbers(actions=2, actions_done=1, deadlines=(Deadline(day, "a step", 1),))
    assert [say for _, say in why(due)] == ([told] if told else [])
    assert why(replace(due, actions_done=2)) == [], "all is done"
    everybody = replace(due, deadlines=(Deadline(day, "nominations close"),))
    assert why(everybody) == [], "a day of the election"


def test_today_is_london_s_day() -> None:
    """At 23:30 UTC it is the next day there, in summer."""
    late = overview_of(SLATE, [person(1)], Checks(), {}, datetime(2027, 4, 20, 23, 30, tzinfo=UTC))
    assert late.today == date(2027, 4, 21)


def test_critical_and_nothing_done_for_a_week() -> None:
    first = numbers(at(6), by_band={Band.CRITICAL: 1}, actions=3)
    still = replace(first, ended_at=at(13))
    now = replace(first, ended_at=at(20))
    assert why(first, still, now) == [
        (CallFor.STALLED, "1 critical exposure, since 6 April 2027, and no step done")
    ]
    assert why(first, still, replace(now, actions_done=1)) == []
    gone_between = replace(still, by_band={})
    assert [reason for reason, _ in why(first, gone_between, now)] == [CallFor.CRITICAL]


@pytest.mark.parametrize(
    ("until", "told"),
    [
        ("2027-04-20", "their consent ended on 20 April 2027"),
        ("2027-04-21", "their consent ends on 21 April 2027, today"),
        ("2027-05-05", "their consent ends on 5 May 2027, in 14 days"),
        ("2027-05-06", ""),
    ],
)
def test_a_consent_that_runs_out(until: str, told: str) -> None:
    for profile in (
        f"[consent]\nvalid_until = {until}\n",
        f'note = """\nvalid_until = 2030-01-01\n"""\nconsent = {{ valid_until = {until} }}\n',
    ):
        assert [say for _, say in why(numbers(), profile=profile)] == ([told] if told else [])


def test_the_most_urgent_stands_first() -> None:
    checks = {
        1: [numbers(by_band={Band.LOW: 1})],
        2: [numbers(by_band={Band.HIGH: 4})],
        3: [numbers(warnings=1, warning_level="emergency")],
        4: [numbers(by_band={Band.CRITICAL: 1})],
        5: [numbers(by_band={Band.MEDIUM: 1})],
    }
    people = [*(person(number) for number in checks), person(6, PersonState.LISTED)]
    shown = made(checks, people)
    assert [row.number for row in shown.rows] == [3, 4, 2, 5, 1, 6]
    assert [row.number for row in shown.calls] == [3, 4, 2]


def test_people_and_findings_by_band() -> None:
    checks = {
        1: [numbers(at(13), by_band={Band.CRITICAL: 9}), numbers(by_band={Band.HIGH: 2})],
        2: [numbers(by_band={Band.HIGH: 1, Band.LOW: 5})],
        3: [numbers()],
    }
    shown = made(checks)
    assert {band: n for band, n in shown.people_by_band.items() if n} == {Band.HIGH: 2, None: 1}
    assert {band: n for band, n in shown.findings_by_band.items() if n} == {
        Band.HIGH: 3,
        Band.LOW: 5,
    }


def test_too_little_answered_is_no_good_news() -> None:
    """Two with nothing found and too little answered, one of them with something found."""
    little = {"is_enough": False, "coverage": 0.2}
    shown = made({1: [numbers(**little)], 2: [numbers(**little, by_band={Band.LOW: 1})]})
    assert shown.too_little == 1 and shown.says_little
    assert {band: n for band, n in shown.people_by_band.items() if n} == {Band.LOW: 1}
    assert not made({1: [numbers(**little)], 2: [numbers()]}).says_little


def test_no_source_tells_of_one_person() -> None:
    """Ten people: all ten at one source, five at another, two at a third; one that may not be
    named at which nine are."""
    checks = {}
    for number in range(1, 11):
        by_source = {"src.all": 1, "src.zero": 0}
        if number <= 9:
            by_source["src.sensitive"] = 4
        if number <= 5:
            by_source["src.five"] = 2
        if number <= 2:
            by_source["src.two"] = 7
        checks[number] = [numbers(by_source=by_source)]
    titles = {f"src.{name}": name for name in ("all", "five", "two", "zero")}
    shown = made(checks, titles=titles)
    # Nine of ten rounds to nine; of ten who are all there, nine may be told, too.
    assert [(each.title, each.at_least) for each in shown.sources] == [("all", 9), ("five", 3)]
    assert shown.sources_held_back == 2


def test_three_of_three_is_each_of_them() -> None:
    checks = {number: [numbers(by_source={"src.all": 1})] for number in (1, 2, 3)}
    assert made(checks, titles={"src.all": "all"}).sources == ()
    checks[4] = [numbers()]
    assert [each.at_least for each in made(checks, titles={"src.all": "all"}).sources] == [3]


def test_progress_by_week() -> None:
    """Weeks begin on Monday 5, 12 and 19 April; nobody is checked in the second."""
    first = numbers(at(6), by_band={Band.CRITICAL: 2, Band.LOW: 3}, new=5, actions=4)
    second = numbers(
        at(19), by_band={Band.LOW: 3}, new=1, gone=3, newly_public=1, actions=4, actions_done=3
    )
    # 23:30 UTC on Sunday 18 April is already Monday in London.
    late = numbers(
        datetime(2027, 4, 18, 23, 30, tzinfo=UTC), by_band={Band.HIGH: 1}, new=1, actions=1
    )
    weeks = made({1: [first, second], 2: [late]}).weeks
    told = [
        (w.monday.day, w.checks, w.checked, w.open, w.new, w.gone, w.newly_public) for w in weeks
    ]
    assert told == [(5, 1, 1, 5, 0, 0, 0), (12, 0, 1, 5, 0, 0, 0), (19, 2, 2, 4, 1, 3, 1)]
    assert [(week.actions_done, week.actions) for week in weeks] == [(0, 4), (0, 4), (3, 5)]
    assert weeks[0].open_by_band[Band.CRITICAL] == 2 and not weeks[2].open_by_band[Band.CRITICAL]


def test_why_people_are_not_checked() -> None:
    ended = "[consent]\nvalid_until = 2027-04-01\n"
    people = [
        person(1),
        person(2, PersonState.LISTED),
        person(3, PersonState.INVITED),
        person(4, PersonState.INVITED),
        person(5, PersonState.WITHDRAWN),
        person(6),
        person(7),
        person(8, profile=ended),
        person(9),
    ]
    standings = {
        1: Standing(EntrantState.DONE),
        6: Standing(EntrantState.LEFT, "the profile cannot be read"),
        7: Standing(EntrantState.ASKING),
    }
    shown = made({1: [numbers()]}, people, standings, is_under_way=True)
    assert {row.number: row.not_checked for row in shown.rows} == {
        1: "",
        2: "not asked for their consent yet",
        3: "asked for their consent, no answer yet",
        4: "asked for their consent, no answer yet",
        5: "consent withdrawn",
        6: "the profile cannot be read",
        7: "the check is under way",
        8: "consent has ended",
        9: "not part of the newest run",
    }
    assert shown.not_checked[0] == ("asked for their consent, no answer yet", 2)
    assert shown.consents.by_state == {
        PersonState.LISTED: 1,
        PersonState.INVITED: 2,
        PersonState.CONSENTED: 5,
        PersonState.WITHDRAWN: 1,
    }
    assert (shown.consents.ending, shown.consents.ended) == (0, 1)


def test_of_who_has_withdrawn_nothing_is_told() -> None:
    bad = numbers(by_band={Band.CRITICAL: 3}, warnings=1, by_source={"src.a": 1})
    people = [person(1), person(2, PersonState.WITHDRAWN)]
    shown = made({1: [numbers()], 2: [bad]}, people)
    gone = next(row for row in shown.rows if row.number == 2)
    assert gone.numbers is None and gone.calls == () and gone.worst is None
    assert shown.findings_by_band[Band.CRITICAL] == 0 and shown.weeks[-1].checked == 1


def test_days_and_answers_of_all() -> None:
    soon, more = (Deadline(date(2027, 4, 30), f"{n} steps", n) for n in (1, 2))
    later, past = Deadline(date(2027, 5, 3), "postal votes"), Deadline(date(2027, 4, 2), "a", 1)
    shown = made(
        {
            1: [numbers(coverage=0.9, deadlines=(soon, past))],
            2: [numbers(coverage=0.5, is_enough=False, is_partial=True, deadlines=(more, later))],
            3: [numbers(coverage=0.7)],
        }
    )
    assert [(each.day, each.title, each.people, each.days_left) for each in shown.days] == [
        (date(2027, 4, 30), "last useful day for steps on their lists", 2, 9),
        (date(2027, 5, 3), "postal votes", 1, 12),
        (date(2027, 5, 6), "polling day", 3, 15),
    ]
    answered = shown.answered
    assert (answered.checked, answered.enough, answered.partial) == (3, 2, 1)
    assert (answered.median, answered.lowest) == (0.7, 0.5)
    assert {row.number: row.deadline for row in shown.rows} == {1: soon, 2: more, 3: None}


def test_the_poll_is_told_once() -> None:
    poll = Deadline(date(2027, 5, 6), "Polling day")
    shown = made({1: [numbers(deadlines=(poll,))], 2: [numbers()]})
    assert [(each.title, each.people) for each in shown.days] == [("Polling day", 1)]


def test_an_empty_slate_has_an_overview() -> None:
    shown = overview_of(SLATE, [], Checks(), {}, NOW)
    assert (shown.rows, shown.weeks, shown.sources, shown.checked) == ((), (), (), 0)
