"""The person beside namesakes and neighbours, on pages as councils, registers, clubs and papers
write them: each fact goes to whom its own entry names."""

from __future__ import annotations

from collections.abc import Callable, Collection

import pytest

from scanner.judge import Attributed

PROFILE = """
schema = 1
[consent]
basis = "self"
given_by = "{given} {family}"
given_on = 2026-11-01
how = "own device"
valid_until = 2027-05-31
scope = "all"
[facts]
name = {{ given = "{given}", middle = "Elizabeth", family = "{family}" }}
phone = "07700 900123"
email = "jane.marlow@mailbox.example"
birth_date = 1979-03-14
household_member = "Daniel {family}"
school = "Wexcombe High School"
vehicle = "WX51 ABC"
[[facts.address]]
house = "14"
street = "Bramble Road"
town = "Wexcombe"
postcode = "WX4 7QT"
"""
RARE = PROFILE.format(given="Jane", family="Marlow")
COMMON = PROFILE.format(given="Jane", family="Smith")
HOME = "14 Bramble Road, Wexcombe, WX4 7QT"

CONFIRMED, PROBABLE = {"confirmed"}, {"probable"}
TOLD = {"confirmed", "probable"}
NOT_TOLD = {"possible", "other_person"}

AttributePage = Callable[..., tuple[Attributed, ...]]

