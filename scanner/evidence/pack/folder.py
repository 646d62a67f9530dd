"""The evidence of a check, read and held against its own list before it is packed."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import PurePosixPath

from scanner.errors import PackError
from scanner.evidence.manifest import HASHES
from scanner.evidence.pack.building import evidence_in
from scanner.evidence.pack.layout import place_of
from scanner.evidence.pack.seal import read_contents_list
from scanner.evidence.pack.source import Source

_BESIDE = ("manifest.", "seal.", "operator")
"""How the files begin that are made after the list, about it: signature, time stamp, public key."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a check left."""

    contents: dict[str, bytes] = field(repr=False)
    """By place in a pack."""
    others: tuple[str, ...]
    """Names of files in the folder that the check's list does not name: they stay where they
    are."""


def read_evidence(source: Source) -> Evidence:
    """Raises PackError when there is no evidence, or what there is was changed since."""
    try:
        listed = read_contents_list(source.read(HASHES))
        everything = source.names()
    except OSError:
        raise PackError(
            f"{source.path} holds no evidence. Make some with `netcurtain check --evidence --out "
            f"DIR`."
        ) from None
    if listed is None:
        raise PackError(f"{source.path / HASHES} is damaged, so nothing can be packed.")
    beside = [name for name in everything if name.startswith(_BESIDE) and "/" not in name]
    beside = [name for name in beside if name not in listed]
    contents = evidence_in(source, [*listed, *beside])
    for name, expected in listed.items():
        if sha256(contents[place_of(PurePosixPath(name))]).hexdigest() != expected:
            raise PackError(
                f"{name} is not the file that the check listed: it was changed since. Nothing was "
                f"packed."
            )
    known = {*listed, *beside}
    return Evidence(contents, tuple(name for name in everything if name not in known))
