"""From the pages that an answer names to probes that open them, within the plan's bounds."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from scanner.domains import host_of_url, site_of_url
from scanner.errors import PlanError
from scanner.model.outcome import Lead
from scanner.model.plan import Probe, Purpose, Request
from scanner.plan.request import manners_of
from scanner.plan.targets import check_page
from scanner.rulebook.book import RuleBook
from scanner.rulebook.source import SourceRule


def lead_rule(book: RuleBook) -> SourceRule | None:
    """The rule by which pages that a search named are read."""
    return next((rule for rule in book.sources.values() if rule.opens_leads), None)


def lead_probes(
    parent: Probe, leads: Sequence[Lead], book: RuleBook, already: Collection[str], budget: int
) -> tuple[Probe, ...]:
    """Probes for at most `budget` new pages; `already` holds the addresses that are planned.

    What a search engine names is a stranger's word: anything but a public web page is dropped.
    """
    rule = lead_rule(book)
    if rule is None:
        return ()
    probes: list[Probe] = []
    taken: set[str] = set()
    for lead in leads:
        if len(probes) >= budget:
            break
        try:
            url = check_page(lead.url, allow_loopback=False)
        except PlanError:
            continue
        if url in taken or url in already:
            continue
        taken.add(url)
        probes.append(
            Probe(
                id=f"{parent.id}.lead-{len(probes) + 1}",
                source_id=rule.id,
                request=Request(url=url),
                host=host_of_url(url),
                site=site_of_url(url),
                purpose=Purpose.LEAD,
                subject_ids=parent.subject_ids,
                manners=manners_of(rule),
                page_url=url,
                parent_id=parent.id,
            )
        )
    return tuple(probes)
