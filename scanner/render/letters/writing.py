"""Fills letters from findings: which pages, which details of them, and under which name.

A recipient is told nothing that it does not show already, but for an address for answers that the
person wants public, and for their name where nobody could act without it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from scanner.domains import site_of_url
from scanner.language.times import day
from scanner.model.assessment import AssessedFinding
from scanner.model.facts import Fact, FactKind
from scanner.model.finding import Attribution, Finding, Quote
from scanner.model.letters import LetterText
from scanner.render.letters.addresses import Addresses
from scanner.render.letters.details import Detail, detail_of, shown_value
from scanner.render.letters.letter import Letter, LetterPage, write_letter

MOST_PAGES = 60
"""Pages that one letter names; more would be read by nobody."""

_SHOW_IT = frozenset({"operator", "register"})
"""Recipients that show the details themselves, so that a letter may repeat them. A platform does so
only through whoever posted there, to whom a report may be shown: it gets the page and the kind."""
_NEED_A_NAME = frozenset({"register", "search_engine", "council", "regulator"})
"""Recipients that cannot act for somebody without a name."""
_SIGNED_WITH = (FactKind.NAME, FactKind.ALIAS)


def site_of(finding: Finding) -> str:
    """The site that a reader of the page's address would name."""
    return site_of_url(finding.url.shown()) or finding.site


class Writer:
    """Writes one person's letters."""

    def __init__(self, facts: Sequence[Fact], name: str, findings: Iterable[AssessedFinding]):
        self._facts = {fact.id: fact for fact in facts}
        self._name = name
        self._findings = tuple(item.finding for item in findings)
        self._addresses = Addresses(facts)
        self._written: dict[tuple[str, Quote], str] = {}
        public = (f for f in facts if f.kind is FactKind.EMAIL and f.is_public)
        self._contact = next((fact.value.reveal() for fact in public), "")

    def write(self, rule: LetterText, site: str, findings: Sequence[Finding]) -> Letter:
        """The letter about these findings; without any, one with places to fill in."""
        met: dict[Quote, list[Finding]] = {}
        for finding in findings if rule.recipient != "council" else ():
            met.setdefault(finding.url, []).append(finding)
        shows_it = rule.recipient in _SHOW_IT
        named = list(met.values())[:MOST_PAGES]
        name = self._name if rule.recipient in _NEED_A_NAME else self._names_shown.get(site, "")
        return write_letter(
            rule,
            tuple(self._page(here, shows_it) for here in named),
            site=site,
            name=name,
            # To who does not know the name, a campaign's address would tell whose account it is.
            contact=self._contact if name else "",
            finding_ids=tuple(finding.id for finding in findings),
            left_out=len(met) - len(named),
        )

    def _page(self, met: Sequence[Finding], shows_it: bool) -> LetterPage:
        """One page, and all that was met on it."""
        return LetterPage(
            self._address(met[0]),
            self._details(met, shows_it),
            day(min(finding.seen_at for finding in met)),
            all(finding.attribution is Attribution.CONFIRMED for finding in met),
        )

    def _address(self, finding: Finding) -> str:
        key = site_of(finding), finding.url
        if key not in self._written:
            values = self._values_shown.get(site_of(finding), set())
            self._written[key] = self._addresses.written(finding.url, sorted(values))
        return self._written[key]

    def _details(self, findings: Iterable[Finding], shows_it: bool) -> tuple[Detail, ...]:
        """Each kind with each of its values once; without a value only where there is none."""
        found: dict[str, dict[str, Detail]] = {}
        for finding in findings:
            values: tuple[str, ...] = self._values(finding) if shows_it else ()
            for value in values or ("",):
                detail = detail_of(finding.exposure, value)
                found.setdefault(detail.words, {})[detail.value] = detail
        return tuple(
            detail
            for alike in found.values()
            for detail in alike.values()
            if detail.value or len(alike) == 1
        )

    def _values(self, finding: Finding) -> tuple[str, ...]:
        facts = (self._facts[key] for key in finding.fact_ids if key in self._facts)
        values = (shown_value(finding, fact) for fact in facts if fact.value.reveal())
        return tuple(dict.fromkeys(value for value in values if value))

    @cached_property
    def _values_shown(self) -> dict[str, set[str]]:
        """By site, the values that it is sure to show of the person."""
        shown: dict[str, set[str]] = {}
        for finding in self._findings:
            if finding.attribution in (Attribution.CONFIRMED, Attribution.PROBABLE):
                shown.setdefault(site_of(finding), set()).update(self._values(finding))
        return shown

    @cached_property
    def _names_shown(self) -> dict[str, str]:
        """By site, the person's name as it stands beside a detail there."""
        shown: dict[str, str] = {}
        for kind in _SIGNED_WITH:
            names = {key: fact for key, fact in self._facts.items() if fact.kind is kind}
            for finding in self._findings:
                for key in finding.facts_beside:
                    if key in names:
                        shown.setdefault(site_of(finding), names[key].value.reveal())
        return shown
