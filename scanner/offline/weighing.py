"""What a page that lies before us means for one person: as a check would weigh a page of theirs."""

from __future__ import annotations

from dataclasses import dataclass, field

from scanner.assess.scoring import score_finding
from scanner.assess.wording import wording
from scanner.judge import judge
from scanner.model.answer import Answer
from scanner.model.bands import Band
from scanner.model.capture import Capture
from scanner.model.document import Document
from scanner.model.finding import Attribution, Finding, Question
from scanner.model.outcome import Outcome, OutcomeKind
from scanner.model.plan import Probe, Purpose, Request
from scanner.model.sighting import Matched
from scanner.model.subject import Subject
from scanner.offline.own_address import is_web_address
from scanner.rulebook.book import RuleBook

WEIGHED_AS = "src.page.given"
"""The source whose rule says how a saved page weighs: a page that the person listed."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A finding in a file, with how bad it is and what to call it."""

    page: str
    """The file's name, or that of one page in it."""
    url: str = field(repr=False)
    """The page's own web address, as it says itself; empty when it names none."""
    title: str
    finding: Finding
    band: Band
    score: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that a page raises."""

    page: str
    question: Question


def weigh_page(
    subject: Subject,
    book: RuleBook,
    name: str,
    capture: Capture,
    document: Document,
    matched: Matched,
) -> tuple[tuple[Weighed, ...], tuple[Asked, ...]]:
    """Findings and questions, as a check would make them of a page that the person listed. What is
    somebody else's is left out."""
    answer = _answer(capture, document)
    judged = judge(subject, book, [answer], {capture.probe_id: matched}, b"")
    url = document.url if is_web_address(document.url) else ""
    weighed = tuple(
        _weighed(subject, book, name, url, finding)
        for finding in judged.findings
        if finding.attribution is not Attribution.OTHER_PERSON
    )
    return weighed, tuple(Asked(name, question) for question in judged.questions)


def _weighed(subject: Subject, book: RuleBook, name: str, url: str, finding: Finding) -> Weighed:
    score = score_finding(book, finding, book.sources.get(WEIGHED_AS), subject)
    title, _ = wording(book, finding)
    public = bool(finding.public_by_choice)
    band = Band.INFO if public else score.band
    return Weighed(name, url, title, finding, band, 0 if public else score.value)


def _answer(capture: Capture, document: Document) -> Answer:
    """The page as the answer that judging takes: read, by whatever means."""
    probe = Probe(
        id=capture.probe_id,
        source_id=WEIGHED_AS,
        request=Request(capture.final_url),
        host="",
        site="",
        purpose=Purpose.PAGE,
    )
    outcome = Outcome(capture.probe_id, OutcomeKind.FOUND, "read", "The file was read.")
    return Answer(probe, capture, outcome, document)
