"""A workbook is a zip of XML: what is in it is measured before anything takes it apart."""

from __future__ import annotations

import io
import zipfile

from scanner.errors import SlateError

_MOST_PARTS = 5_000
_LARGEST = {"worksheets": 200_000_000, "sharedStrings": 100_000_000}
_LARGEST_OTHER = 10_000_000
_LARGEST_TOGETHER = 300_000_000
"""Bytes, unpacked. A sheet of 20,000 people with every column of Democracy Club has 120 million."""
_MOST_OF = {b"<row": 1_048_576, b"<c ": 4_000_000, b"<c>": 4_000_000, b"<si>": 4_000_000}
"""Elements in a part: each takes memory, however short it is."""
_AT_ONCE = 1 << 20
_OVERLAP = 16

_TOO_LARGE = (
    "The workbook unpacks to far more than a list of people has. Save the one sheet as CSV, and "
    "import that."
)
_HOSTILE = "The workbook holds XML with declarations of its own, as no spreadsheet writes them."


def require_harmless(data: bytes) -> None:
    """Raises SlateError for a workbook that would take too much memory or time, or that brings
    entities. What a zip says of its own sizes is not believed."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > _MOST_PARTS:
                raise SlateError(_TOO_LARGE)
            if any(part.flag_bits & 0x1 for part in parts):
                raise SlateError(
                    "The workbook has a password. Save it without one, and import that."
                )
            total = 0
            for part in parts:
                # Whatever it is called: which part is a sheet is what the workbook says.
                total += _measured(archive, part)
                if total > _LARGEST_TOGETHER:
                    raise SlateError(_TOO_LARGE)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError):
        raise SlateError("The workbook is damaged. Save it again.") from None


def _measured(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    is_xml = part.filename.endswith((".xml", ".rels", ".vml"))
    other = _LARGEST_OTHER if is_xml else _LARGEST_TOGETHER
    limit = next((most for word, most in _LARGEST.items() if word in part.filename), other)
    size, before = 0, b""
    counts = dict.fromkeys(_MOST_OF, 0)
    with archive.open(part) as stream:
        while chunk := stream.read(_AT_ONCE):
            size += len(chunk)
            if size > limit:
                raise SlateError(_TOO_LARGE)
            if is_xml and b"\0" in chunk:
                raise SlateError(_HOSTILE)  # UTF-16 would hide from us what it declares
            seen = before + chunk
            if b"<!DOCTYPE" in seen or b"<!ENTITY" in seen:
                raise SlateError(_HOSTILE)
            for tag, most in _MOST_OF.items():
                counts[tag] += chunk.count(tag)
                if counts[tag] > most:
                    raise SlateError(_TOO_LARGE)
            before = chunk[-_OVERLAP:]
    return size
