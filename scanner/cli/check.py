"""`netcurtain check`: one whole check of one person, and its report."""

from __future__ import annotations

import contextlib
import json
import random
import signal
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from scanner.case import OutputFolder, identity_key
from scanner.cli.console import err, is_interactive, out, say
from scanner.cli.exits import exit_code
from scanner.cli.planview import print_disclosures
from scanner.cli.progress import LiveProgress
from scanner.cli.scan import (
    LoopbackOption,
    Network,
    OnlyOption,
    PageOption,
    PagesOption,
    ProfileArgument,
    RulesOption,
    Scan,
    Selection,
    SkipOption,
    open_fetcher,
    prepare,
    tell_warnings,
)
from scanner.fetch import Fetcher, FetchOptions
from scanner.model.assessment import Assessment, Band
from scanner.model.events import AssessmentMade
from scanner.render import render_html, render_json, render_summary

REPORT = "report.html"
ASSESSMENT = "assessment.json"


def check(
    profile: ProfileArgument,
    page: PageOption = None,
    pages: PagesOption = None,
    only: OnlyOption = None,
    skip: SkipOption = None,
    rules: RulesOption = None,
    out_folder: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Where the report goes (made if missing)."),
    ] = None,
    reveal: Annotated[
        bool, typer.Option("--reveal", help="Show your values in clear in report and JSON.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the assessment as JSON, and nothing else.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no summary.")] = False,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Do not ask before anything is sent.")
    ] = False,
    fail_on: Annotated[
        Band, typer.Option("--fail-on", help="Exit with 10 from this severity up.")
    ] = Band.LOW,
    allow_loopback: LoopbackOption = False,
    proxy: Annotated[
        str, typer.Option("--proxy", metavar="URL", help="Send everything through this proxy.")
    ] = "",
    contact: Annotated[
        str,
        typer.Option("--contact", metavar="TEXT", help="A contact address for sites' operators."),
    ] = "",
    connect_to: Annotated[
        Path | None,
        typer.Option(
            "--connect-to",
            metavar="FILE",
            help="JSON map of host name to [address, port]. Hosts that are not on it are refused.",
        ),
    ] = None,
    ca_file: Annotated[
        Path | None,
        typer.Option("--ca-file", metavar="FILE", help="Trust this certificate authority instead."),
    ] = None,
) -> None:
    """Look for your facts where a stranger would look, and write the report.

    Nothing is sent before you have seen what goes to whom. Ctrl-C stops cleanly and keeps what was
    learned. Exit codes: 0 nothing found, 1 error, 2 usage, 3 too little could be checked,
    10 findings, 130 interrupted.

    Examples:

      netcurtain check profile.toml

      netcurtain check profile.toml --page https://www.example.org/news --out my-report

      netcurtain check profile.toml --only src.page.given --pages pages.txt --json
    """
    folder = OutputFolder(out_folder or _default_folder())
    network = Network(allow_loopback, proxy, contact, connect_to, ca_file)
    options = network.options()
    selection = Selection(page, pages, only, skip, rules, allow_loopback)
    scan = prepare(profile, selection)
    loud = not quiet and not as_json
    if loud:
        tell_warnings(scan)
        print_disclosures(scan, err)
    if loud and not yes and is_interactive():
        typer.confirm("Go ahead?", default=True, abort=True, err=True)
    assessment = run_scan(scan, options, show_progress=loud)
    written = write_report(folder, assessment, reveal)
    if as_json:
        out.file.write(json.dumps(json.loads(render_json(assessment, reveal)), ensure_ascii=False))
        out.file.write("\n")
    elif not quiet:
        out.print(render_summary(assessment, written), markup=False)
    raise typer.Exit(int(exit_code(assessment, fail_on)))


def run_scan(scan: Scan, options: FetchOptions, show_progress: bool) -> Assessment:
    """Runs the scan to its end, or to the user's Ctrl-C, and gives what came of it."""
    from scanner.run import check as run_check

    key = identity_key()
    result: Assessment | None = None
    with open_fetcher(options) as fetcher, _stop_on_interrupt(fetcher):
        events = run_check(
            scan.subject,
            scan.book,
            scan.plan,
            fetcher,
            key,
            now=lambda: datetime.now(UTC),
            randomness=random.SystemRandom(),
        )
        with LiveProgress(enabled=show_progress) as progress:
            for event in events:
                progress.see(event)
                if isinstance(event, AssessmentMade):
                    result = event.assessment
    assert result is not None
    return result


def write_report(folder: OutputFolder, assessment: Assessment, reveal: bool) -> list[Path]:
    """The report and the JSON, and where they are."""
    return [
        folder.write(REPORT, render_html(assessment, reveal)),
        folder.write(ASSESSMENT, render_json(assessment, reveal)),
    ]


@contextlib.contextmanager
def _stop_on_interrupt(fetcher: Fetcher) -> Iterator[None]:
    """First Ctrl-C: end what is under way and report what was learned. Second: give up at once."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.getsignal(signal.SIGINT)

    def stop(signum: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, before)
        say("Stopping: what was learned so far goes into the report. Ctrl-C again gives up.")
        fetcher.stop()

    signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _default_folder() -> Path:
    return Path(f"netcurtain-{datetime.now(UTC):%Y%m%d-%H%M%S}")
