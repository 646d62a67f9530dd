"""What each third party will learn, told before anything is sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from scanner.domains import site_of_host, site_of_url
from scanner.model.plan import ANYBODY, RENDER_REQUESTS, Disclosure, Probe, Sent
from scanner.plan.control import control_key, most_controls
from scanner.plan.request import opens_the_page, sends_of
from scanner.rulebook.book import RuleBook
from scanner.rulebook.source import SourceRule
from scanner.rulebook.template import render


@dataclass(slots=True)
class _Told:
    """What one site is told by one source."""

    rule: SourceRule
    sends: dict[Sent, None] = field(default_factory=dict)
    requests: int = 0
    control_keys: set[tuple[int, tuple[str, ...]]] = field(default_factory=set)
    """Of the controls that come here: which step of which."""
    onward: dict[str, int] = field(default_factory=dict)
    """How often each host to which it passes questions on may be asked."""


def disclosures(probes: Iterable[Probe], book: RuleBook, leads: int) -> Iterator[Disclosure]:
    """One entry per site and source, in the plan's order, every step and further page counted.

    `leads`: how many pages that answers name may be opened at most. Those of anybody are not
    counted, since nobody knows whose they are; those on a source's own host are.
    """
    together: dict[tuple[str, str], _Told] = {}
    for probe in probes:
        rule = book.sources[probe.source_id]
        for step in range(len(rule.requests)):
            site = probe.site if step == 0 else _site(probe, rule, step)
            told = together.setdefault((site, rule.id), _Told(rule))
            _note(told, probe, rule, step, _more(rule, book, leads))
    for (site, source_id), told in together.items():
        sends = tuple(told.sends)
        most = told.requests + most_controls(told.rule) * len(told.control_keys)
        yield Disclosure(site, _controller(told.rule, site), source_id, sends, most)
        whom = f"whoever {told.rule.controller} passes the question on to"
        for host, times in told.onward.items():
            other = host if host == ANYBODY else site_of_host(host)
            yield Disclosure(other, whom, source_id, sends, times)


def render_disclosures(probes: Iterable[Probe], book: RuleBook) -> Iterator[Disclosure]:
    """One entry per source and other site from which its pages load when a browser shows them."""
    pages: dict[str, int] = {}
    for probe in probes:
        if probe.render_hosts:
            pages[probe.source_id] = pages.get(probe.source_id, 0) + 1
    for source_id, number in pages.items():
        rule = book.sources[source_id]
        assert rule.render is not None
        number += most_controls(rule)
        whom = f"whoever serves the scripts of {rule.controller}"
        for site in dict.fromkeys(site_of_host(host) for host in rule.render.hosts):
            yield Disclosure(site, whom, source_id, (), number * RENDER_REQUESTS)


def together(entries: Iterable[Disclosure]) -> tuple[Disclosure, ...]:
    """One entry per site, source and whom it is run by, in order of the first of each."""
    told: dict[tuple[str, str, str], Disclosure] = {}
    for entry in entries:
        key = (entry.site, entry.source_id, entry.controller)
        before = told.get(key)
        if before is None:
            told[key] = entry
        else:
            sends = tuple(dict.fromkeys((*before.sends, *entry.sends)))
            told[key] = replace(before, sends=sends, requests=before.requests + entry.requests)
    return tuple(told.values())


def _note(told: _Told, probe: Probe, rule: SourceRule, step: int, more: int) -> None:
    is_last = step == len(rule.requests) - 1
    times = (rule.pages.at_most if rule.pages else 1) + more if is_last else 1
    sends = sends_of(rule, probe.variables, probe.announced, step)
    told.sends.update(dict.fromkeys(sends))
    told.requests += times
    if key := control_key(probe, rule):
        told.control_keys.add((step, key))
    for host in rule.requests[step].forwards_to:
        told.onward[host] = told.onward.get(host, 0) + times


def _site(probe: Probe, rule: SourceRule, step: int) -> str:
    """The site of a later request, which no answer can choose."""
    values = {name: value.reveal() for name, value in probe.variables}
    return site_of_url(render(rule.requests[step].origin, values))


def _more(rule: SourceRule, book: RuleBook, leads: int) -> int:
    """How many pages of the source's own host its answer may have opened."""
    named = book.sources.get(rule.leads.rule) if rule.leads and rule.leads.rule else None
    if named is None or rule.leads is None:
        return 0
    pages = rule.pages.at_most if rule.pages else 1
    opened = min(leads, rule.leads.limit * pages)
    return opened * (named.pages.at_most if named.pages else 1)


def _controller(rule: SourceRule, site: str) -> str:
    if opens_the_page(rule):
        return site
    return f"{rule.controller} ({rule.location})" if rule.location else rule.controller
