"""Word, Excel, PowerPoint and OpenDocument: what they show, what they hide, who wrote them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from scanner.model.document import Document, Place
from tests.read.made_files import paragraph, picture, taken_at_home, word, zipped

Reading = Callable[..., Document]
Lines = Callable[[Document, Place], list[str]]

CORE = (
    "<core><creator>Jane Marlow</creator><lastModifiedBy>J. Marlow</lastModifiedBy>"
    "<title>Members</title></core>"
)
LINKS = (
    '<R><Relationship Id="r1" TargetMode="External" Target="mailto:jane.marlow@mailbox.example"/>'
    '<Relationship Id="r2" TargetMode="External" Target="https://marlow-for-wexcombe.example/"/>'
    '<Relationship Id="r3" Target="media/image1.jpg"/></R>'
)


def test_a_letter(reading: Reading, lines: Lines) -> None:
    body = word(
        paragraph("14 Bram", "ble Road")
        + "<w:p><w:r><w:t>Wexcombe</w:t><w:br/><w:t>WX4 7QT</w:t></w:r></w:p>"
        + "<w:tbl><w:tr>"
        + f"<w:tc>{paragraph('Mobile')}</w:tc><w:tc>{paragraph('07700 900123')}</w:tc>"
        + "</w:tr></w:tbl>"
        + "<w:p><w:r><w:t>Dear</w:t><w:tab/><w:t>all</w:t></w:r></w:p>",
        footer1=paragraph("01632 960155"),
    )

    document = reading(body, "")

    assert lines(document, Place.TEXT) == [
        *("14 Bramble Road", "Wexcombe", "WX4 7QT", "Mobile", "07700 900123"),
        *("Dear all", "01632 960155"),
    ]
    assert document.media_type.endswith("wordprocessingml.document")
    assert (document.not_read, document.partly_read) == ("", "")


def test_what_a_letter_hides(reading: Reading, lines: Lines) -> None:
    body = word(
        "<w:p><w:r><w:t>Shown</w:t></w:r>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>unseen</w:t></w:r>"
        '<w:del w:author="Bob Hart"><w:r><w:delText>14 Bram</w:delText></w:r>'
        "<w:r><w:delText>ble Road</w:delText></w:r></w:del></w:p>",
        comments=f'<w:comment w:author="Ann Other">{paragraph("Is this public?")}</w:comment>',
    )

    document = reading(body, "")

    assert lines(document, Place.TEXT) == ["Shown"]
    assert lines(document, Place.HIDDEN) == ["unseen", "14 Bramble Road", "Is this public?"]
    assert lines(document, Place.METADATA) == ["Ann Other"]


def test_a_text_box_is_read_once(reading: Reading, lines: Lines) -> None:
    box = f"<wps:txbx><w:txbxContent>{paragraph('Call 07700 900123')}</w:txbxContent></wps:txbx>"
    body = word(
        f"<w:p><w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice>"
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
        "<w:r><w:t>Vote</w:t></w:r></w:p>"
    )

    assert lines(reading(body, ""), Place.TEXT) == ["Call 07700 900123", "Vote"]


def test_author_links_and_pictures_of_a_file(reading: Reading, lines: Lines) -> None:
    document = reading(
        zipped(
            {
                "docProps/core.xml": CORE,
                "docProps/app.xml": "<p><Company>Wexcombe Pottery</Company></p>",
                "word/document.xml": f"<d>{paragraph('x').replace('w:', '')}</d>",
                "word/_rels/document.xml.rels": LINKS,
                "word/media/image1.jpg": picture(exif=taken_at_home()),
            }
        ),
        "",
    )

    assert lines(document, Place.METADATA) == ["Jane Marlow", "J. Marlow", "Wexcombe Pottery"]
    assert document.title == "Members"
    assert lines(document, Place.LINK) == [
        "jane.marlow@mailbox.example",
        "https://marlow-for-wexcombe.example/",
    ]
    assert "50.204713, -0.618254" in lines(document, Place.EXIF)


def workbook(**parts: str) -> bytes:
    return zipped(
        {
            "xl/workbook.xml": (
                '<w xmlns:r="urn:r"><sheets><sheet name="Members" r:id="a"/>'
                '<sheet name="Left" state="hidden" r:id="b"/></sheets></w>'
            ),
            "xl/_rels/workbook.xml.rels": (
                '<R><Relationship Id="a" Target="worksheets/sheet1.xml"/>'
                '<Relationship Id="b" Target="/xl/worksheets/sheet2.xml"/></R>'
            ),
            "xl/sharedStrings.xml": (
                "<s><si><t>Name</t></si><si><r><t>Date of </t></r><r><t>birth</t></r></si>"
                "<si><t>Jane Marlow</t><rPh><t>JEIN</t></rPh></si></s>"
            ),
            "xl/styles.xml": (
                '<s><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy;@"/>'
                '<numFmt numFmtId="165" formatCode="&quot;day&quot; 0.00"/></numFmts><cellXfs>'
                '<xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="14"/><xf numFmtId="165"/>'
                "</cellXfs></s>"
            ),
            **{f"xl/{name}.xml": text for name, text in parts.items()},
        }
    )


HEAD = (
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>'
    '<c r="C1" t="inlineStr"><is><t>Mobile</t></is></c></row>'
)


def test_a_sheet_of_members(reading: Reading) -> None:
    sheet = (
        f"<w><sheetData>{HEAD}"
        '<row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2" s="1"><v>28928</v></c>'
        '<c r="C2"><v>7.700900123E9</v></c></row>'
        '<row r="4"><c r="B4" s="2"><v>28928.5</v></c><c r="C4" s="3"><v>28928</v></c>'
        '<c r="D4" t="str"><f>A2</f><v>note</v></c></row></sheetData></w>'
    )

    document = reading(workbook(**{"worksheets/sheet1": sheet}), "")

    assert [
        (s.path, document.text[s.start : s.end])
        for s in document.segments
        if s.place in (Place.RECORD, Place.TEXT)
    ][3:] == [
        ("sheet Members/row 2.Name", "Jane Marlow"),
        ("sheet Members/row 2.Date of birth", "1979-03-14"),
        ("sheet Members/row 2.Mobile", "7700900123"),
        ("sheet Members/row 4.Date of birth", "1979-03-14 12:00:00"),
        ("sheet Members/row 4.Mobile", "28928"),
        ("sheet Members/row 4.D", "note"),
    ]


def test_what_a_sheet_hides(reading: Reading, lines: Lines) -> None:
    shown = (
        f'<w><cols><col min="2" max="2" hidden="1"/></cols><sheetData>{HEAD}'
        '<row r="2" hidden="1"><c r="A2" t="s"><v>2</v></c></row>'
        '<row r="3"><c r="B3"><v>14</v></c></row></sheetData></w>'
    )
    left = '<w><sheetData><row><c t="s"><v>2</v></c></row></sheetData></w>'
    document = reading(
        workbook(
            **{
                "worksheets/sheet1": shown,
                "worksheets/sheet2": left,
                "comments1": "<c><authors><author>Ann Other</author></authors><commentList>"
                "<comment><text><r><t>lives next door</t></r></text></comment></commentList></c>",
            }
        ),
        "",
    )

    assert lines(document, Place.HIDDEN) == [
        *("Date of birth", "Jane Marlow", "14", "Jane Marlow", "lives next door")
    ]
    assert lines(document, Place.METADATA) == ["Members", "Left", "Ann Other"]


def test_dates_counted_from_1904(reading: Reading) -> None:
    body = zipped(
        {
            "xl/workbook.xml": '<w><workbookPr date1904="1"/></w>',
            "xl/styles.xml": '<s><cellXfs><xf numFmtId="14"/></cellXfs></s>',
            "xl/worksheets/sheet1.xml": (
                '<w><sheetData><row r="1"><c r="A1" s="0"><v>27466</v></c></row></sheetData></w>'
            ),
        }
    )

    assert reading(body, "").text.splitlines()[-1] == "1979-03-14"


def test_slides_in_order_with_the_speakers_notes(reading: Reading, lines: Lines) -> None:
    def slide(text: str, attributes: str = "") -> str:
        return f"<sld {attributes}><p><r><t>{text[:3]}</t></r><r><t>{text[3:]}</t></r></p></sld>"

    body = zipped(
        {
            "ppt/presentation.xml": "<x/>",
            "ppt/slides/slide10.xml": slide("tenth"),
            "ppt/slides/slide2.xml": slide("second"),
            "ppt/slides/slide3.xml": slide("skipped", 'show="0"'),
            "ppt/notesSlides/notesSlide1.xml": slide("my home number"),
        }
    )

    document = reading(body, "")

    assert lines(document, Place.TEXT) == ["second", "tenth"]
    assert lines(document, Place.HIDDEN) == ["skipped", "my home number"]


def opendocument(kind: str, content: str, **parts: str) -> bytes:
    names = 'xmlns:t="urn:t" xmlns:o="urn:o" xmlns:x="urn:x"'
    return zipped(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "content.xml": f"<d {names}>{content}</d>",
            **{f"{name}.xml": text for name, text in parts.items()},
        }
    )


def test_an_opendocument_text(reading: Reading, lines: Lines) -> None:
    body = opendocument(
        "text",
        "<tracked-changes><p>9 Tanner's Row</p></tracked-changes>"
        '<p>14 <span>Bram</span>ble<s t:c="2"/>Road<line-break/>Wexcombe</p>'
        "<p>Vote<note><note-body><p>On 6 May</p></note-body></note></p>"
        "<p>x<annotation><creator>Ann Other</creator><date>2026-11-01</date><p>ask her</p>"
        '</annotation></p><p><a x:href="mailto:jane.marlow@mailbox.example">mail</a></p>',
        styles="<s><master-styles><footer><p>01632 960155</p></footer></master-styles></s>",
        meta="<m><initial-creator>Jane Marlow</initial-creator></m>",
    )

    document = reading(body, "")

    assert lines(document, Place.TEXT) == [
        *("14 Bramble Road", "Wexcombe", "On 6 May", "Vote", "x", "mail", "01632 960155")
    ]
    assert lines(document, Place.HIDDEN) == ["9 Tanner's Row", "ask her"]
    assert lines(document, Place.METADATA) == ["Jane Marlow", "Ann Other"]
    assert lines(document, Place.LINK) == ["jane.marlow@mailbox.example"]


def test_an_opendocument_sheet(reading: Reading) -> None:
    def row(*cells: str, attributes: str = "") -> str:
        return f"<table-row {attributes}>{''.join(cells)}</table-row>"

    def cell(text: str, attributes: str = "") -> str:
        return f"<table-cell {attributes}><p>{text}</p></table-cell>"

    body = opendocument(
        "spreadsheet",
        '<table t:name="Members">'
        + row(cell("Name"), cell("Date of birth"), '<table-cell t:number-columns-repeated="900"/>')
        + row(
            '<table-cell t:number-columns-repeated="3"/>', attributes='t:number-rows-repeated="7"'
        )
        + row(cell("Jane Marlow"), cell("14/03/79", 'o:date-value="1979-03-14"'))
        + row(cell("Ann Other"), attributes='t:visibility="collapse"')
        + "</table>",
    )

    document = reading(body, "")

    assert [(s.place, s.path, document.text[s.start : s.end]) for s in document.segments][2:] == [
        (Place.RECORD, "sheet Members/row 9.Name", "Jane Marlow"),
        (Place.RECORD, "sheet Members/row 9.Date of birth", "1979-03-14"),
        (Place.HIDDEN, "sheet Members/row 10.Name", "Ann Other"),
    ]


def test_a_file_without_text_is_not_read(reading: Reading) -> None:
    assert reading(word(""), "").not_read == "a Word document without text: look at it yourself"


@pytest.mark.parametrize("beyond", ["bytes", "members"])
def test_a_bomb_is_told(reading: Reading, beyond: str) -> None:
    if beyond == "bytes":
        body = word("<w:p>" + "<w:r><w:t>boom</w:t></w:r>" * 3_000_000 + "</w:p>")
    else:
        body = zipped({"word/document.xml": "<d/>", **{f"x{n}": "" for n in range(5_001)}})

    document = reading(body, "")

    assert document.text == ""
    assert document.not_read in (
        "a Word document: it is too large when unpacked",
        "a Word document: it holds too many parts",
    )


def test_entities_are_left_alone(reading: Reading) -> None:
    body = zipped(
        {
            "word/document.xml": '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">'
            '<!ENTITY f SYSTEM "file:///etc/passwd">]><d><p><r><t>x&b;&f;y</t></r></p></d>'
        }
    )

    document = reading(body, "")

    assert document.text == ""
    assert document.not_read == "a Word document without text: look at it yourself"


def test_a_locked_member_is_told(reading: Reading) -> None:
    body = bytearray(word(paragraph("Jane Marlow")))
    central = body.index(b"PK\x01\x02")
    while central >= 0:
        body[central + 8] |= 1  # the flag that says that a member is encrypted
        central = body.find(b"PK\x01\x02", central + 4)

    assert reading(bytes(body), "").not_read == "a Word document that needs a password"
