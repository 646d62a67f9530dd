"""How common a name is, by the shipped tables."""

from __future__ import annotations

import pytest

from scanner.text.name_frequency import (
    Commonness,
    commonness,
    expected_namesakes,
    is_family_name,
    is_given_name,
)


@pytest.mark.parametrize(
    ("given", "family", "expected"),
    [
        ("John", "Smith", Commonness.COMMON),
        ("SARAH", "davies", Commonness.COMMON),
        ("Mohammed", "Khan", Commonness.ORDINARY),
        ("Jane", "Marlow", Commonness.RARE),
        ("Siân", "Probert", Commonness.RARE),
        ("Quillan", "Xantheby", Commonness.RARE),
        ("", "Smith", Commonness.COMMON),
        ("Jane", "", Commonness.COMMON),
    ],
)
def test_bands(given: str, family: str, expected: Commonness) -> None:
    assert commonness(given, family) is expected


def test_the_commonest_name_is_borne_by_thousands_and_nobody_by_less_than_one() -> None:
    assert 2_000 < expected_namesakes("John", "Smith") < 20_000
    assert expected_namesakes("Quillan", "Xantheby") == 1


def test_accents_and_case_make_no_other_name() -> None:
    assert expected_namesakes("Renée", "O’Brien") == expected_namesakes("RENEE", "o'brien")


@pytest.mark.parametrize("word", ["Jane", "mohammed", "Siân", "Agnieszka", "Harpreet", "Mary-Jane"])
def test_given_names_of_the_uk_are_known(word: str) -> None:
    assert is_given_name(word)


@pytest.mark.parametrize("word", ["Wexcombe", "Thursday", "07700", ""])
def test_other_words_are_none(word: str) -> None:
    assert not is_given_name(word)
    assert not is_family_name(word)
