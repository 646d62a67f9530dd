"""`netcurtain slate hand-over`: a person's whole case to them, or what the police need of it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scanner.cli.asking import confirmed
from scanner.cli.console import is_interactive, out, say
from scanner.cli.edition import CaseRefOption, MarkingOption, OperatorOption
from scanner.cli.slate_choice import RefArgument, SlateOption
from scanner.errors import ConsentError, PassphraseError, PlanError

if TYPE_CHECKING:
    from scanner.case.store import Case, CaseStore
    from scanner.model.edition import Edition
    from scanner.model.slate import Person

VARIABLE = "NETCURTAIN_HAND_OVER_PASSPHRASE"
_LONGEST = 120
_LONGEST_CONSENT = 400


class To(StrEnum):
    PERSON = "person"
    """Themself: everything that is held."""
    SPOC = "spoc"
    """The police's single point of contact: report and log of abuse, with the person's consent."""


@dataclass(frozen=True, slots=True)
class _Desk:
    """Whose case is handed over, and by whom."""

    store: CaseStore
    case: Case
    person: Person
    officer: str
    out: Path


def hand_over(
    who: RefArgument,
    to: Annotated[
        To, typer.Option("--to", help="The person themself, or the police's contact (SPOC).")
    ],
    out_folder: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="A new or empty folder for the files.")
    ],
    slate: SlateOption = "",
    receiver: Annotated[
        str,
        typer.Option(
            "--receiver",
            metavar="NAME",
            help="To a SPOC: who gets it, such as a name and a force.",
            show_default=False,
        ),
    ] = "",
    consent: Annotated[
        str,
        typer.Option(
            "--consent",
            metavar="TEXT",
            help="To a SPOC: how and when the person agreed to it. It is kept on record.",
            show_default=False,
        ),
    ] = "",
    operator_name: OperatorOption = "",
    case_ref: CaseRefOption = "",
    marking: MarkingOption = "",
    plain: Annotated[
        bool,
        typer.Option(
            "--plain",
            help="To a person without a key of their own: in clear, not locked with a passphrase.",
        ),
    ] = False,
    and_delete: Annotated[
        bool,
        typer.Option("--and-delete", help="To the person: then delete their case here, for good."),
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Hand a person's case to them, or, with their consent, to the police's contact.

    To the person goes all that is held: in one page that only their own passphrase opens, or, if
    they have no key, in an archive locked with a passphrase that you tell them by another way.

    To a SPOC goes the report for the police and the log of abuse, if there is one. Of who lets you
    see numbers alone nothing can be given on but by themself: they give the page that they have, or
    open it here with their own passphrase (NETCURTAIN_RESULT_PASSPHRASE, for this one command).
    Sealed evidence is made by `netcurtain pack`.

    Examples:

      netcurtain slate hand-over dc-1234 --to person --out for-jane

      netcurtain slate hand-over dc-1234 --to person --out for-jane --and-delete

      netcurtain slate hand-over dc-1234 --to spoc --out for-the-police \\
        --receiver "DC Hart, Wexcombe Police" --consent "told me by telephone on 3 March 2027"
    """
    from scanner.case.purging import require_no_hold
    from scanner.cli.cases import opened_store
    from scanner.cli.incident_export import require_empty
    from scanner.cli.slate_choice import chosen_person, chosen_slate

    if and_delete and to is To.SPOC:
        raise PlanError("--and-delete goes with --to person: what the police have is not deleted.")
    if and_delete and not (yes or is_interactive()):
        raise PlanError("--and-delete needs --yes where nobody can be asked. Nothing was done.")
    with opened_store() as store:
        chosen = chosen_slate(store, slate)
        person = chosen_person(store, chosen, who)
        case = store.cases.find(person.subject_id) if person.subject_id else None
        if case is None:
            raise PlanError(f'There is no case of "{person.ref}": they were never checked.')
        if and_delete:
            require_no_hold(case)
        officer = operator_name.strip() or chosen.record.officer or chosen.record.organisation
        require_empty(out_folder)
        desk = _Desk(store, case, person, officer, out_folder)
        if to is To.PERSON:
            _to_person(desk, plain, and_delete, yes)
        else:
            _to_spoc(desk, receiver, consent, case_ref, marking)


