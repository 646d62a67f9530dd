"""What would raise the coverage: the few things that add most, in words that can be acted on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from scanner.model.coverage import CoverageStep
from scanner.model.outcome import CHECKED, Outcome, OutcomeKind
from scanner.model.plan import LeftOut, ManualCheck, NotRunReason

_MOST = 5
_NAMED = 3
_AGAIN = frozenset(
    {"rate_limited", "unusual_traffic", "unavailable", "site_budget", "robots_unreadable"}
)
"""Obstacles that may be gone another day."""
_LEFT_OUT = {
    NotRunReason.NOT_TICKED: "allow",
    NotRunReason.NO_ENDPOINT: "endpoint",
    NotRunReason.NO_KEY: "key",
}
_WAYS = ("by_hand", "again", "render", "allow", "endpoint", "key")
"""The least trouble first, where two add alike."""


_RUN_AGAIN = {
    "again": "Run the check again later: {what} failed, met a busy site or did not get a turn, and "
    "may answer then.",
    "render": "Run the check again with --render: {what} met a page that is empty without scripts.",
}


@dataclass(frozen=True, slots=True)
class Gaps:
    """What coverage counts as unanswered, and what stands beside it."""

    answered: int
    applicable: int
    floor: float
    units: Mapping[str, Sequence[Outcome]]
    """The unanswered outcomes of each page or source that was asked."""
    sources: Mapping[str, str]
    """The source of each unit that is one; pages have none."""
    kept_back: Sequence[LeftOut]
    """Left out, each of a kind of which nothing answered."""
    category_of: Mapping[str, str]
    by_hand: Sequence[ManualCheck]
    """Checks that the person has not made yet."""


def steps(gaps: Gaps) -> tuple[CoverageStep, ...]:
    """At most five steps, what adds most first."""
    made = [*_of_asked(gaps), *_of_left_out(gaps), *_of_manual(gaps)]
    made.sort(key=lambda step: (-step.share, _WAYS.index(step.way), step.source_ids))
    return tuple(made[:_MOST])


def _of_asked(gaps: Gaps) -> Iterator[CoverageStep]:
    """What a further run may answer."""
    ways: dict[str, list[str]] = {}
    for unit, outcomes in gaps.units.items():
        if way := _way(outcomes):
            ways.setdefault(way, []).append(unit)
    for way, units in sorted(ways.items()):
        number = len(units)
        what = "one check" if number == 1 else f"{number} checks"
        do = _RUN_AGAIN[way].format(what=what)
        named = sorted({gaps.sources[unit] for unit in units if unit in gaps.sources})
        yield _step(gaps, way, do, named, number, number)


def _way(outcomes: Iterable[Outcome]) -> str:
    """How all of a unit's unanswered questions may be answered; empty where that can't be told."""
    ways = {_way_of(outcome) for outcome in outcomes if outcome.kind not in CHECKED}
    return ways.pop() if len(ways) == 1 else ""


def _way_of(outcome: Outcome) -> str:
    if outcome.reason == "needs_scripts":
        return "render"
    if outcome.kind in (OutcomeKind.FAILED, OutcomeKind.NOT_RUN) or outcome.reason in _AGAIN:
        return "again"
    return ""


def _of_left_out(gaps: Gaps) -> Iterator[CoverageStep]:
    """One source of each kind that was left out whole, the one that is least trouble."""
    chosen: dict[str, LeftOut] = {}
    for item in sorted(gaps.kept_back, key=_trouble):
        if item.reason in _LEFT_OUT:
            chosen.setdefault(gaps.category_of.get(item.source_id, item.source_id), item)
    by_way: dict[str, list[LeftOut]] = {}
    for item in chosen.values():
        by_way.setdefault(_LEFT_OUT[item.reason], []).append(item)
    for way, items in sorted(by_way.items()):
        titles = _titles([item.title for item in items])
        do = {
            "allow": f"Allow the check to ask {titles}; the profile's consent says which may.",
            "endpoint": f"Name a service of your own for {titles}, under [endpoints].",
            "key": f"Get a key for {titles}, and keep it with `netcurtain keys set`.",
        }[way]
        named = sorted(item.source_id for item in items)
        yield _step(gaps, way, do, named, len(items), len(items))


def _trouble(item: LeftOut) -> tuple[int, str]:
    way = _LEFT_OUT.get(item.reason, "key")
    return _WAYS.index(way), item.source_id


def _of_manual(gaps: Gaps) -> Iterator[CoverageStep]:
    """Looking oneself: as many places as reach the floor, else all that are open."""
    places: dict[str, ManualCheck] = {}
    for check in sorted(gaps.by_hand, key=lambda c: (c.look_first or 1_000, c.source_id)):
        places.setdefault(check.source_id, check)
    if not places:
        return
    number = next(
        (
            n
            for n in range(1, len(places) + 1)
            if gaps.answered + n >= gaps.floor * (gaps.applicable + n)
        ),
        len(places),
    )
    number = max(number, min(_NAMED, len(places)))
    first = list(places.values())[:number]
    where = "one place" if number == 1 else f"{number} places"
    titles = _titles([check.title for check in first])
    begin = f", {titles}" if number <= _NAMED else f", first {titles}"
    do = f"Look yourself at {where}{begin}, and note what you see with `netcurtain manual`."
    yield _step(gaps, "by_hand", do, [check.source_id for check in first], number, 0)


def _step(
    gaps: Gaps, way: str, do: str, source_ids: Iterable[str], number: int, counted: int
) -> CoverageStep:
    """`counted`: how many of them coverage counts already, as unanswered."""
    whole = gaps.applicable + number - counted
    share = round((gaps.answered + number) / whole, 4) if whole else 0.0
    return CoverageStep(way, do, tuple(source_ids), number, share)


def _titles(titles: Collection[str]) -> str:
    named = list(titles)[:_NAMED]
    rest = len(titles) - len(named)
    if rest:
        return f"{', '.join(named)} and {rest} more"
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"
