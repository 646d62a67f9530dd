"""A list meets the slate: who is new, who is known, what of them may be changed, who is gone."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from typing import Any

from scanner.model.slate import Person, PersonState, Sharing
from scanner.profile.sections import id_from_name
from scanner.slate.importing.joining import name_key
from scanner.slate.importing.listed import Listed, draft_text

_LONGEST_NAME = 36
_LONGEST_REF = 24
"""Letters of a name and a reference in a subject's id, which has at most 64."""


class Change(Enum):
    """What a list did to a person who was on the slate."""

    RENEWED = "what the list says of them was renewed"
    CONSENT_BROUGHT = "the list brought their consent"
    PROFILE_RENEWED = "the profile that the list brought before was renewed"
    UNCHANGED = "nothing is new"
    PROFILE_KEPT = "they have consented: the profile that they gave stays as it is"
    WITHDRAWN = "they have withdrawn their consent: a list does not undo that"


@dataclass(frozen=True, slots=True)
class Meeting:
    """How a list and a slate go together."""

    new: tuple[Person, ...]
    """With 0 for a number."""
    known: Mapping[int, Listed] = field(repr=False)
    """By number: what the list says of people who are on the slate."""
    gone: tuple[Person, ...]
    """Who came from such a list before, and is not in this one."""
    namesakes: tuple[Listed, ...] = field(repr=False)
    """New ones of a name that somebody on the slate has, too."""


def meet(
    slate: Iterable[Person],
    people: Sequence[Listed],
    source: str,
    at: datetime,
    token: Callable[[], str],
    left_out: Sequence[tuple[str, str]] = (),
) -> Meeting:
    """Who of the list is who of the slate.

    `source`: what kind of list it is. `token`: gives random letters and digits, for ids of people
    whom the list gives no reference. `left_out`: names and references of whoever is in the list and
    cannot be taken.
    """
    known = _Known(slate)
    matched: dict[int, Listed] = {}
    rest: list[Listed] = []
    for one in people:
        person = known.by_reference(one)
        if person is not None and person.number not in matched:
            matched[person.number] = one
        else:
            rest.append(one)
    new: list[Person] = []
    namesakes: list[Listed] = []
    for one in rest:
        person = known.by_details(one, source, matched)
        if person is not None:
            matched[person.number] = one
            continue
        if known.named(one):
            namesakes.append(one)
        new.append(_new(one, known.free_ref(one), source, at, token))
    roles = {one.role for one in people}
    faulty = {
        *filter(None, (ref for _, ref in left_out)),
        *(name_key(name) for name, _ in left_out),
    }
    gone = tuple(
        person
        for person in known.people
        if person.source == source
        and person.role in roles
        and person.number not in matched
        and not {person.ref, name_key(person.name)} & faulty
    )
    return Meeting(tuple(new), matched, gone, tuple(namesakes))


def changed(person: Person, one: Listed, source: str, at: datetime) -> tuple[Person, Change]:
    """The person after the list, and what it did. A profile that the person gave is never touched,
    a withdrawal never undone."""
    if person.state is PersonState.WITHDRAWN:
        return person, Change.WITHDRAWN
    if person.state is PersonState.CONSENTED:
        return _consented(person, one, at)
    # Whom the list calls otherwise was known by their details: as one of this list they would be
    # taken for another person the next time.
    is_of_list = not one.ref or person.ref in (one.ref, *one.old_refs)
    after = _listed(replace(person, source=source) if is_of_list else person, one)
    if one.consent is not None or one.profile:
        return _consenting(after, one, at), Change.CONSENT_BROUGHT
    if after == person:
        return person, Change.UNCHANGED
    return replace(after, changed_at=at), Change.RENEWED


