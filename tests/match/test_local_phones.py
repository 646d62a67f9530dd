"""Landlines as newsletters print them: without the area code."""

from __future__ import annotations

import pytest

from scanner.model.facts import FactKind

OWN = {
    FactKind.NAME: "Jane Marlow",
    FactKind.PHONE: ["01632 960155", "020 7946 0018", "0113 496 0123"],
}


def local(seen, text: str) -> list[str]:
    return [written for form, written in seen(OWN, text) if form == "local"]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Details from Jane Marlow, Wexcombe 960155.", "960155"),
        ("Secretary: Jane Marlow (tel. 960 155)", "960 155"),
        ("Jane Marlow\nTel:\n960155", "960155"),
        ("Jane Marlow 96 01 55", "96 01 55"),
        ("Ring Jane Marlow on 960-155 after six", "960-155"),
        ("Jane Marlow, tel 7946 0018", "7946 0018"),
        ("Jane Marlow, Leeds 496 0123", "496 0123"),
    ],
)
def test_finds_the_digits_after_the_area_code(seen, text: str, written: str) -> None:
    assert local(seen, text) == [written]


@pytest.mark.parametrize(
    "text",
    [
        "Jane Marlow, (01793) 960155",
        "Jane Marlow, 01793 960155",
        "Jane Marlow, ref. 960155/2",
        "Jane Marlow owes £960155",
        "Jane Marlow, claim 4960155 or 9601554",
        "Jane Marlow, 960155.50",
        "Jane Marlow, AB960155",
        "Call 960155, where nobody is named.",
    ],
)
def test_other_figures_are_no_local_number(seen, text: str) -> None:
    assert local(seen, text) == []


def test_the_whole_number_is_reported_once(seen) -> None:
    assert seen({FactKind.PHONE: "01632 960155"}, "01632 960155") == [("national", "01632 960155")]
