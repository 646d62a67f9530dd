"""What sightings are worth as evidence, and the reasons for a verdict in plain words."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from scanner.judge.weighing import OF_ONE_PERSON, UNIQUE, Case
from scanner.model.facts import Fact, FactKind
from scanner.model.finding import Attribution
from scanner.model.sighting import Sighting
from scanner.model.subject import Subject
from scanner.text.name_frequency import Commonness

_HINT_FORMS: dict[FactKind, Collection[str]] = {
    FactKind.ADDRESS: {"street", "district"},
    FactKind.PHONE: {"fragment"},
    FactKind.EMAIL: {"fragment"},
    FactKind.BIRTH_DATE: {"bare"},
}

_WHOLE_PLATE = 5
"""Letters and digits from which on a number plate is taken for a whole one."""

_WORDS = {
    FactKind.ADDRESS: "your address",
    FactKind.PHONE: "your phone number",
    FactKind.EMAIL: "your e-mail address",
    FactKind.HANDLE: "your handle",
    FactKind.BIRTH_DATE: "your birth date",
    FactKind.VEHICLE: "your number plate",
    FactKind.DOMAIN: "your web site",
    FactKind.EMPLOYER: "your employer",
    FactKind.SCHOOL: "the school you gave",
    FactKind.HOUSEHOLD_MEMBER: "somebody you live with",
    FactKind.CUSTOM: "another fact you gave",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """An attribution and why."""

    attribution: Attribution
    reasons: tuple[str, ...]


def comparable_kinds(subject: Subject) -> frozenset[FactKind]:
    """Kinds that tell people apart and of which the person gave a whole private value."""
    whole = {
        FactKind.ADDRESS: lambda fact: " " in fact.part("postcode"),
        FactKind.BIRTH_DATE: lambda fact: bool(fact.part("year") and fact.part("day")),
    }
    return frozenset(
        fact.kind
        for fact in subject.facts
        if fact.kind in whole and not fact.is_public and whole[fact.kind](fact)
    )


def is_unique(sighting: Sighting) -> bool:
    """Whether hardly anybody else shares what was seen."""
    return key_of(sighting) in UNIQUE


def is_hint(sighting: Sighting, fact: Fact) -> bool:
    """Whether it fits many people: a mere piece was seen, or a mere piece was given.

    Such a sighting is at most a question, unless something else of the person is next to it.
    """
    if sighting.form in _HINT_FORMS.get(sighting.kind, ()):
        return True
    if fact.kind is FactKind.ADDRESS:
        return not (fact.part("town") or fact.part("postcode"))
    if fact.kind is FactKind.VEHICLE:
        return sum(char.isalnum() for char in fact.value.reveal()) < _WHOLE_PLATE
    return False


def key_of(sighting: Sighting) -> str:
    """Kind and form, as the attribution weighting lists them."""
    return f"{sighting.kind.value}.{sighting.form}"


_AGAINST_WORDS = {
    "birth_date": "Another date of birth is with it, so it may be somebody else.",
    "birth_month": "Another month of birth is with it, so it may be somebody else.",
    "birth_year": "Another year of birth is with it, so it may be somebody else.",
    "age": "The age given there is not yours, so it may be somebody else.",
    "postcode": "Another address is in the same place, so it may be somebody else.",
    "middle_name": "The middle name there is not yours, so it may be somebody else.",
}
_SUPPORT_WORDS = {
    "town": "Your town is named with it.",
    "birth_month": "The month of birth given there is yours.",
    "birth_year": "The year of birth given there is yours.",
    "age": "The age given there fits you.",
    "middle_name": "The middle name there is yours.",
}
_COMMONNESS_WORDS = {
    Commonness.RARE: "It is a rare name.",
    Commonness.ORDINARY: "It is not a rare name.",
    Commonness.COMMON: "It is a common name.",
}


def reasons_for(sighting: Sighting, case: Case, verdict: Attribution) -> tuple[str, ...]:
    """Why, in plain words: what is there, what is told besides, and what is missing."""
    reasons = [*_name_reasons(case)]
    kinds = list(dict.fromkeys(_words(key) for key, _ in case.others.values()))
    if kinds:
        listed = " and ".join([", ".join(kinds[:-1]), kinds[-1]] if kinds[1:] else kinds)
        reasons.append(f"It appears with {listed}.")
    reasons += [_SUPPORT_WORDS[row] for row in dict.fromkeys(case.supports)]
    if is_unique(sighting):
        reasons.append("It matches what you gave in full.")
    if case.own not in OF_ONE_PERSON:
        reasons += [_AGAINST_WORDS[row] for row in dict.fromkeys(case.against)]
    if case.name and not case.against and verdict in _UNSURE:
        reasons.append(_COMMONNESS_WORDS[case.name.commonness])
    if case.is_hint and verdict in _UNSURE:
        reasons.append("It is only part of a detail, and fits other people too.")
    if not (case.name and case.name.is_here) and case.own in OF_ONE_PERSON:
        reasons.append("There is no name with it, but it is yours alone.")
    return tuple(reasons)


_UNSURE = frozenset({Attribution.PROBABLE, Attribution.POSSIBLE})


def _name_reasons(case: Case) -> Iterator[str]:
    if not case.own:
        yield _of_name(case)
    elif case.name is None:
        yield "Your name is not next to it."
    elif not case.name.is_here:
        yield "Your name is on the same page, though not next to it."
    elif case.is_others:
        yield "Your name is near it, but another name is nearer."
    elif case.name.is_whole:
        yield "Your name is next to it."
    else:
        yield "Your surname, with a title or an initial, is next to it."


def _of_name(case: Case) -> str:
    if case.name and not case.name.is_whole:
        return "It is your surname with a title or an initial."
    has_more = case.others or case.supports or case.against
    return "It is your name." if has_more else "It is your name, with nothing else that is yours."


def _words(key: str) -> str:
    return _WORDS.get(FactKind(key.partition(".")[0]), "another fact you gave")
