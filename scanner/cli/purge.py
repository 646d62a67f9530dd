"""`netcurtain purge`: deletes all that is kept of a person."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scanner.cli.asking import confirmed
from scanner.cli.cases import case_unread, find_case, opened_store, operator
from scanner.cli.console import escape, out, say
from scanner.errors import CaseError
from scanner.language.times import day as told_day
from scanner.model.clock import utc_now

if TYPE_CHECKING:
    from scanner.case.purging import Held, Left, Purged
    from scanner.case.store import Case, CaseHead, CaseStore

_KINDS = {
    "consent": ("turn of the consent", "turns of the consent"),
    "mark": ("mark of yours", "marks of yours"),
    "letter": ("letter noted", "letters noted"),
    "incident": ("incident", "incidents"),
    "ledger": ("ledger of requests", "ledgers of requests"),
    "capture": ("note of a check's captures", "notes of checks' captures"),
    "export": ("note of a file written", "notes of files written"),
    "hand_over": ("hand-over", "hand-overs"),
    "watch": ("note of the last watch", "notes of the last watch"),
    "hold": ("turn of a legal hold", "turns of a legal hold"),
}


def purge(
    subject: Annotated[
        str, typer.Argument(metavar="SUBJECT", help="Whose case: a profile, or the name.")
    ],
    fact: Annotated[
        str,
        typer.Option(
            "--fact", metavar="ID", help="Only what is kept of this fact, such as phone-1."
        ),
    ] = "",
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    keep_tombstones: Annotated[
        bool,
        typer.Option(
            "--keep-tombstones",
            help="The person agrees that keyed hashes of what was found stay, which tell nothing "
            "by themselves, so that a later check notices when it is back.",
        ),
    ] = False,
    certificate: Annotated[
        Path | None,
        typer.Option(
            "--certificate", metavar="FILE", help="Also write what was deleted, without any value."
        ),
    ] = None,
) -> None:
    """Delete all that is kept of a person: for good, at once, and told what is left elsewhere.

    Deleted are the checks with every answer, findings and their history, consents, marks, letters,
    incidents with their files, and the answers kept for the next check (of everybody, since they
    are not kept by person). Not deleted is what you wrote elsewhere: it is listed.

    Examples:

      netcurtain purge "Jane Marlow"

      netcurtain purge profile.toml --yes --certificate purged.txt

      netcurtain purge "Jane Marlow" --keep-tombstones

      netcurtain purge "Jane Marlow" --fact phone-1
    """
    from scanner.case import purging
    from scanner.case.purging import held_of, require_no_hold
    from scanner.case.store.locking import locked

    with opened_store() as store:
        if fact:
            whole = find_case(store, subject)
            require_no_hold(whole)
            _one_fact(store, whole, fact, yes, keep_tombstones)
            return
        case, name = _to_delete(store, subject)
        require_no_hold(case)
        held = held_of(store, case.id)
        say(f"Of {name} there are:")
        for line in _amounts(held):
            say(f"  {line}")
        if not confirmed("Delete all of it for good?", yes):
            say("Nothing was deleted.")
            raise typer.Exit(1)
        with locked(store.database.engine, case.id):
            done = purging.purge(store, case, utc_now(), operator(), keep_tombstones)
        _tell(done)
    if certificate is not None:
        _write(certificate, certificate_text(done))


def _to_delete(store: CaseStore, subject: str) -> tuple[Case | CaseHead, str]:
    """The case that is meant, and what to call it: found without reading it, if a case of the
    store is damaged."""
    try:
        case = find_case(store, subject)
    except CaseError as damaged:
        head = case_unread(store, subject)
        if head is None:
            raise
        say(f"{damaged} It is deleted all the same.")
        return head, f"case {head.id}"
    return case, case.subject.display_name


def _amounts(held: Held) -> list[str]:
    from scanner.render.words import plural

    stored = held.stored
    came_back = plural(stored.answers, "piece of what came back", "pieces of what came back")
    turns = plural(stored.turns, "turn of their lives", "turns of their lives")
    lines = [
        f"{plural(stored.checks, 'check')} with {came_back}",
        f"{plural(stored.findings, 'finding')} with {turns}",
        *(plural(number, *_KINDS.get(kind, (kind, kind))) for kind, number in stored.records),
    ]
    if stored.slates:
        lines.append(plural(stored.slates, "entry of a slate", "entries of slates"))
    if stored.tombstones:
        lines.append(plural(stored.tombstones, "tombstone"))
    if held.files:
        lines.append(plural(held.files, "file of evidence", "files of evidence"))
    return lines


def _tell(done: Purged) -> None:
    for line in certificate_text(done).splitlines():
        out.print(escape(line))
    for line in _elsewhere(done.left):
        out.print(escape(line))


def _elsewhere(left: Left) -> list[str]:
    from scanner.render.words import plural

    lines = ["", "What is left elsewhere, and yours to delete:"]
    lines += [
        f"  {item.what}: {item.path}"
        + ("" if Path(item.path).exists() else " (not there any more)")
        for item in left.exports
    ]
    lines += [
        f"  {letter.title}: sent to {letter.to} on {told_day(letter.sent_on)}; they have it"
        for letter in left.letters
    ]
    lines += [
        f"  {Path(item.path).name}: handed to {item.to} on {told_day(item.at)}; they have it"
        for item in left.hand_overs
    ]
    if left.damaged:
        notes = plural(left.damaged, "note")
        lines.append(f"  {notes} of files, letters or hand-overs cannot be read: think what else")
    return [
        *lines,
        "  the profile file, from which another check would begin a new case",
        "  other reports, letters and packs that you copied, and backups of this computer",
    ]


def certificate_text(done: Purged) -> str:
    """What was deleted, by whom and when, without a value or a name of the person's."""
    gone = "; ".join(_amounts(done.held))
    lines = [
        f"Deleted on {told_day(done.at)} at {done.at:%H:%M:%S} UTC by {done.by}:",
        f"  case {done.case_id}",
        f"  {gone}",
    ]
    if done.answers_cleared:
        lines.append("  the answers kept for the next check, of everybody")
    if done.is_server:
        lines.append(
            "  The tables were written anew. The server's own log, its copies and its backups may "
            "hold what was deleted until they are overwritten: ask who runs it."
        )
    elif done.overwritten:
        lines.append(
            "  What was freed in the store's file was overwritten with noughts, and its log of "
            "changes emptied. A disk may keep old blocks: only an encrypted one hides them."
        )
    else:
        lines.append(
            "  Another netcurtain was reading the store, so that its file could not be written "
            "anew. Run `netcurtain retention` when that has ended."
        )
    if done.tombstones:
        lines.append(f"  {done.tombstones} keyed hashes stay, with the person's leave.")
    lines.append("  The log keeps what was done when and by whom, and names nobody else.")
    return "\n".join(lines) + "\n"


def _one_fact(store: CaseStore, case: Case, fact: str, yes: bool, keep_tombstones: bool) -> None:
    from scanner.case.erasing import erase_fact, find_fact
    from scanner.case.store.locking import locked

    found = find_fact(case, fact)
    say(
        f"What is kept of {found.id} ({found.value.mask}) is deleted: its findings, and from every "
        f"earlier check the answers and reports that may show it. Other findings stay."
    )
    if not confirmed("Delete it for good?", yes):
        say("Nothing was deleted.")
        raise typer.Exit(1)
    with locked(store.database.engine, case.id):
        erased = erase_fact(store, case, found, utc_now(), operator(), keep_tombstones)
    say(f"Findings deleted: {erased.findings}; checks emptied: {erased.checks}.")
    if erased.tombstones:
        say(f"{erased.tombstones} keyed hashes stay, with the person's leave.")
    say("Take it out of the profile file, too, or the next check looks for it again.")


def _write(path: Path, text: str) -> None:
    from scanner.case import OutputFolder

    OutputFolder(path.parent, "another --certificate").write(path.name, text)
    say(f"Written: {path}")
