"""`slate reports`, `mail-merge` and `hand-over`: who gets what, and who cannot read it."""

from __future__ import annotations

import csv
import io
import json
import shutil
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyrage
import pytest

from scanner.case.exports import exports_of, hand_overs_of
from scanner.case.holds import set_hold
from scanner.model.clock import utc_now
from scanner.model.slate import Person, Sharing
from scanner.slate.consenting import open_result
from scanner.slate.consenting.page import sealed_in
from scanner.slate.handing.names import result_name
from tests.slate.officers_desk import (
    PASSPHRASE,
    PRIVATE,
    OfficersDesk,
    check_again,
    checked_slate,
    key,
    people,
)

pytestmark = pytest.mark.xdist_group("officers-desk")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> OfficersDesk:
    desk = OfficersDesk(tmp_path_factory.mktemp("desk"))
    with desk.store() as store:
        checked_slate(store)
    return desk


@pytest.fixture
def desk(made: OfficersDesk, tmp_path: Path) -> Iterator[OfficersDesk]:
    """A copy for each test."""
    yield made.copy(tmp_path / "desk")


def table(path: Path) -> list[dict[str, str]]:
    text = path.read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def opened(page: Path) -> dict[str, bytes]:
    """What the person finds in it; the key that is locked there is unlocked once, elsewhere."""
    locked, sealed = sealed_in(page.read_text(encoding="utf-8"))
    assert locked == key()[1]
    return dict(open_result(sealed, key()[2]).files)


def leaks(folder: Path) -> list[str]:
    """Private values in any file."""
    return [
        f"{path.name}: {value}"
        for path in folder.rglob("*")
        if path.is_file()
        for value in PRIVATE
        if value.encode() in path.read_bytes()
    ]


def test_everybody_gets_what_they_agreed_to(desk: OfficersDesk) -> None:
    done = desk.run("reports", "--out", "results")
    out = desk.folder / "results"
    assert done.code == 0 and "4 results written" in done.stderr
    assert names_in(out) == {
        *("result-0001-dc-1.html", "result-0005-dc-5.html"),
        *("result-0002-dc-2.html", "result-0002-dc-2", "result-0003-dc-3"),
        *("results.json", "results.csv"),
    }
    assert names_in(out / "result-0003-dc-3") >= {"report.html", "assessment.json"}
    assert set(opened(out / "result-0001-dc-1.html")) >= {"report.html", "assessment.json"}
    assert leaks(out) == [], "masked, or sealed"
    for path in out.rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)
    rows = table(out / "results.csv")
    assert [(row["reference"], row["sealed page"], row["report in clear"]) for row in rows] == [
        ("dc/1", "result-0001-dc-1.html", ""),
        ("dc/2", "result-0002-dc-2.html", "result-0002-dc-2"),
        ("dc/3", "", "result-0003-dc-3"),
        ("dc/5", "result-0005-dc-5.html", ""),
    ]
    # 23:30 UTC is still that day in London in November.
    assert rows[0]["checked on"] == "2026-11-20"
    with desk.store() as store:
        case = store.cases.find("person-1")
        assert case is not None
        noted = [Path(each.path).name for each in exports_of(store, case.id)]
    assert noted == ["result-0001-dc-1.html"], "so that a purge can name it"


def test_only_what_is_new_is_written(desk: OfficersDesk) -> None:
    desk.run("reports", "--out", "results")
    out = desk.folder / "results"
    before = {path: path.stat().st_mtime_ns for path in out.glob("result-*")}
    again = desk.run("reports", "--out", "results")
    assert "0 results written, 4 lay there already" in again.stderr
    assert {path: path.stat().st_mtime_ns for path in out.glob("result-*")} == before
    (out / "result-0001-dc-1.html").unlink()
    assert "1 result written, 3 lay" in desk.run("reports", "--out", "results").stderr
    with desk.store() as store:
        slate_id = store.slates.all()[0].id
        check_again(store, slate_id, {2: store.slates.person(slate_id, 2)})
    assert "1 result written, 3 lay" in desk.run("reports", "--out", "results").stderr
    assert (
        "1 result written, 0 lay"
        in desk.run("reports", "--out", "results", "--only", "dc/5", "--again").stderr
    )


