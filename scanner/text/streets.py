"""Street names in canonical words, whatever short forms they are written with, and as patterns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import product

from scanner.text.normalise import fold
from scanner.text.phrases import JOINT, word_pattern, words_of

_TYPES: tuple[tuple[str, ...], ...] = (
    ("road", "rd"),
    ("street", "st", "str"),
    ("avenue", "ave", "av"),
    ("close", "cl"),
    ("crescent", "cres", "cresc"),
    ("drive", "dr", "drv"),
    ("gardens", "gdns", "gdn", "gds"),
    ("lane", "ln", "la"),
    ("place", "pl"),
    ("square", "sq"),
    ("terrace", "terr", "ter"),
    ("court", "ct", "crt"),
    ("grove", "gr", "grv", "gro"),
    ("park", "pk"),
    ("mount", "mt"),
    ("saint", "st"),
    ("north", "n"),
    ("south", "s"),
    ("east", "e"),
    ("west", "w"),
)
_UNSHORTENED = """
alley approach bank bypass causeway chase common cottages croft drove end field fields gate
green heights heol hill ffordd meadow meadows mews orchard paddock parade passage path quay rise row
stryd vale view villas walk way wharf wynd yard
"""
_WHOLE_TYPE = {form: forms[0] for forms in _TYPES[:-5] for form in forms}
_QUARTERS = {form: forms[0] for forms in _TYPES[-4:] for form in forms}
_WHOLE_INNER = {form: whole for form, whole in _WHOLE_TYPE.items() if form not in ("st", "str")}
_WHOLE_INNER |= {"st": "saint", "gt": "great", "lt": "little", "upr": "upper", "lwr": "lower"}
_WHOLE_INNER |= {"&": "and", "ste": "sainte"}
_FORMS_INNER = {"saint": ("saint", "st"), "great": ("great", "gt"), "little": ("little", "lt")}
_FORMS_INNER |= {"upper": ("upper", "upr"), "lower": ("lower", "lwr"), "and": ("and", "&")}
_FORMS_TYPE = {forms[0]: forms for forms in _TYPES[:-5]}
STREET_TOKEN = re.compile(r"[a-z0-9]+(?:'[a-z0-9]+)*'?|&")
"""A word of a street's name in folded text."""
_JOINTS = (" ", "-", "+", "_")
STREET_WORDS = frozenset(form for forms in _TYPES[:-5] for form in forms)
STREET_WORDS |= frozenset(_UNSHORTENED.split())
"""What the names of streets end in, in full or short, folded."""
ENDINGS = "|".join(sorted(STREET_WORDS, key=lambda word: (-len(word), word)))
"""Alternatives of a pattern over folded text: what the names of streets end in."""


def _alternatives(word: str, is_first: bool) -> tuple[str, ...]:
    for forms in _TYPES:
        # "St" begins a saint's name and ends a street's.
        if word in forms and (forms[0] == "saint") is (is_first and word in ("st", "saint")):
            return forms
    return (word,)


def _word_pattern(word: str, is_first: bool) -> str:
    forms = _alternatives(word, is_first)
    if len(forms) == 1:
        return word_pattern(word)
    whole, *short = map(re.escape, forms)
    # Ended by any sign but a letter or digit: in the name of a file that is often "_".
    ended = r"(?![a-z0-9])\.?"
    return rf"(?:{whole}|(?:{'|'.join(sorted(short, key=len, reverse=True))}){ended})"


def street_pattern(street: str) -> str:
    """Pattern over folded text that the street's name matches in full and with short forms."""
    words = words_of(street)
    parts = [_word_pattern(word, index == 0 < len(words) - 1) for index, word in enumerate(words)]
    return JOINT.join(parts)


def joined_pattern(street: str) -> str:
    """Pattern over folded text of the street's name written as one word, in full or short."""
    words = words_of(street)
    return "".join(
        f"(?:{'|'.join(map(re.escape, sorted(forms, key=len, reverse=True)))})"
        for index, word in enumerate(words)
        for forms in (_alternatives(word.replace("'", ""), index == 0 < len(words) - 1),)
    )


