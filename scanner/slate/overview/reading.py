"""Reads what an overview is made of out of the store."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from scanner.case.store import CaseStore
from scanner.model.overview import Overview
from scanner.model.slate import EntrantState, Numbers
from scanner.rulebook.book import RuleBook
from scanner.slate.overview.building import Checks, Standing, overview_of


def read_overview(store: CaseStore, slate_id: str, book: RuleBook, now: datetime) -> Overview:
    """The overview of a slate as the store has it now. Raises CaseError, and LookupError when there
    is no such slate."""
    slate = store.slates.one(slate_id)
    return overview_of(
        slate.record,
        store.slates.people(slate_id),
        checks_of(store, slate_id),
        nameable_sources(book),
        now,
    )


def checks_of(store: CaseStore, slate_id: str) -> Checks:
    """What every run has come to, the first one first."""
    ended: dict[int, list[Numbers]] = defaultdict(list)
    standings: dict[int, Standing] = {}
    runs = sorted(store.runs.of(slate_id), key=lambda run: run.number)
    for run in runs:
        standings = {}
        for entrant in store.runs.entrants(run.id):
            standings[entrant.number] = Standing(entrant.state, entrant.why)
            if entrant.state is EntrantState.DONE and entrant.numbers is not None:
                ended[entrant.number].append(entrant.numbers)
    newest = runs[-1] if runs else None
    return Checks(
        ended=ended,
        standings=standings,
        runs=len(runs),
        last_run_at=newest.started_at if newest else None,
        is_under_way=newest is not None and newest.state == "running",
    )


def nameable_sources(book: RuleBook) -> dict[str, str]:
    """Titles of the sources that may be named to an officer. That anybody at all was found at a
    sensitive one is theirs to tell."""
    return {key: rule.title for key, rule in book.sources.items() if not rule.sensitive}
