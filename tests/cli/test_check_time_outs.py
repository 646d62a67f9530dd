"""`--timeout` and `--connect-timeout`: how long a person is willing to wait for one site."""

from __future__ import annotations

import json
import socket
import time
from pathlib import Path

import pytest

from tests.cli.command import Run
from tests.cli.small_site import Site


def test_a_silent_site_is_waited_for_no_longer_than_that(
    netcurtain: Run, site: Site, profile: Path, tmp_path: Path
) -> None:
    done = netcurtain(
        "check", profile, "--only", "src.page.given", "--page", site.url("/hangs"),
        "--allow-loopback", "--out", "report", "--timeout", "1s",
    )  # fmt: skip
    assert done.code == 3, done.said
    (check,) = json.loads((tmp_path / "report/assessment.json").read_text())["checks"]
    assert (check["outcome"], check["reason"]) == ("failed", "timeout")
    assert 1000 <= check["elapsed_ms"] < 5000


def test_a_connection_is_waited_for_no_longer_than_that(netcurtain: Run, profile: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        began = time.monotonic()
        done = netcurtain(
            "check", profile, "--only", "src.page.given", "--page", "http://wexcombe.example/",
            "--out", "report", "--proxy", f"socks5h://127.0.0.1:{deaf.getsockname()[1]}",
            "--connect-timeout", "1s",
        )  # fmt: skip
        assert time.monotonic() - began < 9
    assert done.code == 1
    assert "it did not answer within 1 s" in done.stderr


@pytest.mark.parametrize("option", ["--timeout", "--connect-timeout"])
@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("0.5s", "from 1s to 5m"),
        ("6m", "from 1s to 5m"),
        ("1e9", "such as 90s"),
        ("-3", "such as 90s"),
        ("soon", "such as 90s"),
    ],
)
def test_a_time_out_beyond_all_sense_is_refused(
    netcurtain: Run, profile: Path, site: Site, option: str, words: str, said: str
) -> None:
    done = netcurtain("check", profile, "--page", site.url("/quiet"), f"{option}={words}")
    assert done.code == 2
    assert said in " ".join(done.stderr.replace("│", " ").split())
    assert site.asked == []
