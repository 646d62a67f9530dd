"""`netcurtain slate collect`: takes in the forms that came back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scanner.cli.console import out, say
from scanner.cli.slate_choice import SlateOption
from scanner.errors import ConsentError, ManyProblems, PlanError, SlateError

if TYPE_CHECKING:
    from scanner.slate.consenting.collecting import Collected, Collecting

_ENDING = ".age"


def collect(
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="FILE_OR_FOLDER...", help="Files that came back, or folders."),
    ],
    slate: SlateOption = "",
    replace: Annotated[
        bool,
        typer.Option("--replace", help="Also take a file that is older than what counts."),
    ] = False,
) -> None:
    """Take in consents and withdrawals that came back from the forms.

    Each file is decrypted in memory only. What is wrong with one is told, and it is left where it
    is; the others count. Of a folder, files ending in .age are read, in order of their names.

    Examples:

      netcurtain slate collect inbox

      netcurtain slate collect consent-jane-marlow.age
    """
    from scanner.cli.cases import opened_store, operator
    from scanner.cli.slate_choice import chosen_slate
    from scanner.rulebook.loader import load_rulebook
    from scanner.slate.consenting.collecting import Collecting

    files = tuple(_files(paths))
    if not files:
        raise PlanError(f"There is no file ending in {_ENDING} there.")
    with opened_store() as store:
        chosen = chosen_slate(store, slate)
        collecting = Collecting(store, chosen, load_rulebook(), operator())
        became = Counter(_take(collecting, path, replace) for path in files)
    there = f", {became[_Became.THERE]} were already" if became[_Became.THERE] else ""
    say(f"{became[_Became.TAKEN]} of {len(files)} taken in{there}.")
    if became[_Became.LEFT]:
        raise typer.Exit(1)


class _Became(Enum):
    """What came of a file."""

    TAKEN = auto()
    THERE = auto()
    LEFT = auto()


def _take(collecting: Collecting, path: Path, replace: bool) -> _Became:
    from scanner.model.clock import utc_now
    from scanner.slate.consenting.collecting import TakenAlready

    try:
        done = collecting.take(content_of(path), utc_now(), path.name, replace)
    except TakenAlready as error:
        out.print(f"there  {path.name} {error}", markup=False)
        return _Became.THERE
    except ManyProblems as error:
        out.print(f"left   {error}", markup=False)
        return _Became.LEFT
    except ConsentError as error:
        out.print(f"left   {path.name}: {error}", markup=False)
        return _Became.LEFT
    except SlateError as error:
        out.print(f"left   {path.name} {error}", markup=False)
        return _Became.LEFT
    for line in _lines(done, path.name):
        out.print(line, markup=False)
    return _Became.TAKEN


def _lines(done: Collected, name: str) -> Iterator[str]:
    from scanner.language.times import day

    until = f", until {day(done.valid_until)}" if done.valid_until else ""
    sees = f"; you see {done.person.sharing}" if done.valid_until else ""
    yield f"taken  {name}: {done.person.ref}, {done.person.name}: {done.became}{until}{sees}"
    for doubt in done.doubts:
        yield f"         please check: {doubt}"
    if done.left_out:
        yield f"         not known to the rules, so not asked: {', '.join(done.left_out)}"


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(
                each for each in path.iterdir() if each.suffix == _ENDING and each.is_file()
            )
        else:
            yield path


def content_of(path: Path) -> bytes:
    """Of a file that came back, no more than is looked at. Raises SlateError."""
    from scanner.slate.consenting.reply import LARGEST_FILE

    try:
        with path.open("rb") as stream:
            return stream.read(LARGEST_FILE + 1)
    except OSError as error:
        raise SlateError(f"cannot be read: {error.strerror or 'it is out of reach'}.") from None
