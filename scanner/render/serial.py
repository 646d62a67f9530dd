"""One generic serial form of the frozen types: what JSON shows of a dataclass."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any

from scanner.model.clock import stamp
from scanner.model.facts import Secret
from scanner.model.finding import Quote
from scanner.render.own_words import OwnWords
from scanner.render.veil import Veil

Json = dict[str, Any] | list[Any] | str | int | float | bool | None
Shape = Callable[[Any, "Serialiser"], Json]


EXCERPT, SPANS = "quote", "_spans"
"""The field that holds an excerpt, and what its key is lengthened by for the stretches of it."""

_AS_THEY_ARE = frozenset({bool, int, float, type(None)})


class Serialiser:
    """Turns values into JSON's types, each secret and quote as its reader may see it.

    Dataclasses become objects with their fields' names; enums their values; times
    `YYYY-MM-DDTHH:MM:SS.sssZ`; days `YYYY-MM-DD`; sets sorted lists. `shapes` holds the types whose
    published form differs from their fields.
    """

    def __init__(self, veil: Veil, shapes: Mapping[type, Shape]) -> None:
        self._veil = veil
        self._shapes = shapes

    def serialise(self, value: Any) -> Json:
        """Raises TypeError for a type that has no serial form."""
        kind = value.__class__
        if kind in _AS_THEY_ARE:
            return value  # type: ignore[no-any-return]
        if kind is str or kind is OwnWords:
            return self._veil.text(value)
        if kind is tuple:
            return [self.serialise(item) for item in value]
        shape = self._shapes.get(kind)
        return shape(value, self) if shape else self.plain(value)

    def plain(self, value: Any) -> Json:
        """The generic form, whatever `shapes` says of the value's own type."""
        match value:
            case Secret():
                return self._veil.secret(value)
            case Quote():
                return self._veil.quote(value)
            case Enum():
                # A closed list of ours: never masked, or a fact could take a value out of it.
                return str(value.value)
            case str():
                return self._veil.text(value)
            case bool() | int() | float() | None:
                return value
            case datetime():
                return stamp(value)
            case date():
                return value.isoformat()
            case tuple() | list():
                return [self.serialise(item) for item in value]
            case frozenset() | set():
                return sorted((self.serialise(item) for item in value), key=str)
        if is_dataclass(value) and not isinstance(value, type):
            return self.fields_of(value)
        raise TypeError(f"No serial form for a value of type {type(value).__name__}.")

    def fields_of(self, value: Any, leave: frozenset[str] = frozenset()) -> dict[str, Json]:
        """A dataclass's public fields by name, but for those to `leave`.

        Beside an excerpt stands which stretches of it are masked, and which are the fact itself.
        """
        shown: dict[str, Json] = {}
        for name in _public_names(value.__class__):
            if name not in leave:
                given = getattr(value, name)
                shown[name] = self.serialise(given)
                if name == EXCERPT and isinstance(given, Quote):
                    shown[f"{name}{SPANS}"] = self._spans(given)
        return shown

    def _spans(self, quote: Quote) -> Json:
        spans: list[Json] = []
        end = 0
        for piece in self._veil.pieces(quote):
            start, end = end, end + len(piece.text)
            if piece.marked or piece.masked:
                told = {"start": start, "end": end, "marked": piece.marked, "masked": piece.masked}
                spans.append(told)
        return spans


@cache
def _public_names(kind: type) -> tuple[str, ...]:
    return tuple(item.name for item in fields(kind) if not item.name.startswith("_"))
