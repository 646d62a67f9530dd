"""YAML without its traps: one document, plain values only, and the place of every key and value.

Built from the parser's events in one pass without recursion; nesting and what aliases stand for
are bounded, so that no text can exhaust anything. Differs from YAML 1.1 on purpose: only `true` and
`false` are booleans (`NO` is a country), dates stay text, and a number that begins with a zero must
be quoted, because YAML would read a telephone number as octal.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import yaml

from scanner.rulebook.json_rule import NotJson, parse_json
from scanner.rulebook.plain_yaml import NotPlain, parse_plain
from scanner.rulebook.scalars import LeadingZero, meaning

MAX_CHARACTERS = 200_000
MAX_DEPTH = 30
MAX_NODES = 20_000
"""Values of a document, those that its aliases stand for counted each time."""

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """Line and column, both counted from 1."""

    line: int
    column: int


START = Position(1, 1)


class YamlProblem(Exception):
    """A text that cannot be read. Positions are within the text."""

    def __init__(self, position: Position, what: str, mend: str) -> None:
        self.position = position
        self.what = what
        self.mend = mend
        super().__init__(what)


class YamlDocument:
    """The value of a text, and where each key and each value of it stands."""

    def __init__(self, value: Any, text: str, built: _Builder | None = None) -> None:
        self.value = value
        self._text = text
        self._built = built

    @cached_property
    def _places(self) -> _Builder:
        """Worked out when they are asked for, which is when something is wrong."""
        return self._built or _build(self._text)

    @property
    def keys(self) -> dict[Path, Position]:
        return self._places.keys

    @property
    def values(self) -> dict[Path, Position]:
        return self._places.values

    def place(self, path: Path, of_key: bool = False) -> Position:
        """Where the value at `path` stands, or its nearest enclosing one when it is not there."""
        for length in range(len(path), -1, -1):
            known = self.keys if of_key and length == len(path) else self.values
            if (found := known.get(path[:length])) is not None:
                return found
        return START


@dataclass
class _Open:
    """A mapping or list whose end has not come yet."""

    path: Path
    value: dict[str, Any] | list[Any]
    anchor: str | None
    nodes_before: int
    """How many values the document had when this one began."""
    key: str | None = None
    height: int = 1
    """Levels of nesting, itself included."""
    mapping: bool = field(init=False)

    def __post_init__(self) -> None:
        self.mapping = isinstance(self.value, dict)


@dataclass(frozen=True, slots=True)
class _Anchored:
    """A finished value that aliases may stand for."""

    value: Any
    nodes: int
    height: int


class _Builder:
    def __init__(self) -> None:
        self.keys: dict[Path, Position] = {}
        self.values: dict[Path, Position] = {}
        self.root: Any = None
        self.documents = 0
        self._open: list[_Open] = []
        self._anchored: dict[str, _Anchored] = {}
        self._nodes = 0

    def take(self, event: yaml.Event) -> None:
        position = _position(event.start_mark)
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise YamlProblem(position, "a second document begins", "Write one rule a file.")
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event, position)
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            self._untagged(event, position)
            self._begin(event, position)
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            self._end()
        elif isinstance(event, yaml.ScalarEvent):
            self._untagged(event, position)
            self._scalar(event, position)

    def _untagged(self, event: yaml.NodeEvent, position: Position) -> None:
        if getattr(event, "tag", None):
            raise YamlProblem(position, "tags (!name) are not allowed", "Leave the tag out.")

    def _alias(self, event: yaml.AliasEvent, position: Position) -> None:
        """Aliases repeat a finished value; what they stand for counts every time."""
        meant = self._anchored.get(event.anchor or "")
        if meant is None:
            mend = f"Write &{event.anchor} before the value that it stands for."
            raise YamlProblem(position, f"the alias *{event.anchor} stands for nothing", mend)
        self._no_key_here(position)
        self._count(meant.nodes, position)
        self._bound_depth(meant.height, position)
        if self._open:
            self._open[-1].height = max(self._open[-1].height, meant.height + 1)
        self._put(meant.value, position)

    def _begin(self, event: yaml.NodeEvent, position: Position) -> None:
        self._no_key_here(position)
        self._bound_depth(1, position)
        value: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
        nodes_before = self._nodes
        self._count(1, position)
        self._open.append(_Open(self._put(value, position), value, event.anchor, nodes_before))

    def _end(self) -> None:
        done = self._open.pop()
        if self._open:
            self._open[-1].height = max(self._open[-1].height, done.height + 1)
        if done.anchor:
            nodes = self._nodes - done.nodes_before
            self._anchored[done.anchor] = _Anchored(done.value, nodes, done.height)

    def _no_key_here(self, position: Position) -> None:
        if self._open and self._open[-1].mapping and self._open[-1].key is None:
            raise YamlProblem(position, "a key must be a word", "Did you mean to quote {…} or […]?")

    def _bound_depth(self, more: int, position: Position) -> None:
        if len(self._open) + more > MAX_DEPTH:
            raise YamlProblem(position, "is nested too deeply", f"At most {MAX_DEPTH} levels.")

    def _count(self, nodes: int, position: Position) -> None:
        self._nodes += nodes
        if self._nodes > MAX_NODES:
            raise YamlProblem(position, "holds too many values", f"At most {MAX_NODES:,} of them.")

    def _scalar(self, event: yaml.ScalarEvent, position: Position) -> None:
        self._count(1, position)
        innermost = self._open[-1] if self._open else None
        if innermost is None or not innermost.mapping or innermost.key is not None:
            value = _value(event, position)
            self._put(value, position)
            if event.anchor:
                self._anchored[event.anchor] = _Anchored(value, 1, 0)
            return
        if event.value in innermost.value:
            first = self.keys[(*innermost.path, event.value)].line
            raise YamlProblem(
                position,
                f"key {event.value!r} stands here a second time, first in line {first}",
                "Keep one of them.",
            )
        innermost.key = event.value
        self.keys[(*innermost.path, event.value)] = position

    def _put(self, value: Any, position: Position) -> Path:
        """Hang `value` into what is open, and say at which path it hangs."""
        path: Path = ()
        if not self._open:
            self.root = value
        else:
            innermost = self._open[-1]
            if isinstance(innermost.value, list):
                path = (*innermost.path, len(innermost.value))
                innermost.value.append(value)
            else:
                assert innermost.key is not None
                path = (*innermost.path, innermost.key)
                innermost.value[innermost.key] = value
                innermost.key = None
        self.values[path] = position
        return path


def _position(mark: Any) -> Position:
    return Position(mark.line + 1, mark.column + 1)


def _value(event: yaml.ScalarEvent, position: Position) -> Any:
    try:
        return meaning(event.value, bool(event.style))
    except LeadingZero:
        raise YamlProblem(
            position,
            "a number that begins with a zero would be read as octal",
            f'Put it in quotes: "{event.value}".',
        ) from None


def parse(text: str) -> YamlDocument:
    """The one document in `text`. Raises YamlProblem at the first thing that is wrong.

    A document that is JSON, with comments before it at most, is read as such: it means the same,
    and takes a thirtieth of the time. One without anything unusual takes half of it.
    """
    if len(text) > MAX_CHARACTERS:
        raise YamlProblem(
            START, "the file is too large for a rule", f"At most {MAX_CHARACTERS:,} characters."
        )
    for quickly in (parse_json, parse_plain):
        with suppress(NotJson, NotPlain):
            return YamlDocument(quickly(text), text)
    built = _build(text)
    return YamlDocument(built.root, text, built)


def _build(text: str) -> _Builder:
    builder = _Builder()
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        position = _position(mark) if mark else START
        what = f"is not YAML: {error.problem or error.context}"
        raise YamlProblem(position, what, "Look at the indentation and the quotes.") from None
    except yaml.YAMLError as error:
        what = f"is not YAML: {str(error).splitlines()[0]}"
        raise YamlProblem(START, what, "Save it as plain UTF-8 text.") from None
    return builder
