"""Whatever bytes come under whatever name: reading raises nothing, and its map is true."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scanner.model.capture import Capture, Hop
from scanner.model.document import Document
from scanner.read import read, reader
from scanner.read.content import NotRead
from scanner.read.media import Kind, media_of
from scanner.read.media_types import BY_EXTENSION, MAGIC
from tests.read.made_files import paragraph, pdf, picture, taken_at_home, word, zipped

_EXIF = taken_at_home()
GOOD = {
    "pdf": pdf("Jane Marlow\n14 Bramble Road", "page", title="x"),
    "jpeg": picture("JPEG", exif=_EXIF),
    "png": picture("PNG", exif=_EXIF),
    "webp": picture("WEBP", exif=_EXIF),
    "tiff": _EXIF.tobytes().removeprefix(b"Exif\x00\x00"),
    "gif": picture("GIF"),
    "heic": b"\x00\x00\x00\x18ftypheic" + bytes(12) + _EXIF.tobytes(),
    "docx": word(paragraph("Jane Marlow"), comments=paragraph("x")),
    "xlsx": zipped(
        {
            "xl/workbook.xml": '<w xmlns:r="r"><sheet name="S" r:id="a"/></w>',
            "xl/worksheets/sheet1.xml": '<w><row r="1"><c r="A1"><v>1</v></c></row></w>',
        }
    ),
    "ods": zipped({"mimetype": "application/vnd.oasis.opendocument.x", "content.xml": "<p>x</p>"}),
    "csv": b'Name,Town\n"Jane",Wexcombe\n',
    "vcard": b"BEGIN:VCARD\nN:Marlow;Jane\nEND:VCARD\n",
    "eml": b"From: a@mailbox.example\nMIME-Version: 1.0\nContent-Type: text/html\n\n<p>Jane",
    "jsonl": b'{"a": 1}\n{"b": [2]}\n',
    "utf16": "Jane Marlow".encode("utf-16-le"),
}
TYPES = sorted({"", "text/plain", "text/html", *BY_EXTENSION.values(), *(m[2] for m in MAGIC)})


def capture_of(body: bytes, content_type: str) -> Capture:
    hop = Hop("https://a.example/x", 200, (("Content-Type", content_type),), "127.0.0.1:443")
    return Capture("probe", (hop,), body, body, datetime(2026, 11, 22, tzinfo=UTC), 1)


def check(document: Document) -> None:
    assert "\x00" not in document.text
    document.text.encode("utf-8")
    at = 0
    for segment in document.segments:
        assert at <= segment.start < segment.end <= len(document.text)
        at = segment.end
    assert bool(document.not_read) <= (document.text == "")


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    start=st.sampled_from([b"", *(bytes(m[0]) + m[1] for m in MAGIC), *GOOD.values()]),
    rest=st.binary(max_size=400),
    content_type=st.sampled_from(TYPES),
)
def test_any_bytes_under_any_type(start: bytes, rest: bytes, content_type: str) -> None:
    check(read(capture_of(start + rest, content_type)))


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(name=st.sampled_from(sorted(GOOD)), data=st.data())
def test_good_files_with_flipped_bytes(name: str, data: st.DataObject) -> None:
    body = bytearray(GOOD[name])
    places = st.tuples(st.integers(0, len(body) - 1), st.integers(0, 255))
    for at, byte in data.draw(st.lists(places, min_size=1, max_size=12)):
        body[at] = byte
    cut = data.draw(st.integers(0, len(body)))

    check(read(capture_of(bytes(body), "")))
    check(read(capture_of(bytes(body[:cut]), "")))


@pytest.mark.parametrize("name", sorted(GOOD))
def test_whole_files_are_read(name: str) -> None:
    document = read(capture_of(GOOD[name], ""))

    assert document.not_read == ""
    assert document.text != "" or name == "gif"


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    name=st.sampled_from(["jpeg", "png", "webp", "tiff", "heic", "docx", "xlsx", "ods"]),
    data=st.data(),
)
def test_readers_foresee_what_is_wrong_with_a_file(name: str, data: st.DataObject) -> None:
    """The one net under all readers is for what their libraries spring on them, not for us."""
    body = bytearray(GOOD[name])
    places = st.tuples(st.integers(16, len(body) - 1), st.integers(0, 255))
    for at, byte in data.draw(st.lists(places, min_size=1, max_size=8)):
        body[at] = byte
    kind = media_of(bytes(body)).kind
    reading = reader._FILES.get(kind)
    if reading is None or kind is Kind.PDF:
        return
    try:
        reading(bytes(body))
    except NotRead as told:
        assert "Jane" not in str(told)
