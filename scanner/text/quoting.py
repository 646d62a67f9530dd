"""Excerpts of pages that hide what must not be read, and masked web addresses and titles."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from scanner.model.facts import Fact
from scanner.model.finding import Quote, QuotePart
from scanner.text.known import known_spans, spans_of
from scanner.text.spans import MaskSpan, merge_spans

__all__ = ["MaskSpan", "known_spans", "make_quote", "mask_known", "mask_of"]

CUT = "…"
LINE = " · "
_LINE_BREAK = re.compile(r"\s*\n\s*")
_SPACES = re.compile(r"[^\S\n]+")
# Characters that reorder or hide what stands around them, so that a quote could be made to lie.
_UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def make_quote(
    text: str, start: int, end: int, spans: Sequence[MaskSpan], context: int = 120
) -> Quote:
    """The excerpt of `text` around [start, end), with about `context` code points on either side.

    It ends at word boundaries and never inside a span; "…" stands where text was left out.
    """
    merged = merge_spans(spans)
    first, last = _window(text, start, end, context)
    for span in merged:
        if span.start < first < span.end:
            first = span.start
        if span.start < last < span.end:
            last = span.end
    inside = [span for span in merged if first <= span.start and span.end <= last]
    parts = list(_parts(text, first, last, inside))
    if first > 0 and text[:first].strip():
        parts.insert(0, QuotePart(CUT))
    if last < len(text) and text[last:].strip():
        parts.append(QuotePart(CUT))
    return Quote(_trimmed(parts))


def _window(text: str, start: int, end: int, context: int) -> tuple[int, int]:
    """[start, end) widened by `context`, drawn in to word boundaries where there are any."""
    first, last = max(0, start - context), min(len(text), end + context)
    if first > 0 and not text[first - 1].isspace():
        space = re.compile(r"\s+").search(text, first, start)
        first = space.end() if space else first
    if last < len(text) and not text[last].isspace():
        spaces = [space.start() for space in re.finditer(r"\s+", text[end:last])]
        last = end + spaces[-1] if spaces else last
    return first, last


def _parts(text: str, first: int, last: int, spans: Sequence[MaskSpan]) -> Iterable[QuotePart]:
    at = first
    for span in spans:
        if at < span.start:
            yield QuotePart(_clean(text[at : span.start]))
        yield QuotePart(
            _clean(text[span.start : span.end]),
            mask=None if span.mask is None else _clean(span.mask),
            marked=span.marked,
            always_masked=span.always,
        )
        at = span.end
    if at < last:
        yield QuotePart(_clean(text[at:last]))


def _clean(text: str) -> str:
    """One line: line breaks as a dot between spaces, other white space as one space."""
    return _SPACES.sub(" ", _LINE_BREAK.sub(LINE, _UNSEEN.sub("", text)))


def _trimmed(parts: Sequence[QuotePart]) -> tuple[QuotePart, ...]:
    """Without the white space and line marks that the ends of an excerpt may carry."""
    plain = [index for index, part in enumerate(parts) if part.mask is None and not part.marked]
    kept = list(parts)
    for index in plain:
        if index == 0 or (index == 1 and parts[0].text == CUT):
            kept[index] = QuotePart(kept[index].text.lstrip(" ·"))
        if index == len(parts) - 1 or (index == len(parts) - 2 and parts[-1].text == CUT):
            kept[index] = QuotePart(kept[index].text.rstrip(" ·"))
    return tuple(part for part in kept if part.text)


def mask_known(text: str, facts: Iterable[Fact]) -> Quote:
    """A short text (a web address, a title) with every value and piece of the private facts masked.

    Also where they are percent-encoded, in any usual form. Names are shown, as are facts that are
    public by choice.
    """
    return mask_of(facts)(text)


def mask_of(facts: Iterable[Fact]) -> Callable[[str], Quote]:
    """`mask_known` for many texts of one person."""
    spans_in = spans_of(facts)

    def masked(text: str) -> Quote:
        at = 0
        parts: list[QuotePart] = []
        for span in spans_in(text):
            if at < span.start:
                parts.append(QuotePart(text[at : span.start]))
            parts.append(QuotePart(text[span.start : span.end], mask=span.mask))
            at = span.end
        if at < len(text):
            parts.append(QuotePart(text[at:]))
        return Quote(tuple(parts))

    return masked
