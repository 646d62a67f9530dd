"""From a capture to a document: chooses the way of reading by the kind of content."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Any

from lxml import etree

from scanner.model.capture import Capture
from scanner.model.document import Document, Place, Query, Segment
from scanner.read.charset import decode
from scanner.read.html_target import HtmlTarget
from scanner.read.json_text import JsonText, NotJson, parse_json
from scanner.read.media import Kind, Media, media_of
from scanner.read.selection import Answered, select_css, select_json
from scanner.read.text_builder import TextBuilder
from scanner.read.xml_target import XmlTarget

_SHOWN = frozenset({Place.TEXT, Place.TITLE, Place.HIDDEN})
_XML_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,200}\?>")


def read(capture: Capture, queries: tuple[Query, ...] = ()) -> Document:
    """The readable content of a capture, and the results of the queries. Never raises.

    HTML and XHTML, JSON, XML and plain text are read; anything else gives a document without text
    whose `not_read` says what it is. What a failed exchange left behind is read as far as it goes.
    """
    media = media_of(capture.body, capture.header("Content-Type"))
    wanted = tuple(dict.fromkeys(queries))
    if media.kind is Kind.UNREAD:
        return Document(
            probe_id=capture.probe_id,
            url=capture.final_url,
            media_type=media.media_type,
            text="",
            unanswered=wanted,
            not_read=f"{media.called}: not read by this version",
        )
    is_markup = media.kind in (Kind.HTML, Kind.XML)
    text = decode(capture.body, capture.header("Content-Type"), is_markup)
    # Some servers label their JSON as HTML or plain text; a page never begins like that.
    if media.kind is Kind.JSON or text.lstrip()[:1] in ("{", "["):
        try:
            return _read_json(capture, media, text, wanted)
        except NotJson:
            if media.kind is Kind.JSON:
                media = Media("text/plain", Kind.TEXT)
    if media.kind is Kind.HTML:
        return _read_html(capture, media, text, wanted)
    if media.kind is Kind.XML:
        return _read_xml(capture, media, text)
    return _read_text(capture, media, text)


def _read_html(capture: Capture, media: Media, text: str, queries: tuple[Query, ...]) -> Document:
    # BeautifulSoup takes an XML declaration for a sign of XML and says so on standard error.
    source = _without_declaration(text)
    target = HtmlTarget(capture.final_url)
    events: Any = target  # the stubs ask for methods that are optional
    _feed(etree.HTMLParser(target=events, huge_tree=True), source)
    target.close()
    content, segments = target.builder.finish()
    css = [query for query in queries if query.language == "css"]
    json = [query for query in queries if query.language == "jmespath"]
    by_css = select_css(
        css, source, target.elements, content, _Shown(content, segments), target.base
    )
    by_json = select_json(json, target.linked_data, target.linked_data_text.locate, content)
    return _document(
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


def _read_json(capture: Capture, media: Media, text: str, queries: tuple[Query, ...]) -> Document:
    data = parse_json(text)
    builder = TextBuilder()
    written = JsonText(builder, Place.RECORD)
    written.write(data)
    content, segments = builder.finish()
    media_type = media.media_type if media.kind is Kind.JSON else "application/json"
    asked = [query for query in queries if query.language == "jmespath"]
    answered = select_json(asked, data, written.locate, content)
    return _document(
        capture, media_type, content, segments, visible_words=written.words, answered=answered
    )


def _read_xml(capture: Capture, media: Media, text: str) -> Document:
    target = XmlTarget()
    events: Any = target  # the stubs ask for methods that are optional
    parser = etree.XMLParser(
        target=events,
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        recover=True,
        huge_tree=False,
    )
    _feed(parser, _without_declaration(text).encode("utf-8", "replace"))
    content, segments = target.builder.finish()
    if not content:
        return _read_text(capture, media, text)
    words = target.builder.visible_words
    return _document(capture, media.media_type, content, segments, visible_words=words)


def _read_text(capture: Capture, media: Media, text: str) -> Document:
    builder = TextBuilder()
    for number, line in enumerate(text.splitlines(), start=1):
        builder.line(line.rstrip(), Place.TEXT, f"line {number}")
    content, segments = builder.finish()
    words = len(content.split())
    return _document(capture, media.media_type, content, segments, visible_words=words)


def _without_declaration(text: str) -> str:
    # Matched, never searched: a search would try the white space anew from each of its characters.
    declaration = _XML_DECLARATION.match(text)
    return text[declaration.end() :] if declaration else text


def _feed(parser: Any, source: str | bytes) -> None:
    """Feeds a whole page; what the target got before a parser gave up is kept."""
    try:
        parser.feed(source)
        parser.close()
    except (etree.LxmlError, ValueError, AssertionError):
        return


def _document(
    capture: Capture,
    media_type: str,
    text: str,
    segments: tuple[Segment, ...],
    *,
    visible_words: int,
    answered: Answered = Answered(),  # noqa: B008  frozen
    **rest: object,
) -> Document:
    return Document(
        probe_id=capture.probe_id,
        url=capture.final_url,
        media_type=media_type,
        text=text,
        segments=segments,
        visible_words=visible_words,
        selected=answered.selected,
        unanswered=answered.unanswered,
        **rest,  # type: ignore[arg-type]
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
