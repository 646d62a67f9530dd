"""Sentences that were composed in English, as a stored assessment holds them, said in Welsh."""

from __future__ import annotations

import pytest

from scanner.language import ENGLISH, WELSH, said, speaking
from scanner.model.edition import OWN_COPY
from scanner.render.page_marks import marks_of, page_style


@pytest.mark.parametrize(
    ("english", "welsh"),
    [
        ("Not asked", "Ni ofynnwyd"),
        ("14 March 1979", "14 Mawrth 1979"),
        ("about 20 minutes", "tua 20 munud"),
        ("about 2 minutes", "tua 2 funud"),
        ("3 questions were", "Gofynnwyd 3 chwestiwn"),
        ("your name and your phone number", "eich enw a'ch rhif ffôn"),
        ("your name (in clear)", "eich enw (heb ei guddio)"),
        (
            "By itself it scores 90 of 100; 70 or more is critical.",
            "Ar ei ben ei hun ei sgôr yw 90 o 100; ystyr 70 neu ragor yw: difrifol iawn.",
        ),
        (
            "Your worst exposure is critical: 54 exposures of private details were found "
            "(16 critical and 2 high). 23 checks gave no answer, so there may be more.",
            "Mae'r peth gwaethaf sydd i'w weld yn ddifrifol iawn: cafwyd 54 manylyn preifat yn y "
            "golwg (16 difrifol iawn a 2 uchel). Ni roddodd 23 gwiriad ateb, felly gall fod "
            "rhagor.",
        ),
    ],
)
def test_a_composed_text_is_said_in_welsh(english: str, welsh: str) -> None:
    with speaking(WELSH):
        assert said(english) == welsh


def test_a_text_with_an_unknown_part_stays_whole_in_english() -> None:
    text = "Not asked. Nobody ever wrote this sentence before."
    with speaking(WELSH):
        assert said(text) == text


def test_english_is_spoken_unless_another_language_is_asked_for() -> None:
    with speaking(WELSH):
        pass
    assert said("Not asked") == "Not asked"
    with speaking(ENGLISH):
        assert said("Not asked") == "Not asked"


def test_pages_are_numbered_in_welsh() -> None:
    with speaking(WELSH):
        style = page_style(marks_of(OWN_COPY))
    assert '"Tudalen " counter(page) " o " counter(pages)' in style
