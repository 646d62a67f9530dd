"""An HTML page as a document: its text, its links, and what a rule's selectors take from it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lxml import etree

from scanner.model.capture import Capture
from scanner.model.document import Document, Place, Query, Segments
from scanner.read.composition import document_of, feed, without_declaration
from scanner.read.html_links import KeptLinks
from scanner.read.html_target import HtmlTarget
from scanner.read.media import Media
from scanner.read.selection import Answered, select_css, select_json

_SHOWN = frozenset({Place.TEXT, Place.TITLE, Place.HIDDEN})


def read_html(capture: Capture, media: Media, text: str, queries: tuple[Query, ...]) -> Document:
    """What a page says, and the results of the queries: css on the page, jmespath on its data."""
    # BeautifulSoup takes an XML declaration for a sign of XML and says so on standard error.
    source = without_declaration(text)
    css = [query for query in queries if query.language == "css"]
    is_located = any(query.located for query in css)
    target = HtmlTarget(capture.final_url, located=is_located)
    events: Any = target  # the stubs ask for methods that are optional
    feed(etree.HTMLParser(target=events, huge_tree=True), source)
    target.close()
    content, segments = target.finish()
    target.elements.tags = target.tags
    if css and not is_located:
        target.elements.max_depth = _depth(target.parents)
    json = [query for query in queries if query.language == "jmespath"]
    by_css = select_css(
        css, source, target.elements, content, _Shown(content, segments), target.page_links.base.url
    )
    by_json = select_json(
        json, target.page_data.linked, target.page_data.linked_text.locate, content
    )
    return document_of(
        capture,
        media.media_type,
        content,
        segments,
        visible_words=target.visible_words,
        links=KeptLinks(target.page_links.kept),
        title=target.title,
        answered=Answered(
            by_css.selected + by_json.selected, by_css.unanswered + by_json.unanswered
        ),
        loads=tuple(target.page_links.loads),
        # What a browser gave was written after they had run.
        has_scripts=target.page_data.has_scripts and not capture.rendered,
        has_password_field=target.has_password_field,
    )


def _depth(parents: Sequence[int]) -> int:
    """Of the deepest element; each is given by its parent's number, -1 for none."""
    depths: list[int] = []
    for parent in parents:
        depths.append(depths[parent] + 1 if parent >= 0 else 1)
    return max(depths, default=0)


class _Shown:
    """The text of an element without what stands in its attributes, links and comments."""

    def __init__(self, text: str, segments: Segments) -> None:
        self._text = text
        self._segments = segments

    def __call__(self, start: int, end: int) -> str:
        spans = self._segments.spans(_SHOWN, start, end)
        pieces = [self._text[max(start, first) : min(end, last)] for first, last in spans]
        return " ".join(" ".join(pieces).split())
