"""The generated corpus: independent of the program, and the same each time."""

from __future__ import annotations

import ast
import datetime
import hashlib
from pathlib import Path

import pytest

from tests.accuracy.runner import measure
from tests.accuracy.scoring import Said, score
from tests.accuracy.thresholds import shortfalls
from tests.corpus.corpus import write_corpus
from tests.corpus.truth import Decoy, Planting, Truth

HERE = Path(__file__).resolve().parent
TODAY = datetime.date(2026, 11, 22)


def digest(folder: Path) -> str:
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            total.update(str(path.relative_to(folder)).encode() + path.read_bytes())
    return total.hexdigest()


def test_the_generator_knows_nothing_of_the_program() -> None:
    for path in sorted((HERE / "corpus").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            assert not [name for name in names if name.split(".")[0] == "scanner"], path


def test_the_same_seed_writes_the_same_corpus(tmp_path: Path) -> None:
    write_corpus(tmp_path / "one", TODAY, pages=130)
    write_corpus(tmp_path / "two", TODAY, pages=130)
    write_corpus(tmp_path / "three", TODAY, pages=130, seed=7)
    assert digest(tmp_path / "one") == digest(tmp_path / "two")
    assert digest(tmp_path / "one") != digest(tmp_path / "three")


def test_what_was_planted_stands_in_the_page(tmp_path: Path) -> None:
    """A text without markup of its own is found in the file as it is."""
    truth = write_corpus(tmp_path, TODAY, pages=130)
    plain = [p for p in truth.plantings if p.file.endswith((".txt", ".md")) and p.form == "plain"]
    assert plain
    for planting in plain:
        page = (tmp_path / "pages" / planting.file).read_text(encoding="utf-8")
        assert planting.text in page


PLANTED = Planting("a.html", "jane", "address", "x", "plain", "14 Bramble Road, Wexcombe, WX4 7QT")


def said(text: str, attribution: str = "confirmed", kind: str = "address") -> Said:
    return Said("a.html", "jane", kind, text, "full", attribution, False, "text")


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (("14 Bramble Road,\n Wexcombe, wx47qt",), True),
        (("14 Bramble Road", "WX4 7QT"), True),
        (("WX4 7QT",), False),
        ((), False),
    ],
)
def test_half_of_the_planted_text_has_to_be_covered(texts: tuple[str, ...], found: bool) -> None:
    result = score(Truth((PLANTED,), ()), [said(text, "possible") for text in texts])
    assert (result.recall == 1.0) is found


def test_a_sure_line_without_ground_is_a_false_alarm() -> None:
    decoy = Decoy("a.html", "jane", "address", "16 Bramble Road, Wexcombe", "neighbour")
    lines = [said(PLANTED.text), said("16 Bramble Road"), said("16 Bramble Road", "possible")]
    result = score(Truth((PLANTED,), (decoy,)), lines)
    assert result.precision == 0.5
    assert [alarm.decoy for alarm in result.false_alarms] == [decoy]
    assert result.unsure_decoys == 1


@pytest.mark.long
def test_facts_are_found_and_nothing_else_is(tmp_path: Path) -> None:
    """Through the command line: precision, recall of all and of every form."""
    assert shortfalls(measure(tmp_path, pages=2_046), form_count=15) == []


@pytest.mark.hundred
def test_so_it_is_in_the_whole_corpus(tmp_path: Path) -> None:
    assert shortfalls(measure(tmp_path)) == []