def test_a_list_that_was_tampered_with_leads_nowhere_else(desk: OfficersDesk) -> None:
    desk.run("reports", "--out", "results")
    index = desk.folder / "results" / "results.json"
    told = json.loads(index.read_text())
    told["written"][0]["page"] = "../../outside.html"
    index.write_text(json.dumps(told))
    assert "1 result written" in desk.run("reports", "--out", "results").stderr
    assert not (desk.folder.parent / "outside.html").exists()
    index.write_text("[")
    assert "4 results written" in desk.run("reports", "--out", "results").stderr


def test_who_answered_a_new_form_is_to_be_checked_again(desk: OfficersDesk) -> None:
    """The key of the earlier form is not here any more: the page could not be opened."""
    with desk.store() as store:
        slate_id = store.slates.all()[0].id
        one = store.slates.person(slate_id, 1)
        store.slates.put(slate_id, replace(one, answered_at=utc_now()))
    done = desk.run("reports", "--out", "results", "--only", "dc/1")
    assert "dc/1" in done.stderr and "Check them again" in done.stderr
    assert not list((desk.folder / "results").glob("result-*"))


def test_who_withdrew_gets_none(desk: OfficersDesk) -> None:
    assert desk.run("withdraw", "dc/2", "--yes").code == 0
    assert "3 results written" in desk.run("reports", "--out", "results").stderr


def test_who_withdrew_goes_off_every_list(desk: OfficersDesk) -> None:
    out = desk.folder / "results"
    desk.run("reports", "--out", "results")
    desk.run("overview", "--out", "shown", "--format", "all")
    mails(desk, "result")
    gone = desk.run("withdraw", "dc/2", "--yes")
    named = [Path(line.strip()) for line in gone.stdout.splitlines()]
    theirs = {out / "result-0002-dc-2.html", out / "result-0002-dc-2"}
    lists = {out / "results.csv", out / "results.json", desk.folder / "shown" / "overview.csv"}
    lists |= {desk.folder / "result.csv", desk.folder / "result.txt"}
    assert theirs | lists <= set(named)
    with desk.store() as store:
        one = store.slates.person(store.slates.all()[0].id, 2)
    assert (one.profile, one.draft) == ("", "")
    again = desk.run("reports", "--out", "results")
    told = {desk.folder / line.strip() for line in again.stdout.splitlines()}
    assert told >= theirs
    assert [row["reference"] for row in table(out / "results.csv")] == ["dc/1", "dc/3", "dc/5"]
    assert "Ben Ashdown" not in (out / "results.csv").read_text()
    for path in theirs:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert "delete" not in desk.run("reports", "--out", "results").stderr
    assert "dc-2" not in (out / "results.json").read_text()
    desk.run("overview", "--out", "shown")
    (row,) = [row for row in table(desk.folder / "shown" / "overview.csv") if row["name"][0] == "B"]
    assert (row["state"], row["worst"], row["checked on"]) == ("withdrawn", "", "")
    for number in (1, 3, 5):
        desk.run("withdraw", f"dc/{number}", "--yes")
    desk.run("reports", "--out", "results")
    assert table(out / "results.csv") == []


