"""One person as a list tells of them, and the draft of a profile that it makes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from scanner.model.subject import Election, Role
from scanner.profile.drafts import profile_text

Entry = str | Mapping[str, str]
"""A fact as a profile has it: a value, or a table."""


@dataclass(frozen=True, slots=True)
class Listed:
    """What the rows of one person say, each fact once."""

    rows: tuple[int, ...]
    name: str = field(repr=False)
    role: Role
    ref: str = field(repr=False, default="")
    """The list's own reference, if it has one."""
    old_refs: tuple[str, ...] = field(repr=False, default=())
    group: str = ""
    ballots: tuple[str, ...] = ()
    contact: str = field(repr=False, default="")
    facts: Mapping[str, tuple[Entry, ...]] = field(repr=False, default_factory=dict)
    """By kind; without the name."""
    election: Election = field(default_factory=Election)
    pages: tuple[str, ...] = field(repr=False, default=())
    sites: tuple[str, ...] = field(repr=False, default=())
    """Addresses of what may be a site of their own, or their party's."""
    own_sites: tuple[str, ...] = field(repr=False, default=())
    """… of what is their own."""
    consent: Mapping[str, str | date] | None = field(repr=False, default=None)
    """The person's own consent, if the list brings it, as a profile has it."""
    file: str = field(repr=False, default="")
    """Of a profile: the name of its file."""
    profile: str = field(repr=False, default="")
    """The whole profile, if it was brought as one."""
    subject_id: str = field(repr=False, default="")

    def values(self, kind: str) -> frozenset[str]:
        """The values of one kind of fact, for comparing."""
        entries = self.facts.get(kind, ())
        return frozenset(
            str(entry if isinstance(entry, str) else entry.get("value", "")).casefold()
            for entry in entries
        )


def draft_table(one: Listed, subject_id: str) -> dict[str, Any]:
    """The person's draft, with their consent if the list brings it, as `tomllib` would give it."""
    table: dict[str, Any] = {
        "schema": 1,
        "subject": {"id": subject_id, "role": one.role.value},
    }
    if one.consent is not None:
        table["consent"] = dict(one.consent)
    if election := _election(one.election):
        table["election"] = election
    facts: dict[str, Any] = {"name": one.name}
    facts.update({kind: list(entries) for kind, entries in one.facts.items()})
    table["facts"] = facts
    urls: list[Any] = list(dict.fromkeys([*one.pages, *one.sites]))
    urls += [{"url": url, "own": True} for url in one.own_sites]
    if urls:
        table["pages"] = {"urls": urls}
    return table


def draft_text(one: Listed, subject_id: str) -> str:
    """The same as TOML."""
    return profile_text(draft_table(one, subject_id))


def together(people: Sequence[Listed]) -> Listed:
    """One person out of what several rows say of them: the first says who, all say what."""
    first = people[0]
    kinds = dict.fromkeys(kind for one in people for kind in one.facts)
    dated = [one.election for one in people if one.election.poll_date]
    election = min(dated, key=lambda each: each.poll_date or date.max, default=first.election)
    return Listed(
        rows=tuple(sorted(row for one in people for row in one.rows)),
        name=first.name,
        role=first.role,
        ref=first.ref or next((one.ref for one in people if one.ref), ""),
        old_refs=_once(ref for one in people for ref in one.old_refs),
        group=first.group or next((one.group for one in people if one.group), ""),
        ballots=_once(ballot for one in people for ballot in one.ballots),
        contact=first.contact or next((one.contact for one in people if one.contact), ""),
        facts={kind: _entries(people, kind) for kind in kinds},
        election=election,
        pages=_once(page for one in people for page in one.pages),
        sites=_once(site for one in people for site in one.sites),
        own_sites=_once(site for one in people for site in one.own_sites),
        consent=next((one.consent for one in people if one.consent is not None), None),
    )


def _entries(people: Sequence[Listed], kind: str) -> tuple[Entry, ...]:
    found: list[Entry] = []
    for one in people:
        found.extend(entry for entry in one.facts.get(kind, ()) if entry not in found)
    return tuple(found)


def _once(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def _election(election: Election) -> dict[str, Any]:
    known = {
        "kind": election.kind,
        "nation": election.nation,
        "poll_date": election.poll_date,
    }
    return {key: value for key, value in known.items() if value}
