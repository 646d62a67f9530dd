"""What an answer leads to, within the plan's bounds: the next step, the next page, named pages."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.model.answer import Answer
from scanner.model.capture import Capture
from scanner.model.facts import NAME_KINDS
from scanner.model.outcome import Lead, Outcome, OutcomeKind
from scanner.model.plan import Plan, Probe, Purpose
from scanner.model.sighting import Matched
from scanner.model.subject import Subject
from scanner.outcome import following_of, has_more, kept_of, would_tell
from scanner.plan import (
    asked_about_finds,
    find_probe,
    lead_probes,
    most_finds,
    page_of_find,
    page_probe,
    step_probe,
    tells_more,
)
from scanner.rulebook.book import RuleBook
from scanner.rulebook.source import SourceRule
from scanner.rulebook.variables import Variable


class Following:
    """Makes the probes that answers call for, each address once."""

    def __init__(self, subject: Subject, book: RuleBook, plan: Plan) -> None:
        self._subject = subject
        self._book = book
        self._leads_left = plan.lead_budget
        self._finds_left = most_finds(plan.lead_budget)
        self._archives = asked_about_finds(plan.left_out, book)
        self._asked_about: set[str] = {
            value.reveal()
            for probe in plan.probes
            for name, value in probe.variables
            if name == Variable.PAGE
        }
        """Pages about which archives are asked, with or without a find."""
        self._addresses: set[str] = set()
        """Of all probes so far."""
        self._texts: dict[str, int] = {}
        """By probe: what a page that may not be the last said, as a hash."""

    def note(self, probe: Probe) -> None:
        """A probe is asked."""
        self._addresses.add(probe.request.url)

    def step_after(self, told: Answer, rule: SourceRule) -> Probe | Outcome | None:
        """The next request of a chain; an outcome where that must not be made; None at its end."""
        probe = told.probe
        if told.outcome.kind is not OutcomeKind.FOUND or not isinstance(told.answer, Capture):
            return None
        assert told.document is not None
        kept = kept_of(rule.steps[probe.step], told.answer, told.document) or ()
        if tells_more(probe, rule, kept, self._subject.facts):
            return would_tell(probe)
        return step_probe(probe, rule, kept)

    def after(self, told: Answer, rule: SourceRule, matched: Matched | None) -> Iterator[Probe]:
        """The next page of a settled answer, and the pages that it names. `matched`: what was seen
        in it, where the rule asks for that."""
        if told.outcome.kind is not OutcomeKind.FOUND or told.probe.purpose is Purpose.CONTROL:
            return
        if following := self._page(told, rule):
            yield following
        leads = self._leads(told, rule, matched)
        for lead in lead_probes(told.probe, leads, self._book, self._addresses, self._leads_left):
            self._leads_left -= 1
            yield lead

    def archived(self, told: Answer, rule: SourceRule) -> Iterator[Probe]:
        """The questions about old copies of a page that shows a private fact."""
        page = page_of_find(told.probe, rule)
        if not page or page in self._asked_about:
            return
        self._asked_about.add(page)
        for archive in self._archives:
            asked = find_probe(told.probe, archive, page, self._subject.facts)
            if asked is None or min(self._finds_left, self._leads_left) < 1:
                continue
            if asked.request.url not in self._addresses:
                self._finds_left -= 1
                self._leads_left -= 1
                yield asked

    def _page(self, told: Answer, rule: SourceRule) -> Probe | None:
        """The request for the next page; a page that says the same as the one before is the last,
        for some services begin anew."""
        probe, answer = told.probe, told.answer
        if rule.pages is None or told.document is None or not isinstance(answer, Capture):
            return None
        text = self._texts[probe.id] = hash(told.document.text)
        is_same = probe.page > 1 and self._texts.get(probe.parent_id) == text
        if is_same or not has_more(rule, told.outcome):
            return None
        following = page_probe(probe, rule, following_of(rule, answer, told.document))
        is_known = following is not None and following.request.url in self._addresses
        return None if is_known else following

    def _leads(self, told: Answer, rule: SourceRule, matched: Matched | None) -> tuple[Lead, ...]:
        if rule.leads is None or not rule.leads.of_matches:
            return told.outcome.leads
        named = [s for s in (matched or Matched()).sightings if s.kind in NAME_KINDS]
        regions = [
            region
            for region in told.outcome.regions
            if any(region.start <= s.start and s.end <= region.end for s in named)
        ]
        return tuple(
            lead
            for lead in told.outcome.leads
            if any(region.start <= lead.start < region.end for region in regions)
        )
