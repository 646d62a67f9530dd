"""`netcurtain slate reports`: everybody's result, as they agreed to have it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scanner.cli.console import out, say
from scanner.cli.slate_choice import PeopleLangOption, SlateOption

if TYPE_CHECKING:
    from scanner.case.store import CaseStore
    from scanner.case.store.slates import Slate
    from scanner.language import Language
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
    lang: PeopleLangOption = None,
) -> None:
    """Write each person's result: sealed for them alone, or in clear for who shares it with you.

    Who shares numbers alone gets one page, `result-NUMBER-REF.html`, that opens with their own
    passphrase and that you cannot read. Who shares everything gets a folder with the ordinary
    report, and the sealed page as well if they have a key. `results.csv` says whose each is. Only
    what is new or has changed since the last time is written, and whoever has withdrawn since goes
    off the lists.

    Examples:

      netcurtain slate reports --out results

      netcurtain slate reports --out results --only dc-1234 --again
    """
    from scanner.case import OutputFolder
    from scanner.cli.cases import opened_store
    from scanner.cli.slate_choice import chosen_person, chosen_slate
    from scanner.render.words import plural
    from scanner.slate.handing.results import INDEX, read_list, results_of

    with opened_store() as store:
        chosen = chosen_slate(store, slate)
        numbers = {chosen_person(store, chosen, who).number for who in only or ()}
        results = results_of(store, chosen, numbers)
        # A list of earlier results may hold people who have withdrawn since.
        if not results and not (out_folder / INDEX).exists():
            say("There is no result yet. `netcurtain slate run` checks who has consented.")
            return
        folder = OutputFolder(out_folder).path
        desk = _Desk(store, chosen, folder, read_list(folder), lang)
        try:
            for result in results:
                desk.put(result, again)
        finally:
            # Also of a run that was cut off: what lies there is on the list.
            left = desk.close()
    out.print(str(folder), markup=False)
    lay = len(results) - desk.made - len(desk.lacking)
    say(f"{plural(desk.made, 'result')} written, {lay} lay there already.")
    if desk.lacking:
        say(
            f"Nothing that they could open is there for {', '.join(desk.lacking)}: they answered a "
            f"new form since their check, or have no key of their own. Check them again."
        )
    if left:
        say("Of people who have withdrawn or are off the slate, for you to delete:")
        for path in left:
            out.print(f"  {path}", markup=False)


@dataclass(slots=True)
class _Desk:
    """Where results are written, and what became of them."""

    store: CaseStore
    slate: Slate
    folder: Path
    entries: dict[int, Entry]
    lang: Language | None
    made: int = 0
    lacking: list[str] = field(default_factory=list)

    def put(self, result: Result, again: bool) -> None:
        """One result, in the language of its person, unless it lies there already."""
        from scanner.language import speaking
        from scanner.slate.consenting.speech import language_of
        from scanner.slate.handing.results import delivery_of, entry_of, is_written

        record = self.slate.record
        who = record.officer or record.organisation or "whoever ran the check"
        with speaking(language_of(result.person, self.lang)):
            if not again and is_written(self.folder, result, self.entries):
                return
            delivery = delivery_of(self.store, result, who)
            if delivery is None:
                self.lacking.append(result.person.ref)
                return
            entry = entry_of(result, delivery)
            _write(self.store, self.folder, result, delivery, entry)
        self.entries[entry.number] = entry
        self.made += 1

    def close(self) -> tuple[Path, ...]:
        """Writes the lists; what lies there of people who are not to have anything any more."""
        from scanner.case.store import Verb
        from scanner.cli.cases import operator
        from scanner.model.clock import utc_now
        from scanner.model.slate import PersonState
        from scanner.slate.handing.lists import note_lists
        from scanner.slate.handing.results import write_list

        everybody = self.store.slates.people(self.slate.id)
        people = {
            one.number: (one.ref, one.name)
            for one in everybody
            if one.state is not PersonState.WITHDRAWN
        }
        written, left = write_list(self.folder, self.entries, people)
        note_lists(self.store, self.slate.id, written)
        if self.made:
            told = f"{self.made} results of a slate were written"
            self.store.audit.tell(utc_now(), Verb.DISCLOSED, operator(), told)
        return left


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
