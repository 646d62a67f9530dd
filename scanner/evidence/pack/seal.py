"""The seal of a pack: the hash of every file, in the form of `sha256sum`, signed once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256

from scanner.evidence.pack.layout import NOT_SEALED

_LINE = re.compile(r"([0-9a-f]{64})  ([^\n]+)")


def contents_list(contents: Mapping[str, bytes]) -> bytes:
    """A line for each sealed file, in order of name. At the pack's root, unzipped,
    `sha256sum --check seal/contents.sha256` goes by it."""
    lines = (
        f"{sha256(contents[name]).hexdigest()}  {name}\n"
        for name in sorted(contents)
        if name not in NOT_SEALED
    )
    return "".join(lines).encode()


def read_contents_list(text: bytes) -> dict[str, str] | None:
    """Hash by name; None for a list that `contents_list` would not have written."""
    try:
        lines = text.decode("ascii").split("\n")
    except UnicodeDecodeError:
        return None
    found = [_LINE.fullmatch(line) for line in lines[:-1]]
    if lines[-1] or not all(found):
        return None
    hashes = {match[2]: match[1] for match in found if match}
    return hashes if list(hashes) == sorted(hashes) and len(hashes) == len(found) else None
