"""From a capture to a document: chooses the way of reading by the kind of content."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from scanner.model.capture import Capture
from scanner.model.document import Document, Place, Query
from scanner.read.cards import read_cards
from scanner.read.charset import decode
from scanner.read.composition import document_of, feed, without_declaration
from scanner.read.content import Content, NotRead
from scanner.read.html_page import read_html
from scanner.read.json_text import JsonText, NotJson, parse_json
from scanner.read.mail import read_mail
from scanner.read.media import Kind, Media, byte_order_mark, media_of
from scanner.read.office import read_office
from scanner.read.pdf import read_pdf
from scanner.read.picture import read_picture
from scanner.read.selection import select_json
from scanner.read.table import read_table
from scanner.read.text_builder import TextBuilder
from scanner.read.xml_target import XmlTarget

_FILES: dict[Kind, Callable[[bytes], Content]] = {
    Kind.PDF: read_pdf,
    Kind.PICTURE: read_picture,
    Kind.WORD: lambda body: read_office(body, "word"),
    Kind.EXCEL: lambda body: read_office(body, "excel"),
    Kind.POWERPOINT: lambda body: read_office(body, "powerpoint"),
    Kind.OPENDOCUMENT: lambda body: read_office(body, "opendocument"),
}
"""Files that are no text: how each is read."""


def read(capture: Capture, queries: tuple[Query, ...] = ()) -> Document:
    """The readable content of a capture, and the results of the queries. Never raises.

    Read are HTML and XHTML, JSON, XML, plain text and tables, address cards, messages, PDFs, Office
    files, and the notes in pictures; anything else gives a document without text whose `not_read`
    says what it is. What a failed exchange left behind is read as far as it goes.
    """
    media = media_of(capture.body, capture.header("Content-Type"), _name(capture.final_url))
    return _read_as(capture, media, tuple(dict.fromkeys(queries)))


def _read_as(capture: Capture, media: Media, wanted: tuple[Query, ...]) -> Document:
    if media.kind is Kind.UNREAD:
        return _unread(capture, media, wanted, f"{media.called}: not read by this version")
    if media.kind in _FILES:
        return _read_file(capture, media, wanted, _FILES[media.kind])
    if media.kind is Kind.MAIL:
        return _read_file(capture, media, wanted, lambda body: _read_mail(capture, body))
    is_markup = media.kind in (Kind.HTML, Kind.XML)
    body = byte_order_mark(capture.body) + capture.body
    text = decode(body, capture.header("Content-Type"), is_markup)
    return _read_decoded(capture, media, text, wanted)


def _read_decoded(
    capture: Capture, media: Media, text: str, queries: tuple[Query, ...]
) -> Document:
    # Some servers label their JSON as HTML or plain text; a page never begins like that.
    if media.kind is Kind.JSON or (
        media.kind is not Kind.JSON_LINES and text.lstrip()[:1] in ("{", "[")
    ):
        try:
            return _read_json(capture, media, text, queries)
        except NotJson:
            if media.kind is Kind.JSON:
                media = Media("text/plain", Kind.TEXT)
    if media.kind is Kind.HTML:
        return read_html(capture, media, text, queries)
    if media.kind is Kind.XML:
        return _read_xml(capture, media, text)
    if media.kind is Kind.JSON_LINES:
        return _read_json_lines(capture, media, text)
    if media.kind is Kind.CARDS:
        return _of_content(capture, media, read_cards(text))
    if media.kind is Kind.TABLE:
        try:
            return _of_content(capture, media, read_table(text))
        except NotRead:
            return _read_text(capture, media, text)
    return _read_text(capture, media, text)


def _name(url: str) -> str:
    """The last step of an address, which may end like a file's name."""
    try:
        return urlsplit(url).path.rpartition("/")[2]
    except ValueError:
        return ""


def _unread(capture: Capture, media: Media, queries: tuple[Query, ...], why: str) -> Document:
    return Document(
        probe_id=capture.probe_id,
        url=capture.final_url,
        media_type=media.media_type,
        text="",
        unanswered=queries,
        not_read=why,
    )


def _read_file(
    capture: Capture,
    media: Media,
    queries: tuple[Query, ...],
    reading: Callable[[bytes], Content],
) -> Document:
    try:
        content = reading(capture.body)
    except NotRead as error:
        return _unread(capture, media, queries, str(error))
    except Exception:  # Three libraries stand behind this, and none promises what it raises.
        return _unread(capture, media, queries, f"{media.called}: it is damaged and was not read")
    return _of_content(capture, media, content)


def _of_content(capture: Capture, media: Media, content: Content) -> Document:
    return document_of(
        capture,
        media.media_type,
        content.text,
        content.segments,
        visible_words=content.words,
        title=content.title,
        links=content.links,
        partly_read=content.partly,
    )


def _read_mail(capture: Capture, body: bytes) -> Content:
    def part(part_body: bytes, content_type: str, name: str) -> Document:
        url = name if name[:8].lower().startswith(("http://", "https://")) else capture.final_url
        media = media_of(part_body, content_type, name)
        if media.kind is Kind.MAIL:
            media = Media(media.media_type, Kind.TEXT)
        hops = capture.hops[-1:]
        typed = (("Content-Type", content_type),)
        hops = tuple(replace(hop, url=url, headers=typed) for hop in hops)
        return _read_as(replace(capture, body=part_body, hops=hops), media, ())

    return read_mail(body, part)


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


def _read_json_lines(capture: Capture, media: Media, text: str) -> Document:
    builder = TextBuilder()
    written = JsonText(builder, Place.RECORD)
    for number, line in enumerate(text.splitlines(), start=1):
        try:
            written.write(parse_json(line), f"line {number}")
        except NotJson:
            builder.line(line.strip(), Place.TEXT, f"line {number}")
    content, segments = builder.finish()
    return document_of(capture, media.media_type, content, segments, visible_words=written.words)


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
