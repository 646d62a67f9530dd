"""The parser target: start, text and end events of an HTML page, turned into lines of text.

No tree is built, so neither depth nor size of a hostile page costs more than its length. `start`
and `end` run for every tag of every page: they do as little as can be for an ordinary one, and
leave the rest to elements and attributes that are known to mean something.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from lxml import etree

from scanner.model.document import Place
from scanner.read import markup
from scanner.read.composition import feed
from scanner.read.html_attributes import MEANINGS, meaning, said_by
from scanner.read.html_data import PageData
from scanner.read.html_lines import PageLines
from scanner.read.html_links import PageLinks
from scanner.read.html_paths import path_of
from scanner.read.links import unprotected
from scanner.read.markup import ASKS, BLOCK, CLOSES, FLAGS, HIDES, LEAVES, SAYS, STYLED, UNSHOWN
from scanner.read.selection import Elements
from scanner.read.text_builder import folded, printable

_meant = MEANINGS.get
_flags_of = FLAGS.get


class HtmlTarget(PageLines):
    """Collects a page. After `close`, `finish()` gives its text."""

    __slots__ = (
        *("data", "page_links", "page_data", "elements", "title", "has_password_field"),
        *("_located", "_depth", "_flags", "_closers", "_drawings", "_is_reversing"),
        "_link_ended",
    )

    def __init__(self, url: str, *, located: bool = False, depth: int = 0) -> None:
        """`located`: remember where each element stands; `depth`: of pages within the page."""
        super().__init__()
        self.data = self.chunks.append
        """Text of the page: taken without running any Python code."""
        self.page_links = PageLinks(self, url)
        self.page_data = PageData(self)
        self.elements = Elements()
        self.title = ""
        self.has_password_field = False
        self._located = located
        self._depth = depth
        self._flags: list[int] = []
        self._closers: list[list[Callable[[], None]]] = []
        self._drawings = 0
        self._is_reversing = False
        self._link_ended = -1
        """Chunks when the last link ended."""

    # Events of the parser

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if attributes:
            if len(attributes) > self.elements.max_attributes:
                self.elements.max_attributes = len(attributes)
            # Most elements of a page have the attributes of another one.
            flags, says = _meant((tag, *attributes)) or meaning(tag, attributes)
            if flags & STYLED:
                flags = markup.styled(tag, flags, attributes["style"])
        else:
            flags, says = _flags_of(tag, 0), ()
        if flags & BLOCK and (pieces := len(self.chunks)) != self.broken:
            self.broken = pieces
            self.breaks.append(pieces)
            self.elements_at.append(self.here)
        self.parents.append(self.here)
        self.here = len(self.tags)
        self.tags.append(tag)
        self._flags.append(flags & BLOCK)
        if flags > BLOCK:
            self._enter(tag, attributes, flags)
        elif self._located:
            self._locate_start()
        for name, ending in says:
            self.say_here(attributes[name], Place.ATTRIBUTE, ending)

    def end(self, tag: str) -> None:
        if self.here < 0:
            return
        flags = self._flags.pop()
        if flags > BLOCK:
            self._leave(flags)
        elif flags and (pieces := len(self.chunks)) != self.broken:
            self.broken = pieces
            self.breaks.append(pieces)
            self.elements_at.append(self.here)
        if self._located and not flags & HIDES:
            self._locate_end()
        self.here = self.parents[self.here]

    def comment(self, text: str) -> None:
        if self._depth or "<" not in text or text.startswith("[if") or ">" not in text:
            self.say_here(text, Place.COMMENT)
        else:
            self._page_within(text, "", Place.COMMENT)

    def pi(self, target: str, text: str | None = None) -> None:
        self.comment(f"{target} {text or ''}")

    def close(self) -> None:
        while self.here >= 0:
            self.end(self.tags[self.here])

    # Elements

    def _enter(self, tag: str, attributes: Mapping[str, str], flags: int) -> None:
        """The start of an element that means something, or whose attributes say something."""
        if flags & (SAYS | UNSHOWN) and not self.is_hidden and markup.hides(tag, attributes):
            self._hide()
        if self._located:
            self._locate_start()
        if flags & ASKS:
            _BEGINNINGS[tag](self, attributes)
        if flags & SAYS:
            if "itemprop" in attributes and tag not in ("meta", "link"):
                self._part_values()
            for value, place, ending in said_by(tag, attributes):
                self.say_here(value, place, ending)
            if (code := attributes.get("data-cfemail")) and (address := unprotected(code)):
                self._replace_text(address)
            if markup.is_reversed(attributes):
                self._reverse_text()

    def _part_values(self) -> None:
        """Two values of microdata, or two links, are apart, though only a style may show it."""
        if self.chunks and self.chunks[-1][-1:].isalnum():
            self.data(" ")

    def _leave(self, flags: int) -> None:
        if flags & LEAVES:
            self.page_links.leave()
            self._end_link()
        if not flags & CLOSES:
            if flags & BLOCK:
                self.end_line()
            return
        closers = self._closers.pop()
        # What hides an element is undone last.
        for close in reversed(closers[1:] if flags & HIDES else closers):
            close()
        if flags & BLOCK:
            self.end_line()
        if flags & HIDES:
            if self._located:
                self._locate_end()
            closers[0]()

    def _when_it_ends(self, close: Callable[[], None]) -> None:
        if not self._flags[-1] & CLOSES:
            self._flags[-1] |= CLOSES
            self._closers.append([])
        self._closers[-1].append(close)

    def _hide(self) -> None:
        self.hide()
        self._flags[-1] |= HIDES
        self._when_it_ends(self.unhide)

    def _preserved(self, attributes: Mapping[str, str]) -> None:
        if not self.is_preserved:
            self.begin_part(preserved=True)
            self._when_it_ends(self.end_part)

    def _noscript(self, attributes: Mapping[str, str]) -> None:
        if self.unseen:
            return
        self.begin_part()
        self.unseen = 1

        def close() -> None:
            self.end_part()
            self.unseen = 0

        self._when_it_ends(close)

    def _svg(self, attributes: Mapping[str, str]) -> None:
        self._drawings += 1

        def close() -> None:
            self._drawings -= 1

        self._when_it_ends(close)

    def _title(self, attributes: Mapping[str, str]) -> None:
        begins = len(self.chunks)

        def close() -> None:
            text = folded(self.take_since(begins))
            if self._drawings or self.title:
                self.say_here(text, Place.ATTRIBUTE)
            else:
                self.title = printable(text)
                self.say_here(text, Place.TITLE)

        self._when_it_ends(close)

    def _style(self, attributes: Mapping[str, str]) -> None:
        begins = len(self.chunks)

        def close() -> None:
            self.take_since(begins)

        self._when_it_ends(close)

    def _input(self, attributes: Mapping[str, str]) -> None:
        if attributes.get("type", "").strip().lower() == "password":
            self.has_password_field = True

    # Scripts and data

    def _script(self, attributes: Mapping[str, str]) -> None:
        self.page_links.load("script", attributes)
        kind = attributes.get("type", "")
        self.page_data.has_scripts |= markup.runs(kind)
        begins = len(self.chunks)

        def close() -> None:
            self.page_data.take(kind, self.take_since(begins))

        self._when_it_ends(close)

    # Pages within the page

    def _iframe(self, attributes: Mapping[str, str]) -> None:
        self.page_links.load("iframe", attributes)
        if (source := attributes.get("srcdoc")) and not self._depth:
            self._page_within(source, "@srcdoc", None)

    def _page_within(self, source: str, ending: str, place: Place | None) -> None:
        """Reads markup that stands in an attribute or a comment; `place` None: as itself."""
        inner = HtmlTarget(self.page_links.base.url, depth=1)
        events: Any = inner  # the stubs ask for methods that are optional
        feed(etree.HTMLParser(target=events, huge_tree=True), source)
        inner.close()
        path = path_of(self.here, self.tags, self.parents) + ending
        for text, its_place, _, _ in inner.take():
            self.say((text, place or its_place, -1, path))
        if place is None:
            self.visible_words += inner.visible_words
            self.page_links.take(inner.page_links)

    # Text that a browser shows otherwise than the source has it

    def _replace_text(self, address: str) -> None:
        """Puts a protected e-mail address where the page says "[email protected]"."""
        begins = len(self.chunks)

        def close() -> None:
            own = self.text_since(begins).strip()
            is_stand_in = not own or ("email" in own and "protected" in own and len(own) < 40)
            if not is_stand_in or not self.replace_since(begins, address):
                self.say_here(address, Place.LINK, "@data-cfemail")

        self._when_it_ends(close)

    def _bdo(self, attributes: Mapping[str, str]) -> None:
        if attributes.get("dir", "").strip().lower() == "rtl":
            self._reverse_text()

    def _reverse_text(self) -> None:
        if self._is_reversing:
            return
        self._is_reversing = True
        begins = len(self.chunks)

        def close() -> None:
            self._is_reversing = False
            self.replace_since(begins, "".join(self.chunks[begins:])[::-1])

        self._when_it_ends(close)

    # Links

    def _a(self, attributes: Mapping[str, str]) -> None:
        if self._link_ended == len(self.chunks):
            self._part_values()
        if self.page_links.enter("a", attributes):
            self._flags[-1] |= LEAVES
        else:
            self._when_it_ends(self._end_link)

    def _end_link(self) -> None:
        self._link_ended = len(self.chunks)

    def _area(self, attributes: Mapping[str, str]) -> None:
        self.page_links.enter("area", attributes)

    def _link(self, attributes: Mapping[str, str]) -> None:
        self.page_links.enter("link", attributes)

    def _base(self, attributes: Mapping[str, str]) -> None:
        self.page_links.set_base(attributes)

    def _frame(self, attributes: Mapping[str, str]) -> None:
        self.page_links.load("frame", attributes)

    def _form(self, attributes: Mapping[str, str]) -> None:
        self.page_links.send(attributes)

    # Places of elements

    def _locate_start(self) -> None:
        number, elements = self.here, self.elements
        elements.starts.append(0)
        elements.ends.append(0)
        elements.max_depth = max(elements.max_depth, len(self._flags))

        def placed(offset: int) -> None:
            elements.starts[number] = offset

        self.mark(placed)

    def _locate_end(self) -> None:
        number, ends = self.here, self.elements.ends

        def placed(offset: int) -> None:
            ends[number] = offset

        self.mark(placed)


_BEGINNINGS: dict[str, Callable[[HtmlTarget, Mapping[str, str]], None]] = {
    **dict.fromkeys(markup.PRESERVED, HtmlTarget._preserved),
    "a": HtmlTarget._a,
    "area": HtmlTarget._area,
    "link": HtmlTarget._link,
    "base": HtmlTarget._base,
    "form": HtmlTarget._form,
    "input": HtmlTarget._input,
    "script": HtmlTarget._script,
    "style": HtmlTarget._style,
    "title": HtmlTarget._title,
    "svg": HtmlTarget._svg,
    "bdo": HtmlTarget._bdo,
    "noscript": HtmlTarget._noscript,
    "noframes": HtmlTarget._noscript,
    "iframe": HtmlTarget._iframe,
    "frame": HtmlTarget._frame,
    "embed": HtmlTarget._frame,
}
"""What elements mean beyond their text. Attributes are read after it."""
