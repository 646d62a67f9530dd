"""CSS selectors without anything unusual: almost all that rules hold.

They are selectors to every engine, so that none has to be loaded to check them.
"""

from __future__ import annotations

import re

_NAME = r"-?[A-Za-z_][A-Za-z0-9_-]*"
_SPACE = r"[ \t\n]"
_VALUE = rf"(?:{_NAME}|\"[^\"\\\r\n\f]*\"|'[^'\\\r\n\f]*')"
_BEFORE = rf"\[{_SPACE}*{_NAME}{_SPACE}*"
_ATTRIBUTE = rf"{_BEFORE}(?:[*^$~|]?={_SPACE}*{_VALUE}{_SPACE}*)?\]"
_CASELESS = rf"{_BEFORE}[*^$~|]?={_SPACE}*{_VALUE}{_SPACE}+i{_SPACE}*\]"


def _compounds(*parts: str) -> str:
    """An element, told by its name, its parts or both."""
    part = rf"(?:\.{_NAME}|#{_NAME}|{'|'.join(parts)})"
    return rf"(?:(?:{_NAME}|\*){part}*|{part}+)"


def _selectors(compound: str) -> re.Pattern[str]:
    """Descendants, children and lists of them."""
    between = rf"(?:{_SPACE}*[,>]{_SPACE}*|{_SPACE}+)"
    return re.compile(rf"{_SPACE}*{compound}(?:{between}{compound})*{_SPACE}*")


_INNER = _compounds(_ATTRIBUTE, _CASELESS)
_AROUND = (
    rf":(?:not|has)\({_SPACE}*{_INNER}(?:{_SPACE}*,{_SPACE}*{_INNER})*{_SPACE}*\)"  # no nesting
)
_PLAIN = _selectors(_compounds(_ATTRIBUTE))
_COMMON = _selectors(_compounds(_ATTRIBUTE, _CASELESS, _AROUND))


def is_plain_css(expression: str) -> bool:
    """Whether it is of names, classes, ids, attributes, descendants and children only.

    Without siblings: on a flat page those cost the square of its elements.
    """
    return _PLAIN.fullmatch(expression) is not None


def is_common_css(expression: str) -> bool:
    """Whether it is certainly a selector. What is not common may be one all the same."""
    return _COMMON.fullmatch(expression) is not None
