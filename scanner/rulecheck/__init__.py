"""Runs every rule's own examples through the very rooms that a check uses, without a network."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.rulebook.book import RuleBook
from scanner.rulebook.channel import ChannelRule
from scanner.rulebook.detector import FactDetector, ObstacleDetector
from scanner.rulebook.header import Status
from scanner.rulebook.letter import LetterRule
from scanner.rulebook.remedy import RemedyRule
from scanner.rulebook.signal import SignalRule
from scanner.rulebook.source import SourceRule
from scanner.rulebook.timetable import TimetableRule
from scanner.rulecheck.channels import check_channel
from scanner.rulecheck.facts import check_fact_detector
from scanner.rulecheck.letters import check_letter
from scanner.rulecheck.obstacles import check_obstacle
from scanner.rulecheck.result import ExampleResult
from scanner.rulecheck.sources import check_source
from scanner.rulecheck.timetables import check_timetable
from scanner.rulecheck.weights import check_remedy, check_signal, check_weighting

__all__ = ["ExampleResult", "check_examples"]


def check_examples(book: RuleBook, only: str = "") -> tuple[ExampleResult, ...]:
    """One result for each example of each rule that is not retired, in order of rule id.

    With `only`, of the rule of that id alone, which is played among all others all the same.
    Automatic sources also face generic pages that are no answer (see `scanner.rulecheck.walls`).
    """
    items = (item for item in book.loaded if not only or item.rule.id == only)
    return tuple(result for item in items for result in _check(book, item.rule))


def _check(book: RuleBook, rule: object) -> Iterator[ExampleResult]:
    match rule:
        case SourceRule(status=status) if status is not Status.RETIRED:
            yield from check_source(book, rule)
        case FactDetector(status=status) if status is not Status.RETIRED:
            yield from check_fact_detector(book, rule)
        case ObstacleDetector(status=status) if status is not Status.RETIRED:
            yield from check_obstacle(rule)
        case RemedyRule(status=status) if status is not Status.RETIRED:
            yield from check_remedy(rule)
        case TimetableRule(status=status) if status is not Status.RETIRED:
            yield from check_timetable(rule)
        case SignalRule(status=status) if status is not Status.RETIRED:
            yield from check_signal(book, rule)
        case LetterRule(status=status) if status is not Status.RETIRED:
            yield from check_letter(rule)
        case ChannelRule(status=status) if status is not Status.RETIRED:
            yield from check_channel(rule)
        case _:
            yield from check_weighting(book, rule)
