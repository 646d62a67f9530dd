"""Birthdays that are told with the year in which they were kept."""

from __future__ import annotations

import pytest

from scanner.model.facts import FactKind

BORN = {FactKind.NAME: "Jane Marlow", FactKind.BIRTH_DATE: "1979-03-14"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Jane Marlow kept her 40th birthday on 14th March 2019", [("day_month", "14th March")]),
        ("Jane Marlow: 14 March 2019 is her birthday", [("day_month", "14 March")]),
        ("Jane Marlow's birthday: 14 March 1979", [("full", "14 March 1979")]),
        ("Jane Marlow's birthday was on 15th March 2019", []),
        ("Jane Marlow, in the Birthday Honours of 14 March 2019", []),
    ],
)
def test_the_day_of_a_birthday_is_told_in_any_year(seen, text: str, found: list[str]) -> None:
    assert [pair for pair in seen(BORN, text) if "Jane" not in pair[1]] == found
