"""How pages write a telephone number."""

from __future__ import annotations

import re
from itertools import pairwise
from random import Random

from tests.corpus.person import Contact
from tests.corpus.written import Form, Written

_GROUPS = (
    (re.compile(r"\+44(7700)(900)(\d{3})"), (1, 2, 3)),
    (re.compile(r"\+44(1632)(960)(\d{3})"), (1, 2, 3)),
    (re.compile(r"\+44(20)(7946)(0\d{3})"), (1, 2, 3)),
    (re.compile(r"\+44(1\d1|11\d)(496)(0\d{3})"), (1, 2, 3)),
    (re.compile(r"\+44(28)(9649)(6\d{3})"), (1, 2, 3)),
    (re.compile(r"\+44(29)(2018)(0\d{3})"), (1, 2, 3)),
    (re.compile(r"\+44(808)(157)(0\d{3})"), (1, 2, 3)),
)
_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def _groups(contact: Contact) -> tuple[str, str, str]:
    """Area code without the 0, and the two halves of the number."""
    for pattern, order in _GROUPS:
        if found := pattern.fullmatch(contact.value):
            first, second, third = (found[index] for index in order)
            return first, second, third
    raise ValueError("a number outside the drama ranges")


def _national(contact: Contact, rng: Random) -> Written | None:
    area, left, right = _groups(contact)
    return Written(f"0{area} {left} {right}")


def _area_then_rest(contact: Contact, rng: Random) -> Written | None:
    area, left, right = _groups(contact)
    return Written(f"0{area} {left}{right}")


def _no_spaces(contact: Contact, rng: Random) -> Written | None:
    return Written("0" + "".join(_groups(contact)))


def _odd_groups(contact: Contact, rng: Random) -> Written | None:
    digits = "0" + "".join(_groups(contact))
    cuts = rng.choice(((4, 7), (5, 7, 9), (3, 6, 9), (3, 7), (4, 8), (6, 8)))
    edges = [0, *cuts, len(digits)]
    return Written(" ".join(digits[a:b] for a, b in pairwise(edges)))


def _international(contact: Contact, rng: Random) -> Written | None:
    area, left, right = _groups(contact)
    return Written(rng.choice((f"+44 {area} {left} {right}", f"+44 {area} {left}{right}")))


def _international_tight(contact: Contact, rng: Random) -> Written | None:
    return Written(contact.value)


def _international_zero(contact: Contact, rng: Random) -> Written | None:
    area, left, right = _groups(contact)
    return Written(rng.choice((f"+44 (0){area} {left} {right}", f"+44(0){area} {left}{right}")))


def _double_zero(contact: Contact, rng: Random) -> Written | None:
    area, left, right = _groups(contact)
    return Written(rng.choice((f"0044 {area} {left} {right}", f"0044{area}{left}{right}")))


def _dots(contact: Contact, rng: Random) -> Written | None:
    area, left, right = _groups(contact)
    return Written(f"0{area}.{left}.{right}")


def _hyphens(contact: Contact, rng: Random) -> Written | None:
    area, left, right = _groups(contact)
    return Written(rng.choice((f"0{area}-{left}-{right}", f"0{area} - {left}{right}")))


def _brackets(contact: Contact, rng: Random) -> Written | None:
    area, left, right = _groups(contact)
    return Written(rng.choice((f"(0{area}) {left} {right}", f"(0{area}) {left}{right}")))


def _slash(contact: Contact, rng: Random) -> Written | None:
    area, left, right = _groups(contact)
    return Written(f"0{area}/{left}{right}")


def _digit_by_digit(contact: Contact, rng: Random) -> Written | None:
    return Written(" ".join("0" + "".join(_groups(contact))))


def _extension(contact: Contact, rng: Random) -> Written | None:
    area, left, right = _groups(contact)
    number = f"0{area} {left} {right}"
    tail = rng.choice((" ext 24", " x24", " ext. 3", " (ext 12)"))
    return Written(number, tail=tail)


def _words(contact: Contact, rng: Random) -> Written | None:
    digits = "0" + "".join(_groups(contact))
    oh = rng.choice(("oh", "zero", "o"))
    said = " ".join(oh if digit == "0" else _WORDS[int(digit)] for digit in digits)
    doubled = re.sub(r"\b(\w+) \1\b", r"double \1", said)
    return Written(rng.choice((said, doubled)))


def _tel_link(contact: Contact, rng: Random) -> Written | None:
    label = rng.choice(("Call us", "Ring", "Phone", "📞"))
    target = rng.choice((contact.value, "0" + "".join(_groups(contact))))
    return Written(target, markup=f'<a href="tel:{target}">{label}</a>', place="link")


def _linked(contact: Contact, rng: Random) -> Written | None:
    area, left, right = _groups(contact)
    number = f"0{area} {left} {right}"
    return Written(number, markup=f'<a href="tel:{contact.value}">{number}</a>')


def _whatsapp(contact: Contact, rng: Random) -> Written | None:
    target = f"https://wa.me/{contact.value.lstrip('+')}"
    return Written(
        contact.value.lstrip("+"), markup=f'<a href="{target}">WhatsApp</a>', place="link"
    )


FORMS: dict[str, Form[Contact]] = {
    "plain": _national,
    "area and rest": _area_then_rest,
    "no spaces": _no_spaces,
    "odd groups": _odd_groups,
    "+44": _international,
    "+44 tight": _international_tight,
    "+44 (0)": _international_zero,
    "0044": _double_zero,
    "dots": _dots,
    "hyphens": _hyphens,
    "brackets": _brackets,
    "slash": _slash,
    "digit by digit": _digit_by_digit,
    "extension": _extension,
    "in words": _words,
    "tel: link": _tel_link,
    "linked": _linked,
    "wa.me link": _whatsapp,
}
LINKS = ("tel: link", "linked", "plain", "wa.me link")
