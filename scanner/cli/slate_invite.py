"""`netcurtain slate invite`: a form for each person, by which they consent."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Annotated

import typer

from scanner.cli.console import say
from scanner.cli.slate_choice import PeopleLangOption, SlateOption

LIST = "invitations.csv"
"""Who gets which file, for whoever sends them."""


def invite(
    slate: SlateOption = "",
    out_folder: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="Where to write the forms.")
    ] = Path("invitations"),
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--only", metavar="REF", help="Only for this person. Repeatable.", show_default=False
        ),
    ] = None,
    renew: Annotated[
        bool,
        typer.Option(
            "--renew",
            help="Also for who has answered, to consent again; what comes from earlier forms "
            "counts no more.",
        ),
    ] = False,
    lang: PeopleLangOption = None,
) -> None:
    """Write one form per person, a file that works in any browser and asks no network.

    In it the person reads what is asked of them, corrects what the list says, ticks who may be
    asked, and saves a file that only this slate opens. A form holds what the list says of its
    person, so send each to nobody else. `invitations.csv` says which file is whose.

    Examples:

      netcurtain slate invite --out forms

      netcurtain slate invite --only dc-1234 --renew --lang cy
    """
    from scanner.case import OutputFolder
    from scanner.cli.cases import opened_store, operator
    from scanner.cli.slate_choice import chosen_person, chosen_slate
    from scanner.model.clock import utc_now
    from scanner.render.words import plural
    from scanner.rulebook.loader import load_rulebook
    from scanner.slate.consenting.inviting import invitations
    from scanner.slate.handing.lists import note_lists
    from scanner.slate.handing.results import put_file

    book = load_rulebook()
    rows: list[tuple[str, str, str, str]] = []
    with opened_store() as store:
        chosen = chosen_slate(store, slate)
        numbers = [chosen_person(store, chosen, who).number for who in only or ()]
        made = invitations(store, chosen, book, utc_now(), operator(), numbers, renew, lang)
        folder: OutputFolder | None = None
        for each in made:
            folder = folder or OutputFolder(out_folder)
            put_file(folder.path / each.file, each.html)
            person = each.person
            rows.append((person.ref, person.name, person.contact, each.file))
        if folder is not None:
            put_file(folder.path / LIST, _table(rows))
            note_lists(store, chosen.id, [folder.path / LIST])
    if not rows:
        say("Nobody waits for a form: all have answered. --renew asks again.")
        return
    say(f"{plural(len(rows), 'form')} in {out_folder}, and {LIST}, which says whose each is.")
    if without := sum(not contact for _, _, contact, _ in rows):
        say(f"{plural(without, 'person', 'people')} without an e-mail address on your list.")
    say("Next: send each to its person; then  netcurtain slate collect FOLDER")


def _table(rows: list[tuple[str, str, str, str]]) -> str:
    """As Excel reads it; nothing in it is a formula."""
    from scanner.render.csv_report import inert
    from scanner.render.veil import printable

    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(("reference", "name", "contact", "file"))
    for row in rows:
        writer.writerow([inert(printable(" ".join(cell.split()))) for cell in row])
    return "\ufeff" + stream.getvalue()
