"""Holds what the program said against the truth of a corpus."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.corpus.truth import Decoy, Planting, Truth

SURE = frozenset({"confirmed", "probable"})
NAMES = frozenset({"name", "alias", "former_name"})
HALF = 0.5
"""The share of a planted text that must be covered for it to count as found."""


@dataclass(frozen=True, slots=True)
class Said:
    """One line of the program's output."""

    file: str
    subject_id: str
    kind: str
    text: str
    form: str
    attribution: str
    public_by_choice: bool
    place: str
    reasons: tuple[str, ...] = ()

    @classmethod
    def of(cls, line: Mapping[str, Any]) -> Said:
        """From a line of `netcurtain files --jsonl`."""
        return cls(
            line["file"],
            line["subject_id"],
            line["kind"],
            line["text"],
            line["form"],
            line["attribution"],
            line["public_by_choice"],
            line["place"],
            tuple(line["reasons"]),
        )

    @property
    def is_sure(self) -> bool:
        return self.attribution in SURE


@dataclass(frozen=True, slots=True)
class FalseAlarm:
    """A sure line where nothing of the subject's was planted; `decoy` is what misled, if known."""

    said: Said
    decoy: Decoy | None


@dataclass(slots=True)
class Score:
    """What was found of what was planted, and what was said without ground."""

    found: list[tuple[Planting, tuple[Said, ...]]] = field(default_factory=list)
    missed: list[Planting] = field(default_factory=list)
    sure: int = 0
    false_alarms: list[FalseAlarm] = field(default_factory=list)
    unsure_decoys: int = 0
    """Decoys that were said to be possible or somebody else's, as they should."""
    wrongly_private: list[tuple[Planting, Said]] = field(default_factory=list)
    """Public by choice, or not, and said to be the contrary."""

    @property
    def recall(self) -> float:
        return share(len(self.found), len(self.found) + len(self.missed))

    @property
    def precision(self) -> float:
        return share(self.sure - len(self.false_alarms), self.sure)

    @property
    def sure_recall(self) -> float:
        """The share of attributable facts that came out confirmed or probable."""
        fitting = [p for p, _ in self.found if p.attributable]
        missed = [p for p in self.missed if p.attributable]
        sure = [p for p, lines in self.found if p.attributable and any(s.is_sure for s in lines)]
        return share(len(sure), len(fitting) + len(missed))


def share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def score(truth: Truth, lines: Iterable[Said]) -> Score:
    """Every planting that counts is found or missed; every sure line is right or a false alarm."""
    said: dict[tuple[str, str], list[Said]] = defaultdict(list)
    for line in lines:
        said[line.file, line.subject_id].append(line)
    planted: dict[tuple[str, str], list[Planting]] = defaultdict(list)
    for planting in truth.plantings:
        planted[planting.file, planting.subject_id].append(planting)
    decoys: dict[tuple[str, str], list[Decoy]] = defaultdict(list)
    for decoy in truth.decoys:
        decoys[decoy.file, decoy.subject_id].append(decoy)
    result = Score()
    for where, plantings in planted.items():
        for planting in plantings:
            _look_for(planting, said.get(where, []), result)
    for where, group in said.items():
        for line in group:
            _hold(line, planted.get(where, []), decoys.get(where, []), result)
    return result


def _look_for(planting: Planting, said: list[Said], result: Score) -> None:
    same_kind = [line for line in said if _kin(line.kind, planting.kind)]
    covering = tuple(line for line in same_kind if _cover(planting, [line]) > 0)
    if _cover(planting, same_kind) < HALF:
        if planting.required:
            result.missed.append(planting)
        return
    if planting.required:
        result.found.append((planting, covering))
    exact = [line for line in covering if fold(line.text) in map(fold, _texts(planting))]
    for line in exact:
        if line.public_by_choice != planting.public_by_choice and planting.kind not in NAMES:
            result.wrongly_private.append((planting, line))


def _hold(line: Said, planted: list[Planting], decoys: list[Decoy], result: Score) -> None:
    misled = next(
        (
            decoy
            for decoy in decoys
            if _kin(decoy.kind, line.kind) and overlap(decoy.text, line.text)
        ),
        None,
    )
    if not line.is_sure:
        result.unsure_decoys += misled is not None
        return
    result.sure += 1
    if not any(_stands(line, planting) for planting in planted):
        result.false_alarms.append(FalseAlarm(line, misled))


def _stands(line: Said, planting: Planting) -> bool:
    """Whether the line quotes the planting, or a piece of it of another kind.

    A campaign's domain is part of its e-mail addresses and of links.
    """
    within = planting.kind == "email" and line.kind == "domain"
    if not within and not _kin(line.kind, planting.kind):
        return False
    return any(overlap(text, line.text) for text in (*_texts(planting), planting.value))


def _kin(one: str, other: str) -> bool:
    return one == other or (one in NAMES and other in NAMES)


def _texts(planting: Planting) -> tuple[str, ...]:
    return (planting.text, *planting.also)


def _cover(planting: Planting, lines: list[Said]) -> float:
    """The largest share of one of the planting's texts that the lines cover together."""
    return max(_covered(fold(text), lines) for text in _texts(planting))


def _covered(text: str, lines: list[Said]) -> float:
    if not text:
        return 0.0
    hit = bytearray(len(text))
    for line in lines:
        quoted = fold(line.text)
        if not quoted:
            continue
        if text in quoted:
            return 1.0
        start = text.find(quoted)
        while start >= 0:
            hit[start : start + len(quoted)] = b"\x01" * len(quoted)
            start = text.find(quoted, start + 1)
    return sum(hit) / len(text)


def overlap(one: str, other: str) -> bool:
    """Whether one text, letters and digits alone, stands within the other."""
    first, second = fold(one), fold(other)
    return bool(first and second) and (first in second or second in first)


def fold(text: str) -> str:
    """Letters, digits and the signs of addresses and handles, without case, accents and spaces."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("ł", "l"))
    return "".join(char for char in decomposed if char.isalnum() or char in "@+")
