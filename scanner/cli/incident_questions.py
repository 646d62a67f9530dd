"""The questions of `netcurtain incident add`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from scanner.cli.console import say
from scanner.cli.incident_told import Told, channel_named
from scanner.errors import PlanError

if TYPE_CHECKING:
    from scanner.rulebook.book import RuleBook


def ask(told: Told, book: RuleBook) -> None:
    """One question after the other, into `told`. Anything but the first two may be left out."""
    from scanner.cli.incident_words import DANGER
    from scanner.cli.moment import moment_of
    from scanner.model.clock import utc_now

    say(DANGER)
    say("Otherwise: a few questions. Enter leaves one out; Ctrl-C ends, and nothing is kept.")
    told.when = _until(
        "When did it happen? (such as: today 21:15, about yesterday 9:00, 2026-11-20)",
        lambda text: moment_of(text, told.zone, utc_now()),
        "today",
    )
    names = ", ".join(rule.tail for rule in book.channels.values())
    say(f"How did it come? One of: {names}")
    told.channel = _until("How", lambda text: channel_named(book, text), "other")
    rule = channel_named(book, told.channel)
    for keep in rule.keep:
        say(f"  Worth keeping: {keep}")
    told.where = _line("Where were you, or on which page or account?")
    told.text = _line("What was said or written? The words as they were")
    _tell_signs(told, book)
    while path := _line("A file to keep (picture, .eml, exported chat), or Enter"):
        if Path(path).expanduser().is_file():
            told.files.append(Path(path).expanduser())
        else:
            say("  There is no such file.")
    told.url = _line("The address of the page, if there is one")
    told.seen_by = _line("Who else saw or heard it?")
    told.done = _line("What was done about it? (told to whom, with which reference)")


def _tell_signs(told: Told, book: RuleBook) -> None:
    """At once: who is in danger should not answer further questions."""
    from scanner.case.abuse_advice import signs_in
    from scanner.cli.incident_words import DANGER

    if signs_in(book, [told.text]):
        say(f"  {DANGER}")


def _line(question: str) -> str:
    text: str = typer.prompt(f"{question}\n ", default="", show_default=False, err=True)
    return text.strip()


def _until(question: str, check: Callable[[str], object], usual: str) -> str:
    """An answer that `check` takes; it says what is wrong with any other."""
    while True:
        text = _line(question) or usual
        try:
            check(text)
        except PlanError as error:
            say(f"  {error}")
        else:
            return text
