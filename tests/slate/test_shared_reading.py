"""A page that many checks meet is read once, and shows each person what it would show alone."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.gather import Reading
from scanner.match import FactIndex
from scanner.model.capture import Capture, Hop
from scanner.model.document import Query
from scanner.model.subject import Subject
from scanner.profile import parse_profile
from scanner.rulebook.loader import load_rulebook
from scanner.slate import shared_reading
from scanner.slate.shared_reading import SharedReading

TODAY = date(2026, 11, 22)
DETECTORS = load_rulebook([]).detectors
PROFILE = """
schema = 1
[subject]
role = "candidate"
[consent]
basis = "self"
given_by = "{name}"
given_on = 2026-11-01
how = "own device"
valid_until = 2027-05-31
scope = "all"
[facts]
name = "{name}"
phone = "{phone}"
email = "{mail}"
[[facts.address]]
use = "home"
house = "{house}"
street = "{street}"
town = "Wexcombe"
postcode = "{postcode}"
"""
PEOPLE = (
    ("Jane Marlow", "07700 900123", "jane@mailbox.example", "14", "Bramble Road", "WX4 7QT"),
    ("Ada Brook", "07700 900456", "ada@mailbox.example", "3", "Mill Lane", "WX4 7QU"),
    ("Jane Brook", "07700 900789", "jb@mailbox.example", "14", "Mill Lane", "WX4 7QT"),
)
PIECES = (
    *(value for person in PEOPLE for value in person[:3]),
    *(f"{person[3]} {person[4]}, Wexcombe {person[5]}" for person in PEOPLE),
    "J. Marlow",
    "Carl Stone, 07700 900999",
    "born 14 March 1979",
    "and then some words of no importance",
)


def _subject(name: str, phone: str, mail: str, house: str, street: str, postcode: str) -> Subject:
    text = PROFILE.format(
        name=name, phone=phone, mail=mail, house=house, street=street, postcode=postcode
    )
    return parse_profile(text, TODAY).subject


INDEXES = tuple(FactIndex([_subject(*person)], DETECTORS) for person in PEOPLE)


def _capture(probe_id: str, body: str, url: str = "https://www.example.org/list") -> Capture:
    hop = Hop(url, 200, (("Content-Type", "text/html; charset=utf-8"),), "127.0.0.1:443")
    content = body.encode()
    return Capture(probe_id, (hop,), content, content, datetime(2026, 11, 22, tzinfo=UTC), 5)


@given(
    pages=st.lists(
        st.lists(st.sampled_from(PIECES), min_size=1, max_size=8), min_size=1, max_size=3
    ),
    meetings=st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=1, max_size=12),
)
def test_whoever_met_the_page_before_each_sees_what_they_would_alone(
    pages: list[list[str]], meetings: list[tuple[int, int]]
) -> None:
    shared, alone = SharedReading(), Reading()
    for number, (who, which) in enumerate(meetings):
        body = "".join(f"<p>{piece}</p>" for piece in pages[which % len(pages)])
        capture = _capture(f"probe-{number}", f"<html><title>A list</title>{body}")
        together, by_itself = shared.document(capture, ()), alone.document(capture, ())
        assert together == by_itself
        seen = shared.matched(together, INDEXES[who])
        assert seen == alone.matched(by_itself, INDEXES[who])
        assert all(item.probe_id == capture.probe_id for item in (*seen.sightings, *seen.strangers))


def test_it_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    folded: list[str] = []
    whole = shared_reading.Page

    def counted(document):  # type: ignore[no-untyped-def]
        folded.append(document.probe_id)
        return whole(document)

    monkeypatch.setattr(shared_reading, "Page", counted)
    shared = SharedReading()
    for number, index in enumerate(INDEXES * 5):
        document = shared.document(_capture(f"probe-{number}", "<p>Ada Brook</p>"), ())
        shared.matched(document, index)
    assert folded == ["probe-0"]


def test_other_queries_and_addresses_are_other_readings() -> None:
    shared = SharedReading()
    body = "<p><a href='more'>Ada Brook</a></p>"
    query = Query("css", "a", "href")
    plain = shared.document(_capture("a", body), ())
    asked = shared.document(_capture("b", body), (query,))
    elsewhere = shared.document(_capture("c", body, "https://other.example.org/x/"), ())
    assert not plain.selected and asked.results(query)
    assert plain.links[0].url != elsewhere.links[0].url


def test_what_it_remembers_does_not_grow() -> None:
    shared = SharedReading(most_bytes=200_000)
    for number in range(300):
        document = shared.document(_capture(f"p{number}", f"<p>{number} Ada Brook</p>" * 20), ())
        shared.matched(document, INDEXES[number % 3])
    assert shared._bytes <= 200_000
    assert len(shared._known) == len(shared._by_text) < 300
    assert shared._bytes == sum(known.bytes for known in shared._known.values())
