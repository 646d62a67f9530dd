"""What is asked where a piece of a fact is met."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Set
from dataclasses import dataclass

from scanner.match.glance.looks import Look
from scanner.match.glance.names import Named
from scanner.match.glance.sheet import Sheet

WholeCheck = Callable[[Sheet, Look], Set[str]]
"""Of whom more than a piece stands in a text in which it was met."""
PlaceCheck = Callable[[Sheet, Look, int, int], Set[str]]
"""The same where it was met, at [start, end) of a skeleton."""


@dataclass(frozen=True, slots=True)
class Sign:
    """A piece of somebody's fact, as a skeleton has it."""

    literal: bytes
    whole: WholeCheck | None = None
    """Asked once of a text, however often the piece and others of this check are in it."""
    place: PlaceCheck | None = None
    """Asked wherever the piece is met."""


def theirs(people: Iterable[str]) -> WholeCheck:
    """What is enough wherever it stands."""
    those = frozenset(people)
    return lambda sheet, look: those


def with_name(people: Collection[str], named: Named) -> WholeCheck:
    """What is enough where the name stands on the page as well."""
    group = named.group(people)
    return lambda sheet, look: sheet.called(group, look).keys()


def shown(check: WholeCheck) -> WholeCheck:
    """The check of a text that a reader sees."""
    return lambda sheet, look: frozenset() if look.is_code else check(sheet, look)
