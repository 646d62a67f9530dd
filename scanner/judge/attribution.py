"""Is it this person? From what stands together, and with the reasons in plain words.

A name alone is weak; a name with a second fact is strong. Evidence for somebody else (another
postcode or birth date in the same record) counts against.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from scanner.judge.records import Record
from scanner.model.facts import NAME_KINDS, Fact, FactKind
from scanner.model.finding import Attribution
from scanner.model.sighting import Sighting
from scanner.model.subject import Subject

_UNIQUE_FORMS: dict[FactKind, Collection[str]] = {
    FactKind.ADDRESS: {"full", "house_postcode"},
    FactKind.PHONE: {"national", "international"},
    FactKind.EMAIL: {"plain", "obfuscated"},
    FactKind.VEHICLE: {"plate"},
    FactKind.DOMAIN: {"host"},
}
"""Forms that hardly anybody else shares: seen beside the name, they settle who is meant."""

_TELLING_FORMS: dict[FactKind, Collection[str]] = {
    FactKind.ADDRESS: {"house_street"},
    FactKind.BIRTH_DATE: {"full"},
    FactKind.HANDLE: {"at_sign", "profile_url"},
}
"""Forms that others may share, but hardly anybody of the same name: beside the whole name they
settle it too, unless something in the record speaks for somebody else."""

_BELONGS_TO_ONE = frozenset({FactKind.PHONE, FactKind.EMAIL, FactKind.VEHICLE, FactKind.DOMAIN})
"""Kinds whose value leads to the person even where no name stands. An address does not: a page
about a house says nothing of who lives there."""

_WHOLE_NAMES = frozenset({"full", "with_middle", "last_first"})

_HINT_FORMS: dict[FactKind, Collection[str]] = {
    FactKind.ADDRESS: {"street", "district"},
    FactKind.PHONE: {"fragment"},
    FactKind.EMAIL: {"fragment"},
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
    return sighting.form in _UNIQUE_FORMS.get(sighting.kind, ())


def is_telling(sighting: Sighting) -> bool:
    return is_unique(sighting) or sighting.form in _TELLING_FORMS.get(sighting.kind, ())


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


def attribute(
    sighting: Sighting,
    record: Record,
    named_on_page: bool,
    comparable: Collection[FactKind],
    hint: bool = False,
) -> Verdict:
    """Whose fact `sighting` is, given the record it is in.

    `named_on_page`: the person's name is somewhere on the page, if not in the record.
    `comparable`: kinds of which the person gave a whole value of their own, so that another value
    speaks for somebody else. `hint`: see `is_hint`.
    """
    names = record.names
    others = [
        s
        for s in record.sightings
        if s.fact_id != sighting.fact_id and s.kind not in NAME_KINDS and s.confidence >= 0.5
    ]
    reasons = _reasons(sighting, names, others)
    against = any(s.kind in comparable and s.is_exact for s in record.strangers)
    if against and not is_unique(sighting):
        return _contradicted(bool(others or (names and is_telling(sighting))), reasons)
    if hint and not (names and others):
        return _hinted(bool(names or named_on_page), reasons)
    if names:
        return Verdict(_beside_the_name(sighting, names, bool(others)), reasons)
    return _unnamed(sighting, bool(others), named_on_page, reasons)


def _beside_the_name(
    sighting: Sighting, names: tuple[Sighting, ...], has_others: bool
) -> Attribution:
    whole = any(name.form in _WHOLE_NAMES for name in names)
    # A number and a street may be in any town: with the name, very likely, but not certain.
    settles = is_telling(sighting) and sighting.form != "house_street"
    if has_others or (settles and whole):
        return Attribution.CONFIRMED
    return Attribution.PROBABLE if is_telling(sighting) or whole else Attribution.POSSIBLE


def _unnamed(
    sighting: Sighting, has_others: bool, named_on_page: bool, reasons: tuple[str, ...]
) -> Verdict:
    if is_unique(sighting) and has_others:
        return Verdict(Attribution.CONFIRMED, reasons)
    if sighting.kind in _BELONGS_TO_ONE and is_unique(sighting):
        why = "There is no name with it, but it is yours alone."
        return Verdict(Attribution.PROBABLE, (*reasons, why))
    if named_on_page and (is_unique(sighting) or has_others):
        why = "Your name is on the same page, though not next to it."
        return Verdict(Attribution.PROBABLE, (*reasons, why))
    why = "Your name is not next to it."
    if is_telling(sighting) or has_others or named_on_page:
        return Verdict(Attribution.POSSIBLE, (*reasons, why))
    # A street or a postcode is many people's: without a name it is nobody's finding.
    return Verdict(Attribution.OTHER_PERSON, (*reasons, why))


def _hinted(is_named: bool, reasons: tuple[str, ...]) -> Verdict:
    why = "It is only part of a detail, and fits other people too."
    kind = Attribution.POSSIBLE if is_named else Attribution.OTHER_PERSON
    return Verdict(kind, (*reasons, why))


def _contradicted(is_supported: bool, reasons: tuple[str, ...]) -> Verdict:
    against = "Another address or birth date is in the same place, so it may be somebody else."
    kind = Attribution.POSSIBLE if is_supported else Attribution.OTHER_PERSON
    return Verdict(kind, (*reasons, against))


def _reasons(
    sighting: Sighting, names: tuple[Sighting, ...], others: list[Sighting]
) -> tuple[str, ...]:
    reasons = []
    if names:
        whole = any(name.form in _WHOLE_NAMES for name in names)
        reasons.append(
            "Your name is next to it."
            if whole
            else "Your surname, with a title or an initial, is next to it."
        )
    if others:
        kinds = list(dict.fromkeys(_WORDS.get(s.kind, "another fact you gave") for s in others))
        listed = " and ".join([", ".join(kinds[:-1]), kinds[-1]] if kinds[1:] else kinds)
        reasons.append(f"It appears with {listed}.")
    if is_unique(sighting):
        reasons.append("It matches what you gave in full.")
    return tuple(reasons)
