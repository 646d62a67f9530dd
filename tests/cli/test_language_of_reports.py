"""`--lang` and NETCURTAIN_LANG, as a user meets them."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from scanner.cli.app import app
from scanner.language import ENGLISH, spoken
from scanner.render import render_csv, render_html, render_json
from tests.render import invented


@pytest.fixture
def stored(tmp_path: Path) -> str:
    path = tmp_path / "assessment.json"
    path.write_text(render_json(invented.rich()), encoding="utf-8")
    return str(path)


def report(stored: str, *options: str, **variables: str) -> str:
    done = CliRunner().invoke(app, ["report", stored, *options], env=variables)
    assert done.exit_code == 0, done.output
    return (Path(stored).parent / "report.html").read_text(encoding="utf-8")


def test_a_stored_check_is_told_in_welsh_and_then_in_english_again(stored: str) -> None:
    welsh = report(stored, "--lang", "cy")
    assert '<html lang="cy"' in welsh
    assert "Yn yr adroddiad hwn" in welsh
    assert spoken() is ENGLISH
    assert report(stored) == render_html(invented.rich())


def test_the_language_can_be_set_once_for_all(stored: str) -> None:
    assert '<html lang="cy"' in report(stored, NETCURTAIN_LANG="cy")
    assert '<html lang="en-GB"' in report(stored, "--lang", "en", NETCURTAIN_LANG="cy")


def test_a_language_that_is_not_spoken_is_refused(stored: str) -> None:
    done = CliRunner().invoke(app, ["report", stored, "--lang", "fr"])
    assert done.exit_code == 2


def test_tables_for_programs_are_the_same_in_both_languages(stored: str) -> None:
    report(stored, "--lang", "cy", "--format", "html,csv")
    table = (Path(stored).parent / "findings.csv").read_bytes().decode()
    assert table == render_csv(invented.rich())
