"""What the rule book would ask whom, as choices for the form: which sources need a yes, and what
all others learn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from scanner.rulebook.book import RuleBook
from scanner.rulebook.permission import sent_by, told_outright
from scanner.rulebook.source import Category, SourceRule
from scanner.rulebook.variables import Variable

_SEARCHES = (Category.SEARCH, Category.PRESS, Category.PEOPLE)
"""Shown first: they show what a stranger sees first."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A source that is only asked with the person's yes."""

    id: str
    title: str
    who: str
    """Who learns that they were asked for."""
    shows: str
    """What it can show of a person."""


@dataclass(frozen=True, slots=True)
class ChoiceGroup:
    """Choices of one group of the catalogue."""

    category: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What sources that need no yes of their own learn, and which they are."""

    what: tuple[str, ...]
    """Keys of `WHAT`."""
    sources: tuple[str, ...]
    """Their titles."""


WHAT: Mapping[Variable, str] = {
    Variable.HANDLE: "handle",
    Variable.HANDLE_BARE: "handle",
    Variable.INSTANCE: "handle",
    Variable.EMAIL_SHA256: "email_hash",
    Variable.EMAIL_MD5: "email_hash",
    Variable.EMAIL_SHA1: "email_hash",
    Variable.EMAIL_SHA1_PREFIX: "email_piece",
    Variable.EMAIL_SHA256_PREFIX: "email_piece",
    Variable.EMAIL: "email",
    Variable.PHONE_E164: "phone",
    Variable.DOMAIN: "domain",
    Variable.TOWN: "town",
    Variable.POSTCODE: "postcode",
    Variable.POSTCODE_COMPACT: "postcode",
    Variable.POSTCODE_DISTRICT: "district",
    Variable.STREET: "street",
    Variable.NAME: "name",
    Variable.NAME_SLUG: "name",
    Variable.NAME_DASH: "name",
    Variable.NAME_LAST_FIRST: "name",
    Variable.GIVEN_NAME: "given_name",
    Variable.FAMILY_NAME: "family_name",
    Variable.EMPLOYER: "employer",
    Variable.SCHOOL: "school",
    Variable.PAGE: "page",
}
"""What of a person a request carries. Services of their own and council sites are no fact."""


def name_searches(book: RuleBook, endpoints: Iterable[str] = ()) -> tuple[ChoiceGroup, ...]:
    """Sources that are asked by name. Those that need a service of one's own, only if `endpoints`
    (ids of sources) name one."""
    given = frozenset(endpoints)
    return _grouped(
        rule
        for rule in _asked(book)
        if rule.by_name and (Variable.ENDPOINT not in rule.needs or rule.id in given)
    )


def revealing_searches(book: RuleBook, endpoints: Iterable[str] = ()) -> tuple[ChoiceGroup, ...]:
    """Sources that may also be told a whole address, number, postcode or street."""
    given = frozenset(endpoints)
    return _grouped(
        rule
        for rule in _asked(book)
        if (told_outright(rule) or any(variant.only_if_allowed for variant in rule.variants))
        and (Variable.ENDPOINT not in rule.needs or rule.id in given)
    )


def sensitive_sources(book: RuleBook) -> tuple[ChoiceGroup, ...]:
    """Sources about dating, health and the like; manual checks are among them."""
    return _grouped(rule for rule in book.sources.values() if rule.sensitive)


def asked_anyway(book: RuleBook) -> tuple[Told, ...]:
    """Sources that a consent covers without a tick of their own, by what they learn; those that
    learn the same together, the largest group first."""
    found: dict[tuple[str, ...], list[str]] = {}
    for rule in _asked(book):
        if rule.by_name or rule.sensitive or told_outright(rule):
            continue
        what = {WHAT[variable] for variable in sent_by(rule) if variable in WHAT}
        found.setdefault(tuple(sorted(what)), []).append(rule.title)
    told = (Told(what, tuple(sorted(titles))) for what, titles in found.items())
    return tuple(sorted(told, key=lambda item: (-len(item.sources), item.what)))


def allowed_ids(book: RuleBook) -> Mapping[str, frozenset[str]]:
    """By key of the consent, the ids that may stand there at all."""
    every = frozenset(book.sources)
    found = {
        "name_searches": name_searches(book, every),
        "revealing_searches": revealing_searches(book, every),
        "sensitive_sources": sensitive_sources(book),
    }
    return {
        key: frozenset(choice.id for group in groups for choice in group.choices)
        for key, groups in found.items()
    }


def _asked(book: RuleBook) -> Iterable[SourceRule]:
    """What a machine asks by itself."""
    return (rule for rule in book.sources.values() if not rule.is_manual and not rule.opens_leads)


def _grouped(rules: Iterable[SourceRule]) -> tuple[ChoiceGroup, ...]:
    groups: dict[Category, list[Choice]] = {}
    for rule in rules:
        who = f"{rule.controller} ({rule.location})" if rule.location else rule.controller
        groups.setdefault(rule.category, []).append(Choice(rule.id, rule.title, who, rule.exposes))
    order = sorted(groups, key=lambda each: (each not in _SEARCHES, list(Category).index(each)))
    return tuple(
        ChoiceGroup(each.value, tuple(sorted(groups[each], key=lambda choice: choice.title)))
        for each in order
    )
