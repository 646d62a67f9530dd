"""`netcurtain incident`: a log of abuse and intimidation, as the police ask candidates to keep."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scanner.cli.cases import SubjectArgument
from scanner.cli.console import out, say
from scanner.cli.incident_add import add

if TYPE_CHECKING:
    from scanner.case.incidents import IncidentLog
    from scanner.case.store import Case, CaseStore
    from scanner.model.incident import Incident

incident_app = typer.Typer(
    no_args_is_help=True,
    help="A log of abuse and intimidation: what happened, with proof, for you and the police.",
)
incident_app.command("add")(add)

NumberArgument = Annotated[
    int, typer.Argument(metavar="N", help="The entry's number in the log.", min=1)
]
SubjectOption = Annotated[
    str,
    typer.Option(
        "--subject", metavar="SUBJECT", help="Whose log: a profile, or the name, if there are more."
    ),
]


@incident_app.command("list")
def list_incidents(subject: SubjectArgument = "") -> None:
    """List the entries: number, when, how it came, and how many files were kept. No words of them.

    Example:  netcurtain incident list
    """
    from scanner.cli.cases import find_case, opened_store
    from scanner.cli.incident_words import row

    with opened_store() as store:
        entries = _log(store, find_case(store, subject)).all()
    for entry in entries:
        out.print(row(entry), markup=False)
    if not entries:
        say("The log is empty. `netcurtain incident add` writes the first entry.")


@incident_app.command("show")
def show(
    number: NumberArgument,
    subject: SubjectOption = "",
    reveal: Annotated[
        bool, typer.Option("--reveal", help="Show your own details in clear.")
    ] = False,
) -> None:
    """Show one entry, with the hashes of its files and what the rules advise.

    Example:  netcurtain incident show 3
    """
    from scanner.case.store import Verb
    from scanner.cli.cases import find_case, opened_store, operator
    from scanner.cli.incident_words import print_advice, print_entry
    from scanner.model.clock import utc_now

    with opened_store() as store:
        case = find_case(store, subject)
        entry = _log(store, case).one(number)
        store.audit.tell(utc_now(), Verb.CONSULTED, operator(), f"incident {number}", case.id)
    print_entry(entry, case.subject.facts, reveal)
    print_advice(entry, case.subject)


@incident_app.command("export")
def export(
    subject: SubjectArgument = "",
    out_folder: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="Where it goes (made if missing).")
    ] = Path("incident-log"),
    case_ref: Annotated[
        str, typer.Option("--case-ref", metavar="TEXT", help="A police reference, as given to you.")
    ] = "",
    only: Annotated[
        list[int] | None,
        typer.Option("--only", metavar="N", help="Only this entry. Repeatable.", min=1),
    ] = None,
) -> None:
    """Write the log for your police contact: to read, to process, with all files and their hashes.

    It is in clear, since it is your own log and whoever helps you has to read it. The files are
    copied as they are: open those that strangers sent you with care.

    Example:  netcurtain incident export --out for-the-police --case-ref 42/123456/26
    """
    from scanner.cli.cases import find_case, opened_store
    from scanner.cli.incident_export import write_log
    from scanner.render.words import plural

    with opened_store() as store:
        case = find_case(store, subject)
        log = _log(store, case)
        entries = _chosen(log, only)
        if not entries:
            say("The log is empty, so nothing was written.")
            return
        files = write_log(store, case, log, entries, out_folder, case_ref.strip())
    say(
        f"{plural(len(entries), 'entry', 'entries')} in {out_folder}, with "
        f"{plural(files, 'file')}, IN CLEAR. Only you can read that folder here; whoever you give "
        f"it to can read all of it."
    )
    say("Report crimes on 101 or online first; then give this to your police contact.")


def _chosen(log: IncidentLog, only: list[int] | None) -> tuple[Incident, ...]:
    return tuple(log.one(number) for number in sorted(set(only))) if only else log.all()


def _log(store: CaseStore, case: Case) -> IncidentLog:
    from scanner.case.incidents import IncidentLog

    return IncidentLog(store, case)
