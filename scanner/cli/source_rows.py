"""The catalogue as rows: what each source learns, its key, and what a profile makes of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scanner.case.keys import Kept
    from scanner.model.plan import Plan
    from scanner.rulebook.book import RuleBook
    from scanner.rulebook.source import SourceRule

FIXABLE = frozenset({"nothing_to_ask", "no_key", "no_endpoint", "not_ticked", "deselected"})
"""Reasons for leaving a source out that the person can take away."""
COUNTED = ("asked", "answered")
"""States in which a source is in coverage."""

_TICK = re.compile(r"to (name_searches|revealing_searches|sensitive_sources) in")


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
    reason: str = ""
    """The same as a code: no_key, not_ticked, nothing_to_ask …"""
    tick: str = ""
    """The list of [consent] in which the person's yes to it is missing."""
    adds: int = 0
    """How many checks it has in coverage, or would have if it were asked."""
    share: float = field(default=0.0)
    """The same as a share of all checks that coverage would then have."""


def rows_of(book: RuleBook, plan: Plan | None, kept: Mapping[str, Kept]) -> Iterator[Row]:
    """In order of group, then of title."""
    from scanner.render.words import CATEGORIES

    planned = _planned(plan) if plan else {}
    total = sum(told.adds for told in planned.values() if told.counts)
    order = list(CATEGORIES)
    for rule in sorted(
        book.sources.values(), key=lambda rule: (order.index(rule.category), rule.title.casefold())
    ):
        told = planned.get(rule.id, _Told("from other answers" if plan else ""))
        would_be = total if told.counts else total + told.adds
        yield Row(
            id=rule.id,
            title=rule.title,
            group=CATEGORIES[rule.category],
            access="by hand" if rule.is_manual else "automatic",
            learns=[{"kind": kind, "form": form} for kind, form in learned(rule)],
            key=rule.secret,
            key_state=("set" if rule.secret in kept else "missing") if rule.secret else "",
            state=told.state,
            why=told.why,
            reason=told.reason,
            tick=found[1] if (found := _TICK.search(told.why)) else "",
            adds=told.adds,
            share=round(told.adds / would_be, 4) if would_be else 0.0,
        )


@dataclass(frozen=True, slots=True)
class _Told:
    """What the plan says of a source."""

    state: str
    why: str = ""
    reason: str = ""
    adds: int = 0

    @property
    def counts(self) -> bool:
        """Whether it is in coverage as things stand."""
        return self.state in COUNTED


def _planned(plan: Plan) -> dict[str, _Told]:
    """For each source that the plan speaks of."""
    from scanner.model.plan import Purpose

    told: dict[str, _Told] = {}
    for entry in plan.left_out:
        reason = entry.reason.value
        told[entry.source_id] = _Told("left out", entry.detail, reason, int(reason in FIXABLE))
    for check in plan.manual:
        told[check.source_id] = _Told("open" if check.is_open else "answered", adds=1)
    for probe in plan.probes:
        before = told.get(probe.source_id)
        # As coverage has it: every page counts, and every other source once.
        is_again = before is not None and before.state == "asked" and probe.purpose is Purpose.PAGE
        told[probe.source_id] = _Told("asked", adds=1 + (before.adds if is_again and before else 0))
    return told


def learned(rule: SourceRule) -> tuple[tuple[str, str], ...]:
    """Kinds of fact, each with the form in which it leaves, that the source learns when asked."""
    from scanner.rulebook.permission import sent_by
    from scanner.rulebook.template import variables_of
    from scanner.rulebook.variables import MEANINGS, Variable

    used: set[str] = {*sent_by(rule)}
    if rule.is_manual:
        # What stands in the link, and what the person is asked to type there.
        used |= variables_of(rule.page_url) | {variable.value for variable in rule.needs}
        if "search" in used:
            used = used.union(*(variables_of(variant.search) for variant in rule.variants))
    meanings = (MEANINGS[name] for name in Variable if name in used)
    pairs = ((m.kind.value, m.form.value) for m in meanings if m.kind is not None)
    return tuple(dict.fromkeys(pairs))
