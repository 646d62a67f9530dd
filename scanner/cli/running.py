"""A scan under way: its live progress, Ctrl-C, and the files that it leaves."""

from __future__ import annotations

import contextlib
import random
import signal
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

from scanner import __version__
from scanner.case import OutputFolder, identity_key
from scanner.cli.console import say
from scanner.cli.progress import LiveProgress
from scanner.cli.rendering import rendering
from scanner.cli.scan import Scan
from scanner.evidence import capture_list, manifest, write_archive
from scanner.fetch import Fetcher, FetchOptions
from scanner.fetch.browser import Renderer
from scanner.model.answer import Gathered
from scanner.model.assessment import Assessment
from scanner.model.events import AssessmentMade, GatheringDone
from scanner.render import render_html, render_json
from scanner.run import check

REPORT = "report.html"
ASSESSMENT = "assessment.json"
ARCHIVE = "captures.warc.gz"
CAPTURES = "captures.jsonl"
MANIFEST = "manifest.sha256"


def run_scan(
    scan: Scan,
    options: FetchOptions,
    show_progress: bool,
    evidence: OutputFolder | None = None,
    browser: Path | None = None,
) -> Assessment:
    """Runs the scan to its end, or to the user's Ctrl-C, and gives what came of it.

    With `evidence`, the answers are archived there before anybody judges them. With `browser`, an
    executable, pages that are empty without their scripts are opened in it.
    """
    key = identity_key()
    result: Assessment | None = None
    fetcher = Fetcher(options, now=lambda: datetime.now(UTC))
    with fetcher, rendering(browser, options) as renderer, _stop_on_interrupt(fetcher, renderer):
        events = check(
            scan.subject,
            scan.book,
            scan.plan,
            fetcher,
            key,
            now=lambda: datetime.now(UTC),
            randomness=random.SystemRandom(),
            renderer=renderer,
        )
        with LiveProgress(enabled=show_progress) as progress:
            for event in events:
                progress.see(event)
                if isinstance(event, GatheringDone) and evidence is not None:
                    _archive(evidence, event.gathered)
                if isinstance(event, AssessmentMade):
                    result = event.assessment
    assert result is not None
    return result


def _archive(folder: OutputFolder, gathered: Gathered) -> None:
    with folder.open_new(ARCHIVE) as stream:
        write_archive(stream, gathered, f"netcurtain {__version__}")
    folder.write(CAPTURES, capture_list(gathered))


def write_manifest(folder: OutputFolder, paths: Iterable[Path]) -> Path:
    """The hashes of a scan's files, to be checked with `sha256sum --check`."""
    return folder.write(MANIFEST, manifest(paths, folder.path))


def write_report(folder: OutputFolder, assessment: Assessment, reveal: bool) -> list[Path]:
    """The report and the JSON, and where they are."""
    return [
        folder.write(REPORT, render_html(assessment, reveal)),
        folder.write(ASSESSMENT, render_json(assessment, reveal)),
    ]


@contextlib.contextmanager
def _stop_on_interrupt(fetcher: Fetcher, renderer: Renderer | None) -> Iterator[None]:
    """First Ctrl-C: end what is under way and report what was learned. Second: give up at once."""
    before = signal.getsignal(signal.SIGINT)

    def stop(signum: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, before)
        say("Stopping: what was learned so far goes into the report. Ctrl-C again gives up.")
        fetcher.stop()
        if renderer is not None:
            renderer.stop()

    signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
