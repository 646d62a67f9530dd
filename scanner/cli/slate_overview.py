"""`netcurtain slate overview`: who of a slate needs a call today, and how all of them stand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scanner.cli.console import escape, out, say
from scanner.cli.options import RulesOption
from scanner.cli.slate_choice import SlateOption
from scanner.errors import PlanError

if TYPE_CHECKING:
    from scanner.model.overview import Overview

_FILES = {"html": "overview.html", "csv": "overview.csv", "xlsx": "overview.xlsx"}
_SHOWN = 20


def overview(
    slate: SlateOption = "",
    out_folder: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="DIR", help="Where to write; only told in the terminal if not given."
        ),
    ] = None,
    formats: Annotated[
        str, typer.Option("--format", metavar="NAMES", help="Any of html, csv, xlsx, or all.")
    ] = "html",
    rules: RulesOption = None,
) -> None:
    """Show who needs a call today, and how the whole slate stands. Numbers alone, and no details.

    The page and the tables hold names, roles and groups from your own list, and of each check how
    bad, how far, by when. What was found is each person's own. Of another format, what lies in the
    folder already is written anew, too.

    Examples:

      netcurtain slate overview

      netcurtain slate overview --out wexcombe --format html,xlsx
    """
    from scanner.case import OutputFolder
    from scanner.cli.cases import opened_store
    from scanner.cli.rulefolders import book_with
    from scanner.cli.slate_choice import chosen_slate
    from scanner.model.clock import utc_now
    from scanner.slate.handing.lists import note_lists
    from scanner.slate.overview.reading import read_overview

    names = _names(formats)
    with opened_store() as store:
        chosen = chosen_slate(store, slate)
        made = read_overview(store, chosen.id, book_with(rules or []), utc_now())
        _tell(made)
        if out_folder is not None:
            # What lies there of another day has lines of people who have withdrawn since.
            older = [name for name, file in _FILES.items() if (out_folder / file).exists()]
            folder = OutputFolder(out_folder)
            written = [
                folder.write(_FILES[name], _written(name, made))
                for name in dict.fromkeys([*names, *older])
            ]
            note_lists(store, chosen.id, written)
            for path in written:
                out.print(str(path), markup=False)


def _names(formats: str) -> list[str]:
    names = list(dict.fromkeys(name.strip().lower() for name in formats.split(",") if name.strip()))
    if names == ["all"]:
        return list(_FILES)
    if unknown := [name for name in names if name not in _FILES]:
        raise PlanError(f"No overview is made as {', '.join(unknown)}. Choose of html, csv, xlsx.")
    return names


def _written(name: str, made: Overview) -> str | bytes:
    from scanner.render.slate_overview import render_overview
    from scanner.slate.overview.tables import people_csv, people_xlsx

    match name:
        case "csv":
            return people_csv(made)
        case "xlsx":
            return people_xlsx(made)
    return render_overview(made)


def _tell(made: Overview) -> None:
    """The same in short; of many who need a call, the most urgent."""
    from scanner.render.words import plural

    people = plural(len(made.rows), "person", "people")
    say(f'"{made.title}": {people}, {made.checked} checked, {plural(made.runs, "run")}.')
    bands = ", ".join(
        f"{number} {band}" for band, number in made.people_by_band.items() if band and number
    )
    if bands:
        say(f"People by the worst of theirs: {bands}.")
    lacking = made.checked - made.answered.enough
    if lacking:
        say(
            f"Of {plural(lacking, 'person', 'people')} too little was answered to reassure anybody."
        )
    if not made.calls:
        checked = "Nobody was checked yet." if not made.checked else ""
        say(checked or "Nobody needs a call today, as far as was checked.")
        return
    say(f"{plural(len(made.calls), 'person', 'people')} to ring today, the most urgent first:")
    for row in made.calls[:_SHOWN]:
        why = "; ".join(call.say for call in row.calls)
        out.print(escape(f"{row.ref:<20} {row.name}: {why}"))
    if len(made.calls) > _SHOWN:
        say(f"And {len(made.calls) - _SHOWN} more: `--out DIR` writes a page with everybody.")
