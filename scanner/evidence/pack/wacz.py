"""What makes a pack a WACZ 1.1.1: the description of its files, with their hashes.

Made from the other members alone, so that whoever checks a pack can make it again and compare.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256

from scanner.evidence.pack.container import Member
from scanner.evidence.pack.layout import DATAPACKAGE, DATAPACKAGE_DIGEST, DERIVED

VERSION = "1.1.1"


Entry = tuple[str, int]
"""Hash (`sha256:…`) and size of a file."""


def entries_of(contents: Mapping[str, bytes]) -> dict[str, Entry]:
    return {name: (_named_hash(content), len(content)) for name, content in contents.items()}


def claimed(description: bytes) -> dict[str, Entry]:
    """What a `datapackage.json` says of its files; what cannot be read in it is left out."""
    try:
        resources = json.loads(description)["resources"]
        return {
            str(each["path"]): (str(each["hash"]), int(each["bytes"]))
            for each in resources
            if {"path", "hash", "bytes"} <= each.keys()
        }
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return {}


def _datapackage(entries: Mapping[str, Entry], title: str, made_at: str, tool: str) -> bytes:
    resources = [_resource(name, entries[name]) for name in sorted(entries) if name not in DERIVED]
    described = {
        "profile": "data-package",
        "resources": resources,
        "title": title,
        "created": made_at,
        "wacz_version": VERSION,
        "software": tool,
    }
    return f"{json.dumps(described, indent=1)}\n".encode()


def _resource(name: str, entry: Entry) -> dict[str, object]:
    described: dict[str, object] = {
        "name": name.replace("/", "-").lower(),
        "path": name,
        "hash": entry[0],
        "bytes": entry[1],
    }
    # Else validators guess from an assessment's keys that it describes data itself.
    return {**described, "type": "json"} if name.endswith(".json") else described


def derived(
    entries: Mapping[str, Entry], title: str, made_at: str, tool: str
) -> tuple[Member, Member]:
    """Both members that follow from all others, given by name."""
    described = _datapackage(entries, title, made_at, tool)
    digest = {"path": DATAPACKAGE, "hash": _named_hash(described)}
    return (
        Member(DATAPACKAGE, described),
        Member(DATAPACKAGE_DIGEST, f"{json.dumps(digest, indent=1)}\n".encode()),
    )


def _named_hash(content: bytes) -> str:
    return f"sha256:{sha256(content).hexdigest()}"
