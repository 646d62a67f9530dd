"""What this check's answers can testify to of a page on which something was found before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from scanner.model.answer import Answer
from scanner.model.before import Before
from scanner.model.capture import Capture
from scanner.model.facts import Fact, FactKind
from scanner.model.history import Known
from scanner.model.outcome import OutcomeKind
from scanner.model.plan import Purpose
from scanner.text.identities import fact_identity, page_identity
from scanner.text.normalise import fold
from scanner.text.phones import phone_digits

_ABOUT_PAGES = frozenset({Purpose.SOURCE, Purpose.PAGE, Purpose.LEAD})
"""Steps lead to a question, and controls ask about nobody."""


class Verdict(StrEnum):
    """What the answers say of one fact on one page that is no finding this time."""

    ABSENT = "absent"
    WITHOUT = "without"
    SHOWS = "shows"
    """The page still says it, though no rule makes a finding of it."""
    NOTHING = "nothing"


class Witnesses:
    """Answers of one check by the page that they are about."""

    def __init__(self, before: Before) -> None:
        self._probes = frozenset(item.probe_id for item in before.known)
        self._pages = frozenset(page_identity(item.address) for item in before.known)

    def needs(self, answer: Answer) -> bool:
        """Whether the text of this answer's page may have to tell that something is gone."""
        return answer.probe.id in self._probes or bool(self._pages & pages_of(answer))


def pages_of(answer: Answer) -> frozenset[str]:
    """The pages that an answer is about: the one asked for, and the one that came."""
    urls = {answer.probe.shown_url}
    if isinstance(answer.answer, Capture) and answer.answer.hops:
        urls.add(answer.answer.final_url)
    return frozenset(page_identity(url) for url in urls)


@dataclass(frozen=True, slots=True)
class Court:
    """Says what became of what is no finding this time."""

    by_probe: dict[str, Answer]
    by_page: dict[str, tuple[Answer, ...]]
    facts: dict[str, Fact]
    """By identity: what this check looked for."""

    @classmethod
    def of(cls, answers: Iterable[Answer], facts: Iterable[Fact]) -> Court:
        asked = [answer for answer in answers if answer.probe.purpose in _ABOUT_PAGES]
        pages: dict[str, tuple[Answer, ...]] = {}
        for answer in sorted(asked, key=lambda item: item.probe.id):
            for page in pages_of(answer):
                pages[page] = (*pages.get(page, ()), answer)
        return cls(
            {answer.probe.id: answer for answer in asked},
            pages,
            {fact_identity(fact): fact for fact in facts},
        )

    def verdict(self, known: Known) -> Verdict:
        """One answer that still shows it outweighs all that do not."""
        if any(fact not in self.facts for fact in known.facts):
            return Verdict.NOTHING  # Nobody looked for it.
        page = page_identity(known.address)
        told = {answer.probe.id: answer for answer in self.by_page.get(page, ())}
        if own := self.by_probe.get(known.probe_id):
            told[own.probe.id] = own
        said = {self._of(answer, known, page) for answer in told.values()}
        order = (Verdict.SHOWS, Verdict.WITHOUT, Verdict.ABSENT)
        return next((verdict for verdict in order if verdict in said), Verdict.NOTHING)

    def _of(self, answer: Answer, known: Known, page: str) -> Verdict:
        if answer.outcome.kind is OutcomeKind.ABSENT:
            return Verdict.ABSENT
        document = answer.document
        if answer.outcome.kind is not OutcomeKind.FOUND or document is None:
            return Verdict.NOTHING
        if any(_stands_in(document.text, self.facts[fact]) for fact in known.facts):
            return Verdict.SHOWS
        is_whole = not document.not_read and not document.partly_read
        is_broken = isinstance(answer.answer, Capture) and answer.answer.failure is not None
        is_same = answer.probe.purpose is Purpose.SOURCE or page == page_identity(document.url)
        return Verdict.WITHOUT if is_whole and is_same and not is_broken else Verdict.NOTHING


def _stands_in(text: str, fact: Fact) -> bool:
    """Whether a text says the fact outright, by no rule but its letters and digits."""
    value = fact.value.reveal()
    if fact.kind is FactKind.PHONE:
        digits = phone_digits(value)
        return len(digits) > 5 and digits in "".join(filter(str.isdigit, text))
    if fact.kind is FactKind.ADDRESS and fact.part("street"):
        value = f"{fact.part('house')} {fact.part('street')}"
    return _plain(value) in _plain(text) if _plain(value) else False


def _plain(text: str) -> str:
    words = "".join(char if char.isalnum() else " " for char in fold(text)).split()
    return f" {' '.join(words)} " if words else ""
