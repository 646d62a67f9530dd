"""How each kind of value is shown when it must not be readable.

A mask keeps what the owner needs to recognise the value and drops what a stranger needs to use it.
"""

from __future__ import annotations

import re

from scanner.model.facts import FactKind

DOT = "•"
_ALNUM = re.compile(r"[^\W_]")


def dots(text: str, keep_start: int = 0, keep_end: int = 0) -> str:
    """`text` with letters and digits replaced by dots, but for the first and last few of them."""
    if text.isalnum():  # as most are, and lists of thousands are masked at once
        hidden = len(text) - keep_start - keep_end
        if hidden <= 0:
            return DOT * len(text)
        return text[:keep_start] + DOT * hidden + text[keep_start + hidden :]
    if len(_ALNUM.findall(text)) <= keep_start + keep_end:
        return _ALNUM.sub(DOT, text)
    start, end = 0, len(text)
    for _ in range(keep_start):
        found = _ALNUM.search(text, start)
        assert found is not None  # there are more than are kept
        start = found.end()
    for _ in range(keep_end):
        end -= 1
        while not text[end].isalnum():
            end -= 1
    return text[:start] + _ALNUM.sub(DOT, text[start:end]) + text[end:]


def mask_phone(text: str) -> str:
    return dots(text, keep_start=2, keep_end=2)


def mask_email(text: str) -> str:
    user, at, host = text.partition("@")
    labels, dot, suffix = host.rpartition(".")
    return dots(user, keep_start=1) + at + dots(labels, keep_start=1) + dot + suffix


def mask_postcode(text: str) -> str:
    return dots(text, keep_start=2)


def mask_house(text: str) -> str:
    return dots(text)


def mask_street(text: str) -> str:
    """First letter, and the last word (Road, Lane) when there is more than one."""
    words = text.split()
    if len(words) < 2:
        return dots(text, keep_start=1)
    return " ".join([dots(words[0], keep_start=1), *(dots(w) for w in words[1:-1]), words[-1]])


_STREET_WORDS = frozenset(
    {"avenue", "close", "court", "crescent", "drive", "gardens", "grove", "hill", "lane", "mews"}
    | {"park", "place", "rise", "road", "row", "square", "street", "terrace", "walk", "way", "yard"}
)
"""Words that thousands of streets share: they help the owner and tell nobody anything."""


def mask_address(text: str) -> str:
    """Each word keeps its first letter, street words stay, and every digit goes."""
    return re.sub(
        r"\w+",
        lambda m: (
            m.group()
            if m.group().lower() in _STREET_WORDS
            else dots(m.group(), keep_start=0 if any(c.isdigit() for c in m.group()) else 1)
        ),
        text,
    )


def mask_date(text: str) -> str:
    """A date keeps its year: enough for the owner, and it is public for any company director."""
    return re.sub(
        r"\d+|[A-Za-z]+",
        lambda m: (
            m.group() if len(m.group()) == 4 and m.group().isdigit() else DOT * len(m.group())
        ),
        text,
    )


def mask_point(text: str) -> str:
    """Coordinates keep whole degrees, of decimal ones a first place (eleven kilometres)."""
    if re.search(r"\d ?(?:°|'|deg|[od] ?\d)", text):
        return re.sub(
            r"\d+(?:\.\d+)?(?! ?(?:°|deg|[od] ?\d))(?!\d)", lambda m: dots(m.group()), text
        )
    return re.sub(r"(\d\.\d)(\d+)", lambda m: m[1] + DOT * len(m[2]), text)


def mask_initials(text: str) -> str:
    return " ".join(dots(word, keep_start=1) for word in text.split())


_MASKS = {
    FactKind.ADDRESS: mask_address,
    FactKind.FORMER_NAME: mask_initials,
    FactKind.PHONE: mask_phone,
    FactKind.EMAIL: mask_email,
    FactKind.BIRTH_DATE: mask_date,
    FactKind.HOUSEHOLD_MEMBER: mask_initials,
    FactKind.VEHICLE: mask_postcode,
}

_PART_MASKS = {
    FactKind.ADDRESS: mask_address,
    "house": mask_house,
    "street": mask_street,
    "postcode": mask_postcode,
    "point": mask_point,
}


def mask_value(kind: FactKind, text: str) -> str:
    """The mask of a whole value of `kind`; for a piece of an address see `mask_part`."""
    if kind in (FactKind.NAME, FactKind.ALIAS, FactKind.DOMAIN):
        return text
    return _MASKS.get(kind, lambda value: dots(value, keep_start=1))(text)


def mask_part(name: str, text: str) -> str:
    """The mask of the piece of a fact called `name`."""
    return _PART_MASKS.get(name, lambda value: dots(value, keep_start=1))(text)
