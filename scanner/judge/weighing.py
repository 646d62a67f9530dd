"""Adds up what speaks for and against a sighting being the subject's, by the rule's points."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from scanner.model.finding import Attribution
from scanner.rulebook.attribution import AttributionCase, AttributionWeighting
from scanner.text.name_frequency import Commonness

_UNLISTED = 2.0
"""Points of a form that the weighting does not list: as of a weak one."""

_LEAST = 1e-9

OF_ONE_PERSON = frozenset(
    {"phone.national", "phone.international", "phone.obfuscated", "email.plain"}
    | {"email.obfuscated", "vehicle.plate", "domain.host"}
)
"""They lead to the person whoever is named with them, and whatever else is. An address does not: a
page about a house says nothing of who lives there."""

UNIQUE = OF_ONE_PERSON | {"address.full", "address.house_postcode"}
"""Forms that hardly anybody else shares: seen beside the name, they settle who is meant."""

SETTLING = UNIQUE | {
    "birth_date.full",
    "handle.at_sign",
    "handle.profile_url",
    "handle.labelled",
}
"""Forms that hardly anybody of the same name shares: they settle it beside the whole name. All
others are at most probable alone."""

_OF_MANY = frozenset({"address.street", "address.district"})
"""Never more than a question: the street may be another town's, whatever stands beside it."""

_OF_FEW = frozenset({"address.postcode", "address.street_town"})
"""Shared by few enough that hardly two of one surname and initial are among them, unless the name
is common: that the points know."""

_TELLING = SETTLING | {"address.house_street"}


_PART_OF_A_NAME = frozenset({"initial_last", "titled_last", "half", "family", "single"})
"""Writings of a name that leave the given name, or half of the family name, open."""


@dataclass(frozen=True, slots=True)
class NameSeen:
    """The best writing of the subject's name that bears on a sighting."""

    commonness: Commonness
    form: str
    """`full`, `initial_last` …, as detectors call it."""
    where: str
    """`beside`, `crossed`, `near` or `page`, as in the weighting's shares."""

    @property
    def is_whole(self) -> bool:
        return self.form not in _PART_OF_A_NAME

    @property
    def is_here(self) -> bool:
        """In the same record, not merely on the page."""
        return self.where != "page"


@dataclass(frozen=True, slots=True)
class Case:
    """What stands together around one sighting."""

    own: str
    """Kind and form of the sighting (`address.full`); empty when the name itself is in question."""
    name: NameSeen | None
    others: Mapping[str, tuple[str, float]] = field(default_factory=dict)
    """Further facts of the subject, by id: kind and form, and the share of its points (0–1)."""
    supports: Collection[str] = ()
    against: Collection[str] = ()
    is_hint: bool = False
    """A mere piece was seen, or given."""
    is_others: bool = False
    """Somebody else's name is the nearest."""


def weigh(table: AttributionWeighting, case: Case) -> Attribution:
    """The verdict: the sum of points, within the bounds that no sum may pass."""
    verdict = _verdict(table, _points(table, case))
    return _bounded(case, verdict)


def name_points(table: AttributionWeighting, name: NameSeen) -> float:
    points = table.names[name.commonness.value].points
    if row := table.written.get(name.form):
        points += row.points
    return float(points * getattr(table.shares, name.where))


def weigh_example(table: AttributionWeighting, example: AttributionCase) -> Attribution:
    """The verdict on an example of the rule."""
    seen = [str(key) for key in example.seen]
    name = None
    if example.name != "none":
        name = NameSeen(Commonness(example.name), example.written, example.where)
    others = {str(number): (key, 1.0) for number, key in enumerate(seen[1:])}
    own = seen[0] if seen else ""
    return weigh(table, Case(own, name, others, example.support, example.against))


def _points(table: AttributionWeighting, case: Case) -> float:
    total = table.start
    if case.own:
        total += _fact(table, case.own)
    if case.name:
        total += name_points(table, case.name)
    here = sum(_fact(table, key) for key, share in case.others.values() if share == 1)
    # What stands in other entries goes together: the best of it says what the rest would.
    there = (_fact(table, key) * share for key, share in case.others.values() if share < 1)
    total += here + max(there, default=0.0)
    total += sum(table.supports[row].points for row in set(case.supports))
    if case.own not in OF_ONE_PERSON:
        total += sum(table.against[row].points for row in set(case.against))
    return total


