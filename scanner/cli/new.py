"""`netcurtain new`: asks what to look for, says why it asks, and writes the profile."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scanner.cli.console import say
from scanner.cli.exits import Exit
from scanner.errors import ConsentError, OutputError, ProfileError

if TYPE_CHECKING:
    from scanner.case import OutputFolder
    from scanner.cli.interview import Draft, Given

_INTRO = """\
This makes a profile: the facts to look for, and your consent to look for them.
It stays on this computer. Anything may be left out (just press Enter), but for a name, one further
fact and the consent. Part of an address or number is welcome. Ctrl-C stops; your answers are kept.
"""


def new(
    path: Annotated[Path, typer.Argument(help="The file to write.", metavar="FILE")] = Path(
        "profile.toml"
    ),
    force: Annotated[
        bool, typer.Option("--force", help="Write over an existing file (the old one is kept).")
    ] = False,
) -> None:
    """Ask what to look for, and write the profile. Nothing is sent.

    Examples:

      netcurtain new

      netcurtain new jane.toml
    """
    if path.is_dir():
        raise OutputError(f"{path} is a folder. Name a file, such as {path / 'profile.toml'}.")
    if path.exists() and not force:
        raise OutputError(
            f"{path} exists already. Name another file, or add --force: the old one is kept beside "
            f"the new."
        )
    say(_INTRO)
    written = _interview(path)
    say(
        f"\nWritten to {written} (readable by you alone).\n"
        f"Next: netcurtain plan {path}   shows what would be asked of whom; nothing is sent\n"
        f"      netcurtain check {path}  looks, and writes the report\n"
        f"      netcurtain manual {path}  goes through what only you can look at, when you like\n"
        f"More registers and search engines can be asked by your name, or with a key:\n"
        f"      netcurtain sources {path}  counts them, and says how to turn on more"
    )


def _interview(path: Path) -> Path:
    """Asks and writes. What stops it keeps the answers; only a refused consent discards them.

    Where no answer is kept, no folder that was made for it is left behind either.
    """
    from scanner.case import OutputFolder
    from scanner.cli.interview import Draft, ask_all, usable
    from scanner.profile.writing import profile_toml

    folder = OutputFolder(path.parent, "a file in another folder")
    draft = Draft(folder, path)
    answers = draft.resume()
    try:
        ask_all(answers)
        if answers.get("consent") == "no":
            draft.discard()
            folder.take_back()
            raise ConsentError(
                "Without consent nothing is looked for: no file was written, and your answers are "
                "not kept."
            )
        text = profile_toml(answers, datetime.now(UTC).date())
    except (KeyboardInterrupt, typer.Abort):
        _stop(path, folder, draft, answers)
        raise typer.Exit(int(Exit.INTERRUPTED)) from None
    except ProfileError as error:
        draft.keep(usable(answers, error))
        say(
            f"\nYour other answers are kept in {draft.path}; `netcurtain new {path}` asks only for "
            f"what is missing."
        )
        raise
    written = folder.write(path.name, text)
    draft.discard()
    return written


def _stop(path: Path, folder: OutputFolder, draft: Draft, answers: Given) -> None:
    if not answers:
        folder.take_back()
        say("\nStopped. There was no answer yet, so nothing is kept.")
        return
    draft.keep(answers)
    say(
        f"\nStopped. Your answers so far are kept in {draft.path}; `netcurtain new {path}` goes on."
    )
