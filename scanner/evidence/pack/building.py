"""A pack made of the evidence of a check."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from scanner.errors import PackError
from scanner.evidence.pack.container import Member, container, in_order
from scanner.evidence.pack.continuity import add_line
from scanner.evidence.pack.details import PackDetails
from scanner.evidence.pack.index import index_of, pages_of
from scanner.evidence.pack.layout import (
    ARCHIVE,
    CAPTURES,
    CONTENTS,
    CONTINUITY,
    DERIVED,
    DETAILS,
    INDEX,
    KEY,
    PAGES,
    SIGNATURE,
    place_of,
)
from scanner.evidence.pack.opening import MAX_BYTES
from scanner.evidence.pack.seal import contents_list
from scanner.evidence.pack.source import Source
from scanner.evidence.pack.wacz import derived, entries_of
from scanner.evidence.signing import public_pem


def evidence_in(source: Source, names: Iterable[str]) -> dict[str, bytes]:
    """The named files of the evidence, by their places in a pack. Raises PackError when one
    cannot be read or can have no place."""
    read: dict[str, bytes] = {}
    for name in names:
        try:
            place = place_of(PurePosixPath(name))
            if place in read:
                raise ValueError
            read[place] = source.read(name)
        except ValueError:
            raise PackError(f"{name} can have no place in a pack.") from None
        except OSError as error:
            raise PackError(f"Cannot read {source.path / name}: {error.strerror}.") from None
        if sum(map(len, read.values())) > MAX_BYTES // 2:
            raise PackError("The evidence is too much for one pack, which holds 512 MB of it.")
    return read


def with_index(contents: Mapping[str, bytes]) -> dict[str, bytes]:
    """The same with what a WACZ player needs to show the archive."""
    if ARCHIVE not in contents:
        raise PackError("There is no archive: was the check made with --evidence?")
    pages = _pages(contents.get(CAPTURES, b""))
    return {
        **contents,
        INDEX: index_of(contents[ARCHIVE]).encode(),
        PAGES: pages_of(pages).encode(),
    }


def sealed(
    contents: Mapping[str, bytes], details: PackDetails, key: Ed25519PrivateKey
) -> dict[str, bytes]:
    """The same, described, listed, signed, and with the first line of its continuity log."""
    whole = {**contents, DETAILS: details.dump(), KEY: public_pem(key)}
    listed = contents_list(whole)
    log = add_line(b"", listed, key, at=details.made_at, by=details.operator)
    return {**whole, CONTENTS: listed, SIGNATURE: key.sign(listed), CONTINUITY: log}


def packed(contents: Mapping[str, bytes], details: PackDetails) -> tuple[Member, ...]:
    """The members of the pack that holds these files, in their order."""
    kept = {name: content for name, content in contents.items() if name not in DERIVED}
    described = derived(entries_of(kept), details.title, details.made_at, details.tool)
    return in_order([*described, *(Member(name, content) for name, content in kept.items())])


def write_pack(members: Sequence[Member]) -> bytes:
    """The bytes of the pack: the same members give the same bytes."""
    stream = io.BytesIO()
    for _, piece in container(members):
        stream.write(piece)
    return stream.getvalue()


def _pages(captures: bytes) -> list[tuple[str, str, str]]:
    """What the list of captures tells of answered pages: address, time and title."""
    found = []
    for line in captures.decode().splitlines():
        entry = json.loads(line)
        if entry.get("status") and entry.get("url_final"):
            found.append((entry["url_final"], entry["fetched_at"], f"{entry['rule']}"))
    return list(dict.fromkeys(found))
