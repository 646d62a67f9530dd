"""Which archives are searched: files, folders, addresses, and lists of paths such as Common
Crawl's."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from scanner.errors import PlanError
from scanner.sweep.opening import Opener, is_remote

COMMON_CRAWL = "https://data.commoncrawl.org/"
"""What the paths of its lists are relative to (https://commoncrawl.org/get-started)."""
_ENDINGS = tuple(
    f"{kind}{packing}"
    for kind in (".warc", ".wet", ".wat")
    for packing in ("", ".gz", ".zst", ".zstd")
)
_LISTS = (".paths", ".paths.gz", ".paths.txt")
_LARGEST_LIST = 64 << 20
"""Bytes of a list of paths; Common Crawl's have some ten."""


@dataclass(frozen=True, slots=True)
class Archive:
    """One archive."""

    address: str
    """A path, or a web or S3 address."""
    size: int = 0
    """Stored bytes; 0 where nobody has said."""

    @property
    def name(self) -> str:
        """For lines of progress: the last step of its address."""
        return self.address.rstrip("/").rpartition("/")[2] or self.address


def list_archives(given: Iterable[str], opener: Opener, base: str = "") -> tuple[Archive, ...]:
    """The archives that are meant, each once, in the order given and by name within a folder.

    `base`: what the relative paths of a list start from; empty for Common Crawl's own address, or
    for the list's folder where such a file lies there. Raises PlanError for what is none, OSError
    for what cannot be read.
    """
    found: dict[str, Archive] = {}
    for place in given:
        for archive in _of(place, opener, base):
            found.setdefault(archive.address, archive)
    return tuple(found.values())


def _of(place: str, opener: Opener, base: str) -> Iterator[Archive]:
    if place.lower().endswith(_LISTS):
        yield from _listed(place, opener, base)
    elif is_remote(place):
        yield Archive(place)
    elif Path(place).is_dir():
        inside = [path for path in sorted(Path(place).rglob("*")) if _is_archive(path)]
        if not inside:
            raise PlanError(
                f"There is no archive in the folder {place}: their names end in .warc, .wet or "
                f".wat, perhaps with .gz or .zst."
            )
        yield from (Archive(str(path), path.stat().st_size) for path in inside)
    elif Path(place).is_file():
        yield Archive(place, Path(place).stat().st_size)
    else:
        raise PlanError(f"There is no archive {place}.")


def _is_archive(path: Path) -> bool:
    hidden = path.name.startswith(".") or path.is_symlink()
    return not hidden and path.name.lower().endswith(_ENDINGS) and path.is_file()


def _listed(place: str, opener: Opener, base: str) -> Iterator[Archive]:
    with opener.open(place) as stream:
        text = _unpacked(stream.read(_LARGEST_LIST), place)
    lines = [line.strip() for line in text.splitlines()]
    lines = [line for line in lines if line and not line.startswith("#")]
    if not lines:
        raise PlanError(f"The list {place} names no archive.")
    for line in lines:
        address = _resolved(line, place, base)
        size = 0 if is_remote(address) else _size_of(address, place)
        yield Archive(address, size)


def _resolved(line: str, place: str, base: str) -> str:
    """Where a line leads: only to somewhere below the base, for a list is a stranger's file."""
    if is_remote(line) or line.startswith("/") or ".." in line.split("/") or "\\" in line:
        raise PlanError(
            f"The list {place} names an archive outside of what its paths start from. Only "
            f"relative paths are followed: give other archives by their address."
        )
    start = base or _folder_of(place, line) or COMMON_CRAWL
    start = start if start.endswith("/") else f"{start}/"
    return urljoin(start, line) if urlsplit(start).scheme in ("http", "https") else f"{start}{line}"


def _folder_of(place: str, line: str) -> str:
    if is_remote(place):
        return ""
    folder = Path(place).parent
    return str(folder) if (folder / line).is_file() else ""


def _size_of(address: str, place: str) -> int:
    if not Path(address).is_file():
        raise PlanError(f"There is no archive {address}, which the list {place} names.")
    return Path(address).stat().st_size


def _unpacked(content: bytes, place: str) -> str:
    try:
        if content.startswith(b"\x1f\x8b"):
            with gzip.open(io.BytesIO(content)) as stream:
                content = stream.read(_LARGEST_LIST)
        return content.decode("utf-8-sig")
    except (OSError, EOFError, zlib.error, UnicodeDecodeError):
        raise PlanError(f"The list {place} is damaged, or is no list of paths.") from None
