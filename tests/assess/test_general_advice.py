"""Advice for people about whom nothing was found: whom it reaches, and in which order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from scanner.assess import assess
from scanner.assess.general import general_advice
from scanner.model.answer import Answer, Gathered
from scanner.model.facts import FactKind
from scanner.model.finding import Finding
from scanner.model.situation import Circumstance, Situation
from scanner.model.subject import Role, Subject
from scanner.rulebook.book import RuleBook


def _advice(book: RuleBook, subject: Subject, *dealt_with: str) -> tuple[str, ...]:
    return general_advice(book.remedies.values(), subject, dealt_with)


def test_advice_comes_in_the_order_of_its_ranks(book: RuleBook, subject: Subject) -> None:
    told = _advice(book, subject)
    ranks = [book.remedies[key].general.rank for key in told]  # type: ignore[union-attr]
    assert told
    assert ranks == sorted(ranks)


def test_who_gave_no_telephone_is_told_nothing_of_telephone_books(
    book: RuleBook, subject: Subject
) -> None:
    without = replace(
        subject, facts=tuple(f for f in subject.facts if f.kind is not FactKind.PHONE)
    )
    assert "rem.people.exdirectory" in _advice(book, subject)
    assert "rem.people.exdirectory" not in _advice(book, without)


def test_a_member_of_the_household_is_not_asked_to_brief_the_household(
    book: RuleBook, subject: Subject
) -> None:
    assert "rem.family.brief" in _advice(book, subject)
    assert "rem.family.brief" not in _advice(book, replace(subject, role=Role.HOUSEHOLD))


def test_whoever_was_threatened_is_told_of_anonymous_registration_first(
    book: RuleBook, subject: Subject
) -> None:
    feared = ((Circumstance.FEARED_PERSON, True),)
    not_feared = ((Circumstance.FEARED_PERSON, False),)
    first, *others = _advice(book, replace(subject, situation=Situation(feared)))
    assert first == "law.anonymous_registration"
    assert others == [key for key in _advice(book, subject) if key != first]
    assert _advice(book, replace(subject, situation=Situation(not_feared)))[0] != first


def test_an_assessment_without_findings_offers_it_with_its_steps(
    book: RuleBook,
    subject: Subject,
    gathered: Callable[..., Gathered],
    answer: Callable[..., Answer],
) -> None:
    page = answer("https://www.wexcombe.example/page")
    assessment = assess(subject, book, gathered(page), (), (), "0")
    assert assessment.findings == ()
    assert assessment.general == _advice(book, subject)
    for key in assessment.general:
        remedy = assessment.remedy(key)
        assert remedy is not None
        assert remedy.steps
        assert remedy.why


def test_what_a_finding_calls_for_is_not_told_twice(
    book: RuleBook, subject: Subject, judged: Callable[..., object], finding: Callable[..., Finding]
) -> None:
    told = _advice(book, subject, "rem.people.open_register")
    assert "rem.people.open_register" not in told
    assert set(_advice(book, subject)) - set(told) == {"rem.people.open_register"}
