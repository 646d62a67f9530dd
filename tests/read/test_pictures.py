"""Pictures: what the camera and its owner wrote into them."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable

import pytest
from PIL import PngImagePlugin

from scanner.model.document import Document, Place
from tests.read.made_files import picture, taken_at_home

Reading = Callable[..., Document]

SHOWN = "a picture: its notes were read, what it shows was not looked at"
XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="urn:rdf" xmlns:dc="urn:dc" '
    'xmlns:photoshop="urn:ps"><rdf:Description photoshop:City="Wexcombe"><dc:creator><rdf:Seq>'
    "<rdf:li>Jane Marlow</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>"
)


def notes(document: Document) -> dict[str, str]:
    assert {s.place for s in document.segments} <= {Place.EXIF}
    return {s.path: document.text[s.start : s.end] for s in document.segments}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_where_when_and_whose(reading: Reading, kind: str) -> None:
    exif = taken_at_home()
    # Pillow writes no place into a TIFF; but a block of Exif is laid out as one.
    is_tiff = kind == "TIFF"
    body = exif.tobytes().removeprefix(b"Exif\0\0") if is_tiff else picture(kind, exif=exif)

    document = reading(body, "")

    assert notes(document) == {
        "exif/Artist": "Jane Marlow",
        "exif/Copyright": "(c) J Marlow",
        "exif/DateTimeOriginal": "2026-05-02 09:14:00",
        "exif/CameraOwnerName": "Jane R Marlow",
        "exif/UserComment": "our new kitchen",
        "exif/GPS": "50.204713, -0.618254",
    }
    assert document.partly_read == SHOWN
    assert document.not_read == ""
    assert document.visible_words == 0


def test_a_picture_without_notes_is_told_all_the_same(reading: Reading) -> None:
    document = reading(picture(), "image/jpeg")

    assert (document.text, document.partly_read) == ("", SHOWN)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_programs_write_into_it(reading: Reading, kind: str) -> None:
    if kind == "PNG":
        info = PngImagePlugin.PngInfo()
        info.add_itxt("XML:com.adobe.xmp", XMP)
        body = picture(kind, pnginfo=info)
    else:
        body = picture(kind, xmp=XMP.encode())

    assert notes(reading(body, "")) == {"exif/City": "Wexcombe", "exif/creator": "Jane Marlow"}


def test_texts_of_a_png_also_behind_its_pixels(reading: Reading) -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", "Jane Marlow")
    info.add_text("Comment", "taken at home", zip=True)
    body = picture("PNG", pnginfo=info)
    content = b"tEXtDescription\x00garden gate"
    late = struct.pack(">I", len(content) - 4) + content + struct.pack(">I", zlib.crc32(content))
    end = body.rindex(b"IEND") - 4

    assert notes(reading(body[:end] + late + body[end:], "image/png")) == {
        "exif/Author": "Jane Marlow",
        "exif/Comment": "taken at home",
        "exif/Description": "garden gate",
    }


def test_a_comment_in_a_jpeg(reading: Reading) -> None:
    body = picture("JPEG", comment=b"Jane's house")

    assert notes(reading(body, "")) == {"exif/Comment": "Jane's house"}


def test_a_telephones_heic_is_read_without_a_decoder(reading: Reading) -> None:
    # Only what stands around the notes: a file type, a box of items, and the Exif item itself.
    block = b"Exif\x00\x00" + taken_at_home().tobytes().removeprefix(b"Exif\x00\x00")
    body = b"\x00\x00\x00\x18ftypheic" + bytes(12) + b"\x00\x00\x00\x06" + block + bytes(64)

    document = reading(body, "image/heic")

    assert notes(document)["exif/GPS"] == "50.204713, -0.618254"
    assert document.partly_read == SHOWN


@pytest.mark.parametrize(
    ("tag", "value"),
    [
        (2, (0.0, 0.0, 0.0)),
        (2, (91.0, 0.0, 0.0)),
        (4, ()),
    ],
)
def test_a_place_that_cannot_be_is_none(
    reading: Reading, tag: int, value: tuple[float, ...]
) -> None:
    exif = taken_at_home()
    gps = exif.get_ifd(0x8825)
    gps[4] = (0.0, 0.0, 0.0)
    gps[tag] = value

    assert "exif/GPS" not in notes(reading(picture(exif=exif), ""))


def test_a_picture_of_billions_of_pixels_costs_nothing(reading: Reading) -> None:
    body = bytearray(picture("PNG"))
    body[16:24] = struct.pack(">II", 2**31 - 1, 2**31 - 1)

    assert reading(bytes(body), "image/png").partly_read == SHOWN


def test_a_text_that_unpacks_without_end_is_cut(reading: Reading) -> None:
    packed = zlib.compress(b"x" * 50_000_000)
    content = b"zTXtComment\x00\x00" + packed
    chunk = struct.pack(">I", len(content) - 4) + content + bytes(4)
    body = picture("PNG")

    assert len(reading(body[:33] + chunk + body[33:], "image/png").text) <= 200_000