def street_needs(street: str) -> tuple[str, ...]:
    """Literals that stand in folded text wherever either pattern of the street does."""
    words = words_of(street)
    return tuple(
        piece
        for index, word in enumerate(words)
        for piece in _common_beginning(_alternatives(word, index == 0 < len(words) - 1)).split("'")
        if piece
    )


def street_words(street: str) -> tuple[str, ...]:
    """The canonical words of a street's name: short forms in full, without apostrophes."""
    return canonical_words(STREET_TOKEN.findall(fold(street)))


def canonical_words(words: Sequence[str]) -> tuple[str, ...]:
    """The same of the folded words of a name, which must be all of its words."""
    last = len(words) - 1
    if last > 1 and words[last] in _QUARTERS and words[last - 1] in _WHOLE_TYPE:
        return (*canonical_words(words[:last]), _QUARTERS[words[last]])
    return tuple(_canonical(word, 0 < index == last) for index, word in enumerate(words))


@cache
def _canonical(word: str, is_last: bool) -> str:
    if is_last and word.removesuffix("'s") in _WHOLE_TYPE:
        word = word.removesuffix("'s")
    bare = word.replace("'", "")
    return (_WHOLE_TYPE if is_last else _WHOLE_INNER).get(bare, bare)


def is_short(word: str) -> bool:
    """Whether the folded `word` is the short form of a street's type, which a stop may follow."""
    return _WHOLE_TYPE.get(word, word) != word or word in ("st", "mt", "gt", "lt", "upr", "lwr")


def anchor_of(words: Sequence[str]) -> int:
    """Which of a street's canonical words to look for: the longest that is no short form's.

    The word after it stands in the literals too, for few words of streets are rare by themselves.
    """
    if len(words) < 2:
        return 0
    plain = [i for i, word in enumerate(words[:-1]) if word not in _FORMS_INNER]
    return max(plain or [0], key=lambda i: (len(words[i]), i))


def street_literals(words: Sequence[str], *, are_long: bool = False) -> Iterator[str]:
    """Folded texts of which one stands in every spelling of the street with these canonical words.

    Each begins with the word at `anchor_of`, and holds what all forms of the next word begin with:
    "bramble r". Offsets of a street's other words are counted from there. `are_long`: they hold
    each form of the next word, whole: more of them, which stand in fewer texts.
    """
    at = anchor_of(words)
    if len(words) < 2:
        yield from _spellings(words[0]) if words else ()
        return
    after = words[at + 1]
    is_type = at + 2 >= len(words) or words[-1] in _QUARTERS.values()
    forms = _FORMS_TYPE.get(after, ()) if is_type else _FORMS_INNER.get(after, ())
    written = forms or tuple(_spellings(after))
    begins = written if are_long else (_common_beginning(written),)
    for word, joint, begin in product(_spellings(words[at]), _JOINTS, begins):
        yield word + joint + begin
    if words[at] in ("saint", "mount", "great"):
        shorts = [short for short in _spellings(words[at]) if short != words[at]]
        yield from (f"{short}. {begin}" for short, begin in product(shorts, begins))


def _common_beginning(forms: Iterable[str]) -> str:
    first, *others = sorted(forms)
    last = others[-1] if others else first
    length = next((i for i, char in enumerate(first) if last[i : i + 1] != char), len(first))
    return first[:length]


def _spellings(word: str) -> Iterable[str]:
    """A canonical word as it may stand on a page."""
    forms = [*_FORMS_INNER.get(word, (word,))]
    if word in _FORMS_TYPE and word not in forms[1:]:
        forms += _FORMS_TYPE[word][1:]
    if word.endswith("s") and len(word) > 3:
        forms += [f"{word[:-1]}'s", f"{word}'"]
    if word.startswith("o") and len(word) > 5:
        forms.append(f"o'{word[1:]}")
    return dict.fromkeys(forms)


def is_street_word(word: str) -> bool:
    """Whether the folded `word` is what the names of streets end in, in full or short."""
    return word in STREET_WORDS
