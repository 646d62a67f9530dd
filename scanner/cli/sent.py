"""`netcurtain sent`: letters that went out, and until when they must be answered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from scanner.cli.cases import find_case, find_known, find_open_case, opened_store, operator
from scanner.cli.console import escape, out, say
from scanner.cli.dates import day_of
from scanner.cli.options import RulesOption
from scanner.errors import PlanError
from scanner.language.times import day as told_day
from scanner.model.clock import utc_now

if TYPE_CHECKING:
    from scanner.case.store import Case, CaseStore
    from scanner.model.history import LetterSent
    from scanner.rulebook.book import RuleBook
    from scanner.rulebook.letter import LetterRule


def sent(
    letter: Annotated[
        str,
        typer.Argument(
            metavar="LETTER",
            help="Which letter, such as letter.erasure, or the id of one that was noted. Left out: "
            "what is waited for is listed.",
            show_default=False,
        ),
    ] = "",
    subject: Annotated[
        str,
        typer.Argument(
            metavar="SUBJECT",
            help="Whose case: a profile, or the name. Not needed while there is only one.",
            show_default=False,
        ),
    ] = "",
    finding: Annotated[
        list[str] | None,
        typer.Option(
            "--finding",
            metavar="ID",
            help="A finding that it is about. Repeatable; if not given, all that it helps with.",
        ),
    ] = None,
    on: Annotated[
        str,
        typer.Option(
            "--on",
            metavar="DATE",
            help="The day on which they had it: of sending by e-mail or form, of delivery by post. "
            "If not given, today.",
        ),
    ] = "",
    to: Annotated[
        str, typer.Option("--to", metavar="NAME", help="Who it went to: the site, or a name.")
    ] = "",
    answered: Annotated[
        str, typer.Option("--answered", metavar="DATE", help="They answered on that day.")
    ] = "",
    rules: RulesOption = None,
) -> None:
    """Note that a letter went out, which starts its clock, or that it was answered. Sends nothing.

    Requests under the UK GDPR must be answered within a calendar month from the day on which they
    are received; a month that ends on a weekend or a public holiday ends on the next working day.

    Examples:

      netcurtain sent

      netcurtain sent "Jane Marlow"

      netcurtain sent letter.erasure --to wexcombe-herald.example

      netcurtain sent letter.delisting "Jane Marlow" --on 2026-11-20 --finding 3f2a91c0

      netcurtain sent letter.erasure --to wexcombe-herald.example --answered 2026-12-01
    """
    with opened_store() as store:
        if letter and not subject and _is_whose(store, letter):
            letter, subject = "", letter  # a name alone: its letters are listed
        case = find_open_case(store, subject)
        if not letter:
            _list(store, case)
        elif answered:
            _note_answer(store, case, letter, to, answered)
        else:
            from scanner.cli.rulefolders import book_with

            rule = _rule(book_with(rules or []), letter)
            _note(store, case, rule, to.strip(), finding or [], on)


def _is_whose(store: CaseStore, name: str) -> bool:
    """Whether it names a case, not a letter."""
    if name.startswith("letter."):
        return False
    try:
        find_case(store, name)
    except PlanError:
        return False
    return True


def _list(store: CaseStore, case: Case) -> None:
    from scanner.assess.history.waiting import waiting_of
    from scanner.cli.history import waiting_line

    waiting = waiting_of(store.lives.letters(case.id), utc_now().date())
    for item in waiting:
        out.print(escape(waiting_line(item)))
        if item.overdue:
            say("  Overdue: `netcurtain letters` writes the complaint that comes next.")
    if not waiting:
        say("No answer is waited for. `netcurtain sent LETTER` notes that a letter went out.")


def _rule(book: RuleBook, name: str) -> LetterRule:
    rule = book.letters.get(name) or book.letters.get(f"letter.{name}")
    if rule is None:
        raise PlanError(f"No letter is called that. There are: {', '.join(book.letters)}.")
    return rule


def _note(
    store: CaseStore, case: Case, rule: LetterRule, to: str, short_ids: Sequence[str], on: str
) -> None:
    from scanner.case.letters_sent import note_sent

    day = day_of(on, "--on")
    finding_ids, site = _about(store, case, rule, to, short_ids)
    letter = note_sent(
        store, case, rule, to or site or rule.to, finding_ids, day, utc_now(), operator()
    )
    say(f"Noted as {letter.id}: {letter.title}, to {letter.to}, on {told_day(day)}.")
    if not finding_ids:
        say("It is noted without a finding; --finding ID says what it is about.")
    if letter.answer_by:
        say(
            f"They have until {told_day(letter.answer_by)}. When they answer: "
            f"netcurtain sent {letter.id} --answered DATE"
        )
    else:
        say("No law says by when they must answer. The next check shows whether it helped.")


def _about(
    store: CaseStore, case: Case, rule: LetterRule, to: str, short_ids: Sequence[str]
) -> tuple[list[str], str]:
    """The findings that a letter is about, and their site where it goes to one."""
    from scanner.case.letters_sent import ONE_SITE, helped_by

    known = store.lives.known(case.id)
    if short_ids:
        items = [find_known(known, short) for short in short_ids]
        about = [(item.finding_id, item.site) for item in items]
    else:
        newest = store.scans.newest(case.id)
        helped = helped_by(newest[1], rule.id) if newest else ()
        there = {item.finding_id for item in known if item.turn != "gone"}
        about = [
            (item.finding.id, item.finding.site) for item in helped if item.finding.id in there
        ]
        named = [(one, site) for one, site in about if site == to.lower().removeprefix("www.")]
        if named or (to and rule.recipient in ONE_SITE):
            about = named
    sites = sorted({site for _, site in about})
    if rule.recipient in ONE_SITE and len(sites) > 1:
        raise PlanError(
            f"This letter goes to one site at a time. Say to which, with --to: {', '.join(sites)}."
        )
    return [one for one, _ in about], sites[0] if rule.recipient in ONE_SITE and sites else ""


def _note_answer(store: CaseStore, case: Case, name: str, to: str, answered: str) -> None:
    from scanner.case.letters_sent import letters_of, note_answered

    day = day_of(answered, "--answered")
    found = [
        (record_id, letter)
        for record_id, letter in letters_of(store, case.id)
        if letter.answered_on is None
        and name in (letter.id, letter.letter_id, letter.letter_id.removeprefix("letter."))
        and to.strip().lower() in ("", letter.to.lower())
    ]
    if len(found) != 1:
        raise PlanError(_which(found))
    record_id, letter = found[0]
    if day < letter.sent_on:
        raise PlanError(f"It went out on {told_day(letter.sent_on)}: the answer came later.")
    note_answered(store, case, record_id, letter, day, utc_now(), operator())
    say(f"Noted: {letter.to} answered on {told_day(day)}. The next check shows whether it helped.")
    say("If they said no: netcurtain done FINDING --refused")


def _which(found: Sequence[tuple[str, LetterSent]]) -> str:
    if not found:
        return "No such letter is waited for. `netcurtain sent` lists those that are."
    told = ", ".join(f"{letter.id} (to {letter.to})" for _, letter in found)
    return f"More than one is waited for. Say which by its id: {told}."
