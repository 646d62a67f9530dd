"""XML (feeds, maps, drawings) as text: every text and attribute a line, entities left alone."""

from __future__ import annotations

from collections.abc import Mapping

from scanner.model.document import Place
from scanner.read.text_builder import TextBuilder, collapsed

_PATH_DEPTH = 12


class XmlTarget:
    """Collects the lines of an XML document, with element paths without name spaces."""

    def __init__(self) -> None:
        self.builder = TextBuilder()
        self._stack: list[str] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.builder.break_line()
        self._stack.append(_local(tag))
        for name, value in attributes.items():
            self.builder.line(collapsed(value), Place.ATTRIBUTE, f"{self._path()}@{_local(name)}")

    def end(self, tag: str) -> None:
        self.builder.break_line()
        if self._stack:
            self._stack.pop()

    def data(self, text: str) -> None:
        self.builder.flow(text, Place.TEXT, self._path)

    def comment(self, text: str) -> None:
        self.builder.queue(collapsed(text), Place.COMMENT, self._path())

    def close(self) -> None:
        self.builder.break_line()

    def _path(self) -> str:
        path = "/".join(self._stack[-_PATH_DEPTH:])
        return path if len(self._stack) <= _PATH_DEPTH else f"…/{path}"


def _local(tag: str) -> str:
    return tag.rpartition("}")[2][:40]
