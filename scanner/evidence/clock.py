"""This machine's clock held against the clocks of the sites that answered.

A `Date` header (RFC 9110, section 6.6.1) has whole seconds, and stands for some moment between the
request and its answer. So one comparison is good to a second and the time of the exchange; the
median over many sites is what counts. Answers out of a cache (`Age`) tell an older time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from statistics import median

from scanner.model.capture import Capture, Hop

_HALF_SECOND = timedelta(milliseconds=500)


@dataclass(frozen=True, slots=True)
class ClockReading:
    """What one answer says of the time."""

    site: str
    date: str
    """The header, as it came."""
    offset_ms: int
    """By how much the site's clock is ahead of this machine's."""


@dataclass(frozen=True, slots=True)
class ClockCheck:
    """All answers together. Offsets in milliseconds, above zero where the sites are ahead."""

    sites: int
    """How many sites told the time; each counts once, with its own median."""
    median_ms: int | None
    lowest_ms: int | None
    highest_ms: int | None


def clock_reading(capture: Capture, site: str) -> ClockReading | None:
    """What an answer says of the time; None when it says nothing that holds now."""
    hop = capture.revival.confirmed_by if capture.revival else _last(capture)
    if hop is None or _header(hop, "age").strip() not in ("", "0"):
        return None
    told = _date(_header(hop, "date"))
    if told is None:
        return None
    if hop.trace is not None:
        sent_at, elapsed_ms = hop.trace.sent_at, hop.trace.elapsed_ms
    elif len(capture.hops) == 1 and capture.attempts == 1:
        sent_at, elapsed_ms = capture.fetched_at, capture.elapsed_ms
    else:  # of a chain only the first request's time is known
        return None
    ours = sent_at + timedelta(milliseconds=elapsed_ms / 2)
    offset = told + _HALF_SECOND - ours
    return ClockReading(site, _header(hop, "date"), round(offset / timedelta(milliseconds=1)))


def check_clock(readings: Iterable[ClockReading]) -> ClockCheck:
    """The median over sites of the medians of each."""
    by_site: dict[str, list[int]] = {}
    for reading in readings:
        by_site.setdefault(reading.site, []).append(reading.offset_ms)
    offsets = [round(median(each)) for each in by_site.values()]
    if not offsets:
        return ClockCheck(0, None, None, None)
    return ClockCheck(len(offsets), round(median(offsets)), min(offsets), max(offsets))


def _last(capture: Capture) -> Hop | None:
    return capture.hops[-1] if capture.hops else None


def _header(hop: Hop, name: str) -> str:
    return next((value for key, value in hop.headers if key.lower() == name), "")


def _date(header: str) -> datetime | None:
    try:
        told = parsedate_to_datetime(header)
    except ValueError:
        return None
    return told.replace(tzinfo=UTC) if told.tzinfo is None else told.astimezone(UTC)
