"""What is newly in public: private facts that no earlier check of the person saw anywhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from scanner.assess.signals import in_order, may_alarm
from scanner.model.assessment import Assessment, Escalation
from scanner.model.before import Before, Testimony
from scanner.model.finding import Finding
from scanner.model.outcome import CHECKED
from scanner.model.plan import Purpose
from scanner.rulebook.signal import SignalRule
from scanner.text.identities import fact_identity, page_digest


def released_since(
    before: Before,
    findings: Iterable[Finding],
    harm: Mapping[str, float],
    said: Mapping[str, str],
) -> tuple[Finding, ...]:
    """Findings whose fact no earlier check saw, or only less of, in their order.

    Only what is surely or probably the person's and private; only facts that an earlier check
    looked for, since a fact that was added to the profile is news to us alone; and only on pages
    that it read, or if it covered enough for its silence to mean something.

    `harm` by exposure; `said`: what each fact says, by its id.
    """
    seen: dict[str, float] = {}
    for item in before.known:
        for fact in item.facts:
            seen[fact] = max(harm.get(item.exposure, item.harm), seen.get(fact, 0.0))
    witnesses = [
        EarlierCheck(seen, told.facts, told.read, told.was_enough) for told in before.testimonies
    ]

    def is_news(finding: Finding) -> bool:
        facts = [said.get(fact_id, fact_id) for fact_id in finding.fact_ids]
        weight, page = harm.get(finding.exposure, 0.0), page_digest(finding.url.clear)
        return any(witness.is_news(facts, weight, page) for witness in witnesses)

    return tuple(finding for finding in findings if may_alarm(finding) and is_news(finding))


def testimony_of(assessment: Assessment) -> Testimony:
    """What a check can say of what it did not find."""
    return Testimony(
        facts=frozenset(fact_identity(fact) for fact in assessment.person.facts),
        read=frozenset(
            page_digest(check.url.clear)
            for check in assessment.checks
            if check.outcome in CHECKED and check.purpose is not Purpose.CONTROL
        ),
        was_enough=assessment.coverage.is_enough,
    )


@dataclass(frozen=True, slots=True)
class EarlierCheck:
    """What earlier checks can testify to."""

    seen: Mapping[str, float]
    """Facts that any of them saw, with the harm of the most that was seen of each."""
    looked_for: Collection[str]
    read: Collection[str]
    """Pages that they read."""
    is_enough: bool
    """Whether they covered enough for their silence to mean something."""

    def is_news(self, facts: Iterable[str], harm: float, page: str) -> bool:
        new = [
            fact for fact in facts if fact in self.looked_for and harm > self.seen.get(fact, -1.0)
        ]
        return bool(new) and (page in self.read or self.is_enough)


def release_escalations(
    rules: Iterable[SignalRule], released: Iterable[Finding]
) -> tuple[Escalation, ...]:
    """One escalation per rule and page."""
    pages: dict[str, list[Finding]] = {}
    for finding in released:
        pages.setdefault(finding.probe_id, []).append(finding)
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
