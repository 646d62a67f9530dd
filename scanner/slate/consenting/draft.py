"""What a list says of a person, as values that the form shows for correction."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from scanner.model.facts import FactKind
from scanner.profile import make_fact
from scanner.profile.kinds import KINDS

_SUBJECT_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_BESIDE = ("site", "label", "use")


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as the form takes it; whatever of it cannot be read is left out."""

    facts: Mapping[str, list[dict[str, Any]]] = field(default_factory=dict, repr=False)
    """By kind: `value` in one line; `parts` where it was given in parts; site, label, use;
    `public`: why it is public by choice."""
    election: Mapping[str, str] = field(default_factory=dict)
    pages: tuple[str, ...] = field(default=(), repr=False)
    endpoints: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Source id and origin of services that the officer named."""
    subject_id: str = field(default="", repr=False)
    """The id that the list made for them; empty when there is none, or none that may stand."""


def read_draft(text: str) -> Draft:
    """From a profile (TOML) without its consent."""
    try:
        top = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, ValueError, RecursionError):
        return Draft()
    facts = _table(top, "facts")
    found = {kind.value: list(_facts(kind, facts.get(kind.value))) for kind in FactKind}
    pages = _table(top, "pages").get("urls")
    return Draft(
        {kind: entries for kind, entries in found.items() if entries},
        {key: _text(value) for key, value in _table(top, "election").items() if _text(value)},
        tuple(_pages(pages if isinstance(pages, list) else [])),
        dict(_endpoints(_table(top, "endpoints"))),
        _id(_table(top, "subject").get("id")),
    )


def _facts(kind: FactKind, given: object) -> Iterator[dict[str, Any]]:
    for entry in given if isinstance(given, list) else [given]:
        table = entry if isinstance(entry, dict) else {"value": entry}
        texts = {key: _text(value) for key, value in table.items() if _text(value)}
        parts = {key: texts[key] for key in KINDS[kind].parts if key in texts}
        value = texts.get("value", "") or (_line(kind, parts) if parts else "")
        if not value:
            continue
        fact: dict[str, Any] = {"value": value}
        if parts and "value" not in texts:
            fact["parts"] = parts
        fact |= {key: texts[key] for key in _BESIDE if key in texts}
        if texts.get("public_by_choice"):
            fact["public"] = texts["public_by_choice"]
        yield fact


def _line(kind: FactKind, parts: Mapping[str, str]) -> str:
    try:
        return make_fact(kind, dict(parts)).value.reveal()
    except ValueError:
        return ", ".join(parts.values())


def _pages(urls: list[object]) -> Iterator[str]:
    for each in urls:
        url = each.get("url") if isinstance(each, dict) else each
        if isinstance(url, str):
            yield url


def _endpoints(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _endpoints(value, f"{prefix}{key}.")
        elif isinstance(value, str):
            yield f"{prefix}{key}", value


def _id(given: object) -> str:
    return given if isinstance(given, str) and _SUBJECT_ID.fullmatch(given) else ""


def _table(top: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    table = top.get(key)
    return table if isinstance(table, dict) else {}


def _text(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()[:10]
    return str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else ""
