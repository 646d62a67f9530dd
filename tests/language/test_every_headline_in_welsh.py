"""Whatever a check comes to, its first sentence is Welsh from end to end."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import product

import pytest

from scanner.assess.headline import headline_of
from scanner.language import WELSH, said, speaking
from scanner.model.assessment import AssessedFinding
from scanner.model.bands import Band, Standing
from scanner.model.coverage import Coverage
from tests.render import exposed

ENGLISH = re.compile(r"\b(the|of|was|were|is|may|that|your|you|found|checks?|and|for|not|info)\b")

ONE = exposed.findings()[0]


def of(standing: Standing, *bands: Band) -> list[AssessedFinding]:
    return [replace(ONE, standing=standing, band=band) for band in bands]


KINDS = {
    "nothing": [],
    "critical": of(Standing.RISK, Band.CRITICAL),
    "several": of(Standing.RISK, Band.HIGH, Band.HIGH, Band.MEDIUM, Band.LOW),
    "information": of(Standing.RISK, Band.INFO),
    "by law": of(Standing.PUBLIC_BY_LAW, Band.LOW),
    "by choice": of(Standing.PUBLIC_BY_CHOICE, Band.INFO),
    "unsure": of(Standing.UNSURE, Band.LOW),
    "both unsure": of(Standing.UNSURE, Band.LOW, Band.LOW),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_headline_is_welsh_from_end_to_end(kind: str) -> None:
    left = []
    for answered, partial, seen in product((10, 9, 7, 2), (False, True), (0, 1, 2)):
        coverage = Coverage(answered, 10, 0.6, (), 0)
        english = headline_of(KINDS[kind], coverage, partial, seen).sentence
        with speaking(WELSH):
            welsh = said(english)
        if ENGLISH.search(welsh):
            left.append((english, welsh))
    assert not left
