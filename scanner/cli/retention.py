"""`netcurtain retention`: deletes what is older than it need be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from scanner.cli.cases import opened_store, operator
from scanner.cli.console import escape, out, say
from scanner.model.clock import utc_now

if TYPE_CHECKING:
    from scanner.case.retention import Expired


def retention(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be deleted, and delete nothing.")
    ] = False,
) -> None:
    """Delete what is older than its time, in every case, and say what.

    Answers of sites stay for 30 days after a check; findings, reports, marks and letters for 12
    months, or until 21 days after the poll if that is later; a case whose consent was withdrawn for
    30 days, or as `revoke --keep-days` said. A legal hold keeps everything.

    Examples:

      netcurtain retention --dry-run

      netcurtain retention
    """
    from scanner.case.retention import apply_retention

    with opened_store() as store:
        expired = apply_retention(store, utc_now(), operator(), dry_run)
    for item in expired:
        out.print(escape(told(item, dry_run)))
    if not expired:
        say("Nothing is older than its time.")
    elif dry_run:
        say("Nothing was deleted: this only looked.")


def told(item: Expired, dry_run: bool = False) -> str:
    """What was deleted, or would be, in a line."""
    if item.is_busy:
        return f"{item.name}: another netcurtain is at work on the case; its turn is the next time"
    deed = "on hold, stays" if item.on_hold else "would be deleted" if dry_run else "deleted"
    return f"{item.name}: {deed}: {item.number} {item.what}"
