"""The trend index: one number per check, for comparing checks of one person and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction


def index_of(scores: Iterable[int]) -> float:
    """`100 × (1 − Π(1 − S/200))`, to one decimal place.

    Exact on the way, so that the order of the scores cannot show in the last digit.
    """
    rest = Fraction(1)
    for score in scores:
        rest *= 1 - Fraction(score, 200)
    return round(float(100 * (1 - rest)), 1)
