"""`deadlines.ics` lies beside the report where days lie ahead, and can be made again."""

from __future__ import annotations

import stat
from dataclasses import replace
from pathlib import Path

from icalendar import Calendar
from typer.testing import CliRunner

from scanner.case import OutputFolder
from scanner.cli.app import app
from scanner.cli.running import write_report
from scanner.model.assessment import Assessment
from tests.render import invented
from tests.render.test_deadlines_told import AHEAD, dated


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def _written(folder: Path, assessment: Assessment) -> list[Path]:
    return write_report(OutputFolder(folder), assessment, reveal=False).paths


def test_it_is_written_where_days_lie_ahead(tmp_path: Path) -> None:
    paths = _written(tmp_path, dated(AHEAD))
    calendar = tmp_path / "deadlines.ics"
    assert paths[-1] == calendar
    assert stat.S_IMODE(calendar.stat().st_mode) == 0o600
    assert Calendar.from_ical(calendar.read_bytes()).walk("VEVENT")


def test_without_a_poll_there_is_none(tmp_path: Path) -> None:
    _written(tmp_path, replace(invented.rich(), timetable=None))
    assert _names(tmp_path) == ["assessment.json", "report.html"]


def test_it_is_made_again_from_an_earlier_check(tmp_path: Path) -> None:
    _written(tmp_path / "first", dated(AHEAD))
    stored = str(tmp_path / "first" / "assessment.json")
    again = CliRunner().invoke(
        app, ["report", stored, "--format", "ics", "--out", str(tmp_path / "again")]
    )
    assert again.exit_code == 0, again.output
    first = (tmp_path / "first" / "deadlines.ics").read_bytes()
    assert (tmp_path / "again" / "deadlines.ics").read_bytes() == first
