"""Tables as text, lines of JSON, address cards, calendars and saved messages."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from scanner.model.document import Document, Place
from tests.read.made_files import pdf

Reading = Callable[..., Document]
MEMBERS = "https://club.example/files/members.csv"


def fields(document: Document) -> list[tuple[str, str]]:
    return [(s.path, document.text[s.start : s.end]) for s in document.segments]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("content_type", ["text/csv", "text/plain", ""])
def test_a_table_is_read_cell_by_cell(reading: Reading, delimiter: str, content_type: str) -> None:
    rows = [
        ["Name", "D.O.B.", "Address"],
        ["Jane Marlow", "14/03/1979", '"14 Bramble Road\nWexcombe"'],
        ["Ann Other", "", "Northmoor"],
    ]
    body = "\r\n".join(delimiter.join(row) for row in rows)

    document = reading(body, content_type, url=MEMBERS)

    assert fields(document)[3:] == [
        ("row 2.Name", "Jane Marlow"),
        ("row 2.DOB", "14/03/1979"),
        ("row 2.Address", "14 Bramble Road"),
        ("row 2.Address", "Wexcombe"),
        ("row 3.Name", "Ann Other"),
        ("row 3.Address", "Northmoor"),
    ]
    assert {s.place for s in document.segments} == {Place.RECORD}


def test_a_table_without_headings_keeps_its_letters(reading: Reading) -> None:
    document = reading("Jane Marlow,Wexcombe\nAnn Other,Northmoor\n", "text/csv")

    assert fields(document)[0] == ("row 1.A", "Jane Marlow")
    assert fields(document)[3] == ("row 2.B", "Northmoor")


def test_headings_may_stand_below_a_title(reading: Reading) -> None:
    document = reading("Members 2026,,\nName,Email,Ward\nJane,j@mailbox.example,Mill\n", "text/csv")

    assert fields(document)[-1] == ("row 3.Ward", "Mill")


def test_a_quote_that_never_ends_swallows_nothing(reading: Reading) -> None:
    body = 'Name,Town\n"Jane,Wexcombe\n' + "Ann,Northmoor\n" * 20_000

    assert reading(body, "text/csv").text.count("Northmoor") == 20_000


def test_text_that_is_no_table_is_read_as_lines(reading: Reading) -> None:
    assert reading("14 Bramble Road\nWexcombe", "text/csv").text == "14 Bramble Road\nWexcombe"


def test_what_calls_itself_excel_and_is_a_table(reading: Reading) -> None:
    document = reading("Name\tTown\nJane\tWexcombe", "application/vnd.ms-excel")

    assert fields(document)[-1] == ("row 2.Town", "Wexcombe")


def test_lines_of_json(reading: Reading) -> None:
    body = '{"name": "Jane Marlow", "dob": "1979-03-14"}\n{broken\n{"name": "Ann Other"}\n'

    assert fields(reading(body, "application/x-ndjson")) == [
        ("line 1.name", "Jane Marlow"),
        ("line 1.dob", "1979-03-14"),
        ("line 2", "{broken"),
        ("line 3.name", "Ann Other"),
    ]


def test_an_address_card(reading: Reading) -> None:
    body = (
        "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Marlow;Jane;;;\r\nBDAY:1979-03-14\r\n"
        "item1.ADR;TYPE=HOME:;;14 Bramble Road;Wexcombe;;WX4 7QT;\r\n"
        "TEL;TYPE=CELL;VALUE=uri:tel:07700 90\r\n 0123\r\nNOTE:one\\, two\\nthree\r\n"
        "PHOTO;ENCODING=b:" + "A" * 400 + "\r\nEND:VCARD\r\n"
    )

    assert fields(reading(body, "")) == [
        ("record 1.N", "Marlow, Jane"),
        ("record 1.BDAY", "1979-03-14"),
        ("record 1.ADR", "14 Bramble Road, Wexcombe, WX4 7QT"),
        ("record 1.TEL", "07700 900123"),
        ("record 1.NOTE", "one, two"),
        ("record 1.NOTE", "three"),
    ]


def test_a_calendar(reading: Reading) -> None:
    body = (
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Tea at Jane's\nLOCATION:14 Bramble Road\\, Wexcombe"
        '\nORGANIZER;CN="Jane Marlow":mailto:jane.marlow@mailbox.example\nEND:VEVENT\nEND:VCALENDAR'
    )

    assert [text for _, text in fields(reading(body, "text/calendar"))] == [
        "Tea at Jane's",
        "14 Bramble Road, Wexcombe",
        "Jane Marlow",
        "jane.marlow@mailbox.example",
    ]


MESSAGE = b"""From: Jane Marlow <jane.marlow@mailbox.example>
To: clerk@wexcombe.example
Subject: =?utf-8?q?Caf=C3=A9?=
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=part

