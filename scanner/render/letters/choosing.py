"""Which letters a person may write, after a check: one for each recipient and letter.

Nothing is written about what is not certainly or probably theirs, about what they want public, or
to the operator of a page on which a warning sign stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from scanner.model.assessment import AssessedFinding, Assessment
from scanner.model.bands import Standing
from scanner.model.finding import Attribution, Finding
from scanner.model.letters import LetterText
from scanner.render.letters.letter import Letter
from scanner.render.letters.writing import Writer, site_of

ALARMED = (
    "A warning sign stands on this site, and whoever runs it may be behind it. Keep proof and go "
    "to the police first."
)
_KEPT_AWAY: Mapping[str, str] = {
    "do_not_contact": "The advice for this page is not to write to whoever runs it.",
    "tell_police": "The advice for this page is to go to the police before you write to anybody.",
}
"""By the remedy's `backfire`."""
_ONE_FOR_ALL = frozenset({"register", "search_engine", "council"})
"""Recipients of one letter about all sites."""
_WRITTEN_ABOUT = frozenset({Standing.RISK, Standing.PUBLIC_BY_LAW})
_OURS = frozenset({Attribution.CONFIRMED, Attribution.PROBABLE})


Key = tuple[str, str]
"""Id of a letter, and the site that it is about; no site where it is about all of them."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """A letter that is not written, and why."""

    rule: LetterText
    site: str
    why: str


@dataclass(frozen=True, slots=True)
class Letters:
    """All letters of one assessment, and those that were kept back."""

    written: tuple[Letter, ...]
    withheld: tuple[Withheld, ...] = ()


def letters_of(
    assessment: Assessment,
    only: Iterable[str] = (),
    rules: Sequence[LetterText] | None = None,
) -> Letters:
    """The letters, in order of rule and site.

    `only`: ids of letters; one that is named is written even if nothing calls for it, then with
    places to fill in. `rules`: other words than the assessment's own.
    """
    return Desk(assessment, only, rules).letters()


class Desk:
    """Sorts findings into piles, one for each letter and recipient, then writes."""

    def __init__(
        self,
        assessment: Assessment,
        only: Iterable[str] = (),
        rules: Sequence[LetterText] | None = None,
    ) -> None:
        """As for `letters_of`."""
        person = assessment.person
        self._rules = {rule.id: rule for rule in (assessment.letters if rules is None else rules)}
        self._named = frozenset(only)
        self._writer = Writer(person.facts, person.name, assessment.findings)
        self._remedies = {
            remedy.id: (with_following(remedy.letters, self._rules), remedy.backfire)
            for remedy in assessment.remedies
        }
        self._alarmed = {key for each in assessment.escalations for key in each.finding_ids}
        self._alarmed_sites = {
            site_of(item.finding)
            for item in assessment.findings
            if item.finding.id in self._alarmed
        }
        self._piles: dict[Key, list[Finding]] = {}
        self._withheld: dict[Key, str] = {}
        for item in assessment.findings:
            self._take(item)

    def _take(self, item: AssessedFinding) -> None:
        """Puts a finding on the pile of each letter that its remedy leads to."""
        finding = item.finding
        if item.standing not in _WRITTEN_ABOUT or finding.attribution not in _OURS:
            return
        rules, backfire = self._remedies.get(item.remedy_id, ((), ""))
        for rule in rules:
            if not self._suits(rule, finding):
                continue
            key = rule.id, "" if rule.recipient in _ONE_FOR_ALL else site_of(finding)
            if why := self._kept_back(rule, finding, backfire):
                self._withheld[key] = why
            else:
                self._piles.setdefault(key, []).append(finding)

    def _suits(self, rule: LetterText, finding: Finding) -> bool:
        return (
            (not rule.sites or any(_lies_in(site_of(finding), site) for site in rule.sites))
            and (not rule.exposes or finding.exposure in rule.exposes)
            and (rule.written != "signal" or finding.id in self._alarmed)
            and (rule.written != "asked" or rule.id in self._named)
        )

    def _kept_back(self, rule: LetterText, finding: Finding, backfire: str) -> str:
        if rule.recipient != "operator":
            return ""
        return ALARMED if site_of(finding) in self._alarmed_sites else _KEPT_AWAY.get(backfire, "")

    def letters(self) -> Letters:
        """Everything that was taken, written."""
        written = [self.write(key) for key in self.due]
        there = {letter_id for letter_id, _ in [*self.due, *self._withheld]}
        written += [
            self._writer.write(self._rules[letter_id], "", [])
            for letter_id in sorted(self._named & self._rules.keys() - there)
        ]
        kept = [
            Withheld(self._rules[letter_id], site, why)
            for (letter_id, site), why in sorted(self._withheld.items())
            if self._is_wanted(letter_id)
        ]
        return Letters(tuple(written), tuple(kept))

    @property
    def due(self) -> dict[Key, tuple[str, ...]]:
        """By letter and site, the findings that it is about, in order of both."""
        return {
            key: tuple(finding.id for finding in pile)
            for key, pile in sorted(self._piles.items(), key=lambda item: item[0])
            if self._is_due(*key)
        }

    def write(self, key: Key) -> Letter:
        """One of those that are due."""
        letter_id, site = key
        return self._writer.write(self._rules[letter_id], site, self._piles[key])

    def _is_wanted(self, letter_id: str) -> bool:
        return not self._named or letter_id in self._named

    def _is_due(self, letter_id: str, site: str) -> bool:
        """Nothing follows a letter that is kept back: a reminder of a request never made."""
        return self._is_wanted(letter_id) and (
            letter_id in self._named or self._has_begun(letter_id, site)
        )

    def _has_begun(self, letter_id: str, site: str) -> bool:
        first = self._rules[letter_id].after
        return not first or any(
            (key, site) in self._piles and self._has_begun(key, site)
            for key in first
            if key in self._rules
        )


def with_following(
    letter_ids: Iterable[str], rules: Mapping[str, LetterText]
) -> tuple[LetterText, ...]:
    """The letters in use among these, and all that are sent after one of them."""
    chosen = {key: rules[key] for key in letter_ids if key in rules}
    while more := [r for r in rules.values() if r.id not in chosen and chosen.keys() & {*r.after}]:
        chosen |= {rule.id: rule for rule in more}
    return tuple(chosen.values())


def _lies_in(site: str, whole: str) -> bool:
    return site == whole or site.endswith(f".{whole}")
