"""One sighting as one line of JSON: `netcurtain.sighting/1`, described in docs/files.md."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence

from scanner.judge import Attributed
from scanner.model.document import Document, Segment
from scanner.model.subject import Subject

SCHEMA = "netcurtain.sighting/1"

_encode = json.JSONEncoder(ensure_ascii=False, separators=(", ", ": ")).encode
# JSON leaves these bare, though many programs take them for the end of a line.
_LINE_ENDS = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def json_lines(
    name: str,
    document: Document,
    seen: Iterable[Attributed],
    subjects: Mapping[str, Subject],
) -> bytes:
    """The lines of one page, sorted by start, end, subject and fact. Values are in clear."""
    paths = _Paths(document.segments)
    ordered = sorted(
        seen,
        key=lambda item: (
            item.sighting.start,
            item.sighting.end,
            item.sighting.subject_id,
            item.sighting.fact_id,
            item.sighting.form,
        ),
    )
    lines = [_line(name, item, paths, subjects[item.sighting.subject_id]) for item in ordered]
    return "".join(lines).encode("utf-8", "replace")


def _line(name: str, item: Attributed, paths: _Paths, subject: Subject) -> str:
    sighting = item.sighting
    text = _encode(
        {
            "schema": SCHEMA,
            "file": name,
            "subject_id": sighting.subject_id,
            "kind": sighting.kind.value,
            "fact_id": sighting.fact_id,
            "text": sighting.text,
            "start": sighting.start,
            "end": sighting.end,
            "place": sighting.place.value,
            "path": paths.at(sighting.start),
            "form": sighting.form,
            "confidence": round(sighting.confidence, 4),
            "attribution": item.attribution.value,
            "public_by_choice": subject.fact(sighting.fact_id).is_public,
            "reasons": item.reasons,
        }
    )
    return text.translate(_LINE_ENDS) + "\n"


class _Paths:
    """Where in the source a place of the text comes from."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments
        self._starts = [segment.start for segment in segments]

    def at(self, offset: int) -> str:
        index = bisect_right(self._starts, offset) - 1
        return self._segments[index].path if index >= 0 else ""