def test_each_is_written_to_in_the_language_of_their_form(desk: OfficersDesk) -> None:
    with desk.store() as store:
        slate_id = store.slates.all()[0].id
        store.slates.put(slate_id, replace(store.slates.person(slate_id, 2), language="cy"))
    bodies = [row["body"] for row in mails(desk, "result")]
    assert [body.startswith("Annwyl") for body in bodies] == [False, True, False, False]
    assert "20 Tachwedd 2026" in bodies[1] and "Dear" not in bodies[1]
    desk.run("reports", "--out", "results")
    out = desk.folder / "results"
    assert '<html lang="cy"' in (out / "result-0002-dc-2.html").read_text()
    assert '<html lang="cy"' in (out / "result-0002-dc-2" / "report.html").read_text()
    assert '<html lang="en-GB"' in (out / "result-0003-dc-3" / "report.html").read_text()
    done = desk.run("reports", "--out", "results", "--lang", "cy")
    assert "3 results written, 1 lay there" in done.stderr
    done = desk.run("mail-merge", "--kind", "invite", "--lang", "cy", "--out", "m.csv")
    assert table(desk.folder / "m.csv")[0]["body"].startswith("Annwyl Dilip Farrow,")


def test_no_mail_promises_a_page_that_cannot_be_opened(desk: OfficersDesk) -> None:
    """Who answered another form after the check has another key."""
    with desk.store() as store:
        slate_id = store.slates.all()[0].id
        for number in (1, 2):
            one = store.slates.person(slate_id, number)
            store.slates.put(slate_id, replace(one, answered_at=utc_now()))
    assert [row["reference"] for row in mails(desk, "result")] == ["dc/2", "dc/3", "dc/5"]


STRANGE = ["../../etc/passwd", "CON", ".hidden", "a" * 300, "名前", "x\ny", "=cmd", "Ünï/Cödé\\.."]


@pytest.mark.parametrize("ref", STRANGE)
def test_file_names_hold_no_surprise(ref: str) -> None:
    one = replace(people()[0], ref=ref)
    name = result_name(one, ".html")
    assert name.startswith("result-0001") and len(name) < 100
    assert set(name.removesuffix(".html")) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert result_name(replace(one, number=2), ".html") != name


def mails(desk: OfficersDesk, kind: str) -> list[dict[str, str]]:
    done = desk.run("mail-merge", "--kind", kind, "--out", f"{kind}.csv", "--text", f"{kind}.txt")
    assert done.code == 0, done.stderr
    return table(desk.folder / f"{kind}.csv")


def test_mails_say_that_it_is_done_and_nothing_else(desk: OfficersDesk) -> None:
    rows = mails(desk, "result")
    assert [(row["reference"], row["to"], row["attachment"]) for row in rows] == [
        ("dc/1", "person1@example.org", "result-0001-dc-1.html"),
        ("dc/2", "person2@example.org", "result-0002-dc-2.html"),
        ("dc/3", "person3@example.org", ""),
        ("dc/5", "person5@example.org", "result-0005-dc-5.html"),
    ]
    desk.run("reports", "--out", "results")
    there = names_in(desk.folder / "results")
    assert all(row["attachment"] in there for row in rows if row["attachment"])
    for row in rows:
        told = (row["subject"] + row["body"]).lower()
        assert row["name"] in row["body"] and "20 November 2026" in row["body"]
        assert "critical" not in told and "high" not in told and "exposure" not in told
        assert not any(value.lower() in told for value in PRIVATE)
    bodies = {row["body"].replace(row["name"], "").replace(row["attachment"], "") for row in rows}
    assert len(bodies) == 3, "numbers alone, all and sealed, all and by hand: nothing else differs"
    text = (desk.folder / "result.txt").read_text()
    assert text.count("Subject: Your online footprint check is done") == 4


def test_mails_to_who_has_not_answered(desk: OfficersDesk) -> None:
    for kind in ("invite", "reminder"):
        (row,) = mails(desk, kind)
        assert row["to"] == "dilip@example.org"
        assert row["attachment"] == "consent-0004-dilip-farrow.html"
        assert row["attachment"] in row["body"] and "Alex Bell" in row["body"]


