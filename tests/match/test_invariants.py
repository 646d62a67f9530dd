"""What holds on any page, whatever stands on it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scanner.match import FactIndex
from scanner.model.document import Document, Place, Segment
from scanner.model.facts import FactKind
from scanner.text.normalise import fold

JANE = {
    FactKind.NAME: {"given": "Jane", "middle": "Elizabeth", "family": "Marlow"},
    FactKind.FORMER_NAME: "Jane Wetherby",
    FactKind.ADDRESS: {
        "flat": "Flat 2",
        "house": "14",
        "street": "Bramble Road",
        "town": "Wexcombe",
        "postcode": "WX4 7QT",
    },
    FactKind.PHONE: ["07700 900123", "01632 960155"],
    FactKind.EMAIL: "jane.marlow@mailbox.example",
    FactKind.HANDLE: "janemarlow",
    FactKind.BIRTH_DATE: "1979-03-14",
    FactKind.VEHICLE: "AB12 CDW",
    FactKind.EMPLOYER: "Wexcombe Pottery Ltd",
    FactKind.HOUSEHOLD_MEMBER: "Tom Marlow",
    FactKind.DOMAIN: "marlow-for-wexcombe.example",
    FactKind.CUSTOM: "The Heron Watch",
}
OTHERS = [
    {
        FactKind.NAME: "Jane Marlow",
        FactKind.PHONE: "07700 900124",
        FactKind.ADDRESS: "16 Bramble Road, Wexcombe, WX4 7QT",
    },
    {FactKind.NAME: "Tom Marlow", FactKind.EMAIL: "jane.marlow@mailbox.example"},
    {
        FactKind.NAME: "Grace Park",
        FactKind.ADDRESS: {"house": "14", "street": "High Street", "town": "Wexcombe"},
    },
]

PIECES = [
    *(
        "Jane Marlow",
        "MARLOW, Jane",
        "Jane E. Marlow",
        "J. Marlow",
        "Cllr Marlow",
        "Tom and Jane Marlow",
    ),
    *(
        "Jane",
        "Marlow",
        "Mary-",
        "-Hughes",
        "son",
        "Ms ",
        "’s",
        "née Wetherby",
        "Grace Park",
        "the park",
    ),
    *(
        "Flat 2, 14 Bramble Road",
        "14",
        "16",
        "Bramble Rd",
        "Bramble Road",
        "High Street",
        "Wexcombe",
    ),
    *("WX4 7QT", "wx47qt", "WX4", "Northmoor", "NM2 5RT", "2/14", "14B", "No. "),
    *(
        "07700 900123",
        "+44 (0)7700 900123",
        "0 7 7 0 0 9 0 0 1 2 3",
        "01632",
        "960155",
        "ext 4",
        "900124",
    ),
    *(
        "jane.marlow@mailbox.example",
        "jane.marlow [at] mailbox [dot] example",
        "@",
        " at ",
        " dot ",
    ),
    *(
        "@janemarlow",
        "janemarlow",
        "https://x.com/janemarlow",
        "twitter.com/",
        "AB12 CDW",
        "ab12cdw",
    ),
    *("14 March 1979", "14/03/1979", "born ", "DOB: ", "aged 47", "March 1979", "'79", "1979"),
    *("Wexcombe Pottery", "Ltd", "the Heron Watch", "marlow-for-wexcombe.example", "&", " and "),
    *(
        " ",
        " ",
        ", ",
        ". ",
        "\n",
        "\n",
        "\t",
        "(",
        ")",
        "-",
        "/",
        ":",
        ";",
        "'",
        "\u200b",
        "\u00ad",
        "é",
        "𝐉",
        "ﬁ",
    ),
]
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=30).map("".join)
THOROUGH = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


@pytest.fixture(scope="module")
def jane(make_subject):
    return make_subject(JANE)


@pytest.fixture(scope="module")
def alone(jane, detectors) -> FactIndex:
    return FactIndex([jane], detectors)


@pytest.fixture(scope="module")
def together(jane, make_subject, detectors) -> FactIndex:
    others = [make_subject(given, f"other-{n}") for n, given in enumerate(OTHERS)]
    return FactIndex([others[0], jane, *others[1:]], detectors)


def document(text: str) -> Document:
    """The text, each line of it from another place."""
    segments, at = [], 0
    places = (Place.TEXT, Place.STRUCTURED, Place.LINK, Place.COMMENT)
    for number, line in enumerate(text.split("\n")):
        if line:
            place = places[number % len(places)]
            segments.append(Segment(at, at + len(line), place, f"line {number}"))
        at += len(line) + 1
    return Document("p", "https://a.example/", "text/html", text, tuple(segments))


@THOROUGH
@given(TEXTS)
def test_a_sighting_quotes_the_page_exactly(alone: FactIndex, text: str) -> None:
    page = document(text)
    matched = alone.match(page)
    for seen in (*matched.sightings, *matched.strangers):
        assert 0 <= seen.start < seen.end <= len(text)
        assert page.text[seen.start : seen.end] == seen.text
    for sighting in matched.sightings:
        assert sighting.place is page.place_at(sighting.start)


NEEDED = frozenset("wbqx9n")
"""Letters and a digit without which none of the facts can be written in any form: marlow, wetherby,
bramble, wexcombe, WX4 7QT, example, heron watch, a number with a 9 or "nine", 1979."""


@THOROUGH
@given(TEXTS)
def test_nothing_is_seen_where_its_characters_are_not(alone: FactIndex, text: str) -> None:
    without = "".join(char for char in text if NEEDED.isdisjoint(fold(char)))
    assert alone.match(document(without)).sightings == ()


@THOROUGH
@given(TEXTS)
def test_another_subject_changes_nothing(alone: FactIndex, together: FactIndex, jane, text) -> None:
    page = document(text)
    mine = [s for s in together.match(page).sightings if s.subject_id == jane.id]
    assert mine == list(alone.match(page).sightings)


@THOROUGH
@given(TEXTS)
def test_a_page_is_matched_alike_each_time(alone: FactIndex, text: str) -> None:
    assert alone.match(document(text)) == alone.match(document(text))
