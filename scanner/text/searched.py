"""A text in which a person's own facts are looked for, and what is told of it only once."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

from scanner.text.births import find_partial_births, near_births
from scanner.text.coordinates import Located, find_points
from scanner.text.dates import find_dates
from scanner.text.emails import find_emails
from scanner.text.normalise import normalise
from scanner.text.percent import decode_percent
from scanner.text.phones import find_phones
from scanner.text.spotted import Spotted

_NOT_A_DIGIT = re.compile(r"[^0-9]+")
_SIGNS = re.compile(r"[\W_]+")
_ALIKE = str.maketrans("oil", "011")
ByValue = Mapping[str, tuple[Spotted, ...]]


class SearchedText:
    """A text with its percent-encoding undone, folded. Offsets are of the folded text.

    What is spotted in it serves all facts of a person, so each sort is looked for once, and only
    when somebody asks.
    """

    def __init__(self, text: str) -> None:
        self._decoded = decode_percent(text)
        self.page = normalise(self._decoded.text)
        self.folded = self.page.text

    def written(self, start: int, end: int) -> str:
        """What stands in the (decoded) source of the folded stretch [start, end)."""
        return self.page.slice(start, end)

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the text as given that the folded stretch came from."""
        return self._decoded.span(*self.page.span(start, end))

    @cached_property
    def digits(self) -> str:
        """All its digits in a row: a number that is not in there is not in the text."""
        return _NOT_A_DIGIT.sub("", self.folded)

    @cached_property
    def letters(self) -> str:
        """All its letters and digits in a row, with those drawn alike made one."""
        return drawn_alike(self.folded)

    @cached_property
    def phones(self) -> ByValue:
        return _by_value(find_phones(self.page))

    @cached_property
    def emails(self) -> ByValue:
        return _by_value(find_emails(self.page))

    @cached_property
    def dates(self) -> ByValue:
        return _by_value(find_dates(self.page))

    @cached_property
    def partial_births(self) -> ByValue:
        return _by_value(find_partial_births(self.page))

    @cached_property
    def near_births(self) -> tuple[tuple[int, int], ...]:
        return near_births(self.folded)

    def is_near_birth(self, start: int, end: int) -> bool:
        """Whether any of the folded stretch [start, end) is near words of a birth."""
        at = bisect_right(self.near_births, (end,)) - 1
        return at >= 0 and self.near_births[at][1] > start

    @cached_property
    def points(self) -> tuple[Located, ...]:
        return tuple(find_points(self.folded))


def drawn_alike(folded: str) -> str:
    """The letters and digits of a folded text in a row; o and 0, i, l and 1 are one."""
    return _SIGNS.sub("", folded).translate(_ALIKE)


def _by_value(spotted: Iterable[Spotted]) -> ByValue:
    found: dict[str, list[Spotted]] = defaultdict(list)
    for item in spotted:
        found[item.value].append(item)
    return {value: tuple(items) for value, items in found.items()}
