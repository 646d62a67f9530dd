"""`netcurtain demo`: the whole way for somebody who has just installed it."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from tests.cli.command import Run

pytestmark = pytest.mark.xdist_group("demonstration")


def test_the_demo_says_what_to_do_first_and_where_the_report_is(
    netcurtain_process: Run, tmp_path: Path
) -> None:
    done = netcurtain_process("demo", "--out", "shown")
    assert done.code == 0, done.stderr
    assert "Three things to do today" in done.stdout
    report = tmp_path / "shown/report.html"
    assert "shown/report.html" in done.stdout
    assert "What will be sent, and to whom" in done.stderr
    assert " requests in " in done.stderr
    told = json.loads((tmp_path / "shown/assessment.json").read_text())
    assert told["headline"]["kind"] == "band"
    for path in (report, tmp_path / "shown/assessment.json", tmp_path / "shown/profile.toml"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not done.leaks
