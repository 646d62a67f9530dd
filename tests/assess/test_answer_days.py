"""The last day for an answer, against the examples that the regulator and the law give."""

from __future__ import annotations

from datetime import date

import pytest

from scanner.assess.answer_days import last_day_for_answer
from scanner.rulebook.letter import AnswerWithin

MONTH = AnswerWithin(months=1)


@pytest.mark.parametrize(
    ("received", "nation", "last"),
    [
        (date(2026, 9, 3), "England", date(2026, 10, 5)),  # 3 October is a Saturday
        (date(2026, 9, 1), "England", date(2026, 10, 1)),
        (date(2027, 1, 30), "England", date(2027, 3, 1)),  # no 30 February; the 28th is a Sunday
        (date(2028, 1, 31), "England", date(2028, 2, 29)),
        (date(2026, 11, 25), "England", date(2026, 12, 29)),  # Christmas, Boxing Day and a weekend
        (date(2026, 12, 2), "Scotland", date(2027, 1, 5)),  # 2 January is one in Scotland alone
        (date(2026, 12, 4), "England", date(2027, 1, 4)),
        (date(2026, 12, 4), "", date(2027, 1, 5)),  # whose holidays is not known
    ],
)
def test_a_month_ends_when_the_regulator_says(received: date, nation: str, last: date) -> None:
    assert last_day_for_answer(received, MONTH, nation) == last


def test_days_are_just_days() -> None:
    assert last_day_for_answer(date(2026, 11, 13), AnswerWithin(days=30), "") == date(2026, 12, 13)


@pytest.mark.parametrize("given", [{}, {"months": 1, "days": 30}])
def test_a_clock_is_in_one_unit(given: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="either in months or in days"):
        AnswerWithin(**given)
