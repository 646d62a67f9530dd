"""The ways in which the name of a firm or a school is written, as sequences of plain words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

Words = tuple[str, ...]

_SAME = {
    "saint": "st",
    "limited": "ltd",
    "company": "co",
    "incorporated": "inc",
    "cofe": "ce",
    "cyf": "ltd",
    "&": "and",
    "+": "and",
    "brothers": "bros",
    "sch": "school",
    "univ": "university",
    "comp": "comprehensive",
    "centre": "center",
    "assoc": "association",
    "assocs": "associates",
    "assn": "association",
    "soc": "society",
    "dept": "department",
    "hosp": "hospital",
    "acad": "academy",
    "prim": "primary",
    "tech": "technology",
    "mfg": "manufacturing",
    "eng": "engineering",
    "engrs": "engineers",
    "svcs": "services",
    "mgmt": "management",
    "govt": "government",
    "nat": "national",
    "natl": "national",
    "intl": "international",
}
SPELLINGS = {
    plain: (plain, *(word for word, same in _SAME.items() if same == plain))
    for plain in _SAME.values()
}
"""How a plain word may stand on a page, where there are several ways."""
_SEQUENCES: tuple[tuple[Words, Words], ...] = (
    (("church", "of", "england"), ("ce",)),
    (("c", "of", "e"), ("ce",)),
    (("c", "e"), ("ce",)),
    (("roman", "catholic"), ("rc",)),
    (("r", "c"), ("rc",)),
    (("catholic",), ("rc",)),
    (("public", "ltd", "co"), ("plc",)),
    (("p", "l", "c"), ("plc",)),
    (("community", "interest", "co"), ("cic",)),
    (("ltd", "liability", "partnership"), ("llp",)),
    (("voluntary", "aided"), ("va",)),
    (("voluntary", "controlled"), ("vc",)),
)
_ENDINGS = frozenset(
    {"ltd", "plc", "llp", "lp", "cic", "inc", "llc", "cio", "holdings", "uk", "co"}
)
_SCHOOL_TYPES = frozenset(
    {"primary", "infant", "infants", "junior", "juniors", "secondary", "grammar", "high", "first"}
    | {"middle", "nursery", "preparatory", "prep", "comprehensive", "academy", "community"}
)
_FAITHS = ("ce", "rc")
_FUNDING = ("va", "vc", "aided", "controlled")
_AUTHORITIES = frozenset({"borough", "city", "district", "metropolitan"})
"""Words that are left out of a council's name; a parish or a county of that name has another."""
_LONGEST_SEQUENCE = 3


def plain_words(words: Sequence[str]) -> Words:
    """Folded words in one spelling for all that mean the same; possessives without their sign."""
    given = [_SAME.get(bare, bare) for word in words if (bare := word.replace("'", ""))]
    plain: list[str] = []
    at = 0
    while at < len(given):
        for long, short in _SEQUENCES:
            if tuple(given[at : at + len(long)]) == long:
                plain += short
                at += len(long)
                break
        else:
            plain.append(given[at])
            at += 1
    return tuple(plain)


def ways_to_write(words: Words, is_school: bool) -> Iterator[tuple[Words, bool]]:
    """Each sequence that is the same name, and whether a part of the name is left out in it."""
    core = words[1:] if words[:1] == ("the",) and len(words) > 1 else words
    yield core, False
    short = core
    while len(short) > 1 and short[-1] in _ENDINGS:
        short = short[:-1]
        if short[-1] == "and" and len(short) > 1:
            short = short[:-1]
        yield short, True
    if short[:2] == ("university", "of") and len(short) > 2:
        yield (*short[2:], "university"), False
    elif short[-1:] == ("university",) and 1 < len(short) <= 3:
        yield ("university", "of", *short[:-1]), False
    if is_school:
        yield from _schools(short)
    elif short[-1:] == ("council",) and len(short) > 2 and short[-2] in _AUTHORITIES:
        yield (*short[:-2], "council"), True


def _schools(words: Words) -> Iterator[tuple[Words, bool]]:
    faith = next((word for word in words if word in _FAITHS), "")
    bare = tuple(word for word in words if word not in (*_FAITHS, *_FUNDING))
    kind = next((at for at, word in enumerate(bare) if word in _SCHOOL_TYPES and at), 0)
    if not kind:
        if bare[-1:] == ("school",) and len(bare) > 1 and faith:
            yield bare, True
        return
    names = [bare]
    for faith_word in (faith,) if faith else _FAITHS:
        names.append((*bare[:kind], faith_word, *bare[kind:]))
        names += ((*bare[:kind], faith_word, funds, *bare[kind:]) for funds in _FUNDING)
    for name in names:
        yield name, name != words
        if name[-1] == "school":
            yield name[:-1], True
        elif name[-1] in _SCHOOL_TYPES:
            yield (*name, "school"), False


ABBREVIATIONS = frozenset(
    {"st", "ltd", "co", "dr", "mt", "inc", "bros", "no", "univ", "sch", "rev", "comp"}
    | {"assoc", "assocs", "assn", "soc", "dept", "hosp", "acad", "prim", "eng", "svcs", "intl"}
)
"""Words after which a full stop ends no sentence."""
TOKEN = re.compile(r"[a-z0-9]+(?:'[a-z0-9]+)*'?|&|\+")
