"""Whatever way a private name is written, outputs show no more of it than initials."""

from __future__ import annotations

import pytest

from scanner.model.facts import FactKind
from scanner.profile import make_fact
from scanner.text.quoting import mask_known

FACTS = (
    make_fact(FactKind.NAME, "Jane Marlow"),
    make_fact(FactKind.FORMER_NAME, "Jane Ashby"),
    make_fact(FactKind.HOUSEHOLD_MEMBER, "Daniel Marlow"),
)


def masked(text: str) -> str:
    return mask_known(text, FACTS).shown()


@pytest.mark.parametrize(
    "text",
    [
        "Jane Marlow (née Ashby)",
        "formerly Jane Ashby",
        "ASHBY, Jane",
        "Miss J. Ashby",
        "https://a.example/jane-ashby",
    ],
)
def test_a_former_family_name_is_masked(text: str) -> None:
    assert "ashby" not in masked(text).lower()


@pytest.mark.parametrize(
    "text",
    [
        "Daniel Marlow",
        "Danny Marlow",
        "Daniel P. Marlow",
        "MARLOW, Daniel",
        "Marlow, Mr Daniel",
        "Daniel and Jane Marlow",
        "daniel_marlow",
    ],
)
def test_a_household_members_first_name_is_masked(text: str) -> None:
    assert "dan" not in masked(text).lower()


@pytest.mark.parametrize("text", ["Jane Marlow", "J. Marlow", "the Marlows", "ashby de la zouch"])
def test_the_persons_own_name_stays(text: str) -> None:
    assert masked(text) == text
