"""A rule's own examples, in the words of this room: what the rule test runner asks."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Mapping

from scanner.assess.combinations import Seen, combine
from scanner.assess.releases import EarlierCheck
from scanner.assess.remedies import applies
from scanner.assess.scoring import Score, score_rows
from scanner.assess.signals import signal_hits
from scanner.rulebook.book import RuleBook
from scanner.rulebook.remedy import RemedyCase, RemedyRule
from scanner.rulebook.signal import ReleaseCase, SignalCase, SignalRule
from scanner.rulebook.spoken import names_for
from scanner.rulebook.weighting import CombinationCase, CombinationWeighting, ScoreExample

_MARK = re.compile(r"\[\[(.+?)\]\]", re.DOTALL)


def score_example(book: RuleBook, example: ScoreExample) -> Score:
    """The score of the example's rows."""
    return score_rows(book, example.harm, example.ease, example.corroboration, example.persistence)


def case_combines(rule: CombinationWeighting, case: CombinationCase) -> bool:
    """Whether the findings of the case fulfil the rule. Raises ValueError for unreadable ones."""
    return bool(combine(rule, seen_from(case.findings)))


def seen_from(findings: Iterable[str]) -> tuple[Seen, ...]:
    """Findings written as `exposure @ host[/path] [named] [signal] [src.…] [titled "…"]`.

    All findings of one exposure are taken for the same fact. Raises ValueError for another word.
    """
    return tuple(_seen(index, text) for index, text in enumerate(findings, 1))


def _seen(index: int, text: str) -> Seen:
    exposure, at, rest = text.partition("@")
    words = shlex.split(rest)
    if not at or not words:
        raise ValueError(f"{text!r} lacks its page; write it as: fact.home_address @ a.example")
    page, marks = words[0], iter(words[1:])
    source_id, title, named, signal = "", "", False, False
    for mark in marks:
        if mark == "named":
            named = True
        elif mark == "signal":
            signal = True
        elif mark.startswith("src."):
            source_id = mark
        elif mark == "titled":
            title = next(marks, "")
        else:
            raise ValueError(f"{text!r}: {mark!r} is none of named, signal, titled or a source id")
    return Seen(
        finding_id=f"{index:03}",
        exposure=exposure.strip(),
        source_id=source_id,
        page=page,
        site=page.split("/")[0],
        fact_ids=(exposure.strip(),),
        named=named,
        page_title=title,
        signal=signal,
    )


PERSON = names_for("Jane Marlow")
"""Who signals' examples are about."""


def case_signals(rule: SignalRule, case: SignalCase) -> bool:
    """Whether the rule sees its wording near the marked fact, often enough.

    Raises ValueError without a mark.
    """
    mark = _MARK.search(case.text)
    if mark is None:
        raise ValueError(f"{case.name}: the exposed fact must stand in [[double brackets]]")
    text = case.text[: mark.start()] + mark.group(1) + case.text[mark.end() :]
    at = (mark.start(), mark.start() + len(mark.group(1)))
    if rule.repeats and 0 < case.pages < rule.repeats.at_least:
        return False
    return case.exposes in rule.exposes and bool(signal_hits(rule, text, at, PERSON))


def case_releases(rule: SignalRule, case: ReleaseCase, harm: Mapping[str, float]) -> bool:
    """Whether what the case sees is newly released. Raises ValueError for unreadable findings.

    `harm` by exposure. All findings of a case are taken for the same fact.
    """
    *before, after = seen_from((*case.before, case.after))
    known = EarlierCheck(
        seen={"it": max(harm[item.exposure] for item in before)} if before else {},
        looked_for=("it",),
        read=case.checked,
        is_enough=case.enough,
    )
    is_wanted = rule.newly_released and after.exposure in rule.exposes
    return is_wanted and known.is_news(("it",), harm[after.exposure], after.page)


def case_applies(rule: RemedyRule, case: RemedyCase) -> bool:
    """Whether the remedy is meant for the finding of the case."""
    return applies(rule, case.source, case.exposes, case.url, case.page_title, case.signal)