def _to_person(desk: _Desk, plain: bool, and_delete: bool, yes: bool) -> None:
    from scanner.case.exports import note_export, note_hand_over
    from scanner.cli.cases import operator
    from scanner.language import speaking
    from scanner.model.clock import utc_now
    from scanner.slate.consenting.speech import language_of

    at = utc_now()
    _tell_earlier(desk)
    with speaking(language_of(desk.person)):
        written = _written(desk, plain)
    for path in written:
        out.print(str(path), markup=False)
        note_export(desk.store, desk.case.id, path, "copy of all that is held", at)
    note_hand_over(
        *(desk.store, desk.case.id, desk.out, "the person", at, operator()),
        what="all that is held, to the person",
    )
    if and_delete:
        _delete(desk, yes)


def _tell_earlier(desk: _Desk) -> None:
    """Who has something of the case already: it cannot be taken back."""
    from scanner.case.exports import hand_overs_of
    from scanner.language.times import day

    for handed in hand_overs_of(desk.store, desk.case.id):
        say(f"Handed over before: to {handed.to}, on {day(handed.at)}.")


def _written(desk: _Desk, plain: bool) -> list[Path]:
    """Everything, in the form that the person can open and nobody else. Raises PlanError,
    PassphraseError, SlateError."""
    from scanner.case import OutputFolder
    from scanner.cli.cases import require_open
    from scanner.model.clock import utc_now
    from scanner.slate.handing.names import stem
    from scanner.slate.handing.whole_case import (
        files_of_case,
        locked_archive,
        sealed_case,
        zipped,
    )

    at = utc_now()
    name = f"case-{stem(desk.person)}"
    if desk.person.recipient:
        if plain:
            raise PlanError("They have a key of their own: it is sealed for them. No --plain.")
        files = files_of_case(desk.store, desk.case, at)
        pages = {f"{name}.html": sealed_case(desk.person, files, desk.officer), **_result(desk)}
        say("Each page opens in any browser, with the passphrase that they chose on their form.")
        folder = OutputFolder(desk.out)
        return [folder.write(each, text) for each, text in pages.items()]
    require_open(desk.store, desk.case.id)
    if plain:
        say("Everything is written in clear: addresses, numbers, all. Give it to nobody but them.")
        content, ending = zipped(files_of_case(desk.store, desk.case, at), at), ".zip"
    else:
        passphrase = _new_passphrase()
        files = files_of_case(desk.store, desk.case, at)
        content, ending = locked_archive(files, passphrase, at), ".zip.age"
        say("Tell them the passphrase by another way. `age -d` opens the file.")
    return [OutputFolder(desk.out).write(f"{name}{ending}", content)]


def _result(desk: _Desk) -> dict[str, str]:
    """The page with the person's newest sealed result, if there is one that they can open."""
    from scanner.slate.handing.names import result_name
    from scanner.slate.handing.results import delivery_of, results_of

    for slate_id, person in desk.store.slates.of_case(desk.case.id):
        if person.number != desk.person.number or person.ref != desk.person.ref:
            continue
        results = results_of(desk.store, desk.store.slates.one(slate_id), {person.number})
        delivery = delivery_of(desk.store, results[0], desk.officer) if results else None
        if delivery and delivery.page:
            return {result_name(person, ".html"): delivery.page}
    return {}


def _delete(desk: _Desk, yes: bool) -> None:
    from scanner.case.purging import purge
    from scanner.case.store.locking import locked
    from scanner.cli.cases import operator
    from scanner.cli.purge import certificate_text
    from scanner.model.clock import utc_now

    if not confirmed("Does the person have it, and can they open it? Delete it here?", yes):
        say("Nothing was deleted. `netcurtain purge` does it later.")
        raise typer.Exit(1)
    with locked(desk.store.database.engine, desk.case.id):
        done = purge(desk.store, desk.case, utc_now(), operator())
    out.print(certificate_text(done), markup=False, end="")


