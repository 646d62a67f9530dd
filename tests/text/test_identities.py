"""Which addresses are one page, and which entries of a profile one fact."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.model.facts import Fact, FactKind, Secret
from scanner.text.identities import fact_identity, page_digest, page_identity

PAGE = "https://www.wexcombe.example/people/marlow?page=2&show=all"


@pytest.mark.parametrize(
    "same",
    [
        "http://www.wexcombe.example/people/marlow?page=2&show=all",
        "https://www.wexcombe.example:443/people/marlow?page=2&show=all",
        "http://www.wexcombe.example:80/people/marlow?page=2&show=all",
        "https://WWW.Wexcombe.Example/people/marlow?page=2&show=all",
        "https://www.wexcombe.example/people/marlow/?page=2&show=all",
        "https://www.wexcombe.example/people/marlow?show=all&page=2",
        "https://www.wexcombe.example/people/marlow?page=2&show=all#contact",
        "https://www.wexcombe.example/people/%6darlow?page=2&show=all",
        "https://www.wexcombe.example/people/marlow?page=2&show=all&utm_source=mail&fbclid=x",
        "https://www.wexcombe.example./people/marlow?page=2&&show=all",
    ],
)
def test_other_spellings_of_an_address_are_the_same_page(same: str) -> None:
    assert page_identity(same) == page_identity(PAGE)
    assert page_digest(same) == page_digest(PAGE)


@pytest.mark.parametrize(
    "other",
    [
        "https://wexcombe.example/people/marlow?page=2&show=all",
        "https://www.wexcombe.example:8443/people/marlow?page=2&show=all",
        "https://www.wexcombe.example/People/marlow?page=2&show=all",
        "https://www.wexcombe.example/people/marlow?page=3&show=all",
        "https://www.wexcombe.example/people/marlow?page=2",
        "https://www.wexcombe.example/people/marlow%2F?page=2&show=all",
        "https://www.wexcombe.example/people?page=2&show=all",
        "https://www.wexcombe.example/people/marlow?page=2&show=all&utmost=1",
    ],
)
def test_what_may_show_something_else_is_another_page(other: str) -> None:
    assert page_identity(other) != page_identity(PAGE)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://wexcombe.example", "https://wexcombe.example/"),
        ("https://wexcombe.example/caf%c3%a9", "https://wexcombe.example/café"),
        ("https://wexcombe.example/?q=a%20b", "https://wexcombe.example/?q=a b"),
        ("https://wexcombe.example/%7Emarlow", "https://wexcombe.example/~marlow"),
    ],
)
def test_escapes_are_spelt_one_way(one: str, other: str) -> None:
    assert page_identity(one) == page_identity(other)


@given(st.text(max_size=60))
def test_any_text_has_an_identity_that_is_its_own(text: str) -> None:
    url = f"https://wexcombe.example/{text}"
    assert page_identity(page_identity(url)) == page_identity(url)
    page_identity(text)


def _fact(fact_id: str, kind: FactKind, value: str, **parts: str) -> Fact:
    pieces = tuple((name, Secret(part, "•")) for name, part in parts.items())
    return Fact(fact_id, kind, Secret(value, "•"), pieces)


def test_a_fact_is_what_it_says_and_not_its_place_in_the_profile() -> None:
    old = _fact("phone-1", FactKind.PHONE, "+447700900123")
    assert fact_identity(old) == fact_identity(_fact("phone-2", FactKind.PHONE, "+447700900123"))
    assert fact_identity(old) != fact_identity(_fact("phone-1", FactKind.PHONE, "+447700900461"))
    assert fact_identity(old) != fact_identity(_fact("phone-1", FactKind.CUSTOM, "+447700900123"))


def test_an_address_that_was_completed_is_the_same_home() -> None:
    home = {"house": "14", "street": "Bramble Road", "town": "Wexcombe"}
    short = _fact("address-home", FactKind.ADDRESS, "14 Bramble Road, Wexcombe", **home)
    value = "14 BRAMBLE ROAD, Wexcombe, WX4 7QT"
    whole = _fact("address-1", FactKind.ADDRESS, value, **home, postcode="WX4 7QT")
    next_door = _fact("address-home", FactKind.ADDRESS, value, **{**home, "house": "16"})
    assert fact_identity(short) == fact_identity(whole)
    assert fact_identity(short) != fact_identity(next_door)
