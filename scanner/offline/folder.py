"""Which files of a folder are looked at, in which order, and what is left alone and why."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

LARGEST_FILE = 64 * 1024 * 1024
"""Bytes. A larger file is told as not read: with its text and offsets it would fill the memory of
several workers. Archives of web pages are not bound by it, since they are read record by record."""

_ARCHIVES = (".warc", ".warc.gz")


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to look at."""

    name: str
    """Relative to the folder, with forward slashes."""
    path: Path

    @property
    def is_archive(self) -> bool:
        """Whether it holds many web pages, by its name."""
        return self.name.lower().endswith(_ARCHIVES)


@dataclass(frozen=True, slots=True)
class NotOpened:
    """A file or folder that was not looked at, and why."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Listing:
    """What lies in a folder."""

    files: tuple[FoundFile, ...]
    """Sorted by name."""
    not_opened: tuple[NotOpened, ...]
    hidden: int = 0
    """Hidden files and folders, which are passed over."""
    links: int = 0
    """Links to other files of the folder, which are looked at under their own names."""


def list_files(place: Path, leave_out: Collection[Path] = ()) -> Listing:
    """All files of a folder and of those below it; of a single file, that file.

    Links are never followed: what they lead to is either in the folder anyway, or outside of it.
    `leave_out` are real paths that are passed over in silence (the output itself). Raises OSError
    when the folder itself cannot be listed.
    """
    if place.is_file():
        return Listing((FoundFile(_readable(place.name), place),), ())
    found: list[FoundFile] = []
    left: list[NotOpened] = []
    hidden = links = 0
    real = place.resolve()
    for entry, name, error in _entries(place):
        if error:
            left.append(NotOpened(name, error))
        elif entry.name.startswith("."):
            hidden += 1
        elif entry.is_symlink() and _leads_to_listed(entry, real):
            links += 1
        elif why := _why_not(entry):
            left.append(NotOpened(name, why))
        elif not leave_out or Path(entry.path).resolve() not in leave_out:
            found.append(FoundFile(name, Path(entry.path)))
    found.sort(key=lambda file: file.name)
    left.sort(key=lambda item: item.name)
    return Listing(tuple(found), tuple(left), hidden, links)


def _entries(top: Path) -> Iterator[tuple[os.DirEntry[str], str, str]]:
    """Each file, link or hidden thing below `top`; a folder only when it cannot be opened."""
    waiting: list[tuple[str, str]] = [(os.fspath(top), "")]
    while waiting:
        path, prefix = waiting.pop()
        with os.scandir(path) as entries:
            for entry in entries:
                name = prefix + _readable(entry.name)
                if entry.name.startswith(".") or not entry.is_dir(follow_symlinks=False):
                    yield entry, name, ""
                elif os.access(entry.path, os.R_OK | os.X_OK):
                    waiting.append((entry.path, f"{name}/"))
                else:
                    yield entry, f"{name}/", "a folder that you may not open"


def _why_not(entry: os.DirEntry[str]) -> str:
    """Why a file is not looked at; empty when it is."""
    if entry.is_symlink():
        return "a link that leads nowhere, out of the folder or to something hidden: not followed"
    if not entry.is_file(follow_symlinks=False):
        return "no ordinary file (a pipe, a socket or a device)"
    size = entry.stat(follow_symlinks=False).st_size
    if size > LARGEST_FILE and not entry.name.lower().endswith(_ARCHIVES):
        return f"larger than {LARGEST_FILE // 1024 // 1024} MB ({size / 1024 / 1024:.0f} MB)"
    return ""


def _leads_to_listed(link: os.DirEntry[str], folder: Path) -> bool:
    """Whether a link leads to what is looked at anyway."""
    try:
        inside = Path(link.path).resolve(strict=True).relative_to(folder)
    except (OSError, RuntimeError, ValueError):
        return False
    return not any(part.startswith(".") for part in inside.parts)


def _readable(name: str) -> str:
    """A file's name as text that any output can encode, whatever its bytes."""
    return os.fsencode(name).decode("utf-8", "replace")
