"""A pack read in, whoever made it: within bounds, in memory, and nothing of it onto the disk."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from scanner.errors import PackError
from scanner.evidence.pack.container import Member, first_difference
from scanner.evidence.pack.layout import is_plain

MAX_BYTES = 1 << 30
"""Of a file that is opened as a pack. Judgement: the evidence of one check is some dozen MB."""
MAX_MEMBERS = 5_000
_MAX_DIRECTORY = 1 << 20
_END = struct.Struct("<4s4H2LH")
_LOCATOR_OF_ZIP64 = b"PK\6\7"


@dataclass(frozen=True, slots=True)
class OpenedPack:
    """What a file that should be a pack holds."""

    names: tuple[str, ...]
    """Of all members, in the order of the zip, twice if they are there twice."""
    contents: dict[str, bytes] = field(repr=False)
    """What can be read, by name."""
    damaged: tuple[str, ...]
    """Members that cannot be read."""
    strange: tuple[str, ...]
    """Members with names that no pack has, or that stand there twice; they are not read."""
    elsewhere: str
    """Where its zip is another than its members make; empty when it is the same."""


def open_pack(path: Path) -> OpenedPack:
    """Reads a pack. Raises PackError, in one line, for what is none or beyond the bounds."""
    try:
        with path.open("rb") as stream:
            content = _bounded(stream)
    except OSError as error:
        raise PackError(f"Cannot read {path}: {error.strerror or 'it is no file'}.") from None
    return opened(content)


def opened(content: bytes) -> OpenedPack:
    """The same, of a pack that is in memory."""
    _require_small_directory(content)
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, LookupError, struct.error):
        raise PackError(_NO_PACK) from None
    with archive:
        return _read(archive, content)


_NO_PACK = (
    "This is no pack, or the directory at the end of its zip is damaged, so that none of its files "
    "can be told."
)


def _bounded(stream: BinaryIO) -> bytes:
    content = stream.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise PackError("This is larger than any pack (1 GB).")
    return content


def _require_small_directory(content: bytes) -> None:
    """So that reading it costs little: a zip's directory can be made to take all memory."""
    start = len(content) - _END.size
    if start < 0 or content[start : start + 4] != b"PK\5\6":
        raise PackError(_NO_PACK)
    *_, count, size, _, _ = _END.unpack_from(content, start)
    if count > MAX_MEMBERS or size > _MAX_DIRECTORY:
        raise PackError("This holds more files than any pack.")
    if content[max(0, start - 20) : start].startswith(_LOCATOR_OF_ZIP64):
        raise PackError(_NO_PACK)


def _read(archive: zipfile.ZipFile, content: bytes) -> OpenedPack:
    entries = archive.infolist()
    names = tuple(entry.filename for entry in entries)
    contents: dict[str, bytes] = {}
    damaged: list[str] = []
    strange: list[str] = []
    room = len(content)
    for entry in entries:
        name = entry.filename
        if not is_plain(name) or names.count(name) > 1:
            strange.append(name)
        elif entry.compress_type != zipfile.ZIP_STORED or entry.file_size > room:
            # Nothing in a pack is compressed, so nothing can be larger than the pack.
            damaged.append(name)
        else:
            room -= entry.file_size
            try:
                contents[name] = archive.read(entry)
            except (zipfile.BadZipFile, EOFError, ValueError, RuntimeError, OSError, zlib.error):
                damaged.append(name)
    members = [Member(name, contents[name]) for name in names if name in contents]
    elsewhere = ""
    if not damaged and not strange:
        elsewhere = first_difference(io.BytesIO(content), members)
    return OpenedPack(
        names, contents, tuple(dict.fromkeys(damaged)), tuple(dict.fromkeys(strange)), elsewhere
    )
