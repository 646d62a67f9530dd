"""Advice that is good whatever was found, chosen by who the person is and what they gave."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from scanner.model.subject import Subject
from scanner.rulebook.remedy import General, RemedyRule


def general_advice(
    rules: Iterable[RemedyRule], subject: Subject, dealt_with: Collection[str]
) -> tuple[str, ...]:
    """Ids of the remedies that are advice for this person, in the order of their ranks; first of
    all what is meant for somebody in their situation.

    `dealt_with` holds the ids of remedies that the report tells already, for something found.
    """
    suited = [
        (not subject.situation.holds & set(rule.general.first_for), rule.general.rank, rule.id)
        for rule in rules
        if rule.general and rule.id not in dealt_with and _suits(rule.general, subject)
    ]
    return tuple(rule_id for _, _, rule_id in sorted(suited))


def _suits(general: General, subject: Subject) -> bool:
    is_their_role = not general.roles or subject.role in general.roles
    return is_their_role and (not general.facts or bool(subject.of_kind(*general.facts)))
