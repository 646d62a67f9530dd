"""The consent block: without a current consent of the person themself nothing is looked for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date

from scanner.model.facts import NAME_KINDS, Fact, FactKind
from scanner.model.subject import Basis, Consent
from scanner.profile.names import split_name
from scanner.profile.sections import source_ids
from scanner.profile.tables import Problems, Table, nearest

KEYS = (
    "basis",
    "given_by",
    "given_on",
    "recorded_by",
    "how",
    "valid_until",
    "scope",
    "name_searches",
    "sensitive_sources",
    "revealing_searches",
    "case_reference",
)

_NO_OTHER_BASIS = (
    'Write "self" if you are this person, or "written_consent" if you hold their written consent. '
    "There is no other basis than the person's own consent; a police reference may be given "
    "with it, as case_reference, never instead of it."
)
_MISSING = """Add a [consent] block, written by or for the person themself:
    [consent]
    basis = "self"
    given_by = "their full name"
    given_on = {today}
    valid_until = {until}
    scope = "all\""""


def read_consent(top: Table, facts: Iterable[Fact], today: date) -> Consent | None:
    """The consent, or None when it is missing or faulty; every fault is noted."""
    table = top.table("consent")
    if table is None:
        if "consent" not in top.content:
            until = date(today.year + (today.month > 6), (today.month + 5) % 12 + 1, 1)
            top.problems.error(
                "consent",
                "is missing: without the person's own consent nothing is looked for.",
                _MISSING.format(today=today, until=until),
            )
        return None
    table.only(KEYS)
    basis = _basis(table)
    given_by = table.text("given_by", "Write the name of the person whom the facts are about.")
    given_on = table.day("given_on", "Write the day of the consent, such as 2026-11-01.")
    valid_until = table.day("valid_until", "Write its last day, such as 2027-05-31.")
    scope = _scope(table)
    is_self = basis is not Basis.WRITTEN_CONSENT
    recorded_by = table.text(
        "recorded_by", "" if is_self else "Write who holds the written consent."
    )
    how = table.text("how", "" if is_self else 'Write how it was given, such as "signed form".')
    name_searches = source_ids(table, "name_searches")
    sensitive_sources = source_ids(table, "sensitive_sources")
    revealing_searches = source_ids(table, "revealing_searches")
    case_reference = table.text("case_reference")
    if given_by:
        _check_own(table, given_by, facts)
    if given_on and valid_until:
        _check_dates(table, given_on, valid_until, today)
    if not (basis and given_by and given_on and valid_until and scope):
        return None
    return Consent(
        basis=basis,
        given_by=given_by,
        given_on=given_on,
        recorded_by=recorded_by or given_by,
        how=how or "own device",
        scope=scope,
        valid_until=valid_until,
        name_searches=name_searches,
        sensitive_sources=sensitive_sources,
        revealing_searches=revealing_searches,
        case_reference=case_reference,
    )


def check_scope(scope: frozenset[FactKind], facts: Iterable[Fact], problems: Problems) -> None:
    """Notes each kind of fact that the profile gives and the consent does not cover."""
    for kind in sorted({fact.kind for fact in facts} - scope):
        problems.outside_consent(
            f"facts.{kind}",
            "is outside the scope of the consent.",
            f'Add "{kind}" to consent.scope if the person agrees to it, or take the fact out.',
        )


def _basis(table: Table) -> Basis | None:
    text = table.text("basis", _NO_OTHER_BASIS)
    if text in set(Basis):
        return Basis(text)
    if text:
        table.problems.error(table.where("basis"), "is no basis for a scan.", _NO_OTHER_BASIS)
    return None


def _scope(table: Table) -> frozenset[FactKind]:
    mend = 'Write "all", or a list of kinds of fact such as ["name", "address"].'
    value = table.content.get("scope")
    if value is None:
        table.problems.error(table.where("scope"), "is missing.", mend)
        return frozenset()
    if isinstance(value, str) and value.strip().lower() == "all":
        return frozenset(FactKind)
    kinds: set[FactKind] = set()
    names = [kind.value for kind in FactKind]
    listed = table.texts("scope")
    for where, text in listed:
        if text in names:
            kinds.add(FactKind(text))
            continue
        meant = nearest(text, names)
        table.problems.error(
            where,
            "names no kind of fact.",
            f'Did you mean "{meant}"?' if meant else f"Known: {', '.join(names)}.",
        )
    if not listed and value == []:
        table.problems.error(table.where("scope"), "is empty.", mend)
    return frozenset(kinds)


def _check_own(table: Table, given_by: str, facts: Iterable[Fact]) -> None:
    names = [fact.value.reveal() for fact in facts if fact.kind in NAME_KINDS]
    if names and not any(_same_person(given_by, name) for name in names):
        table.problems.error(
            table.where("given_by"),
            "is not one of the names in facts.name, facts.alias or facts.former_name.",
            "Only the person themself can consent: write their name as it is there. "
            "Who recorded it for them goes into recorded_by.",
        )


def _same_person(given_by: str, name: str) -> bool:
    """Same first and last name, whatever stands between; a name of one word must be among them."""
    giver, known = _folded(given_by), _folded(name)
    if giver == known:
        return True
    if len(known) == 1:
        return known[0] in giver
    return len(giver) > 1 and len(known) > 1 and (giver[0], giver[-1]) == (known[0], known[-1])


def _folded(name: str) -> list[str]:
    whole = " ".join(piece for piece in split_name(name).values() if piece)
    plain = "".join(
        char for char in unicodedata.normalize("NFKD", whole) if not unicodedata.combining(char)
    )
    return re.findall(r"\w+", plain.casefold())


def _check_dates(table: Table, given_on: date, valid_until: date, today: date) -> None:
    problems = table.problems
    if valid_until < given_on:
        problems.error(
            table.where("valid_until"), "lies before given_on.", "Check both of the dates."
        )
    elif valid_until < today:
        problems.outside_consent(
            table.where("valid_until"),
            f"has passed: this consent ended on {valid_until}.",
            "Ask the person again, and record the new consent with its dates.",
        )
    if given_on > today:
        problems.outside_consent(
            table.where("given_on"),
            f"lies ahead: this consent begins on {given_on}.",
            "Wait for that day, or correct the date.",
        )
