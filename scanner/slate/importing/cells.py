"""What stands in a cell: nothing, several values, or what a spreadsheet made of a number."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from scanner.profile.reading import tidy
from scanner.slate.importing.sheet import Value
from scanner.slate.importing.vocabulary import vocabulary

LEADING_NOUGHT = "Telephone numbers had lost their leading 0."
COUNTRY_CODE = "Telephone numbers had lost the + before their country code."
EXPONENT = "Telephone numbers that a spreadsheet had made decimal were written out."
AS_TEXT = "Values that were kept from a spreadsheet by a sign of equality were taken out of it."
QUOTED = "Apostrophes that keep a number as it is typed were taken off."
CONTROLS = "Control characters and invisible ones were taken out."

KEEPS_TEXT = "'\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}"
_LONGEST_NOTHING = 20
"""Characters of the longest word for nothing, and some."""
LONGEST_CELL = 10_000
"""Characters. A statement to voters has some thousand."""

_QUOTED = re.compile(r'=\s*"([^"]*)"')
_EXPONENT = re.compile(r"\d(?:[.,]\d+)?E\+?\d{1,2}", re.IGNORECASE)
_BESIDE = re.compile(r"\([^()\d]*\)")
_PHONES = re.compile(r"\s*(?:[;,/|\n]|\band\b|\bor\b|&)\s*", re.IGNORECASE)
_PIECES = re.compile(r"[;,|\n]")
_ADDRESSES = re.compile(r"(?:\s+(?:and|or|&|/))?\s+|/")
_LINES = re.compile(r"\s*[;|\n]\s*")
_LISTED = re.compile(r"\s*[;,|\n]\s*|\s+/\s+")
_LINKS = re.compile(r"[|\n]+|;\s*|,\s+|,(?=https?:)")
_POSTCODE = re.compile(r"[A-Z]{1,2}[\dOI][A-Z\d]{0,6}|GIR0AA|BFPO\d{1,4}", re.IGNORECASE)
"""Of every length that a slip may leave; the profile's own reader doubts those."""
_IN_BRACKETS = re.compile(r"<([^<>\s]+@[^<>\s]+)>")
_NUMBER_LENGTH = 10
"""Digits of a number of the United Kingdom after its 0; a few areas have one fewer."""


class Unusable(ValueError):
    """A cell that cannot be taken as it is. Quotes nothing of it."""

    def __init__(self, what: str, mend: str) -> None:
        self.what, self.mend = what, mend
        super().__init__(what)


def text_of(value: Value) -> str:
    """The cell as text, lines kept; a whole number without a point."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def is_empty(text: str, is_name: bool = False) -> bool:
    """Whether the cell says, in whatever words, that there is nothing."""
    if not text:
        return True
    table = vocabulary()
    words = table.empty_names if is_name else table.empty
    return len(text) <= _LONGEST_NOTHING and text.lower() in words


def require_plain(text: str, is_formula: bool = False) -> str:
    """The text, out of a formula that only keeps it. Raises Unusable for any other formula, for an
    error of the spreadsheet, and for a cell that is far too long."""
    if len(text) > LONGEST_CELL:
        raise Unusable("is far too long.", "Check whether a quotation mark is missing.")
    if text.startswith("#") and text.lower() in vocabulary().errors:
        raise Unusable("is an error of the spreadsheet.", "Write the value itself.")
    if text.startswith("="):
        if kept := _QUOTED.fullmatch(text):
            return kept[1].strip()
        raise Unusable("is a formula.", "Write the value itself.")
    if is_formula and not text:
        raise Unusable("is a formula that was not computed.", "Open the list, save it, try again.")
    return text


def line_of(text: str) -> tuple[str, bool]:
    """The text in one line, and whether something that cannot be seen had to go."""
    if text.isascii() and text.isprintable():
        return (re.sub(" +", " ", text) if "  " in text else text).strip(), False
    unseen = any(
        not char.isspace() and unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn")
        for char in text
    )
    return tidy(text), unseen


def phones(value: Value) -> tuple[list[str], list[str]]:
    """The numbers of a cell, and what was mended in each. Raises Unusable."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        text, note = _phone(str(int(value)))
        return [text], [note] if note else []
    found, notes = [], []
    for piece in _PHONES.split(_BESIDE.sub("", text_of(value))):
        bare = piece.strip().lstrip(KEEPS_TEXT)
        if not bare:
            continue
        text, note = _phone(bare)
        found.append(text)
        notes += [QUOTED] if len(bare) < len(piece.strip()) else []
        notes += [note] if note else []
    return found, notes


