"""Pages that many people's checks meet, read once by a process and folded once for all of them.

A page is known by its content: whoever asked for it, the same bytes from the same address are the
same document. What is seen in it is asked of each person's own index: with one index over
everybody, what is one person's would be no stranger's value in another's report any more, and a
result would depend on who else is in the slate. What all have in common (the document, its folded
text, every number, date and address that stands in it) is by far the greater part of the work.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, replace
from hashlib import sha256

from scanner.gather import Reading
from scanner.match import FactIndex, Page
from scanner.model.capture import Capture
from scanner.model.document import Document, Query
from scanner.model.sighting import Matched

MOST_BYTES = 48_000_000
"""Of memory that remembered pages take, as it is estimated: some thousand of usual size."""
_LARGEST = 4_000_000
"""A page that takes more is not remembered: it would drive out all others."""
_OF_A_CHARACTER, _OF_A_PAGE = 24, 5_000
"""Bytes that a document takes: text and folded text, segments, links and whatever was found in it.
The 326 answers of the demonstration web take 3.4 MB (tracemalloc), and as much by this."""

_Key = tuple[bytes, str, str, bool, tuple[Query, ...]]


@dataclass(slots=True)
class _Known:
    document: Document
    bytes: int
    page: Page | None = None


class SharedReading(Reading):
    """A `Reading` for all turns of a process, whose size does not grow with the slate."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._known: OrderedDict[_Key, _Known] = OrderedDict()
        """The one that was met longest ago first."""
        self._by_text: dict[int, _Known] = {}
        """By the identity of a remembered document's text."""
        self._lock = threading.Lock()

    def document(self, answer: Capture, queries: tuple[Query, ...]) -> Document:
        key = (
            sha256(answer.body).digest(),
            answer.final_url,
            answer.header("Content-Type"),
            answer.rendered,
            queries,
        )
        with self._lock:
            known = self._known.get(key)
            if known is not None:
                self._known.move_to_end(key)
                return replace(known.document, probe_id=answer.probe_id)
        document = super().document(answer, queries)
        self._remember(key, document)
        return document

    def matched(self, document: Document, index: FactIndex) -> Matched:
        known = self._by_text.get(id(document.text))
        if known is None or not _is_same(document, known.document):
            return super().matched(document, index)
        if known.page is None:
            known.page = Page(known.document)
        return index.match_page(known.page.again(document))

    def _remember(self, key: _Key, document: Document) -> None:
        size = _OF_A_PAGE + _OF_A_CHARACTER * len(document.text)
        if size > min(_LARGEST, self._most_bytes):
            return
        with self._lock:
            if key in self._known:
                return
            self._known[key] = known = _Known(document, size)
            self._by_text[id(document.text)] = known
            self._bytes += size
            while self._bytes > self._most_bytes:
                _, oldest = self._known.popitem(last=False)
                self._bytes -= oldest.bytes
                if self._by_text.get(id(oldest.document.text)) is oldest:
                    del self._by_text[id(oldest.document.text)]


def _is_same(document: Document, known: Document) -> bool:
    """Whether it is that very reading, and nobody has put something into its text since."""
    return document.text is known.text and document.segments is known.segments
