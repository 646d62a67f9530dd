"""By when to ask: counted back from real polls, in whatever order the findings come."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.assess import assess
from scanner.assess.actions import actions_of
from scanner.assess.deadlines import Schedule, timetable_of
from scanner.assess.order import in_order, prerequisites
from scanner.model.answer import Gathered
from scanner.model.assessment import Action, AssessedFinding
from scanner.model.bands import Band, Standing
from scanner.model.facts import FactKind
from scanner.model.finding import Attribution, Finding, Quote
from scanner.model.subject import Election, Subject
from scanner.model.timetable import Timetable, Timing
from scanner.profile.sections import ELECTION_KINDS, NATIONS
from scanner.resources import resource_folder
from scanner.rulebook.book import RuleBook
from scanner.rulebook.loader import load_rulebook
from scanner.rulebook.remedy import RemedyRule
from scanner.rulebook.timetable import Moment, TimetableRule

MAY_2027 = Election("local", "England", date(2027, 5, 6))
TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@cache
def timetables() -> tuple[TimetableRule, ...]:
    return load_rulebook([resource_folder("rules") / "timetables"], shipped=False).timetables


def timetable(election: Election, today: date = TODAY) -> Timetable | None:
    return timetable_of(election, timetables(), today)


def day_of(election: Election, moment: str) -> date:
    found = timetable(election)
    assert found
    return next(item.day for item in found.milestones if item.id == moment)


def remedy(rule_id: str, **given: Any) -> RemedyRule:
    fields: dict[str, Any] = {
        "id": rule_id,
        "kind": "remedy",
        "title": rule_id,
        "why": "W",
        "reviewed": "2026-11-22",
        "summary": "S",
        "steps": [{"do": "Ask."}],
        "minutes": 10,
        "backfire": "fix_now",
        "backfire_note": "N",
        "verify": "V",
        "examples": [],
        "waits": "Some days." if given.get("waits_days") else "",
    }
    return RemedyRule.model_validate({**fields, **given})


def found(remedy_id: str, band: Band = Band.HIGH, score: int = 50, number: int = 1) -> Any:
    finding = Finding(
        id=f"{remedy_id}-{number}",
        subject_id="jane-marlow",
        probe_id="p",
        source_id="src.page.given",
        exposure="fact.home_address",
        kind=FactKind.ADDRESS,
        fact_ids=("address-1",),
        form="full",
        places=(),
        confidence=0.9,
        attribution=Attribution.CONFIRMED,
        reasons=(),
        quote=Quote(()),
        url=Quote(()),
        page_title=Quote(()),
        site="wexcombe.example",
        seen_at=NOW,
        facts_beside=(),
    )
    return AssessedFinding(
        finding=finding,
        title="Your home address",
        standing=Standing.RISK,
        band=band,
        score=score,
        vector="",
        factors=(),
        why="",
        combination_ids=(),
        remedy_id=remedy_id,
        source_title="",
        category="page",
    )


def plan(
    rules: list[RemedyRule],
    findings: list[Any] | None = None,
    election: Election = MAY_2027,
    today: date = TODAY,
    emergencies: frozenset[str] = frozenset(),
) -> tuple[Action, ...]:
    findings = [found(rule.id) for rule in rules] if findings is None else findings
    schedule = Schedule(timetable(election, today), today)
    return actions_of(findings, {rule.id: rule for rule in rules}, emergencies, schedule)


# The days themselves


@pytest.mark.parametrize(
    ("election", "moment", "day"),
    [
        (Election("parliament", "England", date(2024, 7, 4)), "nominations", date(2024, 6, 7)),
        (Election("parliament", "", date(2024, 7, 4)), "sopn", date(2024, 6, 7)),
        (Election("parliament", "Scotland", date(2019, 12, 12)), "proxy_vote", date(2019, 12, 4)),
        (Election("local", "England", date(2025, 5, 1)), "nominations", date(2025, 4, 2)),
        (Election("local", "England", date(2025, 5, 1)), "sopn", date(2025, 4, 3)),
        (Election("senedd", "Wales", date(2026, 5, 7)), "nominations", date(2026, 4, 9)),
        (Election("scottish-parliament", "", date(2021, 5, 6)), "nominations", date(2021, 3, 31)),
        (Election("local", "Northern Ireland", date(2023, 5, 18)), "sopn", date(2023, 4, 24)),
        (MAY_2027, "nominations", date(2027, 4, 8)),
        (MAY_2027, "sopn", date(2027, 4, 9)),
    ],
)
def test_the_days_of_real_polls(election: Election, moment: str, day: date) -> None:
    assert day_of(election, moment) == day


def test_every_kind_and_nation_that_a_profile_can_name_has_its_days() -> None:
    for kind in (*ELECTION_KINDS, ""):
        for nation in (*NATIONS, ""):
            told = timetable(Election(kind, nation, date(2027, 5, 6)))
            assert told and told.milestones[-1].day >= date(2027, 5, 6), (kind, nation)
            days = [item.day for item in told.milestones]
            assert days == sorted(days)


def test_what_cannot_be_known_is_not_told() -> None:
    """A council poll in some nation: their days differ, so only the poll itself is counted with."""
    told = timetable(Election("local", "", date(2027, 5, 6)))
    assert told and [item.id for item in told.milestones] == ["poll"]


def test_no_day_of_the_poll_no_timetable() -> None:
    assert timetable(Election("local", "England")) is None


# What each remedy has to wait for


def test_the_wait_is_counted_back_from_the_day_before_the_list_of_candidates() -> None:
    (action,) = plan([remedy("rem.x", waits_days=30)])
    assert action.due.aims_at == "sopn"
    assert action.due.ask_by == date(2027, 4, 8) - timedelta(30)
    assert action.due.last_day == date(2027, 5, 5) - timedelta(30)
    assert action.due.timing is Timing.IN_TIME


@pytest.mark.parametrize(
    ("today", "timing", "ahead"),
    [
        (date(2027, 3, 9), Timing.IN_TIME, date(2027, 3, 9)),
        (date(2027, 3, 10), Timing.LATE, date(2027, 4, 5)),
        (date(2027, 4, 5), Timing.LATE, date(2027, 4, 5)),
        (date(2027, 4, 6), Timing.TOO_LATE, None),
        (date(2027, 5, 6), Timing.TOO_LATE, None),
        (date(2027, 5, 7), Timing.UNDATED, None),
    ],
)
def test_it_is_told_whether_asking_still_helps(
    today: date, timing: Timing, ahead: date | None
) -> None:
    (action,) = plan([remedy("rem.x", waits_days=30)], today=today)
    assert (action.due.timing, action.due.next_day) == (timing, ahead)


def test_a_choice_ends_with_its_deadline_not_with_the_poll() -> None:
    form = remedy("law.form", helps_before="nominations")
    (action,) = plan([form], today=date(2027, 4, 8))
    assert (action.due.ask_by, action.due.last_day) == (date(2027, 4, 8), date(2027, 4, 8))
    (action,) = plan([form], today=date(2027, 4, 9))
    assert action.due.timing is Timing.TOO_LATE


def test_where_the_timetable_lacks_the_day_the_poll_counts() -> None:
    other = Election("other", "", date(2027, 5, 6))
    (action,) = plan([remedy("rem.x", waits_days=2)], election=other)
    assert (action.due.aims_at, action.due.ask_by) == ("poll", date(2027, 5, 3))


def test_what_others_wait_for_is_needed_earlier() -> None:
    source = remedy("rem.source", waits_days=10)
    copy = remedy("rem.copy", waits_days=20, after=["rem.source"])
    first, second = plan([copy, source])
    assert (first.remedy_id, second.remedy_id) == ("rem.source", "rem.copy")
    assert second.due.ask_by == date(2027, 4, 8) - timedelta(20)
    assert first.due.ask_by == date(2027, 4, 8) - timedelta(30)
    assert second.after == ("rem.source",)


def test_what_comes_first_comes_first_by_way_of_others_too() -> None:
    """The one between is not needed here, and yet the order holds."""
    between = remedy("rem.between", after=["rem.source"])
    copy = remedy("rem.copy", minutes=1, after=["rem.between"])
    source = remedy("rem.source", minutes=60)
    actions = plan([between, copy, source], [found("rem.copy"), found("rem.source")])
    assert [action.remedy_id for action in actions] == ["rem.source", "rem.copy"]


def test_a_circle_among_rules_hangs_nothing() -> None:
    one, two = remedy("rem.one", after=["rem.two"]), remedy("rem.two", after=["rem.one"])
    assert {action.remedy_id for action in plan([one, two])} == {"rem.one", "rem.two"}


# The order of the plan


def test_emergencies_then_bands_then_the_next_useful_day() -> None:
    rules = [
        remedy("rem.emergency"),
        remedy("rem.slow", waits_days=60, minutes=90),
        remedy("rem.quick", minutes=1),
        remedy("rem.medium", waits_days=100),
    ]
    findings = [
        found("rem.medium", Band.MEDIUM),
        found("rem.quick", Band.CRITICAL),
        found("rem.slow", Band.CRITICAL),
        found("rem.emergency", Band.LOW),
    ]
    actions = plan(rules, findings, emergencies=frozenset({"rem.emergency-1"}))
    assert [action.remedy_id for action in actions] == [
        "rem.emergency",
        "rem.slow",
        "rem.quick",
        "rem.medium",
    ]


def test_an_emergency_is_put_off_to_no_day() -> None:
    for election in (MAY_2027, Election()):
        actions = plan([remedy("rem.x")], election=election, emergencies=frozenset({"rem.x-1"}))
        assert [(a.due.timing, a.due.next_day) for a in actions] == [(Timing.NOW, None)]


def test_what_comes_too_late_follows_what_still_helps() -> None:
    rules = [remedy("rem.late", waits_days=60, minutes=1), remedy("rem.still", minutes=90)]
    actions = plan(rules, today=date(2027, 4, 1))
    assert [action.remedy_id for action in actions] == ["rem.still", "rem.late"]


def test_without_a_poll_nothing_is_dated_and_minutes_decide() -> None:
    rules = [remedy("rem.slow", waits_days=60, minutes=90), remedy("rem.quick", minutes=1)]
    actions = plan(rules, election=Election("local", "England"))
    assert [action.remedy_id for action in actions] == ["rem.quick", "rem.slow"]
    assert {action.due.timing for action in actions} == {Timing.UNDATED}
    assert {action.due.ask_by for action in actions} == {None}


REMEDIES = st.lists(
    st.tuples(
        st.integers(0, 90),
        st.sampled_from(list(Moment)),
        st.sets(st.integers(0, 7), max_size=3),
        st.sampled_from(list(Band)),
        st.integers(1, 90),
    ),
    min_size=1,
    max_size=8,
)


def _rules(told: list[Any]) -> tuple[list[RemedyRule], list[Any]]:
    """Each may come after those before it in the list, so that there is no circle."""
    rules = [
        remedy(
            f"rem.r{number}",
            waits_days=waits,
            helps_before=moment,
            minutes=minutes,
            after=[f"rem.r{other}" for other in sorted(after) if other < number],
        )
        for number, (waits, moment, after, _, minutes) in enumerate(told)
    ]
    return rules, [found(f"rem.r{n}", item[3]) for n, item in enumerate(told)]


@given(REMEDIES, st.randoms(use_true_random=False))
def test_the_order_of_findings_changes_nothing(told: list[Any], chance: Any) -> None:
    rules, findings = _rules(told)
    mixed, mixed_rules = list(findings), list(rules)
    chance.shuffle(mixed)
    chance.shuffle(mixed_rules)
    assert plan(rules, findings) == plan(mixed_rules, mixed)


@given(REMEDIES, st.integers(0, 400), st.integers(0, 400))
def test_a_later_poll_never_makes_a_deadline_earlier(told: list[Any], one: int, other: int) -> None:
    rules, findings = _rules(told)
    early, late = sorted((one, other))
    dues = [
        {
            action.remedy_id: action.due
            for action in plan(
                rules, findings, replace(MAY_2027, poll_date=TODAY + timedelta(days))
            )
        }
        for days in (early, late)
    ]
    for key, before in dues[0].items():
        after = dues[1][key]
        assert before.ask_by and after.ask_by and before.ask_by <= after.ask_by
        assert before.last_day and after.last_day and before.last_day <= after.last_day


@given(REMEDIES)
def test_nothing_of_one_urgency_stands_before_what_it_needs(told: list[Any]) -> None:
    rules, findings = _rules(told)
    actions = plan(rules, findings)
    known = {rule.id: rule for rule in rules}
    first = prerequisites(known, known)
    for number, action in enumerate(actions):
        for later in actions[number + 1 :]:
            assert later.band is not action.band or later.remedy_id not in first[action.remedy_id]
            if later.remedy_id in first[action.remedy_id]:
                continue
            if action.remedy_id in first[later.remedy_id]:
                assert action.due.ask_by and later.due.ask_by
                assert action.due.ask_by <= later.due.ask_by


def test_in_order_keeps_ranks_where_nothing_must_wait() -> None:
    keys = ["c", "a", "b"]
    assert in_order(keys, {}, lambda key: 0, lambda key: key) == ["a", "b", "c"]


# In a whole assessment


@pytest.fixture
def dated_book(book: RuleBook) -> RuleBook:
    folder = resource_folder("rules") / "timetables"
    return RuleBook.of([*book.loaded, *load_rulebook([folder], shipped=False).loaded])


def test_an_assessment_carries_the_days_and_the_dates(
    dated_book: RuleBook,
    subject: Subject,
    finding: Callable[..., Finding],
    gathered: Callable[..., Gathered],
) -> None:
    told = replace(subject, election=MAY_2027)
    made = assess(told, dated_book, gathered(), [finding("a")], [], "0")
    assert made.timetable and made.timetable.poll == date(2027, 5, 6)
    assert [item.id for item in made.milestones][:3] == [
        "notice_of_election",
        "nominations",
        "agents",
    ]
    assert made.milestones[1].days_left == (date(2027, 4, 8) - TODAY).days
    (action,) = made.actions
    assert action.due.ask_by is not None and action.due.ask_by < date(2027, 4, 9)


def test_an_assessment_without_a_poll_invents_no_date(
    dated_book: RuleBook,
    subject: Subject,
    finding: Callable[..., Finding],
    gathered: Callable[..., Gathered],
) -> None:
    made = assess(subject, dated_book, gathered(), [finding("a")], [], "0")
    assert (made.timetable, made.milestones) == (None, ())
    assert [action.due.timing for action in made.actions] == [Timing.UNDATED]
