"""The two factors of a score that lie outside the finding: other places, and the person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from scanner.assess.scoring import Raising
from scanner.model.assessment import Factor
from scanner.model.finding import Attribution, Finding
from scanner.model.subject import Subject
from scanner.rulebook.book import RuleBook
from scanner.rulebook.situation import SituationWeighting

_SURE = frozenset({Attribution.CONFIRMED, Attribution.PROBABLE})


class Spread:
    """On how many independent sites each thing is told."""

    def __init__(self, book: RuleBook, findings: Iterable[Finding]) -> None:
        """Counts what is surely or probably the person's and not meant to be public."""
        self._rule = book.spread
        self._harm = {name: row.value for name, row in book.factors["harm"].rows.items()}
        self._worst = max(self._harm.values())
        self._sites: dict[str, dict[str, set[str]]] = {}
        for finding in findings:
            if finding.attribution in _SURE and not finding.public_by_choice:
                for fact_id in finding.fact_ids:
                    told = self._sites.setdefault(fact_id, {})
                    told.setdefault(finding.exposure, set()).add(finding.site)

    def sites(self, finding: Finding) -> int:
        """Sites that tell at least as much of one of its facts, its own among them."""
        least = self._weight(finding.exposure)
        sites = {finding.site}
        for fact_id in finding.fact_ids:
            for exposure, where in self._sites.get(fact_id, {}).items():
                if self._weight(exposure) >= least:
                    sites |= where
        return len(sites)

    def factor(self, finding: Finding) -> tuple[Raising, ...]:
        """None in a set of rules that does not weigh it."""
        if self._rule is None:
            return ()
        sites = self.sites(finding)
        step = self._rule.step(sites)
        note = "1 site" if sites == 1 else f"{sites} sites"
        return ((Factor("N", step.value, self._rule.id, step.why), note),)

    def _weight(self, exposure: str) -> float:
        return self._harm.get(exposure, self._worst)


def situation_factor(book: RuleBook, subject: Subject, day: date) -> tuple[Raising, ...]:
    """What the person's situation on `day` multiplies every score by; none without such a rule.

    What they told in private is weighed but never named: it stays out of everything written.
    """
    rule = book.situation
    if rule is None:
        return ()
    poll = subject.election.poll_date
    weeks = None if poll is None else _weeks(day, poll)
    told = subject.situation.holds
    value = float(rule.value(subject.role, weeks, told))
    notes = [subject.role.value]
    if step := rule.poll_step(weeks):
        notes.append(f"poll within {step.weeks} weeks")
    if told:
        notes.append("told in private")
    why = " ".join((*_of_role(rule, subject), _of_poll(rule, weeks), _of_told(subject)))
    return ((Factor("S", value, rule.id, why), ", ".join(notes)),)


def _weeks(day: date, poll: date) -> int:
    """Weeks to the poll, a part of one counted as whole; negative when it is over."""
    days = (poll - day).days
    return -1 if days < 0 else -(-days // 7)


def _of_role(rule: SituationWeighting, subject: Subject) -> tuple[str, ...]:
    """Nothing of a role that changes nothing."""
    row = rule.roles[subject.role]
    return () if row.value == 1 else (row.why,)


def _of_poll(rule: SituationWeighting, weeks: int | None) -> str:
    if weeks is None:
        return "No day of the poll was given, so nothing is added for it."
    if weeks < 0:
        return "The poll is over, so nothing is added for it."
    step = rule.poll_step(weeks)
    return step.why if step else f"The poll is {weeks} weeks away, which adds nothing yet."


def _of_told(subject: Subject) -> str:
    if subject.situation.holds:
        return "What you told about your situation counts too; it is not repeated in any report."
    if subject.situation.is_told:
        return "What you told about your situation adds nothing."
    return (
        "You told nothing else about your situation, so nothing is added for it; you never need to."
    )
