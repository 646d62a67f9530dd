"""`netcurtain slate`: many people, each with a consent of their own."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from scanner.cli.asking import confirmed
from scanner.cli.console import out, say
from scanner.cli.slate_choice import SlateOption
from scanner.cli.slate_collect import collect
from scanner.cli.slate_hand_over import hand_over
from scanner.cli.slate_import import import_people
from scanner.cli.slate_invite import invite
from scanner.cli.slate_mail_merge import mail_merge
from scanner.cli.slate_open import open_result
from scanner.cli.slate_overview import overview
from scanner.cli.slate_plan import plan
from scanner.cli.slate_reports import reports
from scanner.cli.slate_run import run
from scanner.cli.slate_status import status
from scanner.cli.slate_withdraw import withdraw
from scanner.errors import PlanError
from scanner.model.slate import PersonState

if TYPE_CHECKING:
    from scanner.case.store.slates import Slate

slate_app = typer.Typer(
    no_args_is_help=True,
    help="Many people that one officer looks after: import, invite, check, overview.",
)

TitleArgument = Annotated[
    str, typer.Argument(metavar="TITLE", help='As you call it, such as "Wexcombe 2027".')
]
OfficerOption = Annotated[
    str,
    typer.Option(
        "--officer",
        metavar="WHO",
        help="Who asks for consent: name, and how to reach them. Shown on every form.",
        show_default=False,
    ),
]
OrganisationOption = Annotated[
    str,
    typer.Option("--organisation", metavar="NAME", help="For whom they ask.", show_default=False),
]
PollDateOption = Annotated[
    str,
    typer.Option(
        "--poll-date", metavar="DATE", help="Day of the poll: 2027-05-06.", show_default=False
    ),
]


@slate_app.command("create")
def create(
    title: TitleArgument,
    officer: OfficerOption = "",
    organisation: OrganisationOption = "",
    poll_date: PollDateOption = "",
) -> None:
    """Begin a slate, with a key of its own that opens the forms which come back.

    Example:

      netcurtain slate create "Wexcombe 2027" --officer "Ruth Calder, 01632 960001"
    """
    from scanner.cli.cases import opened_store
    from scanner.model.clock import utc_now
    from scanner.slate.beginning import new_record

    day = _poll_day(poll_date)
    record = new_record(_tidy(title, "TITLE"), _tidy(officer), _tidy(organisation), day)
    with opened_store() as store:
        store.slates.begin(record, utc_now())
    say(f'The slate "{record.title}" is begun. Next: netcurtain slate import FILE')


@slate_app.command("describe")
def describe(
    slate: SlateOption = "",
    title: Annotated[
        str, typer.Option("--title", metavar="TITLE", help="Another title.", show_default=False)
    ] = "",
    officer: OfficerOption = "",
    organisation: OrganisationOption = "",
    poll_date: PollDateOption = "",
) -> None:
    """Say anew what the slate is called, who asks for consent, for whom, and when the poll is.

    Example:

      netcurtain slate describe --officer "Ruth Calder, 01632 960001" --poll-date 2027-05-06
    """
    from scanner.cli.cases import opened_store
    from scanner.cli.slate_choice import chosen_slate
    from scanner.slate.beginning import with_words

    day = _poll_day(poll_date)
    with opened_store() as store:
        chosen = chosen_slate(store, slate)
        record = with_words(chosen.record, _tidy(title), _tidy(officer), _tidy(organisation), day)
        store.slates.change(chosen.id, record)
    for label, text in (
        ("Title", record.title),
        ("Officer", record.officer or "not said yet"),
        ("Organisation", record.organisation or "not said yet"),
        ("Poll", record.poll_date.isoformat() if record.poll_date else "not said yet"),
    ):
        out.print(f"{label:<14}{text}", markup=False)


@slate_app.command("list")
def list_slates() -> None:
    """List the slates, with how many people are in which state.

    Example:  netcurtain slate list
    """
    from scanner.cli.cases import opened_store

    with opened_store() as store:
        slates = store.slates.all()
        for slate in slates:
            counts = store.slates.counts(slate.id)
            told = ", ".join(f"{counts[state]} {state}" for state in PersonState if state in counts)
            out.print(f"{slate.record.title:<32} {told or 'nobody yet'}", markup=False)
    if not slates:
        say("There is no slate yet. `netcurtain slate import FILE` begins one.")


@slate_app.command("people")
def people(
    slate: SlateOption = "",
    state: Annotated[
        list[PersonState] | None,
        typer.Option("--state", help="Only who is in this state. Repeatable."),
    ] = None,
) -> None:
    """List the people of a slate: number, reference, state, role and name. No private detail.

    Example:  netcurtain slate people --state listed
    """
    from scanner.cli.cases import opened_store
    from scanner.cli.slate_choice import chosen_slate
    from scanner.render.words import plural

    number = 0
    with opened_store() as store:
        chosen = chosen_slate(store, slate)
        for number, one in enumerate(store.slates.people(chosen.id, state), start=1):  # noqa: B007
            out.print(
                f"{one.number:>5}  {one.ref:<28} {one.state:<10} {one.role:<10} {one.name}",
                markup=False,
            )
    say(f'{plural(number, "person", "people")} of the slate "{chosen.record.title}".')


@slate_app.command("remove")
def remove(
    who: Annotated[
        str, typer.Argument(metavar="[REF]", help="Who: reference, number or name.")
    ] = "",
    slate: SlateOption = "",
    everybody: Annotated[
        bool, typer.Option("--everybody", help="Delete the whole slate with its runs.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Take a person off the slate, or delete the slate. Whoever has a case keeps it: see `purge`.

    Examples:

      netcurtain slate remove dc-1234

      netcurtain slate remove --everybody --slate "Wexcombe 2027"
    """
    from scanner.case.store import Verb
    from scanner.cli.cases import opened_store, operator
    from scanner.cli.slate_choice import chosen_person, chosen_slate
    from scanner.cli.slate_withdraw import tell_left
    from scanner.model.clock import utc_now
    from scanner.slate.consenting.guard import require_nothing_kept

    if bool(who) == everybody:
        raise PlanError("Say either whom to take off, or --everybody.")
    with opened_store() as store:
        chosen = chosen_slate(store, slate)
        if everybody:
            question = f'Delete the slate "{chosen.record.title}" with all its people and runs?'
            if not confirmed(question, yes):
                say("Nothing was done.")
                return
            require_nothing_kept(store, store.slates.people(chosen.id))
            store.slates.remove(chosen.id)
            told = "a slate was deleted"
        else:
            person = chosen_person(store, chosen, who)
            if not confirmed(f'Take number {person.number} ("{person.ref}") off the slate?', yes):
                say("Nothing was done.")
                return
            require_nothing_kept(store, (person,))
            store.slates.take_out(chosen.id, person.number)
            tell_left(store, chosen.id, person)
            told = f"number {person.number} was taken off a slate"
        store.audit.tell(utc_now(), Verb.ERASED, operator(), told)
        _tell_cases(chosen, everybody)


def _tell_cases(slate: Slate, everybody: bool) -> None:
    whose = "of everybody" if everybody else "of that person"
    say(
        f'Done: {"deleted" if everybody else "taken off"} "{slate.record.title}". A case {whose} '
        f"who has been checked is kept: `netcurtain purge NAME` deletes it."
    )


def _poll_day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise PlanError("--poll-date takes a day such as 2027-05-06.") from None


def _tidy(text: str, needed: str = "") -> str:
    from scanner.profile.reading import tidy

    line = tidy(text)
    if needed and not line:
        raise PlanError(f"{needed} is empty.")
    return line


slate_app.command("import")(import_people)
slate_app.command("invite")(invite)
slate_app.command("collect")(collect)
slate_app.command("withdraw")(withdraw)
slate_app.command("open")(open_result)
slate_app.command("plan")(plan)
slate_app.command("run")(run)
slate_app.command("status")(status)
slate_app.command("overview")(overview)
slate_app.command("reports")(reports)
slate_app.command("mail-merge")(mail_merge)
slate_app.command("hand-over")(hand_over)
