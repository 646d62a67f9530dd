"""`netcurtain slate open`: opens a result at the terminal, for its person."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scanner.cli.cases import RESULT_VARIABLE
from scanner.cli.console import is_interactive, say
from scanner.errors import PassphraseError, SlateError


def open_result(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The page with the sealed result.")],
    out_folder: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="Where to write what is in it.")
    ],
    from_file: Annotated[
        Path | None,
        typer.Option(
            "--result-passphrase-file",
            metavar="FILE",
            help="Read the passphrase from the first line of a file that only you can read.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Open your own sealed result with your passphrase, without a browser.

    What is written is readable by whoever can read the folder (0600: you alone).

    Example:

      netcurtain slate open result-jane-marlow.html --out my-result
    """
    from scanner.case import OutputFolder
    from scanner.slate.consenting import open_result as opened
    from scanner.slate.consenting import unlock
    from scanner.slate.consenting.page import sealed_in

    locked, sealed = sealed_in(_read(file))
    result = opened(sealed, unlock(locked, _passphrase(from_file)))
    folder = OutputFolder(out_folder)
    for name, content in result.files.items():
        folder.write(name, content)
        say(f"Written: {out_folder / name}")


def _passphrase(path: Path | None) -> str:
    """The person's own; never an argument, since everybody on the computer can read those."""
    from scanner.cli.passphrase_source import given_passphrase, prompted

    given = given_passphrase(RESULT_VARIABLE, path)
    if given:
        return given
    if not is_interactive():
        raise PassphraseError(
            f"The passphrase of the result is needed: run this in a terminal, or name a file with "
            f"--result-passphrase-file, or set {RESULT_VARIABLE}."
        )
    return prompted("Your passphrase (not shown)")


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise SlateError(f"{path.name} cannot be read.") from None
