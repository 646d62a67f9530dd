"""Letters in Welsh: each whole, with the same in English below, and nothing lost on the way."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scanner.language import WELSH, speaking
from scanner.model.assessment import Assessment
from scanner.model.letters import LetterText
from scanner.render.letters import letter_files, letters_of
from scanner.render.letters.details import detail_of
from scanner.render.letters.letter import LetterPage, write_letter
from tests.render.lettered import home, lettered, mobile, shipped

PAGES = tuple(
    LetterPage(
        f"https://www.wexcombe-herald.example/{number}",
        (detail_of("fact.home_address", "14 Bramble Road"), detail_of("fact.personal_mobile")),
        "20 November 2026",
        sure=number % 2 == 0,
    )
    for number in range(3)
)
SITE = "wexcombe-herald.example"


@pytest.mark.parametrize("pages", [(), PAGES[:1], PAGES], ids=["blank", "one page", "three"])
@pytest.mark.parametrize("rule", shipped(), ids=lambda rule: str(rule.id))
def test_every_letter_is_in_both_languages(rule: LetterText, pages: tuple[LetterPage, ...]) -> None:
    english = write_letter(rule, pages, site=SITE, name="Jane Marlow")
    with speaking(WELSH):
        welsh = write_letter(rule, pages, site=SITE, name="Jane Marlow")
    assert welsh.locale == "cy-GB"
    assert welsh.english == english.body
    assert welsh.subject.endswith(f" / {english.subject}")
    assert welsh.whole.endswith(english.body)
    for english_word in (" the ", " please ", "Please", "November", "my home", " of mine"):
        assert english_word not in welsh.body
    shows = "14 Bramble Road" in english.body
    assert ("14 Bramble Road" in welsh.body) is shows
    assert ("20 Tachwedd 2026" in welsh.body) is ("20 November 2026" in english.body)
    assert welsh.body.count("[") == english.body.count("[")


def test_a_rule_without_welsh_stays_english_from_end_to_end() -> None:
    own = replace(shipped()[0], body="To whoever it is\n\nPlease answer to {{ contact }}.\n")
    with speaking(WELSH):
        letter = write_letter(own, PAGES)
    assert letter.locale == "en-GB"
    assert letter.whole == letter.body
    assert letter.body.startswith("To whoever it is")


def _assessment() -> Assessment:
    return lettered([home(), mobile()])


def test_the_guide_is_in_welsh() -> None:
    with speaking(WELSH):
        made = letters_of(_assessment())
        files = {file.name: file.content for file in letter_files(made, ("txt",))}
    guide = files.pop("read-this-first.txt").decode()
    assert guide.startswith("Llythyrau: darllenwch hwn yn gyntaf")
    for english in ("To:", "When:", "When not:", "How to send", "Files:", " to fill in"):
        assert english not in guide
    assert all("Yn Saesneg / In English" in content.decode() for content in files.values())
