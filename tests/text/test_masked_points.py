"""Coordinates of a home are shown no finer than eleven kilometres."""

from __future__ import annotations

import pytest

from scanner.model.facts import FactKind
from scanner.model.masks import mask_part
from scanner.profile import make_fact
from scanner.text.quoting import mask_known


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("50.204790,-0.618300", "50.2•••••,-0.6•••••"),
        ('{"lat": 50.2047, "lng": -0.6183}', '{"lat": 50.2•••, "lng": -0.6•••}'),
        ("50°12'16.968\"N 0°37'5.7\"W", "50°••'••.•••\"N 0°••'•.•\"W"),
        ("N 50° 12.2828', W 0° 37.0953'", "N 50° ••.••••', W 0° ••.••••'"),
    ],
)
def test_degrees_stay_and_the_rest_goes(text: str, shown: str) -> None:
    assert mask_part("point", text) == shown


def test_a_home_in_the_address_of_a_map_is_masked() -> None:
    home = make_fact(
        FactKind.ADDRESS, {"street": "Bramble Road", "location": "50.204713, -0.618254"}
    )
    text = "https://maps.example/@50.204790,-0.618300,17z"
    assert mask_known(text, [home]).shown() == "https://maps.example/@50.2•••••,-0.6•••••,17z"
    far = "https://maps.example/@50.904790,-0.618300,17z"
    assert mask_known(far, [home]).shown() == far
