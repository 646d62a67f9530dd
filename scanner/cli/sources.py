"""`netcurtain sources`: the catalogue by group, what each learns, its key, what it would add."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scanner.cli.console import out
from scanner.cli.options import RulesOption

if TYPE_CHECKING:
    from scanner.case.keys import Kept
    from scanner.model.plan import Plan
    from scanner.rulebook.book import RuleBook
    from scanner.rulebook.source import SourceRule

_FIXABLE = frozenset({"nothing_to_ask", "no_key", "no_endpoint", "not_ticked", "deselected"})
"""Reasons for leaving a source out that the person can take away."""


@dataclass(frozen=True, slots=True)
class Row:
    """One source of the catalogue, as scripts get it."""

    id: str
    title: str
    group: str
    access: str
    """automatic, or by hand."""
    learns: list[dict[str, str]]
    """Kinds of fact and the form in which each leaves; empty: nothing of the person's."""
    key: str
    """Name of the key that it needs; empty for none."""
    key_state: str
    """set, missing, or empty where none is needed."""
    state: str = ""
    """With a profile: asked, open (to look at by hand), answered, from other answers, left out."""
    why: str = ""
    """Why it is left out, in plain words."""
    adds: int = 0
    """How many checks it has in coverage, or would have if it were asked."""
    share: float = field(default=0.0)
    """The same as a share of all checks that coverage would then have."""


def sources(
    profile: Annotated[
        Path | None, typer.Argument(metavar="[PROFILE]", help="Say what this profile has asked.")
    ] = None,
    rules: RulesOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the list as JSON.")] = False,
) -> None:
    """List the catalogue by group: what each source learns, whether it is asked automatically or by
    hand, and the state of its key. With a profile: whether it is asked, why not, and what it adds
    to coverage. Nothing is sent.

    Examples:

      netcurtain sources

      netcurtain sources profile.toml
    """
    from scanner.case.keys import KeyStore
    from scanner.cli.keys import askers_in

    book, plan = _prepared(profile, rules)
    kept = KeyStore().find(askers_in(book))
    rows = [*_rows(book, plan, kept)]
    if as_json:
        document = {"schema": "netcurtain/sources/1", "sources": [asdict(row) for row in rows]}
        out.file.write(json.dumps(document, ensure_ascii=False, indent=1) + "\n")
        return
    _print(rows, with_profile=plan is not None)


def _prepared(profile: Path | None, rules: RulesOption) -> tuple[RuleBook, Plan | None]:
    from scanner.cli.rulefolders import book_with
    from scanner.cli.scan import Selection, prepare
    from scanner.rulebook.lint import require_sound

    if profile is not None:
        scan = prepare(profile, Selection(rules=rules))
        return scan.book, scan.plan
    book = book_with(rules or [])
    require_sound(book)
    return book, None


def _rows(book: RuleBook, plan: Plan | None, kept: Mapping[str, Kept]) -> Iterator[Row]:
    """In order of group, then of title."""
    from scanner.render.words import CATEGORIES

    planned = _planned(plan) if plan else {}
    total = sum(adds for state, _, adds in planned.values() if state in ("asked", "answered"))
    order = list(CATEGORIES)
    for rule in sorted(
        book.sources.values(), key=lambda rule: (order.index(rule.category), rule.title.casefold())
    ):
        state, why, adds = planned.get(rule.id, ("from other answers" if plan else "", "", 0))
        would_be = total if state in ("asked", "answered") else total + adds
        yield Row(
            id=rule.id,
            title=rule.title,
            group=CATEGORIES[rule.category],
            access="by hand" if rule.is_manual else "automatic",
            learns=[{"kind": kind, "form": form} for kind, form in learned(rule)],
            key=rule.secret,
            key_state=("set" if rule.secret in kept else "missing") if rule.secret else "",
            state=state,
            why=why,
            adds=adds,
            share=round(adds / would_be, 4) if would_be else 0.0,
        )


def _planned(plan: Plan) -> dict[str, tuple[str, str, int]]:
    """State, reason and checks in coverage of each source that the plan speaks of."""
    from scanner.model.plan import Purpose

    told: dict[str, tuple[str, str, int]] = {}
    for entry in plan.left_out:
        adds = 1 if entry.reason.value in _FIXABLE else 0
        told[entry.source_id] = ("left out", entry.detail, adds)
    for check in plan.manual:
        told[check.source_id] = ("open" if check.is_open else "answered", "", 1)
    for probe in plan.probes:
        before = told.get(probe.source_id, ("", "", 0))
        # As coverage has it: every page counts, and every other source once.
        again = before[2] if before[0] == "asked" and probe.purpose is Purpose.PAGE else 0
        told[probe.source_id] = ("asked", "", again + 1)
    return told


def learned(rule: SourceRule) -> tuple[tuple[str, str], ...]:
    """Kinds of fact, each with the form in which it leaves, that the source learns when asked."""
    from scanner.rulebook.permission import sent_by
    from scanner.rulebook.template import variables_of
    from scanner.rulebook.variables import MEANINGS, Variable

    used: set[str] = {*sent_by(rule)}
    if rule.is_manual:
        used |= variables_of(rule.page_url)
        if "search" in used:
            used = used.union(*(variables_of(variant.search) for variant in rule.variants))
    meanings = (MEANINGS[name] for name in Variable if name in used)
    pairs = ((m.kind.value, m.form.value) for m in meanings if m.kind is not None)
    return tuple(dict.fromkeys(pairs))


_FORMS = {
    "clear": "",
    "hash": " (fingerprint)",
    "hash_prefix": " (start of a fingerprint)",
    "partial": " (in part)",
}


def _print(rows: list[Row], with_profile: bool) -> None:
    group = ""
    for row in rows:
        if row.group != group:
            group = row.group
            number = sum(other.group == group for other in rows)
            out.print(f"\n[bold]{group}[/bold] ({number})")
        out.print(f"  {row.title}  [{row.id}]", markup=False)
        out.print(f"      {_line(row)}", markup=False)
    automatic = sum(row.access == "automatic" for row in rows)
    out.print(
        f"\n{len(rows)} sources: {automatic} automatic, {len(rows) - automatic} by hand.",
        markup=False,
    )
    if with_profile:
        counted = {name: sum(row.state == name for row in rows) for name in ("asked", "left out")}
        by_hand = sum(row.state in ("open", "answered") for row in rows)
        out.print(
            f"With this profile {counted['asked']} are asked, {by_hand} are for you to look at "
            f"(netcurtain manual), and {counted['left out']} are left out.",
            markup=False,
        )


def _line(row: Row) -> str:
    told = ", ".join(
        f"{fact['kind'].replace('_', ' ')}{_FORMS[fact['form']]}" for fact in row.learns
    )
    parts = [row.access, f"learns {told}" if told else "learns nothing of yours"]
    if row.key:
        parts.append(f"key {row.key}: {row.key_state}")
    if row.state:
        parts.append(row.state if not row.why else f"{row.state}: {row.why.rstrip('.')}")
    if row.adds:
        verb = "adds" if row.state in ("asked", "answered") else "would add"
        number = "1 check" if row.adds == 1 else f"{row.adds} checks"
        parts.append(f"{verb} {number} ({row.share:.1%})")
    return " · ".join(parts)
