"""Letters as a report shows them: folded beside what they are about, masked unless asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from scanner.model.assessment import Assessment
from scanner.model.finding import Quote
from scanner.model.letters import LetterText
from scanner.render.letters.choosing import Desk, Key, with_following
from scanner.text.quoting import mask_of


@dataclass(frozen=True, slots=True)
class LetterPreview:
    """One letter, for reading. Subject and text know what of them must be masked."""

    rule: LetterText
    site: str
    """Empty for a letter that is about no single site."""
    subject: Quote
    text: Quote
    locale: str
    """Of its words, as `cy-GB`."""
    file_stem: str
    """Of its files, without their ending."""
    finding_ids: tuple[str, ...]
    others: int = 0
    """How many more recipients get such a letter about the same findings."""

    @property
    def follows(self) -> bool:
        """It comes after an answer, or after a month without one."""
        return bool(self.rule.after)


class LetterPreviews(Mapping[str, tuple[LetterPreview, ...]]):
    """By id of a finding, the letters that are about it. Each is written when it is looked at:
    a report of thousands of pages shows few of them."""

    def __init__(self, assessment: Assessment) -> None:
        self._desk = Desk(assessment)
        self._facts = assessment.person.facts
        self._rules = {rule.id: rule for rule in assessment.letters}
        self._made: dict[Key, LetterPreview] = {}

    def for_findings(self, finding_ids: Iterable[str]) -> tuple[LetterPreview, ...]:
        """First letters about any of these findings, one of each kind: to the first of its
        recipients, with the number of the others."""
        kinds: dict[str, dict[Key, None]] = {}
        for finding_id in finding_ids:
            for key in self._keys.get(finding_id, ()):
                kinds.setdefault(key[0], {})[key] = None
        firsts = [(next(iter(keys)), len(keys) - 1) for keys in kinds.values()]
        return tuple(
            preview for key, others in firsts if not (preview := self._preview(key, others)).follows
        )

    def after(self, letter_id: str, finding_ids: Iterable[str]) -> tuple[LetterPreview, ...]:
        """What comes when that letter about these findings had no answer, in the order in which it
        is sent: one of each kind, and none where it had better not be written."""
        steps = [rule.id for rule in with_following((letter_id,), self._rules)][1:]
        firsts: dict[str, Key] = {}
        for finding_id in finding_ids:
            for key in self._keys.get(finding_id, ()):
                if key[0] in steps:
                    firsts.setdefault(key[0], key)
        return tuple(self._preview(firsts[step]) for step in steps if step in firsts)

    def __getitem__(self, finding_id: str) -> tuple[LetterPreview, ...]:
        return tuple(self._preview(key) for key in self._keys[finding_id])

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)

    @cached_property
    def _keys(self) -> dict[str, list[Key]]:
        keys: dict[str, list[Key]] = {}
        for key, finding_ids in self._desk.due.items():
            for finding_id in finding_ids:
                keys.setdefault(finding_id, []).append(key)
        return keys

    def _preview(self, key: Key, others: int = 0) -> LetterPreview:
        if key not in self._made:
            letter = self._desk.write(key)
            masked = mask_of(self._facts)
            self._made[key] = LetterPreview(
                letter.rule,
                letter.site,
                masked(letter.subject),
                masked(letter.body),
                letter.locale,
                letter.file_stem,
                letter.finding_ids,
            )
        return replace(self._made[key], others=others)


def letters_for(assessment: Assessment) -> LetterPreviews:
    """The previews of an assessment's letters, by finding; `for_findings` gives those of a card."""
    return LetterPreviews(assessment)
