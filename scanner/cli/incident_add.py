"""`netcurtain incident add`: one entry, by options or by questions at the terminal."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scanner.cli.cases import SubjectArgument
from scanner.cli.console import is_interactive, say
from scanner.cli.exits import Exit
from scanner.cli.incident_told import Told, channel_named
from scanner.cli.moment import LONDON
from scanner.cli.options import CaFileOption, ConnectToOption, ContactOption, LoopbackOption
from scanner.errors import PlanError

if TYPE_CHECKING:
    from scanner.case.incidents import ToKeep
    from scanner.case.store import Case, CaseStore
    from scanner.cli.incident_page import Captured
    from scanner.model.incident import Incident
    from scanner.rulebook.book import RuleBook


def add(
    subject: SubjectArgument = "",
    when: Annotated[
        str,
        typer.Option(
            "--when",
            metavar="TIME",
            help='By your own clock: "2026-11-20 21:15", "yesterday 21:15", "about today 9:00", or '
            "only the day. Now, if left out.",
        ),
    ] = "",
    zone: Annotated[
        str, typer.Option("--zone", metavar="ZONE", help="Where that clock is.")
    ] = LONDON,
    channel: Annotated[
        str,
        typer.Option(
            "--channel",
            metavar="WAY",
            help="How it came: phone, text, post, email, x, facebook, whatsapp, in_person, at_home "
            "… (`netcurtain rules list --kind channel`). Told by --url where that is left out.",
        ),
    ] = "",
    where: Annotated[str, typer.Option("--where", metavar="TEXT", help="The place.")] = "",
    text: Annotated[
        str,
        typer.Option(
            "--text",
            metavar="TEXT",
            help="The words. Other programs may see what is typed here: - reads them from standard "
            "input instead.",
        ),
    ] = "",
    text_file: Annotated[
        Path | None, typer.Option("--text-file", metavar="FILE", help="A file with the words.")
    ] = None,
    files: Annotated[
        list[Path] | None,
        typer.Option(
            "--file",
            metavar="FILE",
            help="A picture, a saved message (.eml), an exported chat, a recording: copied with "
            "its hash, never opened. Repeatable.",
        ),
    ] = None,
    url: Annotated[
        str,
        typer.Option(
            "--url", metavar="URL", help="The page where it is. It is captured, if you say yes."
        ),
    ] = "",
    seen_by: Annotated[str, typer.Option("--seen-by", metavar="TEXT", help="Witnesses.")] = "",
    done: Annotated[
        str,
        typer.Option("--done", metavar="TEXT", help="What was done: told to whom, reference."),
    ] = "",
    finding: Annotated[
        list[str] | None,
        typer.Option("--finding", metavar="ID", help="A finding it has to do with. Repeatable."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Capture the page unasked.")] = False,
    no_capture: Annotated[
        bool, typer.Option("--no-capture", help="Note the address only; ask nobody for the page.")
    ] = False,
    allow_loopback: LoopbackOption = False,
    contact: ContactOption = "",
    connect_to: ConnectToOption = None,
    ca_file: CaFileOption = None,
) -> None:
    """Add an entry to the log of abuse. Asks step by step when no option says what happened.

    Keep proof before you report, block or delete. An entry is never changed: if something was
    wrong, add another that says so.

    Examples:

      netcurtain incident add

      netcurtain incident add --when "yesterday 21:15" --channel whatsapp --file chat.zip

      netcurtain incident add --url https://www.example.org/post/1 --seen-by "Sam, my agent"
    """
    from scanner.case.abuse_advice import signs_in
    from scanner.cli.cases import opened_store
    from scanner.cli.incident_page import Captured, capture
    from scanner.cli.incident_words import DANGER
    from scanner.cli.rulefolders import book_with
    from scanner.cli.scan import Network

    told = Told(
        when, channel, where, _words(text, text_file), url, files or [], seen_by, done, [], zone
    )
    told.findings = finding or []
    book = book_with([])
    with opened_store() as store:
        case = _case(store, subject)
        if not (told.text or told.files or told.url or told.where or told.channel):
            _ask(told, book)
        entry, kept, words = _drafted(told, book, store, case)
        if signs_in(book, [entry.text, *words], case.subject.display_name):
            say(DANGER)
        page = Captured()
        if told.url and not no_capture:
            network = Network(allow_loopback, "", contact, connect_to, ca_file)
            key = store.database.key
            page = capture(case.subject, book, told.url, network, key, yes)
        _write(store, case, entry, kept, page, words)


def _case(store: CaseStore, subject: str) -> Case:
    """The case that is meant; a profile begins one. Raises PlanError, ConsentError."""
    from scanner.cli.cases import find_case
    from scanner.model.clock import utc_now
    from scanner.plan import require_consent
    from scanner.profile import load_profile

    now = utc_now()
    if subject and Path(subject).is_file():
        person = load_profile(Path(subject), now.date()).subject
        require_consent(person, now.date())
        case = store.cases.find(person.id) or store.cases.enrol(person, now)
    else:
        case = find_case(store, subject)
    if case.revoked_at is not None:
        raise PlanError("The consent of this case was withdrawn, so nothing is added to it.")
    return case


def _ask(told: Told, book: RuleBook) -> None:
    """Fills in what is asked at the terminal. Ctrl-C leaves nothing behind."""
    from scanner.cli.incident_questions import ask

    if not is_interactive():
        raise PlanError(
            "Say what happened: at least one of --text, --text-file, --file, --url, --where and "
            "--channel."
        )
    try:
        ask(told, book)
    except (KeyboardInterrupt, typer.Abort):
        say("\nNothing was written.")
        raise typer.Exit(int(Exit.INTERRUPTED)) from None


def _words(text: str, text_file: Path | None) -> str:
    from scanner.case.incidents import MAX_TEXT

    if text and text_file:
        raise PlanError("Give --text or --text-file, not both.")
    if text_file:
        try:
            text = text_file.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
            raise PlanError(f"Cannot read {text_file}: {reason}.") from None
    elif text == "-":
        text = sys.stdin.read(MAX_TEXT + 1)
    if len(text) > MAX_TEXT:
        raise PlanError("That is more text than an entry holds. Give it with --file instead.")
    return text.strip()


def _drafted(
    told: Told, book: RuleBook, store: CaseStore, case: Case
) -> tuple[Incident, list[ToKeep], list[str]]:
    """The entry without its number, its files, and the words in them."""
    from scanner.cli.cases import find_known, operator
    from scanner.cli.moment import Moment, moment_of
    from scanner.model.clock import utc_now
    from scanner.model.incident import Incident

    now = utc_now()
    rule = channel_named(book, told.channel, told.url)
    moment = moment_of(told.when, told.zone, now) if told.when else Moment(now, "UTC", True, False)
    known = store.lives.known(case.id) if told.findings else ()
    kept, words = _files(told.files)
    entry = Incident(
        number=0,
        happened_at=moment.at,
        zone=moment.zone,
        is_about=moment.is_about,
        is_day=moment.is_day,
        channel_id=rule.id,
        channel=rule.title,
        recorded_at=now,
        recorded_by=operator(),
        where=told.where.strip(),
        text=told.text,
        url=told.url.strip(),
        seen_by=told.seen_by.strip(),
        done=told.done.strip(),
        finding_ids=tuple(find_known(known, short).finding_id for short in told.findings),
    )
    return entry, kept, words


def _files(paths: list[Path]) -> tuple[list[ToKeep], list[str]]:
    """The files as they are, and the words in them. Raises PlanError."""
    from scanner.case.attachments import look_at
    from scanner.case.incidents import MAX_FILE_BYTES, MAX_FILES, ToKeep

    if len(paths) > MAX_FILES:
        raise PlanError(f"One entry holds {MAX_FILES} files. Put the others into a further one.")
    kept, words = [], []
    for path in paths:
        try:
            with path.open("rb") as stream:
                content = stream.read(MAX_FILE_BYTES + 1)
        except OSError as error:
            raise PlanError(f"Cannot read {path}: {error.strerror or error}.") from None
        if len(content) > MAX_FILE_BYTES:
            raise PlanError(f"{path} is larger than {MAX_FILE_BYTES // 1_000_000} MB.")
        seen = look_at(path.name, content)
        kept.append(ToKeep(path.name, content, seen.kind, seen.facts))
        words.append(seen.text)
    return kept, words


def _write(
    store: CaseStore,
    case: Case,
    entry: Incident,
    kept: list[ToKeep],
    page: Captured,
    words: list[str],
) -> None:
    from dataclasses import replace

    from scanner.case.incidents import IncidentLog
    from scanner.cli.incident_words import print_advice
    from scanner.render.words import plural

    linked = tuple(dict.fromkeys((*entry.finding_ids, *page.finding_ids)))
    draft = replace(entry, finding_ids=linked, page=page.page)
    written = IncidentLog(store, case).add(draft, kept, page.files)
    files = plural(len(written.all_files), "file")
    say(f"Entry {written.number} is in the log, with {files}.")
    for file in written.all_files:
        say(f"  {file.kind}: sha256 {file.sha256}")
    if page.page:
        say(f"  The page: {page.page.outcome}")
    print_advice(written, case.subject, [*words, page.text])
