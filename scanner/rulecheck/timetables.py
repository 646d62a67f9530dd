"""Timetables: the days that they give for polls whose dates were published."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from scanner.assess import milestone_days
from scanner.rulebook.timetable import TimetableRule
from scanner.rulecheck.result import ExampleResult, compare


def check_timetable(rule: TimetableRule) -> Iterator[ExampleResult]:
    """One result for each date of each poll of the examples."""
    for case in rule.examples:
        days = milestone_days(rule, date.fromisoformat(case.poll))
        for moment, expected in case.expect.items():
            name = f"{moment.value} of the poll on {case.poll}"
            yield compare(rule.id, name, expected, days[moment].isoformat())
