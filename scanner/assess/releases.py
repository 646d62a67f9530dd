"""What is newly in public: private facts that no earlier check of the person saw anywhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from scanner.assess.signals import in_order, may_alarm
from scanner.model.assessment import Assessment, Escalation
from scanner.model.finding import Finding
from scanner.model.outcome import CHECKED
from scanner.rulebook.signal import SignalRule


@dataclass(frozen=True, slots=True)
class Released:
    """A private fact seen for the first time."""

    finding: Finding
    page_was_read: bool
    """The earlier check read this very page, and the fact was not there; else the page is new to
    us, and may be older than the earlier check."""


def newly_released(before: Assessment, after: Assessment) -> tuple[Released, ...]:
    """Findings of `after` whose fact `before` did not show, or only less of, in their order.

    Only what is surely or probably the person's and private; only facts that the earlier check
    looked for, since a fact that was added to the profile is news to us alone; and only on pages
    that it read, or if it covered enough for its silence to mean something.
    """
    harm = _harm(after) | _harm(before)
    return released_since(before, (item.finding for item in after.findings), harm)


def released_since(
    before: Assessment, findings: Iterable[Finding], harm: Mapping[str, float]
) -> tuple[Released, ...]:
    """`newly_released` for findings that are not assessed yet; `harm` by exposure."""
    seen: dict[str, float] = {}
    for item in before.findings:
        for fact_id in item.finding.fact_ids:
            least = harm.get(item.finding.exposure, 0.0)
            seen[fact_id] = max(least, seen.get(fact_id, least))
    known = Known(
        seen=seen,
        looked_for=frozenset(fact.id for fact in before.person.facts),
        read=frozenset(check.probe_id for check in before.checks if check.outcome in CHECKED),
        is_enough=before.coverage.is_enough,
    )
    return tuple(
        Released(finding, finding.probe_id in known.read)
        for finding in findings
        if may_alarm(finding)
        and known.is_news(finding.fact_ids, harm.get(finding.exposure, 0.0), finding.probe_id)
    )


@dataclass(frozen=True, slots=True)
class Known:
    """What an earlier check can testify to."""

    seen: Mapping[str, float]
    """Facts that it saw, with the harm of the most that it saw of each."""
    looked_for: Collection[str]
    read: Collection[str]
    """Pages that it read."""
    is_enough: bool
    """Whether it covered enough for its silence to mean something."""

    def is_news(self, fact_ids: Iterable[str], harm: float, page: str) -> bool:
        new = [
            fact_id
            for fact_id in fact_ids
            if fact_id in self.looked_for and harm > self.seen.get(fact_id, -1.0)
        ]
        return bool(new) and (page in self.read or self.is_enough)


def _harm(assessment: Assessment) -> dict[str, float]:
    return {
        item.finding.exposure: factor.value
        for item in assessment.findings
        for factor in item.factors
        if factor.letter == "H"
    }


def release_escalations(
    rules: Iterable[SignalRule], released: Iterable[Released]
) -> tuple[Escalation, ...]:
    """One escalation per rule and page."""
    pages: dict[str, list[Finding]] = {}
    for item in released:
        pages.setdefault(item.finding.probe_id, []).append(item.finding)
    made: list[Escalation] = []
    for rule in rules:
        for findings in pages.values() if rule.newly_released else ():
            wanted = [finding for finding in findings if finding.exposure in rule.exposes]
            if wanted:
                made.append(_escalation(rule, wanted))
    return in_order(made)


def _escalation(rule: SignalRule, findings: list[Finding]) -> Escalation:
    first = min(findings, key=lambda finding: (finding.exposure, finding.id))
    return Escalation(
        signal_id=rule.id,
        title=rule.title,
        level=rule.level,
        say=rule.say,
        do=rule.do,
        quote=first.quote,
        url=first.url,
        finding_ids=tuple(sorted({finding.id for finding in findings})),
    )
