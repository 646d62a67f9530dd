"""`netcurtain slate collect`: takes in the forms that came back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scanner.cli.console import out, say
from scanner.cli.slate_choice import SlateOption
from scanner.errors import ConsentError, ManyProblems, PlanError, SlateError

if TYPE_CHECKING:
    from scanner.case.store import CaseStore
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
    other_name: Annotated[
        bool,
        typer.Option(
            "--other-name",
            help="Also take a form whose name has nothing in common with the one on your list: "
            "you have asked, and it is theirs.",
        ),
    ] = False,
) -> None:
    """Take in consents and withdrawals that came back from the forms.

    Each file is decrypted in memory only. What is wrong with one is told, and it is left where it
    is; the others count. Of a folder, files ending in .age are read, in order of their names.

    Examples:

      netcurtain slate collect inbox

      netcurtain slate collect consent-0007-jane-marlow-kdpm.age
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
        inbox = Inbox(store, chosen.id, collecting, replace, other_name)
        became = Counter(map(inbox.take, files))
    there = f", {became[_Became.THERE]} were already" if became[_Became.THERE] else ""
    say(f"{became[_Became.TAKEN]} of {len(files)} taken in{there}.")
    if became[_Became.LEFT]:
        raise typer.Exit(1)


class _Became(Enum):
    """What came of a file."""

    TAKEN = auto()
    THERE = auto()
    LEFT = auto()


@dataclass(frozen=True, slots=True)
class Inbox:
    """What takes in one file after the other, and tells what came of it."""

    store: CaseStore
    slate_id: str
    collecting: Collecting
    replaces: bool
    other_name: bool

    def take(self, path: Path) -> _Became:
        from scanner.cli.slate_withdraw import tell_left
        from scanner.render.veil import printable
        from scanner.slate.consenting.collecting import Became, TakenAlready

        name = printable(path.name)  # as a stranger called what they sent
        try:
            done = self._taken(path, name)
        except TakenAlready as error:
            out.print(f"there  {name} {error}", markup=False)
            return _Became.THERE
        except ManyProblems as error:
            out.print(f"left   {error}", markup=False)
            return _Became.LEFT
        except ConsentError as error:
            out.print(f"left   {name}: {error}", markup=False)
            return _Became.LEFT
        except SlateError as error:
            out.print(f"left   {name} {error}", markup=False)
            return _Became.LEFT
        for line in _lines(done, name):
            out.print(line, markup=False)
        if done.became is Became.WITHDRAWN:
            tell_left(self.store, self.slate_id, done.person)
        return _Became.TAKEN

    def _taken(self, path: Path, name: str) -> Collected:
        from scanner.model.clock import utc_now

        return self.collecting.take(
            content_of(path), utc_now(), name, replaces=self.replaces, other_name=self.other_name
        )


def _lines(done: Collected, name: str) -> Iterator[str]:
    from scanner.language.times import day
    from scanner.render.words import plural

    until = f", until {day(done.valid_until)}" if done.valid_until else ""
    sees = f"; you see {done.person.sharing}" if done.valid_until else ""
    yield f"taken  {name}: {done.person.ref}, {done.person.name}: {done.became}{until}{sees}"
    for doubt in done.doubts:
        yield f"         please check: {doubt}"
    if done.left_out:
        # Not which: a stranger's text, or a sensitive place that is nobody's business.
        places = plural(len(done.left_out), "ticked place")
        yield f"         {places} not known to the rules, so not asked"


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
