"""What a pack says of itself: whose, for what, when made and with what."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from datetime import datetime

from scanner.errors import PackError

SCHEMA = "netcurtain/pack/1"


@dataclass(frozen=True, slots=True)
class PackDetails:
    """The label of a pack. All texts, and no private value among them."""

    reference: str
    """Of the police, as they write it."""
    exhibit: str
    marking: str
    operator: str
    made_at: str
    """UTC, `…Z`."""
    tool: str
    redacted: bool = False
    derived_from: str = ""
    """Of a redacted pack: SHA-256 of the original's seal/contents.sha256."""
    schema: str = SCHEMA

    @property
    def title(self) -> str:
        told = ", ".join(text for text in (self.reference, self.exhibit) if text)
        kind = "Redacted copy of the evidence" if self.redacted else "Evidence"
        return f"{kind} of an online check" + (f" ({told})" if told else "")

    def dump(self) -> bytes:
        return f"{json.dumps(asdict(self), indent=1, ensure_ascii=False)}\n".encode()


def load_details(content: bytes) -> PackDetails:
    """Raises PackError for what `dump` would not have written."""
    try:
        told = json.loads(content)
        details = PackDetails(**{item.name: told[item.name] for item in fields(PackDetails)})
        is_same = details.schema == SCHEMA and details.dump() == content
    except (ValueError, TypeError, LookupError, RecursionError):
        is_same = False
    if not is_same:
        raise PackError("The pack's own description (seal/pack.json) is damaged.")
    return details


def stamp(moment: datetime) -> str:
    """A moment in UTC to the second, as a pack writes it."""
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
