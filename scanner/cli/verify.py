"""`netcurtain verify`: whether a pack of evidence is still what was sealed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scanner.cli.console import out
from scanner.cli.exits import Exit
from scanner.errors import PlanError

if TYPE_CHECKING:
    from scanner.evidence.pack import Verdict

_LONGEST = 400
"""Characters of a line."""
_FINGERPRINT = re.compile(r"(?:sha256:)?(?:[0-9a-f]{2}[: ]?){32}", re.IGNORECASE)
"""SHA-256 in hex, also as other tools print it, with colons."""

PackArgument = Annotated[
    Path, typer.Argument(metavar="PACK", help="What `netcurtain pack` wrote.", show_default=False)
]


def verify(
    pack: PackArgument,
    key: Annotated[
        str,
        typer.Option(
            "--key",
            metavar="FINGERPRINT",
            help="The fingerprint of the operator's key, as they told you by another way.",
        ),
    ] = "",
    tsa_ca: Annotated[
        Path | None,
        typer.Option(
            "--tsa-ca",
            metavar="FILE",
            help="Certificates (PEM) of the time-stamp authority, to check the time stamp with.",
        ),
    ] = None,
) -> None:
    """Check a pack: every byte, its chains, its signatures. Nothing is sent and nothing unpacked.

    Names every file that was changed, added, taken out or moved, and says what it could not check.
    Exit codes: 0 it is what was sealed, 11 it is not, 1 it is no pack that can be read.

    Examples:

      netcurtain verify evidence.zip

      netcurtain verify evidence.zip --key 3f1c… --tsa-ca authority.pem
    """
    from scanner.evidence.pack import verify_pack

    if key and not _FINGERPRINT.fullmatch(key.strip()):
        raise PlanError("--key takes the whole fingerprint: 64 digits of 0 to 9 and a to f.")
    verdict = verify_pack(pack, key, tsa_ca)
    out.print(told(verdict), markup=False)
    raise typer.Exit(int(Exit.CLEAN if verdict.is_sound else Exit.ALTERED))


def told(verdict: Verdict) -> str:
    """The verdict in lines for a terminal."""
    lines = []
    if details := verdict.details:
        kind = "redacted copy" if details.redacted else "pack"
        label = ", ".join(t for t in (details.reference, details.exhibit, details.marking) if t)
        lines.append(f"A {kind} made by {details.operator} at {details.made_at}. {label}".rstrip())
        if details.derived_from:
            lines.append(
                f"Derived from the pack whose seal/contents.sha256 is {details.derived_from}"
            )
    if verdict.fingerprint:
        lines.append(f"Sealed with the key {verdict.fingerprint}")
    lines += [
        f"  {line.number}. {line.at} {_step(line.action, line.by, line.to)}"
        for line in verdict.lines
    ]
    for problem in verdict.problems:
        name = f" {problem.name}" if problem.name else ""
        lines.append(f"WRONG  {problem.fault}{name}: {problem.what}.")
    lines += [f"ok     {text}." for text in verdict.checked]
    lines += [f"open   {text}." for text in verdict.unchecked]
    lines.append(
        "This is what was sealed, as far as it was checked."
        if verdict.is_sound
        else f"This is NOT what was sealed: {_problems(len(verdict.problems))}."
    )
    return "\n".join(map(_shown, lines))


def _problems(number: int) -> str:
    return "1 problem" if number == 1 else f"{number} problems"


def _step(action: str, by: str, to: str) -> str:
    return f"{action} by {by}" + (f" to {to}" if to else "")


def _shown(line: str) -> str:
    """A line that may hold words of whoever made the file, without what could lie to a terminal."""
    shown = "".join(char if char.isprintable() else "?" for char in line)
    return shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…"
