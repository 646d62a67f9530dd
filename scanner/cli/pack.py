"""`netcurtain pack`: the evidence of a check as one sealed file, and its hand-overs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scanner.cli.console import out
from scanner.cli.options import RulesOption
from scanner.errors import PlanError
from scanner.model.edition import Audience, Edition

_LONGEST = 120
"""Characters of a name in the continuity log."""


def pack(
    evidence: Annotated[
        str,
        typer.Argument(
            metavar="DIR|SUBJECT",
            help="The folder with evidence that `check --evidence` wrote, or whose case's newest "
            "evidence is meant; also a pack, to redact or hand over.",
            show_default=False,
        ),
    ],
    ref: Annotated[
        str, typer.Option("--ref", metavar="TEXT", help="The police's reference, as they write it.")
    ] = "",
    exhibit: Annotated[
        str, typer.Option("--exhibit", metavar="AB/1", help="The exhibit's initials and number.")
    ] = "",
    marking: Annotated[
        str, typer.Option("--marking", metavar="TEXT", help="Such as OFFICIAL-SENSITIVE.")
    ] = "",
    operator: Annotated[
        str,
        typer.Option("--operator", metavar="NAME", help="Who makes the pack, or hands it over."),
    ] = "",
    hand_over_to: Annotated[
        str,
        typer.Option(
            "--hand-over-to",
            metavar="NAME",
            help="Add a signed line to the continuity log: who receives the pack.",
        ),
    ] = "",
    redacted: Annotated[
        bool,
        typer.Option(
            "--redacted",
            help="Also make a second pack whose values are masked, in the captures too.",
        ),
    ] = False,
    profile: Annotated[
        Path | None,
        typer.Option(
            "--profile",
            metavar="PROFILE",
            help="With --redacted: the person's profile, where their case is not here.",
        ),
    ] = None,
    rules: RulesOption = None,
    out_file: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE.zip", help="Where the pack goes."),
    ] = None,
) -> None:
    """Make one sealed file of a check's evidence, for a police file.

    It is a WACZ: others' tools open it (ReplayWeb.page). It holds the answers as they came, the
    report, how it was made, what is not in it and why, and a seal that covers every byte. It shows
    values in clear, since the pages do. With a passphrase (asked for, or
    NETCURTAIN_PACK_PASSPHRASE) it can be judged again with `netcurtain replay`.

    Examples:

      netcurtain pack "Jane Marlow" --operator "A. Bell"

      netcurtain pack my-report --ref CRIME/123/26 --exhibit ABC/1 --operator "A. Bell"

      netcurtain pack ABC-1.zip --redacted --operator "A. Bell"

      netcurtain pack ABC-1.zip --hand-over-to "DC Hart, Wexcombe Police" --operator "A. Bell"
    """
    from scanner.cli import packing
    from scanner.evidence.pack import Folder, Source

    who = operator.strip()
    if not who:
        raise PlanError("Say who does this, with --operator: it stands in the continuity log.")
    to = _receiver(hand_over_to.strip(), redacted)
    source = Path(evidence)
    found: Source | None = Folder(source) if source.is_dir() else None
    if found is None and source.suffix != ".zip":
        found = packing.evidence_of(evidence)
    edition = Edition(Audience.POLICE, ref.strip(), exhibit.strip(), marking.strip(), who)
    if found is not None:
        written = packing.packed_evidence(found, edition, to, out_file, rules or [])
        made = [written]
        if redacted:
            made.append(packing.redacted_pack(written, edition, profile, None, rules or []))
    elif source.is_file() and redacted:
        made = [packing.redacted_pack(source, edition, profile, out_file, rules or [])]
    elif source.is_file() and to:
        made = [packing.handed_over(source, who, to, out_file)]
    else:
        raise PlanError(
            f"{source} is no folder of evidence (`check --evidence` makes one); "
            "of a pack, say what is wanted: --hand-over-to or --redacted."
        )
    for path in made:
        out.print(str(path), markup=False)


def _receiver(name: str, redacted: bool) -> str:
    """Raises PlanError for what cannot stand in a continuity log, or would not say which pack it
    was that changed hands."""
    if len(name) > _LONGEST or not name.isprintable():
        raise PlanError(f"The receiver may have at most {_LONGEST} characters, in one line.")
    if name and redacted:
        raise PlanError(
            "Give --redacted and --hand-over-to one after the other: each pack has a continuity "
            "log of its own."
        )
    return name
