"""`purge`, `revoke`, `consent` and `hold`: what goes, what stays, and that no byte is left."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Table

from scanner.case.exports import note_export
from scanner.case.store import CaseStore, open_store
from scanner.case.store.locking import locked
from scanner.case.store.tables import CASES, FINDINGS, RECORDS
from tests.cli.command import Run
from tests.cli.kept_case import KEY, KeptCase, kept_case

pytestmark = pytest.mark.xdist_group("kept_case")
NOW = datetime.now(UTC)


@pytest.fixture
def kept(own_data_folder: Path) -> KeptCase:
    case = kept_case()
    case.copy_to(own_data_folder)
    return case


@pytest.fixture
def profile(tmp_path: Path, kept: KeptCase) -> Path:
    path = tmp_path / "jane.toml"
    path.write_text(kept.profile)
    return path


@pytest.fixture
def store(kept: KeptCase) -> Iterator[CaseStore]:
    with open_store(KEY) as opened:
        yield opened


def _planted(folder: Path, values: tuple[str, ...]) -> set[str]:
    """Values, also without their spaces, that stand somewhere in the raw files; contents are
    compressed, so that the ids of findings are looked for, too."""
    raw = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file()).lower()
    return {value for value in values if value.lower().encode() in raw}


def _ids(store: CaseStore) -> tuple[str, ...]:
    (case,) = store.cases.all()
    return tuple(item.finding_id for item in store.lives.known(case.id))


def _payloads(folder: Path) -> list[bytes]:
    """Every compressed payload that stands in the raw files, whichever page it lies on."""
    raw = b"".join(path.read_bytes() for path in folder.rglob("cases.sqlite3*"))
    return [raw[at : at + 2] for at in range(len(raw)) if raw[at : at + 2] == b"\x78\x01"]


def test_purge_leaves_no_byte(netcurtain: Run, kept: KeptCase, own_data_folder: Path) -> None:
    folder = own_data_folder / "netcurtain"
    with open_store(KEY) as store:
        (case,) = store.cases.all()
        ids = _ids(store)
        hosts = tuple(sorted({item.site for item in store.lives.known(case.id)}))
    assert _planted(folder, ids) == set(ids)
    assert len(_payloads(folder)) > 100
    evidence = folder / "evidence" / case.id
    evidence.mkdir(parents=True)
    (evidence / "page.warc").write_text("14 Bramble Road")
    (folder / "answers.sqlite3").write_text("14 Bramble Road")
    done = netcurtain("purge", "Jane Marlow", "--yes", "--certificate", "purged.txt")
    assert done.code == 0, done.said
    assert "1 check with" in done.stderr
    assert "overwritten with noughts" in done.stdout
    assert done.leaks == []
    assert not evidence.exists()
    assert not (folder / "answers.sqlite3").exists()
    assert _planted(folder, (*ids, *hosts, *kept.values, "marlow", "wexcombe")) == set()
    with open_store(KEY) as store:
        assert store.cases.all() == ()
        assert store.audit.lines(case.id)[-1].verb == "erasure"
        assert store.audit.first_broken() is None
    # What is left are the lines of the log: nothing else that is compressed.
    assert len(_payloads(folder)) < 20
    certificate = Path("purged.txt")
    assert certificate.stat().st_mode & 0o777 == 0o600
    assert "Marlow" not in certificate.read_text()


def test_purge_says_what_is_left_elsewhere(netcurtain: Run, store: CaseStore) -> None:
    (case,) = store.cases.all()
    report = Path("my-report/report.html").resolve()
    report.parent.mkdir()
    report.write_text("x")
    note_export(store, case.id, report, "report", NOW)
    note_export(store, case.id, report, "report", NOW)
    note_export(store, case.id, Path("gone.zip"), "pack", NOW)
    netcurtain("sent", "letter.delisting", "--to", "Searchwell", "--on", "2026-11-20")
    said = netcurtain("purge", "Jane Marlow", "--yes").stdout
    assert said.count(str(report)) == 1
    assert f"pack: {Path('gone.zip').resolve()} (not there any more)" in said
    assert "sent to Searchwell on 20 November 2026" in said
    assert "profile file" in said


def _damage(store: CaseStore, *tables: Table) -> None:
    with store.database.begin() as connection:
        for table in tables:
            connection.execute(table.update().values(payload=b"not what was written"))


def test_what_is_damaged_is_deleted_all_the_same(
    netcurtain: Run, kept: KeptCase, store: CaseStore, own_data_folder: Path
) -> None:
    (case,) = store.cases.all()
    note_export(store, case.id, Path("gone.zip"), "pack", NOW)
    _damage(store, CASES, RECORDS, FINDINGS)
    assert netcurtain("history", "Jane Marlow").code == 1
    assert netcurtain("purge", "Somebody Else", "--yes").code == 1
    done = netcurtain("purge", "Jane Marlow", "--yes", "--keep-tombstones")
    assert done.code == 0, done.said
    assert "is damaged" in done.stderr
    assert "1 note of files, letters or hand-overs cannot be read" in done.stdout
    assert done.leaks == []
    assert store.cases.all() == ()
    assert _planted(own_data_folder / "netcurtain", kept.values) == set()


@pytest.mark.parametrize("called", ["a profile", "an id"])
def test_a_damaged_case_is_found_by_profile_or_id_and_a_hold_keeps_it(
    netcurtain: Run, store: CaseStore, profile: Path, called: str
) -> None:
    (case,) = store.cases.all()
    subject = profile if called == "a profile" else case.id
    _damage(store, CASES)
    store.cases.set_hold(case.id, True)
    assert "legal hold" in netcurtain("purge", subject, "--yes").stderr
    store.cases.set_hold(case.id, False)
    assert netcurtain("purge", subject, "--yes").code == 0
    assert store.cases.all() == ()


def test_purge_asks_first_and_a_hold_refuses(netcurtain: Run, kept: KeptCase) -> None:
    unasked = netcurtain("purge", "Jane Marlow")
    assert (unasked.code, "--yes" in unasked.stderr) == (2, True)
    netcurtain("hold", "Jane Marlow", "on", "--reason", "asked for by the police")
    refused = netcurtain("purge", "Jane Marlow", "--yes")
    assert (refused.code, "legal hold" in refused.stderr) == (1, True)
    assert "legal hold" in netcurtain("cases").stdout
    assert netcurtain("hold", "Jane Marlow", "on", "--reason", "again").code == 2
    netcurtain("hold", "Jane Marlow", "off", "--reason", "closed")
    log = netcurtain("history", "--audit").stdout
    assert log.index("legal hold on") < log.index("legal hold off")
    assert "police" not in log
    assert netcurtain("purge", "Jane Marlow", "--yes").code == 0


def test_nothing_is_purged_under_a_running_check(netcurtain: Run, store: CaseStore) -> None:
    (case,) = store.cases.all()
    with locked(store.database.engine, case.id):
        refused = netcurtain("purge", "Jane Marlow", "--yes")
    assert (refused.code, "Another netcurtain" in refused.stderr) == (1, True)
    assert store.cases.all()


def test_tombstones_stay_by_leave_alone(netcurtain: Run, store: CaseStore) -> None:
    (case,) = store.cases.all()
    netcurtain("purge", "Jane Marlow", "--yes", "--keep-tombstones")
    buried = store.lives.buried(case.id)
    assert buried
    again = store.cases.enrol(case.subject, NOW)
    assert store.lives.before(again.id).buried == buried
    netcurtain("purge", "Jane Marlow", "--yes")
    assert store.lives.buried(case.id) == frozenset()


def test_one_fact_goes_and_the_others_stay(
    netcurtain: Run, store: CaseStore, own_data_folder: Path
) -> None:
    (case,) = store.cases.all()
    before = store.lives.known(case.id)
    phone = next(fact for fact in case.subject.facts if fact.kind == "phone")
    done = netcurtain("purge", "Jane Marlow", "--fact", phone.id, "--yes", "--keep-tombstones")
    assert done.code == 0, done.said
    assert done.leaks == []
    (case,) = store.cases.all()
    assert phone.id not in {fact.id for fact in case.subject.facts}
    after = store.lives.known(case.id)
    of_phone = {item.finding_id for item in before if phone.id in item.fact_ids}
    assert of_phone
    assert of_phone <= store.lives.buried(case.id)
    assert {item.finding_id for item in after} == {
        item.finding_id for item in before if item.finding_id not in store.lives.buried(case.id)
    }
    known = store.lives.before(case.id)
    assert known.points
    assert known.testimonies
    from scanner.case.serial import plain
    from scanner.case.store.tables import METADATA

    with store.database.begin() as connection:
        for table in METADATA.sorted_tables:
            for column in table.columns:
                if column.name in ("payload", "assessment", "head", "body", "wire"):
                    for (content,) in connection.execute(table.select().with_only_columns(column)):
                        shown = json.dumps(plain(content)) if content else ""
                        digits = re.sub(r"[^0-9a-z]+", "", shown)
                        assert "7700900123" not in digits, (table.name, column.name)
    assert "one fact: phone" in netcurtain("history", "--audit").stdout
    unknown = netcurtain("purge", "Jane Marlow", "--fact", "phone.99", "--yes")
    assert unknown.code == 2
    assert unknown.leaks == []


def test_a_withdrawn_consent_stays_withdrawn(
    netcurtain: Run, store: CaseStore, profile: Path
) -> None:
    from scanner.case.consents import require_not_withdrawn
    from scanner.errors import ConsentError
    from scanner.profile import load_profile

    (case,) = store.cases.all()
    done = netcurtain("revoke", "--yes", "--keep-days", "7")
    assert done.code == 0, done.said
    last = (datetime.now(UTC) + timedelta(days=7)).date()
    assert f"deleted after {last.day} {last:%B %Y}" in done.stderr
    with pytest.raises(ConsentError, match="consent renew"):
        require_not_withdrawn(store, case.subject)
    assert netcurtain("revoke", "--yes").code == 1
    assert "consent withdrawn on" in netcurtain("cases").stdout
    old = netcurtain("consent", "renew", profile, "--yes")
    assert (old.code, "is the one that was withdrawn" in old.stderr) == (1, True)
    netcurtain("purge", "Jane Marlow", "--yes")
    with pytest.raises(ConsentError):
        require_not_withdrawn(store, case.subject)
    text = profile.read_text()
    (line,) = [line for line in text.splitlines() if line.startswith("given_on")]
    profile.write_text(text.replace(line, f"given_on = {datetime.now(UTC).date()}"))
    renewed = netcurtain("consent", "renew", profile, "--yes")
    assert renewed.code == 0, renewed.said
    assert netcurtain("consent", "renew", profile, "--yes").code == 1
    require_not_withdrawn(store, load_profile(profile, datetime.now(UTC).date()).subject)
    with pytest.raises(ConsentError):  # of the earlier profile
        require_not_withdrawn(store, case.subject)
    shown = netcurtain("consent", "show").stdout
    assert "given again on" in shown


def test_a_case_is_found_by_a_profile_whose_consent_has_ended(
    netcurtain: Run, profile: Path
) -> None:
    text = profile.read_text()
    (until,) = [line for line in text.splitlines() if line.startswith("valid_until")]
    (given,) = [line for line in text.splitlines() if line.startswith("given_on")]
    ended = text.replace(until, "valid_until = 2026-01-31").replace(given, "given_on = 2026-01-02")
    profile.write_text(ended)
    assert netcurtain("purge", profile, "--yes").code == 0


def test_reports_and_letters_made_later_are_known_to_the_case(
    netcurtain: Run, store: CaseStore, profile: Path
) -> None:
    from scanner.render import render_json

    (case,) = store.cases.all()
    newest = store.scans.newest(case.id)
    assert newest is not None
    path = Path("assessment.json")
    path.write_text(render_json(newest[1], reveal=False))
    assert netcurtain("report", path, "--format", "csv").code == 0
    said = netcurtain("letters", path, "--profile", profile, "--format", "txt")
    assert "netcurtain sent LETTER" in said.stderr
    left = netcurtain("purge", "Jane Marlow", "--yes").stdout
    assert f"report: {Path('findings.csv').resolve()}" in left
    assert f"letters: {Path('letters').resolve()}" in left
