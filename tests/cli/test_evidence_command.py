"""`check --evidence`: a folder that OpenSSL and sha256sum vouch for, and what it tells."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from scanner.evidence import read_archive, read_capture_log, verify_timestamp
from scanner.model.capture import Capture
from tests.cli.command import Done, Run
from tests.cli.small_site import Site
from tests.evidence.stamp_authority import OPENSSL, make_authority, openssl, stamping

pytestmark = pytest.mark.skipif(OPENSSL is None, reason="no openssl")


def checked(netcurtain: Run, profile: Path, site: Site, *more: object) -> Done:
    return netcurtain(
        "check", profile, "--page", site.url("/minutes"), "--only", "src.page.given",
        "--allow-loopback", "--evidence", "--operator", "DC 123 Example", "--out", "report",
        "--yes", *more,
    )  # fmt: skip


def test_a_sealed_and_stamped_folder_stands_without_this_program(
    netcurtain: Run, site: Site, profile: Path, tmp_path: Path
) -> None:
    authority = make_authority(tmp_path)
    with stamping(authority) as service:
        url = f"http://127.0.0.1:{service.server.server_address[1]}/"
        done = checked(netcurtain, profile, site, "--timestamp", url)
    folder = tmp_path / "report"
    assert "127.0.0.1 will learn the SHA-256 of the evidence's manifest" in done.stderr
    sums = ["sha256sum", "--check", "--strict", "manifest.sha256"]
    assert subprocess.run(sums, cwd=folder, capture_output=True, check=False).returncode == 0
    signed = openssl(
        folder, "pkeyutl", "-verify", "-pubin", "-inkey", "operator.pem", "-rawin",
        "-in", "manifest.json", "-sigfile", "manifest.sig",
    )  # fmt: skip
    assert signed.returncode == 0
    at = ["ts", "-verify", "-in", "manifest.tsr", "-CAfile", str(authority / "ca.pem")]
    assert openssl(folder, *at, "-data", "manifest.json").returncode == 0
    manifest = (folder / "manifest.json").read_bytes()
    roots = (authority / "ca.pem").read_bytes()
    assert verify_timestamp((folder / "manifest.tsr").read_bytes(), manifest, roots).serial
    (sent,) = map(json.loads, (folder / "stamping.jsonl").read_text().splitlines())
    assert (sent["url"], sent["learns"]) == (url, "the SHA-256 of manifest.json")
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in folder.iterdir())


def test_the_manifest_tells_who_with_what_and_by_which_clock(
    netcurtain: Run, site: Site, profile: Path, tmp_path: Path
) -> None:
    done = checked(netcurtain, profile, site)
    folder = tmp_path / "report"
    told = json.loads((folder / "manifest.json").read_text())
    assert told["operator"] == "DC 123 Example"
    assert told["machine"]["python"]
    assert told["clock_check"]["sites"] == 1
    assert abs(told["clock_check"]["median_ms"]) < 5_000
    assert {rule["id"] for rule in told["rules"] if rule["asked"]} == {"src.page.given"}
    assert {each["name"] for each in told["files"]} >= {
        "assessment.json", "captures.jsonl", "captures.warc.gz", "report.html",
    }  # fmt: skip
    entries, head = read_capture_log((folder / "captures.jsonl").read_bytes())
    assert told["capture_log"] == {
        "file": "captures.jsonl", "lines": len(entries), "head_sha256": head,
    }  # fmt: skip
    shown = openssl(folder, "pkey", "-pubin", "-in", "operator.pem", "-outform", "DER", "-out", "k")
    assert shown.returncode == 0
    fingerprint = subprocess.run(["sha256sum", folder / "k"], capture_output=True, check=True)
    told_key = fingerprint.stdout.split()[0].decode()
    assert told_key in done.stderr
    assert told_key in (folder / "report.html").read_text()


def test_the_log_leads_from_a_finding_to_the_bytes(
    netcurtain: Run, site: Site, profile: Path, tmp_path: Path
) -> None:
    checked(netcurtain, profile, site)
    folder = tmp_path / "report"
    assessment = json.loads((folder / "assessment.json").read_text())
    log = (folder / "captures.jsonl").read_bytes()
    (entry,) = read_capture_log(log)[0]
    assert {each["finding"] for each in entry["led_to"]} >= {
        each["id"] for each in assessment["findings"]
    }
    assert "Bramble" not in json.dumps(entry["led_to"])
    ((probe_id, capture),) = read_archive(folder / "captures.warc.gz")
    assert isinstance(capture, Capture)
    trace = capture.hops[-1].trace
    assert trace is not None
    assert trace.request.startswith(b"GET /minutes HTTP/1.1\r\n")
    assert (entry["probe"], entry["body_sha256"]) == (probe_id, capture.content.sha256)
    assert entry["received_sha256"] == [trace.sha256]


def test_the_same_operator_seals_again(
    netcurtain: Run, site: Site, profile: Path, tmp_path: Path
) -> None:
    checked(netcurtain, profile, site, "--quiet")
    first = (tmp_path / "report/operator.pem").read_bytes()
    netcurtain(
        "check", profile, "--page", site.url("/minutes"), "--only", "src.page.given",
        "--allow-loopback", "--evidence", "--out", "second", "--quiet",
    )  # fmt: skip
    assert (tmp_path / "second/operator.pem").read_bytes() == first


def test_what_is_sealed_stays_as_it_is(
    netcurtain: Run, site: Site, profile: Path, tmp_path: Path
) -> None:
    checked(netcurtain, profile, site, "--quiet")
    kept = {path.name: path.read_bytes() for path in (tmp_path / "report").iterdir()}
    asked = len(site.asked)
    again = checked(netcurtain, profile, site, "--quiet")
    remade = netcurtain("report", "report/assessment.json")
    for done in (again, remade):
        assert done.code == 1
        assert "report holds sealed evidence" in done.stderr
    assert len(site.asked) == asked
    assert {path.name: path.read_bytes() for path in (tmp_path / "report").iterdir()} == kept
    assert netcurtain("report", "report/assessment.json", "--format", "csv").code == 0


def test_no_evidence_is_promised_of_a_check_that_ended(
    netcurtain: Run, site: Site, profile: Path, tmp_path: Path
) -> None:
    plain = ["check", profile, "--page", site.url("/minutes"), "--only", "src.page.given"]
    netcurtain(*plain, "--allow-loopback", "--quiet", "--out", "first")
    done = checked(netcurtain, profile, site, "--resume")
    assert done.code == 2 and "none to keep evidence of" in done.stderr
    assert not (tmp_path / "report").exists()


def test_an_authority_that_fails_costs_the_stamp_alone(
    netcurtain: Run, site: Site, profile: Path, tmp_path: Path
) -> None:
    done = checked(netcurtain, profile, site, "--timestamp", site.url("/nowhere"))
    folder = tmp_path / "report"
    assert "sealed without" in done.stderr
    assert (folder / "manifest.sig").exists()
    assert not (folder / "manifest.tsr").exists()


@pytest.mark.parametrize(
    "words", [["--timestamp", "http://stamps.example/"], ["--evidence", "--timestamp", "x"]]
)
def test_a_stamp_needs_evidence_and_an_address(
    netcurtain: Run, profile: Path, words: list[str]
) -> None:
    done = netcurtain("check", profile, "--only", "src.page.given", *words)
    assert done.code == 2
    assert "--timestamp" in done.stderr
