"""Which control question serves which finds: one a source, remembered for the run."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field

from scanner.model.answer import Answer
from scanner.model.outcome import CHECKED, Outcome, OutcomeKind

MOST_ASKED = 2
"""Controls that one source gets at most; a second only where the first told nothing."""

_TELLING = frozenset({"no_signature", "both_signatures"})
"""Reasons of doubt that are answers all the same: there is a page to compare with."""
_PASSING = frozenset({"protocol", "server_error"})
"""Failures that are quick and often pass: asked again at once. After one that was slow, only
another find is reason enough, lest a slow answer make the host look dead."""


def tells(control: Outcome) -> bool:
    """Whether a control's answer says how its source answers what cannot exist."""
    return control.kind in CHECKED or control.reason in _TELLING


@dataclass(slots=True)
class _Source:
    waiting: list[str] = field(default_factory=list)
    """Ids of the finds that no control has served yet."""
    asked: int = 0
    is_due: bool = False
    is_under_way: bool = False
    answer: Answer | None = None


class Controls:
    """Finds wait here for the control of their source; later ones are served by the same.

    A key names what one control serves, such as a source's id.
    """

    def __init__(self) -> None:
        self._sources: dict[Hashable, _Source] = {}
        self._key_of: dict[str, Hashable] = {}

    def wait(self, key: Hashable, probe_id: str) -> None:
        """Queue a find."""
        source = self._sources.setdefault(key, _Source())
        source.waiting.append(probe_id)
        source.is_due = not source.is_under_way

    def is_due(self, key: Hashable) -> bool:
        """Whether a control should be asked now."""
        source = self._sources[key]
        return bool(source.waiting) and source.is_due and source.asked < MOST_ASKED

    def asks(self, key: Hashable, control_id: str) -> None:
        """Note that a control is asked."""
        source = self._sources[key]
        source.asked += 1
        source.is_due, source.is_under_way = False, True
        self._key_of[control_id] = key

    def goes_on(self, control_id: str, next_id: str) -> None:
        """A control of several steps: the next one is asked for the same source."""
        self._key_of[next_id] = self._key_of[control_id]

    def asked(self, key: Hashable) -> int:
        """How many controls this source got."""
        return self._sources[key].asked

    def note(self, control: Answer) -> Hashable:
        """Keep a control's answer; gives the key that it was asked for."""
        key = self._key_of[control.probe.id]
        source = self._sources[key]
        source.is_under_way = False
        source.answer = control
        outcome = control.outcome
        source.is_due = outcome.kind is OutcomeKind.FAILED and outcome.reason in _PASSING
        return key

    def served(self, key: Hashable) -> tuple[tuple[str, ...], Answer] | None:
        """The finds that can be settled now, each told once, and the control for them."""
        source = self._sources[key]
        if source.answer is None or not tells(source.answer.outcome):
            return None
        return self._taken(source), source.answer

    def rest(self) -> Iterator[tuple[tuple[str, ...], Answer | None]]:
        """At the end of a run: the finds whose control told nothing, or never came."""
        for source in self._sources.values():
            if source.waiting:
                yield self._taken(source), source.answer

    @staticmethod
    def _taken(source: _Source) -> tuple[str, ...]:
        taken = tuple(source.waiting)
        source.waiting.clear()
        return taken
