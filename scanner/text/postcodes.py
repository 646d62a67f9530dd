"""UK postcodes in the forms that people and web addresses write them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.text.normalise import Normalised
from scanner.text.spotted import Spotted

_OUTWARD = r"[a-z]{1,2}[0-9][a-z0-9]?"
_INWARD = r"[0-9][abd-hjlnp-uw-z]{2}"
_RUN_ON = r"(?:tel|phone|mob|e-?mail|fax|web|map|view|get d|0[127][0-9]{3})"
"""What pages put after a postcode with nothing but style between."""
_ENDS = re.compile(rf"{_INWARD}(?:(?![a-z0-9])|(?={_RUN_ON}))")
"""The rarer half of a postcode, which a text is searched for; it begins with a digit."""
_BEGINS = re.compile(rf"(?<![a-z0-9])({_OUTWARD})([ +\-_.]?)$")
_LONGEST_OUTWARD = 6
"""Code points, with a gap and one more that shows that nothing stands before."""
_UNIT = re.compile(rf"({_OUTWARD})({_INWARD})")
_DISTRICT = re.compile(_OUTWARD)


def find_postcodes(page: Normalised) -> Iterator[Spotted]:
    """Full (unit) postcodes in folded text, canonical: upper case, one space before the last three.

    Usual are those with a space, or in capitals without one.
    """
    text = page.text
    for inward in _ENDS.finditer(text):
        at = inward.start()
        before = _BEGINS.search(text, max(0, at - _LONGEST_OUTWARD), at)
        if before is None:
            continue
        start, end = before.start(), inward.end()
        usual = before[2] == " " or (before[2] == "" and page.slice(start, end).isupper())
        yield Spotted(start, end, f"{before[1]} {inward.group()}".upper(), usual=usual)


def canonical_postcode(text: str) -> str:
    """ "WX4 7QT" of any way of writing it; a district stays one; other text comes back empty."""
    compact = "".join(char for char in text.lower() if char.isalnum())
    if unit := _UNIT.fullmatch(compact):
        return f"{unit[1]} {unit[2]}".upper()
    return compact.upper() if _DISTRICT.fullmatch(compact) else ""
