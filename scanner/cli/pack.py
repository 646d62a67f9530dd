"""`netcurtain pack`: the evidence of a check as one sealed file, and its hand-overs."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scanner.cli.console import is_interactive, out, say
from scanner.errors import PackError, PlanError
from scanner.model.clock import utc_now
from scanner.model.edition import Audience, Edition

if TYPE_CHECKING:
    from scanner.evidence.pack import Ingredients, PackDetails
    from scanner.model.assessment import Assessment


def pack(
    evidence: Annotated[
        str,
        typer.Argument(
            metavar="DIR",
            help="The folder that `check --evidence` wrote; with --hand-over-to, also a pack.",
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
    out_file: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE.zip", help="Where the pack goes."),
    ] = None,
) -> None:
    """Make one sealed file of a check's evidence, for a police file.

    It is a WACZ: others' tools open it (ReplayWeb.page). It holds the answers as they came, the
    report, how it was made, what is not in it and why, and a seal that covers every byte. It shows
    values in clear, since the pages do.

    Examples:

      netcurtain pack my-report --ref CRIME/123/26 --exhibit ABC/1 --operator "A. Bell"

      netcurtain pack ABC-1.zip --hand-over-to "DC Hart, Wexcombe Police" --operator "A. Bell"
    """
    if not operator.strip():
        raise PlanError("Say who does this, with --operator: it stands in the continuity log.")
    source = Path(evidence)
    if hand_over_to and source.is_file():
        written = _handed_over(source, operator.strip(), hand_over_to.strip(), out_file)
    elif source.is_dir():
        edition = Edition(
            Audience.POLICE, ref.strip(), exhibit.strip(), marking.strip(), operator.strip()
        )
        written = _made(source, edition, hand_over_to.strip(), out_file)
    else:
        raise PlanError(
            f"{source} is no folder of evidence. `netcurtain check --evidence --out DIR` makes one."
        )
    out.print(str(written), markup=False)


def _made(folder: Path, edition: Edition, to: str, target: Path | None) -> Path:
    from scanner import __version__
    from scanner.case.operator_key import operator_key
    from scanner.evidence.pack import PackDetails, make_pack, stamp
    from scanner.evidence.pack.signing import fingerprint

    key = operator_key()
    details = PackDetails(
        edition.case_reference,
        edition.exhibit,
        edition.marking,
        edition.operator,
        stamp(utc_now()),
        f"netcurtain {__version__}",
    )
    content = make_pack(_ingredients(folder, edition), details, key, to)
    path = _written(target or Path(_file_name(details)), content)
    say(f"Sealed with the key {fingerprint(key)}: tell the fingerprint by another way.")
    return path


def _ingredients(folder: Path, edition: Edition) -> Ingredients:
    from dataclasses import replace
    from hashlib import sha256

    from scanner.evidence.pack import Ingredients, read_evidence
    from scanner.evidence.pack.making import ASSESSMENT
    from scanner.render import read_json

    found = read_evidence(folder)
    try:
        text = found.contents[ASSESSMENT].decode()
    except (LookupError, UnicodeDecodeError):
        raise PackError(f"{folder} holds no assessment.") from None
    assessment = read_json(text).assessment
    edition = replace(edition, source_sha256=sha256(found.contents[ASSESSMENT]).hexdigest())
    return Ingredients(found.contents, assessment, found.others, _pdf(assessment, edition))


def _pdf(assessment: Assessment, edition: Edition) -> bytes:
    """The report for police; empty, and said, where no PDF can be made."""
    from scanner.render.pdf_report import PdfUnavailable, render_pdf

    if is_interactive():
        say("Making the PDF: this takes up to a minute …")
    try:
        return render_pdf(assessment, edition=edition)
    except PdfUnavailable as error:
        say(f"The pack is made without a report as PDF. {error}")
        return b""


def _handed_over(source: Path, by: str, to: str, target: Path | None) -> Path:
    from scanner.case.operator_key import operator_key
    from scanner.evidence.pack import hand_over, open_pack, stamp, verify_opened

    opened = open_pack(source)
    verdict = verify_opened(opened)
    if not verdict.is_sound or verdict.details is None:
        raise PackError(
            f"{source} is not what was sealed, so it is not handed over: see `netcurtain verify`."
        )
    at = stamp(utc_now())
    content = hand_over(opened.contents, verdict.details, operator_key(), at=at, by=by, to=to)
    return _written(target or source, content)


def _written(target: Path, content: bytes) -> Path:
    from scanner.case import OutputFolder

    return OutputFolder(target.parent, "another file with --out").write(target.name, content)


def _file_name(details: PackDetails) -> str:
    name = "".join(c if c.isascii() and c.isalnum() else "-" for c in details.exhibit)
    at = datetime.fromisoformat(details.made_at)
    return f"{name or 'evidence'}-{at:%Y%m%dT%H%M%SZ}.zip"
