"""What letters say of each other: which go first."""

from __future__ import annotations

from datetime import date
from graphlib import CycleError, TopologicalSorter

from scanner.rulebook.book import RuleBook
from scanner.rulebook.header import USED
from scanner.rulebook.issue import Issues, issue
from scanner.rulebook.letter import LetterRule


def following(book: RuleBook, today: date) -> Issues:
    """A letter follows letters that are there, and none follows itself by a detour."""
    found = [
        (item, item.rule)
        for item in book.loaded
        if isinstance(item.rule, LetterRule) and item.rule.status in USED
    ]
    for item, rule in found:
        for number, first in enumerate(rule.after):
            if first not in book.letters:
                what = f"it follows {first}, which is no letter in use"
                yield issue(item, ("after", number), what, "Name one that is, or leave it out.")
    try:
        TopologicalSorter({rule.id: rule.after for _, rule in found}).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]
        item = next(item for item, rule in found if rule.id == min(circle))
        what = f"its order goes in a circle: {' after '.join(reversed(circle))}"
        yield issue(item, ("after",), what, "Take one of them out of after.")
