"""The bundled library is what its page says it is, and asks nobody anything."""

from __future__ import annotations

import hashlib
import re

import pytest

from scanner.resources import resource_folder

FOLDER = resource_folder("reports") / "static" / "vendor" / "age-encryption"
BUNDLE = (FOLDER / "age.js").read_text(encoding="utf-8")


def test_it_has_the_hash_that_its_page_tells() -> None:
    digest = hashlib.sha256(BUNDLE.encode()).hexdigest()
    assert f"`{digest}`" in (FOLDER / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "word",
    [
        *("fetch(", "XMLHttpRequest", "WebSocket", "EventSource", "sendBeacon", "import("),
        *("eval(", "Function(", "localStorage", "indexedDB", "document.", "postMessage"),
    ],
)
def test_it_reaches_out_of_nothing(word: str) -> None:
    assert not re.search(rf"(?<![\w$]){re.escape(word)}", BUNDLE)


def test_every_package_in_it_has_its_licence_beside_it() -> None:
    packages = re.findall(r"^\| ([@\w/-]+) \| \d", (FOLDER / "README.md").read_text(), re.MULTILINE)
    assert len(packages) == 6
    for name in packages:
        licence = FOLDER / f"LICENSE-{name.lstrip('@').replace('/', '-')}.txt"
        assert "Copyright" in licence.read_text(encoding="utf-8")
