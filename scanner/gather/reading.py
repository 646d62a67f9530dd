"""How an answer becomes a document, and what of one person is seen in it."""

from __future__ import annotations

from scanner.match import FactIndex
from scanner.model.capture import Capture
from scanner.model.document import Document, Query
from scanner.model.sighting import Matched
from scanner.read import read


class Reading:
    """Reads every answer by itself. Who has many people to look for may remember what was read."""

    def document(self, answer: Capture, queries: tuple[Query, ...]) -> Document:
        """The readable content of an answer, and the results of the queries."""
        return read(answer, queries)

    def matched(self, document: Document, index: FactIndex) -> Matched:
        """What the index sees in a document that this has read."""
        return index.match(document)
