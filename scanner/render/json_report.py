"""The assessment as JSON, for programs and archives; docs/assessment-json.md describes its keys."""

from __future__ import annotations

import json
from typing import Any

from scanner.model.assessment import Asked, AssessedFinding, Assessment, Headline
from scanner.model.coverage import Coverage
from scanner.model.facts import Fact
from scanner.render.own_words import with_own_words
from scanner.render.serial import Json, Serialiser, Shape
from scanner.render.veil import Veil


def render_json(assessment: Assessment, reveal: bool = False) -> str:
    """The whole assessment, ending in a line break; private values are masked unless `reveal`."""
    serialiser = Serialiser(Veil(assessment.person.facts, reveal), _shapes(assessment))
    document: dict[str, Json] = {"schema": assessment.schema, "revealed": reveal}
    document |= serialiser.fields_of(with_own_words(assessment), leave=frozenset({"schema"}))
    lines = ",\n".join(f"{_line(key)}: {_block(value)}" for key, value in document.items())
    return f"{{\n{lines}\n}}\n"


def _block(value: Json) -> str:
    """A list with an entry a line, so that two reports can be compared line by line."""
    if not isinstance(value, list) or not value:
        return _line(value)
    return "[\n" + ",\n".join(_line(item) for item in value) + "\n]"


def _line(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _shapes(assessment: Assessment) -> dict[type, Shape]:
    facts = {fact.id: fact for fact in assessment.person.facts}

    def finding(item: AssessedFinding, serialiser: Serialiser) -> Json:
        """The finding's own fields and its weight's side by side, with the values it is about."""
        values = [facts[key].value for key in item.finding.fact_ids if key in facts]
        return {
            **serialiser.fields_of(item.finding),
            "values": serialiser.serialise(values),
            **serialiser.fields_of(item, leave=frozenset({"finding"})),
        }

    return {
        AssessedFinding: finding,
        Fact: _fact,
        Asked: _asked,
        Coverage: _coverage,
        Headline: _headline,
    }


def _fact(item: Fact, serialiser: Serialiser) -> Json:
    shape = serialiser.fields_of(item, leave=frozenset({"parts"}))
    return {**shape, "parts": {name: serialiser.serialise(part) for name, part in item.parts}}


def _asked(item: Asked, serialiser: Serialiser) -> Json:
    """The value twice: always masked, and as this reader may see it."""
    return {**serialiser.fields_of(item), "masked": serialiser.serialise(item.value.mask)}


def _coverage(item: Coverage, serialiser: Serialiser) -> Json:
    counts: dict[str, Any] = {kind.value: number for kind, number in item.by_outcome}
    return {
        **serialiser.fields_of(item, leave=frozenset({"by_outcome"})),
        "share": round(item.share, 4),
        "is_enough": item.is_enough,
        "by_outcome": counts,
    }


def _headline(item: Headline, serialiser: Serialiser) -> Json:
    counts: dict[str, Any] = {band.value: number for band, number in item.counts}
    return {**serialiser.fields_of(item, leave=frozenset({"counts"})), "counts": counts}
