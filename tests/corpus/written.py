"""A fact as a page writes it: what the reader sees, and the markup behind it."""

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import TypeVar


@dataclass(frozen=True, slots=True)
class Written:
    """A fact in one form.

    `seen` is the plain text (lines parted by a line feed), `lead` and `tail` are words around it
    that are no part of the fact; `markup`, where given, is the only way to write it (a link, a
    script) and fits only HTML.
    """

    seen: str
    markup: str = ""
    lead: str = ""
    tail: str = ""
    also: tuple[str, ...] = ()
    place: str = "text"
    required: bool = True

    @property
    def plain(self) -> str:
        return f"{self.lead}{self.seen}{self.tail}"

    @property
    def html(self) -> str:
        return self.markup or html.escape(self.seen, quote=False).replace("\n", "<br>\n")

    def between(self, markup: str) -> str:
        """The fact's markup with the words around it."""
        lead, tail = html.escape(self.lead, quote=False), html.escape(self.tail, quote=False)
        return f"{lead}{markup}{tail}"


T = TypeVar("T")
Form = Callable[[T, Random], Written | None]
"""Writes a fact in one form; `None` where the fact does not allow it (no middle name)."""


def roughen(markup: str, rng: Random) -> tuple[str, str]:
    """Markup as editors leave it, and the name of what was done; the text stays the same."""
    if "<" in markup or "&" in markup or len(markup) < 6:
        return markup, ""
    choice = rng.choice(("nbsp", "bold", "split", "entity", "soft hyphen", "zero width", "wrapped"))
    cut = rng.randrange(2, len(markup) - 2)
    if choice == "nbsp" and " " in markup:
        return markup.replace(" ", rng.choice(("&nbsp;", "\u00a0", "&#160;")), 1), choice
    if choice == "bold":
        first, gap, rest = markup.partition(" ")
        return (f"<strong>{first}</strong>{gap}{rest}", choice) if gap else (markup, "")
    if choice == "split":
        return f"{markup[:cut]}<span>{markup[cut:]}</span>", choice
    if choice == "entity":
        return f"{markup[:cut]}&#{ord(markup[cut])};{markup[cut + 1 :]}", choice
    if choice == "soft hyphen" and markup[cut - 1 : cut + 1].isalpha():
        return f"{markup[:cut]}&shy;{markup[cut:]}", choice
    if choice == "zero width":
        return f"{markup[:cut]}&#8203;{markup[cut:]}", choice
    if choice == "wrapped" and " " in markup:
        return markup.replace(" ", "\n            ", 1), choice
    return markup, ""
