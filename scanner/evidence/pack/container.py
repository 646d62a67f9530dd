"""The zip around a pack, in the one form in which these members can be written.

A zip leaves room for changes that no member shows: times, flags, comments, gaps. So a pack is
written in one canonical form (stored members, in order of name, no times, no extra fields), and is
whole only if writing its members again gives the very same bytes. Zip's own rules are those of
PKWARE's APPNOTE 6.3.3, without Zip64.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO
from zlib import crc32

from scanner.errors import PackError

MAX_BYTES = 0xFFFFFFFF
"""Of a whole pack: what a zip without Zip64 can hold."""
MAX_MEMBERS = 0xFFFF

_VERSION = 20
_UNIX = 3
_MODE = 0o100600 << 16
_DAY = 1 << 5 | 1
"""1 January 1980, the first day that a zip can name: a pack's times stand in its own records."""
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")


@dataclass(frozen=True, slots=True)
class Member:
    """A file of a pack."""

    name: str
    """With one folder before it and in ASCII (`evidence/captures.jsonl`)."""
    content: bytes = field(repr=False)


def in_order(members: Iterable[Member]) -> tuple[Member, ...]:
    """In the order in which a pack holds them."""
    return tuple(sorted(members, key=lambda member: member.name))


def container(members: Sequence[Member]) -> Iterator[tuple[str, bytes]]:
    """The bytes of a pack, piece by piece, each with what it is. Raises PackError when they are too
    many for a zip."""
    total = sum(len(member.content) for member in members)
    if len(members) > MAX_MEMBERS or total > MAX_BYTES - (1 << 20) - 200 * len(members):
        raise PackError("This is too much for one pack, which holds 4 GB at most.")
    central: list[bytes] = []
    offset = 0
    for member in members:
        name = member.name.encode("ascii")
        size = len(member.content)
        common = (_VERSION, 0, 0, 0, _DAY, crc32(member.content), size, size, len(name), 0)
        head = _LOCAL.pack(b"PK\3\4", *common) + name
        central.append(
            _CENTRAL.pack(b"PK\1\2", _UNIX << 8 | _VERSION, *common, 0, 0, 0, _MODE, offset) + name
        )
        yield f"the header of {member.name}", head
        yield member.name, member.content
        offset += len(head) + size
    directory = b"".join(central)
    yield "the directory of the zip", directory
    count = len(members)
    yield (
        "the end of the zip",
        _END.pack(b"PK\5\6", 0, 0, count, count, len(directory), offset, 0),
    )


def first_difference(stream: BinaryIO, members: Sequence[Member]) -> str:
    """Where a file is another than the container of these members; empty when it is the same."""
    for what, expected in container(members):
        if stream.read(len(expected)) != expected:
            return what
    return "what follows the end of the zip" if stream.read(1) else ""
