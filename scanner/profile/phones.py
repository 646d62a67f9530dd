"""Telephone numbers: canonical E.164, or the digits of a fragment."""

from __future__ import annotations

import re
from collections.abc import Mapping

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType

from scanner.model.facts import Secret, Use
from scanner.model.masks import dots, mask_phone
from scanner.profile.reading import Doubt, Reading, Unreadable, single

_DRAMA = re.compile(r"\+44(?:7700900|1632960)\d{3}")
"""Numbers that Ofcom keeps for drama and that phonenumbers calls invalid: mobile and "no area".
Its other drama ranges lie within live areas, where phonenumbers finds nothing wrong.
Source: Ofcom, "Telephone numbers for use in TV and radio drama programmes"."""

_FEWEST_DIGITS = 4
_MOST_DIGITS = 15
"""E.164, 6.2.1."""
_MOST_FRAGMENT = 9
"""A United Kingdom number has 9 or 10 digits after its leading 0; with fewer it is a piece."""
_MEND = 'Write it with its area code, such as "07700 900123" or "+44 7700 900123".'


def read_phone(given: Mapping[str, str]) -> Reading:
    """A number in any usual form. `written` keeps it as given.

    A few digits without area code are a fragment, whose value has no leading +.
    """
    text = single(given)
    bare = re.sub(r"^(?:tel|phone|mob|mobile)[:.]?\s*", "", text, flags=re.IGNORECASE)
    written = (("written", Secret(text, mask_phone(text))),)
    digits = _digits(bare)
    number = _parsed(bare)
    is_whole = bare.lstrip("( ").startswith(("0", "+")) or len(digits) > _MOST_FRAGMENT
    if number is None or not is_whole or (len(digits) <= _MOST_FRAGMENT and not _fits(number)):
        return Reading(_masked(digits), written, Use.MOBILE if digits.startswith("07") else None)
    e164 = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    doubts: tuple[Doubt, ...] = ()
    if not _fits(number):
        doubts = (Doubt("has too many or too few digits for a telephone number.", _MEND),)
    elif not (phonenumbers.is_valid_number(number) or _DRAMA.fullmatch(e164)):
        doubts = (Doubt("is in no range of numbers in use.", "Check it."),)
    return Reading(_masked(e164), written, _use(number), doubts)


def _digits(text: str) -> str:
    if re.search(r"[^0-9\s+().\-–/]", text):
        raise Unreadable("has characters that are no part of a telephone number.", _MEND)
    digits = re.sub(r"\D", "", text)
    if not _FEWEST_DIGITS <= len(digits) <= _MOST_DIGITS:
        raise Unreadable(
            f"has {'too few' if len(digits) < _FEWEST_DIGITS else 'too many'} digits.",
            f"{_MEND} Of a fragment, at least {_FEWEST_DIGITS} digits are needed.",
        )
    return digits


def _parsed(text: str) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(text, "GB")
    except phonenumbers.NumberParseException:
        return None


def _masked(value: str) -> Secret:
    return Secret(value, mask_phone(value) if len(value) > 7 else dots(value, keep_end=2))


def _fits(number: PhoneNumber) -> bool:
    """By its length, and not only when dialled from the same town."""
    reason = phonenumbers.is_possible_number_with_reason(number)
    return reason == phonenumbers.ValidationResult.IS_POSSIBLE


def _use(number: PhoneNumber) -> Use | None:
    """By the numbering plan for the United Kingdom, by phonenumbers' own data for other countries.

    In the plan 07 is mobile and personal numbering; 01, 02 and 03 are geographic and
    non-geographic fixed lines. Source: Ofcom, National Telephone Numbering Plan.
    """
    if number.country_code == 44:
        first = str(number.national_number)[:1]
        return Use.MOBILE if first == "7" else Use.LANDLINE if first in "123" else None
    kind = phonenumbers.number_type(number)
    if kind == PhoneNumberType.MOBILE:
        return Use.MOBILE
    return Use.LANDLINE if kind == PhoneNumberType.FIXED_LINE else None
