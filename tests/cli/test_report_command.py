"""`netcurtain report`: reports of an earlier check's assessment.json."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from scanner.render import render_csv, render_html, render_json
from tests.cli.command import Run
from tests.render import invented


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    path = tmp_path / "assessment.json"
    path.write_text(render_json(invented.rich()), encoding="utf-8")
    return path


def test_the_report_comes_out_as_the_check_made_it(netcurtain: Run, stored: Path) -> None:
    done = netcurtain("report", stored, "--format", "html,csv", "--out", "again")
    assert done.code == 0, done.said
    again = stored.parent / "again"
    assert (again / "report.html").read_text() == render_html(invented.rich())
    assert (again / "findings.csv").read_bytes().decode() == render_csv(invented.rich())
    assert stat.S_IMODE((again / "report.html").stat().st_mode) == 0o600
    assert done.stdout.splitlines() == ["again/report.html", "again/findings.csv"]


def test_values_that_are_not_there_cannot_be_shown(netcurtain: Run, stored: Path) -> None:
    done = netcurtain("report", stored, "--reveal")
    assert done.code == 2
    assert "check --reveal" in done.stderr


def test_values_are_masked_again_unless_asked_for(netcurtain: Run, tmp_path: Path) -> None:
    clear = tmp_path / "clear.json"
    clear.write_text(render_json(invented.rich(), reveal=True), encoding="utf-8")
    assert netcurtain("report", clear).code == 0
    report = (tmp_path / "report.html").read_text()
    assert [value for value in invented.PRIVATE if value in report] == []
    assert netcurtain("report", clear, "--reveal").code == 0
    assert invented.HOME in (tmp_path / "report.html").read_text()


def test_what_cannot_be_read_is_told(netcurtain: Run, tmp_path: Path, stored: Path) -> None:
    assert "Cannot read" in netcurtain("report", tmp_path / "none.json").stderr
    assert "Choose of" in netcurtain("report", stored, "--format", "docx").stderr
    stored.write_text("{}")
    assert "no assessment" in netcurtain("report", stored).stderr


def test_a_pdf_comes_out(netcurtain: Run, tmp_path: Path) -> None:
    path = tmp_path / "assessment.json"
    path.write_text(render_json(invented.below_floor()), encoding="utf-8")
    done = netcurtain("report", path, "--format", "pdf")
    assert done.code == 0, done.said
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF-1.7")
