"""A letter as plain text: lines of a length that every program shows, addresses left whole."""

from __future__ import annotations

import textwrap

from scanner.render.letters.letter import Letter

WIDTH = 76
"""Code points of a line, but for an address, which a break would spoil."""


def as_text(letter: Letter) -> bytes:
    """Subject and body, in UTF-8."""
    return f"Subject: {letter.subject}\n\n{wrapped(letter.whole)}".encode()


def wrapped(text: str, width: int = WIDTH) -> str:
    """Each line on as many lines as it takes; what goes on below a dash stands under its text."""
    return "\n".join(_line(line, width) for line in text.split("\n"))


def _line(line: str, width: int) -> str:
    if len(line) <= width or " " not in line.strip():
        return line
    hang = "  " if line.startswith("- ") else ""
    return textwrap.fill(
        line, width, subsequent_indent=hang, break_long_words=False, break_on_hyphens=False
    )
