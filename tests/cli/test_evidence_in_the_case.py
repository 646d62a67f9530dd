"""`check --evidence` while a passphrase is set: nothing in clear on the disk, and a pack of it."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from scanner.case.operator_key import operator_key
from scanner.case.retention import apply_retention
from scanner.cli.cases import opened_store
from tests.case.vault_for_tests import forget_opened, stretch_cheaply
from tests.cli.command import PRIVATE, Done
from tests.cli.conftest import PROFILE
from tests.cli.desk import Desk
from tests.cli.small_site import serving

# One check serves all, and the last tests delete what it left: in this order, in one process.
pytestmark = pytest.mark.xdist_group("evidence_in_the_case")
CASE = "apron violin gravel"
REPLAY = "seven ravens over Wexcombe"


@dataclass(frozen=True)
class Kept(Desk):
    """A desk with a case that has a passphrase, and a check of it with evidence."""

    checked: Done

    def run(self, *arguments: object, passphrase: str = "", case_passphrase: str = CASE) -> Done:
        return Desk.run(self, *arguments, passphrase=passphrase, case_passphrase=case_passphrase)

    @property
    def evidence(self) -> Path:
        """Of the one check."""
        (case,) = (self.data / "evidence").iterdir()
        (scan,) = case.iterdir()
        return scan


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    desk = Desk(tmp_path_factory.mktemp("kept"))
    (desk.folder / "profile.toml").write_text(PROFILE)
    with pytest.MonkeyPatch.context() as patch, serving() as site:
        stretch_cheaply(patch)
        forget_opened()
        assert desk.run("passphrase", "set", case_passphrase=CASE).code == 0
        checked = desk.run(
            "check", "profile.toml", "--page", site.url("/minutes"), "--only", "src.page.given",
            "--allow-loopback", "--yes", "--no-cache", "--evidence", "--out", "report",
            case_passphrase=CASE,
        )  # fmt: skip
        assert checked.code == 10, checked.said
        made = Kept(desk.folder, checked)
        yield made
    forget_opened()


def test_the_evidence_is_in_the_case_and_nothing_of_it_in_clear(kept: Kept) -> None:
    report = {path.name for path in (kept.folder / "report").iterdir()}
    assert report == {"report.html", "assessment.json"}
    names = {path.name for path in kept.evidence.iterdir()}
    assert names == {
        "captures.warc.gz.age", "captures.jsonl.age", "manifest.json.age", "manifest.sig.age",
        "operator.pem.age", "manifest.sha256.age", "report.html.age", "assessment.json.age",
    }  # fmt: skip
    for path in kept.evidence.iterdir():
        assert path.read_bytes().startswith(b"age-encryption.org/v1\n")
        assert path.stat().st_mode & 0o777 == 0o600
    assert kept.evidence.stat().st_mode & 0o777 == 0o700
    for path in kept.folder.rglob("*"):
        if path.is_file() and path.name != "profile.toml":
            content = path.read_bytes()
            assert not [value for value in PRIVATE if value.encode() in content], path


def test_the_terminal_says_where_it_is_and_how_it_is_handed_over(kept: Kept) -> None:
    told = " ".join(kept.checked.stderr.split())
    assert 'netcurtain pack "Jane Marlow" --operator NAME' in told
    assert str(kept.evidence) in told.replace(" ", "")
    assert "captures.warc.gz" not in kept.checked.said
    assert not kept.checked.leaks


def test_a_pack_of_the_person_holds_it_verifies_and_is_judged_again(kept: Kept) -> None:
    made = kept.run(
        "pack", "Jane Marlow", "--operator", "A. Bell", "--redacted", "--out", "ABC-1.zip",
        passphrase=REPLAY,
    )  # fmt: skip
    assert made.code == 0, made.said
    with zipfile.ZipFile(kept.pack) as pack:
        assert pack.read("archive/captures.warc.gz").startswith(b"\x1f\x8b")
        told = json.loads(pack.read("evidence/manifest.json"))
        written = (kept.folder / "report/assessment.json").read_bytes()
        assert pack.read("evidence/assessment.json") == written
    assert {each["name"] for each in told["files"]} == {
        "captures.warc.gz", "captures.jsonl", "report.html", "assessment.json",
    }  # fmt: skip
    verified = kept.run("verify", kept.pack)
    assert verified.code == 0, verified.said
    assert "the check's manifest is signed with the key" in verified.stdout
    assert "byte for byte" in kept.run("replay", kept.pack, passphrase=REPLAY).stderr
    assert kept.run("verify", kept.redacted).code == 0
    assert {path.suffix for path in kept.evidence.iterdir()} == {".age"}


def _check_outside(kept: Kept, folder: str) -> Done:
    with serving() as site:
        return kept.run(
            "check", "profile.toml", "--page", site.url("/quiet"), "--only", "src.page.given",
            "--allow-loopback", "--yes", "--no-case", "--no-cache", "--evidence", "--out", folder,
        )  # fmt: skip


def test_evidence_of_a_check_outside_the_case_is_announced_as_clear(kept: Kept) -> None:
    done = _check_outside(kept, "clear")
    assert "in clear" in done.stderr
    assert (kept.folder / "clear/captures.warc.gz").is_file()


def test_the_case_remembers_where_packs_went(kept: Kept) -> None:
    """Also of one that was made of a folder."""
    _check_outside(kept, "beside")
    for source, name in (("profile.toml", "noted.zip"), ("beside", "of-a-folder.zip")):
        assert kept.run("pack", source, "--operator", "B", "--out", name).code == 0
    given = ("--hand-over-to", "DC Hart", "--out", "given.zip")
    assert kept.run("pack", "noted.zip", "--operator", "B", *given).code == 0
    done = kept.run("export", "Jane Marlow", "--out", "held", "--yes")
    assert done.code == 0, done.said
    held = json.loads((kept.folder / "held/what-is-held.json").read_text())
    noted = {Path(record["value"]["path"]).name for record in held["records"]["export"]}
    assert noted >= {"noted.zip", "of-a-folder.zip", "given.zip"}
    (handed,) = held["records"]["hand_over"]
    assert handed["value"]["to"] == "DC Hart"
    assert "a pack of evidence handed over" in [line["what"] for line in held["audit"]]
    listed = {Path(each["path"]).name for each in held["evidence_files"]}
    assert listed == {path.name for path in kept.evidence.iterdir()}
    for path in (kept.folder / "held").iterdir():
        path.unlink()


def test_without_the_passphrase_there_is_no_pack(kept: Kept) -> None:
    forget_opened()
    done = kept.run(
        "pack", "Jane Marlow", "--operator", "A", "--out", "none.zip", case_passphrase=""
    )
    forget_opened()
    assert done.code == 1
    assert "passphrase" in done.stderr
    assert not (kept.folder / "none.zip").exists()


def test_a_cut_file_of_evidence_is_one_error(kept: Kept) -> None:
    path = kept.evidence / "captures.warc.gz.age"
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])
    done = kept.run("pack", "Jane Marlow", "--operator", "A. Bell", "--out", "none.zip")
    path.write_bytes(whole)
    assert done.code == 1
    assert "changed, cut short" in done.stderr
    assert not (kept.folder / "none.zip").exists()


@pytest.fixture
def in_its_data(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> Kept:
    monkeypatch.setenv("XDG_DATA_HOME", str(kept.folder / "data"))
    monkeypatch.setenv("NETCURTAIN_PASSPHRASE", CASE)
    return kept


def test_it_goes_with_the_answers_after_a_month_unless_on_hold(in_its_data: Kept) -> None:
    with opened_store() as store:
        (case,) = store.cases.all()
        (scan,) = store.scans.of(case.id)
        assert scan.ended_at is not None
        before = apply_retention(store, scan.ended_at + timedelta(days=29), "jm", dry_run=True)
        late = scan.ended_at + timedelta(days=31)
        after = apply_retention(store, late, "jm", dry_run=True)
    assert "files of evidence" not in {item.what for item in before}
    files = len(list(in_its_data.evidence.iterdir()))
    assert ("files of evidence", files) in {(item.what, item.number) for item in after}
    assert in_its_data.run("hold", "Jane Marlow", "on", "--reason", "trial").code == 0
    with opened_store() as store:
        assert all(item.on_hold for item in apply_retention(store, late, "jm"))
    assert in_its_data.evidence.is_dir()
    assert in_its_data.run("hold", "Jane Marlow", "off", "--reason", "over").code == 0
    where = in_its_data.evidence
    with opened_store() as store:
        apply_retention(store, late, "jm")
    assert not where.exists()


@pytest.mark.parametrize("more", [("--fact", "phone-1"), ()])
def test_purging_takes_it_along(kept: Kept, more: tuple[str, ...]) -> None:
    with serving() as site:
        done = kept.run(
            "check", "profile.toml", "--page", site.url("/minutes"), "--only", "src.page.given",
            "--allow-loopback", "--quiet", "--no-cache", "--evidence", "--out", "again",
        )  # fmt: skip
    assert done.code == 10, done.said
    assert [*(kept.data / "evidence").rglob("captures.warc.gz.age")]
    purged = kept.run("purge", "Jane Marlow", "--yes", *more)
    assert purged.code == 0, purged.said
    assert not [path for path in (kept.data / "evidence").rglob("*") if path.is_file()]


def test_two_first_uses_make_one_operator() -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = list(pool.map(lambda _: operator_key().private_bytes_raw(), range(8)))
    assert len(set(keys)) == 1
