"""What a person may tell about the life around an exposure, so that it is weighed as theirs.

Nothing of it is looked for, sent or shown: it only changes how much an exposure counts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Circumstance(StrEnum):
    """Something that makes the same exposure worse for this person."""

    THREAT_NOW = "threat_now"
    """They are being threatened now, or the police have a case open."""
    EARLIER_THREATS = "earlier_threats"
    EARLIER_ATTACK = "earlier_attack"
    """On them, their home or their office."""
    FEARED_PERSON = "feared_person"
    """There is somebody who must not find them."""
    LIVES_ALONE = "lives_alone"
    CHILDREN_AT_HOME = "children_at_home"


@dataclass(frozen=True, slots=True)
class Situation:
    """The person's answers, as far as they gave any; not given is not "no"."""

    answers: tuple[tuple[Circumstance, bool], ...] = field(default=(), repr=False)
    """In the order of `Circumstance`, each at most once."""

    @property
    def is_told(self) -> bool:
        """Whether anything was answered, "no" included."""
        return bool(self.answers)

    @property
    def holds(self) -> frozenset[Circumstance]:
        """What was answered with yes."""
        return frozenset(circumstance for circumstance, yes in self.answers if yes)
