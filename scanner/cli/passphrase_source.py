"""Where the passphrase comes from: a file, the environment, or a hidden prompt. It is never an
argument, since everybody on the computer can read those."""

from __future__ import annotations

import os
from contextvars import ContextVar
from pathlib import Path
from typing import Annotated

import typer

from scanner.cli.console import is_interactive
from scanner.errors import PassphraseError
from scanner.passphrase_file import FILE_VARIABLE, VARIABLE, from_file

NEW_VARIABLE = "NETCURTAIN_NEW_PASSPHRASE"

_named: ContextVar[Path | None] = ContextVar("passphrase_file", default=None)


def _remember(context: typer.Context, path: Path | None) -> Path | None:
    """The program's own option is read first, at every run; a command's may name another file."""
    if path is not None or context.parent is None:
        _named.set(path)
    return path


PassphraseFileOption = Annotated[
    Path | None,
    typer.Option(
        "--passphrase-file",
        metavar="FILE",
        envvar=FILE_VARIABLE,
        callback=_remember,
        help="Read the passphrase of the cases from the first line of a file that only you can "
        "read.",
        show_default=False,
    ),
]
"""The program's own option, before the command; the commands about it have it, too."""


def known_passphrase() -> str:
    """The passphrase of the store. Raises PassphraseError when nobody can be asked for it."""
    given = given_passphrase(VARIABLE, passphrase_path())
    if given:
        return given
    if not is_interactive():
        raise PassphraseError(
            f"The cases are encrypted, and their passphrase is needed. Run this in a terminal, or "
            f"put it into a file that only you can read and say `netcurtain --passphrase-file "
            f"FILE ...`, or into {VARIABLE}."
        )
    return prompted("Passphrase of the cases (not shown)")


def given_passphrase(variable: str, path: Path | None) -> str:
    """The passphrase from a file or else the environment; empty if neither was given. Raises
    PassphraseError."""
    return from_file(path) if path is not None else os.environ.get(variable, "")


def prompted(words: str, twice: bool = False) -> str:
    """What somebody typed, unseen."""
    typed: str = typer.prompt(words, hide_input=True, err=True, confirmation_prompt=twice)
    return typed


def passphrase_path() -> Path | None:
    """The file that was named for this run of the program."""
    return _named.get()
