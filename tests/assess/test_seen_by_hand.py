"""What the person saw for themself: a weight and a remedy of its own, apart from what was found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from scanner.assess import assess
from scanner.model.answer import Gathered
from scanner.model.assessment import Assessment
from scanner.model.bands import Band, Standing
from scanner.model.finding import Finding
from scanner.model.manual import Looked, ManualAnswer
from scanner.model.plan import ManualCheck
from scanner.model.subject import Subject
from scanner.rulebook.book import RuleBook
from scanner.rulebook.loader import load_rulebook

DAY = date(2026, 11, 20)


def looked(book: RuleBook, source_id: str, how: Looked = Looked.SEEN, on: date = DAY) -> Any:
    rule = book.sources[source_id]
    return ManualCheck(
        source_id,
        rule.title,
        "https://service.example/",
        rule.how,
        rule.exposes,
        remedy_id=rule.remedy,
        category=rule.category.value,
        answer=ManualAnswer(source_id, how, on),
    )


@pytest.fixture(scope="session")
def shipped() -> RuleBook:
    return load_rulebook()


@pytest.fixture
def weighed(
    shipped: RuleBook, subject: Subject, gathered: Callable[..., Gathered]
) -> Callable[..., Assessment]:
    def weigh(*checks: ManualCheck, findings: tuple[Finding, ...] = ()) -> Assessment:
        told = gathered()
        told = replace(told, plan=replace(told.plan, manual=checks))
        return assess(subject, shipped, told, findings, (), "1.0")

    return weigh


def test_it_has_the_weight_of_what_such_a_page_shows_and_its_remedy_is_in_the_plan(
    shipped: RuleBook, weighed: Callable[..., Assessment]
) -> None:
    made = weighed(looked(shipped, "src.people.192"))
    (seen,) = made.seen
    assert (seen.title, seen.standing) == ("Your home address", Standing.RISK)
    assert seen.band not in (Band.LOW, Band.INFO)
    assert "fact.home_address" in seen.vector
    (action,) = made.actions
    assert (action.remedy_id, action.band) == ("rem.people.192", seen.band)
    assert (action.finding_ids, action.seen_ids) == ((), ("src.people.192",))
    assert seen.source_title in action.why
    assert made.remedy("rem.people.192") is not None


def test_it_is_told_apart_from_what_was_found(
    shipped: RuleBook, weighed: Callable[..., Assessment]
) -> None:
    made = weighed(looked(shipped, "src.people.192"))
    assert made.findings == ()
    assert made.headline.band is None
    assert sum(count for _, count in made.headline.counts) == 0
    assert "You saw something of yours at one place" in made.headline.sentence


@pytest.mark.parametrize(
    ("source_id", "standing"),
    [
        ("src.soc.facebook", Standing.UNSURE),
        ("src.local.sopn", Standing.PUBLIC_BY_LAW),
        ("src.people.open_register", Standing.RISK),
    ],
)
def test_where_nobody_can_say_what_was_seen_it_is_a_question_with_a_remedy(
    shipped: RuleBook,
    weighed: Callable[..., Assessment],
    source_id: str,
    standing: Standing,
) -> None:
    made = weighed(looked(shipped, source_id))
    (seen,) = made.seen
    assert seen.standing is standing
    is_open = standing is Standing.UNSURE
    assert (seen.band is Band.INFO, seen.score == 0, seen.factors == ()) == (is_open,) * 3
    assert [action.remedy_id for action in made.actions] == [shipped.sources[source_id].remedy]


@pytest.mark.parametrize(
    ("how", "on"),
    [
        (Looked.NOT_THERE, DAY),
        (Looked.NOT_YET, DAY),
        (Looked.SEEN, DAY - timedelta(days=200)),
    ],
)
def test_what_was_not_seen_or_long_ago_asks_for_nothing(
    shipped: RuleBook, weighed: Callable[..., Assessment], how: Looked, on: date
) -> None:
    made = weighed(looked(shipped, "src.people.192", how, on))
    assert (made.seen, made.actions) == ((), ())


def test_one_remedy_for_what_was_found_and_what_was_seen_is_one_action(
    shipped: RuleBook, weighed: Callable[..., Assessment], finding: Callable[..., Finding]
) -> None:
    first = weighed(findings=(finding("f-1"),)).actions[0]
    source = next(
        rule.id for rule in shipped.sources.values() if rule.harm and rule.remedy == first.remedy_id
    )
    check = looked(shipped, source)
    # Several links of one source are one place.
    made = weighed(check, replace(check, url="https://b.example/"), findings=(finding("f-1"),))
    (action,) = made.actions
    assert (action.finding_ids, action.seen_ids) == (("f-1",), (source,))
    assert "; what you saw yourself at" in action.why


def test_worst_first_whatever_the_order(
    shipped: RuleBook, weighed: Callable[..., Assessment]
) -> None:
    checks = [
        looked(shipped, name)
        for name in ("src.soc.facebook", "src.people.192", "src.reg.bsb", "src.market.classified")
    ]
    made = weighed(*checks)
    assert made.seen == weighed(*reversed(checks)).seen
    assert [item.score for item in made.seen] == sorted((i.score for i in made.seen), reverse=True)
    assert made.seen[0].source_id == "src.people.192"
    assert made.seen[-1].source_id == "src.soc.facebook"
