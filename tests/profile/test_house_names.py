"""Houses with a name and no number are told from streets and places."""

from __future__ import annotations

import pytest

from scanner.profile.addresses import split_address


@pytest.mark.parametrize(
    ("text", "house", "street", "places"),
    [
        ("Ivy Bank, Tanner's Row, Northmoor, NM2 5RT", "Ivy Bank", "Tanner's Row", "Northmoor"),
        ("Harbour View, Chapel Walk, Wexcombe", "Harbour View", "Chapel Walk", "Wexcombe"),
        ("Ivy Bank, Mill Lane, Wexcombe", "Ivy Bank", "Mill Lane", "Wexcombe"),
        ("Tanner's Row, Primrose Hill, Wexcombe", "", "Tanner's Row", "Primrose Hill, Wexcombe"),
        ("Ivy Bank, Hadley Green", "", "Ivy Bank", "Hadley Green"),
        ("14 Ivy Bank, Tanner's Green, Wexcombe", "14", "Ivy Bank", "Tanner's Green, Wexcombe"),
        ("Woodlands, Lower Slade, Wexcombe, WX4 7QT", "Woodlands", "", "Lower Slade, Wexcombe"),
        ("Lower Slade, Wexcombe", "", "", "Lower Slade, Wexcombe"),
        ("Lower Slade, Wexcombe, Devon", "", "", "Lower Slade, Wexcombe"),
    ],
)
def test_a_named_house(text: str, house: str, street: str, places: str) -> None:
    found = split_address(text)
    assert (found["house"], found["street"]) == (house, street)
    assert ", ".join(filter(None, (found["locality"], found["town"]))) == places
