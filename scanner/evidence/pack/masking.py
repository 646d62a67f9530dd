"""A person's values masked in any text, in every spelling that the matcher finds.

What is masked is looked for again, until nothing is found: a text of which that cannot be reached
is given up, not given out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from scanner.match import FactIndex
from scanner.model.document import Document, Place, Segment
from scanner.model.facts import FactKind
from scanner.model.masks import DOT, dots, mask_value
from scanner.model.subject import Subject
from scanner.rulebook.detector import FactDetector
from scanner.text.known import spans_of
from scanner.text.spans import MaskSpan, merge_spans

_SHOWN = frozenset({FactKind.NAME, FactKind.ALIAS, FactKind.DOMAIN})
"""Every output of a check shows them: they say whom it is about."""
_ROUNDS = 4
"""A mask can bring together what a second look finds; a fourth look has found nothing yet."""
_SHORTEST_LITERAL = 5
"""Characters: shorter values are ordinary words and numbers, too."""
OTHERS = "other people's values"


class Masker:
    """Masks one person's private facts, and counts what it masked by kind."""

    def __init__(self, subject: Subject, detectors: Mapping[FactKind, FactDetector]) -> None:
        self._facts = {fact.id: fact for fact in subject.facts}
        self._index = FactIndex([subject], detectors)
        self._known = spans_of(subject.facts)
        self._literal = _literals(subject)
        self._cache: dict[str, str] = {}
        self.counts: Counter[str] = Counter()
        """What was masked, by kind of fact; `piece` is one of which only a piece was told."""

    def mask(self, text: str, *, others: bool = False) -> str | None:
        """The text with masks; None when values would still be found in it. `others`: whether the
        values of people who are not known are masked, too."""
        if not others and text in self._cache:
            return self._cache[text]
        masked = text
        for _ in range(_ROUNDS):
            spans = merge_spans(self._spans(masked, others))
            if not spans:
                if not others and len(text) < 2_000:
                    self._cache[text] = masked
                return masked
            masked = _replaced(masked, spans)
        return None

    def holds_any(self, text: str) -> bool:
        """Whether a private value of the person is found in a text."""
        return any(True for _ in self._spans(text, others=False))

    def json(self, value: Any, names: Mapping[str, str]) -> Any:
        """The same of JSON: every text and key in it; `names` are whole texts that stand for
        others."""
        if isinstance(value, str):
            return names.get(value) or self.mask(value) or ""
        if isinstance(value, list):
            return [self.json(item, names) for item in value]
        if isinstance(value, dict):
            return {self.mask(key) or "": self.json(item, names) for key, item in value.items()}
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return value if self.mask(str(value)) == str(value) else None
        return value

    def _spans(self, text: str, others: bool) -> Iterator[MaskSpan]:
        for span in self._known(text):
            if span.mask is not None and span.mask != text[span.start : span.end]:
                self.counts["piece"] += 1
                yield span
        for found in self._literal.finditer(text) if self._literal else ():
            self.counts["literal"] += 1
            yield MaskSpan(*found.span(), dots(found.group(), keep_start=1))
        document = Document("", "", "text/plain", text, (_whole(text),) if text else ())
        for sighting in self._index.match(document).sightings:
            fact = self._facts[sighting.fact_id]
            seen = text[sighting.start : sighting.end]
            if fact.kind in _SHOWN or fact.is_public or DOT in seen:
                continue
            self.counts[fact.kind.value] += 1
            yield MaskSpan(sighting.start, sighting.end, _closed(mask_value(fact.kind, seen), seen))
        for stranger in self._index.strangers(document) if others else ():
            if DOT not in stranger.text and stranger.mask != stranger.text:
                self.counts[OTHERS] += 1
                yield MaskSpan(stranger.start, stranger.end, stranger.mask)


def _literals(subject: Subject) -> re.Pattern[str] | None:
    """The private values letter by letter, also where no rule takes them for the person's."""
    values = {
        value
        for fact in subject.facts
        if not fact.is_public and fact.kind not in _SHOWN
        for value in (fact.value.reveal(), fact.part("user"))
        if len(value) >= _SHORTEST_LITERAL
    }
    pattern = "|".join(re.escape(value) for value in sorted(values, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE) if values else None


def _whole(text: str) -> Segment:
    return Segment(0, len(text), Place.TEXT, "")


def _closed(mask: str, seen: str) -> str:
    """A mask that says less than what it stands for: those of some short values show them whole."""
    return mask if mask != seen else DOT * len(seen)


def _replaced(text: str, spans: tuple[MaskSpan, ...]) -> str:
    parts, at = [], 0
    for span in spans:
        mask = span.mask if span.mask is not None else ""
        parts += [text[at : span.start], mask]
        at = span.end
    return "".join([*parts, text[at:]])
