"""The wheel, installed into an empty environment and used outside the checkout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

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


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment that holds our wheel and what it asks for, nothing else."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT]
    built = run(*build, cwd=folder)
    assert built.returncode == 0, built.stdout + built.stderr
    wheel = next(folder.glob("netcurtain-*.whl"))
    # Our own pip fills it, and compiles nothing that is not used.
    venv.create(folder / "venv", with_pip=False)
    install = ["install", "--quiet", "--disable-pip-version-check", "--no-compile", wheel]
    there = ["--python", folder / "venv/bin/python"]
    pip = run(sys.executable, "-m", "pip", *there, *install, cwd=folder)
    assert pip.returncode == 0, pip.stderr
    return folder


def test_rules_and_templates_are_aboard(installed: Path) -> None:
    netcurtain = installed / "venv/bin/netcurtain"
    assert run(netcurtain, "--version", cwd=installed).stdout.startswith("netcurtain ")
    tested = run(netcurtain, "rules", "test", cwd=installed)
    assert tested.returncode == 0, tested.stdout + tested.stderr
    listed = run(netcurtain, "rules", "list", cwd=installed)
    assert "src.page.given" in listed.stdout


def test_the_demo_works_from_the_wheel(installed: Path) -> None:
    python = installed / "venv/bin/python"
    demo = run(python, "-m", "scanner", "demo", "--quiet", "--out", "demo", cwd=installed)
    assert demo.returncode == 0, demo.stdout + demo.stderr
    assessment = json.loads((installed / "demo/assessment.json").read_text())
    assert assessment["schema"].startswith("netcurtain/assessment/")
    assert (installed / "demo/report.html").read_text().startswith("<!doctype html>")
