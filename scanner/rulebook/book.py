"""All rules of a run together, with a digest that says exactly which."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from scanner.model.document import Query
from scanner.model.facts import FactKind
from scanner.rulebook.attribution import AttributionWeighting
from scanner.rulebook.channel import ChannelRule
from scanner.rulebook.detector import DetectorRule, FactDetector, ObstacleDetector
from scanner.rulebook.header import USED
from scanner.rulebook.letter import LetterRule
from scanner.rulebook.mosaic import MosaicWeighting
from scanner.rulebook.pace import PaceWeighting
from scanner.rulebook.remedy import RemedyRule
from scanner.rulebook.signal import SignalRule
from scanner.rulebook.situation import SituationWeighting, SpreadWeighting
from scanner.rulebook.source import SourceRule
from scanner.rulebook.timetable import TimetableRule
from scanner.rulebook.weighting import (
    BandWeighting,
    CombinationWeighting,
    CoverageWeighting,
    FactorWeighting,
    Row,
    WeightingRule,
)

Rule = (
    SourceRule
    | DetectorRule
    | RemedyRule
    | WeightingRule
    | PaceWeighting
    | TimetableRule
    | SignalRule
    | LetterRule
    | ChannelRule
)


@dataclass(frozen=True)
class Loaded:
    """A rule and where it came from."""

    rule: Rule
    path: Path
    text: str


@dataclass(frozen=True)
class RuleBook:
    """The validated rules of a run, sorted by id. Retired and draft ones are listed, never used."""

    loaded: tuple[Loaded, ...]

    @classmethod
    def of(cls, loaded: Iterable[Loaded]) -> RuleBook:
        return cls(tuple(sorted(loaded, key=lambda item: item.rule.id)))

    @cached_property
    def digest(self) -> str:
        """SHA-256 over ids and texts of all rules, in order of id."""
        total = hashlib.sha256()
        for item in self.loaded:
            for piece in (item.rule.id, item.text):
                data = piece.encode()
                total.update(len(data).to_bytes(8, "big"))
                total.update(data)
        return total.hexdigest()

    @cached_property
    def _active(self) -> tuple[Rule, ...]:
        return tuple(i.rule for i in self.loaded if i.rule.status in USED)

    @cached_property
    def sources(self) -> dict[str, SourceRule]:
        return {rule.id: rule for rule in self._active if isinstance(rule, SourceRule)}

    @cached_property
    def remedies(self) -> dict[str, RemedyRule]:
        return {rule.id: rule for rule in self._active if isinstance(rule, RemedyRule)}

    @cached_property
    def letters(self) -> dict[str, LetterRule]:
        return {rule.id: rule for rule in self._active if isinstance(rule, LetterRule)}

    @cached_property
    def channels(self) -> dict[str, ChannelRule]:
        return {rule.id: rule for rule in self._active if isinstance(rule, ChannelRule)}

    @cached_property
    def detectors(self) -> dict[FactKind, FactDetector]:
        """One detector per kind of fact (the linter refuses a second)."""
        return {rule.fact: rule for rule in self._active if isinstance(rule, FactDetector)}

    @cached_property
    def obstacles(self) -> tuple[ObstacleDetector, ...]:
        return tuple(rule for rule in self._active if isinstance(rule, ObstacleDetector))

    @cached_property
    def signals(self) -> tuple[SignalRule, ...]:
        return tuple(rule for rule in self._active if isinstance(rule, SignalRule))

    @cached_property
    def timetables(self) -> tuple[TimetableRule, ...]:
        return tuple(rule for rule in self._active if isinstance(rule, TimetableRule))

    @cached_property
    def combinations(self) -> tuple[CombinationWeighting, ...]:
        return tuple(rule for rule in self._active if isinstance(rule, CombinationWeighting))

    @cached_property
    def factors(self) -> dict[str, FactorWeighting]:
        """Factor tables by what they weigh: harm, ease, corroboration, persistence."""
        return {rule.weighs: rule for rule in self._active if isinstance(rule, FactorWeighting)}

    @cached_property
    def spread(self) -> SpreadWeighting | None:
        """None in a set that does not weigh how many places say the same."""
        rules = (rule for rule in self._active if isinstance(rule, SpreadWeighting))
        return next(rules, None)

    @cached_property
    def situation(self) -> SituationWeighting | None:
        """None in a set that does not weigh the person's situation."""
        rules = (rule for rule in self._active if isinstance(rule, SituationWeighting))
        return next(rules, None)

    @cached_property
    def bands(self) -> BandWeighting:
        return next(rule for rule in self._active if isinstance(rule, BandWeighting))

    @cached_property
    def coverage(self) -> CoverageWeighting:
        return next(rule for rule in self._active if isinstance(rule, CoverageWeighting))

    @cached_property
    def attribution(self) -> AttributionWeighting:
        return next(rule for rule in self._active if isinstance(rule, AttributionWeighting))

    @cached_property
    def mosaic(self) -> MosaicWeighting | None:
        """None in a set that does not say what leads where."""
        rules = (rule for rule in self._active if isinstance(rule, MosaicWeighting))
        return next(rules, None)

    @cached_property
    def pace(self) -> PaceWeighting | None:
        """None in a set that does not say how often a source is worth asking."""
        rules = (rule for rule in self._active if isinstance(rule, PaceWeighting))
        return next(rules, None)

    @cached_property
    def lead_openers(self) -> frozenset[str]:
        """Ids of the sources under which others open pages of their own host."""
        return frozenset(
            rule.leads.rule for rule in self.sources.values() if rule.leads and rule.leads.rule
        )

    @cached_property
    def opener(self) -> SourceRule | None:
        """The source under which pages of anybody are opened."""
        opening = (rule for rule in self.sources.values() if rule.opens_leads)
        return next((rule for rule in opening if rule.id not in self.lead_openers), None)

    def queries_for(self, rule: SourceRule) -> tuple[Query, ...]:
        """Everything that must be selected from an answer of `rule` to say what it means."""
        of_obstacles = (
            query
            for obstacle in self.obstacles
            for condition in obstacle.when
            for query in condition.queries()
        )
        return tuple(dict.fromkeys([*rule.queries(), *of_obstacles]))

    def row(self, weighs: str, name: str) -> Row:
        """A row of a factor table; raises KeyError for an unknown one (the linter finds those)."""
        return self.factors[weighs].rows[name]

    @cached_property
    def _by_id(self) -> dict[str, Loaded]:
        return {item.rule.id: item for item in self.loaded}

    def get(self, rule_id: str) -> Loaded | None:
        return self._by_id.get(rule_id)
