"""Plain CSS selectors on a page's tree: what most rules ask, at a tenth of the cost.

Classes, ids, attributes, descendants and children mean the same to every engine. Anything further
is left to BeautifulSoup's, in which rules are checked.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from lxml import etree

from scanner.rulebook.plain_css import is_plain_css

CSSSelector: Any
try:
    from lxml.cssselect import CSSSelector
except ImportError:  # An extra of lxml's; without it all selectors go the slower way.
    CSSSelector = None

_BY_TYPE = re.compile(r"\[\s*type\b", re.IGNORECASE)
"""The one attribute whose value HTML compares without case."""


def is_plain(expression: str) -> bool:
    """Whether a selector means the same here as to BeautifulSoup."""
    is_known = is_plain_css(expression) and not _BY_TYPE.search(expression)
    return is_known and CSSSelector is not None


class Tree:
    """A page as a tree, and its elements in the order of their start tags."""

    def __init__(self, markup: str) -> None:
        """Raises etree.LxmlError for markup that holds no element."""
        parser = etree.HTMLParser(huge_tree=True, encoding="utf-8")
        self._root = etree.fromstring(markup.encode("utf-8", "replace"), parser)
        self._elements = list(self._root.iter("*"))

    @property
    def tags(self) -> list[str]:
        return [str(element.tag) for element in self._elements]

    def select(self, expression: str, limit: int) -> list[tuple[int, etree._Element]]:
        """Number and element of each match, in page order."""
        matches: list[etree._Element] = _compiled(expression)(self._root)[:limit]
        if not matches:
            return []
        numbers = {element: number for number, element in enumerate(self._elements)}
        return [(numbers[element], element) for element in matches]


@lru_cache(maxsize=1024)
def _compiled(expression: str) -> Any:
    return CSSSelector(expression, translator="html")
