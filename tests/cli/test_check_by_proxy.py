"""`--proxy`: what a person is told of one that does not work, and what is kept when it dies."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.command import Run
from tests.cli.small_site import Site
from tests.fetch.stub_proxy import Notes, http_proxy, socks_proxy


@pytest.fixture
def nobody() -> Iterator[int]:
    """A port on which nobody listens."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        yield unused.getsockname()[1]


def pages(number: int) -> list[str]:
    return [word for n in range(number) for word in ("--page", f"http://site{n}.example/")]


@pytest.mark.parametrize("scheme", ["socks5h", "http", "https"])
def test_a_dead_one_is_one_error_that_says_what_to_do(
    netcurtain: Run, profile: Path, tmp_path: Path, nobody: int, scheme: str
) -> None:
    done = netcurtain(
        "check", profile, *pages(20), "--only", "src.page.given", "--out", "report",
        "--proxy", f"{scheme}://jane:s3cret@127.0.0.1:{nobody}", "--yes",
    )  # fmt: skip
    assert done.code == 1, done.said
    assert done.stderr.count("it does not accept connections") == 1
    assert f"The proxy {scheme}://127.0.0.1:{nobody} does not work" in done.stderr
    assert "leave out --proxy" in done.stderr
    assert "did not answer" not in done.said
    assert "s3cret" not in done.said
    assert done.stdout == ""
    # Nothing was asked, so nothing is left behind either.
    assert not (tmp_path / "report").exists()


def test_a_folder_that_was_there_stays(
    netcurtain: Run, profile: Path, tmp_path: Path, nobody: int
) -> None:
    (tmp_path / "report").mkdir()
    (tmp_path / "report/assessment.json").write_text("{}")
    done = netcurtain(
        "check", profile, *pages(1), "--only", "src.page.given", "--out", "report", "--quiet",
        "--proxy", f"http://127.0.0.1:{nobody}",
    )  # fmt: skip
    assert done.code == 1
    assert (tmp_path / "report/assessment.json").read_text() == "{}"


def test_what_was_learned_before_it_failed_is_reported(
    netcurtain: Run, site: Site, profile: Path, tmp_path: Path
) -> None:
    # The proxy hands on plain http, and for a tunnel suddenly wants a password.
    notes = Notes(("127.0.0.1", site.port), status=407)
    site.pages["http://wexcombe.example/minutes"] = site.pages["/minutes"]
    with http_proxy(notes) as port:
        done = netcurtain(
            "check", profile, "--only", "src.page.given", "--out", "report", "--yes",
            "--page", "http://wexcombe.example/minutes",
            "--page", "https://wexcombe.example/later",
            "--proxy", f"http://127.0.0.1:{port}",
        )  # fmt: skip
    assert done.code == 10, done.said
    assert done.stderr.count("stopped working: it does not let you in") == 1
    assert "The proxy stopped working before this check was finished" in done.stdout
    told = json.loads((tmp_path / "report/assessment.json").read_text())
    assert (told["partial"], told["ending"]) == (True, "proxy_failed")
    checks = {check["url"]: check for check in told["checks"]}
    first = checks["http://wexcombe.example/minutes"]
    second = checks["https://wexcombe.example/later"]
    assert first["outcome"] == "found"
    assert (second["outcome"], second["reason"]) == ("not_run", "proxy_failed")
    assert told["findings"]


def test_a_password_is_not_asked_about_through_a_dead_one(netcurtain: Run, nobody: int) -> None:
    done = netcurtain("password", "--proxy", f"socks5h://127.0.0.1:{nobody}", stdin="secret\n")
    assert done.code == 1
    assert "does not work: it does not accept connections" in done.stderr
    assert "secret" not in done.said


def test_one_that_works_is_not_spoken_of(
    netcurtain: Run, site: Site, profile: Path, tmp_path: Path
) -> None:
    with socks_proxy(Notes(("127.0.0.1", site.port))) as port:
        done = netcurtain(
            "check", profile, "--only", "src.page.given", "--out", "report", "--yes",
            "--page", "http://wexcombe.example/minutes",
            "--proxy", f"socks5h://127.0.0.1:{port}",
        )  # fmt: skip
    assert done.code == 10, done.said
    assert "proxy" not in done.said.lower()
