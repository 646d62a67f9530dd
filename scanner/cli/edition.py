"""For whom a report is made: options of `check` and `report`, and the record of an unmasking."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from scanner.errors import PlanError
from scanner.model.clock import utc_now
from scanner.model.edition import Audience, Edition, Unmasking

if TYPE_CHECKING:
    from scanner.case import OutputFolder

UNMASKED = "unmasked.log"
"""Beside a report with an annex of values in clear: who asked for it, when and why."""
MADE_FOR_OTHERS = ("html", "pdf")
"""Formats that know who reads them."""

ForOption = Annotated[
    Audience,
    typer.Option(
        "--for",
        help="Who reads it: you (all of it), an officer who helps you (how bad, how far, by when; "
        "no details), or the police (how each thing is known).",
    ),
]
CaseRefOption = Annotated[
    str,
    typer.Option("--case-ref", metavar="TEXT", help="The police's reference, as they write it."),
]
ExhibitOption = Annotated[
    str, typer.Option("--exhibit", metavar="AB/1", help="The exhibit's initials and number.")
]
MarkingOption = Annotated[
    str,
    typer.Option(
        "--marking",
        metavar="TEXT",
        help="Stands above and below every page, such as OFFICIAL-SENSITIVE.",
    ),
]
OperatorOption = Annotated[
    str, typer.Option("--operator", metavar="TEXT", help="Who makes the report: name and role.")
]
ReasonOption = Annotated[
    str,
    typer.Option(
        "--reason",
        metavar="TEXT",
        help="With --for police --reveal: why an annex of values in clear is needed. It is put on "
        "record.",
    ),
]


def edition_of(
    audience: Audience,
    *,
    case_reference: str = "",
    exhibit: str = "",
    marking: str = "",
    operator: str = "",
    reveal: bool = False,
    reason: str = "",
) -> Edition:
    """The edition that was asked for. Raises PlanError for what does not go together."""
    operator, reason = operator.strip(), " ".join(reason.split())
    unmasking = None
    if reveal and audience is Audience.OFFICER:
        raise PlanError("A report for an officer shows no details: leave out --reveal.")
    if reveal and audience is Audience.POLICE:
        if not operator or not reason:
            raise PlanError(
                "An annex of values in clear is put on record: say who asks for it and why, with "
                "--operator and --reason."
            )
        unmasking = Unmasking(operator, utc_now(), reason)
    return Edition(
        audience, case_reference.strip(), exhibit.strip(), marking.strip(), operator, unmasking
    )


def require_formats(edition: Edition, names: Sequence[str]) -> None:
    """Raises PlanError for a format that would show another reader more than they should see."""
    others = [name for name in names if name not in MADE_FOR_OTHERS]
    if others and edition.audience is not Audience.CANDIDATE:
        raise PlanError(
            f"For {_named(edition)} there are html and pdf only: {', '.join(others)} would hold "
            "all details."
        )


def folder_name(edition: Edition) -> str:
    """Where another's edition goes unless told, so that it takes no place of the person's own."""
    return "" if edition.audience is Audience.CANDIDATE else f"for-{edition.audience}"


def record_unmasking(folder: OutputFolder, edition: Edition, files: Sequence[str]) -> None:
    """A line in the log beside the report, before anything is in clear. Raises OutputError."""
    if edition.unmasking is None:
        return
    who = edition.unmasking
    told = {
        "by": who.by,
        "reason": who.reason,
        "case": edition.case_reference,
        "exhibit": edition.exhibit,
        "files": ", ".join(files),
    }
    line = "; ".join(f"{key}: {text}" for key, text in told.items() if text)
    folder.append(UNMASKED, f"{who.at:%Y-%m-%dT%H:%M:%SZ} values in clear; {line}\n")


def _named(edition: Edition) -> str:
    return "the police" if edition.audience is Audience.POLICE else "an officer"
