"""Stretches of a text that must be shown as a mask, or marked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MaskSpan:
    """A stretch [start, end) of a text. `mask` None: it may be shown, and is only marked."""

    start: int
    end: int
    mask: str | None
    marked: bool = False
    always: bool = False
    """Masked even when the reader asked for the values: somebody else's data."""


def merge_spans(spans: Iterable[MaskSpan]) -> tuple[MaskSpan, ...]:
    """The spans in order, overlapping ones made one. Empty spans are left out.

    The whole takes the mask of its marked part, else of its longest; it is masked if any part is,
    and always masked if any part is.
    """
    merged: list[list[MaskSpan]] = []
    end = -1
    for span in sorted(spans, key=lambda item: (item.start, -item.end)):
        if span.start >= span.end:
            continue
        if merged and span.start < end:
            merged[-1].append(span)
            end = max(end, span.end)
        else:
            merged.append([span])
            end = span.end
    return tuple(_one(group) for group in merged)


def _one(group: list[MaskSpan]) -> MaskSpan:
    if len(group) == 1:
        return group[0]
    masked = [span for span in group if span.mask is not None]
    best = max(masked, key=lambda s: (s.marked, s.end - s.start), default=None)
    return MaskSpan(
        group[0].start,
        max(span.end for span in group),
        best.mask if best else None,
        marked=any(span.marked for span in group),
        always=any(span.always for span in group),
    )