def test_a_name_cannot_make_a_header_or_a_formula(desk: OfficersDesk) -> None:
    bad = "Jane\r\nBcc: all@evil.example"
    with desk.store() as store:
        slate_id = store.slates.all()[0].id
        one = store.slates.person(slate_id, 4)
        evil = replace(one, name=bad, ref="=1+1", contact="a@example.org\r\nBcc: b@evil.example")
        store.slates.put(slate_id, evil)
    (row,) = mails(desk, "invite")
    assert row["to"] == "" and row["reference"] == "'=1+1"
    assert "\nBcc" not in (desk.folder / "invite.txt").read_text()


def test_the_person_gets_all_that_is_held_and_opens_it_alone(desk: OfficersDesk) -> None:
    done = desk.run("hand-over", "dc/1", "--to", "person", "--out", "for-jane")
    assert done.code == 0, done.stderr
    out = desk.folder / "for-jane"
    assert names_in(out) == {"case-0001-dc-1.html", "result-0001-dc-1.html"}
    assert leaks(out) == []
    files = opened(out / "case-0001-dc-1.html")
    assert set(files) == {"what-is-held.txt", "what-is-held.json"}
    assert "14 Bramble Road" in files["what-is-held.txt"].decode()
    assert json.loads(files["what-is-held.json"])["subject"]["id"] == "person-1"
    with desk.store() as store:
        case = store.cases.find("person-1")
        assert case is not None
        (handed,) = hand_overs_of(store, case.id)
    assert handed.to == "the person" and Path(handed.path) == out


def test_who_has_no_key_gets_a_locked_archive(desk: OfficersDesk) -> None:
    words = ["hand-over", "dc/3", "--to", "person", "--out"]
    assert desk.run(*words, "none").code == 1, "nobody can be asked for a passphrase"
    short = desk.run(*words, "none", NETCURTAIN_HAND_OVER_PASSPHRASE="short")
    assert short.code == 1 and not (desk.folder / "none").exists()
    secret = "window harvest pencil"
    assert desk.run(*words, "locked", NETCURTAIN_HAND_OVER_PASSPHRASE=secret).code == 0
    sealed = (desk.folder / "locked" / "case-0003-dc-3.zip.age").read_bytes()
    inside = zipfile.ZipFile(io.BytesIO(pyrage.passphrase.decrypt(sealed, secret)))
    assert "14 Bramble Road" in inside.read("what-is-held.txt").decode()
    assert {"report.html", "assessment.json", "what-is-held.json"} <= set(inside.namelist())
    assert desk.run(*words, "plain", "--plain").code == 0
    assert zipfile.is_zipfile(desk.folder / "plain" / "case-0003-dc-3.zip")


def test_then_the_officer_has_nothing_left(desk: OfficersDesk) -> None:
    words = ["hand-over", "dc/1", "--to", "person", "--out", "for-jane", "--and-delete"]
    assert desk.run(*words).code == 2, "nobody said yes"
    with desk.store() as store:
        assert store.cases.find("person-1") is not None
    assert not (desk.folder / "for-jane").exists()
    done = desk.run(*words, "--yes")
    assert done.code == 0 and "Deleted on" in done.stdout
    assert opened(desk.folder / "for-jane" / "case-0001-dc-1.html")
    with desk.store() as store:
        assert store.cases.find("person-1") is None and store.cases.find("person-5") is not None
        slate = store.slates.all()[0]
        run = store.runs.newest(slate.id)
        assert run is not None
        assert all(one.number != 1 or not one.numbers for one in store.runs.entrants(run.id))


def test_who_is_taken_off_leaves_nothing_in_the_runs(desk: OfficersDesk) -> None:
    done = desk.run("remove", "dc/3", "--yes")
    assert done.code == 0, done.stderr
    with desk.store() as store:
        run = store.runs.newest(store.slates.all()[0].id)
        assert run is not None
        assert {one.number for one in store.runs.entrants(run.id)} == {1, 2, 5}
        assert store.cases.find("person-3") is not None, "their own case is theirs"


