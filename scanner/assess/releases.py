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
    said = {fact.id: fact_identity(fact) for fact in after.person.facts}
    said_before = {fact.id: fact_identity(fact) for fact in before.person.facts}
    seen = [
        (said_before.get(fact_id, fact_id), harm.get(item.finding.exposure, 0.0))
        for item in before.findings
        for fact_id in item.finding.fact_ids
    ]
    found = (item.finding for item in after.findings)
    return _released(found, _worst(seen), (testimony_of(before),), harm, said)


def released_since(
    before: Before,
    findings: Iterable[Finding],
    harm: Mapping[str, float],
    said: Mapping[str, str],
) -> tuple[Released, ...]:
    """The same against all earlier checks, for findings that are not assessed yet.

    `harm` by exposure; `said`: what each fact says, by its id.
    """
    seen = [
        (fact, harm.get(item.exposure, item.harm)) for item in before.known for fact in item.facts
    ]
    return _released(findings, _worst(seen), before.testimonies, harm, said)


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


def _worst(seen: Iterable[tuple[str, float]]) -> dict[str, float]:
    """Facts that were seen, with the harm of the most that was seen of each."""
    worst: dict[str, float] = {}
    for fact, harm in seen:
        worst[fact] = max(harm, worst.get(fact, harm))
    return worst


def _released(
    findings: Iterable[Finding],
    seen: Mapping[str, float],
    testimonies: Iterable[Testimony],
    harm: Mapping[str, float],
    said: Mapping[str, str],
) -> tuple[Released, ...]:
    witnesses = [EarlierCheck(seen, told.facts, told.read, told.was_enough) for told in testimonies]
    made: list[Released] = []
    for finding in findings:
        facts = [said.get(fact_id, fact_id) for fact_id in finding.fact_ids]
        weight = harm.get(finding.exposure, 0.0)
        page = page_digest(finding.url.clear)
        told = [item for item in witnesses if item.is_news(facts, weight, page)]
        if told and may_alarm(finding):
            was_read = any(page in item.read for item in told)
            made.append(Released(finding, was_read))
    return tuple(made)


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
