"""What a timetable must not say, each told with its line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from scanner.errors import RuleError
from scanner.rulebook.book import Loaded, RuleBook
from scanner.rulebook.lint import lint
from scanner.rulebook.loader import load_rule

HEAD = """\
id: poll.{name}
kind: timetable
title: Town councils
why: W
reviewed: "2026-11-22"
poll: local
nations: [E]
leaves_out: [good_friday, bank_holidays]
bank_holidays: [E]
limits: Ask.
milestones:
"""
POLL = "  - {moment: poll, title: The poll, working_days_before: 0, basis: B}\n"
CLOSE = "  - {moment: nominations, title: Close, working_days_before: 19, basis: B}\n"
EXAMPLES = 'examples:\n  - {poll: "2025-05-01", expect: {nominations: "2025-04-02"}, source: S}\n'


def _loaded(text: str, name: str = "town") -> Loaded:
    return load_rule(text.replace("{name}", name), Path(f"timetables/{name}.yaml"))


def _told(text: str) -> str:
    with pytest.raises(RuleError) as caught:
        _loaded(text)
    return str(caught.value)


def test_a_whole_timetable_is_taken() -> None:
    book = RuleBook.of([_loaded(HEAD + POLL + CLOSE + EXAMPLES)])
    assert lint(book, date(2026, 12, 1)).errors == ()
    assert [rule.id for rule in book.timetables] == ["poll.town"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD + CLOSE + EXAMPLES, "the poll itself is missing"),
        (HEAD + POLL + CLOSE + CLOSE + EXAMPLES, "each moment may occur once"),
        (HEAD + POLL + EXAMPLES, "no milestone is called nominations"),
        (HEAD.replace("bank_holidays: [E]\n", "") + POLL + CLOSE + EXAMPLES, "need each other"),
        (HEAD + POLL + CLOSE.replace("19", "0") + EXAMPLES, "the poll, and nothing else"),
        (
            HEAD + POLL + CLOSE.replace("basis", "days_after: 3, basis") + EXAMPLES,
            "either working_days_before or days_after",
        ),
        (HEAD + POLL + CLOSE, "examples"),
        (HEAD + POLL + CLOSE.replace("basis", 'time: "4pm", basis') + EXAMPLES, "time"),
    ],
)
def test_what_is_wrong_is_told(text: str, said: str) -> None:
    assert said in _told(text)


def test_two_timetables_for_one_poll_are_refused() -> None:
    whole = HEAD + POLL + CLOSE + EXAMPLES
    book = RuleBook.of([_loaded(whole, "town"), _loaded(whole, "other_town")])
    (error,) = lint(book, date(2026, 12, 1)).errors
    assert "the timetable of a local poll in E is already given by poll.other_town" in str(error)
