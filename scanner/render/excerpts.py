"""Excerpts of records made for programs, cut down to what a person can read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from scanner.model.document import Place
from scanner.model.finding import Quote, QuotePart
from scanner.text.quoting import CUT, LINE

_FOR_PROGRAMS = frozenset({Place.RECORD, Place.STRUCTURED})
_REACH = 3
"""How many readable fields are kept on either side of the fact."""
_WORDS_IN_CAPITALS_AND_SMALL = re.compile(r"[a-z][A-Z]")
_ADDRESS = re.compile(r"(?:https?://|/)\S+")

_Field = tuple[QuotePart, ...]


def readable(quote: Quote, places: Iterable[Place]) -> Quote:
    """What to show of `quote`: of a page, its words without the targets of links between them; of
    a record, the fields near the fact, without numbers and key words that only a program reads.

    Each stretch that is marked or masked is kept or dropped whole, so a mask can never be cut away
    from its value.
    """
    fields = _fields(quote.parts)
    marked = [number for number, field in enumerate(fields) if any(p.marked for p in field)]
    if not marked:
        return quote
    if not set(places) <= _FOR_PROGRAMS:
        shown = [number for number, field in enumerate(fields) if not _is_target(field)]
        return Quote(_joined([fields[number] for number in shown], range(len(shown))))
    before = [n for n in range(marked[0]) if _is_readable(fields[n])][-_REACH:]
    after = [n for n in range(marked[-1] + 1, len(fields)) if _is_readable(fields[n])][:_REACH]
    between = range(marked[0], marked[-1] + 1)
    kept = [*before, *(n for n in between if n in marked or _is_readable(fields[n])), *after]
    return Quote(_joined(fields, kept))


def _fields(parts: Sequence[QuotePart]) -> list[_Field]:
    """The quote cut at its line marks; only plain text is cut."""
    fields: list[list[QuotePart]] = [[]]
    for part in parts:
        if part.marked or part.mask is not None:
            fields[-1].append(part)
            continue
        first, *rest = part.text.split(LINE)
        fields[-1].append(QuotePart(first))
        fields.extend([QuotePart(text)] for text in rest)
    return [field for field in map(tuple, fields) if "".join(p.text for p in field).strip()]


def _is_target(field: _Field) -> bool:
    """Nothing but the address that a link leads to."""
    if any(part.marked for part in field):
        return False
    return bool(_ADDRESS.fullmatch("".join(part.text for part in field).strip(CUT + " ")))


def _is_readable(field: _Field) -> bool:
    if any(part.mask is not None for part in field):
        return True
    text = "".join(part.text for part in field).strip(CUT + " ")
    if len(text.split()) != 1 or "@" in text:
        return bool(text)
    return text.isalpha() and not text.islower() and not _WORDS_IN_CAPITALS_AND_SMALL.search(text)


def _joined(fields: Sequence[_Field], kept: Sequence[int]) -> tuple[QuotePart, ...]:
    """The kept fields, an ellipsis wherever something was left out."""
    parts: list[QuotePart] = []
    last = -1
    for number in kept:
        if number > last + 1:
            parts.append(QuotePart(CUT if not parts else f"{LINE}{CUT}{LINE}"))
        elif parts:
            parts.append(QuotePart(LINE))
        parts.extend(fields[number])
        last = number
    if last < len(fields) - 1:
        parts.append(QuotePart(f" {CUT}"))
    return _merged(parts)


def _merged(parts: Iterable[QuotePart]) -> tuple[QuotePart, ...]:
    """Neighbouring plain stretches as one, so that a value in two of them is still seen as one."""
    merged: list[QuotePart] = []
    for part in parts:
        is_plain = part.mask is None and not part.marked
        if is_plain and merged and merged[-1].mask is None and not merged[-1].marked:
            merged[-1] = QuotePart(merged[-1].text + part.text)
        else:
            merged.append(part)
    return tuple(merged)
