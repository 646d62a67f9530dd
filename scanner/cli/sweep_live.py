"""Whether what an archive saw is there still: the live pages, asked by an ordinary check."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from scanner.case import OutputFolder
from scanner.cli.cases import opened_store
from scanner.cli.console import out, say
from scanner.cli.exits import Exit
from scanner.cli.sweep_files import PAGES, leads_of, pages_text
from scanner.cli.sweep_people import Sought
from scanner.language.times import day
from scanner.model.assessment import Assessment
from scanner.model.history import Turn
from scanner.render.since import PROOFS
from scanner.render.veil import printable
from scanner.sweep import Lead, SweepState
from scanner.sweep.noting import find_ids

if TYPE_CHECKING:
    from scanner.case.store import CaseStore

_FOLDER = "live"


@dataclass(frozen=True, slots=True)
class Live:
    """How live pages are reached, as the user set it."""

    yes: bool = False
    connect_to: Path | None = None
    ca_file: Path | None = None
    allow_loopback: bool = False
    rules: tuple[Path, ...] = ()


def check_live(
    folder: OutputFolder, state: SweepState, people: Sequence[Sought], live: Live
) -> Exit:
    """Looks at the pages of one person after the other as `check --pages` does, with its plan, its
    announcement and its question, and tells what became of each. The worst of the exit codes."""
    worst = Exit.CLEAN
    for sought in people:
        leads = leads_of(state, sought.subject.id)
        if not leads or sought.profile is None:
            continue
        below = folder.below(sought.subject.id)
        if len(people) > 1:
            say(printable(f"{sought.subject.display_name}:"))
        with opened_store() as store:
            earlier = _newest(store, sought)
        code = _checked(sought.profile, leads, below, live)
        if code is Exit.INTERRUPTED:
            return code
        worst = max(worst, code)
        with opened_store() as store:
            newest = _newest(store, sought)
            if newest is not None and newest[0] != (earlier and earlier[0]):
                told = _became(store, newest[1], sought, leads)
                below.write("live.txt", told)
                out.print(told, markup=False, emoji=False, highlight=False)
    return worst


def run_slate(title: str, live: Live, quiet: bool) -> None:
    """The slate's next run, which asks everybody's pages as they are today, beside all else, with
    its forecast and its question. Raises typer.Exit when it is interrupted."""
    from scanner.cli.slate_run import run

    run(
        title,
        rules=list(live.rules) or None,
        yes=live.yes,
        quiet=quiet,
        allow_loopback=live.allow_loopback,
        connect_to=live.connect_to,
        ca_file=live.ca_file,
    )


def _checked(profile: Path, leads: Sequence[Lead], below: OutputFolder, live: Live) -> Exit:
    from scanner.cli.check import check

    pages = below.write(PAGES, pages_text(lead.newest.url for lead in leads))
    try:
        check(
            profile,
            pages=pages,
            only=["src.page.given"],
            rules=list(live.rules) or None,
            out_folder=below.path / _FOLDER,
            yes=live.yes,
            connect_to=live.connect_to,
            ca_file=live.ca_file,
            allow_loopback=live.allow_loopback,
            fresh=True,
        )
    except typer.Exit as ended:
        return Exit(ended.exit_code)
    return Exit.CLEAN


def _newest(store: CaseStore, sought: Sought) -> tuple[str, Assessment] | None:
    newest = store.scans.newest(store.cases.id_of(sought.subject.id))
    return (newest[0].id, newest[1]) if newest else None


def _became(store: CaseStore, assessment: Assessment, sought: Sought, leads: Sequence[Lead]) -> str:
    """What a check of the live pages says of each find of each page."""
    lines = ["What the archives saw, and what is there today", ""]
    for number, lead in enumerate(leads, start=1):
        lines.append(f"  {number}. Seen in a web archive on {day(lead.newest.seen_at)}.")
        titles = find_ids(lead, sought.subject, store.database.key)
        for identity, item in titles.items():
            lines.append(f"     {item.title}: {standing(assessment, identity, lead)}")
    return "\n".join([*lines, "", f"The numbers are those of the lines in {PAGES}.", ""])


def standing(assessment: Assessment, identity: str, lead: Lead) -> str:
    """Of one find: still there, gone and by which proof, or why that cannot be told."""
    followed = assessment.history.followed if assessment.history else ()
    item = next((each for each in followed if each.finding_id == identity), None)
    if item is None or item.turn is Turn.UNSEEN:
        why = next(_reasons(assessment, lead), "its page was not asked")
        return f"cannot tell: {why.rstrip('.')}."
    if item.turn is Turn.GONE:
        return f"gone: {PROOFS[item.proof]}." if item.proof else "gone."
    return "still there."


def _reasons(assessment: Assessment, lead: Lead) -> Iterator[str]:
    for check in assessment.checks:
        if check.url.clear == lead.newest.url and check.reason:
            yield f"{check.reason[:1].lower()}{check.reason[1:]}"
