"""What a rule wants taken from a page by CSS or jmespath, and where it stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import jmespath
from bs4 import BeautifulSoup, Tag
from bs4.exceptions import ParserRejectedMarkup
from jmespath.exceptions import JMESPathError
from lxml import etree

from scanner.model.document import Query, Selected
from scanner.read.css_tree import Tree, is_plain
from scanner.read.json_text import Span, compact
from scanner.read.links import absolute
from scanner.read.text_builder import collapsed, printable

MAX_CSS_MARKUP = 2_000_000
"""Code points of markup in which selectors are still answered (BeautifulSoup: about 9 MB/s)."""
MAX_CSS_ELEMENTS = 50_000
MAX_CSS_DEPTH = 256
"""Selectors with descendants cost elements times depth."""
MAX_CSS_ATTRIBUTES = 1_000
"""Of one element: the parser's tree costs their square."""
MAX_RESULTS = 1_000
"""Results per query; what comes after them is not taken."""

_NOWHERE: Span = (-1, -1)
_LISTS = frozenset({"class", "rel", "rev", "headers", "accesskey"})
"""Attributes that hold a list of words."""
_URL_ATTRIBUTES = frozenset({"href", "src", "action"})


@dataclass(slots=True)
class Elements:
    """Start tags of a page in order, each with where its content stands in the text."""

    tags: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    max_depth: int = 0
    max_attributes: int = 0
    """Of the element that has most."""


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

    An element is located by its number among the start tags: trees and the text come of the same
    parser. Where their orders differ all the same, the result has no place.
    """
    if not queries or not elements.tags:
        return Answered()
    if (
        len(markup) > MAX_CSS_MARKUP
        or len(elements.tags) > MAX_CSS_ELEMENTS
        or elements.max_depth > MAX_CSS_DEPTH
        or elements.max_attributes > MAX_CSS_ATTRIBUTES
    ):
        return Answered(unanswered=tuple(queries))
    taken = _Taking(text, elements, shown_within, base_url)
    if all(is_plain(query.expression) for query in queries):
        try:
            tree = Tree(markup)
        except (etree.LxmlError, ValueError):
            return Answered(unanswered=tuple(queries))
        if tree.tags == elements.tags:
            return Answered(
                tuple(
                    result
                    for query in queries
                    for number, match in tree.select(query.expression, MAX_RESULTS)
                    if (result := taken.of_element(query, match, number)) is not None
                )
            )
    return _select_by_soup(queries, markup, elements, taken)


def _select_by_soup(
    queries: Sequence[Query], markup: str, elements: Elements, taken: _Taking
) -> Answered:
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
            result = taken.of_tag(query, match, numbers.get(id(match)))
            if result is not None:
                selected.append(result)
    return Answered(tuple(selected), tuple(unanswered))


class _Taking:
    """Makes results of elements, whoever found them."""

    def __init__(
        self,
        text: str,
        elements: Elements,
        shown_within: Callable[[int, int], str],
        base_url: str,
    ) -> None:
        self._text = text
        self._elements = elements
        self._shown_within = shown_within
        self._base_url = base_url

    def of_tag(self, query: Query, match: Tag, number: int | None) -> Selected | None:
        """Of BeautifulSoup's; None where the attribute that is wanted is missing."""
        value = match.get(query.attribute) if query.attribute else None
        words = value if value is None or isinstance(value, str) else " ".join(value)
        return self._result(query, words, number, lambda: match.get_text(" "))

    def of_element(self, query: Query, match: etree._Element, number: int) -> Selected | None:
        """The same of lxml's."""
        value = match.get(query.attribute) if query.attribute else None
        if value is not None and query.attribute in _LISTS:
            value = " ".join(value.split())
        return self._result(query, value, number, lambda: " ".join(map(str, match.itertext())))

    def _result(
        self, query: Query, value: str | None, number: int | None, said: Callable[[], str]
    ) -> Selected | None:
        span = _NOWHERE
        if number is not None and self._elements.starts:
            span = (self._elements.starts[number], self._elements.ends[number])
        if query.attribute:
            if value is None:
                return None
            if query.attribute in _URL_ATTRIBUTES:
                value = absolute(self._base_url, value) or value
            # An attribute stands where its element does, though that may show no text.
            shown = _trimmed(self._text, span)
            return Selected(
                query, printable(value.strip()), *(shown if shown != _NOWHERE else span)
            )
        span = _trimmed(self._text, span)
        words = self._shown_within(*span) if span != _NOWHERE else collapsed(said())
        return Selected(query, printable(words), *span)


def _trimmed(text: str, span: Span) -> Span:
    """The span without white space at its ends; nowhere when nothing is left."""
    start, end = span
    while start < end and text[start] in " \n":
        start += 1
    while end > start and text[end - 1] in " \n":
        end -= 1
    return (start, end) if 0 <= start < end else _NOWHERE
