"""What timetables say together: each poll of each nation has one at most."""

from __future__ import annotations

from datetime import date

from scanner.rulebook.book import RuleBook
from scanner.rulebook.header import USED
from scanner.rulebook.issue import Issues, issue
from scanner.rulebook.timetable import TimetableRule


def timetables(book: RuleBook, today: date) -> Issues:
    """Two timetables for one poll would leave it to chance which days a person is told."""
    known: dict[tuple[str, str], str] = {}
    for item in book.loaded:
        rule = item.rule
        if not isinstance(rule, TimetableRule) or rule.status not in USED:
            continue
        for nation in rule.nations or ("",):
            other = known.setdefault((rule.poll, nation), rule.id)
            if other != rule.id:
                where = f" in {nation}" if nation else ""
                yield issue(
                    item,
                    ("nations",) if nation else ("poll",),
                    f"the timetable of a {rule.poll} poll{where} is already given by {other}",
                    "Keep one for each nation.",
                )