def _phone(text: str) -> tuple[str, str]:
    """A number with what a spreadsheet took from it, and what was done."""
    if _EXPONENT.fullmatch(text):
        return _written_out(text)
    bare = re.sub(r"[\s.()-]", "", text)
    if not (bare.isascii() and bare.isdigit()):
        return text, ""
    if len(bare) < _NUMBER_LENGTH - 1:
        raise Unusable("is too short for a telephone number.", "Write it with its area code.")
    if len(bare) == _NUMBER_LENGTH and bare[0] in "12378":
        return f"0{text}", LEADING_NOUGHT
    if len(bare) == _NUMBER_LENGTH + 2 and bare.startswith("44"):
        return f"+{text}", COUNTRY_CODE
    return text, ""


def _written_out(text: str) -> tuple[str, str]:
    """`7.7009001E+09` as far as its digits are there. Raises Unusable when some are lost."""
    try:
        number = Decimal(text.replace(",", "."))
    except InvalidOperation:
        raise Unusable("is no telephone number.", "Write it with its area code.") from None
    if number.as_tuple().exponent != 0 and number != number.to_integral_value():
        raise Unusable("is no telephone number.", "Write it with its area code.")
    told = len(number.as_tuple().digits)
    whole = str(int(number))
    if told < len(whole):
        raise Unusable(
            "was shortened by the spreadsheet: its last digits are lost.",
            "Make the column a text, and type the number again.",
        )
    written, _ = _phone(whole)
    return written, EXPONENT


def emails(text: str) -> list[str]:
    """The addresses of a cell, without the names before them. Raises Unusable for one without @."""
    found: list[str] = []
    for piece in _PIECES.split(text):
        named = _IN_BRACKETS.search(piece)
        found.extend([named[1]] if named else _ADDRESSES.split(piece))
    found = [piece.strip(".<>()'\"") for piece in found]
    found = [re.sub(r"^mailto:", "", piece, flags=re.IGNORECASE) for piece in found if piece]
    if any("@" not in piece.strip("@") for piece in found):
        raise Unusable("is not an e-mail address.", 'Write one such as "jane@example.org".')
    return found


def postcode(text: str) -> str:
    """A postcode, or as much of one as somebody gives. Raises Unusable for words and for a number
    alone, which nothing would be found by."""
    whole = re.sub(r"[\W_]", "", text)
    if not (whole.isascii() and _POSTCODE.fullmatch(whole)):
        raise Unusable("is no postcode.", "Write it as WX4 7QT, or empty the cell.")
    return text


def listed(text: str) -> list[str]:
    """Several short values in a cell: former names, handles, postcodes."""
    return [piece for piece in _LISTED.split(text) if piece]


def by_line(text: str) -> list[str]:
    """Several long values in a cell, which may have commas: addresses."""
    return [piece for piece in _LINES.split(text) if piece]


def links(text: str) -> list[str]:
    """Addresses of pages, or user names, in a cell. Words side by side are one name that is none:
    a page's title."""
    found: list[str] = []
    for piece in _LINKS.split(text):
        words = piece.split()
        if all("/" in word or word.startswith(("@", "www.")) for word in words):
            found.extend(words)
        else:
            found.append(piece.strip())
    return [piece for piece in found if piece]
