"""The parser target: start, text and end events of an HTML page, turned into lines of text.

No tree is built, so neither depth nor size of a hostile page costs more than its length.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scanner.model.document import Link, Place
from scanner.read import markup
from scanner.read.json_text import JsonText, NotJson, parse_json
from scanner.read.links import absolute, contact, decoded_query
from scanner.read.selection import Elements
from scanner.read.text_builder import TextBuilder, collapsed, printable

MAX_LINKS = 20_000
"""Links kept for `Document.links`; all targets are in the text."""
MAX_LINK_TEXT = 300
"""Code points of a link's text."""
_PATH_DEPTH = 12
_TAG_LENGTH = 40


@dataclass(slots=True)
class _Frame:
    """One open element."""

    tag: str
    number: int
    parts_lines: bool
    collects: str = ""
    """What its raw text is: `title`, `data` (JSON-LD), `raw` (frames), `code` (dropped)."""
    outer: TextBuilder | None = None
    """For a hidden element: the builder that goes on after it."""
    is_link: bool = False


@dataclass(slots=True)
class _OpenLink:
    url: str
    words: list[str]
    length: int = 0


class HtmlTarget:
    """Collects a page. `finish()` ends the text; the other attributes are read afterwards."""

    def __init__(self, url: str) -> None:
        self.base = url
        self.builder = TextBuilder()
        self.elements = Elements()
        self.title = ""
        self.links: list[Link] = []
        self.loads: list[str] = []
        self.linked_data: list[Any] = []
        self.linked_data_text = JsonText(TextBuilder())
        self.has_scripts = False
        self.has_password_field = False
        self._out = self.builder
        self._stack: list[_Frame] = []
        self._owned: list[list[int]] = [[]]
        self._collected: list[str] = []
        self._open_links: list[_OpenLink] = []
        self._unseen = 0
        self._preserved = 0
        self._drawings = 0
        self._has_base = False

    # Events of the parser

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        frame = _Frame(tag[:_TAG_LENGTH], len(self.elements.tags), False)
        frame.parts_lines = markup.parts_lines(tag, attributes)
        if frame.parts_lines:
            self._out.break_line()
        if len(self._owned) == 1 and markup.hides(tag, attributes):
            frame.outer, self._out = self._out, TextBuilder()
            self._owned.append([])
        self._owned[-1].append(frame.number)
        self.elements.tags.append(tag)
        self.elements.starts.append(self._out.length)
        self.elements.ends.append(self._out.length)
        self._stack.append(frame)
        self.elements.max_depth = max(self.elements.max_depth, len(self._stack))
        self._count(tag, 1)
        self._enter(frame, tag, attributes)
        if attributes:
            self._attributes(tag, attributes)

    def end(self, tag: str) -> None:
        if not self._stack:
            return
        frame = self._stack[-1]
        self._leave(frame)
        if frame.parts_lines:
            self._out.break_line()
        self.elements.ends[frame.number] = self._out.length
        self._stack.pop()
        self._count(tag, -1)
        if frame.outer is not None:
            hidden, self._out = self._out, frame.outer
            numbers = self._owned.pop()
            self._out.queue_block(hidden, lambda base: self._move(numbers, base))
            if frame.parts_lines:
                self._out.break_line()

    def data(self, text: str) -> None:
        if self._stack and self._stack[-1].collects:
            if self._stack[-1].collects != "code":
                self._collected.append(text)
            return
        if self._open_links and (link := self._open_links[-1]).length < MAX_LINK_TEXT:
            link.words.append(text[:MAX_LINK_TEXT])
            link.length += len(text)
        place = Place.TEXT if len(self._owned) == 1 else Place.HIDDEN
        if not self._preserved:
            self._out.flow(text, place, self._path, not self._unseen)
            return
        for number, line in enumerate(text.splitlines() if text.strip("\r\n") else ("", "")):
            if number:
                self._out.break_line()
            self._out.flow(line, place, self._path, not self._unseen)
        if text.endswith(("\n", "\r")):
            self._out.break_line()

    def comment(self, text: str) -> None:
        self._out.queue(collapsed(text), Place.COMMENT, self._path())

    def pi(self, target: str, text: str | None = None) -> None:
        self.comment(f"{target} {text or ''}")

    def close(self) -> None:
        while self._stack:
            self.end(self._stack[-1].tag)

    # Elements

    def _count(self, tag: str, step: int) -> None:
        if tag in ("noscript", "noframes"):
            self._unseen += step
        elif tag in markup.PRESERVED:
            self._preserved += step
        elif tag == "svg":
            self._drawings += step

    def _enter(self, frame: _Frame, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "title":
            frame.collects = "title"
        elif tag == "style":
            frame.collects = "code"
        elif tag in ("iframe", "noframes", "noembed"):
            frame.collects = "raw"
        elif tag == "script":
            kind = attributes.get("type", "")
            frame.collects = "data" if markup.is_linked_data(kind) else "code"
            self.has_scripts = self.has_scripts or markup.runs(kind)
        elif tag == "base" and not self._has_base and attributes.get("href"):
            self._has_base = True
            self.base = absolute(self.base, attributes["href"]) or self.base
        elif tag == "input" and attributes.get("type", "").strip().lower() == "password":
            self.has_password_field = True

    def _leave(self, frame: _Frame) -> None:
        if frame.is_link:
            self._close_link()
        if not frame.collects:
            return
        text = "".join(self._collected)
        self._collected.clear()
        if frame.collects == "title":
            self._title(collapsed(text))
        elif frame.collects == "data":
            self._linked_data(text)
        elif frame.collects == "raw":
            self._out.queue(collapsed(text), Place.HIDDEN, self._path())

    def _title(self, text: str) -> None:
        if self._drawings or self.title:
            self._out.queue(text, Place.ATTRIBUTE, self._path())
        else:
            self.title = printable(text)
            self._out.queue(text, Place.TITLE, self._path())

    def _linked_data(self, text: str) -> None:
        path = f"json-ld[{len(self.linked_data)}]"
        try:
            value = parse_json(text.strip())
        except NotJson:
            self._out.queue(collapsed(text), Place.STRUCTURED, path)
            return
        block = TextBuilder()
        written = JsonText(block)
        written.write(value, path)
        self.linked_data.append(value)

        def placed(base: int) -> None:
            written.move(base)
            self.linked_data_text.take(written)

        self.builder.queue_block(block, placed)

    # Attributes

    def _attributes(self, tag: str, attributes: Mapping[str, str]) -> None:
        item = attributes.get("itemprop") or attributes.get("property") or ""
        if tag == "meta" and (name := markup.meta_name(attributes)):
            self._meta(name, attributes.get("content", ""))
        elif item:
            for attribute in ("content", "datetime"):
                if value := attributes.get(attribute):
                    path = f"{self._path()}[{item[:_TAG_LENGTH]}]@{attribute}"
                    self._out.queue(collapsed(value), Place.STRUCTURED, path)
        for name in markup.TEXT_ATTRIBUTES:
            if value := attributes.get(name):
                self._attribute(name, value, Place.ATTRIBUTE)
        if value := attributes.get("value"):
            unseen = tag == "input" and attributes.get("type", "").strip().lower() == "hidden"
            self._attribute("value", value, Place.HIDDEN if unseen else Place.ATTRIBUTE)
        for name, value in attributes.items():
            if name.startswith("data-") and value:
                self._attribute(name, value, Place.ATTRIBUTE)
        self._targets(tag, attributes)

    def _attribute(self, name: str, value: str, place: Place) -> None:
        self._out.queue(collapsed(value), place, f"{self._path()}@{name[:_TAG_LENGTH]}")

    def _meta(self, name: str, content: str) -> None:
        # An address in a meta element proves nothing about what the page says.
        place = Place.LINK if absolute("", content) else Place.META
        self._out.queue(collapsed(content), place, f"{self._path()}[{name[:_TAG_LENGTH]}]@content")

    def _targets(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in ("a", "area", "link"):
            if (target := attributes.get("href")) is not None:
                self._link(tag, target, attributes)
        elif tag in ("script", "iframe", "frame", "embed"):
            url = absolute(self.base, attributes.get("src", ""))
            if url and len(self.loads) < MAX_LINKS:
                self.loads.append(printable(url))
            if url and tag != "script":
                self._target(url, "src")

    def _link(self, tag: str, target: str, attributes: Mapping[str, str]) -> None:
        said = contact(target)
        if said is not None:
            self._out.queue(collapsed(said), Place.LINK, f"{self._path()}@href")
            return
        url = absolute(self.base, target)
        if not url:
            return
        if tag != "link" or markup.names_somebody(attributes.get("rel", "")):
            self._target(url, "href")
        if tag == "area" and len(self.links) < MAX_LINKS:
            self.links.append(Link(printable(url), printable(attributes.get("alt", ""))))
        elif tag == "a" and len(self.links) + len(self._open_links) < MAX_LINKS:
            self._stack[-1].is_link = True
            self._open_links.append(_OpenLink(url, []))

    def _close_link(self) -> None:
        link = self._open_links.pop()
        text = collapsed("".join(link.words))[:MAX_LINK_TEXT]
        self.links.append(Link(printable(link.url), printable(text)))

    def _target(self, url: str, attribute: str) -> None:
        path = f"{self._path()}@{attribute}"
        self._out.queue(url, Place.LINK, path)
        if query := decoded_query(url):
            self._out.queue(collapsed(query), Place.LINK, f"{path}?query")

    # Places

    def _path(self) -> str:
        path = "/".join(frame.tag for frame in self._stack[-_PATH_DEPTH:])
        return path if len(self._stack) <= _PATH_DEPTH else f"…/{path}"

    def _move(self, numbers: list[int], base: int) -> None:
        for number in numbers:
            self.elements.starts[number] += base
            self.elements.ends[number] += base