PAGES = [
    (
        "signatures of a petition", "text/html",
        "<ul><li><span>F Wilson</span>, <em>WX4 7QP</em></li><li><span>J Marlow</span>, "
        "<em>WX4 7QT</em></li><li><span>Charles John Ford</span>, <em>SA14 8LH</em></li></ul>",
        {"J Marlow": TOLD, "WX4 7QT": TOLD},
    ),
    (
        "letters to the editor", "text/html",
        "<h2>Letters</h2><div class=letter><p>The buses never come.</p><p>Marlow, J.<br>14 Bramble "
        "Road, Wexcombe, WX4 7QT</p></div><div class=letter><p>Nor do the "
        "trains.</p><p>Aske, T.<br>"
        "9 Fuller’s Yard, Wexcombe, WX1 3RD</p></div>",
        {"Marlow, J.": TOLD, HOME: TOLD},
    ),
    (
        "letters in a plain paper", "text/plain",
        "The buses never come.\nTom Aske\n9 Fuller's Yard, Wexcombe WX1 3RD\n\nNor do the trains.\n"
        "Jane Marlow\n14 Bramble Road, Wexcombe WX4 7QT\n\nBins again.\nAnn Reed\nSaltby SY1 4AA\n",
        {"Jane Marlow": CONFIRMED, "14 Bramble Road, Wexcombe WX4 7QT": CONFIRMED},
    ),
    (
        "list items of name, birth date and postcode", "text/html",
        "<ol><li>A Reed – dob: 30 April 1961 – WX2 9GB</li><li>J Marlow – dob: 14 March 1979 – WX4 "
        "7QT</li><li>Gilbert, Pamela – D.O.B. Mar 10, 1953 – BT14 6HF</li></ol>",
        {"J Marlow": TOLD, "14 March 1979": TOLD, "WX4 7QT": TOLD},
    ),
    (
        "contacts of a parish council, a row each", "text/html",
        "<table><tr><th>Name<th>Role<th>Address<th>Phone<tr><td>Tom Aske<td>Chair<td>9 Fuller’s "
        "Yard, Wexcombe, WX1 3RD<td>01632 960444<tr><td>Jane Marlow<td>Vice-chair<td>14 Bramble "
        "Road, Wexcombe, WX4 7QT<td>07700 900123<tr><td>Ann Reed<td>Member<td>16 Bramble Road, "
        "Wexcombe, WX4 7QT<td>01632 960445</table>",
        {"Jane Marlow": CONFIRMED, HOME: CONFIRMED, "07700 900123": CONFIRMED,
         "WX4 7QT": NOT_TOLD},
    ),
    (
        "a table with the address first", "text/html",
        "<table><tr><td>9 Fuller’s Yard, WX1 3RD<td>Tom Aske<tr><td>14 Bramble Road, WX4 "
        "7QT<td>Jane "
        "Marlow<tr><td>3 Mill Lane, Dunmere, DU2 5RT<td>Ann Reed</table>",
        {"Jane Marlow": CONFIRMED, "14 Bramble Road, WX4 7QT": CONFIRMED},
    ),
    (
        "a councillor's page", "text/html",
        "<h1>Councillor Jane Marlow</h1><p>Party: Labour</p><p>Ward: Castle</p><h2>Contact "
        "information</h2><p>Home address:<br>14 Bramble Road<br>Wexcombe<br>WX4 7QT</p><p>Home "
        "phone: <a href='tel:07700900123'>07700 900123</a></p><div class=footer>Civic Centre, High "
        "Street, Wexcombe, WX1 1AA</div>",
        {"Councillor Jane Marlow": CONFIRMED, "14 Bramble Road\nWexcombe\nWX4 7QT": CONFIRMED,
         "07700 900123": CONFIRMED},
    ),
    (
        "a register of interests, labels and values", "text/html",
        "<table><tr><th>Member<td>Jane Marlow<tr><th>Employment<td>Teacher<tr><th>Land in the area"
        "<td>14 Bramble Road, Wexcombe, WX4 7QT<tr><th>Licences<td>None<tr><th>Monitoring officer"
        "<td>Tom Aske, Civic Centre, Wexcombe, WX1 1AA</table>",
        {"Jane Marlow": CONFIRMED, HOME: CONFIRMED},
    ),
    (
        "comments on a planning application, blocks", "text/html",
        "<div class=comment><h3>Mr Peter Hughes (Objects)</h3><p>12 Bramble Road, Wexcombe, WX4 7QT"
        "</p><p>Too tall.</p></div><div class=comment><h3>Ms Jane Marlow (Supports)</h3><p>14 "
        "Bramble Road, Wexcombe, WX4 7QT</p><p>Fine.</p></div><div class=comment><h3>Mrs Ann Reed "
        "(Objects)</h3><p>16 Bramble Road, Wexcombe, WX4 7QT</p></div>",
        {"Ms Jane Marlow": CONFIRMED, HOME: CONFIRMED, "WX4 7QT": NOT_TOLD},
    ),
    (
        "officers of a company", "text/html",
        "<div class=appointments-list><div class=appointment-1><h2>ASKE, Thomas</h2><dl><dt>"
        "Correspondence address<dd>Unit 3, Mill Lane, Dunmere, DU2 5RT<dt>Role<dd>Secretary</dl>"
        "</div><div class=appointment-2><h2>MARLOW, Jane Elizabeth</h2><dl><dt>Correspondence "
        "address<dd>14 Bramble Road, Wexcombe, United Kingdom, WX4 7QT<dt>Role<dd>Director<dt>Date "
        "of birth<dd>March 1979<dt>Appointed on<dd>4 May 2019</dl></div><div class=appointment-3>"
        "<h2>MARLOW, Jane Anne</h2><dl><dt>Correspondence address<dd>Unit 3, Mill Lane, "
        "Dunmere, DU2 "
        "5RT<dt>Date of birth<dd>July 1961</dl></div></div>",
        {"MARLOW, Jane Elizabeth": CONFIRMED, "March 1979": CONFIRMED},
    ),
    (
        "trustees of a charity", "text/html",
        "<table><tr><th>Name<th>Role<th>Date of appointment<tr><td>JANE MARLOW<td>Chair<td>3 May "
        "2018<tr><td>Thomas Aske<td>Trustee<td>3 May 2018</table><h3>Contact</h3><p>14 "
        "Bramble Road, "
        "Wexcombe, WX4 7QT</p><p>07700 900123</p>",
        {HOME: TOLD, "07700 900123": TOLD},
    ),
    (
        "results of a people finder, with namesakes", "text/html",
        "<div class=result><h3>Jane E Marlow</h3><p>Age: 45-49</p><p>14 Bramble Road, Wexcombe WX4 "
        "7QT</p></div><div class=result><h3>Jane A Marlow</h3><p>Age: 65+</p><p>7 Orchard Way, "
        "Saltby SY1 4AA</p></div><div class=result><h3>Jane Marlow</h3><p>22 Quay Street, "
        "Northmoor "
        "NM2 5RT</p></div>",
        {"Jane E Marlow": CONFIRMED, "14 Bramble Road, Wexcombe WX4 7QT": CONFIRMED,
         "Jane Marlow": NOT_TOLD},
    ),
    (
        "a record of a domain", "text/plain",
        "Registrant:\n    Jane Marlow\n\nRegistrant type:\n    UK "
        "Individual\n\nRegistrant's address:\n"
        "    14 Bramble Road\n    Wexcombe\n    WX4 7QT\n    United "
        "Kingdom\n\nRegistrar:\n    Quick "
        "Names Ltd\n    2 Dock Street\n    Saltby\n    SY1 4AA\n",
        {"Jane Marlow": CONFIRMED},
    ),
    (
        "signatures in a mail archive", "text/plain",
        "From: Tom Aske <tom@example.org>\nI agree.\n--\nTom Aske\n9 Fuller's Yard, "
        "Wexcombe WX1 3RD\n\n"
        "From: Jane Marlow <jane.marlow@mailbox.example>\nSo do I.\n--\nJane Marlow\n14 "
        "Bramble Road, "
        "Wexcombe WX4 7QT\n07700 900123\n\nFrom: Ann Reed <ann@example.org>\nNot I.\n--\nAnn Reed\n"
        "07700 900555\n",
        {"Jane Marlow": CONFIRMED, "jane.marlow@mailbox.example": CONFIRMED,
         "14 Bramble Road, Wexcombe WX4 7QT": CONFIRMED, "07700 900123": CONFIRMED},
    ),
    (
        "an answer of a service", "application/json",
        '[{"name": "Tom Aske", "postcode": "WX1 3RD", "dob": "1961-07-02"}, {"name": "Jane '
        'Marlow", '
        '"postcode": "WX4 7QT", "dob": "1979-03-14"}, {"name": "Jane Marlow", "postcode": '
        '"NM2 5RT", '
        '"dob": "1990-01-09"}]',
        {"WX4 7QT": TOLD, "1979-03-14": TOLD},
    ),
    (
        "an export with a head", "text/csv",
        "id,phone,name,postcode\n1,07700 900555,Tom Aske,WX1 3RD\n2,07700 900123,Jane "
        "Marlow,WX4 7QT\n"
        "3,07700 900556,Ann Reed,WX4 7QT\n",
        {"Jane Marlow": CONFIRMED, "07700 900123": CONFIRMED},
    ),
    (
        "a sheet kept with tabs", "text/plain",
        "Name\tHouse\tTown\tPostcode\tDate of birth\nJ Marlow\t14 Bramble Road\tWexcombe\tWX4 7QT\t"
        "14-03-1979\nDr Malcolm Willis\t16 Stryd Fawr\tSaltby\tSY1 4AA\t02-06-1984\n",
        {"J Marlow": TOLD, "14-03-1979": TOLD},
    ),
    (
        "cards of an address book", "text/vcard",
        "BEGIN:VCARD\nVERSION:3.0\nFN:Jane Marlow\nADR;TYPE=HOME:;;14 Bramble Road;Wexcombe;;WX4 "
        "7QT;\nTEL:07700 900123\nBDAY:1979-03-14\nEND:VCARD\nBEGIN:VCARD\nVERSION:3.0\nFN:Luke "
        "Frost\nADR;TYPE=HOME:;;9 Fuller Yard;Saltby;;SY1 4AA;\nBDAY:1972-08-04\nEND:VCARD\n",
        {"Jane Marlow": CONFIRMED, "07700 900123": CONFIRMED, "1979-03-14": CONFIRMED},
    ),
    (
        "minutes, line by line", "text/plain",
        "MINUTES of the meeting held on 4 May 2026\nPresent: Cllr T Aske (Chair), Cllr J "
        "Marlow, Mrs A "
        "Reed (Clerk)\n26/14 Mr P Hughes of 12 Bramble Road, WX4 7QT, objected.\n26/15 Ms "
        "Jane Marlow "
        "of 14 Bramble Road, WX4 7QT, declared an interest.\n26/16 Correspondence to Mrs A Reed, 3 "
        "Mill Lane, Dunmere, DU2 5RT.\n",
        {"Ms Jane Marlow": CONFIRMED, "14 Bramble Road, WX4 7QT": CONFIRMED, "WX4 7QT": NOT_TOLD},
    ),
    (
        "persons nominated", "text/html",
        "<table><tr><th>Name of candidate<th>Home address<th>Description<th>Names of proposer and "
        "seconder<tr><td>ASKE<br>Thomas<td>9 Fuller’s Yard, Wexcombe, WX1 "
        "3RD<td>Conservative<td>Hall "
        "Brian (+)<br>Wood Peter (++)<tr><td>MARLOW<br>Jane Elizabeth<td>14 Bramble Road, "
        "Wexcombe, "
        "WX4 7QT<td>Labour Party<td>Hughes Peter (+)<br>Reed Ann (++)</table>",
        {HOME: CONFIRMED},
    ),
    (
        "a notice of poll, with assenters", "text/plain",
        "Names of Candidate   Home Address   Description\nMARLOW Jane   14 Bramble Road, "
        "Wexcombe, WX4 "
        "7QT   Labour Party\nProposer: Peter Hughes   Seconder: Ann Reed\nASKE Tom   9 "
        "Fuller Yard, "
        "Wexcombe, WX1 3RD   Conservative\nProposer: Brian Hall   Seconder: Peter Wood\n",
        {"MARLOW Jane": CONFIRMED, HOME: CONFIRMED},
    ),
    (
        "an imprint", "text/html",
        "<p>Printed by Saltby Print, Unit 2, Dock Street, Saltby, SY1 4AA. Promoted by Tom Aske on "
        "behalf of Jane Marlow, both of 14 Bramble Road, Wexcombe, WX4 7QT.</p>",
        {HOME: CONFIRMED},
    ),
    (
        "an imprint, promoter and candidate in one", "text/html",
        "<footer><p>Promoted by Jane Marlow, 14 Bramble Road, Wexcombe, WX4 7QT. Printed by Saltby "
        "Print, Unit 2, Dock Street, Saltby, SY1 4AA.</p></footer>",
        {"Jane Marlow": CONFIRMED, HOME: CONFIRMED},
    ),
    (
        "a family notice", "text/html",
        "<p>MARLOW Peter, aged 81, of 3 Mill Lane, Dunmere, DU2 5RT, died on 4 May. Loving "
        "father of "
        "Jane. Flowers to Aske and Sons. Donations c/o Jane Marlow, 14 Bramble Road, Wexcombe, WX4 "
        "7QT, 07700 900123.</p>",
        {"Jane Marlow": CONFIRMED, HOME: CONFIRMED, "07700 900123": CONFIRMED},
    ),
    (
        "a forum, a post each", "text/html",
        "<article><h4>Tom Aske</h4><p>Anyone selling a bike?</p><footer>9 Fuller’s Yard, WX1 3RD"
        "</footer></article><article><h4>Jane Marlow</h4><p>I am, ring 07700 900123, or call at 14 "
        "Bramble Road, WX4 7QT.</p></article><article><h4>Ann Reed</h4><p>Sold mine, 3 Mill Lane, "
        "DU2 5RT.</p></article>",
        {"Jane Marlow": CONFIRMED, "07700 900123": CONFIRMED,
         "14 Bramble Road, WX4 7QT": CONFIRMED},
    ),
    (
        "results of a race", "text/html",
        "<table><tr><td>1<td>Tom Aske<td>Saltby AC<td>12/06/1970<tr><td>2<td>Jane "
        "Marlow<td>Wexcombe "
        "Harriers<td>14/03/1979<tr><td>3<td>Ann Reed<td>Northmoor<td>09/01/1990</table>",
        {"Jane Marlow": TOLD},
    ),
    (
        "cards side by side in a table", "text/html",
        "<table><tr><td>Tom Aske<br>Chair<br>9 Fuller’s Yard, Wexcombe, WX1 3RD<td>Jane Marlow<br>"
        "Treasurer<br>14 Bramble Road, Wexcombe, WX4 7QT<td>Ann Reed<br>Clerk<br>3 Mill "
        "Lane, Dunmere, "
        "DU2 5RT</table>",
        {"Jane Marlow": CONFIRMED, HOME: CONFIRMED},
    ),
    (
        "a notice with the hall's address below", "text/html",
        "<p>Coffee morning at 14 Bramble Road,<br>hosted by Jane Marlow.</p><p>Prayers for Jack "
        "Hunter.</p><footer><p>St Mary’s Hall, 92 Albert Square, Saltby, SY1 4AA</p></footer>",
        {"Jane Marlow": TOLD, "14 Bramble Road": TOLD},
    ),
    (
        "a deal between neighbours", "text/html",
        "<p>Land Registry: 14 Bramble Road, Wexcombe, WX4 7QT. Proprietor: JANE ELIZABETH MARLOW. "
        "Charge: Saltby Building Society, Dock Street, Saltby, SY1 4AA.</p>",
        {"JANE ELIZABETH MARLOW": CONFIRMED, HOME: CONFIRMED},
    ),
    (
        "an own fact under somebody else's name", "text/html",
        "<p>Jane Marlow spoke.</p><ul><li>Bookings: Tom Aske, 07700 900123</li><li>Keys: Ann Reed, "
        "14 Bramble Road, Wexcombe, WX4 7QT</li></ul>",
        {"07700 900123": TOLD, HOME: TOLD},
    ),
    (
        "the school of somebody else", "text/html",
        "<table><tr><td>Jane Marlow<td>Parent governor<tr><td>Tom Aske<td>Head of Wexcombe "
        "High School"
        "</table>",
        {"Wexcombe High School": NOT_TOLD},
    ),
    (
        "a namesake in the same house of another town's street", "text/html",
        "<p>Jane Marlow of 14 Bramble Road in Castlebeck has objected.</p>",
        {"Jane Marlow": NOT_TOLD, "14 Bramble Road": NOT_TOLD},
    ),
]  # fmt: skip


