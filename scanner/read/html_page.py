"""An HTML page as a document: its text, its links, and what a rule's selectors take from it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Any

from lxml import etree

from scanner.model.capture import Capture
from scanner.model.document import Document, Place, Query, Segment
from scanner.read.composition import document_of, feed, without_declaration
from scanner.read.html_target import HtmlTarget
from scanner.read.media import Media
from scanner.read.selection import Answered, select_css, select_json

_SHOWN = frozenset({Place.TEXT, Place.TITLE, Place.HIDDEN})


def read_html(capture: Capture, media: Media, text: str, queries: tuple[Query, ...]) -> Document:
    """What a page says, and the results of the queries: css on the page, jmespath on its data."""
    # BeautifulSoup takes an XML declaration for a sign of XML and says so on standard error.
    source = without_declaration(text)
    target = HtmlTarget(capture.final_url)
    events: Any = target  # the stubs ask for methods that are optional
    feed(etree.HTMLParser(target=events, huge_tree=True), source)
    target.close()
    content, segments = target.builder.finish()
    css = [query for query in queries if query.language == "css"]
    json = [query for query in queries if query.language == "jmespath"]
    by_css = select_css(
        css, source, target.elements, content, _Shown(content, segments), target.base
    )
    by_json = select_json(json, target.linked_data, target.linked_data_text.locate, content)
    return document_of(
        capture,
        media.media_type,
        content,
        segments,
        visible_words=target.builder.visible_words,
        links=tuple(target.links),
        title=target.title,
        answered=Answered(
            by_css.selected + by_json.selected, by_css.unanswered + by_json.unanswered
        ),
        loads=tuple(target.loads),
        has_scripts=target.has_scripts,
        has_password_field=target.has_password_field,
    )


class _Shown:
    """The text of an element without what stands in its attributes, links and comments."""

    def __init__(self, text: str, segments: Sequence[Segment]) -> None:
        self._text = text
        self._segments = segments
        self._ends = [segment.end for segment in segments]

    def __call__(self, start: int, end: int) -> str:
        pieces: list[str] = []
        for index in range(bisect_left(self._ends, start + 1), len(self._segments)):
            segment = self._segments[index]
            if segment.start >= end:
                break
            if segment.place in _SHOWN:
                pieces.append(self._text[max(start, segment.start) : min(end, segment.end)])
        return " ".join(" ".join(pieces).split())
