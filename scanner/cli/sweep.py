"""`netcurtain sweep`: web-crawl archives searched for everybody at once; nobody is asked."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scanner.cli.console import out, say
from scanner.cli.exits import Exit
from scanner.cli.options import CaFileOption, ConnectToOption, LoopbackOption, RulesOption
from scanner.errors import PlanError
from scanner.model.bands import Band

if TYPE_CHECKING:
    from scanner.case import OutputFolder
    from scanner.case.vault import Vault
    from scanner.cli.sweep_people import Sought
    from scanner.engine import Engine
    from scanner.sweep import Archive, Errand, Opener, SweepState

_SMALL = 64 << 20
"""Stored bytes of all archives below which another process is not worth its start."""


def sweep(
    subjects: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PROFILE_OR_FOLDER", help="Profiles, or folders of them."),
    ] = None,
    archive: Annotated[
        list[str] | None,
        typer.Option(
            "--archive",
            metavar="FILE_OR_URL",
            help="A WARC, WET or WAT archive, a folder of them, or a list of paths. Repeatable.",
        ),
    ] = None,
    base: Annotated[
        str,
        typer.Option(
            "--base",
            metavar="URL",
            help="What a list's relative paths start from; otherwise Common Crawl's address.",
        ),
    ] = "",
    slate: Annotated[
        str,
        typer.Option("--slate", metavar="TITLE", help="Everybody of this slate who consents."),
    ] = "",
    out_folder: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="A folder with what was found for each person."),
    ] = None,
    check_live: Annotated[
        bool,
        typer.Option(
            "--check-live",
            help="Then look at the pages that were found as they are today: it shows what goes to "
            "whom, and asks. Of profiles a check of these pages alone, which needs --out; with "
            "--slate its next run.",
        ),
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Do not ask before live pages are asked.")
    ] = False,
    allow_loopback: LoopbackOption = False,
    pages: Annotated[
        Path | None,
        typer.Option(
            "--pages",
            metavar="OUT",
            help="Write the pages that were found, one a line, for `check --pages`.",
        ),
    ] = None,
    jsonl: Annotated[
        Path | None,
        typer.Option("--jsonl", metavar="OUT", help="Write every find as JSON, values in clear."),
    ] = None,
    engine: Annotated[
        str, typer.Option("--engine", help="local, dask, dask://host:port or tls://host:port.")
    ] = "local",
    jobs: Annotated[
        int,
        typer.Option("--jobs", "-j", min=0, max=256, help="Worker processes; 0: as many as fit."),
    ] = 0,
    rules: RulesOption = None,
    no_case: Annotated[
        bool,
        typer.Option(
            "--no-case", help="Put nothing on record: the next check does not ask these pages."
        ),
    ] = False,
    reveal: Annotated[bool, typer.Option("--reveal", help="Show your values in clear.")] = False,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Begin anew where an earlier sweep was cut off.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress.")] = False,
    fail_on: Annotated[
        Band | None,
        typer.Option("--fail-on", help="Exit with 10 from this severity up; without it with 0."),
    ] = None,
    connect_to: ConnectToOption = None,
    ca_file: CaFileOption = None,
) -> None:
    """Search web-crawl archives for your facts: the private way, since no site is asked.

    Only who serves the archives learns that they are read, and nothing of whom they are read for.
    What was interrupted or cut off goes on where it was: give the same command again. Values are
    masked unless you ask for them. Exit codes: 0 done, 1 error, 2 usage, 3 an archive could not be
    read whole, 10 finds with --fail-on, 130 interrupted.

    Examples:

      netcurtain sweep profile.toml --archive crawl.warc.gz

      netcurtain sweep candidates/ --archive archives/ --pages pages.txt

      netcurtain sweep candidates/ --archive wet.paths.gz --base https://data.commoncrawl.org/
    """
    from scanner.case import OutputFolder
    from scanner.cli.cases import opened_vault
    from scanner.cli.rulefolders import book_with
    from scanner.cli.sweep_cases import put_on_record
    from scanner.cli.sweep_live import Live, run_slate
    from scanner.cli.sweep_live import check_live as look_live
    from scanner.cli.sweep_people import of_profiles, of_slate
    from scanner.rulebook.lint import require_sound
    from scanner.sweep import SweepState, errand_for, log_of

    given = archive or []
    _require_sense(given, subjects, slate, out_folder, check_live, no_case)
    today = datetime.now(UTC).date()
    sought, told = of_slate(slate, today) if slate else of_profiles(subjects or [], today)
    people = tuple(each.subject for each in sought)
    book = book_with(rules or [])
    require_sound(book, today)
    opener = _opener(connect_to, ca_file)
    archives = _listed(given, opener, base)
    folder = OutputFolder(out_folder) if out_folder else None
    for line in told if not quiet else ():
        say(line)
    vault = opened_vault()
    log = log_of(archives, people, book.digest, vault)
    if fresh:
        log.remove()
    with contextlib.closing(log):
        state = SweepState(archives, log)
        if state.resumed and not quiet:
            read = f"{state.resumed:,} records are read already"
            say(f"Goes on with a sweep that was cut off: {read}.")
        errand = errand_for(people, book, rules or (), opener)
        was_stopped = _run(errand, state, vault, engine, jobs, quiet)
        _tell(state, sought, folder, pages, jsonl, reveal)
        is_kept = no_case or put_on_record(state, sought, book, quiet)
        code = _exit(state, was_stopped, fail_on)
        asks = check_live and not was_stopped
        live = Live(yes, connect_to, ca_file, allow_loopback, tuple(rules or ()))
        if asks and folder is not None and not slate:
            code = look_live(folder, state, sought, live) or code
        if state.is_done and is_kept and code is not Exit.INTERRUPTED:
            log.remove()
    if asks and slate:
        run_slate(slate, live, quiet)
    raise typer.Exit(int(code))


def _require_sense(
    archives: list[str],
    profiles: list[Path] | None,
    slate: str,
    out_folder: Path | None,
    check_live: bool,
    no_case: bool,
) -> None:
    """Raises PlanError for what cannot be meant."""
    if not archives:
        raise PlanError("Say what to search: --archive with a file, a folder or an address.")
    if bool(profiles) == bool(slate):
        raise PlanError("Say for whom: profiles or folders of them, or --slate with a title.")
    if check_live and no_case:
        raise PlanError("--check-live compares by the case: leave out --no-case.")
    if check_live and not slate and out_folder is None:
        raise PlanError("--check-live writes reports: name a folder with --out.")


def _tell(
    state: SweepState,
    sought: Sequence[Sought],
    folder: OutputFolder | None,
    pages: Path | None,
    jsonl: Path | None,
    reveal: bool,
) -> None:
    from scanner.cli.sweep_files import write_folder, write_lines, write_pages
    from scanner.cli.sweep_report import report
    from scanner.render.words import plural

    shown = [each for each in sought if each.is_open]
    closed = [each.subject for each in sought if not each.is_open]
    if folder is not None:
        write_folder(folder, state, sought, reveal)
    if jsonl is not None:
        write_lines(jsonl, state, shown)
    text = report(state, [each.subject for each in shown], reveal, closed)
    out.print(text, markup=False, emoji=False, highlight=False)
    if pages is not None:
        written = write_pages(pages, state, shown)
        out.print(f"{plural(written, 'page')} for `check --pages` in {pages}.", markup=False)


def _opener(connect_to: Path | None, ca_file: Path | None) -> Opener:
    from scanner.cli.scan import read_connect_to
    from scanner.sweep import Opener

    if ca_file and not ca_file.is_file():
        raise PlanError(f"There is no certificate file {ca_file}.")
    return Opener(read_connect_to(connect_to) if connect_to else None, ca_file)


def _listed(given: list[str], opener: Opener, base: str) -> tuple[Archive, ...]:
    from scanner.sweep import list_archives

    try:
        return list_archives(given, opener, base)
    except OSError as error:
        raise PlanError(f"A list of archives cannot be read: {error.strerror or error}.") from None


def _run(
    errand: Errand, state: SweepState, vault: Vault, engine: str, jobs: int, quiet: bool
) -> bool:
    """Whether it was stopped before its end."""
    from scanner.cli.files import stop_on_interrupt
    from scanner.cli.sweep_progress import SweepProgress
    from scanner.sweep import sweep as swept

    with stop_on_interrupt() as stopped, SweepProgress(state, not quiet) as bar:
        used = _engine(state, engine, jobs, lambda: bool(stopped))
        try:
            with contextlib.suppress(KeyboardInterrupt):
                for _ in swept(errand, state, used, lambda: bool(stopped), codec=vault.codec):
                    bar.see()
        finally:
            used.close()
    return bool(stopped) and not state.is_done


def _engine(state: SweepState, engine: str, jobs: int, stopped: Callable[[], bool]) -> Engine:
    from scanner.engine import engine_of, usual_jobs
    from scanner.sweep import Here

    left = [state.archives[at].archive for at in state.left()]
    if engine == "local":
        is_small = 0 < sum(archive.size or _SMALL for archive in left) < _SMALL
        if not left or jobs == 1 or (not jobs and is_small):
            return Here(stopped)
        return engine_of("local", min(jobs or usual_jobs(), len(left)))
    return engine_of(engine, jobs)


def _exit(state: SweepState, was_stopped: bool, fail_on: Band | None) -> Exit:
    from scanner.cli.sweep_report import worst_band

    if was_stopped:
        return Exit.INTERRUPTED
    if state.broken:
        return Exit.ERROR
    worst = worst_band(state)
    if fail_on is not None and worst is not None and worst.rank <= fail_on.rank:
        return Exit.FINDINGS
    is_partial = any(each.troubles or each.cut or each.failure for each in state.archives)
    return Exit.LOW_COVERAGE if is_partial else Exit.CLEAN
