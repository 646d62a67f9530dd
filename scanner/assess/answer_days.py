"""Until when a letter must be answered, counted as the regulator counts.

The Information Commissioner's guidance on requests under the UK GDPR (Article 12(3)): the month
begins on the day on which the request is received, whether or not anybody works then, and ends on
the same day of the next month; on the last day of that month if it is shorter; and on the next
working day if that is a weekend or a public holiday.
"""

from __future__ import annotations

from datetime import date, timedelta

from scanner.assess.deadlines import NATIONS
from scanner.assess.working_days import WorkingDays
from scanner.rulebook.letter import AnswerWithin
from scanner.rulebook.timetable import DayLeftOut


def last_day_for_answer(received: date, within: AnswerWithin, nation: str) -> date:
    """The last day on which an answer is in time.

    `nation`: whose public holidays count, as of `Election`; where it is not known those of all four
    do, so that nobody is told too soon that an answer is late.
    """
    if within.days:
        return received + timedelta(days=within.days)
    from dateutil.relativedelta import relativedelta

    nations = [NATIONS[nation]] if nation in NATIONS else list(NATIONS.values())
    due: date = received + relativedelta(months=within.months)
    return WorkingDays([DayLeftOut.BANK_HOLIDAYS], nations).on_or_after(due)
