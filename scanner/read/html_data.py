"""What the script elements of a page hold: linked data, a page's own data, strings of code."""

from __future__ import annotations

from typing import Any

from scanner.model.document import Place
from scanner.read import markup
from scanner.read.html_lines import PageLines
from scanner.read.html_scripts import MAX_DATA, MAX_LEAVES, assigned_data, leaves, literals
from scanner.read.json_text import JsonText, NotJson, parse_json
from scanner.read.text_builder import TextBuilder, folded


class PageData:
    """Collects the data of the page whose lines it is given."""

    __slots__ = ("_data_read", "_leaves_read", "_lines", "has_scripts", "linked", "linked_text")

    def __init__(self, lines: PageLines) -> None:
        self.linked: list[Any] = []
        """The values of the page's linked data (JSON-LD), in order."""
        self.linked_text = JsonText(TextBuilder())
        """Where their parts stand, once the lines are finished."""
        self.has_scripts = False
        self._lines = lines
        self._data_read = 0
        self._leaves_read = 0

    def take(self, kind: str, text: str) -> None:
        """Reads the content of a script element of the type `kind`."""
        if not text or text.isspace():
            return
        if markup.is_linked_data(kind):
            self._linked_data(text)
        elif markup.is_data(kind):
            self._page_data(text)
        elif markup.runs(kind):
            self._code(text)

    def _linked_data(self, text: str) -> None:
        path = f"json-ld[{len(self.linked)}]"
        try:
            value = parse_json(text.strip())
        except NotJson:
            self._lines.say((folded(text), Place.STRUCTURED, -1, path))
            return
        block = TextBuilder()
        written = JsonText(block)
        written.write(value, path)
        self.linked.append(value)
        content, segments = block.finish()
        for segment in segments:
            line = content[segment.start : segment.end]
            self._lines.say((line, Place.STRUCTURED, -1, segment.path))

        def placed(base: int) -> None:
            written.move(base)
            self.linked_text.take(written)

        self._lines.mark_back(placed, len(content))

    def _page_data(self, text: str) -> None:
        if len(text) > MAX_DATA:
            return
        try:
            self._state(parse_json(text.strip()))
        except NotJson:
            self._code(text)

    def _state(self, value: Any) -> None:
        """Data that a page's own scripts work with."""
        root = f"data[{self._data_read}]"
        self._data_read += 1
        for text, path in leaves(value, root):
            if self._leaves_read >= MAX_LEAVES:
                return
            self._leaves_read += 1
            if line := folded(text):
                self._lines.say((line, Place.STRUCTURED, -1, path))

    def _code(self, code: str) -> None:
        for value in assigned_data(code):
            self._state(value)
        for text in dict.fromkeys(literals(code)):
            self._lines.say_here(text, Place.HIDDEN)
