"""Signals: wording beside a private fact that a person must look at before anything else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from scanner.model.assessment import Escalation
from scanner.model.document import Document
from scanner.model.finding import Attribution, Finding, Quote, QuotePart
from scanner.rulebook.signal import SignalRule

_SURE = frozenset({Attribution.CONFIRMED, Attribution.PROBABLE})
_LEVELS = ("emergency", "urgent", "attention")
_APOSTROPHES = str.maketrans({"\u2018": "'", "\u2019": "'", "\u02bc": "'", "\u00a0": " "})
"""One code point each, so that offsets stay as they are."""


@lru_cache(maxsize=256)
def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """All phrases as whole words. Nothing in it repeats but white space: it cannot run away."""
    texts = (
        r"\s+".join(re.escape(word) for word in phrase.translate(_APOSTROPHES).split())
        for phrase in sorted(phrases, key=len, reverse=True)
    )
    return re.compile(rf"(?<!\w)(?:{'|'.join(texts)})(?!\w)", re.IGNORECASE)


def signal_hits(rule: SignalRule, text: str, at: tuple[int, int]) -> tuple[tuple[int, int], ...]:
    """Where the rule's wording stands, wholly within its distance of the fact at `at`.

    Offsets are code points into `text`, in order.
    """
    low, high = max(0, at[0] - rule.within), min(len(text), at[1] + rule.within)
    # One more character on each side, so that a word cut by the window is not taken for whole.
    start = max(0, low - 1)
    window = text[start : high + 1].translate(_APOSTROPHES)
    hits = (
        (match.start() + start, match.end() + start)
        for match in _pattern(rule.phrases).finditer(window)
    )
    return tuple((first, last) for first, last in hits if low <= first and last <= high)


def may_alarm(finding: Finding) -> bool:
    """Whether warning signs beside a finding count, so that its page's words are looked at.

    Only private facts do that are surely or probably this person's.
    """
    return not finding.public_by_choice and finding.attribution in _SURE


def escalations(
    rules: Iterable[SignalRule],
    findings: Iterable[Finding],
    documents: Mapping[str, Document],
) -> tuple[Escalation, ...]:
    """One escalation per signal and page, the most pressing first."""
    rules = tuple(rules)
    met: dict[tuple[str, str], list[tuple[Finding, str]]] = {}
    for finding in findings:
        document = documents.get(finding.probe_id)
        if document is None or not may_alarm(finding):
            continue
        for rule in rules:
            if finding.exposure not in rule.exposes:
                continue
            hits = signal_hits(rule, document.text, finding.at)
            if hits:
                first, last = min(hits, key=lambda hit: (_distance(hit, finding.at), hit))
                wording = " ".join(document.text[first:last].split())
                met.setdefault((rule.id, finding.probe_id), []).append((finding, wording))
    by_id = {rule.id: rule for rule in rules}
    made = [_escalation(by_id[rule_id], found) for (rule_id, _), found in met.items()]
    return tuple(
        sorted(
            made, key=lambda e: (_LEVELS.index(e.level), e.signal_id, e.url.shown(), e.finding_ids)
        )
    )


def _distance(hit: tuple[int, int], at: tuple[int, int]) -> int:
    return max(hit[0] - at[1], at[0] - hit[1], 0)


def _escalation(rule: SignalRule, found: list[tuple[Finding, str]]) -> Escalation:
    found = sorted(found, key=lambda pair: (pair[0].exposure, pair[0].id))
    finding, wording = next(
        ((f, w) for f, w in found if _holds(f.quote, w)),
        found[0],
    )
    return Escalation(
        signal_id=rule.id,
        title=rule.title,
        level=rule.level,
        say=rule.say,
        do=rule.do,
        quote=_quote(finding.quote, wording),
        url=finding.url,
        finding_ids=tuple(sorted({item.id for item, _ in found})),
    )


def _holds(quote: Quote, wording: str) -> bool:
    text = "".join(part.text for part in quote.parts)
    return wording.casefold() in " ".join(text.split()).casefold()


def _quote(quote: Quote, wording: str) -> Quote:
    """The finding's own quote, which is masked already, with the wording put before it if it stands
    further off. The wording is a rule's phrase, so it can hold nobody's data."""
    if _holds(quote, wording):
        return quote
    return Quote((QuotePart(f"“{wording}” … "), *quote.parts))
