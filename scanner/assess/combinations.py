"""Combinations: facts that are worse together than each alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scanner.model.assessment import Combination
from scanner.model.bands import Band
from scanner.rulebook.weighting import CombinationWeighting, Member

_BANDS = tuple(Band)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a combination rule may ask of a finding."""

    finding_id: str
    exposure: str
    source_id: str
    page: str
    """What identifies the document."""
    site: str
    """Registrable domain: pages of one site are not independent."""
    fact_ids: tuple[str, ...] = ()
    named: bool = False
    page_title: str = ""
    signal: bool = False
    """A warning sign stands on the same page."""


def combine(rule: CombinationWeighting, seen: Iterable[Seen]) -> tuple[str, ...]:
    """Ids of the findings that together fulfil the rule, sorted; empty when they do not.

    Scope page: every member must be met on one and the same page; the pages that do are united.
    Scope subject: members may be met anywhere. A rule with `signal` looks at pages with one only.
    """
    usable = [item for item in seen if item.signal or not rule.signal]
    if rule.scope == "subject":
        return tuple(sorted(_fulfil(rule, usable)))
    pages: dict[str, list[Seen]] = {}
    for item in usable:
        pages.setdefault(item.page, []).append(item)
    together: set[str] = set()
    for items in pages.values():
        together |= _fulfil(rule, items)
    return tuple(sorted(together))


def _fulfil(rule: CombinationWeighting, items: Sequence[Seen]) -> set[str]:
    together: set[str] = set()
    for member in rule.members:
        found = _meeting(member, items)
        if not found:
            return set()
        together |= {item.finding_id for item in found}
    return together


def _meeting(member: Member, items: Sequence[Seen]) -> list[Seen]:
    found = [item for item in items if _meets(member, item)]
    if member.sites_at_least == 1:
        return found
    # The same fact on many sites counts, not different facts that happen to be of one kind.
    sites: dict[str, set[str]] = {}
    for item in found:
        for fact_id in item.fact_ids:
            sites.setdefault(fact_id, set()).add(item.site)
    spread = {fact for fact, where in sites.items() if len(where) >= member.sites_at_least}
    return [item for item in found if spread & set(item.fact_ids)]


def _meets(member: Member, item: Seen) -> bool:
    title = item.page_title.casefold()
    return (
        (not member.any_of or item.exposure in member.any_of)
        and (not member.sources or item.source_id in member.sources)
        and (not member.page_title or any(words.casefold() in title for words in member.page_title))
        and (item.named or not member.named)
    )


def combinations(
    rules: Iterable[CombinationWeighting], seen: Sequence[Seen]
) -> tuple[Combination, ...]:
    """Every combination that the findings fulfil, in order of rule id."""
    found: list[Combination] = []
    for rule in sorted(rules, key=lambda rule: rule.id):
        ids = combine(rule, seen)
        if ids:
            found.append(Combination(rule.id, rule.title, rule.say, rule.floor, rule.signal, ids))
    return tuple(found)


def lift(band: Band, rules: Iterable[CombinationWeighting]) -> Band:
    """The band after all floors, then after all steps upwards."""
    rules = tuple(rules)
    place = band.rank
    for rule in rules:
        if rule.floor is not None:
            place = min(place, rule.floor.rank)
    # Steps after floors, and the largest only: many mirrors do not add up with themselves.
    return _BANDS[max(0, place - max((rule.bands_up for rule in rules), default=0))]
