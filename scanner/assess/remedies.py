"""Which remedy a finding gets, and how a report shows it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from scanner.model.assessment import RemedyText, Step
from scanner.model.finding import Finding, Quote
from scanner.rulebook.book import RuleBook
from scanner.rulebook.remedy import Applies, RemedyClass, RemedyRule
from scanner.rulebook.source import SourceRule

_SIGNAL_FIT = 100
"""More than all other fields together."""


def applies(
    rule: RemedyRule, source_id: str, exposes: str, url: str, page_title: str, signal: bool = False
) -> bool:
    """Whether any of the remedy's conditions holds."""
    page = _Page(source_id, exposes, _host(url), _folded(page_title), signal)
    return any(_Case(rule, part).closeness(page) > 0 for part in rule.applies)


class _Page:
    """What a remedy may look at."""

    def __init__(self, source_id: str, exposes: str, host: str, title: str, signal: bool) -> None:
        self.source_id = source_id
        self.exposes = exposes
        self.dotted_host = f".{host}"
        self.host_pieces = tuple(re.split(r"[.-]", host))
        self.title = title
        self.signal = signal


class _Case:
    """One of the cases that a remedy is meant for, ready to be compared with thousands of pages."""

    def __init__(self, rule: RemedyRule, part: Applies) -> None:
        self.rule = rule
        self.part = part
        self._sources = frozenset(part.sources)
        self._exposes = frozenset(part.exposes)
        self._suffixes = tuple("." + end.casefold().lstrip(".") for end in part.host_suffix)
        # A piece of the host name (between dots and hyphens) is the word or ends with it:
        # "wexcombeherald" is a herald; "challenge" is no hall and "postcodes" no post.
        self._words = tuple(word.casefold() for word in part.host_words)
        self._titles = tuple(text.casefold() for text in part.page_title)
        given = (self._sources, self._exposes, self._suffixes, self._words, self._titles)
        self._fit = sum(map(bool, given)) + (1 + _SIGNAL_FIT if part.signal else 0)

    def closeness(self, page: _Page) -> int:
        """How closely the remedy fits: 0 not at all, else the number of fields that had to hold.

        A remedy meant for pages with a warning sign fits closer than any other where there is one.
        """
        if (
            (self._sources and page.source_id not in self._sources)
            or (self._exposes and page.exposes not in self._exposes)
            or (self.part.signal and not page.signal)
            or (self._suffixes and not page.dotted_host.endswith(self._suffixes))
        ):
            return 0
        if self._words and not any(piece.endswith(self._words) for piece in page.host_pieces):
            return 0
        if self._titles and not any(text in page.title for text in self._titles):
            return 0
        return self._fit


def _folded(title: str) -> str:
    return " ".join(title.split()).casefold()


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").casefold()
    except ValueError:
        return ""


class Remedies:
    """The remedies of a rule book, arranged so that few of them are looked at for a finding."""

    def __init__(self, book: RuleBook) -> None:
        self._rules = book.remedies
        by_choice = (r for r in self._rules.values() if r.nature is RemedyClass.PUBLIC_BY_CHOICE)
        self._by_choice = min(by_choice, key=lambda rule: rule.id, default=None)
        self._of_source: dict[str, list[_Case]] = {}
        self._of_exposure: dict[str, list[_Case]] = {}
        self._others: list[_Case] = []
        for rule in self._rules.values():
            for part in rule.applies:
                self._arrange(_Case(rule, part))

    def _arrange(self, case: _Case) -> None:
        if case.part.sources:
            for source_id in set(case.part.sources):
                self._of_source.setdefault(source_id, []).append(case)
        elif case.part.exposes:
            for exposure in set(case.part.exposes):
                self._of_exposure.setdefault(exposure, []).append(case)
        else:
            self._others.append(case)

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
            (-closeness, case.rule.id, case.rule)
            for case in self._possible(page)
            # A threat is never filed as a public record, whatever its page calls itself.
            if not (signal and case.rule.nature is RemedyClass.PUBLIC_BY_LAW)
            and (closeness := case.closeness(page)) > 0
        ]
        if fits:
            return min(fits, key=lambda fitting: fitting[:2])[2]
        return self._rules.get(source.remedy) if source else None

    def _possible(self, page: _Page) -> Iterator[_Case]:
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
        dont_send=rule.dont_send,
        cost=rule.cost,
        waits_days=rule.waits_days,
        after=rule.after,
        letters=rule.letters,
        legal_basis=rule.legal_basis,
        backfire=rule.backfire.value,
        backfire_note=rule.backfire_note,
        verify=rule.verify,
        why=rule.why,
    )


def texts(rules: Mapping[str, RemedyRule]) -> tuple[RemedyText, ...]:
    """All used remedies, in order of id."""
    return tuple(remedy_text(rules[key]) for key in sorted(rules))
