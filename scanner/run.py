"""The street as one stream of events: gather (network and clock), then assess (pure)."""

from __future__ import annotations

import random
from collections.abc import Callable, Generator, Iterator
from datetime import datetime

from scanner import __version__
from scanner.assess import assess
from scanner.gather import Gathering, PageRenderer, ProbeFetcher, Reading
from scanner.judge import Judge, Judged, may_be_judged
from scanner.match import FactIndex
from scanner.model.answer import Gathered
from scanner.model.assessment import Assessment
from scanner.model.before import Before
from scanner.model.events import (
    AssessmentMade,
    Event,
    FindingMade,
    GatheringDone,
    Interrupted,
)
from scanner.model.plan import Plan
from scanner.model.subject import Subject
from scanner.rulebook.book import RuleBook


def check(
    subject: Subject,
    book: RuleBook,
    plan: Plan,
    fetcher: ProbeFetcher,
    key: bytes,
    now: Callable[[], datetime],
    randomness: random.Random,
    renderer: PageRenderer | None = None,
    keeps_content: bool = True,
    began_at: datetime | None = None,
    before: Before | None = None,
    reading: Reading | None = None,
    controls_by_source: bool = True,
) -> Iterator[Event]:
    """One whole check. Ends with AssessmentMade, also when the fetcher was stopped half way.

    With a renderer, pages that are empty without their scripts are opened in a browser. Without
    `keeps_content` what was gathered lacks the answers' bodies, which only evidence needs.
    `began_at`: when the check began that this one goes on with. `before`: what the case knows of
    earlier checks. `reading` and `controls_by_source`: as `Gathering` takes them.
    """
    gathering = Gathering(
        subject,
        book,
        plan,
        fetcher,
        key,
        now,
        randomness,
        renderer,
        keeps_content,
        began_at,
        before,
        reading,
        controls_by_source,
    )
    gathered = yield from gathering.run()
    if gathered.partial:
        yield Interrupted(gathered.ending)
    yield GatheringDone(gathered)
    judged = gathering.judged()
    yield AssessmentMade((yield from _assessed(subject, book, gathered, judged, before)))


def assess_gathered(
    subject: Subject,
    book: RuleBook,
    gathered: Gathered,
    key: bytes,
    before: Before | None = None,
) -> Generator[Event, None, Assessment]:
    """Match, judge and weigh what was gathered, whose texts are all there.

    No network, clock or randomness: the same gathering comes to the same assessment again.
    """
    index = FactIndex([subject], book.detectors)
    court = Judge(subject, book, key)
    for answer in gathered.answers:
        rule = book.sources.get(answer.probe.source_id)
        if rule is not None and answer.document is not None and may_be_judged(answer, rule):
            court.weigh(answer, index.match(answer.document))
    return (yield from _assessed(subject, book, gathered, court.judged(), before))


def _assessed(
    subject: Subject, book: RuleBook, gathered: Gathered, judged: Judged, before: Before | None
) -> Generator[Event, None, Assessment]:
    for finding in judged.findings:
        yield FindingMade(finding)
    return assess(subject, book, gathered, judged.findings, judged.questions, __version__, before)
