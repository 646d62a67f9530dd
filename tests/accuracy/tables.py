"""Prints a score as tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import TypeVar

from tests.accuracy.scoring import FalseAlarm, Said, Score, share
from tests.corpus.truth import Planting

T = TypeVar("T")


def tables(score: Score, show: int) -> Iterator[str]:
    """The lines of the report: totals, by kind, by form, by place, what went wrong."""
    yield from _totals(score)
    yield from _recall_by(score, "kind", lambda p: p.kind)
    yield from _recall_by(score, "form", lambda p: f"{p.kind}: {p.form}")
    yield from _recall_by(score, "place", lambda p: p.place)
    yield from _recall_by(score, "markup", lambda p: p.dressing or "none")
    yield from _recall_by(score, "template", lambda p: p.template)
    yield from _alarms_by(score)
    yield from _worst(score, show)


def _totals(score: Score) -> Iterator[str]:
    planted = len(score.found) + len(score.missed)
    yield f"planted {planted}, found {len(score.found)}, recall {score.recall:.4f}"
    yield (
        f"confirmed or probable {score.sure}, without ground {len(score.false_alarms)}, "
        f"precision {score.precision:.4f}"
    )
    yield f"attributable facts that came out confirmed or probable: {score.sure_recall:.4f}"
    yield f"decoys left as possible or somebody else's: {score.unsure_decoys}"
    yield f"public by choice mistaken: {len(score.wrongly_private)}"
    counts: Counter[tuple[str, str]] = Counter()
    for planting, lines in score.found:
        best = min((line.attribution for line in lines), key=_RANKS.index)
        counts["stands with another fact" if planting.attributable else "stands alone", best] += 1
    yield ""
    yield f"{'attribution':34}" + "".join(f"{rank:>14}" for rank in _RANKS)
    for row in ("stands with another fact", "stands alone"):
        yield f"{row:34}" + "".join(f"{counts[row, rank]:14}" for rank in _RANKS)


def _is_denied(lines: tuple[Said, ...]) -> bool:
    return all(line.attribution == "other_person" for line in lines)


_RANKS = ("confirmed", "probable", "possible", "other_person")


def _recall_by(score: Score, heading: str, key: Callable[[Planting], str]) -> Iterator[str]:
    found = Counter(key(planting) for planting, _ in score.found)
    missed = Counter(key(planting) for planting in score.missed)
    yield ""
    yield f"{heading:44}{'planted':>9}{'found':>9}{'recall':>9}"
    for name in sorted(found.keys() | missed.keys()):
        whole = found[name] + missed[name]
        mark = "" if share(found[name], whole) >= 0.9 else "  <"
        yield f"{name:44}{whole:9}{found[name]:9}{share(found[name], whole):9.3f}{mark}"


def _alarms_by(score: Score) -> Iterator[str]:
    yield ""
    yield f"{'false alarms by kind and what misled':60}{'count':>8}"
    counts = Counter(f"{alarm.said.kind}: {_cause(alarm)}" for alarm in score.false_alarms)
    for cause, count in counts.most_common():
        yield f"{cause:60}{count:8}"


def _cause(alarm: FalseAlarm) -> str:
    return alarm.decoy.sort if alarm.decoy else "nothing planted"


def _worst(score: Score, show: int) -> Iterator[str]:
    """`show` misses and false alarms, spread over their forms and causes."""
    yield ""
    yield "misses"
    for planting in _spread(score.missed, lambda p: f"{p.kind}/{p.form}", show):
        yield (
            f"  {planting.file} {planting.subject_id} {planting.kind}/{planting.form}"
            f" [{planting.place}{' ' + planting.dressing if planting.dressing else ''}]"
            f" {planting.text!r}"
        )
    yield "false alarms"
    for alarm in _spread(score.false_alarms, lambda a: f"{a.said.kind}/{_cause(a)}", show):
        said = alarm.said
        yield (
            f"  {said.file} {said.subject_id} {said.kind}/{said.form} {said.attribution}"
            f" {said.text!r} ({_cause(alarm)}): {'; '.join(said.reasons)}"
        )
    yield "attributable, but said to be somebody else's"
    denied = [pair for pair in score.found if pair[0].attributable and _is_denied(pair[1])]
    for planting, lines in _spread(denied, lambda pair: pair[0].template, show):
        reasons = "; ".join(lines[0].reasons)
        yield f"  {planting.file} {planting.kind}/{planting.form} {planting.text!r}: {reasons}"
    yield "public by choice mistaken"
    for planting, said in score.wrongly_private[:show]:
        yield f"  {planting.file} {planting.kind} {planting.text!r} said {said.public_by_choice}"


def _spread(items: list[T], key: Callable[[T], str], count: int) -> list[T]:
    """At most `count` items, the first of every group before the second of any."""
    seen: Counter[str] = Counter()
    order: list[tuple[int, int]] = []
    for index, item in enumerate(items):
        seen[key(item)] += 1
        order.append((seen[key(item)], index))
    return [items[index] for _, index in sorted(order)[:count]]
