"""Whether what an archive saw is there still: the live pages, asked by an ordinary check."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import typer

from scanner.case import OutputFolder
from scanner.cli.console import out, say
from scanner.cli.exits import Exit
from scanner.cli.sweep_files import PAGES, leads_of, pages_text
from scanner.cli.sweep_people import Sought
from scanner.model.assessment import Assessment
from scanner.model.outcome import OutcomeKind
from scanner.render.veil import printable
from scanner.sweep import Lead, SweepState

_FOLDER = "live"


def check_live(
    folder: OutputFolder,
    state: SweepState,
    people: Sequence[Sought],
    yes: bool,
    connect_to: Path | None,
    ca_file: Path | None,
    allow_loopback: bool,
) -> Exit:
    """Looks at the pages of one person after the other as `check --pages` does, with its plan, its
    announcement and its question, and tells what became of each. The worst of the exit codes."""
    from scanner.cli.check import check

    worst = Exit.CLEAN
    for sought in people:
        leads = leads_of(state, sought.subject.id)
        if not leads or sought.profile is None:
            continue
        below = folder.below(sought.subject.id)
        pages = below.write(PAGES, pages_text(lead.newest.url for lead in leads))
        if len(people) > 1:
            say(printable(f"{sought.subject.display_name}:"))
        try:
            check(
                sought.profile,
                pages=pages,
                only=["src.page.given"],
                out_folder=below.path / _FOLDER,
                yes=yes,
                connect_to=connect_to,
                ca_file=ca_file,
                allow_loopback=allow_loopback,
                fresh=True,
            )
        except typer.Exit as ended:
            code = Exit(ended.exit_code)
            if code is Exit.INTERRUPTED:
                return code
            worst = max(worst, code)
        if (told := _became(sought, leads)) is not None:
            below.write("live.txt", told)
            out.print(told, markup=False, emoji=False, highlight=False)
    return worst


def _became(sought: Sought, leads: Sequence[Lead]) -> str | None:
    """What the newest check says of each page; None when none was made."""
    from scanner.cli.cases import opened_store

    with opened_store() as store:
        newest = store.scans.newest(store.cases.id_of(sought.subject.id))
    if newest is None:
        return None
    lines = ["What the archives saw, and what is there today", ""]
    for number, lead in enumerate(leads, start=1):
        seen = f"{lead.newest.seen_at:%Y-%m-%d}"
        lines.append(f"  {number}. seen on {seen}: {standing(newest[1], lead)}")
    return "\n".join([*lines, "", f"The numbers are those of the lines in {PAGES}.", ""])


def standing(assessment: Assessment, lead: Lead) -> str:
    """Still there, gone, or why that cannot be told."""
    url = lead.newest.url
    wanted = {fact for item in lead.newest.weighed for fact in item.finding.fact_ids}
    checks = [each for each in assessment.checks if each.url.clear == url]
    asked = {each.probe_id for each in checks}
    facts = {
        fact
        for item in assessment.findings
        if item.finding.probe_id in asked or item.finding.url.clear == url
        for fact in item.finding.fact_ids
    }
    if wanted & facts:
        return "still there."
    if any(each.outcome in (OutcomeKind.FOUND, OutcomeKind.ABSENT) for each in checks):
        return "gone: the page was read, and does not show it."
    why = next((each.reason for each in checks if each.reason), "it was not asked")
    return f"cannot tell ({why})."
