"""Records as people meet them: for each, whose every fact on it comes out as."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from scanner.judge import Attributed

HEAD = """
schema = 1
[consent]
basis = "self"
given_by = "{name}"
given_on = 2026-11-01
how = "own device"
valid_until = 2027-05-31
scope = "all"
[facts]
"""
RARE = (
    HEAD.format(name="Jane Marlow")
    + """
name = { given = "Jane", middle = "Elizabeth", family = "Marlow" }
phone = "07700 900123"
email = "jane.marlow@mailbox.example"
birth_date = 1979-03-14
employer = "Bramley Fabrics"
household_member = "Daniel Marlow"
handle = "janemarlow"
[[facts.address]]
house = "14"
street = "Bramble Road"
town = "Wexcombe"
postcode = "WX4 7QT"
"""
)
COMMON = (
    HEAD.format(name="Sarah Davies")
    + """
name = "Sarah Davies"
phone = "07700 900321"
birth_date = 1984-06-02
employer = "Harlow Freight"
[[facts.address]]
house = "3"
street = "Mill Lane"
town = "Dunmere"
postcode = "DU2 5RT"
"""
)
PUBLISHED = "<meta property='article:published_time' content='2026-05-03'>"

AttributePage = Callable[..., tuple[Attributed, ...]]
C, P, Q, O = "confirmed", "probable", "possible", "other_person"  # noqa: E741

RECORDS = [
    (
        "a news story, a rare name", RARE,
        PUBLISHED + "<p>Jane Marlow, 47, of Bramble Road, Wexcombe, will stand.</p>",
        {"Jane Marlow": P, "Bramble Road, Wexcombe": P},
    ),
    (
        "a news story without an age, a rare name", RARE,
        "<p>Jane Marlow of Bramble Road, Wexcombe, will stand.</p>",
        {"Jane Marlow": P, "Bramble Road, Wexcombe": P},
    ),
    (
        "a news story, a common name", COMMON,
        "<p>Police thanked Sarah Davies of Mill Lane, Dunmere, for her help.</p>",
        {"Sarah Davies": Q, "Mill Lane, Dunmere": Q},
    ),
    (
        "a namesake of another age", RARE,
        PUBLISHED + "<p>Jane Marlow, 23, of Wexcombe, won the race.</p>",
        {"Jane Marlow": O},
    ),
    (
        "an obituary of a namesake", RARE,
        "<p>MARLOW, Jane, aged 91 years, formerly of Wexcombe, passed away.</p>",
        {"MARLOW, Jane": O},
    ),
    (
        "a name alone, rare", RARE,
        "<p>The motion was seconded by Jane Marlow.</p>",
        {"Jane Marlow": Q},
    ),
    (
        "a name alone, common", COMMON,
        "<p>The motion was seconded by Sarah Davies.</p>",
        {"Sarah Davies": Q},
    ),
    (
        "minutes", RARE,
        "<p>Present: Cllrs T Aske (Chair) and P Hughes.</p><p>Applications: 14 Bramble Road, "
        "Wexcombe WX4 7QT, extension for Cllr Marlow. No objection.</p>",
        {"14 Bramble Road, Wexcombe WX4 7QT": P},
    ),
    (
        "an officer in the company register", RARE,
        "<h2>MARLOW, Jane Elizabeth</h2><p>Correspondence address: 2 Castle Street, Northmoor, "
        "NM2 5RT</p><dl><dt>Role<dd>Director<dt>Date of birth<dd>March 1979</dl>",
        {"MARLOW, Jane Elizabeth": P, "March 1979": P},
    ),
    (
        "another officer of the name", RARE,
        "<h2>MARLOW, Jane</h2><p>Correspondence address: 2 Castle Street, Northmoor, NM2 5RT</p>"
        "<dl><dt>Role<dd>Director<dt>Date of birth<dd>July 1961</dl>",
        {"MARLOW, Jane": O},
    ),
    (
        "results of a race", RARE,
        "<table><tr><td>1<td>Tom Aske<td>Northmoor AC<tr><td>2<td>Jane Marlow<td>Wexcombe Harriers"
        "<tr><td>3<td>Ann Reed<td>Saltby</table>",
        {"Jane Marlow": P},
    ),
    (
        "comments on a planning application", RARE,
        "<ul><li>Mr Peter Hughes, 12 Bramble Road, Wexcombe, WX4 7QT<li>Jane Marlow, 14 Bramble "
        "Road, Wexcombe, WX4 7QT<li>Mrs Ann Reed, 16 Bramble Road, Wexcombe, WX4 7QT</ul>",
        {"Jane Marlow": C, "14 Bramble Road, Wexcombe, WX4 7QT": C, "WX4 7QT": O},
    ),
    (
        "a directory with namesakes", RARE,
        "<ul><li>Jane E Marlow<br>14 Bramble Road, Wexcombe, WX4 7QT<li>Jane Marlow<br>7 Orchard "
        "Way, Saltby, SY1 4AA</ul>",
        {"Jane E Marlow": C, "14 Bramble Road, Wexcombe, WX4 7QT": C, "Jane Marlow": O},
    ),
    (
        "governors of a school", RARE,
        "<table><tr><td>Jane Marlow<td>Parent governor<td>Northmoor Council<tr><td>Tom Aske"
        "<td>Staff governor<td>Employed by Bramley Fabrics</table>",
        {"Jane Marlow": Q, "Bramley Fabrics": O},
    ),
    (
        "a post in a forum", RARE,
        "<p><b>janemarlow</b> wrote: I am at 14 Bramble Road, Wexcombe, ring 07700 900123.</p>",
        {"janemarlow": C, "14 Bramble Road, Wexcombe": C, "07700 900123": C},
    ),
    (
        "a house that was sold", RARE,
        "<p>14 Bramble Road, Wexcombe, WX4 7QT was sold by Tom Aske in 2011.</p>",
        {"14 Bramble Road, Wexcombe, WX4 7QT": Q},
    ),
    (
        "somebody of the household, alone", RARE,
        "<p>Daniel Marlow ran the marathon.</p>",
        {"Daniel Marlow": O},
    ),
    (
        "somebody of the household, with the person", RARE,
        "<p>Jane Marlow and her husband, Daniel Marlow, opened the fair.</p>",
        {"Jane Marlow": P, "Daniel Marlow": P},
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("profile", "page", "expected"), [row[1:] for row in RECORDS], ids=[row[0] for row in RECORDS]
)
def test_whose_each_fact_of_a_record_is(
    attribute_page: AttributePage, profile: str, page: str, expected: dict[str, str]
) -> None:
    told: dict[str, set[str]] = {}
    for item in attribute_page(profile, page):
        told.setdefault(item.sighting.text, set()).add(item.attribution.value)
        assert item.reasons
    assert {text: told.get(text) for text in expected} == {t: {a} for t, a in expected.items()}


ROWS = (
    "name,telephone,postcode\nTom Aske,07700 900555,NM2 5RT\nJane Marlow,07700 900123,WX4 7QT\n"
    "Sarah Davies,07700 900666,SY1 4AA\n"
)
TURNED = (
    "telephone,postcode,name\n07700 900555,NM2 5RT,Tom Aske\n07700 900123,WX4 7QT,Jane Marlow\n"
    "07700 900666,SY1 4AA,Sarah Davies\n"
)


@pytest.mark.parametrize("table", [ROWS, TURNED], ids=["name first", "name last"])
def test_a_row_is_its_own_record(attribute_page: AttributePage, table: str) -> None:
    own = {i.attribution.value for i in attribute_page(RARE, table, "text/csv")}
    others = {i.attribution.value for i in attribute_page(COMMON, table, "text/csv")}
    assert own == {C}
    assert others == {O}, "her name, with the postcode of somebody else"


def test_records_of_a_service_are_apart(attribute_page: AttributePage) -> None:
    records = (
        '{"items": [{"name": "MARLOW, Jane", "date_of_birth": {"month": 3, "year": 1979}},'
        ' {"name": "MARLOW, Jane", "date_of_birth": {"month": 7, "year": 1961}}]}'
    )
    names = [
        item.attribution.value
        for item in attribute_page(RARE, records, "application/json")
        if item.sighting.kind.value == "name"
    ]
    assert names == [P, O]


@pytest.mark.parametrize(
    ("profile", "words"), [(RARE, "a rare name"), (COMMON, "a common name")], ids=["rare", "common"]
)
def test_a_name_alone_says_how_common_it_is(
    attribute_page: AttributePage, profile: str, words: str
) -> None:
    page = "<p>Jane Marlow and Sarah Davies seconded it.</p>"
    (item,) = attribute_page(profile, page)
    assert words in " ".join(item.reasons)


def test_looking_for_more_people_changes_nobodys_attribution(
    attribute_page: AttributePage,
) -> None:
    page = (
        "<p>Jane Marlow, Bramley Fabrics, 5 Mill Lane, Dunmere, DU2 5RT, born 2 June 1984.</p>"
        "<p>Sarah Davies, 3 Mill Lane, Dunmere, DU2 5RT</p>"
    )
    alone = attribute_page(RARE, page)
    together = attribute_page(RARE, page, others=[COMMON])
    assert alone == together
    assert {item.attribution.value for item in alone} == {O}


def test_reasons_hold_no_value(attribute_page: AttributePage) -> None:
    page = "<p>Jane Marlow, 14 Bramble Road, Wexcombe, WX4 7QT, 07700 900123, March 1979</p>"
    told = " ".join(reason for item in attribute_page(RARE, page) for reason in item.reasons)
    for value in ("Marlow", "Bramble", "Wexcombe", "WX4", "900123", "1979"):
        assert value not in told


@pytest.mark.parametrize("tag", ["p", "li"])
def test_a_long_list_costs_in_proportion(attribute_page: AttributePage, tag: str) -> None:
    entry = f"<{tag}>Jane Marlow, 14 Bramble Road, Wexcombe, WX4 7QT, Tom Aske 07700 900461</{tag}>"

    def cost(entries: int) -> float:
        began = time.process_time()
        assert len(attribute_page(RARE, entry * entries)) >= 2 * entries
        return time.process_time() - began

    cost(10)
    assert cost(1000) < 12 * cost(250), "four times the list; sixteen times would be its square"
