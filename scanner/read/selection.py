"""What a rule wants taken from a page by CSS or jmespath, and where it stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import jmespath
from bs4 import BeautifulSoup, Tag
from bs4.exceptions import ParserRejectedMarkup
from jmespath.exceptions import JMESPathError

from scanner.model.document import Query, Selected
from scanner.read.json_text import Span, compact
from scanner.read.links import absolute
from scanner.read.text_builder import collapsed, printable

MAX_CSS_MARKUP = 2_000_000
"""Code points of markup in which selectors are still answered (BeautifulSoup: about 9 MB/s)."""
MAX_CSS_ELEMENTS = 50_000
MAX_CSS_DEPTH = 256
"""Selectors with descendants cost elements times depth."""
MAX_RESULTS = 1_000
"""Results per query; what comes after them is not taken."""

_NOWHERE: Span = (-1, -1)
_URL_ATTRIBUTES = frozenset({"href", "src", "action"})


@dataclass(slots=True)
class Elements:
    """Start tags of a page in order, each with where its content stands in the text."""

    tags: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    max_depth: int = 0


@dataclass(frozen=True, slots=True)
class Answered:
    """Results in page order per query, and the queries that could not be answered."""

    selected: tuple[Selected, ...] = ()
    unanswered: tuple[Query, ...] = ()


def select_json(
    queries: Sequence[Query], data: Any, locate: Callable[[Any], Span], text: str
) -> Answered:
    """Answers jmespath queries. A list is taken item by item; null is no result."""
    selected: list[Selected] = []
    unanswered: list[Query] = []
    for query in queries:
        try:
            result = jmespath.search(query.expression, data)
        except (JMESPathError, RecursionError, ValueError, TypeError, ArithmeticError):
            unanswered.append(query)
            continue
        items = result if isinstance(result, list) else [result]
        for item in items[:MAX_RESULTS]:
            if item is not None:
                start, end = _trimmed(text, locate(item))
                selected.append(Selected(query, printable(compact(item)), start, end))
    return Answered(tuple(selected), tuple(unanswered))


def select_css(
    queries: Sequence[Query],
    markup: str,
    elements: Elements,
    text: str,
    shown_within: Callable[[int, int], str],
    base_url: str,
) -> Answered:
    """Answers CSS queries; unanswered where the markup is beyond the bounds.

    An element is located by its number among the start tags: BeautifulSoup and the text come of
    the same parser. Where their orders differ all the same, the result has no place.
    """
    if not queries or not elements.tags:
        return Answered()
    if (
        len(markup) > MAX_CSS_MARKUP
        or len(elements.tags) > MAX_CSS_ELEMENTS
        or elements.max_depth > MAX_CSS_DEPTH
    ):
        return Answered(unanswered=tuple(queries))
    try:
        soup = BeautifulSoup(markup, "lxml")
    except (ParserRejectedMarkup, RecursionError, ValueError):
        return Answered(unanswered=tuple(queries))
    tags = soup.find_all(True)
    in_step = [tag.name for tag in tags] == elements.tags
    numbers = {id(tag): number for number, tag in enumerate(tags)} if in_step else {}
    selected: list[Selected] = []
    unanswered: list[Query] = []
    for query in queries:
        try:
            matches = soup.select(query.expression, limit=MAX_RESULTS)
        except (RecursionError, ValueError, NotImplementedError):
            unanswered.append(query)
            continue
        for match in matches:
            number = numbers.get(id(match))
            span = _NOWHERE if number is None else (elements.starts[number], elements.ends[number])
            result = _taken(query, match, _trimmed(text, span), shown_within, base_url)
            if result is not None:
                selected.append(result)
    return Answered(tuple(selected), tuple(unanswered))


def _taken(
    query: Query, match: Tag, span: Span, shown_within: Callable[[int, int], str], base_url: str
) -> Selected | None:
    if query.attribute:
        value = match.get(query.attribute)
        if value is None:
            return None
        words = value if isinstance(value, str) else " ".join(value)
        if query.attribute in _URL_ATTRIBUTES:
            words = absolute(base_url, words) or words
        return Selected(query, printable(words.strip()))
    words = shown_within(*span) if span != _NOWHERE else collapsed(match.get_text(" "))
    return Selected(query, printable(words), *span)


def _trimmed(text: str, span: Span) -> Span:
    """The span without white space at its ends; nowhere when nothing is left."""
    start, end = span
    while start < end and text[start] in " \n":
        start += 1
    while end > start and text[end - 1] in " \n":
        end -= 1
    return (start, end) if 0 <= start < end else _NOWHERE
