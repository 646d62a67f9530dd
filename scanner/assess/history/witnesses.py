"""What this check's answers can testify to of a page on which something was found before."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from scanner.model.answer import Answer
from scanner.model.before import Before
from scanner.model.capture import Capture
from scanner.model.document import Document
from scanner.model.facts import Fact, FactKind
from scanner.model.history import Known
from scanner.model.outcome import OutcomeKind
from scanner.model.plan import Purpose
from scanner.rulebook.source import Access, Results, SourceRule
from scanner.text.identities import fact_identity, page_identity
from scanner.text.normalise import fold
from scanner.text.phones import phone_digits

_ABOUT_NOBODY = frozenset({Purpose.CONTROL, Purpose.STEP})
_SHORTEST_NUMBER = 6
"""Digits of a telephone number below which they may stand anywhere by chance. A judgement."""


_SHORT_LIST = 10
"""Records below which a list is taken for whole. Judgement: services give at least so many at once,
if they have them."""


class Verdict(StrEnum):
    """What the answers say of one fact on one page that is no finding this time."""

    ABSENT = "absent"
    WITHOUT = "without"
    SHOWS = "shows"
    """The page still says it, though no rule makes a finding of it."""
    NOTHING = "nothing"


class Witnesses:
    """Tells of which answers the text must be kept until all is weighed."""

    def __init__(self, before: Before) -> None:
        self._pages = frozenset(
            page_identity(url) for item in before.known for url in (item.address, item.asked) if url
        )

    def needs(self, answer: Answer) -> bool:
        """Whether the page's text may have to tell that something is gone."""
        return bool(self._pages) and not self._pages.isdisjoint(pages_of(answer))


def pages_of(answer: Answer) -> frozenset[str]:
    """The pages that an answer is about: the one asked for, and the one that came."""
    urls = {answer.probe.shown_url}
    if isinstance(answer.answer, Capture) and answer.answer.hops:
        urls.add(answer.answer.final_url)
    return frozenset(page_identity(url) for url in urls)


@dataclass(frozen=True, slots=True)
class Looked:
    """What this check looked for, and where."""

    by_page: Mapping[str, tuple[Answer, ...]]
    facts: Mapping[str, Fact]
    """By identity."""
    rules: Mapping[str, SourceRule]
    """By the ids of sources."""

    @classmethod
    def of(
        cls, answers: Iterable[Answer], facts: Iterable[Fact], sources: Iterable[SourceRule]
    ) -> Looked:
        by_page: dict[str, tuple[Answer, ...]] = {}
        for answer in sorted(answers, key=lambda item: item.probe.id):
            if answer.probe.purpose not in _ABOUT_NOBODY:
                for page in pages_of(answer):
                    by_page[page] = (*by_page.get(page, ()), answer)
        return cls(
            by_page,
            {fact_identity(fact): fact for fact in facts},
            {rule.id: rule for rule in sources},
        )

    def verdict(self, known: Known) -> Verdict:
        """Gone only if every answer that could show it says so, and none still shows it."""
        if any(fact not in self.facts for fact in known.facts):
            return Verdict.NOTHING  # Nobody looked for it.
        addresses = {page_identity(known.address), page_identity(known.asked or known.address)}
        told = {
            answer.probe.id: answer
            for address in sorted(addresses)
            for answer in self.by_page.get(address, ())
            if self._is_alike(answer, known)
        }
        said = {self._of(answer, known, addresses) for answer in told.values()}
        order = (Verdict.SHOWS, Verdict.NOTHING, Verdict.WITHOUT, Verdict.ABSENT)
        return next((verdict for verdict in order if verdict in said), Verdict.NOTHING)

    def _is_alike(self, answer: Answer, known: Known) -> bool:
        """Whether the answer is of the sort that showed it: the page itself, or the same record."""
        asked = answer.probe.source_id
        return asked == known.source_id or (self._is_page(asked) and self._is_page(known.source_id))

    def _is_page(self, source_id: str) -> bool:
        """Whether a source's answer is the page itself; of others it is a record about it."""
        rule = self.rules.get(source_id)
        return rule is not None and rule.results is Results.PAGE

    def _of(self, answer: Answer, known: Known, addresses: Collection[str]) -> Verdict:
        if answer.outcome.kind is OutcomeKind.ABSENT:
            return Verdict.ABSENT
        document = answer.document
        if answer.outcome.kind is not OutcomeKind.FOUND or document is None:
            return Verdict.NOTHING
        if any(stands_in(document.text, self.facts[fact]) for fact in known.facts):
            return Verdict.SHOWS
        rule = self.rules.get(answer.probe.source_id)
        is_page = rule is None or rule.results is Results.PAGE
        is_there = not is_page or page_identity(document.url) in addresses
        is_all = rule is None or rule.results is not Results.LISTING or is_whole_list(rule, answer)
        is_proof = is_there and is_all and _is_whole(answer, document)
        return Verdict.WITHOUT if is_proof else Verdict.NOTHING


def is_whole_list(rule: SourceRule, answer: Answer) -> bool:
    """Whether a list surely held all that the source has, so that what is not on it is not there.

    One that names pages of others is a search, whose order may change by itself. One with further
    pages is whole if it ended before the last that is asked for; one without, if it is short.
    """
    if rule.leads is not None:
        return False
    if rule.pages is not None:
        return answer.probe.page < rule.pages.at_most
    if rule.regions is None:
        return rule.access is Access.PAGE
    return len(answer.outcome.regions) < _SHORT_LIST


def _is_whole(answer: Answer, document: Document) -> bool:
    is_broken = isinstance(answer.answer, Capture) and answer.answer.failure is not None
    return not (is_broken or document.not_read or document.partly_read)


def stands_in(text: str, fact: Fact) -> bool:
    """Whether a text says the fact outright, by no rule but its letters and digits."""
    value = fact.value.reveal()
    if fact.kind is FactKind.PHONE:
        digits = phone_digits(value)
        shown = "".join(char for char in fold(text) if char.isdigit())
        return len(digits) >= _SHORTEST_NUMBER and digits in shown
    if fact.kind is FactKind.ADDRESS and fact.part("street"):
        value = f"{fact.part('house')} {fact.part('street')}"
    words = _words(value)
    return bool(words.strip()) and words in _words(text)


def _words(text: str) -> str:
    plain = "".join(char if char.isalnum() else " " for char in fold(text))
    return f" {' '.join(plain.split())} "
