"""Which of the facts that a probe asks about stand in an address that it is sent on to."""

from __future__ import annotations

import re
import unicodedata

from scanner.model.plan import Probe, Sent
from scanner.rulebook.variables import MEANINGS, Variable
from scanner.text.percent import decode_percent

_SIGNS = re.compile(r"[\W_]+")
_SCHEME = re.compile(r"^https?://(www\.)?", re.IGNORECASE)
_SHORT = 5
"""Letters and digits below which a value counts only as a word of its own: two letters stand
somewhere in every address."""


def carried(probe: Probe, text: str) -> tuple[Sent, ...]:
    """What of `probe.sends` a text (an address, a header) tells whoever receives it.

    Found however it is escaped, whatever case it has and whatever stands between its letters: a
    name as `jane-marlow`, an address within another address. What a site has encoded in a way of
    its own can't be told from any other token.
    """
    if not probe.sends:
        return ()
    folded = _folded(decode_percent(text.replace("+", " ")).text)
    words = f" {_SIGNS.sub(' ', folded)} "
    run = words.replace(" ", "")
    told: set[Sent] = set()
    meant = {
        (meaning.kind, meaning.form)
        for name, _ in probe.variables
        if name in MEANINGS and (meaning := MEANINGS[Variable(name)]).kind
    }
    for name, value in probe.variables:
        if name not in MEANINGS or not _stands(value.reveal(), words, run):
            continue
        if name == Variable.PAGE:
            # Asked about a page, a site learns the facts that stand in the page's address.
            told.update(sent for sent in probe.sends if (sent.kind, sent.form) not in meant)
        meaning = MEANINGS[Variable(name)]
        told.update(s for s in probe.sends if (s.kind, s.form) == (meaning.kind, meaning.form))
    return tuple(sent for sent in probe.sends if sent in told)


def _stands(value: str, words: str, run: str) -> bool:
    plain = _SIGNS.sub(" ", _folded(_SCHEME.sub("", value))).strip()
    squeezed = plain.replace(" ", "")
    if not squeezed:
        return False
    return f" {plain} " in words if len(squeezed) < _SHORT else squeezed in run


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
