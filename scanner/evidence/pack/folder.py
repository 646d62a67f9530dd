"""The evidence folder of a check, read and held against its own list before it is packed."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from scanner.errors import PackError
from scanner.evidence.pack.building import evidence_in
from scanner.evidence.pack.seal import read_contents_list

LIST = "manifest.sha256"
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


def read_evidence(folder: Path) -> Evidence:
    """Raises PackError when the folder holds no evidence, or what it holds was changed since."""
    try:
        listed = read_contents_list((folder / LIST).read_bytes())
        beside = [
            path.name
            for path in sorted(folder.iterdir())
            if path.is_file() and path.name.startswith(_BESIDE) and path.name not in (listed or ())
        ]
        everything = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    except OSError:
        raise PackError(
            f"{folder} holds no evidence. Make some with `netcurtain check --evidence --out DIR`."
        ) from None
    if listed is None:
        raise PackError(f"{folder / LIST} is damaged, so nothing can be packed.")
    contents = evidence_in(folder, [*listed, *beside])
    for name, expected in listed.items():
        if sha256((folder / name).read_bytes()).hexdigest() != expected:
            raise PackError(
                f"{name} is not the file that the check listed: it was changed since. Nothing was "
                f"packed."
            )
    known = {*listed, *beside}
    others = (path.relative_to(folder).as_posix() for path in everything)
    return Evidence(contents, tuple(name for name in others if name not in known))
