"""The trend of a person's checks: where the bars of its drawing stand, and the same as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scanner.model.history import Point

WIDTH = 360
"""Of the drawing, in its own units: about the width of a telephone in CSS pixels."""
MOST_BARS = 12
"""Checks that are drawn, the newest; the table has them all."""
_TOP = 22
"""Room for the number above the tallest bar."""
_TALLEST = 64
_WIDEST = 44


@dataclass(frozen=True, slots=True)
class Bar:
    """One check, in units of the drawing."""

    point: Point
    x: float
    y: float
    width: float
    height: float
    is_whole: bool
    """The check was finished, and enough of it was answered: else the number may be too low."""

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)


@dataclass(frozen=True, slots=True)
class Trend:
    """At least two checks, oldest first."""

    bars: tuple[Bar, ...]
    """Of the newest checks."""
    rows: tuple[Bar, ...]
    """Of all of them, for the table."""
    width: int = WIDTH
    base: int = _TOP + _TALLEST
    height: int = _TOP + _TALLEST + 22

    @property
    def first(self) -> Point:
        return self.bars[0].point

    @property
    def last(self) -> Point:
        return self.bars[-1].point

    @property
    def has_gaps(self) -> bool:
        """A number of the drawing may be too low."""
        return not all(bar.is_whole for bar in self.bars)

    @property
    def not_drawn(self) -> int:
        return len(self.rows) - len(self.bars)


def trend_of(points: Sequence[Point], floor: float) -> Trend | None:
    """None for fewer than two checks: one is no trend. `floor` is the least share of answers (0–1)
    for a check that can be relied on."""
    if len(points) < 2:
        return None
    drawn = points[-MOST_BARS:]
    tallest = max(1, *(point.open for point in drawn))
    slot = WIDTH / len(drawn)
    width = min(_WIDEST, slot * 0.64)

    def bar(number: int, point: Point) -> Bar:
        height = _TALLEST * point.open / tallest
        return Bar(
            point=point,
            x=round(slot * number + (slot - width) / 2, 1),
            y=round(_TOP + _TALLEST - height, 1),
            width=round(width, 1),
            height=round(height, 1),
            is_whole=not point.partial and point.answered >= floor * point.applicable,
        )

    bars = tuple(bar(number, point) for number, point in enumerate(drawn))
    earlier = (bar(0, point) for point in points[: -len(drawn)])
    return Trend(bars, (*earlier, *bars))
