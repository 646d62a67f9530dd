"""What remedies say of each other: which come first, which letters help, what leads to them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from graphlib import CycleError, TopologicalSorter

from scanner.rulebook.book import Loaded, RuleBook
from scanner.rulebook.header import USED
from scanner.rulebook.issue import Issues, Severity, issue
from scanner.rulebook.remedy import RemedyClass, RemedyRule


def _remedies(book: RuleBook) -> Iterator[tuple[Loaded, RemedyRule]]:
    for item in book.loaded:
        if isinstance(item.rule, RemedyRule) and item.rule.status in USED:
            yield item, item.rule


def order(book: RuleBook, today: date) -> Issues:
    """Each remedy comes after remedies that are there, and none after itself by a detour."""
    for item, rule in _remedies(book):
        for number, first in enumerate(rule.after):
            if first not in book.remedies:
                what = f"it comes after {first}, which is no remedy in use"
                yield issue(item, ("after", number), what, "Name one that is, or leave it out.")
    try:
        TopologicalSorter({rule.id: rule.after for _, rule in _remedies(book)}).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]
        # Two remedies of one circle are no two faults: it is told once, at the first by name.
        found = book.get(min(circle))
        if found is not None:
            what = f"its order goes in a circle: {' after '.join(reversed(circle))}"
            yield issue(found, ("after",), what, "Take one of them out of after.")


def letters(book: RuleBook, today: date) -> Issues:
    """The letters that remedies name exist. Asked only of sets that hold letters."""
    known = {item.rule.id for item in book.loaded if item.rule.id.startswith("letter.")}
    for item, rule in _remedies(book) if known else ():
        for number, letter in enumerate(rule.letters):
            if letter not in known:
                mend = f"Known letters: {', '.join(sorted(known))}."
                yield issue(item, ("letters", number), f"no letter is called {letter}", mend)


def reached(book: RuleBook, today: date) -> Issues:
    """A remedy that no source names, that fits no finding, that is no general advice and that no
    other remedy needs done first would never be seen by anybody."""
    named = {source.remedy for source in book.sources.values()}
    named |= {first for _, rule in _remedies(book) for first in rule.after}
    for item, rule in _remedies(book):
        by_choice = rule.nature is RemedyClass.PUBLIC_BY_CHOICE
        if not (rule.applies or rule.general or by_choice or rule.id in named):
            yield issue(
                item,
                ("id",),
                "nothing leads to this remedy",
                "Name it in a source, or give it applies or general.",
                Severity.WARNING,
            )
