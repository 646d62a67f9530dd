"""The passphrase of a pack: what judging it again needs is encrypted with it."""

from __future__ import annotations

import typer

from scanner.cli.console import is_interactive, say
from scanner.cli.passphrase_source import given_passphrase, prompted
from scanner.errors import PassphraseError

VARIABLE = "NETCURTAIN_PACK_PASSPHRASE"


def wanted_passphrase() -> str:
    """For a new pack; empty, and said, where none is given and nobody can be asked."""
    if given := given_passphrase(VARIABLE, None):
        return given
    if is_interactive():
        say("With a passphrase the pack can be judged again (`netcurtain replay`), too.")
        given = typer.prompt(
            "Passphrase of the pack (not shown; empty for none)",
            default="",
            show_default=False,
            hide_input=True,
            confirmation_prompt=True,
            err=True,
        )
        if given:
            return str(given)
    say(f"No passphrase ({VARIABLE}) was given: the pack can be verified, but not judged again.")
    return ""


def required_passphrase() -> str:
    """Of a pack that is there. Raises PassphraseError when nobody can be asked."""
    if given := given_passphrase(VARIABLE, None):
        return given
    if not is_interactive():
        raise PassphraseError(
            f"The pack's passphrase is needed: run this in a terminal, or set {VARIABLE}."
        )
    return prompted("Passphrase of the pack (not shown)")
