"""`netcurtain revoke`, `consent` and `hold`: what a case rests on, and what keeps it."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from scanner.cli.asking import confirmed
from scanner.cli.cases import SubjectArgument, find_case, opened_store, operator
from scanner.cli.console import escape, out, say
from scanner.cli.options import ProfileArgument
from scanner.errors import PlanError
from scanner.language.times import day as told_day
from scanner.model.clock import utc_now

consent_app = typer.Typer(no_args_is_help=True, help="Show how a consent came and went; renew it.")
_TURNS = {"given": "given", "withdrawn": "withdrawn", "renewed": "given again"}


class Switch(StrEnum):
    ON = "on"
    OFF = "off"


def revoke(
    subject: SubjectArgument = "",
    keep_days: Annotated[
        int | None,
        typer.Option(
            "--keep-days",
            min=0,
            max=366,
            help="How long what is held stays, so that a copy can still be asked for; 30 if not "
            "given.",
        ),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Withdraw the consent: from now on nothing is checked, and what is held goes in time.

    `netcurtain export` gives a copy before that, `netcurtain purge` deletes everything at once.

    Examples:

      netcurtain revoke

      netcurtain revoke "Jane Marlow" --keep-days 0

      netcurtain revoke profile.toml --yes
    """
    from scanner.case.consents import KEEP_DAYS
    from scanner.cli.slate_withdraw import tell_left
    from scanner.slate.consenting.guard import kept_from_officer
    from scanner.slate.consenting.withdrawing import withdraw_case

    with opened_store() as store:
        case = find_case(store, subject)
        name = case.subject.display_name
        if case.revoked_at is None and not confirmed(f"Withdraw the consent of {name}?", yes):
            say("Nothing was changed.")
            raise typer.Exit(1)
        days = KEEP_DAYS if keep_days is None else keep_days
        is_theirs = kept_from_officer(store, case.id) is not None
        last = withdraw_case(store, case, utc_now(), operator(), days)
        for slate_id, person in store.slates.of_case(case.id):
            tell_left(store, slate_id, person)
    say(f"The consent of {name} is withdrawn. Nothing is checked any more, not by `watch` either.")
    if case.hold:
        say("A legal hold keeps what is held until it is lifted.")
    else:
        say(
            f"What is held is deleted after {told_day(last)}, by `netcurtain retention` or `watch`."
        )
    if is_theirs:
        say("What is held is for them alone: a copy takes their own passphrase.")
    else:
        say(f'For a copy: netcurtain export "{name}" --out DIR.')
    say("To delete at once: netcurtain purge.")
    say("The profile file is yours to delete, and so is every report that you keep.")


@consent_app.command("show")
def show_consent(subject: SubjectArgument = "") -> None:
    """Show when a consent was given, withdrawn and given again.

    Example:

      netcurtain consent show "Jane Marlow"
    """
    with opened_store() as store:
        case = find_case(store, subject)
        for line in store.cases.consent_lines(case.id):
            consent = line.consent
            told = f"{told_day(line.at)}  {_TURNS[line.turn]}"
            if line.turn == "withdrawn":
                told += f"; deleted after {told_day(line.keep_until)}" if line.keep_until else ""
            else:
                told += f" on {told_day(consent.given_on)} ({consent.how}), "
                told += f"until {told_day(consent.valid_until)}"
            out.print(escape(told))


@consent_app.command("renew")
def renew_consent(
    profile: ProfileArgument,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Take up a case again whose consent was withdrawn, on a new one.

    The profile says when and how the person gave it again (`given_on`, `how`); the consent that was
    withdrawn does not come back by itself.

    Example:

      netcurtain consent renew profile.toml
    """
    from scanner.case.consents import renew
    from scanner.profile import load_profile

    now = utc_now()
    subject = load_profile(profile, now.date()).subject
    consent = subject.consent
    asked = f"{subject.display_name} gave their consent again on {told_day(consent.given_on)}?"
    if not confirmed(asked, yes):
        say("Nothing was changed.")
        raise typer.Exit(1)
    with opened_store() as store:
        renew(store, subject, now, operator())
    say("The consent is on record, and what is held stays. `netcurtain check` works again.")


def hold(
    subject: Annotated[
        str, typer.Argument(metavar="SUBJECT", help="Whose case: a profile, or the name.")
    ],
    switch: Annotated[Switch, typer.Argument(metavar="on|off", help="Put on, or lift.")],
    reason: Annotated[
        str, typer.Option("--reason", metavar="TEXT", help="Why; it is kept with the case.")
    ],
) -> None:
    """Put a legal hold on a case, or lift it: while it is on, nothing of the case is deleted.

    Neither `purge` nor `retention` touches it then. Checks go on as the consent allows.

    Examples:

      netcurtain hold "Jane Marlow" on --reason "asked for by the police, CRIME/123/26"

      netcurtain hold "Jane Marlow" off --reason "the case is closed"
    """
    from scanner.case.holds import set_hold

    wanted = switch is Switch.ON
    text = " ".join(reason.split())
    if not text:
        raise PlanError("Say why, with --reason.")
    with opened_store() as store:
        case = find_case(store, subject)
        if case.hold is wanted:
            raise PlanError(f"The legal hold is {switch} already.")
        set_hold(store, case, wanted, text, utc_now(), operator())
    say("The legal hold is on: nothing is deleted." if wanted else "The legal hold is lifted.")
