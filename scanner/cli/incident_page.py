"""The page of an incident, captured once by the same street as any page that the person lists."""

from __future__ import annotations

import contextlib
import io
import random
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import typer

from scanner import __version__
from scanner.case.incidents import ToKeep
from scanner.cli.cases import operator
from scanner.cli.console import err, is_interactive, say
from scanner.cli.planview import print_disclosures
from scanner.cli.scan import Network, Scan, tell_left_alone
from scanner.cli.stopping import stoppable
from scanner.model.capture import Capture
from scanner.model.clock import utc_now
from scanner.model.events import AssessmentMade, GatheringDone
from scanner.model.incident import IncidentPage
from scanner.model.plan import Purpose
from scanner.plan import PlanOptions, make_plan
from scanner.rulebook.book import RuleBook

if TYPE_CHECKING:
    from scanner.model.answer import Answer, Gathered
    from scanner.model.assessment import Assessment
    from scanner.model.subject import Subject

_PAGES = "src.page.given"
_ARCHIVE = "page.warc.gz"


@dataclass(frozen=True, slots=True)
class Captured:
    """What came of it. Empty when the page was not asked for."""

    page: IncidentPage | None = None
    files: tuple[ToKeep, ...] = field(default=(), repr=False)
    text: str = field(default="", repr=False)
    """The words of the page."""
    finding_ids: tuple[str, ...] = ()
    """What it shows of the person."""


def capture(
    subject: Subject,
    book: RuleBook,
    url: str,
    network: Network,
    key: bytes,
    yes: bool,
) -> Captured:
    """Asks for the page, after saying so, and archives the exchange. Raises PlanError for an
    address that may not be asked, ConsentError without a current consent."""
    alone = replace(subject, pages=(), own_pages=())
    options = PlanOptions(
        pages=(url,),
        only=frozenset({_PAGES}),
        allow_loopback=network.allow_loopback,
        lead_budget=0,
    )
    plan = make_plan(alone, book, options, utc_now().date())
    scan = Scan(alone, book, plan)
    print_disclosures(scan, err)
    tell_left_alone(scan, network.options())
    if not yes and not _agreed():
        return Captured()
    gathered, assessment = _run(scan, network, key)
    return _captured(gathered, assessment)


def _agreed() -> bool:
    """Without a terminal nobody can be asked, and the address was given to be captured."""
    if not is_interactive():
        return True
    agreed = typer.confirm("Capture the page?", default=True, err=True)
    if not agreed:
        say("The page was not asked for; its address is noted.")
    return agreed


def _run(scan: Scan, network: Network, key: bytes) -> tuple[Gathered, Assessment]:
    from scanner.fetch import Fetcher
    from scanner.run import check

    options = replace(network.options(), keeps_trace=True)
    gathered: Gathered | None = None
    assessment: Assessment | None = None
    with (
        stoppable() as stopping,
        contextlib.closing(Fetcher(options, now=utc_now)) as fetcher,
    ):
        stopping.stops(fetcher)
        for event in check(
            scan.subject,
            scan.book,
            scan.plan,
            fetcher,
            key,
            now=utc_now,
            randomness=random.SystemRandom(),
        ):
            if isinstance(event, GatheringDone):
                gathered = event.gathered
            elif isinstance(event, AssessmentMade):
                assessment = event.assessment
    assert gathered is not None
    assert assessment is not None
    return gathered, assessment


def _captured(gathered: Gathered, assessment: Assessment) -> Captured:
    from scanner.evidence import LogContext, capture_log, write_archive

    page = next(each for each in gathered.answers if each.probe.purpose is Purpose.PAGE)
    findings = [item.finding for item in assessment.findings]
    tool = f"netcurtain {__version__}"
    archive = io.BytesIO()
    records = write_archive(archive, gathered, tool, findings)
    context = LogContext(operator(), tool=tool, archive=_ARCHIVE)
    log = capture_log(gathered, findings, records, context=context)
    has_answer = isinstance(page.answer, Capture) and bool(page.answer.hops)
    files = (
        ToKeep(_ARCHIVE, archive.getvalue(), "an archive of the page (WARC)"),
        ToKeep("page.jsonl", log.text.encode(), "the log of what was asked"),
    )
    return Captured(
        page=IncidentPage(gathered.started_at, _outcome(page)),
        files=files if has_answer else (),
        text=page.document.text if page.document else "",
        finding_ids=tuple(finding.id for finding in findings),
    )


def _outcome(page: Answer) -> str:
    if isinstance(page.answer, Capture) and page.answer.status:
        status = f"captured, status {page.answer.status}"
        return status if page.answer.status < 400 else f"{status}: not what you saw, perhaps"
    return f"not captured ({page.outcome.reason}): make a picture of it yourself"
