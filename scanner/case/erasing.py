"""Erasing one fact from a case: its findings, and whatever may show it in what checks left.

What a check left is full of it: addresses that were asked, pages as they came, the report. So all
of that goes, but for what the next check must know of the others, in which the fact is blotted out.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from scanner.case.answers import clear_cache
from scanner.case.emptying import empty_check, masked
from scanner.case.evidence import evidence_of_check
from scanner.case.purging import require_no_hold
from scanner.case.serial import dump, load, plain
from scanner.case.store import Case, CaseStore, RecordKind, Verb
from scanner.case.store.emptying import overwrite_freed
from scanner.errors import PlanError
from scanner.model.assessment import Assessment
from scanner.model.facts import Fact, FactKind
from scanner.model.history import Followed, History, Marked

T = TypeVar("T")

_BLOT = "•••"
_BETWEEN = r"(?:%[0-9A-Fa-f]{2}|[\W_]){0,3}"
"""What may stand between two letters of a value: nothing, spaces, hyphens, escapes."""
_SHORTEST = 4
"""Letters of the shortest text that is blotted out: "14" stands in every date."""
_TELLING = frozenset({"street", "postcode", "user"})
"""Pieces of facts that tell of the fact by themselves; a town or a year stands in much else."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What went."""

    findings: int
    checks: int
    tombstones: int


def find_fact(case: Case, fact_id: str) -> Fact:
    """The fact of the case with that id. Raises PlanError for one that there is not, and for the
    name, without which there is no case."""
    for fact in case.subject.facts:
        if fact.id == fact_id and fact.kind is FactKind.NAME:
            raise PlanError(
                "A case is by name: `netcurtain purge` without --fact deletes it whole."
            )
        if fact.id == fact_id:
            return fact
    there = ", ".join(f"{fact.id} ({fact.value.mask})" for fact in case.subject.facts)
    raise PlanError(f"The case has no such fact. It has: {there}.")


def erase_fact(
    store: CaseStore, case: Case, fact: Fact, at: datetime, who: str, keep_tombstones: bool = False
) -> Erased:
    """Erases what the case keeps of a fact. Raises CaseError under a legal hold.

    Incidents and hand-overs stay as they were written. `keep_tombstones` as of `purge`.
    """
    require_no_hold(case)
    blot = _Blot.of(fact)
    known = store.lives.known(case.id)
    gone = {
        item.finding_id for item in known if fact.id in item.fact_ids or blot.hits(item.address)
    }
    if keep_tombstones:
        store.lives.bury(case.id, at, gone)
    scans = store.scans.of(case.id)
    reduced = _reduced(store, case.id, fact, gone, blot)
    _rewrite_checks(store, case, fact, reduced)
    store.lives.forget(case.id, sorted(gone))
    left = (item for item in known if item.finding_id not in gone)
    store.lives.rewrite(case.id, map(blot.out_of, left))
    _rewrite_records(store, case.id, gone, blot)
    subject = replace(
        case.subject, facts=tuple(each for each in case.subject.facts if each.id != fact.id)
    )
    store.cases.rewrite(case.id, blot.out_of(replace(subject, pages=())))
    clear_cache()
    overwrite_freed(store.database)
    store.audit.tell(at, Verb.ERASED, who, f"one fact: {fact.kind}", case.id)
    return Erased(len(gone), len(scans), len(gone) if keep_tombstones else 0)


@dataclass(frozen=True, slots=True)
class _Blot:
    """Finds a value however an address or a text spells it."""

    pattern: re.Pattern[str]

    @classmethod
    def of(cls, fact: Fact) -> _Blot:
        pieces = {fact.value.reveal(), *(fact.part(name) for name in _TELLING)}
        spelt = {re.sub(r"[\W_]+", "", piece) for piece in pieces}
        # A number may have 0, +44 or nothing before what it always has.
        spelt = {re.sub(r"^(?:44|0)(?=\d+$)", "", text) for text in spelt}
        long = sorted((text for text in spelt if len(text) >= _SHORTEST), key=len, reverse=True)
        ways = (_BETWEEN.join(map(re.escape, text)) for text in long)
        return cls(re.compile("|".join(ways) or r"(?!)", re.IGNORECASE))

    def hits(self, text: str) -> bool:
        return self.pattern.search(text) is not None

    def out_of(self, value: T) -> T:
        """The same value with every text in it blotted."""
        bare = self._walk(plain(dump(value)))
        return load(type(value), dump(bare))

    def of_bare(self, value: Any) -> Any:
        return self._walk(value)

    def _walk(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.pattern.sub(_BLOT, value)
        if isinstance(value, list):
            return [self._walk(each) for each in value]
        if isinstance(value, dict):
            return {key: self._walk(each) for key, each in value.items()}
        return value


def _reduced(
    store: CaseStore, case_id: str, fact: Fact, gone: Collection[str], blot: _Blot
) -> tuple[str, Assessment] | None:
    """The newest assessment with what the next check compares with, and its check."""
    newest = store.scans.newest(case_id)
    if newest is None:
        return None
    # Dates and names are spelt in too many ways to be blotted out one by one.
    left = _without(newest[1], fact, gone)
    return newest[0].id, blot.out_of(replace(masked(left), person=left.person))


def _without(found: Assessment, fact: Fact, gone: Collection[str]) -> Assessment:
    facts = tuple(each for each in found.person.facts if each.id != fact.id)
    return replace(
        found,
        person=replace(found.person, facts=facts),
        findings=tuple(
            item
            for item in found.findings
            if item.finding.id not in gone and fact.id not in item.finding.fact_ids
        ),
        checks=tuple(replace(check, asked=()) for check in found.checks),
        history=_history_without(found.history, gone),
        escalations=(),
        actions=(),
        combinations=(),
        questions=(),
        manual=(),
        limitations=(),
        disclosures=(),
        ledger=(),
        mosaic=None,
        letters=(),
        seen=(),
    )


def _history_without(history: History | None, gone: Collection[str]) -> History | None:
    if history is None:
        return None
    kept: tuple[Followed, ...] = tuple(
        item for item in history.followed if item.finding_id not in gone
    )
    return replace(history, followed=kept)


def _rewrite_checks(
    store: CaseStore, case: Case, fact: Fact, reduced: tuple[str, Assessment] | None
) -> None:
    """Of every check only its number, times and state stay; of the newest what is compared with."""
    facts = tuple(each for each in case.subject.facts if each.id != fact.id)
    bare = replace(case.subject, facts=facts, pages=(), own_pages=(), endpoints=())
    subject = _Blot.of(fact).out_of(bare)
    for scan in store.scans.of(case.id):
        is_newest = reduced is not None and scan.id == reduced[0]
        empty_check(store, scan, subject, reduced[1] if reduced and is_newest else None)
        evidence_of_check(store, case.id, scan.id).remove()


def _rewrite_records(store: CaseStore, case_id: str, gone: Collection[str], blot: _Blot) -> None:
    for record_id, mark in store.records.of(case_id, RecordKind.MARK, Marked):
        if mark.finding_id in gone:
            store.records.forget(record_id)
    for record in store.records.every(case_id):
        if record.kind not in (RecordKind.INCIDENT, RecordKind.HAND_OVER):
            blotted = blot.of_bare(record.value)
            if blotted != record.value:
                store.records.replace(record.id, blotted)
