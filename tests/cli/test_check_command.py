"""`netcurtain check`: what it finds, refuses, writes and says to scripts."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.command import PRIVATE, Run
from tests.cli.small_site import Site


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_listed_page_is_read_and_reported(
    netcurtain: Run, site: Site, profile: Path, tmp_path: Path
) -> None:
    done = netcurtain(
        "check", profile, "--page", site.url("/minutes"), "--only", "src.page.given",
        "--allow-loopback", "--out", "report",
    )  # fmt: skip
    assert done.code == 10, done.stderr
    assert "critical" in done.stdout
    report = tmp_path / "report/report.html"
    told = json.loads((tmp_path / "report/assessment.json").read_text())
    assert {f["exposure"] for f in told["findings"]} == {
        "fact.home_address", "fact.personal_mobile",
    }  # fmt: skip
    assert all(f["attribution"] == "confirmed" for f in told["findings"])
    for text in (done.stdout, done.stderr, report.read_text(), json.dumps(told)):
        assert not [value for value in PRIVATE if value in text]
    assert mode(report) == 0o600
    assert mode(report.parent) == 0o700


def test_the_last_line_of_progress_counts_what_was_sent_and_how_the_checks_ended(
    netcurtain: Run, site: Site, profile: Path
) -> None:
    def check(*pages: str) -> str:
        site.asked.clear()
        listed = [word for page in pages for word in ("--page", site.url(page))]
        return netcurtain(
            "check", profile, *listed, "--only", "src.page.given", "--allow-loopback",
            "--out", "report",
        ).stderr  # fmt: skip

    told = check("/minutes", "/quiet")
    assert f"\n{len(site.asked)} requests in " in told
    assert "s. 2 checks: 2 answered.\n" in told
    site.pages["/robots.txt"] = "User-agent: *\nDisallow: /\n"
    told = check("/minutes")
    assert site.asked == ["/robots.txt"]
    assert "\n1 request in " in told
    assert "s. 1 check: 1 " in told


def test_reveal_shows_the_values_and_says_so(
    netcurtain: Run, site: Site, profile: Path, tmp_path: Path
) -> None:
    netcurtain(
        "check", profile, "--page", site.url("/minutes"), "--only", "src.page.given",
        "--allow-loopback", "--out", "report", "--reveal", "--quiet",
    )  # fmt: skip
    report = (tmp_path / "report/report.html").read_text()
    assert "WX4 7QT" in report
    assert "do not share" in report.lower()


def test_json_is_all_that_goes_to_standard_output(
    netcurtain: Run, site: Site, profile: Path
) -> None:
    done = netcurtain(
        "check", profile, "--page", site.url("/quiet"), "--only", "src.page.given",
        "--allow-loopback", "--json", "--out", "report",
    )  # fmt: skip
    told = json.loads(done.stdout)
    assert done.stderr == ""
    assert done.code == 0
    checks = [(c["source_id"], c["outcome"]) for c in told["checks"] if c["purpose"] == "page"]
    assert checks == [("src.page.given", "found")]
    assert told["headline"]["kind"] == "nothing_found"


def test_fail_on_decides_what_is_serious(netcurtain: Run, site: Site, profile: Path) -> None:
    site.pages["/mail"] = f"<p>{'word ' * 200}</p><p>Jane Marlow, jane.marlow@mailbox.example</p>"
    codes = [
        netcurtain(
            "check", profile, "--page", site.url("/mail"), "--only", "src.page.given",
            "--allow-loopback", "--quiet", "--fail-on", band, "--out", "report",
        ).code
        for band in ("low", "critical")
    ]  # fmt: skip
    assert codes == [10, 0]


def test_too_little_checked_is_an_exit_of_its_own(
    netcurtain: Run, site: Site, profile: Path
) -> None:
    site.pages["/wall"] = "<title>Just a moment...</title><p>Checking your browser</p>"
    done = netcurtain(
        "check", profile, "--page", site.url("/wall"), "--only", "src.page.given",
        "--allow-loopback", "--out", "report",
    )  # fmt: skip
    assert done.code == 3
    assert "not enough was checked" in done.stdout.lower()


def test_a_loopback_page_is_refused_before_anything_is_asked(
    netcurtain: Run, site: Site, profile: Path
) -> None:
    done = netcurtain("check", profile, "--page", site.url("/minutes"), "--out", "report")
    assert done.code == 2
    assert "--allow-loopback" in done.stderr
    assert site.asked == []


def test_a_list_of_pages_from_a_file(
    netcurtain: Run, site: Site, profile: Path, tmp_path: Path
) -> None:
    pages = tmp_path / "pages.txt"
    pages.write_text(f"# the council\n{site.url('/quiet')}\n\n{site.url('/minutes')}\n")
    done = netcurtain(
        "check", profile, "--pages", pages, "--only", "src.page.given", "--allow-loopback",
        "--json", "--out", "report",
    )  # fmt: skip
    purposes = [check["purpose"] for check in json.loads(done.stdout)["checks"]]
    assert purposes.count("page") == 2
    missing = netcurtain("check", profile, "--pages", tmp_path / "none.txt")
    assert missing.code == 2
    assert "none.txt" in missing.stderr


@pytest.mark.parametrize(
    ("was", "becomes", "expected"),
    [
        ("[consent]", "[agreement]", "consent"),
        ("valid_until = 2126-11-01", "valid_until = 2026-11-02", "2026-11-02"),
        ('scope = "all"', 'scope = ["name", "phone"]', "address"),
        ('basis = "self"', 'basis = "police_case"', "consent"),
        ('given_by = "Jane Marlow"', 'given_by = "Tom Aske"', "given_by"),
        ("given_on = 2026-11-01", "given_on = 2126-10-01", "2126-10-01"),
    ],
)
def test_without_the_persons_consent_nothing_is_sent(
    netcurtain: Run, site: Site, profile: Path, was: str, becomes: str, expected: str
) -> None:
    profile.write_text(profile.read_text().replace(was, becomes))
    done = netcurtain(
        "check", profile, "--page", site.url("/minutes"), "--allow-loopback", "--out", "report",
        "--only", "src.page.given",
    )  # fmt: skip
    assert done.code == 1
    assert expected in done.stderr
    assert "Traceback" not in done.stderr
    assert not [value for value in PRIVATE if value in done.stderr]
    assert site.asked == []


def test_an_output_folder_that_cannot_be_written_is_found_first(
    netcurtain: Run, site: Site, profile: Path, tmp_path: Path
) -> None:
    (tmp_path / "taken").write_text("a file")
    done = netcurtain(
        "check", profile, "--page", site.url("/minutes"), "--allow-loopback", "--out", "taken",
        "--only", "src.page.given",
    )  # fmt: skip
    assert done.code == 1
    assert "taken" in done.stderr
    assert site.asked == []


def test_an_unreadable_rule_is_told_with_file_line_and_mend(
    netcurtain: Run, site: Site, profile: Path, tmp_path: Path
) -> None:
    rules = tmp_path / "rules/sources"
    rules.mkdir(parents=True)
    (rules / "mine.yaml").write_text("id: src.mine\nkind: source\ntitle: [\n")
    done = netcurtain(
        "check", profile, "--rules", tmp_path / "rules", "--page", site.url("/minutes"),
        "--allow-loopback", "--out", "report",
    )  # fmt: skip
    assert done.code == 1
    assert "mine.yaml:" in done.stderr
    assert site.asked == []


def test_unknown_sources_and_missing_profiles_say_what_to_do(
    netcurtain: Run, profile: Path
) -> None:
    unknown = netcurtain("check", profile, "--only", "src.nowhere")
    assert (unknown.code, "rules list" in unknown.stderr) == (2, True)
    missing = netcurtain("check", "nobody.toml")
    assert missing.code == 1
    assert "nobody.toml" in missing.stderr
    assert "netcurtain new" in missing.stderr


def test_an_earlier_report_is_kept(
    netcurtain: Run, site: Site, profile: Path, tmp_path: Path
) -> None:
    for _ in range(2):
        netcurtain(
            "check", profile, "--page", site.url("/quiet"), "--only", "src.page.given",
            "--allow-loopback", "--quiet", "--out", "report",
        )  # fmt: skip
    assert len(list((tmp_path / "report").glob("report*.html"))) == 2


def test_ctrl_c_stops_cleanly_and_keeps_what_was_learned(
    site: Site, profile: Path, tmp_path: Path, child_environment: dict[str, str]
) -> None:
    command = [
        sys.executable, "-m", "scanner", "check", str(profile), "--only", "src.page.given",
        "--page", site.url("/minutes"), "--page", site.url("/hangs"), "--allow-loopback",
        "--out", "report",
    ]  # fmt: skip
    child = subprocess.Popen(
        command, cwd=tmp_path, env=child_environment, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )  # fmt: skip
    assert site.hanging.wait(60)
    os.kill(child.pid, signal.SIGINT)
    output, errors = child.communicate(timeout=30)
    assert child.returncode == 130, errors
    told = json.loads((tmp_path / "report/assessment.json").read_text())
    assert told["partial"] is True
    assert {f["exposure"] for f in told["findings"]} >= {"fact.home_address"}
    assert "stopped before it was finished" in (tmp_path / "report/report.html").read_text()
    assert "Traceback" not in errors + output


def test_evidence_is_kept_and_checked_without_this_program(
    netcurtain: Run, site: Site, profile: Path, tmp_path: Path
) -> None:
    netcurtain(
        "check", profile, "--page", site.url("/minutes"), "--only", "src.page.given",
        "--allow-loopback", "--quiet", "--evidence", "--out", "report",
    )  # fmt: skip
    folder = tmp_path / "report"
    checked = subprocess.run(
        ["sha256sum", "--check", "--strict", "manifest.sha256"],
        cwd=folder, capture_output=True, check=False,
    )  # fmt: skip
    assert checked.returncode == 0
    assert len(checked.stdout.splitlines()) == 7
    listed = [json.loads(line) for line in (folder / "captures.jsonl").read_text().splitlines()]
    assert [entry["outcome"] for entry in listed] == ["found"]
    assert mode(folder / "captures.warc.gz") == 0o600


def test_a_check_without_anything_to_ask_says_so_and_writes_nothing(netcurtain, profile, tmp_path):  # type: ignore[no-untyped-def]
    done = netcurtain("check", profile, "--only", "src.page.given", "--out", "report")
    assert done.code == 2
    assert "nothing to ask" in done.stderr
    assert not (tmp_path / "report").exists()