--part
Content-Type: text/html; charset=windows-1252
Content-Transfer-Encoding: quoted-printable

<p>I live at 14 <b>Bram</b>ble Road=2C Wexcombe. It cost =A35.</p>
--part
Content-Type: application/octet-stream; name=plan.pdf
Content-Transfer-Encoding: base64

%s
--part
Content-Type: application/zip
Content-Disposition: attachment; filename=x.zip

PK
--part--
"""


def test_a_message_and_what_is_attached_to_it(reading: Reading) -> None:
    import base64

    body = MESSAGE % base64.encodebytes(pdf("07700 900123"))

    document = reading(body, "")

    assert document.media_type == "message/rfc822"
    assert document.title == "Café"
    assert fields(document) == [
        ("head/From", "Jane Marlow <jane.marlow@mailbox.example>"),
        ("head/To", "clerk@wexcombe.example"),
        ("head/Subject", "Café"),
        ("part 1/html/body/p", "I live at 14 Bramble Road, Wexcombe. It cost £5."),
        ("part 2/page 1", "07700 900123"),
        ("part 3/line 1", "PK"),
    ]


def test_a_message_of_plain_text_in_a_file(reading: Reading) -> None:
    body = (
        b"From: Sian <sian@example.org>\nMIME-Version: 1.0\n"
        b"Content-Type: text/plain; charset=iso-8859-1\n"
        b"Content-Transfer-Encoding: quoted-printable\n\nFf=F4n 07700 900=\n123\n"
    )

    document = reading(body, "message/rfc822", url="file:///export/agenda.eml")

    assert ("part 0/line 1", "Ffôn 07700 900123") in fields(document)
    assert not document.not_read and not document.partly_read


def test_a_page_saved_as_one_message(reading: Reading) -> None:
    body = (
        b"From: <Saved by a browser>\r\nSnapshot-Content-Location: https://club.example/team\r\n"
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\n"
        b"Content-Type: text/html\r\nContent-Location: https://club.example/team\r\n\r\n"
        b"<a href=jane>Jane</a>\r\n--b\r\nContent-Type: image/png\r\n\r\n\x89PNG\r\n--b--\r\n"
    )

    document = reading(body, "multipart/related")

    assert [link.url for link in document.links] == ["https://club.example/jane"]
    assert document.partly_read.startswith("in it: a picture")


def test_a_message_inside_a_message_inside_a_message(reading: Reading) -> None:
    body = b"Subject: deep\n"
    for _ in range(300):
        body = b"MIME-Version: 1.0\nContent-Type: message/rfc822\n\n" + body

    assert reading(body, "message/rfc822").media_type == "message/rfc822"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_text_of_two_bytes_without_a_mark(reading: Reading, encoding: str) -> None:
    assert reading("Jane Marlow £5".encode(encoding), "").text == "Jane Marlow £5"


def test_a_piece_of_a_page_that_begins_with_text(reading: Reading) -> None:
    document = reading("Hello <b>Jane</b> of<br>Wexcombe", "")

    assert document.media_type == "text/html"
    assert document.text == "Hello Jane of\nWexcombe"
