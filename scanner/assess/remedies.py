"""Which remedy a finding gets, and how a report shows it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from scanner.model.assessment import RemedyText, Step
from scanner.model.finding import Finding, Quote
from scanner.rulebook.book import RuleBook
from scanner.rulebook.remedy import Applies, RemedyClass, RemedyRule
from scanner.rulebook.source import SourceRule


def fit(
    rule: RemedyRule, source_id: str, exposes: str, url: str, page_title: str, signal: bool = False
) -> int:
    """How closely the remedy fits: 0 not at all, else the number of fields that had to hold.

    A remedy meant for pages with a warning sign fits closer than any other where there is one.
    """
    host = _host(url)
    return max(
        (_fit(part, source_id, exposes, host, page_title, signal) for part in rule.applies),
        default=0,
    )


def applies(
    rule: RemedyRule, source_id: str, exposes: str, url: str, page_title: str, signal: bool = False
) -> bool:
    """Whether any of the remedy's conditions holds."""
    return fit(rule, source_id, exposes, url, page_title, signal) > 0


_SIGNAL_FIT = 100
"""More than all other fields together."""


def _fit(
    part: Applies, source_id: str, exposes: str, host: str, page_title: str, signal: bool
) -> int:
    title = " ".join(page_title.split()).casefold()
    held = [
        (bool(part.sources), source_id in part.sources),
        (bool(part.exposes), exposes in part.exposes),
        (bool(part.host_suffix), any(_ends(host, suffix) for suffix in part.host_suffix)),
        (bool(part.host_words), any(_has_word(host, word) for word in part.host_words)),
        (bool(part.page_title), any(text.casefold() in title for text in part.page_title)),
        (part.signal, signal),
    ]
    given = [holds for is_given, holds in held if is_given]
    if not given or not all(given):
        return 0
    return len(given) + (_SIGNAL_FIT if part.signal else 0)


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").casefold()
    except ValueError:
        return ""


def _ends(host: str, suffix: str) -> bool:
    bare = suffix.casefold().lstrip(".")
    return host == bare or host.endswith("." + bare)


def _has_word(host: str, word: str) -> bool:
    """Whether a piece of the host name (between dots and hyphens) is the word or ends with it.

    "wexcombeherald" is a herald; "challenge" is no hall and "postcodes" no post.
    """
    return any(piece.endswith(word.casefold()) for piece in re.split(r"[.-]", host))


def choose(
    book: RuleBook, finding: Finding, source: SourceRule | None, signal: bool = False
) -> RemedyRule | None:
    """The remedy for a finding: the closest fit, else the one that its source names.

    What is public by choice needs none, and gets the rule that says so.
    """
    rules = sorted(book.remedies.values(), key=lambda rule: rule.id)
    if finding.public_by_choice:
        return next((r for r in rules if r.nature is RemedyClass.PUBLIC_BY_CHOICE), None)
    url, title = _raw(finding.url), _raw(finding.page_title)
    fits = [
        (fit(rule, finding.source_id, finding.exposure, url, title, signal), rule)
        for rule in rules
        # A threat is never filed as a public record, whatever its page calls itself.
        if not (signal and rule.nature is RemedyClass.PUBLIC_BY_LAW)
    ]
    best = max(fits, key=lambda pair: pair[0], default=None)
    if best is not None and best[0] > 0:
        return best[1]
    return book.remedies.get(source.remedy) if source else None


def _raw(quote: Quote) -> str:
    return "".join(part.text for part in quote.parts)


def remedy_text(rule: RemedyRule) -> RemedyText:
    """The rule as reports show it."""
    waits = " ".join(text for text in (rule.waits, rule.deadline) if text)
    return RemedyText(
        id=rule.id,
        title=rule.title,
        summary=rule.summary,
        steps=tuple(Step(step.do, step.link or "") for step in rule.steps),
        minutes=rule.minutes,
        waits=waits,
        who=rule.who,
        proof=rule.proof,
        legal_basis=rule.legal_basis,
        backfire=rule.backfire.value,
        backfire_note=rule.backfire_note,
        verify=rule.verify,
    )


def texts(rules: Mapping[str, RemedyRule]) -> tuple[RemedyText, ...]:
    """All used remedies, in order of id."""
    return tuple(remedy_text(rules[key]) for key in sorted(rules))
