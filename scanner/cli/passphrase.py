"""`netcurtain passphrase`: encrypts what is kept of the cases, and back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scanner.cli.cases import opened_vault
from scanner.cli.console import is_interactive, say
from scanner.cli.passphrase_source import (
    NEW_VARIABLE,
    PassphraseFileOption,
    given_passphrase,
    known_passphrase,
    passphrase_path,
    prompted,
)
from scanner.errors import PassphraseError
from scanner.passphrase_file import VARIABLE
from scanner.store_address import store_address

if TYPE_CHECKING:
    from scanner.case.vault.setting import Setting

passphrase_app = typer.Typer(
    no_args_is_help=True,
    help="Encrypt what is kept of your cases with a passphrase, change it, or remove it.",
)

NewFileOption = Annotated[
    Path | None,
    typer.Option(
        "--new-passphrase-file",
        metavar="FILE",
        help="Read the new passphrase from such a file.",
        show_default=False,
    ),
]

_NOBODY_KNOWS_IT = (
    "Nobody can recover a forgotten passphrase, not even who wrote this program: without it, "
    "everything that is kept of your cases is lost. Write it down and keep it somewhere safe."
)


@passphrase_app.command("set")
def set_passphrase(passphrase_file: PassphraseFileOption = None) -> None:
    """Encrypt the cases, the evidence and the kept answers; from then on the passphrase is asked.

    Without a terminal it comes from `--passphrase-file` or the variable NETCURTAIN_PASSPHRASE.

    Example:  netcurtain passphrase set
    """
    setting = _setting()
    if setting.is_set:
        raise PassphraseError(
            "A passphrase is set already. `netcurtain passphrase change` changes it."
        )
    say(_NOBODY_KNOWS_IT)
    setting.set(_chosen(VARIABLE, passphrase_path(), "Passphrase (not shown)"))
    say("The cases are encrypted. Files that you had written elsewhere (reports, packs) are not.")


@passphrase_app.command("change")
def change_passphrase(
    passphrase_file: PassphraseFileOption = None, new_passphrase_file: NewFileOption = None
) -> None:
    """Take another passphrase. Nothing is encrypted anew, so it is done at once; a copy of the old
    key file would still open with the old passphrase.

    Without a terminal the new one comes from `--new-passphrase-file` or the variable
    NETCURTAIN_NEW_PASSPHRASE.

    Example:  netcurtain passphrase change
    """
    setting = _set_one()
    old = known_passphrase()
    setting.require(old)
    setting.change(old, _chosen(NEW_VARIABLE, new_passphrase_file, "New passphrase (not shown)"))
    say("The passphrase is changed. Delete copies of the old key file, if there are any.")


@passphrase_app.command("remove")
def remove_passphrase(passphrase_file: PassphraseFileOption = None) -> None:
    """Put everything back into the clear, readable by you alone.

    Example:  netcurtain passphrase remove
    """
    setting = _set_one()
    setting.remove(opened_vault())
    say("The passphrase is gone, and the cases are no longer encrypted.")


@passphrase_app.command("check")
def check_passphrase(passphrase_file: PassphraseFileOption = None) -> None:
    """Say whether the cases are encrypted, and whether passphrase and store are right.

    Example:  netcurtain passphrase check
    """
    from scanner.case.vault.opening import open_cases

    if not _setting().is_set:
        say("No passphrase is set: the cases are readable by you alone, but not encrypted.")
        return
    with open_cases(store_address(), known_passphrase):
        say("The cases are encrypted, the passphrase is right, and the store is whole.")


def _setting() -> Setting:
    from scanner.case.vault.setting import setting_of

    return setting_of(store_address())


def _set_one() -> Setting:
    setting = _setting()
    if not setting.is_set:
        raise PassphraseError("No passphrase is set. `netcurtain passphrase set` sets one.")
    return setting


def _chosen(variable: str, path: Path | None, words: str) -> str:
    """A new passphrase that is good enough. Somebody at a terminal may try again."""
    from scanner.case.vault.strength import weakness

    given = given_passphrase(variable, path)
    if given:
        if problem := weakness(given):
            raise PassphraseError(problem)
        return given
    if not is_interactive():
        raise PassphraseError(
            f"There is no terminal to ask for it. Put the passphrase into a file that only you can "
            f"read and name it, or into {variable}."
        )
    while True:
        typed = prompted(words, twice=True)
        if not (problem := weakness(typed)):
            return typed
        say(problem)


__all__ = ["passphrase_app"]
