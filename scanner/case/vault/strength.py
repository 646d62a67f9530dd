"""What a passphrase must be: long enough that trying out all of them is hopeless."""

from __future__ import annotations

import unicodedata

MIN_CHARACTERS = 12
"""Three random words, as the National Cyber Security Centre advises, are seldom shorter."""
_MIN_DIFFERENT = 5
MAX_CHARACTERS = 1000


def weakness(passphrase: str) -> str:
    """What to tell somebody who chose it; empty when it will do. Quotes nothing of it."""
    text = unicodedata.normalize("NFC", passphrase)
    if len(text) < MIN_CHARACTERS:
        return (
            f"That is a little short: it needs at least {MIN_CHARACTERS} characters. Three or four "
            f"random words with spaces between them are easy to remember and hard to guess."
        )
    if len(text) > MAX_CHARACTERS:
        return f"That is too long: {MAX_CHARACTERS} characters are the most."
    if len(set(text)) < _MIN_DIFFERENT:
        return "That repeats itself: a computer tries such ones first. Take three random words."
    return ""
