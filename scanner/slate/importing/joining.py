"""Rows of one person put together, and what looks like one person told as a question."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from scanner.domains import site_of_url
from scanner.slate.importing.links import own_domain
from scanner.slate.importing.listed import Listed, together
from scanner.slate.importing.names import mended_name
from scanner.slate.importing.telling import Told, row_words
from scanner.text.normalise import fold

TWO_BALLOTS = "The same person on more than one ballot: their rows were put together."
SAME_ROW = "The same person more than once: their rows were put together."
SAME_NAME = (
    "The same name with other details: each was taken for a person of their own. If they are one, "
    "give their rows the same reference, and import again."
)
SAME_EMAIL = "Different people with the same e-mail address: an invitation would reach both."
TWO_ROLES = "The same person in more than one role: the first was taken."
_TOLD_APART = ("email", "phone", "birth_date", "handle")
"""Kinds of fact of which one in common makes two rows of one name one person."""


def joined(people: Sequence[Listed], told: Told, reason: str) -> list[Listed]:
    """Each person once, in the order of their first rows; what was put together is told.

    `reason`: why a site of their own is public by choice. Rows of one reference are one person,
    unless their names differ, which is a fault. Rows of one name are one person only when a detail
    says so: two people of one name must never get each other's facts.
    """
    with_refs = _by_ref(people, told)
    whole = _by_details(with_refs, told)
    _ask_about(whole, told)
    return _with_sites(whole, reason)


@lru_cache(maxsize=100_000)
def name_key(name: str) -> str:
    """First and last name, folded: what two spellings of a name have in common."""
    words = fold(mended_name(name)[0]).split()
    return " ".join(dict.fromkeys([words[0], words[-1]])) if words else ""


def _by_ref(people: Sequence[Listed], told: Told) -> list[Listed]:
    groups: dict[Hashable, list[Listed]] = {}
    newest = {old: one.ref for one in people for old in one.old_refs if one.ref}
    for place, one in enumerate(people):
        ref = newest.get(one.ref, one.ref)
        groups.setdefault(ref or place, []).append(one)
    found: list[Listed] = []
    for group in groups.values():
        of_name = [one for one in group if name_key(one.name) == name_key(group[0].name)]
        for other in group:
            if other not in of_name:
                told.fault(
                    other.rows[0],
                    "",
                    f"has the reference of {row_words(group[0].rows)} and another name.",
                    "Correct one of them.",
                )
        found.append(_put_together(of_name, told))
    return found


def _by_details(people: Sequence[Listed], told: Told) -> list[Listed]:
    """Rows of one name without a reference of their own, joined by what they share."""
    by_name: dict[str, list[list[Listed]]] = defaultdict(list)
    order: list[list[Listed]] = []
    for one in people:
        groups = by_name[name_key(one.name)]
        mine = next((group for group in groups if _is_one(group, one)), None)
        if mine is None:
            mine = []
            groups.append(mine)
            order.append(mine)
        mine.append(one)
    return [_put_together(group, told) for group in order]


def _is_one(group: Sequence[Listed], one: Listed) -> bool:
    if any(one.ref and other.ref and one.ref != other.ref for other in group):
        return False
    return any(_share(one, other) for other in group)


def _share(one: Listed, other: Listed) -> bool:
    """Whether a detail says that two people of a name are one, or nothing tells them apart."""
    if any(one.values(kind) & other.values(kind) for kind in _TOLD_APART):
        return True
    same = (one.facts, one.group, one.ballots, one.role)
    return same == (other.facts, other.group, other.ballots, other.role)


def _put_together(group: Sequence[Listed], told: Told) -> Listed:
    if len(group) == 1:
        return group[0]
    whole = together(group)
    told.note(TWO_BALLOTS if len(whole.ballots) > 1 else SAME_ROW, *whole.rows)
    if len({one.role for one in group}) > 1:
        told.note(TWO_ROLES, *whole.rows)
    return whole


def _ask_about(people: Sequence[Listed], told: Told) -> None:
    for group in _groups(people, lambda one: [name_key(one.name)]):
        told.ask(SAME_NAME, *(row for one in group for row in one.rows))
    for group in _groups(people, lambda one: one.values("email")):
        told.ask(SAME_EMAIL, *(row for one in group for row in one.rows))


def _groups(
    people: Sequence[Listed], keys: Callable[[Listed], Iterable[str]]
) -> list[list[Listed]]:
    found: dict[str, list[Listed]] = defaultdict(list)
    for one in people:
        for key in keys(one):
            found[key].append(one)
    return [group for group in found.values() if len(group) > 1]


def _with_sites(people: Sequence[Listed], reason: str) -> list[Listed]:
    """A site that is one person's alone is a fact of theirs; one that several have is their
    party's, of which only the page is looked at."""
    owners: dict[str, int] = defaultdict(int)
    for one in people:
        for site in {site_of_url(url) for url in one.sites}:
            owners[site] += 1
    found = []
    for one in people:
        own = tuple(url for url in one.sites if own_domain(url) and owners[site_of_url(url)] == 1)
        if own:
            domains = [{"value": own_domain(url), "public_by_choice": reason} for url in own]
            known = one.facts.get("domain", ())
            facts = {**one.facts, "domain": (*known, *(d for d in domains if d not in known))}
            sites = tuple(url for url in one.sites if url not in own)
            one = replace(one, facts=facts, sites=sites, own_sites=own)
        found.append(one)
    return found
