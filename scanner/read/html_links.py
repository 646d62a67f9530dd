"""The links of a page: where they lead, what they say, and contact details behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import overload
from urllib.parse import unquote

from scanner.model.document import Link, Place
from scanner.read import markup
from scanner.read.html_lines import PageLines
from scanner.read.html_scripts import literals
from scanner.read.links import MAX_URL, Base, absolute, contact, decoded_query, protected_address
from scanner.read.text_builder import folded, printable

MAX_LINKS = 20_000
"""Links kept for `Document.links`; all targets are in the text."""
MAX_LINK_TEXT = 300
"""Code points of a link's text."""


class PageLinks:
    """Collects the links of the page whose lines it is given."""

    __slots__ = ("_has_base", "_lines", "_open", "base", "kept", "loads")

    def __init__(self, lines: PageLines, url: str) -> None:
        self.base = Base(url)
        self.kept: list[tuple[str, list[str]]] = []
        """Addresses, each with the pieces of its text."""
        self.loads: list[str] = []
        """Addresses of scripts and frames."""
        self._lines = lines
        self._open: list[tuple[str, int]] = []
        """Links whose text is not over: their address, and the pieces of text before them."""
        self._has_base = False

    def set_base(self, attributes: Mapping[str, str]) -> None:
        """The page's own word on where its relative links start from; the first counts."""
        if not self._has_base and attributes.get("href"):
            self._has_base = True
            if url := self.base.absolute(attributes["href"]):
                self.base = Base(url)

    def enter(self, tag: str, attributes: Mapping[str, str]) -> bool:
        """Says where a link leads. Whether its text is wanted: then `leave` when it ends."""
        target = attributes.get("href")
        if not target or target[0] == "#":
            return False
        lines = self._lines
        if url := self.base.plain(target):
            return self._lead(tag, attributes, url)
        if (said := contact(target)) is not None:
            lines.say_here(said, Place.LINK, "@href")
            if not said and "@" in target:
                for literal in literals(target):
                    lines.say_here(literal, Place.LINK, "@href")
            return False
        url = absolute(self.base.url, target)
        if not url:
            if tag == "a" and len(target) <= MAX_URL:
                self._own_path(target)
            return False
        return self._lead(tag, attributes, url)

    def _lead(self, tag: str, attributes: Mapping[str, str], url: str) -> bool:
        if tag != "link" or _is_of_somebody(attributes):
            self._target(url, "@href")
        if tag == "area" and len(self.kept) < MAX_LINKS:
            self.kept.append((url, [attributes.get("alt", "")]))
        if tag != "a" or len(self.kept) + len(self._open) >= MAX_LINKS:
            return False
        self._open.append((url, len(self._lines.chunks)))
        return True

    def leave(self) -> None:
        """Keeps the innermost open link with its text."""
        url, begins = self._open.pop()
        self.kept.append((url, self._lines.pieces_since(begins)))

    def load(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Keeps the address of a script or a frame."""
        if not (source := attributes.get("src")) or not (url := self.base.absolute(source)):
            return
        if len(self.loads) < MAX_LINKS:
            self.loads.append(printable(url))
        if tag != "script":
            self._target(url, "@src")

    def send(self, attributes: Mapping[str, str]) -> None:
        """A form that is sent by e-mail."""
        if said := contact(attributes.get("action", "")):
            self._lines.say_here(said, Place.LINK, "@action")

    def take(self, other: PageLinks) -> None:
        """Adds the links of a page within this one."""
        self.kept += other.kept[: MAX_LINKS - len(self.kept)]
        self.loads += other.loads[: MAX_LINKS - len(self.loads)]

    def _own_path(self, target: str) -> None:
        """Says where a link leads on a page that was saved without its own address."""
        if address := protected_address(target):
            self._lines.say_here(address, Place.LINK, "@href")
        self._lines.say_here(unquote(target), Place.LINK, "@href")

    def _target(self, url: str, ending: str) -> None:
        lines = self._lines
        if "#" in url and (address := protected_address(url)):
            lines.say_here(address, Place.LINK, ending)
        lines.say((url, Place.LINK, lines.here, ending))
        if "?" in url and (query := decoded_query(url)):
            lines.say_here(query, Place.LINK, f"{ending}?query")


class KeptLinks(Sequence[Link]):
    """The links of a page in order: each is made when it is asked for, since few ever are."""

    __slots__ = ("_kept",)

    def __init__(self, kept: Sequence[tuple[str, Sequence[str]]]) -> None:
        self._kept = kept

    def __len__(self) -> int:
        return len(self._kept)

    @overload
    def __getitem__(self, index: int) -> Link: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Link, ...]: ...
    def __getitem__(self, index: int | slice) -> Link | tuple[Link, ...]:
        if isinstance(index, slice):
            return tuple(map(_made, self._kept[index]))
        return _made(self._kept[index])

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence):
            return NotImplemented
        return tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return f"KeptLinks({len(self._kept)})"


def _made(kept: tuple[str, Sequence[str]]) -> Link:
    url, pieces = kept
    return Link(printable(url), printable(folded("".join(pieces))[:MAX_LINK_TEXT]))


def _is_of_somebody(attributes: Mapping[str, str]) -> bool:
    return (
        "itemprop" in attributes
        or "property" in attributes
        or markup.names_somebody(attributes.get("rel", ""))
    )
