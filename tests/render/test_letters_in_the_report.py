"""The report offers each letter beside what it is about, masked, with how to get its file."""

from __future__ import annotations

from dataclasses import replace

from bs4 import BeautifulSoup

from scanner.model.assessment import Assessment
from scanner.model.letters import LetterText
from scanner.render import render_html
from tests.render.exposed import PRIVATE
from tests.render.lettered import home, lettered, mobile, shipped


def offered(assessment: Assessment, reveal: bool = False) -> list[str]:
    page = BeautifulSoup(render_html(assessment, reveal), "lxml")
    return [" ".join(tag.get_text(" ").split()) for tag in page.select("details.letter")]


def test_each_first_letter_is_folded_beside_its_exposure_and_masked() -> None:
    assessment = lettered([home(1), home(2, site="two.example"), mobile(3)])
    report = render_html(assessment)
    assert [value for value in PRIVATE if value in report] == []
    letters = offered(assessment)
    erasure = next(text for text in letters if text.startswith("Letter: Ask for erasure"))
    assert "and 1 other" in erasure
    assert "- my home address: •• B•••••• Road" in erasure
    assert "letters/erasure-wexcombe-herald.example" in erasure and "When not" in erasure
    assert not [text for text in letters if "Complain to the Information" in text.split(" To ")[0]]


def test_asked_for_the_values_stand_in_it() -> None:
    assert any("my home address: 14 Bramble Road" in t for t in offered(lettered([home()]), True))


def test_a_letters_words_and_places_cannot_become_markup() -> None:
    script = "<script>alert(1)</script>"
    hostile = [replace_words(rule, script) for rule in shipped()]
    found = [home(site=f'a"><img src=x>{script}.example', title=script)]
    assessment = replace(lettered(found), letters=tuple(hostile))
    page = BeautifulSoup(render_html(assessment), "lxml")
    assert page.select("details.letter") and not page.select("img")
    assert len(page.select("script")) == 1, "the report's own"


def replace_words(rule: LetterText, words: str) -> LetterText:
    return replace(rule, title=words, to=words, when=words, body=words, subject=words)


def test_nothing_is_offered_where_the_remedy_names_no_letter() -> None:
    assert offered(replace(lettered([home()]), letters=())) == []
