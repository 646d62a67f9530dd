"""Phrases as people give them, found again as whole phrases, and told from ordinary words.

"Boots" is an employer and "boots" are boots; "High Street" is an address and the high street is
where the shops are. What was given as a name is only met where it is written as one.
"""

from __future__ import annotations

import re

from scanner.text.normalise import fold

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z0-9]+)*")
_ARTICLES = frozenset({"the", "a", "an"})
_COMMON_NOUNS = frozenset(
    {"high street", "main street", "main road", "back street", "back lane", "back road"}
    | {"side street", "side road", "town square", "market square", "village green"}
)
JOINT = r"(?:[\s\-_+.]|[\-_+]{2,3})"
"""Between two words of one phrase, web addresses included; never the end of a sentence."""
_LOOSE = r"[^a-z0-9]{1,4}"
"""Where the phrase itself has a comma or another mark."""
_AND = rf"(?:{_LOOSE}|[^a-z0-9]{{1,2}}(?:and|n)[^a-z0-9]{{1,2}})"


def words_of(text: str) -> tuple[str, ...]:
    """The words of folded `text`; a possessive stays one word."""
    return tuple(_WORD.findall(fold(text)))


def needed_words(text: str) -> tuple[str, ...]:
    """Literals that stand in folded text wherever the phrase does: its words, cut at apostrophes,
    which may be left out."""
    return tuple(piece for word in words_of(text) for piece in word.split("'") if piece)


def word_pattern(word: str) -> str:
    """Pattern of one folded word, with or without its apostrophe."""
    return re.escape(word).replace("'", "'?")


def phrase_pattern(text: str) -> str:
    """Pattern of a phrase over folded text, whatever stands between its words in running text, in
    an address or in a web address. Empty for a text without words."""
    folded = fold(text)
    pattern, end = "", 0
    for found in _WORD.finditer(folded):
        if pattern:
            pattern += _between(folded[end : found.start()])
        pattern += word_pattern(found.group())
        end = found.end()
    return pattern


def _between(gap: str) -> str:
    if "&" in gap:
        return _AND
    return JOINT if re.fullmatch(r"[\s\-_+]", gap) else _LOOSE


def is_written_as_name(given: str, written: str) -> bool:
    """Whether `written`, which reads like `given` but for its capitals, may be meant as that name.

    Only a single word, or a noun such as "high street", that was given with a capital needs one;
    an article before it does not count.
    """
    if not _is_common(given):
        return True
    bare = _without_article(written)
    return bare[:1].isupper()


def _is_common(given: str) -> bool:
    bare = _without_article(given)
    if not bare[:1].isupper() or any(char.isdigit() for char in bare):
        return False
    words = words_of(bare)
    return len(words) == 1 or " ".join(words) in _COMMON_NOUNS


def _without_article(text: str) -> str:
    first, _, rest = text.strip().partition(" ")
    return rest.lstrip() if rest and first.lower() in _ARTICLES else text.strip()
