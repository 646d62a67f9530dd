"""Other people's tools read a pack: the WACZ validator, the indexer of WARCs, `zip` itself."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from cdxj_indexer.main import CDXJIndexer

from tests.evidence import packed_evidence


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    path = tmp_path / "pack.zip"
    path.write_bytes(packed_evidence.pack(tmp_path))
    return path


def test_it_is_a_valid_wacz(pack: Path) -> None:
    command = [sys.executable, "-c", "import sys, wacz.main; sys.exit(wacz.main.main())"]
    done = subprocess.run(
        [*command, "validate", "-f", pack], check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_its_index_is_the_one_that_others_make(pack: Path, tmp_path: Path) -> None:
    made = io.StringIO()
    CDXJIndexer(made, [str(tmp_path / "captures.warc.gz")], sort=True).process_all()
    with zipfile.ZipFile(pack) as archive:
        assert archive.testzip() is None
        assert archive.read("indexes/index.cdx").decode() == made.getvalue()


def test_its_pages_stand_in_the_list(pack: Path) -> None:
    with zipfile.ZipFile(pack) as archive:
        head, *pages = map(json.loads, archive.read("pages/pages.jsonl").splitlines())
    assert head["format"] == "json-pages-1.0"
    assert [page["url"] for page in pages] == list(packed_evidence.PAGES)
    assert {page["ts"] for page in pages} == {packed_evidence.AT}


def test_the_same_evidence_gives_the_same_bytes(tmp_path: Path) -> None:
    assert packed_evidence.pack(tmp_path) == packed_evidence.pack(tmp_path)
