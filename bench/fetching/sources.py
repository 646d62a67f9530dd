"""Source rules for the simulated hosts, and the person whose handles are asked for."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from pathlib import Path

from bench.fetching.web import Host, Kind, Web
from scanner.model.facts import FactKind
from scanner.model.plan import Plan
from scanner.model.subject import Basis, Consent, Role, Subject
from scanner.plan import PlanOptions, make_plan
from scanner.profile import make_fact
from scanner.rulebook.book import RuleBook
from scanner.rulebook.loader import load_rulebook

TODAY = date(2026, 11, 23)

_RULE = """\
id: src.bench.h{number:04}
kind: source
title: Simulated host {number}
why: It stands for a site that shows a profile for each member.
reviewed: "2026-11-23"

category: social
access: page
controller: Simulated host {number}
needs: [handle]
request:
  url: "{url}"
page_url: "{url}"
results: record
answers:
{answers}
control: {{replaces: handle}}
exposes: A profile.
ease: via_handle
persistence: own_page
politeness: {{robots: obey, spacing_seconds: 1, timeout_seconds: {timeout:g}}}
terms:
  automation: allowed
  checked: "2026-11-23"
  basis: It is our own.
remedy: rem.gdpr.erase
review_by: "2027-11-23"

examples:
  - {{name: a profile, variables: {{handle: janemarlow}}, body: a page, expect: found}}
  - {{name: nobody, variables: {{handle: janemarlow}}, status: 404, body: none, expect: absent}}
  - {{name: too many, variables: {{handle: janemarlow}}, status: 429, body: no, expect: blocked}}
"""
_BY_STRUCTURE = """\
  found:
    status: 200
    css: article.profile
    shows: handle
  absent:
    status: 404"""
_BY_STATUS = """\
  found:
    status: 200
  absent:
    status: 404"""
_BY_TEXT = """\
  found:
    status: 200
    css: article.profile
    shows: handle
  absent:
    status: 200
    text: There is no member of that name"""
_BY_JSON = """\
  found:
    status: 200
    json: "users[0].username"
    shows: handle
  absent:
    status: 200
    json_empty: users"""


def _answers(host: Host) -> str:
    """Signatures as catalogues have them: most know the page, many know the status alone."""
    match host.kind:
        case Kind.SOFT_404:
            return _BY_TEXT
        case Kind.API:
            return _BY_JSON
        case Kind.EVERYONE | Kind.LOGIN | Kind.LARGE | Kind.BOMB:
            return _BY_STATUS
    return _BY_STATUS if host.number % 3 == 0 else _BY_STRUCTURE


def source_id(host: Host) -> str:
    return f"src.bench.h{host.number:04}"


def write_rules(
    web: Web, folder: Path, timeout_s: float, by_name: Collection[Host] = frozenset()
) -> None:
    """One rule file for each host. Its manners: robots.txt is obeyed, 1 s between requests.

    `by_name`: hosts whose members are found by their names, written as a handle."""
    folder.mkdir(exist_ok=True)
    for host in web.hosts:
        url = host.url("{{ handle | path }}")
        if "?" in url:
            url = host.url("{{ handle | query }}")
        text = _RULE.format(number=host.number, url=url, answers=_answers(host), timeout=timeout_s)
        if host in by_name:
            text = text.replace("handle", "name_slug").replace("via_name_slug", "name_and_town")
            text = text.replace("[name_slug]\n", "[name_slug]\nby_name: true\n")
        (folder / f"h{host.number:04}.yaml").write_text(text)


def load_book(folder: Path) -> RuleBook:
    return load_rulebook((folder,))


def person(web: Web) -> Subject:
    """Jane Marlow with all handles of the web."""
    consent = Consent(
        Basis.SELF,
        "Jane Marlow",
        date(2026, 1, 1),
        "Jane Marlow",
        "own device",
        frozenset(FactKind),
        date(2027, 1, 1),
    )
    facts = [make_fact(FactKind.NAME, "Jane Marlow")]
    facts += [make_fact(FactKind.HANDLE, name, n) for n, name in enumerate(web.handles, start=1)]
    return Subject("jane-marlow", Role.CANDIDATE, consent, tuple(facts))


def plan_for(subject: Subject, book: RuleBook, hosts: list[Host]) -> Plan:
    only = frozenset(source_id(host) for host in hosts)
    return make_plan(subject, book, PlanOptions(only=only), TODAY)
