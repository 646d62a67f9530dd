"""A scan under way: its live progress, and the files that it leaves."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from scanner.case import OutputFolder
from scanner.case.recording import Recording
from scanner.cli.cases import opened_vault
from scanner.cli.edition import record_unmasking
from scanner.cli.evidence import EvidenceKeeper
from scanner.cli.progress import LiveProgress
from scanner.cli.proxies import proxy_error, tell_proxy_failed
from scanner.cli.rendering import rendering
from scanner.cli.scan import Scan
from scanner.cli.stopping import Stopping
from scanner.fetch import Fetcher, FetchOptions
from scanner.garbage import spare_what_lasts
from scanner.gather import Earlier, RecordedFetcher, RecordedRenderer
from scanner.model.assessment import Assessment
from scanner.model.clock import utc_now
from scanner.model.edition import OWN_COPY, Edition
from scanner.model.events import AssessmentMade, GatheringDone, Interrupted
from scanner.render import has_days, render_calendar, render_html, render_json
from scanner.run import check

REPORT = "report.html"
ASSESSMENT = "assessment.json"
CALENDAR = "deadlines.ics"

APART_FROM = 1_500
"""Probes from which a second process for the network is worth the half second that it takes to
begin (`make bench-fetch`)."""


def run_scan(
    scan: Scan,
    options: FetchOptions,
    stopping: Stopping,
    show_progress: bool,
    evidence: EvidenceKeeper | None = None,
    browser: Path | None = None,
    recording: Recording | None = None,
) -> Assessment:
    """Runs the scan to its end, its time limit or the user's Ctrl-C, and gives what came of it.

    With `evidence`, all answers are kept for it. With `browser`, an executable, pages that are
    empty without their scripts are opened in it. With `recording`, all is written into the person's
    case as it comes, and what stands there already is not asked again.
    """
    spare_what_lasts()
    earlier = recording.earlier if recording else Earlier()
    key = recording.identity_key if recording else opened_vault().identity_key
    options = replace(options, keeps_trace=evidence is not None)
    result: Assessment | None = None
    if browser is None:
        # A browser asks what the fetcher learnt of robots.txt, which another process keeps.
        options = replace(options, apart_from=APART_FROM)
    with (
        _opened(options) as fetcher,
        rendering(browser, options, fetcher, scan.subject.facts) as renderer,
    ):
        stopping.stops(fetcher, *([renderer] if renderer else []))
        events = check(
            scan.subject,
            scan.book,
            scan.plan,
            RecordedFetcher(fetcher, recording, earlier),
            key,
            now=utc_now,
            randomness=recording.randomness() if recording else random.SystemRandom(),
            renderer=RecordedRenderer(renderer, recording, earlier) if renderer else None,
            keeps_content=evidence is not None,
            began_at=recording.record.started_at if recording else None,
            before=recording.before if recording else None,
            controls_by_source=recording.record.controls_by_source if recording else True,
        )
        progress = LiveProgress(
            show_progress, scan.subject.facts, options.time_limit_s, len(earlier.sendings)
        )
        with progress:
            for event in events:
                if isinstance(event, Interrupted):
                    _require_proxy(fetcher, options)
                progress.see(event)
                if isinstance(event, GatheringDone) and recording is not None:
                    recording.gathered = event.gathered
                if evidence is not None:
                    evidence.see(event)
                if isinstance(event, AssessmentMade):
                    result = event.assessment
    if fetcher.proxy_problem:
        tell_proxy_failed(fetcher.proxy_problem, options)
    assert result is not None
    return evidence.illustrated(result) if evidence is not None else result


def _require_proxy(fetcher: Fetcher, options: FetchOptions) -> None:
    """Raises ProxyError when the proxy failed from the start: then there is nothing to report."""
    if fetcher.proxy_problem and not fetcher.proxy_served:
        raise proxy_error(fetcher.proxy_problem, options)


@dataclass(frozen=True, slots=True)
class Written:
    """A report's files, and its JSON once more for who wants it printed."""

    paths: list[Path]
    document: str = field(repr=False)


def write_report(
    folder: OutputFolder, assessment: Assessment, reveal: bool, edition: Edition = OWN_COPY
) -> Written:
    """The report, in the edition that was asked for, the JSON, and a calendar where days lie ahead.

    The JSON and the calendar are the person's own, whoever the report is for.
    """
    document = render_json(assessment, reveal)
    edition = replace(edition, source_sha256=sha256(document.encode()).hexdigest())
    record_unmasking(folder, edition, [REPORT, ASSESSMENT])
    report = folder.write(REPORT, render_html(assessment, reveal, edition))
    paths = [report, folder.write(ASSESSMENT, document)]
    if has_days(assessment):
        paths.append(folder.write(CALENDAR, render_calendar(assessment)))
    return Written(paths, document)


@contextlib.contextmanager
def _opened(options: FetchOptions) -> Iterator[Fetcher]:
    """A fetcher, closed at the end; but who gives up waits for nothing: its threads are daemons."""
    fetcher = Fetcher(options, now=utc_now)
    try:
        yield fetcher
    except KeyboardInterrupt:
        raise
    except BaseException:
        fetcher.close()
        raise
    else:
        fetcher.close()
