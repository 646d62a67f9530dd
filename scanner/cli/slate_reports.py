"""`netcurtain slate reports`: everybody's result, as they agreed to have it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scanner.cli.console import out, say
from scanner.cli.slate_choice import SlateOption

if TYPE_CHECKING:
    from scanner.case.store import CaseStore
    from scanner.slate.handing.results import Delivery, Entry, Result


def reports(
    out_folder: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="Where to write; the same each time.")
    ],
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--only", metavar="REF", help="Only for this person. Repeatable.", show_default=False
        ),
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Also what was written already, and lies there still.")
    ] = False,
    slate: SlateOption = "",
) -> None:
    """Write each person's result: sealed for them alone, or in clear for who shares it with you.

    Who shares numbers alone gets one page, `result-NUMBER-REF.html`, that opens with their own
    passphrase and that you cannot read. Who shares everything gets a folder with the ordinary
    report, and the sealed page as well if they have a key. `results.csv` says whose each is. Only
    what is new or has changed since the last time is written.

    Examples:

      netcurtain slate reports --out results

      netcurtain slate reports --out results --only dc-1234 --again
    """
    from scanner.case import OutputFolder
    from scanner.case.store import Verb
    from scanner.cli.cases import opened_store, operator
    from scanner.cli.slate_choice import chosen_person, chosen_slate
    from scanner.model.clock import utc_now
    from scanner.render.words import plural
    from scanner.slate.handing.results import (
        delivery_of,
        entry_of,
        is_written,
        read_list,
        results_of,
        write_list,
    )

    lacking: list[str] = []
    made = 0
    with opened_store() as store:
        chosen = chosen_slate(store, slate)
        numbers = {chosen_person(store, chosen, who).number for who in only or ()}
        results = results_of(store, chosen, numbers)
        if not results:
            say("There is no result yet. `netcurtain slate run` checks who has consented.")
            return
        folder = OutputFolder(out_folder).path
        entries = read_list(folder)
        who = chosen.record.officer or chosen.record.organisation or "whoever ran the check"
        try:
            for result in results:
                if not again and is_written(folder, result, entries):
                    continue
                delivery = delivery_of(store, result, who)
                if delivery is None:
                    lacking.append(result.person.ref)
                    continue
                entry = entry_of(result, delivery)
                _write(store, folder, result, delivery, entry)
                entries[entry.number] = entry
                made += 1
        finally:
            # Also of a run that was cut off: what lies there is on the list.
            people = {one.number: (one.ref, one.name) for one in store.slates.people(chosen.id)}
            write_list(folder, entries, people)
            if made:
                told = f"{made} results of a slate were written"
                store.audit.tell(utc_now(), Verb.DISCLOSED, operator(), told)
    out.print(str(folder), markup=False)
    say(
        f"{plural(made, 'result')} written, {len(results) - made - len(lacking)} lay there already."
    )
    if lacking:
        say(
            f"Nothing that they could open is there for {', '.join(lacking)}: they answered a new "
            f"form since their check, or have no key of their own. Check them again."
        )


def _write(
    store: CaseStore, folder: Path, result: Result, delivery: Delivery, entry: Entry
) -> None:
    from scanner.case import OutputFolder
    from scanner.case.exports import note_export
    from scanner.cli.running import write_report
    from scanner.model.clock import utc_now
    from scanner.slate.handing.results import put_file

    case = store.cases.find(result.person.subject_id)
    if delivery.page:
        put_file(folder / entry.page, delivery.page)
    if delivery.assessment is not None:
        write_report(OutputFolder(folder / entry.report), delivery.assessment, reveal=False)
    if case is not None:
        for name, what in ((entry.page, "sealed result"), (entry.report, "report")):
            if name:
                note_export(store, case.id, folder / name, what, utc_now())
