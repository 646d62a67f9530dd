"""What an import tells: what was mended, what is asked, what is faulty, what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from scanner.case.whole_file import whole_file
from scanner.cli.console import out, say
from scanner.errors import OutputError

if TYPE_CHECKING:
    from scanner.slate.importing.taking import ReadList, Taken
    from scanner.slate.importing.telling import Fault

_MOST_FAULTS = 1_000
"""That are told one by one: more are no typing errors."""
_MOST_GONE = 10


def tell(read: ReadList) -> None:
    """What was mended or is doubtful, a line for each kind; then what only the officer knows."""
    from scanner.slate.importing.telling import row_words

    for head, said in (("Noted:", read.told.notes), ("Please look:", read.told.questions)):
        if said:
            say(head)
        for what, rows in said.items():
            where = row_words(rows)
            say(f"  {what}{f' ({where})' if where else ''}")


def tell_faults(faults: Sequence[Fault]) -> None:
    """Every fault, in the order of the rows."""
    from scanner.render.words import plural

    if not faults:
        return
    rows = len({(fault.row, "" if fault.row else fault.column) for fault in faults})
    say(f"{plural(len(faults), 'fault')} in {plural(rows, 'row')}:")
    for fault in sorted(faults)[:_MOST_FAULTS]:
        say(f"  {fault}")
    if len(faults) > _MOST_FAULTS:
        say(f"  and {len(faults) - _MOST_FAULTS} more: --errors FILE.csv writes down all of them.")


def write_errors(path: Path, faults: Sequence[Fault]) -> None:
    """The faults as a CSV file that only the user can read. Raises OutputError."""
    from scanner.slate.importing.telling import faults_csv

    try:
        with whole_file(path) as stream:
            stream.write("\ufeff".encode() + faults_csv(faults).encode())
    except OSError as error:
        raise OutputError(f"Cannot write {path}: {error.strerror or error}.") from None
    say(f"The faults are in {path}.")


def tell_taken(title: str, read: ReadList, taken: Taken) -> None:
    """What became of the list, and what to do next."""
    from scanner.render.words import plural
    from scanner.slate.importing.merging import Change

    known = sum(taken.changes.values())
    out.print(
        f'"{title}": {plural(taken.new, "person is", "people are")} new, '
        f"{plural(known, 'was', 'were')} there before ({plural(read.rows, 'row')} read).",
        markup=False,
    )
    for change in Change:
        if count := taken.changes.get(change):
            out.print(f"  {count}: {change.value}", markup=False)
    if taken.invited_before:
        say(
            f"Of those renewed, {plural(taken.invited_before, 'was', 'were')} invited before: "
            f"their form shows what the list said then. Invite them again if it matters."
        )
    if taken.gone:
        refs = ", ".join(person.ref for person in taken.gone[:_MOST_GONE])
        more = len(taken.gone) - _MOST_GONE
        say(
            f"On the slate and no longer in such a list: {len(taken.gone)} ({refs}"
            f"{f' and {more} more' if more > 0 else ''}). They stay; `netcurtain slate remove REF` "
            f"takes one off."
        )
    if read.credit:
        out.print(read.credit, markup=False)
    say(
        "Nobody is checked without their own consent. Next: netcurtain slate invite, or, of those "
        "who have consented, netcurtain slate plan"
    )