def _to_spoc(desk: _Desk, receiver: str, consent: str, case_ref: str, marking: str) -> None:
    from scanner.case.exports import note_export, note_hand_over
    from scanner.cli.cases import operator
    from scanner.model.clock import utc_now
    from scanner.model.edition import Audience, Edition

    to = _line(receiver, "--receiver", "who receives it, with a name and a force", _LONGEST)
    agreed = _line(consent, "--consent", "how and when the person agreed to this", _LONGEST_CONSENT)
    if desk.case.revoked_at is not None:
        raise ConsentError("The consent was withdrawn: nothing is handed on.")
    passphrase = _deed(desk)
    _tell_earlier(desk)
    edition = Edition(Audience.POLICE, case_ref.strip(), "", marking.strip(), desk.officer)
    at = utc_now()
    paths = [*_police_report(desk, edition, passphrase), *_incidents(desk, case_ref.strip())]
    if not paths:
        raise PlanError("There is nothing to hand over: no check has ended, and no log is kept.")
    for path in paths:
        out.print(str(path), markup=False)
    note_export(desk.store, desk.case.id, desk.out, "files for the police", at)
    note_hand_over(
        *(desk.store, desk.case.id, desk.out, to, at, operator()),
        what="report and log of abuse",
        consent=agreed,
    )
    say(f"On record: handed to {to}. The files are not encrypted: carry them as such.")
    say(f'Sealed evidence, if a check kept some: netcurtain pack "{desk.case.subject.id}"')


def _deed(desk: _Desk) -> str:
    """The person's own passphrase, where nobody else may hand on what is theirs; empty where the
    officer may. Raises ConsentError."""
    from scanner.cli.cases import RESULT_VARIABLE, require_open
    from scanner.slate.consenting.guard import kept_from_officer

    require_open(desk.store, desk.case.id)
    kept = kept_from_officer(desk.store, desk.case.id)
    return os.environ.get(RESULT_VARIABLE, "") if kept is not None else ""


def _police_report(desk: _Desk, edition: Edition, passphrase: str) -> list[Path]:
    """The report for the police of the newest check, and the same for programs, both masked."""
    from dataclasses import replace
    from hashlib import sha256

    from scanner.case import OutputFolder
    from scanner.render import render_html, render_json
    from scanner.slate.handing.newest import newest_assessment

    assessment = newest_assessment(desk.store, desk.case, passphrase)
    if assessment is None:
        return []
    document = render_json(assessment, reveal=False)
    told = replace(edition, source_sha256=sha256(document.encode()).hexdigest())
    folder = OutputFolder(desk.out)
    return [
        folder.write("report-police.html", render_html(assessment, edition=told)),
        folder.write("assessment.json", document),
    ]


def _incidents(desk: _Desk, case_ref: str) -> list[Path]:
    from scanner.case.incidents import IncidentLog
    from scanner.cli.incident_export import write_log

    log = IncidentLog(desk.store, desk.case)
    entries = log.all()
    if not entries:
        return []
    folder = desk.out / "incident-log"
    write_log(desk.store, desk.case, log, entries, folder, case_ref)
    return [folder]


def _new_passphrase() -> str:
    from scanner.case.vault.strength import weakness
    from scanner.cli.passphrase_source import given_passphrase, prompted

    given = given_passphrase(VARIABLE, None)
    if not given:
        if not is_interactive():
            raise PassphraseError(
                f"They have no key of their own, so the archive needs a passphrase: run this in a "
                f"terminal, set {VARIABLE}, or say --plain."
            )
        given = prompted("Passphrase for the person's archive (not shown)", twice=True)
    if weak := weakness(given):
        raise PassphraseError(weak)
    return given


def _line(text: str, option: str, what: str, longest: int) -> str:
    line = " ".join(text.split())
    if not line:
        raise PlanError(f"Say {what}, with {option}.")
    if len(line) > longest or not line.isprintable():
        raise PlanError(f"{option} may have at most {longest} characters, in one line.")
    return line