def _fact(table: AttributionWeighting, key: str) -> float:
    row = table.facts.get(key)
    return row.points if row else _UNLISTED


def _verdict(table: AttributionWeighting, points: float) -> Attribution:
    for verdict, least in sorted(table.from_points.items(), key=lambda item: -item[1]):
        if points >= least - _LEAST:
            return verdict
    return Attribution.OTHER_PERSON


_ORDER = tuple(Attribution)


def _bounded(case: Case, verdict: Attribution) -> Attribution:
    if case.is_hint and not (_is_named_here(case) and not case.is_others and _beside(case)):
        is_theirs = case.name is not None and not case.is_others
        return Attribution.POSSIBLE if is_theirs else Attribution.OTHER_PERSON
    return _at_least(_at_most(verdict, _ceiling(case)), _floor(case))


def _beside(case: Case) -> list[str]:
    """Kinds and forms of the person's further facts in the same entry."""
    return [key for key, share in case.others.values() if share == 1]


def _is_named_here(case: Case) -> bool:
    return case.name is not None and case.name.is_here


def _ceiling(case: Case) -> Attribution:
    """Facts that others share go together in ways that a sum does not know."""
    if not case.own:
        return _ceiling_of_name(case)
    beside = _beside(case)
    is_of_household = case.own.startswith("household_member.")
    if is_of_household and not (_is_named_here(case) or _has_address(case)):
        return Attribution.OTHER_PERSON
    if (case.against and case.own not in UNIQUE) or case.own in _OF_MANY:
        return Attribution.POSSIBLE
    if case.is_others and case.own in _OF_FEW:  # neighbours share it
        return Attribution.POSSIBLE
    whole = case.name is not None and case.name.is_here and case.name.is_whole
    if whole and (beside or case.own in SETTLING):
        return Attribution.CONFIRMED
    if any(key in UNIQUE for key in beside) or (beside and case.own in UNIQUE):
        return Attribution.CONFIRMED
    # Without the whole name, what many share is no more than a question.
    is_telling = whole or case.own in _TELLING or (case.name is not None and beside)
    is_telling = is_telling or (_is_initialled(case) and case.own in _OF_FEW)
    return Attribution.PROBABLE if is_telling else Attribution.POSSIBLE


def _is_initialled(case: Case) -> bool:
    """The surname and the initial stand with it, and nobody else's name."""
    is_theirs = _is_named_here(case) and not case.is_others
    return is_theirs and case.name is not None and case.name.form == "initial_last"


def _ceiling_of_name(case: Case) -> Attribution:
    beside = _beside(case)
    if case.name is None or not case.name.is_whole:
        return Attribution.PROBABLE if beside else Attribution.POSSIBLE
    settled = any(key in SETTLING for key in beside) or len(beside) > 1
    return Attribution.CONFIRMED if settled else Attribution.PROBABLE


def _floor(case: Case) -> Attribution:
    """What remains a question to the person, however small the sum."""
    if case.against or case.own.startswith("household_member."):
        return Attribution.OTHER_PERSON
    if not case.own or case.own in _TELLING or _beside(case):
        return Attribution.POSSIBLE
    is_theirs = case.name is not None and not case.is_others
    if case.own == "birth_date.age":
        is_theirs = is_theirs and _is_named_here(case)
    return Attribution.POSSIBLE if is_theirs else Attribution.OTHER_PERSON


def _has_address(case: Case) -> bool:
    return any(key.startswith("address.") for key, _ in case.others.values())


def _at_most(verdict: Attribution, ceiling: Attribution) -> Attribution:
    return max(verdict, ceiling, key=_ORDER.index)


def _at_least(verdict: Attribution, floor: Attribution) -> Attribution:
    return min(verdict, floor, key=_ORDER.index)
