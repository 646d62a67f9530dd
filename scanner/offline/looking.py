"""One file, looked through for everybody at once: read, match, judge."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from scanner.faults import fault_of
from scanner.judge import Attributed, attributed
from scanner.match import FactIndex
from scanner.model.capture import Capture
from scanner.model.document import Document
from scanner.model.finding import Attribution
from scanner.model.sighting import Matched, Sighting
from scanner.model.subject import Subject
from scanner.offline.folder import FoundFile
from scanner.offline.json_lines import json_lines
from scanner.offline.pages import pages_of
from scanner.offline.weighing import Asked, Weighed, weigh_page
from scanner.read import read
from scanner.rulebook.book import RuleBook


@dataclass(frozen=True, slots=True)
class Task:
    """For whom, under which rules, and what is wanted of each file."""

    subjects: tuple[Subject, ...]
    book: RuleBook
    lines: bool
    """JSON lines of every sighting."""
    findings: bool
    """Findings and questions for people."""


@dataclass(frozen=True, slots=True)
class PageNotRead:
    """A page that was not read, or only in part."""

    name: str
    media_type: str
    why: str
    partly: bool = False


@dataclass(frozen=True, slots=True)
class Looked:
    """What came of one file."""

    file: str
    pages: int = 0
    lines: bytes = field(default=b"", repr=False)
    """JSON lines, ready to be written."""
    sightings: tuple[tuple[str, Attribution, bool, int], ...] = ()
    """Subject, attribution, whether public by choice, and how many sightings."""
    weighed: tuple[Weighed, ...] = ()
    questions: tuple[Asked, ...] = ()
    not_read: tuple[PageNotRead, ...] = ()
    broken: str = ""
    """Where netcurtain itself broke over this file; carries no private value."""


class Looker:
    """Looks through files, each of them once however many people are looked for."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._book = task.book
        self._subjects = {subject.id: subject for subject in task.subjects}
        self._index = FactIndex(task.subjects, task.book.detectors)

    def look(self, file: FoundFile) -> Looked:
        """What stands in a file. Never raises: what cannot be read is told as not read."""
        total = _Total(file.name)
        try:
            for name, capture in pages_of(file):
                self._try_page(name, capture, total)
        except OSError as error:
            why = error.strerror or "it is out of reach"
            total.not_read.append(PageNotRead(file.name, "", f"cannot be opened: {why}"))
        except ValueError as error:
            why = f"damaged: {error}"
            total.not_read.append(PageNotRead(file.name, "", why, partly=bool(total.pages)))
        return total.looked()

    def _try_page(self, name: str, capture: Capture, total: _Total) -> None:
        """One page; one that breaks something costs no more than itself."""
        total.pages += 1
        try:
            self._page(name, capture, total)
        except Exception as error:
            total.broken = fault_of(error)
            why = "something broke inside netcurtain"
            total.not_read.append(PageNotRead(name, "", why))

    def _page(self, name: str, capture: Capture, total: _Total) -> None:
        document = read(capture)
        if document.not_read or document.partly_read:
            why = document.not_read or document.partly_read
            partly = not document.not_read
            total.not_read.append(PageNotRead(name, document.media_type, why, partly))
        if not document.text:
            return
        matched = self._index.match(document)
        by_subject: dict[str, list[Sighting]] = defaultdict(list)
        for sighting in matched.sightings:
            by_subject[sighting.subject_id].append(sighting)
        if not by_subject:
            return
        if self._task.lines:
            seen = list(self._attributed(document, matched, by_subject))
            total.lines.append(json_lines(name, document, seen, self._subjects))
            self._count(seen, total)
        if self._task.findings:
            for subject_id in sorted(by_subject):
                self._judge(self._subjects[subject_id], name, capture, document, matched, total)

    def _attributed(
        self, document: Document, matched: Matched, by_subject: dict[str, list[Sighting]]
    ) -> Iterator[Attributed]:
        for subject_id, sightings in by_subject.items():
            theirs = Matched(tuple(sightings), matched.strangers)
            yield from attributed(self._subjects[subject_id], self._book, document, theirs)

    def _count(self, seen: Sequence[Attributed], total: _Total) -> None:
        for item in seen:
            subject = self._subjects[item.sighting.subject_id]
            public = subject.fact(item.sighting.fact_id).is_public
            total.counts[subject.id, item.attribution, public] += 1

    def _judge(
        self,
        subject: Subject,
        name: str,
        capture: Capture,
        document: Document,
        matched: Matched,
        total: _Total,
    ) -> None:
        weighed, questions = weigh_page(subject, self._book, name, capture, document, matched)
        total.weighed += weighed
        total.questions += questions


class _Total:
    """What comes together while the pages of one file are looked through."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.pages = 0
        self.lines: list[bytes] = []
        self.counts: Counter[tuple[str, Attribution, bool]] = Counter()
        self.weighed: list[Weighed] = []
        self.questions: list[Asked] = []
        self.not_read: list[PageNotRead] = []
        self.broken = ""

    def looked(self) -> Looked:
        return Looked(
            file=self.file,
            pages=self.pages,
            lines=b"".join(self.lines),
            sightings=tuple((*key, number) for key, number in sorted(self.counts.items())),
            weighed=tuple(self.weighed),
            questions=tuple(self.questions),
            not_read=tuple(self.not_read),
            broken=self.broken,
        )
