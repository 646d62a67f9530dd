"""From the pages that an answer names to probes that open them, within the plan's bounds."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from scanner.domains import host_of_url, site_of_url
from scanner.errors import PlanError
from scanner.model.facts import Secret
from scanner.model.outcome import Lead
from scanner.model.plan import Probe, Purpose, Request
from scanner.plan.request import build_request, manners_of
from scanner.plan.targets import check_page
from scanner.rulebook.book import RuleBook
from scanner.rulebook.source import SourceRule
from scanner.rulebook.template import render


def lead_rule(book: RuleBook, parent: Probe) -> SourceRule | None:
    """The rule by which pages that this probe's answer named are read."""
    asked = book.sources.get(parent.source_id)
    if asked and asked.leads and asked.leads.rule:
        return book.sources.get(asked.leads.rule)
    return book.opener


def lead_probes(
    parent: Probe, leads: Sequence[Lead], book: RuleBook, already: Collection[str], budget: int
) -> tuple[Probe, ...]:
    """Probes for at most `budget` new pages; `already` holds the addresses that are planned.

    What a search engine names is a stranger's word: anything but a public web page is dropped, and
    under a rule of the source's own, anything on another host than the one that was asked.
    """
    rule = lead_rule(book, parent)
    if rule is None:
        return ()
    is_own = rule.id in book.lead_openers
    probes: list[Probe] = []
    taken: set[str] = set()
    for lead in leads:
        if len(probes) >= budget:
            break
        try:
            url = check_page(lead.url, allow_loopback=is_own)
        except PlanError:
            continue
        if is_own and not _is_there(url, parent, bool(rule.secret)):
            continue
        key = parent.key if rule.secret else Secret("", "")
        request = _request(rule, url, key) if is_own else Request(url=url)
        if request.url in taken or request.url in already:
            continue
        taken.add(request.url)
        probes.append(
            Probe(
                id=f"{parent.id}.lead-{len(probes) + 1}",
                source_id=rule.id,
                request=request,
                host=host_of_url(url),
                site=parent.site if is_own else site_of_url(url),
                purpose=Purpose.LEAD,
                subject_ids=parent.subject_ids,
                manners=manners_of(rule),
                variables=(("page", Secret(url, url)),) if is_own else (),
                page_url=_shown(rule, url) if is_own else url,
                parent_id=parent.id,
                trusted_origin=is_own and parent.trusted_origin,
                render_hosts=rule.render.hosts if rule.render else (),
                key=key,
            )
        )
    return tuple(probes)


def _request(rule: SourceRule, url: str, key: Secret) -> Request:
    return build_request(rule, {"page": url}, secret=key.reveal())


def _is_there(url: str, parent: Probe, is_keyed: bool) -> bool:
    """Whether a page lies where the parent was asked: with a key at that very origin, else on the
    same site, for sites lead to www. and back."""
    asked = parent.request.url
    if is_keyed or parent.trusted_origin:
        return url.split("/", 3)[:3] == asked.split("/", 3)[:3]
    is_safe = url.startswith("https:") or asked.startswith("http:")
    return is_safe and site_of_url(url) == parent.site


def _shown(rule: SourceRule, url: str) -> str:
    return render(rule.page_url, {"page": url}) if rule.page_url else ""
