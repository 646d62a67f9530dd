"""Names whose pieces stand in fields of their own: "Surname: Marlow", `givenName`, `familyName`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.match.name_run import WORD
from scanner.match.name_tables import Family, compact
from scanner.match.name_words import TITLES
from scanner.match.seen import Hit, Page

_FAMILY_LABEL = re.compile(
    r"(?:\bsurname|\b(?:last|family)[ _\-]?name)(?:\(s\)|s)?[^\w]{1,4}(?:is )?$"
)
_GIVEN_LABEL = re.compile(
    r"\b(?:first|given|fore|christian)[ _\-]?names?(?:\(s\))?[^\w]{1,4}(?=(\w[\w'\-]*))"
)
_REACH = 80
"""Code points between two fields of one form."""


def is_field(page: Page, start: int) -> bool:
    """Whether a label says that a family name follows."""
    return _FAMILY_LABEL.search(page.text, max(0, start - 24), start) is not None


def in_fields(page: Page, family: Family, start: int, end: int) -> Iterator[Hit]:
    """The given name from the field beside this one."""
    text = page.text
    for found in _GIVEN_LABEL.finditer(text, max(0, start - _REACH), end + _REACH):
        first = found.end()
        word = WORD.match(text, first)
        if word is None:
            continue
        while word is not None and word[0] in TITLES:
            word = WORD.match(text, word.end() + 1)
        if word is None or family.is_half:
            continue
        if named := family.given.get(compact(word[0])):
            if word.start() < start:
                yield Hit(named.all, "full", word.start(), end)
            else:
                yield Hit(named.all, "last_first", start, word.end())
            return
