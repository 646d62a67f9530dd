"""The overview of a slate as one HTML file: who needs a call today, how all stand, everybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from markupsafe import Markup

from scanner import __version__
from scanner.language import ENGLISH, speaking, times
from scanner.model.bands import Band
from scanner.model.overview import Call, CallFor, Overview, Week
from scanner.model.slate import PersonState
from scanner.render.environment import fill
from scanner.render.html_report import content_security_policy, own_part
from scanner.render.own_words import OwnWords
from scanner.render.veil import Veil
from scanner.render.words import BANDS

MOST_CALLS = 25
"""People in the list at the top; the table has them all, in the same order."""
MOST_WEEKS = 12
"""Weeks that are drawn, the newest; the table beside has them all."""
MOST_SOURCES = 15
MOST_DAYS = 12

CALLS = {
    CallFor.EMERGENCY: "Emergency",
    CallFor.WARNING: "Warning sign",
    CallFor.CRITICAL: "New critical",
    CallFor.RELEASED: "Newly public",
    CallFor.HIGH: "New high",
    CallFor.DEADLINE: "Deadline",
    CallFor.STALLED: "Nothing done yet",
    CallFor.CONSENT: "Consent",
}
STATES = {
    PersonState.LISTED: "listed",
    PersonState.INVITED: "asked",
    PersonState.CONSENTED: "consented",
    PersonState.WITHDRAWN: "withdrawn",
}
_WIDTH = 360
_TALLEST = 72
_TOP = 20


@dataclass(frozen=True, slots=True)
class WeekBar:
    """A week of the drawing, in its own units."""

    week: Week
    x: float
    width: float
    y: float
    height: float
    worse_y: float
    worse_height: float
    """Of that, what is critical or high."""

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)


def render_overview(overview: Overview) -> str:
    """The whole page: nothing loads, nothing is sent, and it works without its script.

    Raises ResourceError when the installation lacks its style sheets or script.
    """
    style = own_part("report.css") + own_part("overview.css")
    script = own_part("overview.js")
    values = {
        # Nobody's facts are known here, and none are shown: names are the officer's own list.
        "veil": Veil(()),
        "overview": overview,
        "calls": overview.calls,
        "shown_calls": overview.calls[:MOST_CALLS],
        "sources": overview.sources[:MOST_SOURCES],
        "days": overview.days[:MOST_DAYS],
        "bars": _bars(overview.weeks[-MOST_WEEKS:]),
        "band_names": tuple(Band),
        "groups": sorted({row.group for row in overview.rows if row.group}, key=str.casefold),
        "roles": sorted({row.role for row in overview.rows}),
        "tool_version": __version__,
        "short": _short,
        "reason": _reason,
        "state_words": lambda state: OwnWords(STATES[state]),
        "thousands": lambda number: OwnWords(f"{number:,}"),
        "band_name": lambda band: OwnWords(BANDS[band] if band else "Nothing that counts"),
        "share": _share,
        "style": Markup(style),  # noqa: S704  our own files, checked where they are read
        "script": Markup(script),  # noqa: S704  our own file, checked where it is read
        "policy": content_security_policy(style, script),
    }
    with speaking(ENGLISH):
        return fill("officer/overview.html.j2", values)


def _short(day: date) -> OwnWords:
    """`3 Nov 2026`: for tables. A point in time counts as the day it was in London."""
    if isinstance(day, datetime):
        day = times.in_london(day)
    return OwnWords(f"{day.day} {day:%b %Y}")


def _reason(call: Call) -> OwnWords:
    return OwnWords(CALLS[call.reason])


def _share(part: int, whole: int) -> float:
    """Of a bar that is 100 wide."""
    return round(100 * part / whole, 1) if whole else 0.0


def _bars(weeks: Sequence[Week]) -> tuple[WeekBar, ...]:
    """Empty for fewer than two weeks: one is no progress."""
    if len(weeks) < 2:
        return ()
    tallest = max(1, *(week.open for week in weeks))
    slot = _WIDTH / len(weeks)
    width = min(44.0, slot * 0.64)

    def bar(number: int, week: Week) -> WeekBar:
        height = _TALLEST * week.open / tallest
        worse = week.open_by_band.get(Band.CRITICAL, 0) + week.open_by_band.get(Band.HIGH, 0)
        dark = _TALLEST * worse / tallest
        base = _TOP + _TALLEST
        return WeekBar(
            week=week,
            x=round(slot * number + (slot - width) / 2, 1),
            width=round(width, 1),
            y=round(base - height, 1),
            height=round(height, 1),
            worse_y=round(base - dark, 1),
            worse_height=round(dark, 1),
        )

    return tuple(bar(number, week) for number, week in enumerate(weeks))
