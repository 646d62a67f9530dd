"""What a camera wrote into a picture: where it was taken, when, and by whom."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from typing import Any

from PIL import Image

_GPS = 0x8825
_EXIF = 0x8769
_FIRST = {
    0x010E: "ImageDescription",
    0x010F: "Make",
    0x0110: "Model",
    0x0132: "DateTime",
    0x013B: "Artist",
    0x013C: "HostComputer",
    0x8298: "Copyright",
    0x9C9B: "XPTitle",
    0x9C9C: "XPComment",
    0x9C9D: "XPAuthor",
    0x9C9E: "XPKeywords",
    0x9C9F: "XPSubject",
}
_SECOND = {
    0x9003: "DateTimeOriginal",
    0x9004: "DateTimeDigitized",
    0x9286: "UserComment",
    0xA430: "CameraOwnerName",
    0xA431: "BodySerialNumber",
}
"""Tags that tell of people and moments, by number (Exif 2.32, table 4 to 8)."""
_WIDE = frozenset({0x9C9B, 0x9C9C, 0x9C9D, 0x9C9E, 0x9C9F})
"""Microsoft's tags are UTF-16."""
_DATE = re.compile(r"(\d{4}):(\d\d):(\d\d)(.*)", re.DOTALL)
MAX_VALUE = 2_000
"""Code points of one value."""

Note = tuple[str, str]
"""Name of the tag and its value as text."""


def exif_notes(exif: Any) -> Iterator[Note]:
    """The notes of Pillow's `Image.Exif`. What cannot be read is left out; nothing is raised."""
    yield from _notes(exif, _FIRST)
    yield from _notes(_part(exif, _EXIF), _SECOND)
    gps = _part(exif, _GPS)
    if point := _point(gps):
        yield "GPS", point
    if area := _text(gps.get(28), False):
        yield "GPSAreaInformation", area


def exif_of(block: bytes) -> Any:
    """Pillow's view of a block of Exif data, with or without its own head; None if it is none."""
    exif = Image.Exif()
    try:
        exif.load(block)
    except (ValueError, SyntaxError, KeyError, TypeError, struct.error, OSError):
        return None
    return exif


def _part(exif: Any, tag: int) -> dict[int, Any]:
    try:
        return dict(exif.get_ifd(tag))
    except Exception:  # Pillow's reader of tags raises whatever its unpacking raised.
        return {}


def _notes(tags: Any, wanted: dict[int, str]) -> Iterator[Note]:
    for tag, name in wanted.items():
        try:
            value = tags.get(tag)
        except Exception:  # noqa: S112  as above: a tag that cannot be unpacked is none
            continue
        if text := _text(value, tag in _WIDE):
            yield name, _with_dashes(text)


def _text(value: Any, wide: bool) -> str:
    if isinstance(value, tuple) and value and all(isinstance(v, int) for v in value):
        value = bytes(v & 255 for v in value)
    if isinstance(value, bytes):
        value = _decoded(value, wide)
    if not isinstance(value, str):
        return ""
    return value.replace("\x00", "").strip()[:MAX_VALUE]


def _decoded(value: bytes, wide: bool) -> str:
    """A user comment names its encoding in its first eight bytes."""
    head, rest = value[:8], value[8:]
    if head == b"UNICODE\x00":
        # The byte order is the file's in theory and anything in practice.
        is_big = rest[:1] == b"\x00" or rest[:2] == b"\xfe\xff"
        return rest.decode("utf-16-be" if is_big else "utf-16-le", "replace").lstrip("\ufeff")
    if head in (b"ASCII\x00\x00\x00", bytes(8)):
        value = rest
    if wide:
        return value.decode("utf-16-le", "replace")
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("cp1252", "replace")


def _with_dashes(text: str) -> str:
    """A moment as people write it: 2026-05-02 09:14:00 instead of 2026:05:02 09:14:00."""
    found = _DATE.fullmatch(text)
    return f"{found[1]}-{found[2]}-{found[3]}{found[4]}" if found else text


def _point(gps: dict[int, Any]) -> str:
    """Latitude and longitude in decimal degrees, six places (0.1 m)."""
    latitude = _degrees(gps.get(2), gps.get(1), "S", 90)
    longitude = _degrees(gps.get(4), gps.get(3), "W", 180)
    if latitude is None or longitude is None or (latitude == 0 and longitude == 0):
        return ""  # 0, 0 is what cameras write that do not know.
    return f"{latitude:.6f}, {longitude:.6f}"


def _degrees(value: Any, reference: Any, negative: str, most: int) -> float | None:
    try:
        pieces = [float(piece) for piece in value]
        total = sum((piece / 60.0**power for power, piece in enumerate(pieces[:3])), 0.0)
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return None
    if not pieces or not 0 <= total <= most:
        return None
    if isinstance(reference, bytes):
        reference = reference.decode("latin-1")
    return -total if str(reference).strip("\x00 ").upper() == negative else total
