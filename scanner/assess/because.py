"""Why a finding is as bad as it is: a few sentences that need no table of factors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from scanner.assess.scoring import Score
from scanner.model.bands import Band, Standing
from scanner.rulebook.weighting import BandWeighting, CombinationWeighting

_BANDS = tuple(Band)
_WORDS = {
    Band.CRITICAL: "critical",
    Band.HIGH: "high",
    Band.MEDIUM: "medium",
    Band.LOW: "low",
    Band.INFO: "for information",
}
_NEUTRAL = 1.0
"""A factor that changes nothing."""


def because(
    score: Score, standing: Standing, rules: Iterable[CombinationWeighting], bands: BandWeighting
) -> tuple[str, ...]:
    """What the band rests on: what lifts it, the score by itself, then the factors that weigh.

    `rules`: the combinations that the finding takes part in.
    """
    if standing is Standing.PUBLIC_BY_CHOICE:
        return ("You chose to make this public, so it has no score.",)
    return (*_lifted(score, rules), _alone(score, bands), *_weighing(score), *_apart(standing))


def _lifted(score: Score, rules: Iterable[CombinationWeighting]) -> Iterator[str]:
    rules = tuple(rules)
    reached = score.band
    for rule in sorted(rules, key=lambda rule: (rule.floor or score.band).rank):
        if rule.floor is None or rule.floor.rank >= score.band.rank:
            continue
        if rule.floor.rank < reached.rank:
            reached = rule.floor
            yield f"It counts as {_WORDS[reached]} at least. {rule.say}"
        elif rule.floor is reached:
            yield rule.say
    if reached is not _BANDS[0]:
        for rule in rules:
            if rule.bands_up:
                steps = "one step" if rule.bands_up == 1 else f"{rule.bands_up} steps"
                yield f"It counts {steps} worse. {rule.say}"


def _alone(score: Score, bands: BandWeighting) -> str:
    band = _WORDS[score.band]
    lowest = bands.from_score.get(score.band, 0)
    if score.band is Band.INFO or lowest == 0:
        return f"By itself it scores {score.value} of 100, which is {band}."
    return f"By itself it scores {score.value} of 100; {lowest} or more is {band}."


def _weighing(score: Score) -> Iterator[str]:
    """Each factor's sentence; of places and situation only where they change something."""
    for factor in score.factors:
        if factor.letter in ("H", "E", "C", "P") or factor.value != _NEUTRAL:
            yield factor.why


def _apart(standing: Standing) -> Sequence[str]:
    if standing is Standing.UNSURE:
        return ("It may be somebody else's, so it is a question and not in the headline.",)
    if standing is Standing.PUBLIC_BY_LAW:
        return ("The law makes it public, so it stands apart and not in the headline.",)
    return ()
