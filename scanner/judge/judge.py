"""Findings from sightings: merged by fact and page, attributed, with identity and reasons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from scanner.domains import site_of_url
from scanner.judge.accounts import account_findings
from scanner.judge.attributed import Attributor
from scanner.judge.attribution import is_unique
from scanner.judge.household import household_question
from scanner.judge.identity import finding_id
from scanner.judge.questions import questions
from scanner.judge.quotes import excerpt
from scanner.judge.records import Seen
from scanner.model.answer import Answer
from scanner.model.capture import Capture
from scanner.model.document import Document, Place
from scanner.model.facts import Fact, FactKind
from scanner.model.finding import Attribution, Finding, Question, Quote
from scanner.model.outcome import OutcomeKind
from scanner.model.plan import Purpose
from scanner.model.sighting import Matched, Sighting
from scanner.model.subject import Subject
from scanner.rulebook.book import RuleBook
from scanner.rulebook.source import Results, SourceRule
from scanner.text.quoting import mask_known

_RANK = tuple(Attribution)
"""Surest first, as declared."""


@dataclass(frozen=True, slots=True)
class Judged:
    findings: tuple[Finding, ...]
    """Sorted by page and fact; one per fact and page."""
    questions: tuple[Question, ...]


class Judge:
    """Judges a subject's answers one by one, as they come; the result knows no order.

    `key` makes the findings' identities (any bytes, the same for every scan of a case).
    """

    def __init__(self, subject: Subject, book: RuleBook, key: bytes) -> None:
        self._subject = subject
        self._book = book
        self._key = key
        self._findings: dict[str, Finding] = {}
        self._questions: dict[str, Question] = {}

    def weigh(self, answer: Answer, seen: Matched) -> tuple[Finding, ...]:
        """The findings of one answer that may be judged, in which `seen` was seen."""
        assert answer.document is not None
        rule = self._book.sources[answer.probe.source_id]
        page = _Page(self._subject, self._book, answer, answer.document, rule, seen, self._key)
        findings = tuple(page.findings())
        for finding in findings:
            other = self._findings.get(finding.id)
            if other is None or _better(finding, other):
                self._findings[finding.id] = finding
        for question in page.questions():
            earlier = self._questions.setdefault(question.id, question)
            if question.probe_id < earlier.probe_id:
                self._questions[question.id] = question
        return findings

    def judged(self) -> Judged:
        """What all answers so far come to."""
        return Judged(
            tuple(sorted(self._findings.values(), key=lambda f: (f.probe_id, f.at, f.id))),
            tuple(sorted(self._questions.values(), key=lambda q: (q.probe_id, q.id))),
        )


def judge(
    subject: Subject,
    book: RuleBook,
    answers: Iterable[Answer],
    matched: Mapping[str, Matched],
    key: bytes,
) -> Judged:
    """Whose facts were seen where. `matched` holds what was seen, by probe id."""
    court = Judge(subject, book, key)
    for answer in answers:
        rule = book.sources.get(answer.probe.source_id)
        if rule is not None and may_be_judged(answer, rule):
            court.weigh(answer, matched.get(answer.probe.id, Matched()))
    return court.judged()


def may_be_judged(answer: Answer, rule: SourceRule) -> bool:
    """A page is what it shows; a source's record counts only when its own signature says found."""
    if answer.document is None or answer.probe.purpose in (Purpose.CONTROL, Purpose.STEP):
        return False
    if answer.outcome.kind is OutcomeKind.FOUND:
        return rule.results is not Results.LEADS
    return rule.results is Results.PAGE and answer.outcome.kind is OutcomeKind.BLOCKED


def _better(one: Finding, other: Finding) -> bool:
    """Of two pages at one address; of equal ones whose probe comes first, not whose answer."""
    return (_RANK.index(one.attribution), -one.confidence, one.probe_id, one.at) < (
        _RANK.index(other.attribution),
        -other.confidence,
        other.probe_id,
        other.at,
    )


_ENOUGH = 200
"""Sightings of one fact in one form and place that are weighed on a page: the best of them decides,
and a page that repeats a number ten thousand times says no more."""


def _user(fact: Fact) -> str:
    return (fact.part("user") or fact.value.reveal()).casefold()


