"""What stands around a name: the rest of a longer one, a list of first names, a firm or a place."""

from __future__ import annotations

import re

from scanner.match.given_names import GIVEN_NAMES
from scanner.match.name_run import WORD, is_capital
from scanner.match.name_words import (
    FIRMS_AFTER_AND,
    JOINED_TO,
    NO_GIVEN_NAMES,
    ORDINARY,
    PLACES_AND_FIRMS,
    TITLES,
)
from scanner.match.seen import Page
from scanner.text.name_frequency import family_share, given_share

_REACH = 32
_ASKED_FOR = re.compile(
    r"(?:^|[:;|•>(]|[.!?,]|\b(?:call|contact|ring|text|message|phone|e-?mail|ask for|speak to|know"
    r"|know that|from|by|c/o|is|was|where)) ?$"
)
_CONTACT = re.compile(
    r"[ ,:;|(\-]{1,4}(?:(?:on|at|tel|telephone|phone|mob|mobile|e-?mail|lives (?:at|in)|living at"
    r"|of)[ :.]{1,3}){0,2}(?:\+44|\(?0[\d(]|zero |oh |[a-z0-9._\-]{1,64}(?:@|[ \[(]{1,2}at[ \])])"
    r"|whatsapp|(?:(?:flat|apartment|unit|no\.?) \w{1,4},? )?\d{1,4}[a-z]?,? (?:[a-z'\-]+ ){1,3}"
    r"(?:road|rd|street|st|lane|avenue|ave|close|drive|terrace|way|crescent|court|place|grove"
    r"|gardens|hill|square|walk|view|mews|row|rise|green)\b"
    r"|(?:flat|apartment|unit) \w{1,4}\b)"
)


def begins_word(text: str, start: int) -> bool:
    """Neither inside a word, nor after a hyphen or apostrophe that joins it to one."""
    if not start:
        return True
    joint = text[start - 1]
    if joint.isalnum() or joint in "@_":
        return False
    return not (joint in "-'" and start > 1 and text[start - 2].isalnum())


def ends_word(page: Page, end: int) -> bool:
    """Neither inside a word nor before a hyphen that joins it to another name; a possessive, and a
    word such as "-led", end it."""
    text = page.text
    joint, after = text[end : end + 1], text[end + 1 : end + 2]
    if joint.isalnum() or joint in ("_", "@"):
        return False
    if joint == "'":
        return not after.isalnum() or (after == "s" and not text[end + 2 : end + 3].isalnum())
    if joint == "-" and after.isalnum():
        word = WORD.match(text, end + 1)
        return word is not None and word[0] in JOINED_TO
    return True


def word_before(page: Page, at: int) -> tuple[str, bool, bool]:
    """The folded word that one space parts from `at` on the same line, whether it begins with a
    capital, and whether a full stop follows it; an empty word when there is none."""
    text = page.text
    edge = at - 1
    if edge < 1 or text[edge] != " " or page.folded.has_break(edge, at):
        return "", False, False
    dotted = text[edge - 1] == "."
    edge -= dotted
    start = edge
    while start > max(0, edge - _REACH) and (text[start - 1].isalnum() or text[start - 1] in "'-"):
        start -= 1
    if start == edge:
        return "", False, False
    return text[start:edge], is_capital(page, start), dotted


def with_title(page: Page, first: int) -> int:
    """Where a name begins with the titles before it: "Councillor Mrs Jane Marlow"."""
    for _ in range(2):
        word, _, dotted = word_before(page, first)
        if word not in TITLES:
            break
        first -= len(word) + dotted + 1
    return first


def is_on_its_own_line(page: Page, start: int, end: int) -> bool:
    begins = start == 0 or page.folded.has_break(start - 1, start)
    return begins and (end == len(page.text) or page.folded.has_break(end, end + 1))


def is_beside_contact(page: Page, start: int, end: int) -> bool:
    """Whether [start, end) is somebody to be reached: "call grace park 07700 …", "april day, 14
    bramble road"."""
    text = page.text
    if _CONTACT.match(text, end, end + 100) is None:
        return False
    if start == 0 or page.folded.has_break(start - 1, start):
        return True
    return _ASKED_FOR.search(text[max(0, start - 16) : start]) is not None


def is_first_name(word: str) -> bool:
    """Whether a word is more often a first name than anything else."""
    if word in GIVEN_NAMES:
        return True
    if word in NO_GIVEN_NAMES or word in ORDINARY or word in TITLES:
        return False
    share = given_share(word)
    return share > 0 and share >= family_share(word)


def is_surname(word: str) -> bool:
    """Whether a word is more often a family name than a first name or an ordinary word."""
    if word in ORDINARY or word in GIVEN_NAMES:
        return False
    share = family_share(word)
    return share > 0 and share > given_share(word)


def is_longer_before(page: Page, first: int, capital: bool) -> bool:
    """Whether another given name or initial stands before: "Mary-Jane", "Sarah Jane", "S. J.".

    `capital`: whether the name itself begins with one.
    """
    if not begins_word(page.text, first):
        return True
    word, upper, dotted = word_before(page, first)
    if not word or (capital and not upper):
        return False
    if len(word) == 1 and word.isalpha():
        return dotted or word not in ("a", "i")
    head = word.partition("-")[0]
    return not dotted and is_first_name(head)


def goes_on(page: Page, end: int) -> bool:
    """Whether a word with a capital follows on the same line."""
    if page.text[end : end + 1] != " " or page.folded.has_break(end, end + 1):
        return False
    word = WORD.match(page.text, end + 1)
    return word is not None and is_capital(page, word.start())


def is_longer_after(page: Page, end: int, capital: bool, strict: bool = False) -> bool:
    """Whether the name goes on: "Jane Marlow Hughes", "Jane Marlow Trust", "Jane Marlow & Sons".

    `strict`: family names that are ordinary words count too.
    """
    text = page.text
    if text[end : end + 1] != " " or page.folded.has_break(end, end + 1):
        return False
    if text.startswith(("& ", "and "), end + 1):
        word = WORD.match(text, text.index(" ", end + 1) + 1)
        return word is not None and word[0] in FIRMS_AFTER_AND
    word = WORD.match(text, end + 1)
    if word is None or (capital and not is_capital(page, word.start())):
        return False
    if word[0] in PLACES_AND_FIRMS:
        return True
    head = word[0].partition("-")[0]
    if not capital or not (is_surname(head) or (strict and family_share(head) > given_share(head))):
        return False
    beyond = WORD.match(text, word.end() + 1)
    return beyond is None or beyond[0] not in PLACES_AND_FIRMS  # "Jane Marlow Williams Street"


def needs_capitals(given: str, is_ordinary_family: bool) -> bool:
    return is_ordinary_family and given in ORDINARY
