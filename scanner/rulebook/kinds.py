"""Which model a rule text is held against: chosen by `kind`, then by `detects` or `weighs`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scanner.rulebook.attribution import AttributionWeighting
from scanner.rulebook.book import Rule
from scanner.rulebook.channel import ChannelRule
from scanner.rulebook.detector import FactDetector, ObstacleDetector
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
)

_BY_KIND: dict[str, type[Rule]] = {
    "source": SourceRule,
    "remedy": RemedyRule,
    "timetable": TimetableRule,
    "signal": SignalRule,
    "letter": LetterRule,
    "channel": ChannelRule,
}
_BY_DETECTS: dict[str, type[Rule]] = {"fact": FactDetector, "obstacle": ObstacleDetector}
_BY_WEIGHS: dict[str, type[Rule]] = {
    "harm": FactorWeighting,
    "ease": FactorWeighting,
    "corroboration": FactorWeighting,
    "persistence": FactorWeighting,
    "spread": SpreadWeighting,
    "situation": SituationWeighting,
    "bands": BandWeighting,
    "coverage": CoverageWeighting,
    "attribution": AttributionWeighting,
    "combination": CombinationWeighting,
    "mosaic": MosaicWeighting,
    "pace": PaceWeighting,
}
_SUB_KEYS: dict[str, tuple[str, dict[str, type[Rule]]]] = {
    "detector": ("detects", _BY_DETECTS),
    "weighting": ("weighs", _BY_WEIGHS),
}

KINDS = (*_BY_KIND, *_SUB_KEYS)

FOLDERS: dict[str, str] = {
    "source": "sources",
    "detector": "detectors",
    "remedy": "remedies",
    "weighting": "weightings",
    "timetable": "timetables",
    "signal": "signals",
    "letter": "letters",
    "channel": "channels",
}
"""In which folder the rules of a kind lie."""

PREFIXES: dict[str, tuple[str, ...]] = {
    "source": ("src",),
    "detector": ("det",),
    "remedy": ("rem", "law"),
    "weighting": ("wgt", "combo"),
    "timetable": ("poll",),
    "signal": ("esc",),
    "letter": ("letter",),
    "channel": ("chan",),
}
"""How the ids of a kind begin."""


def model_for(value: Any) -> type[Rule]:
    """The model for a parsed rule text. Raises LookupError(what, mend) when none can be told."""
    if not isinstance(value, Mapping):
        raise LookupError("a rule is a list of keys and values", "Begin with `id:` and `kind:`.")
    kind = value.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        raise LookupError("lacks a known `kind`", f"Write one of {', '.join(KINDS)}.")
    if kind in _BY_KIND:
        return _BY_KIND[kind]
    key, models = _SUB_KEYS[kind]
    chosen = value.get(key)
    if not isinstance(chosen, str) or chosen not in models:
        raise LookupError(f"a {kind} lacks a known `{key}`", f"Write one of {', '.join(models)}.")
    return models[chosen]


MODELS: tuple[type[Rule], ...] = tuple(
    dict.fromkeys([*_BY_KIND.values(), *_BY_DETECTS.values(), *_BY_WEIGHS.values()])
)
"""Every model once."""