def test_a_legal_hold_stops_the_deletion_before_anything_is_written(desk: OfficersDesk) -> None:
    with desk.store() as store:
        case = store.cases.find("person-1")
        assert case is not None
        set_hold(store, case, True, "asked for", utc_now(), "test")
    words = ["hand-over", "dc/1", "--to", "person", "--out", "x", "--and-delete", "--yes"]
    assert desk.run(*words).code == 1 and not (desk.folder / "x").exists()


SPOC = ["--to", "spoc", "--out", "police", "--receiver", "DC Hart, Wexcombe Police"]
AGREED = ["--consent", "by telephone on 3 March 2027"]


def test_the_police_get_the_report_with_consent_on_record(desk: OfficersDesk) -> None:
    assert desk.run("hand-over", "dc/2", *SPOC).code == 2, "without a consent"
    assert desk.run("hand-over", "dc/2", *SPOC, *AGREED, "--case-ref", "42/7/26").code == 0
    out = desk.folder / "police"
    page = (out / "report-police.html").read_text()
    assert "for-police" in page and "42/7/26" in page and leaks(out) == []
    with desk.store() as store:
        case = store.cases.find("person-2")
        assert case is not None
        (handed,) = hand_overs_of(store, case.id)
    assert handed.to == "DC Hart, Wexcombe Police"
    assert handed.consent == "by telephone on 3 March 2027"
    later = [*SPOC[:3], "again", *SPOC[4:], *AGREED]
    told = desk.run("hand-over", "dc/2", *later).stderr
    assert "Handed over before: to DC Hart, Wexcombe Police, on" in told
    other = desk.run("hand-over", "dc/2", *SPOC, *AGREED)
    assert other.code == 1 and "not empty" in other.stderr


def test_nobody_but_the_person_hands_on_what_is_theirs(desk: OfficersDesk) -> None:
    refused = desk.run("hand-over", "dc/1", *SPOC, *AGREED)
    assert refused.code == 1 and not (desk.folder / "police").exists()
    wrong = desk.run("hand-over", "dc/1", *SPOC, *AGREED, NETCURTAIN_RESULT_PASSPHRASE="wrong one")
    assert wrong.code == 1 and not (desk.folder / "police").exists()
    own = desk.run("hand-over", "dc/1", *SPOC, *AGREED, NETCURTAIN_RESULT_PASSPHRASE=PASSPHRASE)
    assert own.code == 0, own.stderr
    assert "for-police" in (desk.folder / "police" / "report-police.html").read_text()
    assert leaks(desk.folder / "police") == []


def test_after_a_withdrawn_consent_nothing_goes_to_the_police(desk: OfficersDesk) -> None:
    desk.run("withdraw", "dc/2", "--yes")
    assert desk.run("hand-over", "dc/2", *SPOC, *AGREED).code == 1
    assert desk.run("hand-over", "dc/2", "--to", "person", "--out", "own").code == 0


def test_the_overview_on_the_command_line(desk: OfficersDesk) -> None:
    done = desk.run("overview", "--out", "shown", "--format", "all")
    assert done.code == 0 and done.leaks == []
    assert names_in(desk.folder / "shown") == {"overview.html", "overview.csv", "overview.xlsx"}
    assert leaks(desk.folder / "shown") == []
    assert '"Wexcombe 2027": 5 people, 4 checked, 1 run.' in done.stderr
    assert desk.run("overview", "--format", "pdf").code == 2


def test_sharing_is_as_it_was_agreed_at_the_check(desk: OfficersDesk) -> None:
    """Who says later that numbers are enough gets a sealed page, and no report lies in clear."""
    with desk.store() as store:
        slate_id = store.slates.all()[0].id
        one: Person = store.slates.person(slate_id, 2)
        store.slates.put(slate_id, replace(one, sharing=Sharing.NUMBERS))
    desk.run("reports", "--out", "results", "--only", "dc/2")
    found = {path.name for path in (desk.folder / "results").glob("result-*")}
    assert found == {"result-0002-dc-2.html"}
