"""`netcurtain slate import`: people from a spreadsheet or a folder of profiles onto a slate."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scanner.cli.console import is_interactive, say
from scanner.cli.exits import Exit
from scanner.cli.slate_choice import SlateOption
from scanner.errors import PlanError, SlateError

if TYPE_CHECKING:
    from scanner.case.store import CaseStore
    from scanner.case.store.slates import Slate
    from scanner.slate.importing.columns import Layout
    from scanner.slate.importing.rows import Reading
    from scanner.slate.importing.sheet import Sheet
    from scanner.slate.importing.taking import ReadList

_MANY = 500
"""Rows from which progress is shown."""

FileArgument = Annotated[
    Path,
    typer.Argument(metavar="FILE", help="CSV, TSV, XLSX, or a folder of profiles.", exists=True),
]
RoleOption = Annotated[
    str,
    typer.Option(
        "--role",
        metavar="ROLE",
        help="Of everybody whose row says none: candidate, agent, staff, volunteer or household.",
        show_default=False,
    ),
]
MapOption = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="COLUMN=MEANING",
        help='What a column holds, such as "Tel=phone"; "Tel=" ignores it. Repeatable.',
    ),
]
SkipRowsOption = Annotated[
    bool, typer.Option("--skip-faulty", help="Leave out the rows that are faulty, take the others.")
]
SkipCellsOption = Annotated[
    bool,
    typer.Option(
        "--skip-cells",
        help="Leave out faulty details, take the rest of their rows; implies --skip-faulty.",
    ),
]


def import_people(
    file: FileArgument,
    slate: SlateOption = "",
    role: RoleOption = "",
    mapped: MapOption = None,
    sheet: Annotated[
        str, typer.Option("--sheet", metavar="NAME", help="Which sheet of a workbook.")
    ] = "",
    header_row: Annotated[
        int | None,
        typer.Option("--header-row", metavar="N", help="Which row has the headings.", min=1),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="The columns are right: do not ask.")] = False,
    skip_faulty: SkipRowsOption = False,
    skip_cells: SkipCellsOption = False,
    errors: Annotated[
        Path | None,
        typer.Option("--errors", metavar="FILE", help="Write what is faulty into a CSV file."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Tell what would be done, and store nothing.")
    ] = False,
) -> None:
    """Put people on a slate: candidates, agents, staff and volunteers alike. Nothing is sent.

    A list is never a consent: nobody is checked before they have given their own. Campaign contact
    details count as public by choice, everything else as private. Importing again brings the slate
    up to date; nobody is deleted by it, and a profile that a person gave is not touched.

    Examples:

      netcurtain slate import dc-candidates.csv

      netcurtain slate import agents.xlsx --role agent --map "Tel=phone" --map "Notes="

      netcurtain slate import candidates.xlsx --skip-faulty --errors to-mend.csv
    """
    from scanner.cli.cases import opened_store
    from scanner.cli.slate_told import tell, tell_faults, tell_taken, write_errors
    from scanner.model.clock import utc_now
    from scanner.slate.importing.taking import meeting_of, take, without_withdrawn

    today = utc_now().date()
    said = _said(mapped or [])
    with opened_store() as store:
        chosen = _chosen(store, slate)
        if file.is_dir():
            read = without_withdrawn(store, _folder(file), today)
        else:
            recorded_by = chosen.record.officer if chosen else ""
            how = _how(role, recorded_by, skip_cells)
            read = _list(file, sheet, chosen, said, header_row, yes, how)
        meeting = meeting_of(store, chosen, read, utc_now())
        tell(read)
        faults = read.told.faults
        tell_faults(faults)
        if errors is not None:
            write_errors(errors, faults)
        if faults and not _goes_on(read, skip_faulty or skip_cells, dry_run):
            raise typer.Exit(int(Exit.ERROR))
        if not read.people:
            raise SlateError("Nobody of the list can be taken.")
        if dry_run:
            say(
                f"Would be new: {len(meeting.new)}. Known already: {len(meeting.known)}. Nothing "
                f"was stored."
            )
            return
        if meeting.new:
            _advise_passphrase(store)
        target = chosen or _begun(store, slate or _title(file), read)
        taken = take(store, target, read, meeting, utc_now())
        _note(store, read)
        tell_taken(target.record.title, read, taken)


def _chosen(store: CaseStore, title: str) -> Slate | None:
    """The slate that is meant; None when one has to be begun."""
    from scanner.cli.slate_choice import chosen_slate

    if title:
        return store.slates.find(title)
    return chosen_slate(store) if store.slates.all() else None


def _list(
    file: Path,
    sheet_name: str,
    slate: Slate | None,
    said: dict[str, str],
    header_row: int | None,
    yes: bool,
    how: Reading,
) -> ReadList:
    from scanner.slate.importing.columns import find_layout, require_names
    from scanner.slate.importing.opening import read_sheet
    from scanner.slate.importing.taking import read_list

    sheet = read_sheet(file, sheet_name)
    if sheet.others and not sheet_name:
        say(
            f'Read is the sheet "{_shown(sheet.title)}" of {len(sheet.others) + 1}; another one '
            f"with --sheet."
        )
    remembered = slate.record.mapping if slate is not None else {}
    layout = find_layout(sheet, remembered, said, header_row)
    layout = _confirmed(sheet, layout, yes)
    require_names(layout)
    with _progress(len(sheet.rows)) as advance:
        return read_list(sheet, layout, how, advance)


def _confirmed(sheet: Sheet, layout: Layout, yes: bool) -> Layout:
    """The columns as the officer says that they are. Raises PlanError when nobody can be asked."""
    from scanner.cli.slate_columns import show_columns

    show_columns(sheet, layout)
    if yes or layout.is_certain:
        return layout
    if not is_interactive():
        raise PlanError(
            "Somebody must say whether the columns above are right, and nobody can be asked here. "
            'Nothing was done. Say --yes if they are, or --map "COLUMN=MEANING" for each that is '
            "not."
        )
    while True:
        typed: str = typer.prompt(
            "Right? Type yes, or COLUMN=MEANING to change one (empty: ignore it), or no",
            default="no",
            show_default=False,
            err=True,
        )
        answer = typed.strip()
        if answer.lower() in ("y", "yes"):
            return layout
        if "=" not in answer:
            raise PlanError("Nothing was done.")
        try:
            layout = layout.changed(_said([answer]))
        except PlanError as error:
            say(str(error))
            continue
        show_columns(sheet, layout)


def _folder(folder: Path) -> ReadList:
    from scanner.model.clock import utc_now
    from scanner.slate.importing.taking import read_folder

    say(
        "Each profile brings its person's own consent. Brought ones have no key of their own, so "
        "you will see all of their results."
    )
    return read_folder(folder, utc_now().date())


def _how(role: str, recorded_by: str, skip_cells: bool) -> Reading:
    from scanner.cli.cases import operator
    from scanner.model.clock import utc_now
    from scanner.model.subject import Role
    from scanner.slate.importing.rows import Reading
    from scanner.slate.importing.vocabulary import squashed, vocabulary

    known = vocabulary().roles.get(squashed(role)) if role else None
    if role and known is None:
        raise PlanError(f"--role takes one of: {', '.join(each.value for each in Role)}.")
    return Reading(utc_now().date(), known, recorded_by or operator(), skip_cells)


def _said(mapped: list[str]) -> dict[str, str]:
    said = {}
    for text in mapped:
        column, equals, meaning = text.rpartition("=")
        if not equals or not column.strip():
            raise PlanError('--map takes a column and what it holds: --map "Tel=phone".')
        said[column.strip()] = meaning.strip()
    return said


def _goes_on(read: ReadList, skips: bool, dry_run: bool) -> bool:
    """Whether the good rows are taken though others are faulty."""
    if skips or dry_run:
        return True
    good = f"{len(read.people)} without a fault"
    if is_interactive() and read.people:
        answer: str = typer.prompt(
            f"Import the {good}, and leave the others? Type yes to go on",
            default="no",
            show_default=False,
            err=True,
        )
        if answer.strip().lower() in ("y", "yes"):
            return True
    say(
        f"Nothing was imported. Mend the list and import it again, or take only the {good}: "
        f"--skip-faulty. With --skip-cells only the faulty details are left out."
    )
    return False


def _begun(store: CaseStore, title: str, read: ReadList) -> Slate:
    from scanner.model.clock import utc_now
    from scanner.slate.beginning import new_record

    return store.slates.begin(new_record(title, poll_date=read.poll_date), utc_now())


def _title(file: Path) -> str:
    return _shown(file.resolve().stem).replace("_", " ").strip() or "Slate"


def _shown(text: str) -> str:
    from scanner.profile.reading import tidy

    return tidy(text)[:60]


def _advise_passphrase(store: CaseStore) -> None:
    if not store.vault.is_encrypted:
        say(
            "The store has no passphrase yet, and a list of people's details goes into it: "
            "`netcurtain passphrase set` encrypts all of it, now or later."
        )


def _note(store: CaseStore, read: ReadList) -> None:
    from scanner.case.store import Verb
    from scanner.cli.cases import operator
    from scanner.model.clock import utc_now

    what = f"a list of {len(read.people)} people for a slate"
    store.audit.tell(utc_now(), Verb.COLLECTED, operator(), what)


@contextmanager
def _progress(rows: int) -> Iterator[Callable[[int], None]]:
    """A bar for a long list, where somebody looks on."""
    if rows < _MANY or not is_interactive():
        yield lambda _: None
        return
    from rich.progress import Progress

    from scanner.cli.console import err

    with Progress(console=err, transient=True) as bar:
        task = bar.add_task("Reading the rows", total=rows)
        yield lambda number: bar.update(task, completed=number)
