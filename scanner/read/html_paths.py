"""The paths of a page's elements, made from their parents when somebody asks for one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

_PATH_DEPTH = 12
_DEEPEST_LOOK = 40
"""Elements around a line that are told of, at most: more are nested for nothing, or by malice."""
_TAG_LENGTH = 40


class ElementPaths:
    """Paths of lines, made from the elements' parents when asked for."""

    __slots__ = ("_endings", "_known", "_numbers", "_parents", "_tags")

    def __init__(
        self, tags: list[str], parents: list[int], numbers: Sequence[int], endings: Sequence[str]
    ) -> None:
        self._tags = tags
        self._parents = parents
        self._numbers = numbers
        self._endings = endings
        self._known: dict[int, str] = {-1: ""}

    def __getitem__(self, index: int) -> str:
        number = self._numbers[index]
        path = self._known.get(number)
        if path is None:
            path = self._known[number] = path_of(number, self._tags, self._parents)
        return path + self._endings[index]

    def endings(self) -> Sequence[str]:
        return self._endings

    def enclosing(self, index: int) -> Iterator[tuple[int, str]]:
        number = self._numbers[index]
        for _ in range(_DEEPEST_LOOK):
            if number < 0:
                return
            yield number, self._tags[number]
            number = self._parents[number]


def path_of(number: int, tags: Sequence[str], parents: Sequence[int]) -> str:
    """The element's path from the root; of a deep one only the last steps."""
    steps: list[str] = []
    while number >= 0 and len(steps) < _PATH_DEPTH:
        steps.append(tags[number][:_TAG_LENGTH])
        number = parents[number]
    if number >= 0:
        steps.append("…")
    return "/".join(reversed(steps))
