"""Lists of people on the command line: what is read, mended, asked, told and stored."""

from __future__ import annotations

import csv
import io
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from scanner.case.store import CaseStore
from scanner.cli.cases import opened_store
from scanner.cli.main import main
from scanner.model.facts import FactKind
from scanner.model.slate import Person, PersonState, Sharing
from scanner.model.subject import Role
from scanner.profile import Draft, parse_profile, read_draft
from tests.cli.command import Done, Run
from tests.slate.lists import (
    DC_HEADER,
    OLD_DC_HEADER,
    PARTY_HEADER,
    as_csv,
    as_xlsx,
    dc_row,
    party_row,
)

TODAY = date(2026, 11, 23)
PRIVATE = ("7700900", "Bramble", "mailbox.example", "QT")


@pytest.fixture
def netcurtain(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object, stdin: str = "") -> Done:
        monkeypatch.setattr(sys, "argv", ["netcurtain", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            main()
        said = capsys.readouterr()
        return Done(int(end.value.code or 0), said.out, said.err)

    return run


@pytest.fixture
def store() -> Iterator[CaseStore]:
    with opened_store() as opened:
        yield opened


def _people() -> list[Person]:
    with opened_store() as store:
        return [one for slate in store.slates.all() for one in store.slates.people(slate.id)]


def _draft(person: Person) -> Draft:
    return read_draft(person.draft, TODAY)


def _values(draft: Draft, kind: FactKind, is_public: bool) -> set[str]:
    facts = [fact for fact in draft.facts if fact.kind is kind and fact.is_public is is_public]
    return {fact.value.reveal() for fact in facts}


def _sheet(path: str, rows: list[list[Any]]) -> str:
    Path(path).write_bytes(as_xlsx(rows))
    return path


def test_democracy_clubs_export_is_read_as_it_is_published(netcurtain: Run) -> None:
    rows = [dc_row(0), dc_row(1), {**dc_row(0), "ballot_paper_id": "parl.wexcombe.2027-05-06"}]
    Path("dc.csv").write_text(as_csv(DC_HEADER, rows), encoding="utf-8")
    done = netcurtain("slate", "import", "dc.csv")
    assert done.code == 0
    assert "rows 2 and 4" in done.stderr
    assert "more than one ballot" in done.stderr
    assert "https://creativecommons.org/licenses/by/4.0/" in done.stdout
    jane, tom = _people()
    assert (jane.ref, jane.name, jane.role) == ("dc-10000", "Jane Marlow", Role.CANDIDATE)
    assert jane.ballots == ("local.wexcombe.ward-0.2027-05-06", "parl.wexcombe.2027-05-06")
    assert (jane.group, tom.group) == ("Market", "Castle and Quay")
    assert jane.state is PersonState.LISTED
    assert (jane.contact, jane.profile, jane.recipient) == ("janemarlow0@example.org", "", "")
    draft = _draft(jane)
    assert draft.id == "jane-marlow-dc-10000"
    assert _values(draft, FactKind.EMAIL, True) == {"janemarlow0@example.org"}
    assert {fact.part("site") for fact in draft.facts if fact.kind is FactKind.HANDLE} == {
        *("facebook.com", "linkedin.com", "x.com", "instagram.com", "bsky.app"),
    }
    assert {fact.public_by_choice for fact in draft.facts if fact.is_public} == {
        "Published by Democracy Club"
    }
    assert _values(draft, FactKind.BIRTH_DATE, False) == {"1950"}
    assert _values(_draft(tom), FactKind.DOMAIN, True) == {"tommarlow1.example"}
    assert (draft.election.kind, draft.election.nation) == ("local", "England")
    with opened_store() as store:
        (slate,) = store.slates.all()
        assert (slate.record.title, slate.record.poll_date) == ("dc", date(2027, 5, 6))
        assert slate.record.identity.startswith("AGE-SECRET-KEY-1")
        assert "Democracy Club" in slate.record.credits[0]


def test_democracy_clubs_older_file_joins_records_that_were_merged(netcurtain: Run) -> None:
    def row(number: str, **more: str) -> dict[str, object]:
        same = {"name": "Jane Marlow", "election": "local.wexcombe.2027-05-06", "elected": "False"}
        return {"id": number, **same, "post_label": "Market", "cancelled_poll": "True", **more}

    first = row("7", ballot_paper_id="local.wexcombe.market.2027-05-06")
    newer = row("9", ballot_paper_id="mayor.wexcombe.2027-05-06", old_person_ids="7;5")
    Path("old.csv").write_text(as_csv(OLD_DC_HEADER, [first, newer]), encoding="utf-8")
    assert netcurtain("slate", "import", "old.csv").code == 0
    (jane,) = _people()
    assert len(jane.ballots) == 2
    Path("old.csv").write_text(as_csv(OLD_DC_HEADER, [newer]), encoding="utf-8")
    done = netcurtain("slate", "import", "old.csv")
    assert "0 people are new, 1 was there before" in done.stdout


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_partys_sheet_is_shown_confirmed_and_remembered(netcurtain: Run, kind: str) -> None:
    rows = [party_row(0), party_row(10)]
    if kind == "csv":
        Path("party.csv").write_text(as_csv(PARTY_HEADER, rows, ";"), encoding="cp1252")
    else:
        _sheet("party.xlsx", [["Our people"], [], PARTY_HEADER, *[[*r.values()] for r in rows]])
    asked = netcurtain("slate", "import", f"party.{kind}")
    assert asked.code == 2
    assert "--yes" in asked.stderr
    assert _people() == []
    done = netcurtain("slate", "import", f"party.{kind}", "--yes")
    assert done.code == 0
    assert "home postcode" in done.stderr
    assert not [word for word in PRIVATE if word in done.said]
    assert "leading 0" in done.stderr
    agent, other = _people()
    assert (agent.role, other.role) == (Role.AGENT, Role.AGENT)
    assert (agent.ref, agent.name) == ("WX-0", "Jane Marlow")
    assert agent.contact == "jane.marlow0@mailbox.example"
    draft = _draft(agent)
    assert _values(draft, FactKind.PHONE, False) == {"+447700900000", "+441632960000"}
    assert _values(draft, FactKind.ADDRESS, False) == {"1 Bramble Road, Wexcombe, WX1 0QT"}
    assert _values(draft, FactKind.BIRTH_DATE, False) == {"1950-01-01"}
    assert _values(draft, FactKind.EMAIL, True) == {"jane.marlow0@example.org"}
    assert _values(draft, FactKind.EMAIL, False) == {"jane.marlow0@mailbox.example"}
    # One site that all have is the party's.
    assert _values(draft, FactKind.DOMAIN, True) == set()
    again = netcurtain("slate", "import", f"party.{kind}")
    assert again.code == 0
    assert "2: nothing is new" in again.stdout


def test_what_is_said_of_a_column_goes_before_what_is_guessed(netcurtain: Run) -> None:
    Path("list.tsv").write_text(
        "Name\tRing her on\tEmail\nJane Marlow\t07700900123\tj@example.org\n", encoding="utf-16"
    )
    wrong = netcurtain("slate", "import", "list.tsv", "--map", "Ring her on=telefone")
    assert (wrong.code, "meaning that is not known" in wrong.stderr) == (2, True)
    done = netcurtain(
        *("slate", "import", "list.tsv", "--map", "Ring her on=phone", "--map", "Email=", "--yes"),
        *("--role", "volunteer"),
    )
    assert done.code == 0
    (jane,) = _people()
    assert jane.role is Role.VOLUNTEER
    assert {fact.kind for fact in _draft(jane).facts} == {FactKind.NAME, FactKind.PHONE}


FAULTS: list[tuple[dict[str, object], str]] = [
    ({"Email": "jane at example.org"}, "not an e-mail"),
    ({"Email": "jane@"}, "not an e-mail"),
    ({"Email": "=HYPERLINK(1)"}, "formula"),
    ({"Email": "#REF!"}, "error of the spreadsheet"),
    ({"Personal email": "two words@example.org x"}, "not an e-mail"),
    ({"Mobile": "7.7E+09"}, "last digits are lost"),
    ({"Mobile": "0770090"}, "too short"),
    ({"Mobile": "ask Tom"}, "telephone"),
    ({"Home phone": "01632 9600000000000000"}, "too many digits"),
    ({"Home phone": "=1+1"}, "formula"),
    ({"DOB": "31/02/1979"}, "calendar"),
    ({"DOB": "sometime"}, "not a date"),
    ({"DOB": "99999999"}, "no date"),
    ({"DOB": "14/03/24"}, "two digits"),
    ({"Surname": "", "Forename": ""}, "no name"),
    ({"Surname": "MARLOW and CALDER"}, "more than one name"),
    ({"Surname": "=cmd|' /C calc'!A0"}, "formula"),
    ({"Surname": "@SUM(1+1)"}, "formula"),
    ({"Surname": "123", "Forename": "456"}, "no name"),
    ({"Role": "astronaut"}, "no known role"),
    ({"Twitter": "Jane Marlow for Wexcombe"}, "neither a user name"),
    ({"Website": "our site"}, "not the address"),
    ({"Website": "https://user:pass@example.org/"}, "not the address"),
    ({"Ward": "W" * 400}, "too long"),
    ({"Surname": "M" * 400}, "too long"),
]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_fifty_planted_faults_are_all_told_and_nothing_is_stored(
    netcurtain: Run, kind: str
) -> None:
    rows = [party_row(number) for number in range(120)]
    planted: dict[int, str] = {}
    for place in range(50):
        change, said = FAULTS[place % len(FAULTS)]
        rows[place * 2 + 1].update(change)
        planted[place * 2 + 3] = said
    if kind == "csv":
        Path("party.csv").write_text(as_csv(PARTY_HEADER, rows), encoding="utf-8-sig")
    else:
        cells = [[str(value) for value in row.values()] for row in rows]
        _sheet("party.xlsx", [PARTY_HEADER, *cells])
    done = netcurtain("slate", "import", f"party.{kind}", "--yes", "--errors", "mend.csv")
    assert done.code == 1
    assert _people() == []
    told = {
        int(line.split()[1].strip(",:")): line
        for line in done.stderr.splitlines()
        if line.startswith("  row ")
    }
    if kind == "csv":
        assert {row: said for row, said in planted.items() if said not in told.get(row, "")} == {}
    assert set(told) == set(planted)
    assert not [word for word in PRIVATE if word in done.said]
    table = list(csv.reader(io.StringIO(Path("mend.csv").read_text(encoding="utf-8-sig"))))
    assert {int(row[0]) for row in table[1:]} == set(planted)
    assert not [cell for row in table for cell in row if cell.startswith(("=", "+", "-", "@"))]
    taken = netcurtain("slate", "import", f"party.{kind}", "--yes", "--skip-faulty")
    assert taken.code == 0
    assert len(_people()) == 70


def test_a_faulty_detail_can_be_left_out_and_its_row_taken(netcurtain: Run) -> None:
    rows = [{**party_row(0), "Mobile": "ask Tom"}, {**party_row(1), "Surname": "", "Forename": ""}]
    Path("party.csv").write_text(as_csv(PARTY_HEADER, rows), encoding="utf-8")
    done = netcurtain("slate", "import", "party.csv", "--yes", "--skip-cells")
    assert done.code == 0
    (jane,) = _people()
    assert _values(_draft(jane), FactKind.PHONE, False) == {"+441632960000"}


@pytest.mark.parametrize(
    ("cells", "kind", "value", "told"),
    [
        ({"Mobile": "7700900123"}, FactKind.PHONE, "+447700900123", "leading 0"),
        ({"Mobile": "447700900123"}, FactKind.PHONE, "+447700900123", "country code"),
        ({"Mobile": "7.700900123E+09"}, FactKind.PHONE, "+447700900123", "decimal"),
        ({"Mobile": '="07700900123"'}, FactKind.PHONE, "+447700900123", "equality"),
        ({"DOB": "28928"}, FactKind.BIRTH_DATE, "1979-03-14", "made dates again"),
        ({"DOB": "03/14/1979"}, FactKind.BIRTH_DATE, "1979-03-14", "month first"),
        ({"DOB": "14/03/79"}, FactKind.BIRTH_DATE, "1979-03-14", "two digits"),
        ({"DOB": "1979-03-14 00:00:00"}, FactKind.BIRTH_DATE, "1979-03-14", ""),
        ({"Surname": "O`NEILL-MCDONALD"}, FactKind.NAME, "Jane O'Neill-McDonald", "apostrophes"),
        ({"Surname": "VAN DER BERG"}, FactKind.NAME, "Jane van der Berg", "capitals"),
        ({"Surname": "Mar\u202elow\u200b"}, FactKind.NAME, "Jane Marlow", "Control"),
    ],
)
def test_what_spreadsheets_do_to_values_is_mended_and_told(
    netcurtain: Run, cells: dict[str, str], kind: FactKind, value: str, told: str
) -> None:
    row = {**party_row(0), "Home phone": "N/A", "Twitter": "-", "Website": "none", **cells}
    Path("party.csv").write_text(as_csv(PARTY_HEADER, [row]), encoding="utf-8")
    done = netcurtain("slate", "import", "party.csv", "--yes")
    assert done.code == 0
    assert told in done.stderr
    (jane,) = _people()
    facts = [fact.value.reveal() for fact in _draft(jane).facts if fact.kind is kind]
    assert facts == [value]


def test_several_values_of_a_cell_are_several_facts(netcurtain: Run) -> None:
    row = {
        **party_row(0),
        "Email": "jane@example.org; Jane <j.marlow@example.org>",
        "Mobile": "07700 900123 / 07700 900124\n07700 900125 and 07700 900126 (work)",
    }
    Path("party.csv").write_text(as_csv(PARTY_HEADER, [row]), encoding="utf-8")
    assert netcurtain("slate", "import", "party.csv", "--yes").code == 0
    draft = _draft(_people()[0])
    assert len(_values(draft, FactKind.EMAIL, True)) == 2
    assert len(_values(draft, FactKind.PHONE, False)) == 5


def test_an_account_given_as_a_site_is_an_account(netcurtain: Run) -> None:
    Path("list.csv").write_text(
        "Candidate Name,Constituency,Website,Facebook\n"
        "Jane Marlow,Wexcombe,https://www.facebook.com/janeforwexcombe,\n"
        "Tom Calder,Wexcombe,tom-calder.example,https://www.facebook.com/profile.php?id=1\n"
    )
    assert netcurtain("slate", "import", "list.csv", "--yes").code == 0
    jane, tom = map(_draft, _people())
    assert _values(jane, FactKind.HANDLE, True) == {"janeforwexcombe"}
    assert (jane.pages, _values(jane, FactKind.DOMAIN, True)) == ((), set())
    assert _values(tom, FactKind.DOMAIN, True) == {"tom-calder.example"}
    assert [page.url for page in tom.own_pages] == ["https://tom-calder.example"]
    assert "https://www.facebook.com/profile.php?id=1" in tom.pages


def test_half_a_name_and_kept_apostrophes(netcurtain: Run) -> None:
    Path("list.csv").write_text(
        "Forename,Surname,Mobile,DOB\nRuth,,'07700 900123,'14/03/1979\n,Marlow,07700900124,\n"
    )
    done = netcurtain("slate", "import", "list.csv", "--yes")
    assert done.code == 1
    assert "row 2, Surname: is empty, so half the name lacks." in done.stderr
    assert "row 3, Forename: is empty" in done.stderr and "2 faults in 2 rows" in done.stderr
    done = netcurtain("slate", "import", "list.csv", "--yes", "--skip-cells")
    assert done.code == 0 and "Apostrophes" in done.stderr
    ruth, marlow = _people()
    assert (ruth.name, marlow.name) == ("Ruth", "Marlow")
    assert _values(_draft(ruth), FactKind.PHONE, False) == {"+447700900123"}
    assert _values(_draft(ruth), FactKind.BIRTH_DATE, False) == {"1979-03-14"}


def test_cells_of_any_make_are_read(netcurtain: Run) -> None:
    text = "<c t='inlineStr'><is><t>{}</t></is></c>".format
    head = "".join(map(text, ("Name", "Ref", "Email", "Ward")))
    cells = (
        "<c r='A3' t='inlineStr'><is><r><t>Jane </t></r><r><t>Marlow</t></r></is></c>"
        "<c r='C3' t='str'><f>A3</f><v>jane@example.org</v></c><c r='D3' s='0'/>"
    )
    again = "<row r='3'><c r='A3' t='inlineStr'><is><t>Somebody Else</t></is></c></row>"
    rows = f"<row r='1'>{head}</row><row r='3'>{cells}</row>{again}"
    sheet = f"<worksheet {_NS.decode()}><sheetData>{rows}</sheetData></worksheet>"
    Path("list.xlsx").write_bytes(_changed_book({_SHEET: sheet.encode()}))
    done = netcurtain("slate", "import", "list.xlsx", "--yes")
    assert done.code == 0, done.stderr
    (jane,) = _people()
    assert (jane.name, jane.contact, jane.group) == ("Jane Marlow", "jane@example.org", "")


def test_a_workbooks_habits_are_read_or_told(netcurtain: Run) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Candidates 2027"])
    sheet.append(["Ward", "Name", "Date of birth", "Mobile", "Postcode 1", "Postcode 2", "Email"])
    sheet.append(["Market", "MARLOW, Jane", datetime(1979, 3, 14), 7700900123, "WX4", "7QT"])
    sheet.append([None, "Tom Calder", 28928, None, None, None, "=A1"])
    sheet.append([])
    sheet.append(["Mill", "Ruth Hollis", "N/A"])
    sheet.merge_cells("A3:A4")
    sheet.column_dimensions["C"].hidden = True
    sheet.row_dimensions[6].hidden = True
    book.create_sheet("Notes").append(["nothing"])
    book.save("people.xlsx")
    done = netcurtain("slate", "import", "people.xlsx", "--yes", "--skip-cells")
    assert done.code == 0
    assert "HIDDEN in the sheet, and read as well: Date of birth." in done.stderr
    assert "hidden in the sheet, and were read as well. (row 6)" in done.stderr
    assert "Merged cells" in done.stderr
    assert "row 4, Email: is a formula that was not computed" in done.stderr
    assert 'Read is the sheet "Sheet" of 2' in done.stderr
    jane, tom, ruth = _people()
    assert [one.name for one in (jane, tom, ruth)] == ["Jane Marlow", "Tom Calder", "Ruth Hollis"]
    assert [one.group for one in (jane, tom, ruth)] == ["Market", "Market", "Mill"]
    assert _values(_draft(jane), FactKind.ADDRESS, False) == {"WX4 7QT"}
    assert _values(_draft(tom), FactKind.BIRTH_DATE, False) == {"1979-03-14"}


@pytest.mark.parametrize(
    "header",
    [
        "Elector Number Prefix,Elector Number,Elector Number Suffix,Elector Name,PostCode",
        "PD,Elector No,Name,Address 1",
        "Name,Address,Date of Attainment,Franchise Mark",
    ],
)
def test_the_electoral_register_is_refused(netcurtain: Run, header: str) -> None:
    Path("register.csv").write_text(f"Ward list\n{header}\nA,1,,Jane Marlow,WX4 7QT\n")
    done = netcurtain("slate", "import", "register.csv", "--yes")
    assert done.code == 1
    assert "offence" in done.stderr
    assert "Jane" not in done.said
    assert _people() == []


def test_people_of_one_name_are_joined_by_what_they_share_and_else_asked_about(
    netcurtain: Run,
) -> None:
    Path("list.csv").write_text(
        "Name,Ward,Email\n"
        "Jane Marlow,Market,jane@example.org\n"
        "Jane MARLOW,Mill,jane@example.org\n"
        "Jane Marlow,Abbey,other@example.org\n"
        "Tom Calder,Mill,other@example.org\n"
    )
    done = netcurtain("slate", "import", "list.csv", "--yes")
    assert done.code == 0
    assert "The same person more than once" in done.stderr
    assert "The same name with other details" in done.stderr
    assert "the same e-mail address: an invitation would reach both. (rows 4 and 5)" in done.stderr
    people = _people()
    assert [one.ref for one in people] == ["jane-marlow", "jane-marlow-2", "tom-calder"]
    assert len({_draft(one).id for one in people}) == 3


def test_one_reference_with_two_names_is_a_fault(netcurtain: Run) -> None:
    Path("list.csv").write_text("Ref,Name\nA1,Jane Marlow\nA1,Tom Calder\n")
    done = netcurtain("slate", "import", "list.csv", "--yes")
    assert done.code == 1
    assert "row 3: has the reference of row 2 and another name." in done.stderr


def test_importing_again_renews_tells_who_is_gone_and_leaves_the_consented_alone(
    netcurtain: Run,
) -> None:
    rows = [party_row(number) for number in (1, 2, 3)]
    Path("party.csv").write_text(as_csv(PARTY_HEADER, rows))
    assert netcurtain("slate", "import", "party.csv", "--yes").code == 0
    given = "a profile that the person gave"
    with opened_store() as store:
        (slate,) = store.slates.all()
        store.slates.revise(slate.id, [2], lambda one: _after_consent(one, given))
    rows[0]["Mobile"] = 7700900999
    rows[1]["Mobile"] = 7700900998
    Path("party.csv").write_text(as_csv(PARTY_HEADER, [*rows[:2], party_row(4)]))
    done = netcurtain("slate", "import", "party.csv")
    assert "1 person is new, 2 were there before" in done.stdout
    assert "1: what the list says of them was renewed" in done.stdout
    assert "1: they have consented: the profile that they gave stays" in done.stdout
    assert "no longer in such a list: 1 (WX-3)" in done.stderr
    first, second, *rest = _people()
    assert "+447700900999" in _values(_draft(first), FactKind.PHONE, False)
    assert (second.profile, second.state) == (given, PersonState.CONSENTED)
    assert [one.number for one in rest] == [3, 4]
    assert netcurtain("slate", "remove", "WX-3", "--yes").code == 0
    assert [one.number for one in _people()] == [1, 2, 4]


def _after_consent(person: Person, profile: str) -> Person:
    from dataclasses import replace

    return replace(person, state=PersonState.CONSENTED, profile=profile, recipient="age1invented")


TEMPLATE = "subject_ref,full_name,consent_basis,consent_date,consent_evidence,town,personal_email\n"


def test_a_row_may_bring_the_persons_own_written_consent(netcurtain: Run) -> None:
    Path("own.csv").write_text(
        TEMPLATE
        + "A1,Jane Marlow,written_consent,01/11/2026,signed form,Wexcombe,jane@mailbox.example\n"
        + "A2,Tom Calder,,,,Wexcombe,tom@mailbox.example\n"
    )
    assert netcurtain("slate", "import", "own.csv").code == 0
    jane, tom = _people()
    assert (jane.state, tom.state) == (PersonState.CONSENTED, PersonState.LISTED)
    assert jane.sharing is Sharing.ALL
    subject = parse_profile(jane.profile, TODAY).subject
    assert subject.id == jane.subject_id == "jane-marlow-a1"
    assert subject.consent.valid_until == date(2027, 5, 1)
    assert "[consent]" not in jane.draft


@pytest.mark.parametrize(
    ("consent", "said"),
    [
        ("legitimate interest,01/11/2026,form", "no basis that a list can bring"),
        ("written_consent,,form", "consent_date: is missing"),
        ("written_consent,01/11/2026,", "consent_evidence: is missing"),
        ("written_consent,01/11/2020,form", "has passed"),
        ("written_consent,1979,form", "consent_date"),
    ],
)
def test_half_a_consent_is_none(netcurtain: Run, consent: str, said: str) -> None:
    Path("own.csv").write_text(f"{TEMPLATE}A1,Jane Marlow,{consent},Wexcombe,\n")
    done = netcurtain("slate", "import", "own.csv")
    assert (done.code, said in done.stderr) == (1, True), done.stderr
    assert _people() == []


PROFILE = """
schema = 1
[subject]
role = "{role}"
[consent]
basis = "self"
given_by = "{name}"
given_on = 2026-11-01
valid_until = {until}
scope = "all"
[facts]
name = "{name}"
email = "someone@mailbox.example"
"""


def test_a_folder_of_profiles_brings_each_ones_own_consent(netcurtain: Run) -> None:
    folder = Path("profiles")
    folder.mkdir()

    def write(file: str, name: str, until: str = "2127-05-01", role: str = "staff") -> None:
        (folder / file).write_text(PROFILE.format(name=name, until=until, role=role))

    write("a.toml", "Jane Marlow")
    write("b.toml", "Tom Calder", until="2026-11-02")
    write("c.toml", "Jane Marlow")
    (folder / "d.toml").write_text("[facts")
    (folder / "notes.txt").write_text("nothing")
    done = netcurtain("slate", "import", "profiles")
    assert done.code == 1
    for said in ("b.toml", "c.toml: is of the same id", "d.toml", "no profiles (*.toml)"):
        assert said in done.stderr
    assert netcurtain("slate", "import", "profiles", "--skip-faulty").code == 0
    (jane,) = _people()
    assert (jane.state, jane.role, jane.sharing) == (
        *(PersonState.CONSENTED, Role.STAFF),
        Sharing.ALL,
    )
    write("a.toml", "Jane Marlow", role="agent")
    done = netcurtain("slate", "import", "profiles", "--skip-faulty")
    assert "1: the profile that the list brought before was renewed" in done.stdout


def _zip(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def _changed_book(change: dict[str, bytes]) -> bytes:
    book = zipfile.ZipFile(io.BytesIO(as_xlsx([["Name", "Email"], ["Jane Marlow", "j@e.org"]])))
    return _zip({**{name: book.read(name) for name in book.namelist()}, **change})


_SHEET = "xl/worksheets/sheet1.xml"
_NS = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
HOSTILE = {
    "entities": _changed_book(
        {_SHEET: b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet ' + _NS + b"/>"}
    ),
    "a bomb": _changed_book({"xl/styles.xml": b" " * 11_000_000}),
    "rows without end": _changed_book(
        {_SHEET: b"<worksheet " + _NS + b"><sheetData>" + b"<row/>" * 1_100_000}
    ),
    "a row far below": _changed_book(
        {
            _SHEET: b"<worksheet "
            + _NS
            + b'><sheetData><row r="99999999999"><c r="A1" t="inlineStr"><is><t>x</t></is></c>'
            b"</row></sheetData></worksheet>"
        }
    ),
    "a sheet that is called otherwise": _changed_book(
        {
            "xl/_rels/workbook.xml.rels": b'<Relationships xmlns="http://schemas.openxmlformats.org'
            b'/package/2006/relationships"><Relationship Id="rId1" Target="worksheets/sheet1.bin" '
            b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"'
            b"/></Relationships>",
            "xl/worksheets/sheet1.bin": b"<worksheet " + _NS + b'><sheetData><row r="1">'
            b"<c><is><t>Name</t></is></c></row></sheetData></worksheet>",
        }
    ),
    "no workbook": _zip({"hello.txt": b"hello"}),
    "cut short": as_xlsx([["Name"], ["Jane"]])[:300],
    "a PDF": b"%PDF-1.7 x",
    "an old workbook": b"\xd0\xcf\x11\xe0" + b"\0" * 600,
    "one quotation mark": b'Name,Email\n"Jane Marlow,j@example.org\nTom,t@example.org\n',
    "ten thousand columns": b"Name," + b"x," * 10_000 + b"\nJane," + b"1," * 10_000,
    "no headings": b"Jane,Marlow\nTom,Calder\n",
    "nothing": b" \n",
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_list_is_refused_in_a_line(netcurtain: Run, what: str) -> None:
    Path("list").write_bytes(HOSTILE[what])
    done = netcurtain("slate", "import", "list", "--yes")
    assert (done.code, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert "something broke" not in done.stderr
    assert _people() == []


def test_nothing_of_a_hostile_cell_reaches_the_terminal(netcurtain: Run) -> None:
    Path("list.csv").write_text(
        "Name,Name,Em\x1b[31mail,\u202eEmail\n"
        "Jane\x1b[2J Mar\0low,x,\x07,jane\u202e@example.org\n"
        f"{'Tom Calder' * 3000},,,\n",
        encoding="utf-8",
    )
    done = netcurtain("slate", "import", "list.csv", "--yes", "--skip-faulty")
    assert done.code == 0
    assert not set(done.said) & set("\x1b\x07\u202e\0")
    assert "row 3, Name: is far too long." in done.stderr
    (jane,) = _people()
    assert not set(jane.name + jane.draft) & set("\x1b\x07\u202e\0")


def test_what_a_heading_calls_private_is_never_public_by_choice(netcurtain: Run) -> None:
    Path("list.csv").write_text(
        "Name,Email (private),Campaign email,Home tel,Facebook (personal),E-mail home\n"
        "Jane Marlow,jane@mailbox.example,jane@example.org,01632 960155,janeathome,"
        "jane2@mailbox.example\n"
    )
    done = netcurtain("slate", "import", "list.csv", "--yes")
    assert done.code == 0, done.said
    (jane,) = _people()
    draft = _draft(jane)
    private = {"jane@mailbox.example", "jane2@mailbox.example"}
    assert _values(draft, FactKind.EMAIL, False) == private
    assert _values(draft, FactKind.EMAIL, True) == {"jane@example.org"}
    assert _values(draft, FactKind.PHONE, False) == {"+441632960155"}
    assert _values(draft, FactKind.HANDLE, False) == {"janeathome"}
    assert _values(draft, FactKind.HANDLE, True) == set()


@pytest.mark.parametrize(
    ("house", "line"),
    [
        ("14", "14 Bramble Road, Wexcombe, WX4 7QT"),
        ("The Old Rectory", "The Old Rectory, Bramble Road, Wexcombe, WX4 7QT"),
    ],
)
def test_a_house_in_a_column_of_its_own_stands_before_its_street(
    netcurtain: Run, house: str, line: str
) -> None:
    Path("list.csv").write_text(
        f"Name,House,Street,Town,Post code\nJane Marlow,{house},Bramble Road,Wexcombe,WX47QT\n"
    )
    assert netcurtain("slate", "import", "list.csv", "--yes").code == 0
    assert _values(_draft(_people()[0]), FactKind.ADDRESS, False) == {line}


def test_words_in_place_of_a_postcode_are_a_fault(netcurtain: Run) -> None:
    Path("list.csv").write_text("Name,Town,Postcode\nJane Marlow,Wexcombe,ask Tom\n")
    done = netcurtain("slate", "import", "list.csv", "--yes")
    assert (done.code, "row 2, Postcode: is no postcode" in done.stderr) == (1, True)
    assert "ask Tom" not in done.stderr


def test_who_has_no_address_has_an_empty_cell_among_the_invitations(netcurtain: Run) -> None:
    Path("list.csv").write_text("Name,Ref,Email\nJane Marlow,W1,\nOwen Hartley,W2,o@x.example\n")
    assert netcurtain("slate", "import", "list.csv", "--yes").code == 0
    assert netcurtain("slate", "describe", "--officer", "Ruth Calder, 01632 960001").code == 0
    done = netcurtain("slate", "invite", "--out", "forms")
    assert "1 person without an e-mail address" in done.stderr
    table = list(csv.reader(io.StringIO(Path("forms/invitations.csv").read_text("utf-8-sig"))))
    assert [row[:3] for row in table[1:]] == [
        ["W1", "Jane Marlow", ""],
        ["W2", "Owen Hartley", "o@x.example"],
    ]


def test_whom_two_lists_have_is_one_person_whenever_either_comes_again(netcurtain: Run) -> None:
    party = "Ref,Name,Email,Mobile\nW1,Jane Marlow,jane.marlow0@example.org,07700 900123\n"
    Path("party.csv").write_text(party)
    row = {**dc_row(0), "person_name": "Jane Marlow", "email": "jane.marlow0@example.org"}
    Path("dc.csv").write_text(as_csv(DC_HEADER, [row]))
    for path in ("dc.csv", "party.csv", "dc.csv", "party.csv"):
        assert netcurtain("slate", "import", path, "--yes").code == 0
        assert len(_people()) == 1, path
