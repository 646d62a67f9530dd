"""`netcurtain replay`: the archived answers of a pack, judged again without a network."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scanner.cli.console import out, say
from scanner.cli.exits import Exit
from scanner.cli.pack_passphrase import required_passphrase
from scanner.cli.verify import PackArgument
from scanner.errors import PackError


def replay(
    pack: PackArgument,
    rules: Annotated[
        list[Path] | None,
        typer.Option(
            "--rules",
            metavar="DIR",
            help="Judge by the shipped rules of this version and those of DIR instead. Repeatable.",
        ),
    ] = None,
    shipped: Annotated[
        bool,
        typer.Option("--shipped-rules", help="Judge by the shipped rules of this version instead."),
    ] = False,
    out_file: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE.json", help="Write the new assessment there."),
    ] = None,
) -> None:
    """Judge a pack's archived answers again. Nothing is sent.

    By the rules in the pack the result is the same, byte for byte; by others, the differences are
    told. It asks for the pack's passphrase, or takes it from NETCURTAIN_PACK_PASSPHRASE. Exit
    codes: 0 the same assessment, 11 another one, 1 it cannot be judged again.

    Examples:

      netcurtain replay evidence.zip

      netcurtain replay evidence.zip --rules my-rules
    """
    from scanner.case import OutputFolder
    from scanner.cli.rulefolders import book_with
    from scanner.evidence.pack import open_pack, verify_opened
    from scanner.evidence.pack.layout import REPLAY
    from scanner.evidence.pack.replaying import differences, replay_pack
    from scanner.render.words import plural

    opened = open_pack(pack)
    if not verify_opened(opened).is_sound:
        raise PackError(
            f"{pack} is not what was sealed: see `netcurtain verify`. Nothing was judged."
        )
    book = book_with(rules or []) if rules or shipped else None
    passphrase = required_passphrase() if REPLAY in opened.contents else ""
    result = replay_pack(opened.contents, passphrase, book)
    if out_file is not None:
        folder = OutputFolder(out_file.parent, "another file with --out")
        out.print(str(folder.write(out_file.name, result.document)), markup=False)
    told = list(differences(result.archived, result.again))
    for line in told:
        out.print(line, markup=False)
    if result.is_identical:
        say("The same assessment, byte for byte.")
        return
    which = "the same rules" if result.same_rules else "other rules"
    what = (
        plural(len(told), "difference")
        if told
        else "no finding or outcome differs, but the text does"
    )
    say(f"Another assessment, by {which}: {what}.")
    if result.again.tool_version != result.archived.tool_version:
        say(f"The check was judged by version {result.archived.tool_version}.")
    raise typer.Exit(int(Exit.ALTERED))
