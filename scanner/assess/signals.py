"""Signals: wording beside a private fact that a person must look at before anything else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from scanner.assess.authors import author_of
from scanner.assess.wording_quoted import quoted
from scanner.model.assessment import Escalation
from scanner.model.document import Document
from scanner.model.finding import Attribution, Finding
from scanner.model.subject import Subject
from scanner.rulebook.signal import LEVELS, SignalRule
from scanner.rulebook.spoken import names_for

_SURE = frozenset({Attribution.CONFIRMED, Attribution.PROBABLE})


@dataclass(frozen=True, slots=True)
class _Heard:
    """A rule's wording beside one finding."""

    finding: Finding
    document: Document
    hit: tuple[int, int]


def signal_hits(
    rule: SignalRule, text: str, at: tuple[int, int], names: tuple[str, ...] = ()
) -> tuple[tuple[int, int], ...]:
    """Where the rule's wording stands, wholly within its distance of the fact at `at`.

    Offsets are code points into `text`, in order. `names`: what the person is called.
    """
    return _near(rule, rule.spoken.hits(text, names), at)


def _near(
    rule: SignalRule, hits: Iterable[tuple[int, int]], at: tuple[int, int]
) -> tuple[tuple[int, int], ...]:
    low, high = at[0] - rule.within, at[1] + rule.within
    return tuple(hit for hit in hits if low <= hit[0] and hit[1] <= high)


def may_alarm(finding: Finding) -> bool:
    """Whether warning signs beside a finding count, so that its page's words are looked at.

    Only private facts do that are surely or probably this person's.
    """
    return not finding.public_by_choice and finding.attribution in _SURE


def escalations(
    rules: Iterable[SignalRule],
    findings: Iterable[Finding],
    documents: Mapping[str, Document],
    subject: Subject,
) -> tuple[Escalation, ...]:
    """One escalation per signal and page, or per author or site of a signal that repeats.

    The most pressing first.
    """
    names = names_for(subject.display_name)
    wanted = [finding for finding in findings if may_alarm(finding)]
    made: list[Escalation] = []
    for rule in rules:
        if rule.phrases:
            heard = _heard(rule, wanted, documents, names)
            made += [_escalation(rule, group, subject) for group in _groups(rule, heard, names)]
    return in_order(made)


def in_order(made: Iterable[Escalation]) -> tuple[Escalation, ...]:
    """The most pressing first."""
    return tuple(
        sorted(
            made, key=lambda e: (LEVELS.index(e.level), e.signal_id, e.url.shown(), e.finding_ids)
        )
    )


def _heard(
    rule: SignalRule,
    findings: Iterable[Finding],
    documents: Mapping[str, Document],
    names: tuple[str, ...],
) -> Iterator[_Heard]:
    spoken = rule.spoken
    said: dict[str, tuple[tuple[int, int], ...]] = {}
    for finding in findings:
        document = documents.get(finding.probe_id)
        if document is None or finding.exposure not in rule.exposes:
            continue
        if finding.probe_id not in said:
            said[finding.probe_id] = spoken.hits(document.text, names)
        if near := _near(rule, said[finding.probe_id], finding.at):
            nearest = min(near, key=lambda hit: (_distance(hit, finding.at), hit))
            yield _Heard(finding, document, nearest)


def _groups(
    rule: SignalRule, heard: Iterable[_Heard], names: tuple[str, ...]
) -> Iterator[list[_Heard]]:
    """What one escalation tells of together."""
    by_page: dict[str, list[_Heard]] = {}
    for item in heard:
        by_page.setdefault(item.finding.probe_id, []).append(item)
    if rule.repeats is None:
        yield from by_page.values()
        return
    by_voice: dict[str, list[_Heard]] = {}
    for items in by_page.values():
        if voice := _voice(rule.repeats.by, items[0], names):
            by_voice.setdefault(voice, []).extend(items)
    for items in by_voice.values():
        pages = {item.document.url.partition("#")[0] for item in items}
        if len(pages) >= rule.repeats.at_least:
            yield items


def _voice(by: str, heard: _Heard, names: tuple[str, ...]) -> str:
    """Who is taken to speak on a page; empty when it is the person themself."""
    author = author_of(heard.document) if by == "author" else ""
    if author and author in {name.casefold() for name in names}:
        return ""
    return author or heard.finding.site


def _distance(hit: tuple[int, int], at: tuple[int, int]) -> int:
    return max(hit[0] - at[1], at[0] - hit[1], 0)


def _escalation(rule: SignalRule, heard: list[_Heard], subject: Subject) -> Escalation:
    heard = sorted(heard, key=lambda item: (item.finding.exposure, item.finding.id))
    chosen = heard[0]
    return Escalation(
        signal_id=rule.id,
        title=rule.title,
        level=rule.level,
        say=rule.say,
        do=rule.do,
        quote=quoted(chosen.finding.quote, chosen.document.text, chosen.hit, subject.facts),
        url=chosen.finding.url,
        finding_ids=tuple(sorted({item.finding.id for item in heard})),
    )
