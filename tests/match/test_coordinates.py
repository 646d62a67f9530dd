"""A home given away by numbers alone: coordinates in every form, near it and elsewhere."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.match import FactIndex
from scanner.model.document import Document, Place
from scanner.model.facts import Fact, FactKind
from scanner.model.sighting import Matched
from scanner.profile import make_fact
from scanner.read import read
from scanner.rulebook.detector import FactDetector
from scanner.text.coordinates import Point
from scanner.text.quoting import mask_known
from tests.read.conftest import capture_of
from tests.read.made_files import picture, taken_at_home

# In the middle of the Channel, where nobody lives.
LATITUDE, LONGITUDE = 50.204713, -0.618254
HOME = {FactKind.ADDRESS: {"street": "Bramble Road", "location": f"{LATITUDE}, {LONGITUDE}"}}

Seen = Callable[..., list[tuple[str, str]]]
Match = Callable[..., Matched]


@pytest.mark.parametrize(
    ("text", "seen_as"),
    [
        ("50.204713, -0.618254", "50.204713, -0.618254"),
        ("at (50.2047; -0.6183).", "50.2047; -0.6183"),
        ("50.204713 −0.618254", "50.204713 −0.618254"),
        ("geo:50.204713,-0.618254;u=10", "50.204713,-0.618254"),
        ("https://maps.example/@50.2047,-0.6183,17z/data=x", "50.2047,-0.6183"),
        ("https://maps.example/?q=50.204713,-0.618254", "50.204713,-0.618254"),
        ("https://maps.example/?ll=50.204713%2C-0.618254&z=9", "50.204713%2C-0.618254"),
        ("https://maps.example/!1s0x0!3d50.204713!4d-0.618254", "50.204713!4d-0.618254"),
        ("https://maps.example/#map=18/50.20471/-0.61825", "50.20471/-0.61825"),
        ("lat=50.204713&lon=-0.618254", "50.204713&lon=-0.618254"),
        ("50.204713\n-0.618254", "50.204713\n-0.618254"),
        ('"lng": -0.618254, "name": "x", "lat": 50.204713', None),
        ("[-0.618254, 50.204713]", "-0.618254, 50.204713"),
        ("POINT(-0.618254 50.204713)", "-0.618254 50.204713"),
        ("-0.618254,50.204713,0.0", "-0.618254,50.204713"),
        ("50.2047° N, 0.6183° W", "50.2047° N, 0.6183° W"),
        ("N 50.2047 W 0.6183", "N 50.2047 W 0.6183"),
        ("50°12'17\"N 0°37'06\"W", "50°12'17\"N 0°37'06\"W"),
        ("50° 12′ 17″ N, 0° 37′ 6″ W", "50° 12′ 17″ N, 0° 37′ 6″ W"),
        ("50º12'17''N 0º37'06''W", "50º12'17''N 0º37'06''W"),
        ("N50°12.283' W000°37.095'", "N50°12.283' W000°37.095'"),
        ("50 deg 12' 16.97\" N, 0 deg 37' 5.71\" W", None),
    ],
)
def test_every_form_of_a_place(seen: Seen, text: str, seen_as: str | None) -> None:
    found = seen(HOME, text)

    assert [form for form, _ in found] == ["gps"]
    if seen_as is not None:
        assert found == [("gps", seen_as)]


@pytest.mark.parametrize(
    "text",
    [
        "50.206713, -0.618254",  # 220 metres to the north
        "50.204713, -0.616254",  # 140 metres to the east
        "50.204713, 0.618254",  # east for west
        "50.204713° S, 0.618254° W",
        "50°12'17\"N 0°37'06\"E",
        "50.2, -0.6",  # too coarse to say anything
        "version 50.204713.1 and -0.618254.2",
        "50.204713 only",
        "50.204713" + " word" * 40 + " -0.618254",
        "1.50.204713, -0.618254",
    ],
)
def test_other_places_are_none(seen: Seen, text: str) -> None:
    assert seen(HOME, text) == []


def test_an_address_without_a_place_is_not_looked_for_by_one(seen: Seen) -> None:
    assert seen({FactKind.ADDRESS: {"street": "Bramble Road"}}, "50.204713, -0.618254") == []


def test_places_are_nobodys_question(match: Match) -> None:
    matched = match(HOME, "50.204713, -0.618254 and 51.001234, -1.234567")

    assert len(matched.sightings) == 1
    assert matched.strangers == ()


def test_street_and_place_are_both_seen(seen: Seen) -> None:
    given = {FactKind.ADDRESS: {**HOME[FactKind.ADDRESS], "house": "14", "town": "Wexcombe"}}

    found = seen(given, "14 Bramble Road, Wexcombe (50.204713, -0.618254)")

    assert ("gps", "50.204713, -0.618254") in found
    assert any(text.startswith("14 Bramble Road") for _, text in found)


def test_each_person_has_a_home_of_their_own(
    detectors: dict[FactKind, FactDetector], make_subject: Callable[..., object]
) -> None:
    def at(latitude: float, number: int) -> object:
        place = {"street": "Bramble Road", "location": f"{latitude:.6f}, {LONGITUDE}"}
        return make_subject({FactKind.ADDRESS: place}, f"person-{number}")

    homes: Sequence[object] = [at(LATITUDE + step / 1000, step) for step in range(6)]
    index = FactIndex(homes, detectors)  # type: ignore[arg-type]
    document = Document("p", "https://a.example/", "text/html", f"{LATITUDE + 0.0024}, {LONGITUDE}")

    assert {s.subject_id for s in index.match(document).sightings} == {"person-2", "person-3"}


@given(
    latitude=st.floats(-80, 80),
    longitude=st.floats(-179, 179),
    north=st.floats(-150, 150),
    east=st.floats(-150, 150),
)
def test_distances_are_those_of_the_ground(
    latitude: float, longitude: float, north: float, east: float
) -> None:
    metres = 111_194.93  # of a degree of a great circle of the mean radius
    there = Point(
        latitude + north / metres,
        longitude + east / metres / math.cos(math.radians(latitude)),
    )
    here = Point(latitude, longitude)

    assert here.metres_to(there) == pytest.approx(math.hypot(north, east), abs=0.5)
    assert here.metres_to(there) == pytest.approx(there.metres_to(here), abs=0.001)


def home() -> Fact:
    return make_fact(FactKind.ADDRESS, HOME[FactKind.ADDRESS])


def test_a_place_is_kept_under_a_mask() -> None:
    parts = dict(home().parts)

    assert (parts["latitude"].mask, parts["longitude"].mask) == ("50.2•", "-0.6•")
    assert str(LATITUDE) not in repr(home())


@pytest.mark.parametrize(
    "location", ["50.204713, -0.618254", "50.204713 -0.618254", "50.204713°N 0.618254°W"]
)
def test_forms_in_a_profile(location: str) -> None:
    fact = make_fact(FactKind.ADDRESS, {"street": "Bramble Road", "location": location})

    assert (fact.part("latitude"), fact.part("longitude")) == ("50.204713", "-0.618254")


@pytest.mark.parametrize("location", ["50.2, -0.6", "home", "50.204713", "50.204713, east"])
def test_what_is_no_place_is_refused_without_being_quoted(location: str) -> None:
    with pytest.raises(ValueError, match=r"location is no place\.") as told:
        make_fact(FactKind.ADDRESS, {"street": "Bramble Road", "location": location})

    assert location not in str(told.value).replace("50.2047, -0.6183", "")


def test_outputs_mask_the_place_and_its_neighbourhood() -> None:
    quote = mask_known(
        "https://maps.example/@50.204713,-0.618254,17z then 50.209,-0.618 then 51.204713,-0.618254",
        [home()],
    )
    shown = "".join(part.text if part.mask is None else part.mask for part in quote.parts)

    assert "50.204713" not in shown
    assert "50.209" not in shown
    assert "51.204713,-0.618254" in shown


def test_a_photograph_taken_at_home(
    detectors: dict[FactKind, FactDetector], make_subject: Callable[..., object]
) -> None:
    document = read(capture_of(picture(exif=taken_at_home()), "image/jpeg"))
    index = FactIndex([make_subject(HOME)], detectors)  # type: ignore[list-item]

    (sighting,) = index.match(document).sightings
    assert (sighting.form, sighting.place) == ("gps", Place.EXIF)
