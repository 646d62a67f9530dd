"""Options that `slate plan` and `slate run` share. Cheap to import: every `--help` needs them."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from scanner.errors import PlanError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scanner.case.store import CaseStore
    from scanner.case.store.slates import Slate
    from scanner.slate.nights import Nights

PeopleOption = Annotated[
    list[str] | None,
    typer.Option(
        "--only", metavar="REF", help="Only this person: reference, number or name. Repeatable."
    ),
]
SourceOption = Annotated[
    list[str] | None,
    typer.Option("--source", metavar="SOURCE", help="Ask only this source. Repeatable."),
]
PerNightOption = Annotated[
    str,
    typer.Option(
        "--per-night",
        metavar="HH:MM-HH:MM",
        help="Ask only in these hours, such as 22:00-06:00, night after night.",
        show_default=False,
    ),
]
SiteRequestsOption = Annotated[
    int | None,
    typer.Option(
        "--site-requests",
        metavar="NUMBER",
        min=1,
        help="How many requests a site gets in one night at most; 1000 unless given.",
        show_default=False,
    ),
]


def nights_of_option(text: str) -> Nights | None:
    """The hours of `--per-night`. Raises PlanError."""
    from scanner.slate.nights import nights_of

    try:
        return nights_of(text) if text.strip() else None
    except ValueError as error:
        raise PlanError(f"--per-night: {error}") from None


def until_of_option(text: str, now: datetime) -> datetime | None:
    """The moment of `--until`: the next time that clocks here show it, or a day with its time.
    Raises PlanError."""
    from scanner.slate.nights import here

    written = " ".join(text.split())
    if not written:
        return None
    local = now.astimezone()
    try:
        if ":" in written and len(written) <= len("22:00"):
            hour, minute = (int(part) for part in written.split(":"))
            days = (local.date() + timedelta(days=days) for days in range(3))
            return next(at for day in days if (at := here(day, time(hour, minute))) > now)
        at = datetime.fromisoformat(written)
    except ValueError:
        raise PlanError("--until takes a time such as 06:00 or 2027-03-01 06:00.") from None
    at = at.astimezone() if at.tzinfo is None else at
    if at <= now:
        raise PlanError("--until lies in the past.")
    return at


def numbers_of_option(store: CaseStore, slate: Slate, refs: Sequence[str] | None) -> frozenset[int]:
    """The people whom `--only` names; empty for all. Raises PlanError."""
    from scanner.cli.slate_choice import chosen_person

    return frozenset(chosen_person(store, slate, ref).number for ref in refs or ())
