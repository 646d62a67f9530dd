"""The JSON Schema of the assessment's JSON, made from the types themselves.

docs/assessment.schema.json is what `python -m scanner.render.schema` prints; a test holds it so.
"""

from __future__ import annotations

import json
import types
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any, Union, get_args, get_origin, get_type_hints

from scanner.model.assessment import SCHEMA, Asked, AssessedFinding, Assessment, Headline
from scanner.model.bands import Band
from scanner.model.coverage import Coverage
from scanner.model.facts import Fact, Secret
from scanner.model.finding import Finding, Quote
from scanner.model.outcome import OutcomeKind
from scanner.render.serial import EXCERPT, SPANS

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_STAMP = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$"
_PLAIN: dict[Any, Schema] = {
    str: _TEXT,
    Secret: _TEXT,
    Quote: _TEXT,
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    types.NoneType: {"type": "null"},
    datetime: {"type": "string", "pattern": _STAMP},
    date: {"type": "string", "format": "date"},
}


_SPAN: Schema = {
    "type": "object",
    "properties": {
        "start": _COUNT,
        "end": _COUNT,
        "marked": {"type": "boolean"},
        "masked": {"type": "boolean"},
    },
    "required": ["start", "end", "marked", "masked"],
}
"""A stretch of an excerpt, in code points: the fact itself, or masked, or both."""


def assessment_schema() -> Schema:
    """JSON Schema (2020-12) of what `render_json` gives, masked or revealed.

    Every key that this version writes is required. Further ones are allowed: within a version of
    the document, keys are only added.
    """
    definitions = _Definitions()
    root = definitions.object_of(Assessment)
    root["properties"] |= {"schema": {"const": SCHEMA}, "revealed": {"type": "boolean"}}
    root["required"] = ["schema", "revealed", *(k for k in root["required"] if k != "schema")]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Assessment of a person's online footprint, as netcurtain writes it",
        **root,
        "$defs": dict(sorted(definitions.known.items())),
    }


class _Definitions:
    """The schemas of the named types, each written once."""

    def __init__(self) -> None:
        self.known: dict[str, Schema] = {}

    def of(self, hint: Any) -> Schema:
        """Schema of a value of a type; raises TypeError for one without a serial form."""
        if hint in _PLAIN:
            return _PLAIN[hint]
        origin, arguments = get_origin(hint), get_args(hint)
        if origin in (types.UnionType, Union):
            return {"anyOf": [self.of(item) for item in arguments]}
        if origin is tuple:
            return self._tuple(arguments)
        if origin is frozenset:
            return {"type": "array", "items": self.of(arguments[0]), "uniqueItems": True}
        if isinstance(hint, type) and issubclass(hint, Enum):
            return self._named(hint, lambda: {"enum": [item.value for item in hint]})
        if is_dataclass(hint) and isinstance(hint, type):
            return self._named(hint, lambda: self.object_of(hint))
        raise TypeError(f"No schema for values of type {hint}.")

    def object_of(self, kind: type) -> Schema:
        """Schema of a dataclass as an object: its fields, but for those of `_SHAPES`."""
        hints = get_type_hints(kind)
        shaped = _SHAPES.get(kind, {})
        properties: Schema = {}
        for item in fields(kind):
            if item.name not in shaped:
                properties[item.name] = self.of(hints[item.name])
                if item.name == EXCERPT and hints[item.name] is Quote:
                    properties[f"{item.name}{SPANS}"] = {"type": "array", "items": _SPAN}
        for name, shape in shaped.items():
            if shape is not None:
                properties[name] = shape(self)
        if kind is AssessedFinding:
            properties = self.object_of(Finding)["properties"] | properties
        return {"type": "object", "properties": properties, "required": list(properties)}

    def _tuple(self, arguments: tuple[Any, ...]) -> Schema:
        if arguments[-1] is Ellipsis:
            return {"type": "array", "items": self.of(arguments[0])}
        items = [self.of(item) for item in arguments]
        return {"type": "array", "prefixItems": items, "minItems": len(items), "items": False}

    def _named(self, kind: type, make: Callable[[], Schema]) -> Schema:
        if kind.__name__ not in self.known:
            self.known[kind.__name__] = make()
        return {"$ref": f"#/$defs/{kind.__name__}"}


def _numbers(kinds: type[Enum]) -> Callable[[_Definitions], Schema]:
    """An object that gives a number for some or all members of an enumeration."""
    properties = {item.value: _COUNT for item in kinds}
    return lambda _: {"type": "object", "properties": properties, "additionalProperties": False}


def _parts(_: _Definitions) -> Schema:
    return {"type": "object", "additionalProperties": _TEXT}


_SHAPES: dict[type, dict[str, Callable[[_Definitions], Schema] | None]] = {
    AssessedFinding: {
        "finding": None,
        "values": lambda _: {"type": "array", "items": _TEXT},
    },
    Fact: {"parts": _parts},
    Asked: {"masked": lambda _: _TEXT},
    Headline: {"counts": _numbers(Band)},
    Coverage: {
        "share": lambda _: {"type": "number", "minimum": 0, "maximum": 1},
        "is_enough": lambda _: {"type": "boolean"},
        "by_outcome": _numbers(OutcomeKind),
    },
}
"""Where the published form differs from the fields; None for a field that is spread or left out."""


def schema_text() -> str:
    """`assessment_schema()` as the published file has it, ending in a line break."""
    return json.dumps(assessment_schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    print(schema_text(), end="")
