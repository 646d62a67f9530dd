"""People whose facts are ordinary words get a readable report, and no leak for it."""

from __future__ import annotations

import pytest

from scanner.model.facts import Fact, FactKind
from scanner.profile import make_fact
from scanner.text.phrases import is_written_as_name
from scanner.text.quoting import mask_known

FACTS: tuple[Fact, ...] = (
    make_fact(FactKind.NAME, "Jane Marlow", 1),
    make_fact(FactKind.HANDLE, "jane", 1),
    make_fact(FactKind.EMPLOYER, "Boots", 1),
    make_fact(FactKind.SCHOOL, "Marks & Spencer Academy", 1),
    make_fact(FactKind.ADDRESS, "14 High Street, Wexcombe, WX4 7QT", 1),
    make_fact(FactKind.ADDRESS, "The Orchard, Church Lane, Wexcombe", 2),
    make_fact(FactKind.ADDRESS, {"town": "Northmoor"}, 3),
)


@pytest.mark.parametrize(
    "text",
    [
        "Jane spoke. She came in muddy boots, from the high street.",
        "We aim high. Street lights are next.",
        "The church. Lane closures follow.",
        "High on the street; church in the lane; jane and the lane.",
        "an orchard in Northmoor",
        "Jane Marlow, of Wexcombe",
        "https://a.example/people/jane-marlow",
        "https://a.example/?q=jane+marlow",
        "and/or jane/tom",
        "bob.jane@a.example",
        "The roads, streets and lanes of the town, and the bootstrap.",
    ],
)
def test_ordinary_words_stay_readable(text: str) -> None:
    assert mask_known(text, FACTS).shown() == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("She works at Boots.", "She works at B••••."),
        ("BOOTS, Wexcombe", "B••••, Wexcombe"),
        ("https://shop.example/boots/staff", "https://shop.example/b••••/staff"),
        ("of High Street, Wexcombe", "of H••• Street, Wexcombe"),
        ("at 14 high street", "at •• h••• street"),
        ("at 14, High St", "at ••, H••• St"),
        ("/sold/14-high-street", "/sold/••-h•••-••••••"),
        ("church lane", "c••••• lane"),
        ("The Orchard, Church Lane", "••• •••••••, C••••• Lane"),
        ("Follow @jane!", "Follow @j•••!"),
        ("https://a.example/jane", "https://a.example/j•••"),
        ("https://a.example/@jane/posts", "https://a.example/@j•••/posts"),
        ("https://a.example/?user=jane&x=1", "https://a.example/?user=j•••&x=1"),
        ("/users/jane", "/users/j•••"),
        ("At Marks & Spencer Academy", "At M•••• & ••••••• •••••••"),
        ("at marks and spencer academy", "at m•••• ••• ••••••• •••••••"),
    ],
)  # fmt: skip
def test_they_are_masked_where_they_are_meant(text: str, shown: str) -> None:
    masked = mask_known(text, FACTS).shown()
    assert masked == shown


@pytest.mark.parametrize(
    ("given", "written", "is_name"),
    [
        ("Boots", "boots", False),
        ("Boots", "Boots", True),
        ("boots", "boots", True),
        ("The Mill", "the mill", False),
        ("The Mill", "the Mill", True),
        ("High Street", "high street", False),
        ("Bramble Road", "bramble road", True),
        ("Unit 3", "unit 3", True),
    ],
)
def test_one_ordinary_word_needs_its_capital(given: str, written: str, is_name: bool) -> None:
    assert is_written_as_name(given, written) is is_name
