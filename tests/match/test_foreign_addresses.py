"""Other people's front doors are masked wherever they stand; prose and own facts stay readable."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from scanner.match import FactIndex
from scanner.model.capture import Capture, Hop
from scanner.model.facts import FactKind
from scanner.read import read

OWN = {
    FactKind.NAME: "Jane Marlow",
    FactKind.ADDRESS: [
        "14 Bramble Road, Wexcombe, WX4 7QT",
        {
            "value": "Unit 3, The Old Dairy, Market Street, Wexcombe, WX1 2AB",
            "use": "office",
            "public_by_choice": "Campaign office",
        },
    ],
    FactKind.PHONE: "01632 960155",
    FactKind.EMPLOYER: "Boots",
}


@pytest.fixture
def others(match):
    """The stretches of a text that are other people's addresses, postcodes left out."""

    def run(text: str, given=OWN) -> list[str]:
        return [
            s.text
            for s in match(given, text).strangers
            if s.kind is FactKind.ADDRESS and s.part != "postcode"
        ]

    return run


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Tom Aske, 9 Fuller’s Yard, Wexcombe, WX1 3RD", "9 Fuller’s Yard"),
        ("Tom Aske lives at 9 Fuller's Yard with a dog.", "9 Fuller's Yard"),
        ("9 FULLER’S YARD, WEXCOMBE", "9 FULLER’S YARD"),
        ("he lives at 9 fuller's yard, go round", "9 fuller's yard"),
        ("9 mill lane, northmoor nm2 5rt", "9 mill lane"),
        ("https://agents.example/sold/9-fullers-yard-wexcombe", "9-fullers-yard"),
        ("at 12A Mill Ln.", "12A Mill Ln"),
        ("12-14 Mill Lane", "12-14 Mill Lane"),
        ("Flat 2, 12 Mill Lane, Northmoor", "Flat 2, 12 Mill Lane"),
        ("No. 7, St John's Road", "7, St John's Road"),
        ("12 Green Park Road", "12 Green Park Road"),
        ("3 The Green, Northmoor", "3 The Green"),
        ("5 Bottom of the Hill Lane", "5 Bottom of the Hill Lane"),
        ("16 Bramble Road, Wexcombe, WX4 7QT", "16 Bramble Road"),
        ("14 Bramble Road, Northmoor", "14 Bramble Road"),
        ("9 Boots Lane, Wexcombe", "9 Boots Lane"),
        ("House\n9\nFuller’s Yard\nWexcombe", "9\nFuller’s Yard"),
        ("7 Whitehall, Northmoor, NM2 5RT", "7 Whitehall"),
        ("Rose Cottage, Mill Lane, Northmoor, NM2 5RT", "Rose Cottage, Mill Lane"),
        ("1999 Mill Lane, NM2 5RT", "1999 Mill Lane"),
        ("TULL, Brian\nThe Malthouse, Mill Lane, Northmoor, NM2 5RT", "The Malthouse, Mill Lane"),
        ("Brian Tull of Mill Lane, Northmoor, NM2 5RT", "Mill Lane"),
        ("Unit 3, The Old Forge, Northmoor, NM2 5RT", "Unit 3, The Old Forge"),
    ],
)
def test_somebody_elses_front_door_is_masked_whole(others, text: str, masked: str) -> None:
    assert others(text) == [masked]


@pytest.mark.parametrize(
    "text",
    [
        "She spoke in Market Street, Wexcombe.",
        "Market Street was closed from 9 to 12.",
        "In 2019 Market Street was closed.",
        "On 12 May Market Street was closed.",
        "It is 5 minutes' walk to Mill Lane.",
        "at 10 people in the street",
        "a 4 lane road and a 3 bedroom house close to the park",
        "The doors open at 7.30 Market Hall Court",
        "at 5 miles the road bends",
        "12\nTom Hill\n44:10",
        "Page 12\nMarket Street plans are on show",
        "12\nMarket Street plans are on show",
        "A £5 Park Road ticket",
        "the M4 Bramble Road junction",
        "Rose Cottage, Mill Lane, Northmoor",
        "Market Street. The office is in NM2 5RT.",
        "the old mill in the lane, NM2 5RT",
        "aged 47 and a resident of the parish of Northmoor",
        "14 Bramble Road, Wexcombe, WX4 7QT",
        "14 Bramble Road",
        "Unit 3, The Old Dairy, Market Street, Wexcombe, WX1 2AB",
        "3 Market Street, Wexcombe",
        "Call 01632 960 155 Mill Lane surgery",
        "01632 960155 Market Street",
        "Her birthday is 14 March 1979.",
        "1 in 3 on the Green",
    ],
)
def test_prose_and_own_facts_stay_as_they_are(others, text: str) -> None:
    assert others(text) == []


def test_the_mask_of_an_address_keeps_first_letters_only(match) -> None:
    matched = match(OWN, "Tom Aske, 9 Fuller’s Yard, Wexcombe, NM2 5RT")
    assert [s.mask for s in matched.strangers] == ["• F•••••’• Yard", "NM• •••"]
    assert [s.is_exact for s in matched.strangers] == [False, True]


def of_json(value: object, make_subject, detectors):
    body = json.dumps(value).encode()
    hop = Hop("https://api.example/", 200, (("Content-Type", "application/json"),), "127.0.0.1:443")
    capture = Capture("p", (hop,), body, body, datetime(2026, 11, 22, tzinfo=UTC), 5)
    return FactIndex([make_subject(OWN)], detectors).strangers(read(capture))


def test_fields_of_one_object_are_one_address(make_subject, detectors) -> None:
    value = {
        "total_results": 2,
        "items": [
            {
                "title": "Tom ASKE",
                "address": {
                    "address_line_1": "Fuller's Yard",
                    "locality": "Wexcombe",
                    "postal_code": "NM2 5RT",
                    "premises": "9",
                },
            },
            {"title": "Ann Reed", "address_snippet": "7 Mill Lane, Northmoor"},
            {"number": 12, "title": "Market Street plans"},
        ],
    }
    strangers = of_json(value, make_subject, detectors)
    assert [(s.part, s.text) for s in strangers] == [
        ("", "Fuller's Yard"),
        ("postcode", "NM2 5RT"),
        ("house", "9"),
        ("", "7 Mill Lane"),
    ]
    assert strangers[2].mask == "•"


def test_fields_of_ones_own_address_are_not_taken_for_somebody_elses(
    make_subject, detectors
) -> None:
    own = {"address_line_1": "Bramble Road", "locality": "Wexcombe", "premises": "14"}
    assert of_json(own, make_subject, detectors) == ()
