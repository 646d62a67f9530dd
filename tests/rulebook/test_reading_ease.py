"""What a person reads can be read by a child of eleven: remedies, warnings, reasons, the report."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from scanner.resources import resource_folder
from scanner.rulebook.loader import load_rulebook
from scanner.rulebook.remedy import RemedyRule
from scanner.rulebook.weighting import CombinationWeighting, FactorWeighting
from tests.rulebook import reading_ease as ease

BOOK = load_rulebook()
LONGEST = 35
"""Words in a sentence."""
MEAN_GRADE = 5.0
WORST_GRADE = 6.5


def _parts(rule: RemedyRule) -> tuple[str, ...]:
    parts = (
        rule.why,
        rule.summary,
        *(step.do for step in rule.steps),
        rule.waits,
        rule.cost,
        rule.proof,
        rule.dont_send,
        rule.deadline,
        rule.backfire_note,
        rule.verify,
    )
    return tuple(part if part[-1] in ".?!" else f"{part}." for part in parts if part)


def _other_texts() -> Iterator[tuple[str, str]]:
    for signal in BOOK.signals:
        yield from ((signal.id, text) for text in (signal.why, signal.say, *signal.do))
    for item in BOOK.loaded:
        if isinstance(item.rule, CombinationWeighting):
            yield item.rule.id, item.rule.say
        elif isinstance(item.rule, FactorWeighting):
            yield from ((item.rule.id, row.why) for row in item.rule.rows.values())


def _report_texts() -> Iterator[tuple[str, str]]:
    """The words of the report's templates, paragraph by paragraph."""
    for path in sorted((resource_folder("reports") / "templates").glob("*.html.j2")):
        text = re.sub(r"\{#.*?#\}|\{%.*?%\}", " ", path.read_text(encoding="utf-8"), flags=re.S)
        text = re.sub(r"\{\{.*?\}\}", "it", text, flags=re.S)
        for block in re.split(
            r"</?(?:p|li|dd|dt|h\d|div|td|th|summary|section|label)\b[^>]*>", text
        ):
            yield path.name, re.sub(r"<[^>]+>", " ", block)


def _too_long(texts: Iterator[tuple[str, str]]) -> dict[str, str]:
    return {
        f"{where}: {len(ease.words(sentence))} words": sentence
        for where, text in texts
        for sentence in ease.sentences(text)
        if len(ease.words(sentence)) > LONGEST
    }


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("cat", 1),
        ("house", 1),
        ("address", 2),
        ("table", 2),
        ("asked", 1),
        ("wanted", 2),
        ("names", 1),
        ("places", 2),
        ("electoral", 4),
        ("7", 1),
    ],
)
def test_syllables_are_counted_as_they_are_spoken(word: str, number: int) -> None:
    assert ease.syllables(word) == number


def test_a_hard_text_is_told_from_an_easy_one() -> None:
    easy = "Ask the site. Keep a copy of the page first."
    hard = (
        "Notwithstanding statutory obligations, the controller's refusal necessitates escalation "
        "to the supervisory authority in accordance with applicable legislation."
    )
    assert ease.grade(easy) < 4 < 15 < ease.grade(hard)


def test_no_sentence_of_a_remedy_is_too_long() -> None:
    texts = ((r.id, part) for r in BOOK.remedies.values() for part in _parts(r))
    assert _too_long(texts) == {}


def test_no_sentence_of_a_warning_or_a_reason_is_too_long() -> None:
    assert _too_long(_other_texts()) == {}


def test_no_sentence_of_the_report_is_too_long() -> None:
    assert _too_long(_report_texts()) == {}


def test_remedies_are_easy_to_read() -> None:
    grades = {rule.id: ease.grade(" ".join(_parts(rule))) for rule in BOOK.remedies.values()}
    assert {key: round(value, 1) for key, value in grades.items() if value > WORST_GRADE} == {}
    assert sum(grades.values()) / len(grades) < MEAN_GRADE


def test_a_step_is_one_thing_to_do() -> None:
    """At most sixty words: longer ones are two steps."""
    long = {
        f"{rule.id}, step {number}": len(ease.words(step.do))
        for rule in BOOK.remedies.values()
        for number, step in enumerate(rule.steps, start=1)
        if len(ease.words(step.do)) > 60
    }
    assert long == {}
