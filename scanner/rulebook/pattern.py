"""Regular expressions of rules: RE2's, whose time grows with the text and with nothing else."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated, Any

import re2  # type: ignore[import-untyped]
from pydantic import AfterValidator, StringConstraints

LONGEST = 400
"""Characters of an expression."""
LONGEST_TEXT = 20_000
"""Code points of a text in which an expression is looked for; the rest is not looked at."""
_MOST_MEMORY = 1 << 20
"""Bytes that an expression may take once compiled: `{1000}` within `{1000}` is refused."""


@lru_cache(maxsize=4096)
def _compiled(expression: str) -> Any:
    options = re2.Options()
    options.log_errors = False
    options.max_mem = _MOST_MEMORY
    return re2.compile(expression, options)


def _check(expression: str) -> str:
    try:
        _compiled(expression)
    except re2.error as error:
        reason = error.args[0]
        reason = reason.decode(errors="replace") if isinstance(reason, bytes) else reason
        raise ValueError(
            f"is not a regular expression in RE2's syntax, which has no look-around and no "
            f"back-references: {reason}"
        ) from None
    return expression


Pattern = Annotated[
    str, StringConstraints(min_length=1, max_length=LONGEST), AfterValidator(_check)
]


def is_pattern(expression: str) -> bool:
    """Whether an expression can be used, in this syntax and within the bounds."""
    try:
        _compiled(expression)
    except re2.error:
        return False
    return True


def fits(expression: str, text: str) -> bool:
    """Whether the whole text fits the expression."""
    return len(text) <= LONGEST_TEXT and _compiled(expression).fullmatch(text) is not None


def taken_by(expression: str, text: str) -> str:
    """The first group of the first match (the match itself without groups); empty when none."""
    match = _compiled(expression).search(text[:LONGEST_TEXT])
    if match is None:
        return ""
    found: str | None = match.group(1) if _compiled(expression).groups else match.group(0)
    return found or ""
