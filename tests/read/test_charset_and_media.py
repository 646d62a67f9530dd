"""Which encoding and which way of reading a body gets."""

from __future__ import annotations

import codecs
import time
from collections.abc import Callable

import pytest

from scanner.model.document import Document, Place

Reading = Callable[..., Document]

CAFE = "<p>Café “Zoë” 5 €</p>"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (CAFE.encode(), "text/html; charset=utf-8"),
        (CAFE.encode(), "text/html"),
        (CAFE.encode("cp1252"), "text/html; charset=ISO-8859-1"),
        (CAFE.encode("cp1252"), 'text/html; charset="windows-1252"'),
        (CAFE.encode("cp1252"), "text/html"),
        (b"<meta charset=windows-1252>" + CAFE.encode("cp1252"), "text/html"),
        (
            b'<meta http-equiv=Content-Type content="text/html; charset=latin1">'
            + CAFE.encode("cp1252"),
            "text/html",
        ),
        (b"<meta charset=windows-1252>" + CAFE.encode(), "text/html; charset=utf-8"),
        (codecs.BOM_UTF8 + CAFE.encode(), "text/html; charset=windows-1252"),
        (codecs.BOM_UTF16_LE + CAFE.encode("utf-16-le"), "text/html"),
        (codecs.BOM_UTF16_BE + CAFE.encode("utf-16-be"), "text/html; charset=utf-8"),
        (b"<meta charset=utf-16>" + CAFE.encode(), "text/html"),
        (b"<meta charset=unicode_escape>" + CAFE.encode(), "text/html"),
        (CAFE.encode(), "text/html; charset=utf-7"),
        (CAFE.encode(), "text/html; charset=no-such"),
        (b'<?xml version="1.0" encoding="windows-1252"?>' + CAFE.encode("cp1252"), "text/html"),
    ],
)
def test_charset(reading: Reading, body: bytes, content_type: str) -> None:
    assert reading(body, content_type).text == "Café “Zoë” 5 €"


@pytest.mark.parametrize(
    ("body", "content_type", "why"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/msword", "an Office document"),
        (b"{\\rtf1 Jane", "application/rtf", "an RTF document"),
        (b"PK\x03\x04...", "application/octet-stream", "an archive, damaged or cut off"),
        (b"PK\x05\x06" + bytes(18), "application/zip", "an archive"),
        (b"\x1f\x8b\x08", "application/gzip", "an archive"),
        (b"7z\xbc\xaf\x27\x1c", "", "an archive"),
        (b"\x00\x00\x00\x20ftypisom", "video/mp4", "a film or a recording"),
        (b"ID3\x04", "", "a recording"),
        (b"wOF2", "font/woff2", "a font"),
        (b"SQLite format 3\x00", "", "a database"),
        (b"\x00\x01\x02", "application/octet-stream", "a file of unknown type"),
        (b"p { }", "text/css", "a style sheet"),
        (b"var a = 1", "text/javascript", "a script"),
        (b"x", "audio/mpeg", "a recording"),
    ],
)
def test_what_is_not_read_says_what_it_is(
    reading: Reading, body: bytes, content_type: str, why: str
) -> None:
    document = reading(body, content_type)

    assert document.not_read.startswith(why)
    assert document.not_read.endswith(": not read by this version")
    assert document.text == ""


@pytest.mark.parametrize(
    ("body", "content_type", "why"),
    [
        (b"%PDF-1.7 ...", "application/pdf", "a PDF: it is damaged and could not be opened"),
        (b"%PDF-1.7 ...", "text/html", "a PDF: it is damaged and could not be opened"),
        (b"\xff\xd8\xff...", "", "a picture: it is damaged and could not be opened"),
        (b"not a picture", "image/webp", "a picture: it is damaged and could not be opened"),
    ],
)
def test_what_is_damaged_says_so(
    reading: Reading, body: bytes, content_type: str, why: str
) -> None:
    assert reading(body, content_type).not_read == why


@pytest.mark.parametrize(
    ("body", "content_type", "read_as"),
    [
        ('{"a": 1}', "application/json", "application/json"),
        ('{"a": 1}', "application/activity+json", "application/activity+json"),
        (' [{"a": 1}]', "text/html; charset=utf-8", "application/json"),
        ('{"a": 1}', "", "application/json"),
        ('{"a": 1}', "text/javascript; charset=utf-8", "application/json"),
        ("{broken", "application/json", "text/plain"),
        ("<!doctype html><p>x", "", "text/html"),
        ("<p>x", "application/xhtml+xml", "application/xhtml+xml"),
        ("a,b\n1,2", "text/csv", "text/csv"),
        ("hello", "", "text/plain"),
        ("<rss><a>x</a></rss>", "application/rss+xml", "application/rss+xml"),
    ],
)
def test_media_type(reading: Reading, body: str, content_type: str, read_as: str) -> None:
    document = reading(body, content_type)

    assert document.media_type == read_as
    assert document.not_read == ""
    assert document.text != ""


def test_plain_text_keeps_its_lines(reading: Reading) -> None:
    document = reading("Jane Marlow\r\n\r\n14 Bramble Road\n", "text/plain")

    assert document.text == "Jane Marlow\n14 Bramble Road"
    assert [segment.path for segment in document.segments] == ["line 1", "line 3"]
    assert document.visible_words == 5


def test_xml_is_text_with_attributes(reading: Reading) -> None:
    document = reading(
        '<?xml version="1.0"?><feed xmlns="http://a.example/"><entry who="Jane">14 '
        "<b>Bramble</b></entry></feed>",
        "application/atom+xml",
    )

    assert [(s.place, document.text[s.start : s.end]) for s in document.segments] == [
        (Place.ATTRIBUTE, "Jane"),
        (Place.TEXT, "14"),
        (Place.TEXT, "Bramble"),
    ]


def test_xml_reads_no_file_and_is_no_bomb(reading: Reading) -> None:
    bomb = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    started = time.perf_counter()
    document = reading(
        f'<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/passwd"><!ENTITY l0 "lol">{bomb}]>'
        "<a><b>&f;</b><c>&l11;</c></a>",
        "text/xml",
    )

    assert "root:" not in document.text
    assert len(document.text) < 1_000_000
    assert time.perf_counter() - started < 5
