"""Marks of an answer as people type them: a text, a CSS selector, a JSON path."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

_KINDS = ("css", "json", "json_equals", "header", "parameter")


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands in an answer for one reason alone, or where something stands in it."""

    kind: str
    """text, css, json, json_equals; for the next page also header and parameter."""
    value: str

    @classmethod
    def of(cls, written: str) -> Mark:
        """`css:article.profile`, `json:login`, `json_equals:total=0`, or any text."""
        kind, colon, value = written.partition(":")
        if colon and kind in _KINDS and value.strip():
            return cls(kind, value.strip())
        return cls("text", written.strip())

    @property
    def equals(self) -> tuple[str, Any]:
        """Of json_equals: the path and the value, a number or true where it reads as one."""
        path, _, written = self.value.partition("=")
        try:
            return path.strip(), json.loads(written)
        except ValueError:
            return path.strip(), written.strip()
