"""`netcurtain files`: saved pages and documents looked through, offline."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from scanner.cli.console import err, out, say
from scanner.cli.exits import Exit
from scanner.cli.options import RulesOption
from scanner.errors import PlanError
from scanner.model.bands import Band

if TYPE_CHECKING:
    from scanner.cli.file_results import Results
    from scanner.model.subject import Subject
    from scanner.offline import Listing, Task

_FILES_PER_WORKER = 24
"""Fewer files than that are read sooner than another worker is ready."""

_STANDARD_OUTPUT = Path("-")


def files(
    profiles: Annotated[
        list[Path],
        typer.Argument(metavar="PROFILE_OR_FOLDER", help="Profiles, or folders of them."),
    ],
    folder: Annotated[
        Path, typer.Option("--in", metavar="FOLDER", help="What to look through: a folder or file.")
    ],
    jsonl: Annotated[
        Path | None,
        typer.Option(
            "--jsonl",
            metavar="OUT",
            help="Write every sighting as a line of JSON, values in clear; - for standard output.",
        ),
    ] = None,
    rules: RulesOption = None,
    reveal: Annotated[bool, typer.Option("--reveal", help="Show your values in clear.")] = False,
    jobs: Annotated[
        int,
        typer.Option(
            "--jobs", "-j", min=0, max=256, help="Worker processes; 0: as many as are of use."
        ),
    ] = 0,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="No progress, and no summary with --jsonl.")
    ] = False,
    fail_on: Annotated[
        Band | None,
        typer.Option("--fail-on", help="Exit with 10 from this severity up; without it with 0."),
    ] = None,
) -> None:
    """Look for facts in saved pages and documents. Nothing is sent, nothing leaves the computer.

    For your own web site or leaflet before it is published, an archive of pages, an export of data.
    Values are masked unless you ask for them; the JSON lines hold them in clear. Ctrl-C keeps what
    was found so far. Exit codes: 0 done, 1 error, 2 usage, 10 findings with --fail-on,
    130 interrupted.

    Examples:

      netcurtain files profile.toml --in my-site/

      netcurtain files profile.toml --in leaflet.html --fail-on low

      netcurtain files candidates/ agent.toml --in archive/ --jsonl sightings.jsonl
    """
    from scanner.cli.file_results import Results
    from scanner.cli.profiles import load_profiles, profile_paths
    from scanner.cli.rulefolders import book_with
    from scanner.offline import Task
    from scanner.rulebook.lint import require_sound

    today = datetime.now(UTC).date()
    paths = profile_paths(profiles)
    listing = _listed(folder, {path.resolve() for path in paths}, jsonl)
    subjects, warnings = load_profiles(paths, today)
    book = book_with(rules or [])
    require_sound(book, today)
    if not quiet:
        for warning in warnings:
            say(f"Please check: {warning}")
    for_people = jsonl is None
    task = Task(subjects, book, lines=not for_people, findings=for_people or fail_on is not None)
    results = Results(subjects, listing, reveal)
    try:
        with _output(jsonl) as stream:
            _look(listing, task, jobs, stream, results, show_progress=not quiet)
    except BrokenPipeError:
        # Who read the lines has had enough. Python would complain of the rest when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(int(Exit.ERROR)) from None
    _tell(results, subjects, jsonl, quiet)
    raise typer.Exit(int(_exit(results, fail_on)))


def _listed(folder: Path, profiles: set[Path], jsonl: Path | None) -> Listing:
    """What is to be looked at. The profiles themselves, and the output, are not: they hold the
    values by their nature. Raises PlanError."""
    from scanner.offline import list_files

    own = {*profiles, *([jsonl.resolve()] if jsonl and jsonl != _STANDARD_OUTPUT else [])}
    if not folder.exists():
        raise PlanError(f"There is no folder or file {folder}.")
    try:
        listing = list_files(folder, own)
    except OSError as error:
        raise PlanError(f"Cannot open the folder {folder}: {error.strerror or error}.") from None
    if not listing.files and not listing.not_opened:
        raise PlanError(f"There is no file to look at in {folder}. Hidden ones are passed over.")
    return listing


def _look(
    listing: Listing,
    task: Task,
    jobs: int,
    stream: BinaryIO | None,
    results: Results,
    show_progress: bool,
) -> None:
    from scanner.cli.file_progress import FileProgress
    from scanner.offline import look_through

    workers = jobs or min(_cores(), 1 + len(listing.files) // _FILES_PER_WORKER)
    with stop_on_interrupt() as stopped, FileProgress(len(listing.files), show_progress) as bar:
        looked_at = look_through(listing.files, task, workers, lambda: bool(stopped))
        # A second Ctrl-C drops the files under way; what came before is kept all the same.
        with contextlib.closing(looked_at), contextlib.suppress(KeyboardInterrupt):
            for looked in looked_at:
                if stream is not None and looked.lines:
                    stream.write(looked.lines)
                results.add(looked)
                bar.see(looked)
    results.stopped = bool(stopped) and results.files < len(listing.files)


def _cores() -> int:
    """Processor cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextlib.contextmanager
def _output(jsonl: Path | None) -> Iterator[BinaryIO | None]:
    """Where the JSON lines go: a file that only its owner may read and that appears, whole, at the
    end (also of a run that was stopped); an earlier one is kept. Opened before anything is read."""
    from scanner.case import OutputFolder

    if jsonl is None:
        yield None
    elif jsonl == _STANDARD_OUTPUT:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    elif jsonl.is_dir():
        raise PlanError(f"{jsonl} is a folder. Name a file with --jsonl.")
    else:
        folder = OutputFolder(jsonl.parent, elsewhere="another file with --jsonl")
        with folder.open_new(jsonl.name) as stream:
            yield stream


def _tell(results: Results, subjects: tuple[Subject, ...], jsonl: Path | None, quiet: bool) -> None:
    from scanner.cli.file_report import counts_report, full_report

    if jsonl is None:
        out.print(full_report(results, subjects), markup=False, emoji=False)
    elif not quiet:
        console = err if jsonl == _STANDARD_OUTPUT else out
        console.print(counts_report(results, jsonl), markup=False, emoji=False)


def _exit(results: Results, fail_on: Band | None) -> Exit:
    if results.stopped:
        return Exit.INTERRUPTED
    if results.broken:
        return Exit.ERROR
    if fail_on is not None and results.has_risk_from(fail_on):
        return Exit.FINDINGS
    return Exit.CLEAN


@contextlib.contextmanager
def stop_on_interrupt() -> Iterator[list[bool]]:
    """First Ctrl-C: fills the list, which ends the run after the files under way. The second is as
    anywhere."""
    before = signal.getsignal(signal.SIGINT)
    stopped: list[bool] = []

    def stop(signum: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, before)
        say("Stopping: what was found so far is kept. Ctrl-C again waits for nothing more.")
        stopped.append(True)

    signal.signal(signal.SIGINT, stop)
    try:
        yield stopped
    finally:
        signal.signal(signal.SIGINT, before)
