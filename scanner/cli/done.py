"""`netcurtain done`: what the person did about a finding, or decided."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from scanner.cli.cases import SubjectArgument, find_known, find_open_case, opened_store, operator
from scanner.cli.console import say
from scanner.cli.dates import day_of
from scanner.errors import PlanError
from scanner.language.times import day as told_day
from scanner.model.clock import utc_now

if TYPE_CHECKING:
    from scanner.case.store import CaseStore
    from scanner.model.assessment import RemedyText
    from scanner.model.history import Known, Marked


def done(
    finding: Annotated[
        str,
        typer.Argument(metavar="FINDING", help="Its id, or how that begins: `netcurtain history`."),
    ],
    subject: SubjectArgument = "",
    on: Annotated[
        str,
        typer.Option("--on", metavar="DATE", help="When, such as 2026-11-20; if not given, today."),
    ] = "",
    refused: Annotated[bool, typer.Option("--refused", help="The other side said no.")] = False,
    accepted: Annotated[bool, typer.Option("--accepted", help="You can live with it.")] = False,
    undo: Annotated[bool, typer.Option("--undo", help="Take back what was said last.")] = False,
) -> None:
    """Say what you did about a finding. It counts as gone only when a check has proved it.

    Examples:

      netcurtain done 3f2a91c0

      netcurtain done 3f2a91c0 --on 2026-11-20

      netcurtain done 3f2a91c0 "Jane Marlow" --refused

      netcurtain done 3f2a91c0 --undo
    """
    from scanner.case.chronicle import remedy_of
    from scanner.case.store import RecordKind, Verb
    from scanner.model.history import Marked, Step

    if refused + accepted + undo > 1:
        raise PlanError("Say one of --refused, --accepted and --undo.")
    day = day_of(on, "--on")
    step = Step.REFUSED if refused else Step.ACCEPTED if accepted else Step.DONE
    with opened_store() as store:
        case = find_open_case(store, subject)
        known = find_known(store.lives.known(case.id), finding)
        now = utc_now()
        if undo:
            _take_back(store, case.id, known)
            store.audit.tell(now, Verb.ALTERED, operator(), "a mark taken back", case.id)
            return
        mark = Marked(known.finding_id, step, day)
        store.records.add(case.id, RecordKind.MARK, now, mark)
        store.audit.tell(now, Verb.ALTERED, operator(), f"a finding marked as {step}", case.id)
        newest = store.scans.newest(case.id)
        remedy = remedy_of(newest[1], known.finding_id) if newest else None
    for line in _told(known, mark, remedy):
        say(line)


def _take_back(store: CaseStore, case_id: str, known: Known) -> None:
    from scanner.case.store import RecordKind
    from scanner.model.history import Marked

    marks = store.records.of(case_id, RecordKind.MARK, Marked)
    own = [record_id for record_id, mark in marks if mark.finding_id == known.finding_id]
    if not own:
        raise PlanError("Nothing was said of that finding, so there is nothing to take back.")
    store.records.forget(own[-1])
    say(f"Taken back: {known.title} on {known.site} is as it was before.")


def _told(known: Known, mark: Marked, remedy: RemedyText | None) -> list[str]:
    what = f"{known.title} on {known.site}"
    match mark.step:
        case "accepted":
            return [
                f"{what}: you accept it. Reports still show it, and say so; "
                f"`netcurtain done {known.finding_id[:8]} --undo` takes it back."
            ]
        case "refused":
            return [
                f"{what}: they refused on {told_day(mark.on)}. A letter may help further: "
                f"`netcurtain letters`; a complaint comes before the regulator."
            ]
        case _:
            return [f"{what}: done on {told_day(mark.on)}.", _proof(known, mark, remedy)]


def _proof(known: Known, mark: Marked, remedy: RemedyText | None) -> str:
    if known.turn == "gone":
        return "The last check has proved already that it is gone."
    if remedy is None or not remedy.waits_days:
        return "The next check proves it: `netcurtain check` with your profile."
    useful = mark.on + timedelta(days=remedy.waits_days)
    return (
        f"The next check proves it. That is useful from {told_day(useful)} on: this takes up to "
        f"{remedy.waits_days} days to show."
    )
