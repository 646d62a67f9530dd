"""A check's evidence packed, verified, judged again and redacted, as an operator meets it."""

from __future__ import annotations

import io
import json
import re
import subprocess
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from scanner.cli import packing
from tests.cli.command import PRIVATE
from tests.cli.conftest import PROFILE
from tests.cli.desk import Desk
from tests.cli.small_site import serving

PASSPHRASE = "seven ravens over Wexcombe"
HIDDEN = """<!doctype html><title>Minutes</title><p>Jane Marlow of 14 Bramble&nbsp;Road, Wexcombe,
<b>WX4</b> <i>7QT</i>, telephone 0 7 7 0 0 - 900 - 123, spoke; the tea was strong.</p>
<!-- call 07700 900123 --><a href="/who?at=14%20Bramble%20Road&amp;tel=%2B447700900123">more</a>
<a href="mailto:jane.marlow@mailbox.example">write</a>
<img alt="14 Bramble Rd WX47QT"><p>jane.marlow [at] mailbox [dot] example</p>
<script type="application/ld+json">{"@type": "Person", "name": "Jane Marlow",
"telephone": "+44\\u0020\\u0037700 900123", "address": "14 Bramble R\\u006fad"}</script>"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    desk = Desk(tmp_path_factory.mktemp("desk"))
    (desk.folder / "profile.toml").write_text(PROFILE)
    with serving() as site:
        site.pages["/hidden"] = HIDDEN
        checked = desk.run(
            "check", "profile.toml", "--page", site.url("/minutes"), "--page", site.url("/hidden"),
            "--page", site.url("/gone"), "--only", "src.page.given", "--allow-loopback", "--quiet",
            "--evidence", "--out", "report",
        )  # fmt: skip
    assert checked.code in (10, 3), checked.said
    made = desk.run(
        "pack", "report", "--ref", "CRIME/123/26", "--exhibit", "ABC/1", "--marking",
        "OFFICIAL-SENSITIVE", "--operator", "A. Bell", "--redacted", "--out", "ABC-1.zip",
        passphrase=PASSPHRASE,
    )  # fmt: skip
    assert made.code == 0, made.said
    yield desk


def test_a_pack_holds_what_a_police_file_needs(desk: Desk) -> None:
    with zipfile.ZipFile(desk.pack) as pack:
        names = set(pack.namelist())
        method = pack.read("police/method-statement.txt").decode()
        schedule = pack.read("police/disclosure-schedule.txt").decode()
    assert names >= {
        "archive/captures.warc.gz", "indexes/index.cdx", "pages/pages.jsonl", "datapackage.json",
        "datapackage-digest.json", "evidence/captures.jsonl", "evidence/manifest.json",
        "evidence/manifest.sig", "evidence/operator.pem", "police/report.pdf",
        "continuity/continuity.log", "replay/replay.age", "seal/contents.sha256",
    }  # fmt: skip
    assert "profile" not in " ".join(names)
    assert "CRIME/123/26" in method and "inference" in method
    assert "Not in this pack, and why" in schedule
    assert not [value for value in PRIVATE if value in method + schedule]


def test_a_pack_verifies(desk: Desk) -> None:
    done = desk.run("verify", desk.pack)
    assert done.code == 0, done.said
    assert "the capture log's 3 lines are chained" in done.stdout
    assert "the check's manifest is signed with the key" in done.stdout
    assert not done.leaks


def test_the_same_rules_come_to_the_same_assessment(desk: Desk) -> None:
    done = desk.run("replay", desk.pack, "--out", "again.json", passphrase=PASSPHRASE)
    assert done.code == 0, done.said
    assert "byte for byte" in done.stderr
    again = (desk.folder / "again.json").read_bytes()
    assert again == (desk.folder / "report/assessment.json").read_bytes()


def test_other_rules_come_to_a_difference(desk: Desk) -> None:
    rules = desk.folder / "rules"
    rules.mkdir()
    (rules / "note.yaml").write_text(
        (Path(packing.__file__).parents[2] / "rules/signals/threat.yaml")
        .read_text()
        .replace("id: esc.threat", "id: esc.of_my_own")
    )
    done = desk.run("replay", desk.pack, "--rules", "rules", passphrase=PASSPHRASE)
    assert done.code == 11, done.said
    assert "by other rules" in done.stderr


def test_without_the_passphrase_nothing_is_judged(desk: Desk) -> None:
    for passphrase in ("", "another one"):
        done = desk.run("replay", desk.pack, passphrase=passphrase)
        assert done.code == 1
        assert "passphrase" in done.stderr
        assert "Traceback" not in done.said and not done.leaks


def test_a_changed_pack_is_neither_judged_nor_handed_over(desk: Desk) -> None:
    content = bytearray(desk.pack.read_bytes())
    content[len(content) // 2] ^= 1
    changed = desk.folder / "changed.zip"
    changed.write_bytes(content)
    done = desk.run("verify", changed)
    assert done.code == 11 and "WRONG" in done.stdout
    assert desk.run("replay", changed, passphrase=PASSPHRASE).code == 1
    assert desk.run("pack", changed, "--operator", "A. Bell", "--hand-over-to", "B").code == 1


def test_a_hand_over_is_a_signed_line(desk: Desk) -> None:
    done = desk.run(
        "pack", desk.pack, "--hand-over-to", "DC Hart", "--operator", "A. Bell", "--out", "to.zip"
    )
    assert done.code == 0, done.said
    told = desk.run("verify", "to.zip")
    assert told.code == 0
    assert "handed over by A. Bell to DC Hart" in told.stdout


def test_no_value_is_in_any_member_of_a_redacted_pack(desk: Desk) -> None:
    everything = []
    with zipfile.ZipFile(desk.redacted) as pack:
        for name in pack.namelist():
            content = pack.read(name)
            if name.endswith(".warc.gz"):
                records = ArchiveIterator(io.BytesIO(content))
                content = b"\n".join(
                    f"{record.rec_headers}\n{record.http_headers}\n".encode()
                    + record.content_stream().read()
                    for record in records
                )
            everything.append(content.decode(errors="replace"))
    text = "\n".join(everything)
    assert "the tea was strong" in text
    for value in (
        *PRIVATE,
        "Bramble",
        "7QT",
        "WX4",
        "900 - 123",
        "900 123",
        "7700900",
        "jane.marlow",
    ):
        assert value.lower() not in text.lower(), value


def test_a_redacted_pack_is_marked_linked_and_verifies(desk: Desk) -> None:
    done = desk.run("verify", desk.redacted)
    assert done.code == 0, done.said
    assert "redacted copy" in done.stdout
    with zipfile.ZipFile(desk.pack) as original, zipfile.ZipFile(desk.redacted) as pack:
        contents = sha256(original.read("seal/contents.sha256")).hexdigest()
        log = json.loads(pack.read("police/redaction-log.json"))
        statement = " ".join(pack.read("police/method-statement.txt").decode().split())
        schedule = pack.read("police/disclosure-schedule.txt").decode()
        report = pack.read("police/report.pdf").decode()
    assert contents in done.stdout
    assert "Redacted copy" in report and contents in report
    assert "is a redacted copy" in statement and contents in statement
    assert "cannot be judged again" in statement
    assert "the reading of each answer, with values masked" in schedule
    assert "in clear\n" not in schedule and contents in schedule
    assert log["derived_from_contents_sha256"] == contents
    assert log["masked"]["address"] >= 2 and log["masked"]["phone"] >= 2
    judged = desk.run("replay", desk.redacted, passphrase=PASSPHRASE)
    assert judged.code == 1 and "only be verified" in judged.stderr


@pytest.mark.parametrize(
    "words", [["--hand-over-to", "DC Hart", "--redacted"], ["--hand-over-to", "DC\nHart"]]
)
def test_a_hand_over_is_one_line_about_one_pack(desk: Desk, words: list[str]) -> None:
    before = desk.pack.read_bytes()
    done = desk.run("pack", desk.pack, "--operator", "A. Bell", *words)
    assert done.code == 2, done.said
    assert desk.pack.read_bytes() == before


def test_part_of_a_fingerprint_is_told_from_another_key(desk: Desk) -> None:
    done = desk.run("verify", desk.pack, "--key", "5d2f")
    assert done.code == 2 and "64 digits" in done.stderr


def test_evidence_that_was_changed_is_not_packed(desk: Desk) -> None:
    log = desk.folder / "report/captures.jsonl"
    before = log.read_bytes()
    log.write_bytes(before + b"\n")
    done = desk.run("pack", "report", "--operator", "A. Bell")
    log.write_bytes(before)
    assert done.code == 1 and "changed since" in done.stderr


def test_whose_evidence_is_packed_can_be_said_by_name(desk: Desk) -> None:
    done = desk.run("pack", "Jane Marlow", "--operator", "A. Bell", "--out", "named.zip")
    assert done.code == 0, done.said
    assert "can be verified, but not judged again" in done.stderr
    assert desk.run("verify", "named.zip").code == 0
    assert "can only be verified" in desk.run("replay", "named.zip").stderr


def test_a_folder_without_evidence_and_a_missing_operator_are_told(desk: Desk) -> None:
    assert desk.run("pack", "report").code == 2
    assert desk.run("pack", "nowhere", "--operator", "A. Bell").code == 2
    done = desk.run("pack", ".", "--operator", "A. Bell")
    assert done.code == 1 and "--evidence" in done.stderr


def test_the_commands_of_the_guide_check_a_pack_without_this_program(desk: Desk) -> None:
    guide = (Path(packing.__file__).parents[2] / "docs/verifying.md").read_text()
    commands = "\n".join(re.findall(r"```sh\n(.*?)```", guide, re.S))
    assert commands.count("openssl") >= 5

    def follow(name: str) -> subprocess.CompletedProcess[str]:
        folder = desk.folder / name
        folder.mkdir()
        (folder / "ABC-1.zip").write_bytes((desk.folder / f"{name}.zip").read_bytes())
        script = ["bash", "-e", "-o", "pipefail", "-c", commands]
        return subprocess.run(script, cwd=folder, capture_output=True, text=True, check=False)

    done = follow("ABC-1")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("Signature Verified Successfully") == 3
    (fingerprint,) = re.findall(r"^([0-9a-f]{64})  -$", done.stdout, re.M)
    assert fingerprint in desk.run("verify", desk.pack).stdout
    with zipfile.ZipFile(desk.pack) as pack, zipfile.ZipFile(desk.folder / "b.zip", "w") as other:
        for name in pack.namelist():
            changed = name == "evidence/assessment.json"
            other.writestr(name, pack.read(name) + b" " * changed)
    assert follow("b").returncode != 0
