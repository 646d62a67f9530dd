"""What ails rules that are well-formed: age, missing proof, look-alikes, terms that nobody read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from rapidfuzz import fuzz

from scanner.domains import site_of_url
from scanner.rulebook.book import Loaded, RuleBook
from scanner.rulebook.header import Status
from scanner.rulebook.permission import is_ticked
from scanner.rulebook.remedy import RemedyRule
from scanner.rulebook.source import SourceRule

_ALIKE = 92.0
"""Of 100: from here on two titles of one site say the same in other order or spelling."""

_HOLE = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)


class Ail(StrEnum):
    """What can be wrong. The first four are faults; the others need nothing at once."""

    OVERDUE = "overdue"
    NO_PROOF = "no_proof"
    """Neither a signature of absence nor examples."""
    LOOK_ALIKE = "look_alike"
    NO_REMEDY = "no_remedy"
    IMPORTED_WITHOUT_ABSENCE = "imported_without_absence"
    UNCLEAR_TERMS = "unclear_terms"


FAULTS = frozenset({Ail.OVERDUE, Ail.NO_PROOF, Ail.LOOK_ALIKE, Ail.NO_REMEDY})


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One thing that ails one rule."""

    rule_id: str
    ail: Ail
    detail: str
    path: Path
    other: str = ""
    """The rule that it looks like."""

    @property
    def is_fault(self) -> bool:
        return self.ail in FAULTS


def diagnose(book: RuleBook, today: date) -> tuple[Diagnosis, ...]:
    """All that ails the sources in use, faults first, then by rule."""
    items = [
        item
        for item in book.loaded
        if isinstance(item.rule, SourceRule) and item.rule.status is not Status.RETIRED
    ]
    found = [told for item in items for told in _of_one(book, item, today)]
    found += _look_alikes(items)
    return tuple(sorted(found, key=lambda d: (not d.is_fault, list(Ail).index(d.ail), d.rule_id)))


def _of_one(book: RuleBook, item: Loaded, today: date) -> Iterator[Diagnosis]:
    rule = item.rule
    assert isinstance(rule, SourceRule)
    if rule.review_by < today.isoformat():
        yield Diagnosis(rule.id, Ail.OVERDUE, f"review was due on {rule.review_by}", item.path)
    remedy = book.get(rule.remedy)
    if remedy is None or not isinstance(remedy.rule, RemedyRule):
        detail = f"nothing says what to do about it: {rule.remedy} does not exist"
        yield Diagnosis(rule.id, Ail.NO_REMEDY, detail, item.path)
    elif remedy.rule.status is Status.RETIRED:
        yield Diagnosis(rule.id, Ail.NO_REMEDY, f"{rule.remedy} is retired", item.path)
    if rule.terms.automation == "unclear" and not rule.is_manual:
        asked = "asked with the person's yes" if is_ticked(rule) else "asked without a tick"
        detail = f"{asked}, though its terms are unclear: {rule.terms.basis}"
        yield Diagnosis(rule.id, Ail.UNCLEAR_TERMS, detail, item.path)
    if rule.is_manual or rule.answers is None:
        return
    if rule.answers.absent or any(step.answers and step.answers.absent for step in rule.steps):
        return
    if rule.status is Status.IMPORTED or rule.origin:
        detail = "no proof of absence: it can only ever be found, after a control"
        yield Diagnosis(rule.id, Ail.IMPORTED_WITHOUT_ABSENCE, detail, item.path)
    elif not rule.examples:
        detail = "neither a signature of absence nor examples"
        yield Diagnosis(rule.id, Ail.NO_PROOF, detail, item.path)


def _look_alikes(items: Iterable[Loaded]) -> Iterator[Diagnosis]:
    """Two rules that put the same question, or that call the same site's page the same."""
    first_of: dict[str, Loaded] = {}
    of_site: dict[str, list[Loaded]] = {}
    for item in items:
        rule = item.rule
        assert isinstance(rule, SourceRule)
        asked = _question(rule)
        if not asked:
            continue
        if (other := first_of.setdefault(asked, item)) is not item:
            yield _alike(item, other, "asks the same")
            continue
        same_site = of_site.setdefault(_site(rule), [])
        for other in same_site:
            if fuzz.token_sort_ratio(rule.title.lower(), other.rule.title.lower()) >= _ALIKE:
                yield _alike(item, other, "is called almost the same, on the same site,")
                break
        same_site.append(item)


def _alike(item: Loaded, other: Loaded, what: str) -> Diagnosis:
    detail = f"{what} as {other.rule.id} ({other.path})"
    return Diagnosis(item.rule.id, Ail.LOOK_ALIKE, detail, item.path, other.rule.id)


def _question(rule: SourceRule) -> str:
    """The requests with a hole for each value; for a check by hand its page. Empty for a rule whose
    whole address is given, for those differ in what they are given."""
    if rule.is_manual:
        return "" if _is_given(rule.page_url) else f"by hand {_holes(rule.page_url)} {rule.how}"
    if any(_is_given(request.url) for request in rule.requests):
        return ""
    parts = [
        [
            request.method,
            _holes(request.url),
            _holes(request.body),
            _holes(json.dumps(request.json_body)),
            _holes(json.dumps(request.form)),
        ]
        for request in rule.requests
    ]
    searched = sorted(_holes(variant.search) for variant in rule.variants)
    return json.dumps([parts, searched, rule.results])


def _is_given(template: str) -> bool:
    return not _HOLE.split(template)[0].strip()


def _holes(template: str) -> str:
    """Holes keep their variable, so that a name in a path is not taken for a postcode there."""
    bare = _HOLE.sub(lambda hole: "{" + hole[1].split("|")[0].strip() + "}", template)
    return re.sub(r"^https?://(www\.)?", "", bare.lower()).rstrip("/")


def _site(rule: SourceRule) -> str:
    address = rule.request.url if rule.request else rule.page_url
    return site_of_url(_HOLE.sub("x", address))
