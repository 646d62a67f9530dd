"""What sources may do with the values that they are filled in with, and what they lead to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from scanner.model.plan import Robots
from scanner.rulebook.book import Loaded, RuleBook
from scanner.rulebook.header import USED
from scanner.rulebook.issue import Issues, Severity, issue
from scanner.rulebook.pattern import fits
from scanner.rulebook.permission import is_ticked, sent_by
from scanner.rulebook.request import SourceRequest
from scanner.rulebook.source import Results, SourceRule
from scanner.rulebook.strict_yaml import Path as KeyPath
from scanner.rulebook.template import unescaped_in, variables_of
from scanner.rulebook.variables import Variable


def _sources(book: RuleBook) -> Iterator[tuple[Loaded, SourceRule]]:
    for item in book.loaded:
        if isinstance(item.rule, SourceRule) and item.rule.status != "retired":
            yield item, item.rule


def requests(book: RuleBook, today: date) -> Issues:
    """What a source's templates may do with the values that they are filled in with."""
    for item, rule in _sources(book):
        yield from _secret(item, rule)
        for path, template in _addresses(rule):
            yield from _address(item, rule, path, template)
        for path, template in _bodies(rule):
            for name in sorted(unescaped_in(template, ("path", "query", "json"))):
                mend = f"Write {{{{ {name} | json }}}} or {{{{ {name} | query }}}}."
                yield issue(item, path, f"{name} is put into the body unescaped", mend)
        if rule.needs == (Variable.HANDLE,) and not rule.handle_sites:
            yield issue(
                item,
                ("needs",),
                "a handle that was given for one site only is never asked for here",
                "List the site's own host names in handle_sites.",
                Severity.WARNING,
            )


def _request_paths(rule: SourceRule) -> Iterator[tuple[KeyPath, SourceRequest]]:
    """Every request of a source and where it stands."""
    for number, step in enumerate(rule.steps):
        yield ("steps", number, "request"), step.request
    if rule.request:
        yield ("request",), rule.request


def _addresses(rule: SourceRule) -> Iterator[tuple[KeyPath, str]]:
    yield ("page_url",), rule.page_url
    for path, request in _request_paths(rule):
        yield (*path, "url"), request.url


def _bodies(rule: SourceRule) -> Iterator[tuple[KeyPath, str]]:
    """Bodies that are written as text, so that a quotation mark in a value would change them."""
    for path, request in _request_paths(rule):
        yield (*path, "body"), request.body


def _address(item: Loaded, rule: SourceRule, path: KeyPath, template: str) -> Issues:
    bare = unescaped_in(template)
    if "secret" in variables_of(template):
        is_asked = path != ("page_url",)
        if not (rule.secret_in_url and is_asked):
            mend = (
                "Send it in headers or basic_user; where the service takes it in no other way, "
                "write secret_in_url: true."
                if is_asked
                else "Leave it out: people open this page without it."
            )
            yield issue(item, path, "a key in an address would be logged by others", mend)
            bare -= {"secret"}
    if bare:
        names = ", ".join(sorted(bare))
        mend = f"Write {{{{ {min(bare)} | path }}}} or {{{{ {min(bare)} | query }}}}."
        yield issue(item, path, f"{names} is put into the address unescaped", mend)


def _secret(item: Loaded, rule: SourceRule) -> Issues:
    if rule.secret and not (rule.secret.isidentifier() and rule.secret.islower()):
        mend = "Name it in lower-case letters and underscores; it becomes an environment variable."
        yield issue(item, ("secret",), "the name of the secret cannot be used", mend)
    elif rule.secret and f"NETCURTAIN_KEY_{rule.secret.upper()}" not in rule.secret_help:
        mend = f"Say that the key goes into NETCURTAIN_KEY_{rule.secret.upper()}."
        yield issue(item, ("secret_help",), "secret_help does not say where the key goes", mend)


def leads(book: RuleBook, today: date) -> Issues:
    """The rules by which the pages of a source's own host are opened."""
    for item, rule in _sources(book):
        if rule.leads is None or rule.leads.rule is None:
            continue
        found = book.get(rule.leads.rule)
        opener = found.rule if found else None
        path = ("leads", "rule")
        if not isinstance(opener, SourceRule):
            issued = f"no source is called {rule.leads.rule}", "Write that source."
        elif not opener.opens_leads:
            issued = f"{opener.id} does not open leads", "Write opens_leads: true there."
        elif opener.secret not in ("", rule.secret):
            issued = f"{opener.id} needs another key", "Let both have the same secret."
        elif opener.status not in USED:
            issued = f"{opener.id} is {opener.status}", "Name one that is in use."
        else:
            continue
        yield issue(item, path, *issued)
    yield from _openers(book)


def _openers(book: RuleBook) -> Issues:
    """Of the sources that open leads, one is for the pages of anybody; the others are named."""
    first: Loaded | None = None
    for item, rule in _sources(book):
        if not rule.opens_leads or rule.id in book.lead_openers:
            continue
        if rule.results is not Results.PAGE:
            what = "no source names it in leads.rule, so it never opens anything"
            yield issue(item, ("opens_leads",), what, "Name it there.", Severity.WARNING)
        elif first is None:
            first = item
        else:
            what = f"the pages of anybody are already opened by {first.rule.id}"
            mend = f"Name it in leads.rule of a source, or keep one; the other is {first.path}."
            yield issue(item, ("opens_leads",), what, mend)


_NAMES = frozenset(
    {Variable.NAME, Variable.NAME_SLUG, Variable.NAME_DASH, Variable.NAME_LAST_FIRST}
    | {Variable.GIVEN_NAME, Variable.FAMILY_NAME}
)
_WITHOUT_A_YES = frozenset(
    {Variable.HANDLE, Variable.HANDLE_BARE, Variable.INSTANCE, Variable.DOMAIN, Variable.PAGE}
    | {Variable.COUNCIL_SITE, Variable.EMAIL_MD5, Variable.EMAIL_SHA1, Variable.EMAIL_SHA256}
    | {Variable.EMAIL_SHA1_PREFIX, Variable.EMAIL_SHA256_PREFIX}
)
"""What a service whose terms nobody has read may be told without the person's yes: an account that
is public there, a site or page that they named, the fingerprint of an address."""


def permissions(book: RuleBook, today: date) -> Issues:
    """Whether what is asked of whom rests on the person's yes or on the operator's."""
    for item, rule in _sources(book):
        if rule.is_manual:
            continue
        sent = sent_by(rule)
        if sent & _NAMES and not rule.by_name:
            mend = "Write by_name: true: it is asked only if the person ticked it."
            yield issue(item, ("needs",), "it sends a name without the person's yes", mend)
        if rule.terms.automation != "unclear":
            continue
        if rule.access == "page" and rule.politeness.robots is not Robots.OBEY:
            what = "nobody has read the terms, and robots.txt is not obeyed"
            yield issue(item, ("politeness",), what, "Write robots: obey, or read the terms.")
        if not is_ticked(rule) and (more := sent - _WITHOUT_A_YES):
            told = ", ".join(sorted(more))
            what = f"nobody has read the terms, and it sends {told} without the person's yes"
            yield issue(item, ("terms",), what, "Read the terms, or let the person tick it.")


def handles(book: RuleBook, today: date) -> Issues:
    """Whether the handles that a source is asked for as controls are such as it can have."""
    for item, rule in _sources(book):
        pattern, known = rule.handle_pattern, rule.known_handle
        if pattern and known and not fits(pattern, known):
            mend = "Widen the pattern, or name another handle."
            yield issue(item, ("known_handle",), "it does not fit handle_pattern", mend)
