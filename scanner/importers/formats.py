"""The formats of site lists, and how a list of an unknown one is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from scanner.importers import maigret, sherlock, whatsmyname
from scanner.importers.site import Site


class Format(StrEnum):
    """Whose list it is."""

    WHATSMYNAME = "whatsmyname"
    SHERLOCK = "sherlock"
    MAIGRET = "maigret"


@dataclass(frozen=True, slots=True)
class Reader:
    """How the lists of one format are read."""

    called: str
    prefix: str
    """How ids and origins name the list."""
    entries: Callable[[Mapping[str, Any]], Iterator[tuple[str, Any]]]
    read: Callable[[str, Mapping[str, Any]], Site]
    licence: Callable[[Mapping[str, Any]], str]


FORMATS: dict[Format, Reader] = {
    Format.WHATSMYNAME: Reader(
        "WhatsMyName",
        "wmn",
        whatsmyname.entries_of,
        whatsmyname.read_entry,
        whatsmyname.licence_of,
    ),
    Format.SHERLOCK: Reader(
        "Sherlock", "sherlock", sherlock.entries_of, sherlock.read_entry, sherlock.licence_of
    ),
    Format.MAIGRET: Reader(
        "Maigret", "maigret", maigret.entries_of, maigret.read_entry, maigret.licence_of
    ),
}


def format_of(data: Any) -> Format | None:
    """The format of a list by its shape; None when it has none of these."""
    if not isinstance(data, dict):
        return None
    sites = data.get("sites")
    if isinstance(sites, list):
        return Format.WHATSMYNAME
    if isinstance(sites, dict) and "errorType" not in sites:
        return Format.MAIGRET
    entries = [entry for name, entry in data.items() if not name.startswith("$")]
    is_sherlock = any(isinstance(entry, dict) and "errorType" in entry for entry in entries)
    return Format.SHERLOCK if is_sherlock else None


def fits_format(data: Any, wanted: Format) -> bool:
    """Whether a list can be read as one of a format at all."""
    if not isinstance(data, dict):
        return False
    sites = data.get("sites")
    if wanted is Format.WHATSMYNAME:
        return isinstance(sites, list)
    return wanted is Format.SHERLOCK or isinstance(sites, dict)
