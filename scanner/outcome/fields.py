"""Names beside values that mean little without them: "Town: Wexcombe" as a line of the record."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace

from scanner.model.document import Document, Place, Segment
from scanner.model.facts import FactKind
from scanner.model.outcome import Outcome, OutcomeKind, Region
from scanner.rulebook.extraction import RecordField
from scanner.rulebook.source import SourceRule

MOST_LINES = 500
"""Of one answer; a hostile one may hold as many values as it likes."""
LONGEST_VALUE = 300

_LABELS = {
    FactKind.BIRTH_DATE: "Date of birth",
    FactKind.PHONE: "Telephone",
    FactKind.EMAIL: "E-mail",
    FactKind.HOUSEHOLD_MEMBER: "Household",
    FactKind.FORMER_NAME: "Former name",
}


def with_fields(document: Document, rule: SourceRule, outcome: Outcome) -> tuple[Document, Outcome]:
    """The document with a line for each value of the rule's fields at the end of the record in
    which it stands (of the document, where that is one record), and the outcome that fits it.

    A value outside of all records says nothing of any of them, and gets no line.
    """
    if not rule.fields or outcome.kind is not OutcomeKind.FOUND:
        return document, outcome
    lines = _lines(document, rule, outcome.regions)
    if not lines:
        return document, outcome
    text, shift = _insert(document.text, lines)
    segments = [
        *(Segment(shift.start(s.start), shift.end(s.end), s.place, s.path) for s in document.map),
        *_added(document, lines, shift),
    ]
    selected = tuple(
        replace(item, start=shift.start(item.start), end=shift.end(item.end))
        if item.start >= 0
        else item
        for item in document.selected
    )
    regions = tuple(Region(shift.start(r.start), shift.start(r.end)) for r in outcome.regions)
    leads = tuple(replace(x, start=shift.start(x.start)) for x in outcome.leads)
    new = replace(
        document,
        text=text,
        segments=tuple(sorted(segments, key=lambda segment: segment.start)),
        selected=selected,
    )
    return new, replace(outcome, regions=regions, leads=leads)


def label_of(name: str, field: RecordField) -> str:
    """What a field is called in the record."""
    if field.label:
        return field.label
    if field.kind in _LABELS:
        return _LABELS[field.kind]
    words = (field.kind.value if field.kind else name).replace("_", " ")
    return words[:1].upper() + words[1:]


def _lines(
    document: Document, rule: SourceRule, regions: tuple[Region, ...]
) -> dict[int, list[tuple[str, str]]]:
    """By where they go: line and path of each, in the order of the rule's fields."""
    lines: dict[int, list[tuple[str, str]]] = {}
    count = 0
    for name, field in rule.fields.items():
        for item in document.results(field.query):
            value = " ".join(item.text.split())
            if not value or len(value) > LONGEST_VALUE or count == MOST_LINES:
                continue
            at = _end_of_record(item.start, document, regions)
            if at >= 0:
                lines.setdefault(at, []).append((f"{label_of(name, field)}: {value}", name))
                count += 1
    return lines


def _end_of_record(start: int, document: Document, regions: tuple[Region, ...]) -> int:
    """Where the record that holds a place ends; -1 when none does, or amid a piece of text."""
    if not regions:
        return len(document.text)
    around = (region for region in regions if region.start <= start < region.end)
    end = min((region.end for region in around), default=-1)
    segment = document.segment_at(end)
    return -1 if segment is not None and segment.start < end else end


class _Shift:
    """Where what stood at an offset stands once lines were put in."""

    def __init__(self) -> None:
        self._places: list[int] = []
        self._amounts: list[int] = []

    def note(self, place: int, amount: int) -> None:
        """From `place` on, `amount` characters were put in before; places rise."""
        self._places.append(place)
        self._amounts.append(amount)

    def start(self, offset: int) -> int:
        """Of what begins there; the end of a record takes its lines in. -1 stays."""
        index = bisect_right(self._places, offset) - 1
        return offset + (self._amounts[index] if index >= 0 else 0)

    def end(self, offset: int) -> int:
        """Of what ends there, without the lines."""
        return self.start(offset - 1) + 1


def _insert(text: str, lines: dict[int, list[tuple[str, str]]]) -> tuple[str, _Shift]:
    pieces: list[str] = []
    shift = _Shift()
    last = total = 0
    for at in sorted(lines):
        pieces.append(text[last:at])
        for line, _ in lines[at]:
            pieces.append(f"\n{line}")
            total += len(line) + 1
        shift.note(at, total)
        last = at
    return "".join([*pieces, text[last:]]), shift


def _added(
    document: Document, lines: dict[int, list[tuple[str, str]]], shift: _Shift
) -> Iterator[Segment]:
    place = Place.RECORD if document.media_type.endswith("json") else Place.TEXT
    for at in sorted(lines):
        start = shift.end(at) if at else 0
        for line, path in lines[at]:
            yield Segment(start + 1, start + 1 + len(line), place, path)
            start += len(line) + 1