NAMESAKES = [
    (
        "the same name three times in a table",
        "<table><tr><td>Jane Smith<td>7 Orchard Way, Saltby, SY1 4AA<tr><td>Jane "
        "Smith<td>14 Bramble "
        "Road, Wexcombe, WX4 7QT<tr><td>Jane Smith<td>9 Quay Street, Northmoor, NM2 5RT</table>",
        [("Jane Smith", NOT_TOLD), ("Jane Smith", CONFIRMED), (HOME, CONFIRMED),
         ("Jane Smith", NOT_TOLD)],
    ),
    (
        "a namesake who was fined, too",
        "<meta property='article:published_time' content='2026-05-03'><p>Jane Smith, 47, "
        "of Bramble "
        "Road, Wexcombe, was fined. Jane Smith, 31, of Quay Street, Saltby, too.</p>",
        [("Jane Smith", PROBABLE), ("47", TOLD), ("Bramble Road, Wexcombe", PROBABLE),
         ("Jane Smith", NOT_TOLD)],
    ),
    (
        "a birth date in one row, the whole name in the next",
        "<table><tr><td>J Smith<td>14/03/1979<tr><td>Jane Smith<td>01/02/1990</table>",
        [("J Smith", NOT_TOLD), ("14/03/1979", NOT_TOLD), ("Jane Smith", NOT_TOLD)],
    ),
    (
        "neighbours on lines",
        "<p>Tom Aske, 9 Fuller’s Yard, WX1 3RD<br>J Smith, 14 Bramble Road, WX4 7QT<br>Ann "
        "Reed, 16 "
        "Bramble Road, WX4 7QT</p>",
        [("J Smith", TOLD), ("14 Bramble Road, WX4 7QT", TOLD), ("WX4 7QT", NOT_TOLD)],
    ),
    (
        "two entries of the register, both of her initial",
        "<table><tr><td>Mrs J Smith<td>14 Bramble Road Wexcombe WX4 "
        "7QT<td>Objects<tr><td>Mr J Smith"
        "<td>22 Quay Street Wexcombe WX4 9AB<td>Supports</table>",
        [("Mrs J Smith", TOLD), ("14 Bramble Road Wexcombe WX4 7QT", TOLD),
         ("Mr J Smith", NOT_TOLD)],
    ),
    (
        "a notice with the paper's address at its foot",
        "<p>Jane Smith married Daniel Smith.</p><footer>Wexcombe Herald, 92 Albert Square, Saltby, "
        "SY1 4AA</footer>",
        [("Jane Smith", TOLD | NOT_TOLD), ("Daniel Smith", TOLD | {"possible"})],
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("page", "expected"), [row[1:] for row in NAMESAKES], ids=[row[0] for row in NAMESAKES]
)
def test_a_common_name_is_told_apart_from_its_namesakes(
    attribute_page: AttributePage, page: str, expected: list[tuple[str, set[str]]]
) -> None:
    told = [(i.sighting.text, i.attribution.value) for i in attribute_page(COMMON, page)]
    assert sorted(text for text, _ in told) == sorted(text for text, _ in expected)
    for text in dict.fromkeys(text for text, _ in expected):
        values = [value for its, value in told if its == text]
        allowed = [values for its, values in expected if its == text]
        assert all(v in a for v, a in zip(values, allowed, strict=True)), (text, values)


@pytest.mark.parametrize(
    ("media_type", "page", "expected"), [row[1:] for row in PAGES], ids=[row[0] for row in PAGES]
)
def test_each_fact_goes_to_its_own_entry(
    attribute_page: AttributePage, media_type: str, page: str, expected: dict[str, Collection[str]]
) -> None:
    told: dict[str, set[str]] = {}
    for item in attribute_page(RARE, page, media_type):
        told.setdefault(item.sighting.text, set()).add(item.attribution.value)
    for text, allowed in expected.items():
        if text == "WX4 7QT" and text not in told:
            continue  # the whole address was seen, and the neighbour's is none of it
        assert told.get(text, set()), f"{text} was not seen among {sorted(told)}"
        assert told[text] <= set(allowed), f"{text}: {told[text]}"
