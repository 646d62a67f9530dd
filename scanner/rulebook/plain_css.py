"""CSS selectors without anything unusual: almost all that rules hold.

They are selectors to every engine, so that none has to be loaded to check them.
"""

from __future__ import annotations

import re

_NAME = r"-?[A-Za-z_][A-Za-z0-9_-]*"
_SPACE = r"[ \t\n]"
_VALUE = rf"(?:{_NAME}|\"[^\"\\\r\n\f]*\"|'[^'\\\r\n\f]*')"


def _compound(part: str) -> str:
    """An element, told by its name, its parts or both. It never is empty where it counts: what it
    leaves must be a space, a comma or `>`, and with none of these may it begin."""
    return rf"(?=[^ \t\n,>)])(?:{_NAME}|\*)?(?:[.#]{_NAME}|{part})*"


def _attribute(flag: str) -> str:
    compared = rf"[*^$~|]?={_SPACE}*{_VALUE}{flag}{_SPACE}*"
    return rf"\[{_SPACE}*{_NAME}{_SPACE}*(?:{compared})?\]"


def _selectors(compound: str) -> re.Pattern[str]:
    """Descendants, children and lists of them."""
    between = rf"(?:{_SPACE}*[,>]{_SPACE}*|{_SPACE}+)"
    return re.compile(rf"(?:(?:\A{_SPACE}*|(?!\A){between}){compound})+{_SPACE}*")


_ANY_CASE = _attribute(rf"(?:{_SPACE}+i)?")
_BEGIN = r"(?:(?<=:not|:has)\(|(?<!:not)(?<!:has),)"
_AROUND = rf":(?:not|has)(?:{_BEGIN}{_SPACE}*{_compound(_ANY_CASE)}{_SPACE}*)+\)"
_PLAIN = _selectors(_compound(_attribute("")))
_COMMON = _selectors(_compound(rf"{_ANY_CASE}|{_AROUND}"))


def is_plain_css(expression: str) -> bool:
    """Whether it is of names, classes, ids, attributes, descendants and children only.

    Without siblings: on a flat page those cost the square of its elements.
    """
    return _PLAIN.fullmatch(expression) is not None


def is_common_css(expression: str) -> bool:
    """Whether it is certainly a selector. What is not common may be one all the same."""
    return _COMMON.fullmatch(expression) is not None
