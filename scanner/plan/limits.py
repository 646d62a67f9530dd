"""What was given but cannot be confirmed by a scan, told before it starts."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.model.facts import Fact, FactKind
from scanner.model.plan import Limitation
from scanner.model.subject import Subject


def _address(fact: Fact) -> str:
    house, street = fact.part("house"), fact.part("street")
    town, postcode = fact.part("town"), fact.part("postcode")
    has_unit = " " in postcode
    if house and street and not (town or postcode):
        return (
            "Without a town or postcode, the same number and street in another town cannot be told "
            "from yours: it is shown as a question only."
        )
    if house and street:
        return ""
    if street and (town or postcode):
        return "Without the house number, only the street can be confirmed, not the front door."
    if has_unit:
        return "With the postcode alone, the house and street written with it cannot be recognised."
    if postcode:
        return (
            "A postcode district is shared by thousands of homes: it helps to tell people apart, "
            "and is never reported by itself."
        )
    if street:
        return (
            "A street without town or postcode may be in any town: it is shown as a question, and "
            "only where your name is next to it."
        )
    if house:
        return "A house number or name alone cannot be looked for: add the street or the postcode."
    return "A town alone helps to tell people apart, and is never reported by itself."


def _name(fact: Fact) -> str:
    if not (fact.part("given") and fact.part("family")):
        return (
            "One name alone is shared by too many people: pages are recognised as yours only where "
            "another of your facts is next to it."
        )
    return ""


def _phone(fact: Fact) -> str:
    if not fact.value.reveal().startswith("+"):
        return (
            "Part of a number matches other people's numbers too: it is shown as a question only."
        )
    return ""


def _email(fact: Fact) -> str:
    if "@" not in fact.value.reveal():
        return "Part of an e-mail address cannot be confirmed: it is shown as a question only."
    return ""


def _vehicle(fact: Fact) -> str:
    if sum(char.isalnum() for char in fact.value.reveal()) < 5:
        return "Part of a number plate fits many cars: it is shown as a question only."
    return ""


def _birth_date(fact: Fact) -> str:
    if not all(fact.part(name) for name in ("year", "month", "day")):
        return (
            "Part of a date of birth fits far too many people: it counts only on pages where "
            "something else of yours stands. Give day, month and year to have it looked for."
        )
    return ""


_RULES = {
    FactKind.ADDRESS: _address,
    FactKind.NAME: _name,
    FactKind.ALIAS: lambda fact: "",
    FactKind.PHONE: _phone,
    FactKind.EMAIL: _email,
    FactKind.BIRTH_DATE: _birth_date,
    FactKind.VEHICLE: _vehicle,
}


def limitations(subject: Subject) -> Iterator[Limitation]:
    """One entry per fact that cannot, or only partly, be confirmed."""
    for fact in subject.facts:
        if fact.is_public:
            continue
        rule = _RULES.get(fact.kind)
        if rule and (detail := rule(fact)):
            yield Limitation(subject.id, fact.id, detail)
