"""Small files of every kind, made by hand or by the libraries that write them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any

from fpdf import FPDF
from PIL import Image

GPS = 0x8825
EXIF = 0x8769


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    """A zip of these members, in this order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def pdf(*pages: str, **metadata: str) -> bytes:
    """A PDF with a page for each text; an empty text is a page with a drawing alone."""
    document = FPDF()
    for name, value in metadata.items():
        getattr(document, f"set_{name}")(value)
    for text in pages:
        document.add_page()
        document.set_font("helvetica", size=11)
        if text:
            document.multi_cell(120, 6, text)
        else:
            document.rect(10, 10, 50, 50)
    return bytes(document.output())


def picture(kind: str = "JPEG", **options: Any) -> bytes:
    """A picture without notes, unless they are among the options."""
    out = io.BytesIO()
    Image.new("RGB", (8, 6)).save(out, kind, **options)
    return out.getvalue()


def taken_at_home() -> Any:
    """Exif of a photograph taken in the middle of the Channel, where nobody lives."""
    exif = Image.Exif()
    exif[0x013B] = "Jane Marlow"
    exif[0x8298] = "(c) J Marlow"
    second = exif.get_ifd(EXIF)
    second[0x9003] = "2026:05:02 09:14:00"
    second[0xA430] = "Jane R Marlow"
    second[0x9286] = b"ASCII\x00\x00\x00our new kitchen"
    gps = exif.get_ifd(GPS)
    gps[1], gps[2] = "N", (50.0, 12.0, 16.9668)
    gps[3], gps[4] = "W", (0.0, 37.0, 5.7144)
    return exif


def word(body: str, **parts: str) -> bytes:
    """A Word document: the inside of its body, and further members by their stems."""
    names = 'xmlns:w="urn:w" xmlns:mc="urn:mc" xmlns:wps="urn:wps"'
    members = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f"<w:document {names}><w:body>{body}</w:body></w:document>",
    }
    for name, inside in parts.items():
        members[f"word/{name}.xml"] = f"<w:part {names}>{inside}</w:part>"
    return zipped(members)


def paragraph(*runs: str) -> str:
    return "<w:p>" + "".join(f"<w:r><w:t>{run}</w:t></w:r>" for run in runs) + "</w:p>"
