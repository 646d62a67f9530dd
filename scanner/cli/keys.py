"""`netcurtain keys`: the keys of services that need one. No key is ever shown."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from scanner.cli.console import is_interactive, out, say
from scanner.cli.exits import Exit
from scanner.cli.options import RulesOption

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scanner.rulebook.book import RuleBook
    from scanner.rulebook.source import SourceRule

keys_app = typer.Typer(
    no_args_is_help=True, help="Keys of services that need one; they are never shown."
)

NameArgument = Annotated[
    str, typer.Argument(metavar="NAME", help="The key's name. `netcurtain keys list` shows all.")
]


@keys_app.command("set")
def set_key(name: NameArgument, rules: RulesOption = None) -> None:
    """Ask for a key, without showing it, and keep it: in the keyring if there is one that works,
    else in a file that only you can read. Without a terminal it is read from standard input.

    Example:  netcurtain keys set companies_house
    """
    from scanner.case.keys import KeyStore, Place, environment_name

    askers = _known(_askers(rules), name)
    say(f"{askers[name][0].secret_help}")
    key = _typed(name)
    store = KeyStore()
    place = store.put(name, key)
    where = "in your keyring" if place is Place.KEYRING else f"in {store.file_path}, for you alone"
    say(f"The key {name} is kept {where}.")
    if store.find([name])[name].place is Place.ENVIRONMENT:
        say(f"But {environment_name(name)} is set, and goes before it.")


@keys_app.command("list")
def list_keys(
    rules: RulesOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the list as JSON.")] = False,
) -> None:
    """List the keys that sources ask for, and whether each is there; never the keys themselves.

    Example:  netcurtain keys list
    """
    from scanner.case.keys import KeyStore

    askers = _askers(rules)
    kept = KeyStore().find(askers)
    if as_json:
        entries = [
            {
                "name": name,
                "kept_in": kept[name].place.value if name in kept else None,
                "sources": [rule.id for rule in sources],
                "help": sources[0].secret_help,
            }
            for name, sources in askers.items()
        ]
        out.file.write(
            json.dumps({"schema": "netcurtain/keys/1", "keys": entries}, indent=2) + "\n"
        )
        return
    for name, sources in askers.items():
        state = f"set ({kept[name].place})" if name in kept else "missing"
        titles = ", ".join(rule.title for rule in sources)
        out.print(f"{name:<20} {state:<18} {titles}", markup=False)
        if name not in kept:
            out.print(f"{'':<20} {sources[0].secret_help}", markup=False)


@keys_app.command("remove")
def remove_key(name: NameArgument) -> None:
    """Forget a key, wherever it is kept.

    Example:  netcurtain keys remove companies_house
    """
    from scanner.case.keys import KeyStore, Place, environment_name

    store = KeyStore()
    places = store.remove(name)
    words = {Place.KEYRING: "your keyring", Place.FILE: store.file_path}
    for place in places:
        say(f"The key {name} is gone from {words[place]}.")
    if name in (left := store.find([name])) and left[name].place is Place.ENVIRONMENT:
        say(f"{environment_name(name)} is still set in your environment.")
    elif not places:
        say(f"No key is called {name}, so nothing was removed.")
        raise typer.Exit(int(Exit.ERROR))


def _askers(rules: RulesOption) -> dict[str, list[SourceRule]]:
    from scanner.cli.rulefolders import book_with

    return askers_in(book_with(rules or []))


def askers_in(book: RuleBook) -> dict[str, list[SourceRule]]:
    """The sources that ask for a key, by its name."""
    askers: dict[str, list[SourceRule]] = {}
    for rule in book.sources.values():
        if rule.secret:
            askers.setdefault(rule.secret, []).append(rule)
    return dict(sorted(askers.items()))


def keys_for(book: RuleBook) -> dict[str, str]:
    """The keys that the sources of `book` ask for, as far as the user has them."""
    from scanner.case.keys import KeyStore

    found = KeyStore().find(askers_in(book))
    return {name: kept.key for name, kept in found.items()}


def _known(askers: Mapping[str, list[SourceRule]], name: str) -> Mapping[str, list[SourceRule]]:
    if name not in askers:
        listed = ", ".join(askers) or "none"
        raise typer.BadParameter(f"No source asks for a key called {name}. Known: {listed}.")
    return askers


def _typed(name: str) -> str:
    if is_interactive():
        key: str = typer.prompt(f"Key for {name} (not shown)", hide_input=True, err=True)
    else:
        key = sys.stdin.readline()
    key = key.strip()
    if not key or not key.isprintable():
        raise typer.BadParameter("No key was given: it is one line of letters and digits.")
    return key