class _Page:
    """Judges the sightings of one document."""

    def __init__(
        self,
        subject: Subject,
        book: RuleBook,
        answer: Answer,
        document: Document,
        rule: SourceRule,
        matched: Matched,
        key: bytes,
    ) -> None:
        self._subject = subject
        self._book = book
        self._answer = answer
        self._document = document
        self._rule = rule
        self._key = key
        self._seen = Seen(matched)
        self._attributor = Attributor(
            subject,
            book,
            document,
            matched,
            answer.outcome.regions,
            rule.results is Results.RECORD,
        )
        self._mine = self._attributor.mine

    def findings(self) -> Iterable[Finding]:
        by_fact: dict[str, list[Sighting]] = {}
        alike: Counter[tuple[str, str, Place]] = Counter()
        accounts = self._asked_accounts()
        for sighting in self._mine:
            if sighting.fact_id in accounts or self._is_loose_public(sighting):
                continue
            detector = self._book.detectors.get(sighting.kind)
            if (
                detector
                and sighting.form in detector.forms
                and detector.forms[sighting.form].finding
            ):
                alike[sighting.fact_id, sighting.form, sighting.place] += 1
                if alike[sighting.fact_id, sighting.form, sighting.place] <= _ENOUGH:
                    by_fact.setdefault(sighting.fact_id, []).append(sighting)
        for sightings in by_fact.values():
            yield self._finding(sightings)
        yield from account_findings(
            self._subject,
            self._answer,
            self._document,
            self._rule,
            self._mine,
            set(by_fact),
            self._book,
            self._key,
        )

    def questions(self) -> Iterable[Question]:
        yield from questions(
            self._subject,
            self._document,
            self._seen,
            self._answer.outcome.regions,
            self._book.detectors,
            self._address(),
            self._attributor,
            self._key,
        )
        yield from household_question(
            self._subject,
            self._document,
            self._seen,
            self._attributor,
            self._address(),
            self._key,
        )

    def _asked_accounts(self) -> set[str]:
        """Handles that this source was asked for: the account itself is the finding.

        The same handle may be given twice, for one site and in general.
        """
        if self._rule.results is not Results.RECORD:
            return set()
        handles = self._subject.of_kind(FactKind.HANDLE)
        probe = self._answer.probe
        sent = {s.fact_id for s in probe.announced or probe.sends}
        users = {_user(fact) for fact in handles if fact.id in sent}
        return {fact.id for fact in handles if _user(fact) in users}

    def _is_loose_public(self, sighting: Sighting) -> bool:
        """A mere piece of something public by choice, such as the campaign office's street."""
        return self._subject.fact(sighting.fact_id).is_public and not is_unique(sighting)

    def _finding(self, sightings: list[Sighting]) -> Finding:
        """One finding from all sightings of a fact on this page, led by the best-attributed."""
        judged = [(s, *self._attributor.judged(s)) for s in sightings]
        best, record, verdict = min(
            judged,
            key=lambda item: (_RANK.index(item[2].attribution), -item[0].confidence, item[0].start),
        )
        capture = self._answer.answer
        assert isinstance(capture, Capture)
        fact = self._subject.fact(best.fact_id)
        url = self._address()
        return Finding(
            id=finding_id(self._key, self._subject.id, fact, url),
            subject_id=self._subject.id,
            probe_id=self._answer.probe.id,
            source_id=self._rule.id,
            exposure=self._book.detectors[best.kind].exposure(best.form, fact.use),
            kind=best.kind,
            fact_ids=(fact.id,),
            form=best.form,
            places=tuple(dict.fromkeys(s.place for s in sightings)),
            confidence=best.confidence,
            attribution=verdict.attribution,
            reasons=verdict.reasons,
            quote=self._quote(best, verdict.attribution),
            url=self._masked_address,
            page_title=self._masked_title,
            site=site_of_url(url),
            seen_at=capture.fetched_at,
            public_by_choice=fact.public_by_choice,
            at=(best.start, best.end),
            span=(record.start, record.end),
            facts_beside=record.facts_beside(fact.id),
        )

    def _quote(self, best: Sighting, attribution: Attribution) -> Quote:
        """The page's words; none where they are about somebody else, which no output shows."""
        if attribution is Attribution.OTHER_PERSON:
            return Quote(())
        return excerpt(self._document, self._seen, self._subject, best.start, best.end, (best,))

    @cached_property
    def _masked_address(self) -> Quote:
        return mask_known(self._address(), self._subject.facts)

    @cached_property
    def _masked_title(self) -> Quote:
        return mask_known(self._document.title, self._subject.facts)

    def _address(self) -> str:
        """Where a person would look: for a service's record its page, else the page itself."""
        probe = self._answer.probe
        if self._rule.results is not Results.PAGE and probe.page_url:
            return probe.page_url
        return self._document.url or probe.shown_url
