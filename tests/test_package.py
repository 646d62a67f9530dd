"""The wheel, installed into an empty environment and used outside the checkout."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import venv
from collections.abc import Iterable, Iterator
from importlib import metadata
from importlib.metadata import Distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from scanner.rulebook.loader import load_rulebook
from tests.cli.command import PRIVATE

ROOT = Path(__file__).resolve().parent.parent

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("package")]


def run(*command: str | Path, cwd: Path, **extra: str) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "COV"))}
    return subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env={**environment, "XDG_DATA_HOME": str(cwd / "data"), **extra},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def needed(requires: Iterable[str]) -> Iterator[Distribution]:
    """What is asked for, as it is installed here, and what that asks for in turn."""
    met: set[tuple[str, str]] = set()
    waiting = [(line, "") for line in requires]
    while waiting:
        line, extra = waiting.pop()
        asked = Requirement(line)
        if asked.marker is not None and not asked.marker.evaluate({"extra": extra}):
            continue
        found = metadata.distribution(asked.name)
        assert asked.specifier.contains(found.version, prereleases=True), line
        yield found
        new = {(asked.name, extra) for extra in ("", *asked.extras)} - met
        met |= new
        waiting += [(line, extra) for _, extra in new for line in found.requires or ()]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment that holds our wheel and what it asks for, nothing else. The latter is linked
    to what is installed here: to unpack it again would take most of the time."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT]
    built = run(*build, cwd=folder)
    assert built.returncode == 0, built.stdout + built.stderr
    wheel = next(folder.glob("netcurtain-*.whl"))
    venv.create(folder / "venv", with_pip=False)
    there = ["--python", folder / "venv/bin/python"]
    install = ["install", "--quiet", "--disable-pip-version-check", "--no-deps", "--no-index"]
    pip = run(sys.executable, "-m", "pip", *there, *install, wheel, cwd=folder)
    assert pip.returncode == 0, pip.stderr
    (packages,) = folder.glob("venv/lib/python*/site-packages")
    (ours,) = metadata.distributions(path=[str(packages)])
    for distribution in needed(ours.requires or ()):
        for name in {file.parts[0] for file in distribution.files or ()} - {"..", "__pycache__"}:
            if not (packages / name).exists():
                (packages / name).symlink_to(distribution.locate_file(name))
    return folder


def test_the_command_and_all_rules_are_aboard(installed: Path) -> None:
    netcurtain = installed / "venv/bin/netcurtain"
    assert run(netcurtain, "--version", cwd=installed).stdout.startswith("netcurtain ")
    listed = run(netcurtain, "rules", "list", cwd=installed)
    assert listed.returncode == 0, listed.stdout + listed.stderr
    ids = {line.split()[0] for line in listed.stdout.splitlines()}
    assert ids == {item.rule.id for item in load_rulebook().loaded}


def test_the_demo_says_what_to_do_first_and_where_the_report_is(installed: Path) -> None:
    """The whole way for somebody who has just installed it."""
    demo = run(installed / "venv/bin/netcurtain", "demo", "--out", "shown", cwd=installed)
    assert demo.returncode == 0, demo.stdout + demo.stderr
    assert "Three things to do today" in demo.stdout
    assert "shown/report.html" in demo.stdout
    assert "What will be sent, and to whom" in demo.stderr
    assert " requests in " in demo.stderr
    assert not [value for value in PRIVATE if value in demo.stdout + demo.stderr]
    shown = installed / "shown"
    assessment = json.loads((shown / "assessment.json").read_text())
    assert assessment["schema"].startswith("netcurtain/assessment/")
    assert assessment["rules_digest"] == load_rulebook().digest
    assert assessment["headline"]["kind"] == "band"
    assert (shown / "report.html").read_text().startswith("<!doctype html>")
    for name in ("report.html", "assessment.json", "profile.toml"):
        assert stat.S_IMODE((shown / name).stat().st_mode) == 0o600
