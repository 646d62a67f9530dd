"""JSON as text: one line per scalar, with its path, and where each part of it stands."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from scanner.model.document import Place
from scanner.read.text_builder import TextBuilder, collapsed

MAX_PATH = 200
"""Code points of a JSON path; deeper ones keep their end."""

Span = tuple[int, int]

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


class NotJson(ValueError):
    """The text is no JSON that can be read."""


def parse_json(text: str) -> Any:
    """Python's value of a JSON text. Raises NotJson."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        # The decoder's message may quote the page.
        raise NotJson("not readable as JSON") from None


def compact(value: Any) -> str:
    """A scalar as it reads (strings without quotes), an object or a list as compact JSON."""
    if isinstance(value, str):
        return value
    if type(value) is int:
        return str(value)
    try:
        return _ENCODER.encode(value)
    except (ValueError, TypeError, RecursionError):
        return ""


def _joined(path: str, key: str | int) -> str:
    step = f"[{key}]" if isinstance(key, int) else f".{key}" if path else key
    joined = path + step
    return joined if len(joined) <= MAX_PATH else "…" + joined[-MAX_PATH:]


def _children(value: Any) -> Iterator[tuple[str | int, Any]]:
    return iter(value.items()) if isinstance(value, dict) else enumerate(value)


class JsonText:
    """Writes JSON values into a builder and remembers where each part of them stands.

    Parts are known by identity, so the values must be kept alive as long as `locate` is used;
    this object keeps them.
    """

    def __init__(self, builder: TextBuilder, place: Place = Place.STRUCTURED) -> None:
        """`place`: what the text is told to be, data inside a page or a service's own answer."""
        self._builder = builder
        self._place = place
        self._kept: list[Any] = []
        self._spans: dict[int, Span] = {}
        self._by_text: dict[str, Span | None] = {}
        self.words = 0

    def write(self, value: Any, path: str = "") -> None:
        """Writes all scalars of a value but null, in order, without recursion."""
        self._kept.append(value)
        if not isinstance(value, (dict, list)):
            self._leaf(value, path)
            return
        stack = [(value, path, _children(value), self._builder.length)]
        while stack:
            container, path, children, start = stack[-1]
            following = next(children, None)
            if following is None:
                stack.pop()
                self._spans[id(container)] = (start, self._builder.length)
                continue
            key, child = following
            if isinstance(child, (dict, list)):
                child_path = _joined(path, key)
                stack.append((child, child_path, _children(child), self._builder.length))
            elif child is not None:
                self._leaf(child, "" if self._builder.is_full else _joined(path, key))

    def locate(self, value: Any) -> Span:
        """Where an object, a list or a scalar stands; (-1, -1) when that cannot be told."""
        if isinstance(value, (dict, list)) or (isinstance(value, str) and len(value) > 1):
            if span := self._spans.get(id(value)):
                return span
            if not isinstance(value, str):
                return -1, -1
        return self._by_text.get(collapsed(compact(value))) or (-1, -1)

    def move(self, base: int) -> None:
        """The text was put into another one, at `base`."""
        self._spans = {key: (s + base, e + base) for key, (s, e) in self._spans.items()}
        self._by_text = {
            text: span and (span[0] + base, span[1] + base) for text, span in self._by_text.items()
        }

    def take(self, other: JsonText) -> None:
        """Adds what another one wrote into the same text."""
        self._kept += other._kept
        self._spans |= other._spans
        self.words += other.words
        for text, span in other._by_text.items():
            self._by_text[text] = None if text in self._by_text else span

    def _leaf(self, value: Any, path: str) -> None:
        if value is None:
            return
        text = collapsed(value) if isinstance(value, str) else compact(value)
        span = self._builder.line(text, self._place, path)
        if span is None:
            return
        if isinstance(value, str):
            self.words += len(text.split())
            self._spans[id(value)] = span
        self._by_text[text] = None if text in self._by_text else span
