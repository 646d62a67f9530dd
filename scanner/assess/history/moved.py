"""A page that moved takes its findings along: they keep the identity that they had."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from scanner.model.answer import Answer
from scanner.model.before import Before
from scanner.model.facts import Fact
from scanner.model.finding import Finding
from scanner.text.identities import fact_identity, page_identity

_Place = tuple[str, tuple[str, ...]]
"""A page, and what the facts there say."""


def under_known_ids(
    findings: Iterable[Finding],
    before: Before,
    answers: Iterable[Answer],
    facts: Iterable[Fact],
) -> tuple[Finding, ...]:
    """The same findings; one that is new at its address, but came of the very question that showed
    the same fact at another address before, under the id that it had there."""
    found = sorted(findings, key=lambda item: item.id)
    ids = {item.finding_id for item in before.known} | before.buried
    taken = {finding.id for finding in found}
    said = {fact.id: fact_identity(fact) for fact in facts}
    asked = {answer.probe.id: answer.probe.shown_url for answer in answers}
    free: dict[_Place, str] = {}
    for item in sorted(before.known, key=lambda item: item.finding_id):
        if item.finding_id not in taken:
            for place in _places((item.address, item.asked), item.facts):
                free.setdefault(place, item.finding_id)
    moved: list[Finding] = []
    for finding in found:
        urls = (finding.url.clear, asked.get(finding.probe_id, ""))
        says = tuple(said.get(fact_id, fact_id) for fact_id in finding.fact_ids)
        known = next((free[place] for place in _places(urls, says) if place in free), None)
        if finding.id not in ids and known is not None and known not in taken:
            taken.add(known)
            finding = replace(finding, id=known)
        moved.append(finding)
    return tuple(moved)


def _places(urls: Iterable[str], says: tuple[str, ...]) -> Iterator[_Place]:
    for url in urls:
        if url:
            yield page_identity(url), says
