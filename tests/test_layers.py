"""Holds the table of docs/architecture.md: who may import whom, and which library only where."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "scanner"

LAYERS: dict[str, int] = {
    **dict.fromkeys(
        ("model", "errors", "faults", "garbage", "interrupts", "resources", "__init__"), 0
    ),
    **dict.fromkeys(("text", "domains", "profile", "rulebook", "language"), 1),
    "passphrase_file": 1,
    "store_address": 1,
    **dict.fromkeys(("plan", "fetch", "read", "outcome", "match", "judge", "assess", "render"), 2),
    **dict.fromkeys(("run", "gather", "offline", "rulecheck"), 3),
    **dict.fromkeys(("importers", "case", "evidence", "engine"), 3),
    "pwned": 3,
    **dict.fromkeys(("slate", "sweep", "demo"), 4),
    **dict.fromkeys(("cli", "web", "__main__"), 5),
}

ONLY_IN: dict[str, set[str]] = {
    "tldextract": {"domains"},
    "yaml": {"rulebook"},
    "phonenumbers": {"profile", "text", "match"},
    "requests": {"fetch"},
    "urllib3": {"fetch"},
    "protego": {"fetch"},
    "socks": {"fetch"},
    "bs4": {"read"},
    "lxml": {"read"},
    "pypdfium2": {"read"},
    "PIL": {"read"},
    "rapidfuzz": {"outcome", "rulecheck", "slate"},
    "jinja2": {"rulebook", "render", "language"},
    "babel": {"language", "render"},
    "pydantic": {"rulebook"},
    "cattrs": {"render", "case"},
    "sqlalchemy": {"case"},
    "alembic": {"case"},
    "filelock": {"case"},
    "sqlcipher3": {"case"},
    "argon2": {"case"},
    "pyrage": {"case", "evidence", "slate"},
    "distributed": {"engine"},
    "dask": {"engine"},
    "fastwarc": {"sweep"},
    "fsspec": {"sweep"},
    "aiohttp": {"sweep"},
    "openpyxl": {"slate"},
    "rfc3161_client": {"evidence"},
    "apprise": {"cli"},
    "weasyprint": {"render"},
    "jmespath": {"rulebook", "read"},
    "re2": {"rulebook"},
    "ahocorasick_rs": {"match", "read", "outcome", "sweep"},
    "idna": {"domains"},
    "warcio": {"evidence", "offline"},
    "holidays": {"assess"},
    "dateutil": {"assess"},
    "icalendar": {"render"},
    "platformdirs": {"case"},
    "keyring": {"case"},
    "tomlkit": {"profile"},
    "trustme": {"demo"},
    "playwright": {"fetch"},
    "cryptography": {"fetch", "case", "evidence"},
    "docx": {"render"},
    "typer": {"cli"},
    "rich": {"cli"},
}


def room_of(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            yield node.module or ""
            if node.module == "scanner":
                yield from (f"scanner.{alias.name}" for alias in node.names)


def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if "__pycache__" not in path.parts)


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_module_imports_only_what_its_layer_may(path: Path) -> None:
    room = room_of(path)
    layer = LAYERS[room]
    for name in imports_of(path):
        top, *rest = name.split(".")
        if top == "scanner" and rest and rest[0] in LAYERS:
            other = rest[0]
            lower = LAYERS[other] < layer
            peers = LAYERS[other] == layer and layer in (0, 1, 3, 5)
            assert other == room or lower or peers, f"{room} may not import {other}"
        elif top in ONLY_IN:
            assert room in ONLY_IN[top], f"{top} belongs to {sorted(ONLY_IN[top])}, not {room}"


def test_no_module_is_longer_than_400_lines() -> None:
    long = {
        str(path.relative_to(PACKAGE)): lines
        for path in modules()
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert not long


def test_every_module_says_what_it_is() -> None:
    silent = [
        str(path.relative_to(PACKAGE))
        for path in modules()
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert not silent


def test_code_lies_only_where_it_belongs() -> None:
    root = PACKAGE.parent
    strays = [
        path for folder in ("rules", "reports", "docs") for path in (root / folder).rglob("*.py")
    ]
    assert not strays
