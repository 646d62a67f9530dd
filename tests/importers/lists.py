"""Hand-made lists in the three formats: between them, every field that the formats have."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from scanner.importers import Format, ImportedList, read_list

TODAY = date(2026, 11, 23)


def wmn(*sites: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "license": ["Copyright (C) 2026 A. Keeper", "CC BY-SA 4.0"],
        "authors": ["A. Keeper"],
        "categories": ["social", "xx NSFW xx"],
        "sites": list(sites),
        **more,
    }


def wmn_site(name: str = "Town Book", **more: Any) -> dict[str, Any]:
    site = {
        "name": name,
        "uri_check": "https://town-book.example/u/{account}",
        "e_code": 200,
        "e_string": "<b class='member'>",
        "m_code": 404,
        "m_string": "isn&#39;t here",
        "known": ["alice_at_the_book", "bob_at_the_book"],
        "cat": "social",
    } | more
    return {key: value for key, value in site.items() if value is not None}


def sherlock(**sites: dict[str, Any]) -> dict[str, Any]:
    return {"$schema": "data.schema.json", **sites}


def sherlock_site(**more: Any) -> dict[str, Any]:
    site = {
        "errorType": "status_code",
        "url": "https://town-book.example/u/{}",
        "urlMain": "https://town-book.example/",
        "username_claimed": "alice_at_the_book",
    } | more
    return {key: value for key, value in site.items() if value is not None}


def maigret(engines: dict[str, Any] | None = None, **sites: dict[str, Any]) -> dict[str, Any]:
    return {"sites": sites, "engines": engines or {}, "tags": ["social"]}


def maigret_site(**more: Any) -> dict[str, Any]:
    site = {
        "checkType": "message",
        "url": "{urlMain}/u/{username}",
        "urlMain": "https://town-book.example",
        "presenseStrs": ["class=member"],
        "absenceStrs": ["no such member"],
        "usernameClaimed": "alice_at_the_book",
        "usernameUnclaimed": "nobody_at_the_book",
    } | more
    return {key: value for key, value in site.items() if value is not None}


def imported(
    folder: Path, data: Any, wanted: Format | None = None, with_disabled: bool = False
) -> ImportedList:
    """The list, written to a file and read."""
    path = folder / "list.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    return read_list(path, TODAY, wanted, with_disabled)


def rule(folder: Path, data: Any, number: int = 0) -> dict[str, Any]:
    """One rule of a list, as any reader of YAML sees it."""
    result = imported(folder, data)
    assert not result.losses, result.losses
    value: dict[str, Any] = yaml.safe_load(result.rules[number].text)
    return value


def loss(folder: Path, data: Any, wanted: Format | None = None) -> tuple[str, str]:
    """Field and reason of the only entry, which could not come over."""
    result = imported(folder, data, wanted)
    assert not result.rules
    (only,) = result.losses
    return only.field, only.reason
