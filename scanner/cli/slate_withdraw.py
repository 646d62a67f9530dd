"""`netcurtain slate withdraw`: a person of a slate takes their consent back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scanner.cli.asking import confirmed
from scanner.cli.console import say
from scanner.cli.slate_choice import SlateOption
from scanner.errors import PlanError

if TYPE_CHECKING:
    from datetime import date


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

      netcurtain slate withdraw --file withdrawal-jane-marlow.age
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


def _tell(last: date | None) -> None:
    from scanner.language.times import day

    say("The consent is withdrawn. Nothing is asked for them any more.")
    if last is not None:
        say(f"What checks left is deleted after {day(last)}; `netcurtain purge` deletes it now.")
    say("Results, lists and forms of theirs that you wrote elsewhere are yours to delete.")
