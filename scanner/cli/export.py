"""`netcurtain export`: a copy of all that is held on a person, for the person."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scanner.cli.asking import confirmed
from scanner.cli.cases import find_open_case, opened_store, operator
from scanner.cli.console import out, say
from scanner.language.times import utc
from scanner.model.clock import utc_now

READABLE = "what-is-held.txt"
MACHINE = "what-is-held.json"


def export(
    subject: Annotated[
        str, typer.Argument(metavar="SUBJECT", help="Whose case: a profile, or the name.")
    ],
    out_folder: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="Where to write the two files.")
    ],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Write all that is held on a person, in clear: one file to read, one for programs.

    It is what the person may ask for: facts, consents, checks with every answer, findings and their
    lives, letters, marks, incidents, who did what. Readable by you alone (0600); pass it to nobody
    but the person.

    Examples:

      netcurtain export "Jane Marlow" --out jane

      netcurtain export profile.toml --out copy --yes
    """
    from scanner.case import OutputFolder
    from scanner.case.export_text import export_text
    from scanner.case.exporting import export_json, held
    from scanner.case.exports import note_export
    from scanner.case.store import Verb

    with opened_store() as store:
        case = find_open_case(store, subject)
        name = case.subject.display_name
        say(f"Everything on {name} is written in clear into {out_folder}: addresses, numbers, all.")
        if not confirmed("Write it?", yes):
            say("Nothing was written.")
            raise typer.Exit(1)
        folder = OutputFolder(out_folder)
        at = utc_now()
        store.audit.tell(at, Verb.DISCLOSED, operator(), "all that is held, in clear", case.id)
        for file_name in (READABLE, MACHINE):
            note_export(store, case.id, folder.path / file_name, "copy of all that is held", at)
        with folder.open_new(MACHINE) as stream:
            for piece in export_json(store, case, at):
                stream.write(piece.encode())
        when = utc(at)
        text = export_text(held(store, case), name, when, MACHINE)
        for path in (folder.write(READABLE, text), folder.path / MACHINE):
            out.print(str(path), markup=False)
    say("Nothing in these files is masked. Files of evidence are listed, not copied.")
