"""The hint for each scheduler starts the very command, whatever stands in a path."""

from __future__ import annotations

import plistlib
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

from scanner.cli.watch_install import NAME, Scheduler, files_of
from tests.cli.command import Run

ODD = ["/opt/my tools/netcurtain", "--passphrase-file", "/home/j/50% \'of\' $HOME", "watch",
       '/home/j/a "b" \\ & <c>.toml', "--once"]  # fmt: skip


def test_systemd_reads_its_files_and_starts_the_command(tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("no systemd here")
    program = tmp_path / "my tools" / "net$cur%tain"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    for name, text in files_of(Scheduler.SYSTEMD, [str(program), *ODD[1:]]).items():
        (tmp_path / name).write_text(text)
    units = [str(tmp_path / f"{NAME}.{kind}") for kind in ("service", "timer")]
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *units],
        capture_output=True,
        text=True,
        check=False,
    )
    ours = [line for line in done.stderr.splitlines() if NAME in line]
    assert not ours, done.stderr
    calendar = re.search(r"OnCalendar=(.*)", (tmp_path / f"{NAME}.timer").read_text())
    assert calendar
    subprocess.run(["systemd-analyze", "calendar", calendar[1]], check=True, capture_output=True)


def test_systemd_quotes_as_its_manual_says() -> None:
    service = files_of(Scheduler.SYSTEMD, ODD)[f"{NAME}.service"]
    line = service.partition("ExecStart=")[2].splitlines()[0]
    words = re.findall(r'"((?:[^"\\]|\\.)*)"', line)
    read = [re.sub(r"\\(.)", r"\1", word).replace("%%", "%").replace("$$", "$") for word in words]
    assert read == ODD


def test_cron_hands_the_command_to_a_shell() -> None:
    line = files_of(Scheduler.CRON, ODD)["crontab"]
    minute, hour, *days, command = line.rstrip("\n").split(" ", 5)
    assert (0 <= int(minute) < 60, 0 <= int(hour) < 24, days) == (True, True, ["*"] * 3)
    assert not re.search(r"(?<!\\)%", command)
    assert shlex.split(command.replace("\\%", "%")) == ODD


def test_windows_reads_the_task() -> None:
    task = ElementTree.fromstring(files_of(Scheduler.WINDOWS, ODD)[f"{NAME}.xml"])
    space = {"t": "http://schemas.microsoft.com/windows/2004/02/mit/task"}
    assert task.findtext(".//t:Exec/t:Command", namespaces=space) == ODD[0]
    arguments = task.findtext(".//t:Exec/t:Arguments", namespaces=space) or ""
    assert arguments == subprocess.list2cmdline(ODD[1:])
    assert task.findtext(".//t:StartWhenAvailable", namespaces=space) == "true"


def test_macos_reads_the_job() -> None:
    (text,) = files_of(Scheduler.LAUNCHD, ODD).values()
    assert plistlib.loads(text.encode())["ProgramArguments"] == ODD


GIVEN = {"XDG_DATA_HOME": "/home/j/a $b %c", "NETCURTAIN_STORE": "sqlite:////home/j/cases"}


def test_each_scheduler_knows_where_the_cases_lie() -> None:
    service = files_of(Scheduler.SYSTEMD, ODD, GIVEN)[f"{NAME}.service"]
    assert 'Environment="XDG_DATA_HOME=/home/j/a $b %%c"' in service
    line = files_of(Scheduler.CRON, ODD, GIVEN)["crontab"].rstrip("\n").split(" ", 5)[5]
    words = shlex.split(line.replace("\\%", "%"))
    assert words == ["env", *(f"{name}={value}" for name, value in GIVEN.items()), *ODD]
    (text,) = files_of(Scheduler.LAUNCHD, ODD, GIVEN).values()
    assert plistlib.loads(text.encode())["EnvironmentVariables"] == GIVEN


def test_a_variable_that_cannot_be_in_the_hint_is_named(
    netcurtain: Run, profile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NETCURTAIN_STORE", "postgresql+psycopg://team:s3cret@cases.example/x")
    done = netcurtain("watch", profile, "--install-hint", "--for", "cron")
    assert "s3cret" not in done.said
    assert "NETCURTAIN_STORE is set here" in done.stderr
    assert "XDG_DATA_HOME=" in done.stdout
    windows = netcurtain("watch", profile, "--install-hint", "--for", "windows")
    assert "XDG_DATA_HOME is set here" in windows.stderr


def test_the_command_prints_paths_from_the_root(netcurtain: Run, profile: Path) -> None:
    options = ("--out", "kept", "--proxy", "socks5h://127.0.0.1:9050", "--only", "src.page.given")
    done = netcurtain("watch", profile.name, "--install-hint", "--for", "cron", *options)
    assert done.code == 0
    command = shlex.split(done.stdout)[5:]
    assert command[-9:] == [
        "watch", str(profile), "--once", "--out", str(profile.parent / "kept"), *options[2:]
    ]  # fmt: skip
    program = [word for word in command if "=" not in word][1]
    assert program.startswith("/")
    assert "passphrase" in done.stderr
