"""`netcurtain report --for`: an officer's and the police's edition, and the record of an annex."""

from __future__ import annotations

import json
import stat
from hashlib import sha256
from pathlib import Path

import pytest

from scanner.render import render_json
from tests.cli.command import Run
from tests.render import invented

POLICE = ("--for", "police", "--case-ref", "1234567/26", "--exhibit", "AB/1")


@pytest.fixture
def clear(tmp_path: Path) -> Path:
    path = tmp_path / "assessment.json"
    path.write_text(render_json(invented.rich(), reveal=True), encoding="utf-8")
    return path


def test_another_readers_edition_takes_no_place_of_the_persons_own(
    netcurtain: Run, clear: Path
) -> None:
    done = netcurtain("report", clear, "--for", "officer")
    assert done.code == 0, done.said
    report = clear.parent / "for-officer" / "report.html"
    assert Path(done.stdout.strip()).resolve() == report.resolve()
    assert "Your home address" not in report.read_text()
    assert not (clear.parent / "report.html").exists()


def test_the_polices_edition_names_the_file_that_it_was_made_of(
    netcurtain: Run, clear: Path
) -> None:
    done = netcurtain(
        "report", clear, *POLICE, "--marking", "OFFICIAL-SENSITIVE", "--operator", "A. Bell",
        "--out", "out",
    )  # fmt: skip
    assert done.code == 0, done.said
    text = (clear.parent / "out" / "report.html").read_text()
    for piece in ("1234567/26", "AB/1", "OFFICIAL-SENSITIVE", "A. Bell"):
        assert piece in text
    assert sha256(clear.read_bytes()).hexdigest() in text
    assert [value for value in invented.PRIVATE if value in text] == []
    assert not (clear.parent / "out" / "unmasked.log").exists()


def test_an_annex_in_clear_needs_a_name_and_a_reason_and_is_put_on_record(
    netcurtain: Run, clear: Path
) -> None:
    refused = netcurtain("report", clear, *POLICE, "--reveal", "--out", "out")
    assert refused.code == 2 and "--operator and --reason" in refused.stderr
    for reason in ("For the statement", "For the court"):
        done = netcurtain(
            "report", clear, *POLICE, "--reveal", "--out", "out",
            "--operator", "A. Bell", "--reason", reason,
        )  # fmt: skip
        assert done.code == 0, done.said
    log = clear.parent / "out" / "unmasked.log"
    first, second = log.read_text().splitlines()
    assert "by: A. Bell; reason: For the statement; case: 1234567/26; exhibit: AB/1" in first
    assert "For the court" in second and "report.html" in second
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    text = (clear.parent / "out" / "report.html").read_text()
    assert invented.HOME in text and "For the court" in text


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--for", "officer", "--reveal"), "leave out --reveal"),
        (("--for", "officer", "--format", "html,json"), "html and pdf only"),
        (("--for", "police", "--exhibit", "<b>"), "initials and a number"),
    ],
)
def test_what_does_not_go_together_is_refused(
    netcurtain: Run, clear: Path, options: tuple[str, ...], says: str
) -> None:
    done = netcurtain("report", clear, *options)
    assert done.code == 2 and says in done.stderr
    assert json.loads(clear.read_text()), "nothing was touched"
    assert [path.name for path in clear.parent.iterdir()] == ["assessment.json"]
