"""An assessment read back from its JSON, so that reports can be made of it again without a scan.

What was masked in the JSON stays masked: the values are not there. Of a JSON with values, masks are
made anew.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import pairwise
from math import isfinite
from typing import Any

from cattrs import BaseValidationError, Converter, transform_error
from cattrs.gen import make_dict_structure_fn

from scanner.errors import AssessmentError
from scanner.model.assessment import (
    SCHEMA,
    Asked,
    AssessedFinding,
    Assessment,
    Escalation,
    Headline,
)
from scanner.model.coverage import Coverage
from scanner.model.facts import Fact, FactKind, Secret
from scanner.model.finding import Finding, Question, Quote, QuotePart
from scanner.model.masks import DOT, mask_part, mask_value
from scanner.render.serial import EXCERPT, SPANS

_FAMILY = SCHEMA.rpartition("/")[0]
_Item = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ReadBack:
    """An assessment, and whether its JSON showed private values."""

    assessment: Assessment
    is_revealed: bool


def read_json(text: str) -> ReadBack:
    """What `render_json` wrote. Raises AssessmentError, which quotes no value, for all else."""
    try:
        # Some editors put a byte order mark before what they save.
        document = json.loads(text.removeprefix("\ufeff"), parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise AssessmentError("The file is not JSON. Give a report's assessment.json.") from error
    schema = document.get("schema") if isinstance(document, dict) else None
    if not isinstance(schema, str) or schema.rpartition("/")[0] != _FAMILY:
        raise AssessmentError("The file is no assessment. Give a report's assessment.json.")
    if schema != SCHEMA:
        raise AssessmentError(
            f"The file is of another form than {SCHEMA}, which is what this netcurtain reads. Use "
            f"the version that wrote it."
        )
    is_revealed = document.get("revealed") is True
    try:
        return ReadBack(_Reader(is_revealed).read(document), is_revealed)
    except BaseValidationError as error:
        # The library's own text may quote the value.
        told = transform_error(error, format_exception=lambda *_: "")
        place = told[0].rpartition("$.")[2] if told else "an unknown place"
        raise AssessmentError(
            f"The assessment is damaged at {place}. Make it again with `netcurtain check`."
        ) from None


class _Reader:
    """Turns the JSON's objects back into the types that `render_json` made them of."""

    def __init__(self, is_revealed: bool) -> None:
        self._is_revealed = is_revealed
        self._converter = Converter()
        hooks: dict[Any, Callable[[Any], Any]] = {
            bool: lambda value: _of(bool, value),
            int: _whole,
            float: _number,
            str: lambda value: _of(str, value),
            datetime: _moment,
            date: lambda value: date.fromisoformat(_of(str, value)),
            Quote: lambda value: value if isinstance(value, Quote) else _plain(_of(str, value)),
            Secret: lambda value: _of(Secret, value),
        }
        for kind, read in hooks.items():
            self._converter.register_structure_hook(kind, _hook(read))
        # Their members are texts, too, and would be taken for such.
        self._converter.register_structure_hook(StrEnum, lambda value, kind: kind(value))
        forms: dict[type, Callable[[_Item], _Item]] = {
            Finding: _quoting,
            Escalation: _quoting,
            Question: _quoting,
            Coverage: lambda item: {**item, "by_outcome": list(item["by_outcome"].items())},
            Headline: lambda item: {**item, "counts": list(item["counts"].items())},
            Asked: self._asked,
            Fact: self._fact,
            # After the finding that stands in it.
            AssessedFinding: lambda item: {**item, "finding": item},
        }
        for kind, form in forms.items():
            self._undo(kind, form)

    def read(self, document: _Item) -> Assessment:
        return self._converter.structure(document, Assessment)

    def _undo(self, kind: type, form: Callable[[_Item], _Item]) -> None:
        """Have a type read whose JSON differs from its fields, by what makes it alike again."""
        by_fields: Callable[[_Item, Any], Any] = make_dict_structure_fn(kind, self._converter)
        self._converter.register_structure_hook(kind, lambda item, _: by_fields(form(item), kind))

    def _asked(self, item: _Item) -> _Item:
        return {**item, "value": self._secret(item["value"], lambda _: str(item["masked"]))}

    def _fact(self, item: _Item) -> _Item:
        kind = FactKind(item["kind"])
        parts = [
            (name, self._secret(text, lambda part, name=name: mask_part(name, part)))  # type: ignore[misc]
            for name, text in item["parts"].items()
        ]
        whole = self._secret(item["value"], lambda text: mask_value(kind, text))
        return {**item, "value": whole, "parts": parts}

    def _secret(self, text: object, mask: Callable[[str], str]) -> Secret:
        shown = str(_of(str, text))
        # Of a masked value nothing is known: what stands for it must not be looked for in texts.
        return Secret(shown, mask(shown)) if self._is_revealed else Secret("", shown)


def _hook(read: Callable[[Any], Any]) -> Callable[[Any, Any], Any]:
    return lambda value, _: read(value)


def _of(kind: type | tuple[type, ...], value: object) -> Any:
    if not isinstance(value, kind):
        raise TypeError
    return value


def _whole(value: object) -> int:
    if isinstance(value, bool):  # Python counts it as a number.
        raise TypeError
    return int(_of(int, value))


def _number(value: object) -> float:
    found = float(_of((int, float), value))
    if not isfinite(found):  # 1e999 is read as one that is not.
        raise ValueError
    return found


def _moment(value: object) -> datetime:
    found = datetime.fromisoformat(_of(str, value))
    if found.tzinfo is None:
        raise ValueError
    return found


def _no_number(constant: str) -> float:
    """NaN and infinities are no JSON, and nothing that is counted can be one."""
    raise ValueError(constant)


def _plain(text: str) -> Quote:
    """An address or a title. One that is masked cannot be led to."""
    return Quote((QuotePart("", text) if DOT in text else QuotePart(text),) if text else ())


def _quoting(item: _Item) -> _Item:
    return {**item, EXCERPT: _excerpt(_of(str, item[EXCERPT]), item.get(f"{EXCERPT}{SPANS}", ()))}


def _excerpt(text: str, spans: Sequence[_Item]) -> Quote:
    told = {(_of(int, span["start"]), _of(int, span["end"])): span for span in spans}
    cuts = sorted({0, len(text), *(place for span in told for place in span)})
    parts = []
    for start, end in pairwise(cuts):
        piece, span = text[start:end], told.get((start, end), {})
        mask = piece if span.get("masked") else None
        parts.append(QuotePart(piece, mask, marked=bool(span.get("marked"))))
    return Quote(tuple(parts))
