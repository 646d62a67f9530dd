"""The command line as a whole: help, start, bad usage, and faults of its own."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer.main

from scanner import __version__
from scanner.cli.app import app
from tests.cli.command import PRIVATE, Run
from tests.cli.small_site import Site

NETWORK_AND_FACTS = {"requests", "urllib3", "phonenumbers", "trustme", "tldextract"}


def commands() -> dict[str, list[str]]:
    """Every command by its words, with the options that it takes."""

    def walk(words: str, command: object) -> Iterator[tuple[str, list[str]]]:
        inner = getattr(command, "commands", {})
        for name, each in inner.items():
            yield from walk(f"{words} {name}".strip(), each)
        if not inner:
            params = command.params  # type: ignore[attr-defined]
            yield words, [opt for param in params for opt in (*param.opts, *param.secondary_opts)]

    return dict(walk("", typer.main.get_command(app)))


COMMANDS = commands()


def test_the_commands_are_these() -> None:
    assert set(COMMANDS) == {
        "new", "plan", "check", "manual", "sources", "files", "password", "demo", "clear-cache",
        "report", "letters", "schema", "cases", "history", "done", "sent",
        "export", "revoke", "consent show", "consent renew", "purge", "hold",
        "retention", "incident add", "incident list", "incident show", "incident export",
        "passphrase set", "passphrase check", "passphrase change", "passphrase remove",
        "pack", "verify", "replay", "watch",
        "keys set", "keys list", "keys remove",
        "slate create", "slate describe", "slate list", "slate people", "slate remove",
        "slate import", "slate invite", "slate collect", "slate withdraw", "slate open", "sweep",
        "slate plan", "slate run", "slate status",
        "slate overview", "slate reports", "slate mail-merge", "slate hand-over",
        "rules list", "rules show", "rules lint", "rules test", "rules schema", "rules reference",
        "rules import", "rules new", "rules doctor",
    }  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_help_shows_an_example_that_could_be_typed(netcurtain: Run, command: str) -> None:
    done = netcurtain(*command.split(), "--help")
    assert done.code == 0
    examples = re.findall(rf"netcurtain {command}\b([^(\n│]*)", done.stdout)
    assert examples
    typed = {word for line in examples for word in line.split() if word.startswith("--")}
    assert typed <= set(COMMANDS[command])


def test_help_loses_no_word_that_stands_in_brackets(netcurtain: Run) -> None:
    shown = netcurtain("check", "--help").stdout
    assert "host name to [address, port]." in " ".join(re.sub("[│╭╮╰╯─]", " ", shown).split())


def test_help_says_where_to_start_and_every_command(netcurtain: Run) -> None:
    done = netcurtain("--help")
    assert done.code == 0
    assert "netcurtain demo" in done.stdout
    for command in COMMANDS:
        assert re.search(rf"^\W*{command.split()[0]}\b", done.stdout, re.MULTILINE), command


def test_version(netcurtain_process: Run) -> None:
    done = netcurtain_process("--version")
    assert (done.code, done.stdout, done.stderr) == (0, f"netcurtain {__version__}\n", "")


@pytest.mark.parametrize(
    ("words", "unneeded"),
    [
        (["--help"], NETWORK_AND_FACTS | {"lxml", "bs4", "pydantic", "jinja2", "yaml"}),
        (["rules", "schema"], NETWORK_AND_FACTS),
    ],
)
def test_what_a_command_does_not_need_is_not_loaded(
    child_environment: dict[str, str], words: list[str], unneeded: set[str]
) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "scanner", *words],
        env=child_environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "scanner.cli.main" in loaded
    assert not loaded & unneeded


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("chekc", "chekc"),
        ("check", "PROFILE"),
        ("check profile.toml --fail-on dreadful", "dreadful"),
        ("check profile.toml --nonsense", "--nonsense"),
        ("check profile.toml --connect-to nowhere.json", "nowhere.json"),
        ("check profile.toml --ca-file nowhere.pem", "nowhere.pem"),
        ("plan profile.toml --page ftp:nothing", "page"),
        ("rules list --kind spell", "spell"),
        ("rules show src.nowhere", "src.nowhere"),
        ("rules test --only src.nowhere", "src.nowhere"),
    ],
)
def test_bad_usage_exits_with_2_and_names_the_word_at_fault(
    netcurtain: Run, profile: Path, words: str, named: str
) -> None:
    done = netcurtain(*words.split())
    assert done.code == 2
    assert done.stdout == ""
    assert named in done.stderr
    assert "Traceback" not in done.stderr


def test_quiet_is_not_silent_about_errors(netcurtain: Run, profile: Path, site: Site) -> None:
    profile.write_text(profile.read_text().replace("2126-11-01", "2026-11-02"))
    for words in (["--quiet"], ["--json"], ["--quiet", "--json"]):
        done = netcurtain("check", profile, *words, "--out", "report")
        assert done.code == 1
        assert done.stdout == ""
        assert "2026-11-02" in done.stderr


def test_a_fault_of_ours_is_one_line_without_the_persons_details(
    netcurtain: Run, profile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise LookupError(f"nobody at {' '.join(PRIVATE)}")

    monkeypatch.setattr("scanner.cli.scan.make_plan", broken)
    done = netcurtain("plan", profile)
    assert done.code == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "LookupError at scan.py:" in done.stderr
    assert not done.leaks


def test_the_schema_is_the_published_one(netcurtain: Run) -> None:
    done = netcurtain("schema")
    published = Path(__file__).parents[2] / "docs" / "assessment.schema.json"
    assert (done.code, done.stdout) == (0, published.read_text(encoding="utf-8"))
