"""What `netcurtain rules new source` asks, one question at a time."""

from __future__ import annotations

import re
from dataclasses import dataclass

import typer

from scanner.cli.console import say

WHAT_A_MARK_IS = (
    "A text that stands there for this reason alone; or css:SELECTOR, json:PATH or "
    "json_equals:PATH=VALUE. Neither the handle (a log-in page repeats it) nor the site's name."
)


@dataclass(slots=True)
class Extras:
    """What only some sources have. Empty: it has none."""

    records: str = ""
    following: str = ""
    leads: str = ""
    key: str = ""
    key_header: str = ""


def ask_extras(extras: Extras, is_listing: bool, is_json: bool) -> None:
    """Asks for what is not given yet; Enter says that there is none."""
    if is_listing:
        usual = "json:items[*]" if is_json else "css:li"
        extras.records = extras.records or ask("What holds one record?", usual)
    extras.following = extras.following or maybe(
        "Are there further pages? Where does the address of the next one stand (css:a.next, "
        "json:links.next, header:Link), or which parameter counts them (parameter:page)?"
    )
    extras.leads = extras.leads or maybe(
        "Does it name pages worth opening, as a search does? Where do their addresses stand "
        "(css:a.result, json:items[*].url)?"
    )
    extras.key = extras.key or maybe("Does it need a key? A name for it, such as town_book")
    if extras.key:
        extras.key_header = extras.key_header or ask(
            "In which header is it sent?", "Authorization: Bearer KEY"
        )


def maybe(question: str) -> str:
    """The answer; empty for Enter."""
    text: str = typer.prompt(f"{question} [Enter: no]", default="", show_default=False, err=True)
    return "" if text.strip().lower() in ("n", "no", "-") else text.strip()


def is_so(question: str) -> bool:
    """Yes or no; no for Enter."""
    return typer.confirm(question, default=False, err=True)


def ask(question: str, default: str = "") -> str:
    while True:
        text: str = typer.prompt(question, default=default, show_default=bool(default), err=True)
        if text.strip():
            return text.strip()


def status_of(question: str, default: int) -> int:
    status: int = typer.prompt(question, default=default, type=int, err=True)
    return status


def choice(question: str, given: str, known: tuple[str, ...], default: str = "unclear") -> str:
    while given not in known:
        if given:
            say(f"  Known: {', '.join(known)}.")
        given = ask(f"{question} ({' / '.join(known)})", default)
    return given


def categories() -> tuple[str, ...]:
    from scanner.rulebook.source import Category

    return tuple(category.value for category in Category)


def address_of(given: str) -> str:
    """A whole address whose places are known variables."""
    from scanner.rulebook.draft import variables_in
    from scanner.rulebook.variables import NEVER_SENT, Variable

    known = {variable.value for variable in Variable if variable not in NEVER_SENT}
    while True:
        given = given or ask("Its address, with {handle} or another variable in its place?")
        unknown = set(variables_in(given)) - known
        if unknown:
            say(f"  No variable is called {', '.join(sorted(unknown))}. Known: {_listed(known)}.")
        elif not variables_in(given):
            say("  Nothing of a person stands in it: write {handle}, {name} or another variable.")
        elif not re.match(r"https?://|\{", given):
            say("  Write the whole address, from https:// on.")
        else:
            return given
        given = ""


def _listed(names: set[str]) -> str:
    return ", ".join(sorted(names))
