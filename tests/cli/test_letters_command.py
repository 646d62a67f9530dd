"""`netcurtain letters` and `check --letters`."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from tests.cli.command import Run
from tests.cli.small_site import Site

PAGE = (
    "<title>Jane Marlow</title><p>Jane Marlow, 14 Bramble Road, Wexcombe, WX4 7QT. "
    "Ring Jane Marlow on 07700 900123.</p>"
)


@pytest.fixture
def checked(tmp_path: Path, site: Site, netcurtain: Run, profile: Path) -> Path:
    """The folder of a check, letters included."""
    site.pages["/about"] = PAGE
    done = netcurtain(
        "check", profile, "--page", site.url("/about"), "--only", "src.page.given",
        "--allow-loopback", "--out", "report", "--letters", "--no-cache",
    )  # fmt: skip
    assert done.code == 10, done.said
    assert done.leaks == []
    assert "They show your own details in clear" in done.stderr
    return tmp_path / "report"


def test_a_check_leaves_letters_that_only_their_owner_can_read(checked: Path, site: Site) -> None:
    folder = checked / "letters"
    erasure = (folder / "erasure-127.0.0.1.txt").read_text()
    assert site.url("/about") in erasure
    assert "- my home address: 14 Bramble Road" in erasure
    assert "- my private telephone number: 07700 900123" in erasure
    assert "jane.marlow@mailbox" not in erasure and "WX4 7QT" not in erasure
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert {path.suffix for path in files} == {".txt", ".eml", ".docx"}
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert (folder / "later" / "ico-complaint-127.0.0.1.eml").is_file()


def test_the_same_letters_come_of_the_masked_file_and_the_profile(
    checked: Path, profile: Path, netcurtain: Run
) -> None:
    assert "14 Bramble" not in (checked / "assessment.json").read_text()
    done = netcurtain(
        "letters", checked / "assessment.json", "--profile", profile, "--out", "again"
    )
    assert done.code == 0 and done.leaks == []
    again = {p.name: p.read_bytes() for p in Path("again").rglob("*") if p.is_file()}
    first = {p.name: p.read_bytes() for p in (checked / "letters").rglob("*") if p.is_file()}
    assert again == first and len(again) > 6


def test_one_letter_in_one_form(checked: Path, profile: Path, netcurtain: Run) -> None:
    done = netcurtain(
        "letters", checked / "assessment.json", "--profile", profile, "--format", "docx",
        "--only", "letter.impersonation_report", "--out", "one",
    )  # fmt: skip
    assert done.code == 0
    names = {path.name for path in Path("one").iterdir()}
    assert names == {"read-this-first.txt", "impersonation-report.docx"}


def test_a_fact_that_has_changed_since_is_not_told_to_anybody(
    checked: Path, profile: Path, netcurtain: Run
) -> None:
    profile.write_text(profile.read_text().replace("07700 900123", "07700 900999"))
    done = netcurtain(
        "letters", checked / "assessment.json", "--profile", profile, "--out", "again"
    )
    assert "phone-1 is not what it was" in done.stderr
    body = Path("again/erasure-127.0.0.1.txt").read_text()
    assert "- my private telephone number\n" in body
    assert "900999" not in body and "900123" not in body


def test_faults_are_told_plainly(checked: Path, profile: Path, netcurtain: Run) -> None:
    stored = checked / "assessment.json"
    cases = {
        ("letters", stored): "--profile PROFILE.toml",
        ("letters", "none.json", "--profile", profile): "Cannot read none.json",
        ("letters", stored, "--profile", profile, "--only", "erasure"): "There are: letter.",
        ("letters", stored, "--profile", profile, "--format", "pdf"): "Choose of txt, eml, docx",
    }
    for words, told in cases.items():
        done = netcurtain(*words)
        assert done.code in (1, 2) and told in done.stderr, words


def test_a_profile_of_somebody_else_is_refused(
    checked: Path, profile: Path, netcurtain: Run
) -> None:
    profile.write_text(profile.read_text().replace("Jane Marlow", "Nora Pell"))
    done = netcurtain("letters", checked / "assessment.json", "--profile", profile)
    assert done.code == 1 and "another person" in done.stderr
    assert "Pell" not in done.said


def test_help_shows_how(netcurtain: Run) -> None:
    done = netcurtain("letters", "--help")
    assert "netcurtain letters my-report/assessment.json --profile profile.toml" in done.stdout
