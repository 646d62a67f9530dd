"""A value seen in a text, in canonical form."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Spotted:
    """A stretch of folded text that reads as a value of some kind."""

    start: int
    end: int
    value: str = field(repr=False)
    """Canonical: E.164 number, ISO date, lower-case address, postcode with one space."""
    form: str = ""
    """How it is written, where that matters (`national`, `obfuscated` …)."""
    usual: bool = True
    """Written as such values usually are. Others only count when the value is one looked for."""
