"""An assessment whose values are masked, with the values again of the profile it was made with."""

from __future__ import annotations

from dataclasses import dataclass, replace

from scanner.errors import AssessmentError
from scanner.model.assessment import Assessment
from scanner.model.facts import Fact
from scanner.model.subject import Subject


@dataclass(frozen=True, slots=True)
class Known:
    """An assessment that knows its values, but for those that have changed."""

    assessment: Assessment
    changed: tuple[str, ...]
    """Ids of facts that the profile gives otherwise than the check, or not at all."""


def with_facts(assessment: Assessment, subject: Subject) -> Known:
    """The assessment with the facts of the person's profile, by their ids.

    A fact that is masked otherwise is another one, and stays unknown: a letter must not name a
    value that was never found. Raises AssessmentError when the profile is somebody else's.
    """
    person = assessment.person
    if subject.id != person.id:
        raise AssessmentError(
            "The profile is of another person than the assessment. Name the one that the check was "
            "made with."
        )
    given = {fact.id: fact for fact in subject.facts}
    changed = [fact.id for fact in person.facts if not _is_same(fact, given.get(fact.id))]
    facts = tuple(fact if fact.id in changed else given[fact.id] for fact in person.facts)
    return Known(replace(assessment, person=replace(person, facts=facts)), tuple(changed))


def _is_same(stored: Fact, given: Fact | None) -> bool:
    return given is not None and (stored.kind, stored.value.mask, stored.use) == (
        given.kind,
        given.value.mask,
        given.use,
    )
