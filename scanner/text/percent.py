"""Percent-encoding undone, with a map back."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_RUN = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_ROUNDS = 3
"""Addresses inside addresses are encoded twice; a fourth time is nobody's practice."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A decoded text; `starts[i]` and `ends[i]` bound what `text[i]` came from."""

    text: str = field(repr=False)
    starts: tuple[int, ...] = field(repr=False)
    ends: tuple[int, ...] = field(repr=False)

    def span(self, start: int, end: int) -> tuple[int, int]:
        return self.starts[start], self.ends[end - 1]


def decode_percent(text: str) -> Decoded:
    """`text` with percent-encoding undone, also where it was encoded more than once."""
    decoded = Decoded(text, tuple(range(len(text))), tuple(range(1, len(text) + 1)))
    for _ in range(_ROUNDS):
        if not _RUN.search(decoded.text):
            break
        decoded = _once(decoded)
    return decoded


def _once(before: Decoded) -> Decoded:
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []

    def take(char: str, start: int, end: int) -> None:
        chars.append(char)
        starts.append(before.starts[start])
        ends.append(before.ends[end - 1])

    at = 0
    for run in _RUN.finditer(before.text):
        for index in range(at, run.start()):
            take(before.text[index], index, index + 1)
        position = run.start()
        for char in _characters(bytes.fromhex(run.group().replace("%", ""))):
            width = 3 * (1 if len(char) > 1 else len(char.encode()))
            take(char[0], position, position + width)
            position += width
        at = run.end()
    for index in range(at, len(before.text)):
        take(before.text[index], index, index + 1)
    return Decoded("".join(chars), tuple(starts), tuple(ends))


def _characters(data: bytes) -> list[str]:
    """Characters of UTF-8 bytes. A byte that is none comes as two, of which the first counts."""
    try:
        return list(data.decode())
    except UnicodeDecodeError:
        return [bytes([byte]).decode("latin-1") + "\0" for byte in data]
