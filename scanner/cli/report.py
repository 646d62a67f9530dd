"""`netcurtain report`: reports of an earlier check, without asking anybody anything."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Annotated

import typer

from scanner.cli.console import is_interactive, out, say
from scanner.cli.edition import (
    CaseRefOption,
    ExhibitOption,
    ForOption,
    MarkingOption,
    OperatorOption,
    ReasonOption,
    edition_of,
    folder_name,
    record_unmasking,
    require_formats,
)
from scanner.cli.noting import note_files
from scanner.cli.options import LangOption
from scanner.errors import AssessmentError, PlanError
from scanner.language import ENGLISH
from scanner.model.edition import Audience

_FORMATS = "html, pdf, csv, ics, json"


def report(
    assessment: Annotated[
        Path, typer.Argument(metavar="ASSESSMENT.json", help="What an earlier check wrote.")
    ],
    formats: Annotated[
        str, typer.Option("--format", metavar="NAMES", help=f"Any of {_FORMATS}; comma-separated.")
    ] = "html",
    out_folder: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Where to write; beside the file if not given."),
    ] = None,
    reveal: Annotated[
        bool,
        typer.Option("--reveal", help="Show your values in clear, if the file holds them."),
    ] = False,
    lang: LangOption = ENGLISH,
    audience: ForOption = Audience.CANDIDATE,
    case_ref: CaseRefOption = "",
    exhibit: ExhibitOption = "",
    marking: MarkingOption = "",
    operator: OperatorOption = "",
    reason: ReasonOption = "",
) -> None:
    """Make reports again of a check's assessment.json. Nothing is scanned and nothing is sent.

    Values that are masked in the file stay masked. A file with your values in clear (it was made
    with --reveal) gives masked reports, too, unless you ask for the values.

    Examples:

      netcurtain report my-report/assessment.json

      netcurtain report my-report/assessment.json --format pdf

      netcurtain report my-report/assessment.json --format csv,html --out mine

      netcurtain report my-report/assessment.json --for officer

      netcurtain report my-report/assessment.json --for police --format pdf \\
        --case-ref 1234567/26 --exhibit AB/1 --operator "A. Bell" --marking OFFICIAL-SENSITIVE
    """
    from scanner.case import OutputFolder
    from scanner.evidence.sealed import require_unsealed
    from scanner.render import RENDERERS, read_json, rendered

    names = [name.strip().lower() for name in formats.split(",") if name.strip()]
    if unknown := [name for name in names if name not in RENDERERS]:
        raise PlanError(f"No report is made as {', '.join(unknown)}. Choose of {_FORMATS}.")
    edition = edition_of(
        audience,
        case_reference=case_ref,
        exhibit=exhibit,
        marking=marking,
        operator=operator,
        reveal=reveal,
        reason=reason,
    )
    require_formats(edition, names)
    try:
        text = assessment.read_text(encoding="utf-8")
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no text in UTF-8"
        raise AssessmentError(f"Cannot read {assessment}: {reason}.") from error
    stored = read_json(text)
    if reveal and not stored.is_revealed:
        raise PlanError(
            "The file does not hold your values in clear: make it with `netcurtain check --reveal`."
        )
    edition = replace(edition, source_sha256=sha256(text.encode()).hexdigest())
    target = out_folder or assessment.parent / folder_name(edition)
    files = [RENDERERS[name].file_name for name in names]
    require_unsealed(target, files)
    folder = OutputFolder(target)
    record_unmasking(folder, edition, files)
    written: list[Path] = []
    for name in dict.fromkeys(names):
        renderer = RENDERERS[name]
        if name == "pdf" and is_interactive():
            say("Making the PDF: this takes up to a minute …")
        path = folder.write(renderer.file_name, rendered(name, stored.assessment, reveal, edition))
        written.append(path)
        out.print(str(path), markup=False)
    note_files(stored.assessment.person.id, written, "report")