class _Known:
    """The people of the slate, by all that they may be known by."""

    def __init__(self, slate: Iterable[Person]) -> None:
        self.people = tuple(slate)
        self._by_ref = {person.ref: person for person in self.people}
        self._by_subject = {person.subject_id: person for person in self.people}
        self._by_name: dict[str, list[Person]] = defaultdict(list)
        for person in self.people:
            self._by_name[name_key(person.name)].append(person)
        self._refs = set(self._by_ref)

    def by_reference(self, one: Listed) -> Person | None:
        for ref in filter(None, (one.ref, *one.old_refs)):
            if ref in self._by_ref:
                return self._by_ref[ref]
        return self._by_subject.get(one.subject_id) if one.subject_id else None

    def by_details(self, one: Listed, source: str, taken: Mapping[int, Listed]) -> Person | None:
        """Whoever of that name has most in common, unless nothing is."""
        best, most = None, 0
        for person in self.named(one):
            # In one list, another reference is another person.
            is_other = bool(one.ref) and person.source == source and person.ref != one.ref
            common = 0 if is_other or person.number in taken else _in_common(person, one)
            if common > most:
                best, most = person, common
        return best

    def named(self, one: Listed) -> list[Person]:
        return self._by_name.get(name_key(one.name), [])

    def free_ref(self, one: Listed) -> str:
        """The list's reference, or one made of the name that nobody has."""
        base = one.ref or id_from_name(one.name)[:_LONGEST_NAME]
        ref, number = base, 1
        while ref in self._refs:
            number += 1
            ref = f"{base}-{number}"
        self._refs.add(ref)
        return ref


def _in_common(person: Person, one: Listed) -> int:
    """How much says that two of a name are one; 0 when nothing does."""
    if not (person.contact or person.ballots or person.group):
        return int(not (one.contact or one.ballots or one.group))
    email = bool(person.contact) and person.contact == one.contact
    ballots = bool(set(person.ballots) & set(one.ballots))
    group = bool(person.group) and person.group.casefold() == one.group.casefold()
    return 4 * email + 2 * ballots + group


def _new(one: Listed, ref: str, source: str, at: datetime, token: Callable[[], str]) -> Person:
    person = Person(number=0, ref=ref, name=one.name, role=one.role, changed_at=at, source=source)
    tail = id_from_name(ref)[:_LONGEST_REF] if one.ref else token()
    # Two people of one name must never share a case.
    subject_id = f"{id_from_name(one.name)[:_LONGEST_NAME]}-{tail}"
    listed = _listed(person, one, subject_id)
    if one.consent is not None or one.profile:
        return _consenting(listed, one, at)
    return listed


def _listed(person: Person, one: Listed, subject_id: str = "") -> Person:
    """With what the list says; their profile's id stays."""
    draft = ""
    if not one.profile:
        bare = replace(one, consent=None)
        known = person.subject_id or subject_id_of(person.draft) or id_from_name(person.ref)
        draft = draft_text(bare, subject_id or known)
    return replace(
        person,
        name=one.name,
        role=one.role,
        contact=one.contact or person.contact,
        ballots=one.ballots or person.ballots,
        group=one.group or person.group,
        draft=draft,
    )


def _consenting(person: Person, one: Listed, at: datetime) -> Person:
    """With the consent that the list brings. Without a key of their own nothing can be kept from
    who holds the written consent."""
    profile = one.profile or draft_text(one, subject_id_of(person.draft))
    return replace(
        person,
        state=PersonState.CONSENTED,
        profile=profile,
        subject_id=one.subject_id or subject_id_of(person.draft),
        sharing=Sharing.ALL,
        changed_at=at,
    )


def _consented(person: Person, one: Listed, at: datetime) -> tuple[Person, Change]:
    after = replace(person, ballots=one.ballots or person.ballots, group=one.group or person.group)
    was_brought = not person.recipient and person.sharing is Sharing.ALL
    if was_brought and (one.consent is not None or one.profile):
        id = subject_id_of(person.draft) or person.subject_id
        profile = one.profile or draft_text(one, id)
        subject_id = one.subject_id or id
        if (profile, subject_id) != (person.profile, person.subject_id):
            after = replace(after, profile=profile, subject_id=subject_id, changed_at=at)
            return after, Change.PROFILE_RENEWED
    if after != person:
        return replace(after, changed_at=at), Change.PROFILE_KEPT
    return person, Change.PROFILE_KEPT if not was_brought else Change.UNCHANGED


def subject_id_of(draft: str) -> str:
    """The id that a draft has for its subject; empty without one."""
    if not draft:
        return ""
    table: dict[str, Any] = tomllib.loads(draft)
    return str(table.get("subject", {}).get("id", ""))
