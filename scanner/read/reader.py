"""From a capture to a document: chooses the way of reading by the kind of content."""

from __future__ import annotations

from typing import Any

from lxml import etree

from scanner.model.capture import Capture
from scanner.model.document import Document, Place, Query
from scanner.read.charset import decode
from scanner.read.composition import document_of, feed, without_declaration
from scanner.read.html_page import read_html
from scanner.read.json_text import JsonText, NotJson, parse_json
from scanner.read.media import Kind, Media, media_of
from scanner.read.selection import select_json
from scanner.read.text_builder import TextBuilder
from scanner.read.xml_target import XmlTarget


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
        return read_html(capture, media, text, wanted)
    if media.kind is Kind.XML:
        return _read_xml(capture, media, text)
    return _read_text(capture, media, text)


def _read_json(capture: Capture, media: Media, text: str, queries: tuple[Query, ...]) -> Document:
    data = parse_json(text)
    builder = TextBuilder()
    written = JsonText(builder, Place.RECORD)
    written.write(data)
    content, segments = builder.finish()
    media_type = media.media_type if media.kind is Kind.JSON else "application/json"
    asked = [query for query in queries if query.language == "jmespath"]
    answered = select_json(asked, data, written.locate, content)
    return document_of(
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
    feed(parser, without_declaration(text).encode("utf-8", "replace"))
    content, segments = target.builder.finish()
    if not content:
        return _read_text(capture, media, text)
    words = target.builder.visible_words
    return document_of(capture, media.media_type, content, segments, visible_words=words)


def _read_text(capture: Capture, media: Media, text: str) -> Document:
    builder = TextBuilder()
    for number, line in enumerate(text.splitlines(), start=1):
        builder.line(line.rstrip(), Place.TEXT, f"line {number}")
    content, segments = builder.finish()
    words = len(content.split())
    return document_of(capture, media.media_type, content, segments, visible_words=words)
