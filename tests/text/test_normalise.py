"""Folding and its map back to the source."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.text.normalise import fold, normalise

AWKWARD = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from(" \t\n\u00a0\u200b\u00adßéﬁŁ’“–İ½´¨\u0301"),
    )
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Siân  Ó\u2019Neill", "sian o'neill"),
        ("Łukasz\u00a0ZOË", "lukasz zoe"),
        ("Bram\u00adble \u200b Road", "bramble road"),
        ("WX4\u20117QT", "wx4-7qt"),
        ("ﬁne ＡＢ", "fine ab"),
        ("Groß\r\n\tStraße", "gross strasse"),
        ("Cafe\u0301", "cafe"),
        ("O`Neill", "o'neill"),
        ("Zoë O`Neill", "zoe o'neill"),
        ("\u2018a\u2019 \u201cb\u201d c\u2014d", "'a' \"b\" c-d"),
    ],
)
def test_folds(text: str, folded: str) -> None:
    assert normalise(text).text == folded


def test_combining_marks_belong_to_the_letter_before() -> None:
    text = "Jose\u0301 Marlow"
    assert normalise(text).slice(0, 4) == "Jose\u0301"


def test_a_white_space_run_maps_to_the_whole_run() -> None:
    result = normalise("a \u200b\n b")
    assert result.text == "a b"
    assert result.origin(1) == (1, 5)
    assert result.slice(2, 3) == "b"


@given(AWKWARD)
def test_is_idempotent(text: str) -> None:
    once = normalise(text).text
    assert normalise(once).text == once


@given(AWKWARD)
def test_every_folded_code_point_comes_from_where_the_map_says(text: str) -> None:
    result = normalise(text)
    before = 0
    for index, char in enumerate(result.text):
        start, end = result.origin(index)
        assert 0 <= start < end <= len(text)
        assert start >= before
        before = start
        assert char in normalise(text[start:end]).text
    assert "  " not in result.text


@given(AWKWARD, AWKWARD)
def test_a_word_is_found_again_at_its_place(before: str, after: str) -> None:
    text = f"{before} Bramble {after}"
    result = normalise(text)
    places = [
        result.slice(at, at + 7)
        for at in range(len(result.text))
        if result.text.startswith("bramble", at)
    ]
    assert any(place.startswith("Bramble") for place in places)


def test_fold_trims() -> None:
    assert fold("  Bramble\n Road ") == "bramble road"
