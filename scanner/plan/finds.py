"""Archives asked about pages that nobody listed, once a fact of the person was found on one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from scanner.domains import host_of_url, site_of_url
from scanner.errors import PlanError
from scanner.model.facts import NAME_KINDS, Fact, FactKind, Secret
from scanner.model.plan import Disclosure, LeftOut, NotRunReason, Probe, Purpose, Sent, SentForm
from scanner.model.subject import Subject
from scanner.plan.request import build_request, manners_of
from scanner.plan.targets import check_page
from scanner.rulebook.book import RuleBook
from scanner.rulebook.source import Access, Category, Results, SourceRule
from scanner.rulebook.template import render
from scanner.rulebook.variables import Variable
from scanner.text.quoting import mask_known

KNOWN_BY = NAME_KINDS | {FactKind.HANDLE, FactKind.DOMAIN}
"""By what a person is known in public. An archive may learn no more than that by the address of a
page; and a page that shows no more than that is not worth a question."""


def most_finds(lead_budget: int) -> int:
    """At how many pages: half of the pages that answers may lead to, so that leads keep theirs."""
    return lead_budget // 2


def asked_about_finds(left_out: Iterable[LeftOut], book: RuleBook) -> tuple[SourceRule, ...]:
    """The sources that are asked about pages found; none that was left out for another reason than
    that no page was listed."""
    nothing = NotRunReason.NOTHING_TO_ASK
    refused = {entry.source_id for entry in left_out if entry.reason is not nothing}
    rules = book.sources.values()
    return tuple(rule for rule in rules if rule.asks_about_finds and rule.id not in refused)


def find_disclosures(
    subject: Subject, rules: Iterable[SourceRule], lead_budget: int
) -> Iterator[Disclosure]:
    """What such a source may learn by addresses, told before anything is sent."""
    sends = tuple(
        Sent(fact.kind, SentForm.CLEAR, fact.id)
        for fact in subject.of_kind(*KNOWN_BY)
        if fact.kind in subject.consent.scope
    )
    for rule in rules if most_finds(lead_budget) else ():
        assert rule.request is not None
        site = site_of_url(render(rule.request.origin, {}))
        whom = f"{rule.controller} ({rule.location})" if rule.location else rule.controller
        yield Disclosure(site, whom, rule.id, sends, most_finds(lead_budget))


def page_of_find(parent: Probe, rule: SourceRule) -> str:
    """The address of the page on which something was found by this probe of `rule`; empty for what
    is no page of its own (a list of results, a record behind a key), what the law keeps public, an
    archive's copy, and pages that the person listed, about which the plan asks anyway."""
    is_page = parent.purpose in (Purpose.LEAD, Purpose.REVISIT) or (
        parent.purpose is Purpose.SOURCE and rule.results is not Results.LISTING
    )
    is_read = rule.access is Access.PAGE
    is_closed = bool(parent.key.reveal()) or parent.trusted_origin or rule.by_law
    if not is_page or is_closed or rule.category is Category.ARCHIVE or rule.asks_about_finds:
        return ""
    try:
        return check_page(
            parent.page_url or (parent.request.url if is_read else ""), allow_loopback=False
        )
    except PlanError:
        return ""


def find_probe(parent: Probe, rule: SourceRule, url: str, facts: Collection[Fact]) -> Probe | None:
    """The question to `rule` about the page at `url`; None where its address says too much."""
    told = [fact for fact in facts if mask_known(url, (fact,)).shown() != url]
    if any(fact.kind not in KNOWN_BY for fact in told):
        return None
    values = {Variable.PAGE.value: url}
    request = build_request(rule, values)
    sends = tuple(Sent(fact.kind, SentForm.CLEAR, fact.id) for fact in told)
    return Probe(
        id=f"{parent.id}.{rule.tail}",
        source_id=rule.id,
        request=request,
        host=host_of_url(request.url),
        site=site_of_url(request.url),
        purpose=Purpose.LEAD,
        sends=sends,
        subject_ids=parent.subject_ids,
        manners=manners_of(rule),
        variables=((Variable.PAGE.value, Secret(url, mask_known(url, facts).shown())),),
        page_url=render(rule.page_url, values) if rule.page_url else "",
        parent_id=parent.id,
        announced=sends,
    )
