"""`netcurtain slate withdraw`: a person of a slate takes their consent back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scanner.cli.asking import confirmed
from scanner.cli.console import out, say
from scanner.cli.slate_choice import SlateOption
from scanner.errors import PlanError

if TYPE_CHECKING:
    from datetime import date

    from scanner.case.store import CaseStore
    from scanner.model.slate import Person


def withdraw(
    who: Annotated[
        str, typer.Argument(metavar="[REF]", help="Who: reference, number or name.")
    ] = "",
    file: Annotated[
        Path | None,
        typer.Option(
            "--file", metavar="FILE", help="The withdrawal that came back.", show_default=False
        ),
    ] = None,
    slate: SlateOption = "",
    keep_days: Annotated[
        int | None,
        typer.Option(
            "--keep-days",
            min=0,
            metavar="N",
            help="How long what is held stays, for a copy (30 days unless said).",
            show_default=False,
        ),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Withdraw the consent of a person: at once, however they said so.

    Nothing is asked for them any more, in a run under way neither, and what they wrote in the form
    is deleted. What checks left is deleted after 30 days, by `retention`; `purge` does it now.

    Examples:

      netcurtain slate withdraw dc-1234

      netcurtain slate withdraw --file withdrawal-0007-jane-marlow-tvcj.age
    """
    from scanner.case.consents import KEEP_DAYS
    from scanner.cli.cases import opened_store, operator
    from scanner.cli.slate_choice import chosen_person, chosen_slate
    from scanner.model.clock import utc_now
    from scanner.slate.consenting.withdrawing import withdraw_person

    if bool(who) == (file is not None):
        raise PlanError("Say either who withdraws, or --file.")
    if file is not None:
        _by_file(file, slate)
        return
    with opened_store() as store:
        chosen = chosen_slate(store, slate)
        person = chosen_person(store, chosen, who)
        asked = f'Withdraw the consent of number {person.number} ("{person.ref}")?'
        if not confirmed(asked, yes):
            say("Nothing was changed.")
            raise typer.Exit(1)
        days = KEEP_DAYS if keep_days is None else keep_days
        last = withdraw_person(store, chosen.id, person, utc_now(), operator(), days)
        _tell(last)
        tell_left(store, chosen.id, person)


def _by_file(file: Path, slate: str) -> None:
    from scanner.cli.cases import opened_store, operator
    from scanner.cli.slate_choice import chosen_slate
    from scanner.cli.slate_collect import content_of
    from scanner.errors import SlateError
    from scanner.model.clock import utc_now
    from scanner.rulebook.loader import load_rulebook
    from scanner.slate.consenting.collecting import Collecting
    from scanner.slate.consenting.reply import Act

    with opened_store() as store:
        chosen = chosen_slate(store, slate)
        collecting = Collecting(store, chosen, load_rulebook(), operator())
        try:
            content = content_of(file)
            done = collecting.take(content, utc_now(), file.name, expected=Act.WITHDRAW)
        except SlateError as error:
            raise SlateError(f"{file.name} {error}") from None
        say(f'Number {done.person.number} ("{done.person.ref}") has withdrawn.')
        _tell(None)
        tell_left(store, chosen.id, done.person)


def _tell(last: date | None) -> None:
    from scanner.language.times import day

    say("The consent is withdrawn. Nothing is asked for them any more.")
    if last is not None:
        say(f"What checks left is deleted after {day(last)}; `netcurtain purge` deletes it now.")


def tell_left(store: CaseStore, slate_id: str, person: Person) -> None:
    """What lies outside the store of somebody who has withdrawn or was taken off: only the officer
    can delete it."""
    from scanner.slate.handing.lists import files_of_person, lists_there

    if own := files_of_person(store, slate_id, person):
        say("Theirs alone, for you to delete:")
        for path in own:
            out.print(f"  {path}", markup=False)
    if lists := lists_there(store, slate_id):
        say(
            "These have a line of theirs until you write them again (`slate overview`, `reports`, "
            "`mail-merge`, `invite`) or delete them:"
        )
        for path in lists:
            out.print(f"  {path}", markup=False)
    say("Copies that you made or sent elsewhere are yours to delete, too.")
