"""Names: split into given, middle and family name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from scanner.model.facts import FactKind
from scanner.profile.reading import Doubt, Reading, Unreadable, masked, single, words

PARTS = ("given", "middle", "family")

_TITLES = words(
    """
    mr mrs miss ms mx dr prof professor rev reverend revd cllr councillor sir dame lord lady
    baroness baron hon capt captain maj major col colonel lt sgt
    """
)
_LETTERS_AFTER = words(
    """
    MP MS MSP MLA AM OBE MBE CBE KBE DBE BEM JP KC QC PHD MA BA BSC MSC FRSA DL
    """
)
_PARTICLES = words(
    """
    de del della di da das do dos du la le van von der den ter ten bin bint ibn al el ap ab
    mac st st. san
    """
)
"""Words that belong to the family name after them."""


def name_reader(kind: FactKind) -> Callable[[Mapping[str, str]], Reading]:
    """The reader for a kind whose values are personal names."""

    def read(given: Mapping[str, str]) -> Reading:
        pieces = (
            split_name(single(given))
            if "value" in given
            else {part: given.get(part, "") for part in PARTS}
        )
        whole = " ".join(text for text in pieces.values() if text)
        if not whole:
            raise Unreadable("is empty.", 'Write a name, such as "Jane Marlow".')
        parts = tuple((name, masked(kind, text)) for name, text in pieces.items() if text)
        return Reading(masked(kind, whole), parts, doubts=_doubts(whole))

    return read


def read_alias(given: Mapping[str, str]) -> Reading:
    """A pseudonym or nickname, which is kept whole: "The Wexcombe Walker" has no family name."""
    text = single(given)
    return Reading(masked(FactKind.ALIAS, text), doubts=_doubts(text))


def split_name(text: str) -> dict[str, str]:
    """Given, middle and family name of a name as people write it.

    Titles and letters after the name are left out; "Marlow, Jane" is turned round; a single word
    is taken as a given name.
    """
    head, _, tail = text.partition(",")
    after_comma = _without_letters_after(tail.replace(",", " ").split())
    if after_comma:
        given = _without_titles(after_comma)
        return _named(given[:1], given[1:], head.split())
    written = _without_letters_after(head.split()) or head.split()
    found = _without_titles(written)
    if len(found) < 2:
        # "Mrs Marlow" gives a family name; a word alone is what people are called.
        return _named([], [], found) if len(written) > 1 else _named(found, [], [])
    family = len(found) - 1
    while family > 1 and found[family - 1].lower() in _PARTICLES:
        family -= 1
    return _named(found[:1], found[1:family], found[family:])


def _named(given: list[str], middle: list[str], family: list[str]) -> dict[str, str]:
    return {"given": " ".join(given), "middle": " ".join(middle), "family": " ".join(family)}


def _without_titles(found: list[str]) -> list[str]:
    start = 0
    while start < len(found) - 1 and found[start].lower().rstrip(".") in _TITLES:
        start += 1
    return found[start:]


def _without_letters_after(found: list[str]) -> list[str]:
    end = len(found)
    while end and _is_letters_after(found[end - 1]):
        end -= 1
    return found[:end]


def _is_letters_after(word: str) -> bool:
    bare = word.replace(".", "")
    return bare.isupper() and bare in _LETTERS_AFTER


def _doubts(name: str) -> tuple[Doubt, ...]:
    if any(char.isdigit() or char in "@/<>" for char in name):
        return (Doubt("has characters that are unusual in a name.", "Check it."),)
    return ()
