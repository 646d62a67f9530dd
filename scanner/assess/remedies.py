"""Which remedy a finding gets, and how a report shows it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from scanner.model.assessment import RemedyText, Step
from scanner.model.finding import Finding, Quote
from scanner.rulebook.book import RuleBook
from scanner.rulebook.remedy import Applies, RemedyClass, RemedyRule
from scanner.rulebook.source import SourceRule


def applies(
    rule: RemedyRule, source_id: str, exposes: str, url: str, page_title: str, signal: bool = False
) -> bool:
    """Whether any of the remedy's conditions holds."""
    page = _Page(source_id, exposes, _host(url), _folded(page_title), signal)
    return _closeness(rule, page) > 0


_SIGNAL_FIT = 100
"""More than all other fields together."""


@dataclass(frozen=True, slots=True)
class _Page:
    """What a remedy may look at."""

    source_id: str
    exposes: str
    host: str
    title: str
    signal: bool


_Part = tuple[RemedyRule, Applies]
"""A remedy, and one of the cases that it is meant for."""


def _closeness(rule: RemedyRule, page: _Page) -> int:
    """How closely the remedy fits: 0 not at all, else the number of fields that had to hold.

    A remedy meant for pages with a warning sign fits closer than any other where there is one.
    """
    return max((_fit(part, page) for part in rule.applies), default=0)


def _fit(part: Applies, page: _Page) -> int:
    held = 0
    for is_given, holds in _fields(part, page):
        if is_given:
            if not holds:
                return 0
            held += 1
    return held + (_SIGNAL_FIT if held and part.signal else 0)


def _fields(part: Applies, page: _Page) -> Iterator[tuple[bool, bool]]:
    """Which fields are given, and whether they hold; lazily, since the first that fails decides."""
    yield bool(part.sources), page.source_id in part.sources
    yield bool(part.exposes), page.exposes in part.exposes
    yield part.signal, page.signal
    yield bool(part.host_suffix), any(_ends(page.host, suffix) for suffix in part.host_suffix)
    yield bool(part.host_words), any(_has_word(page.host, word) for word in part.host_words)
    yield (
        bool(part.page_title),
        any(text.casefold() in page.title for text in part.page_title),
    )


def _folded(title: str) -> str:
    return " ".join(title.split()).casefold()


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


class Remedies:
    """The remedies of a rule book, arranged so that few of them are looked at for a finding."""

    def __init__(self, book: RuleBook) -> None:
        self._rules = book.remedies
        by_choice = (r for r in self._rules.values() if r.nature is RemedyClass.PUBLIC_BY_CHOICE)
        self._by_choice = min(by_choice, key=lambda rule: rule.id, default=None)
        self._of_source: dict[str, list[_Part]] = {}
        self._of_exposure: dict[str, list[_Part]] = {}
        self._others: list[_Part] = []
        for rule in self._rules.values():
            for part in rule.applies:
                self._arrange(rule, part)

    def _arrange(self, rule: RemedyRule, part: Applies) -> None:
        if part.sources:
            for source_id in set(part.sources):
                self._of_source.setdefault(source_id, []).append((rule, part))
        elif part.exposes:
            for exposure in set(part.exposes):
                self._of_exposure.setdefault(exposure, []).append((rule, part))
        else:
            self._others.append((rule, part))

    def choose(
        self, finding: Finding, source: SourceRule | None, signal: bool = False
    ) -> RemedyRule | None:
        """The remedy for a finding: the closest fit, else the one that its source names.

        What is public by choice needs none, and gets the rule that says so.
        """
        if finding.public_by_choice:
            return self._by_choice
        page = _Page(
            finding.source_id,
            finding.exposure,
            _host(_raw(finding.url)),
            _folded(_raw(finding.page_title)),
            signal,
        )
        fits = [
            (-closeness, rule.id, rule)
            for rule, part in self._possible(page)
            # A threat is never filed as a public record, whatever its page calls itself.
            if not (signal and rule.nature is RemedyClass.PUBLIC_BY_LAW)
            and (closeness := _fit(part, page)) > 0
        ]
        if fits:
            return min(fits, key=lambda fitting: fitting[:2])[2]
        return self._rules.get(source.remedy) if source else None

    def _possible(self, page: _Page) -> Iterator[_Part]:
        yield from self._of_source.get(page.source_id, ())
        yield from self._of_exposure.get(page.exposes, ())
        yield from self._others


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
