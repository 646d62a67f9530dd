"""Names as lists write them, put the way people write them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.profile.names import split_name
from scanner.profile.reading import words

CAPITALS = "Names in capitals were written small."
TURNED = "Names with the family name first were turned round."
APOSTROPHES = "Backticks in names were made apostrophes."

_SMALL = words(
    """
    de del della di da das do dos du la le van von der den ter ten bin bint ibn al el ap ab ferch
    y e
    """
)
"""Words within a name that are written small."""
_KEPT = words(
    "MP MS MSP MLA AM OBE MBE CBE KBE DBE BEM JP KC QC PHD MA BA BSC MSC FRSA DL II III IV"
)
_SEVERAL = re.compile(r"[;\n|]|\s&\s|\s+and\s+", re.IGNORECASE)
_SHORTEST_SHOUTED = 3
"""Letters: two capitals before a name are initials ("JP Marlow")."""


def holds_several(text: str) -> bool:
    """Whether there is more than one person in a cell."""
    return bool(_SEVERAL.search(text.strip()))


def mended_name(text: str) -> tuple[str, tuple[str, ...]]:
    """The name as people write it, and what was done to it."""
    notes: list[str] = []
    if "`" in text or "´" in text:
        text = re.sub("[`´]", "'", text)
        notes.append(APOSTROPHES)
    turned = _turned(text)
    if turned != text:
        notes.append(TURNED)
    quiet = _quiet(turned)
    if quiet != turned:
        notes.append(CAPITALS)
    # Titles and letters after the name are no part of it.
    whole = " ".join(piece for piece in split_name(quiet).values() if piece)
    return whole or quiet, tuple(notes)


def _turned(text: str) -> str:
    """`MARLOW, Jane` and `MARLOW Jane` the way they are said; everything else as it is."""
    if "," in text:
        family, _, given = text.partition(",")
        is_plain = given.strip() and "," not in given and not _is_letters(given)
        return f"{given.strip()} {family.strip()}" if is_plain and family.strip() else text
    parts = text.split()
    shouted = 0
    while shouted < len(parts) and _is_shouted(parts[shouted]):
        shouted += 1
    after = parts[shouted:]
    if shouted and after and not any(map(_is_shouted, after)):
        return " ".join([*after, *parts[:shouted]])
    return text


def _is_letters(text: str) -> bool:
    """Whether all of it is honours and degrees: "Jane Marlow, OBE"."""
    return all(word.replace(".", "").upper() in _KEPT for word in text.split())


def _is_shouted(word: str) -> bool:
    letters = [char for char in word if char.isalpha()]
    return len(letters) >= _SHORTEST_SHOUTED and word.upper() == word and word not in _KEPT


def _quiet(text: str) -> str:
    """Words in capitals written small, but for initials and honours."""
    parts = text.split()
    if not any(map(_is_shouted, parts)):
        return text
    all_loud = text.upper() == text
    return " ".join(_lowered(parts, all_loud))


def _lowered(parts: list[str], all_loud: bool) -> Iterator[str]:
    for place, word in enumerate(parts):
        letters = [char for char in word if char.isalpha()]
        is_loud = word.upper() == word and len(letters) > 1 and "." not in word
        if word in _KEPT or not is_loud or (len(letters) < _SHORTEST_SHOUTED and not all_loud):
            yield word
        elif 0 < place < len(parts) - 1 and word.lower() in _SMALL:
            yield word.lower()
        else:
            yield _titled(word)


def _titled(word: str) -> str:
    """`O'NEILL-MCDONALD` as O'Neill-McDonald."""

    def cased(match: re.Match[str]) -> str:
        low = match.group().lower()
        if low.startswith("mc") and len(low) > 3:
            return "Mc" + low[2:].capitalize()
        return low.capitalize()

    return re.sub(r"[^\W\d_]+", cased, word)
