"""The forms of a name that is private (a former one, somebody else's), for masking."""

from __future__ import annotations

import re
from collections.abc import Collection

from scanner.model.facts import Fact
from scanner.text.normalise import fold
from scanner.text.phrases import JOINT, phrase_pattern
from scanner.text.short_names import other_given_names

_TITLE = r"(?:(?:mr|mrs|ms|miss|mx|dr|rev|cllr)\.? )?"
_MIDDLES = rf"(?:{JOINT}[a-z][a-z'\-]*\.?){{0,2}}?"
_ANOTHER = r"(?: ?(?:,|&|\+|/|and) ?[a-z][a-z'\-]*\.?){1,3}"
_COMMA = rf"(?: ?[,;|] ?|{JOINT})"


def whole_name_pattern(fact: Fact, shown: Collection[str]) -> str:
    """Pattern over folded text of a given and family name, in each order, with a short form or
    initial, or with somebody of the same family name. Empty for a name of one piece.

    `shown`: words of names that outputs show; an initial that one of them has is left readable.
    """
    given, family = fold(fact.part("given")), phrase_pattern(fact.part("family"))
    if not (given and family):
        return ""
    firsts = [phrase_pattern(given), *map(re.escape, sorted(other_given_names(given)))]
    if not any(word[0] == given[0] for word in shown):
        firsts.append(rf"{re.escape(given[0])}\.?")
    first = f"(?:{'|'.join(firsts)})"
    return (
        rf"{first}{_MIDDLES}\.?{JOINT}?[\"')]?{JOINT}?{family}"
        rf"|{first}{_ANOTHER} {family}"
        rf"|{family}{_COMMA}{_TITLE}{first}"
    )


def family_name(fact: Fact, shown: Collection[str]) -> str:
    """The family name, where it is none that outputs show: "née Ashby" says it all."""
    family = fact.part("family")
    return "" if fold(family) in shown else family
