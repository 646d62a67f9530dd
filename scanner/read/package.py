"""The zip around an Office file, opened within bounds: members, and bytes of all that is read."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator

from scanner.read.content import NotRead
from scanner.read.office_xml import Event, events_of

MAX_MEMBERS = 5_000
MAX_UNPACKED = 64_000_000
"""Bytes of all members read of one file."""

_NUMBER = re.compile(r"(\d+)")


class Package:
    """A zip. Members are read one by one, each counted against the bound."""

    def __init__(self, body: bytes, called: str) -> None:
        """`called`: what to call it in words. Raises NotRead when it is none, or beyond bounds."""
        self._called = called
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(body))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, OverflowError) as e:
            raise NotRead(f"{called}: it is damaged and could not be opened") from e
        members = self._zip.infolist()
        if len(members) > MAX_MEMBERS:
            raise NotRead(f"{called}: it holds too many parts")
        if any(member.flag_bits & 1 for member in members):
            raise NotRead(f"{called} that needs a password")
        self._members = {member.filename: member for member in members}
        self._left = MAX_UNPACKED

    @property
    def names(self) -> tuple[str, ...]:
        """Members in the order of their numbers: slide2 before slide10."""
        return tuple(sorted(self._members, key=_in_order))

    def matching(self, pattern: str) -> tuple[str, ...]:
        """Members whose whole name matches."""
        return tuple(name for name in self.names if re.fullmatch(pattern, name))

    def read(self, name: str) -> bytes:
        """A member's bytes; none when it is missing or damaged. Raises NotRead beyond the bound."""
        member = self._members.get(name)
        if member is None:
            return b""
        try:
            with self._zip.open(member) as stream:
                data = stream.read(self._left + 1)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, ValueError):
            return b""
        except RuntimeError:  # what zipfile raises for a member that is encrypted after all
            return b""
        self._left -= len(data)
        if self._left < 0:
            raise NotRead(f"{self._called}: it is too large when unpacked")
        return data

    def relations(self, name: str) -> dict[str, str]:
        """Targets of a member's relations, by id: other members made absolute, or addresses."""
        folder, _, own = name.rpartition("/")
        found: dict[str, str] = {}
        for kind, tag, attributes, _ in events_of(self.read(f"{folder}/_rels/{own}.rels")):
            if kind is Event.START and tag == "Relationship":
                target = attributes.get("Target", "")
                if attributes.get("TargetMode") != "External":
                    target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                found[attributes.get("Id", "")] = target
        return found

    def pictures(self) -> Iterator[tuple[str, bytes]]:
        """Names and bytes of the pictures inside that may hold notes."""
        for name in self.matching(r"(?i).*/(?:media|pictures)/[^/]*\.(?:jpe?g|tiff?|png|webp)"):
            yield name, self.read(name)


def _in_order(name: str) -> tuple[tuple[int, str], ...]:
    """Numbers inside a name compare as numbers."""
    return tuple((int(p), "") if p.isdigit() else (-1, p) for p in _NUMBER.split(name))
