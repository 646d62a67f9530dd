"""Weak signs of a name: a family name with a title, a family, or a name in a web address."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.match.name_context import begins_word, ends_word, goes_on, is_longer_after, with_title
from scanner.match.name_run import WORD, is_name_case
from scanner.match.name_tables import Family
from scanner.match.name_words import FORMERLY, TITLES
from scanner.match.seen import Hit, Page
from scanner.model.document import Place

_JOINTS = "-_.+"
_REACH = 32


def family_alone(page: Page, family: Family, start: int, end: int) -> Iterator[Hit]:
    """ "Cllr Marlow", "née Ashby", "the Marlows", "the Marlow family"."""
    if family.is_half or not begins_word(page.text, start):
        return
    text = page.text
    capital = is_name_case(page, start, end)
    last, gap, first = _word_left(text, start)
    if text[end : end + 1] == "s" and not text[end + 1 : end + 2].isalnum():
        if last == "the" and gap == " " and capital:
            yield Hit(family.everyone, "family", start, end)
        return
    if not ends_word(page, end) or not last or page.folded.has_break(first, start):
        return
    if family.is_ordinary and not capital:
        return
    after = WORD.match(text, end + 1) if text[end : end + 1] == " " else None
    is_told = after is not None and after[0] in ("family", "household")
    if not (is_told or last in FORMERLY or last in TITLES or last == "now"):
        return
    if is_longer_after(page, end, capital):
        return
    if last in FORMERLY and gap in (" ", ". ", ": ") and capital and not goes_on(page, end):
        yield Hit(family.everyone, "nee", first, end)
    elif last in TITLES and gap in (" ", ". "):
        yield Hit(family.everyone, "titled_last", with_title(page, start), end)
    elif capital and (last == "now" or is_told):
        yield Hit(family.everyone, "family", start, end)


def in_address(page: Page, family: Family, start: int, end: int) -> Iterator[Hit]:
    """ "…/councillors/jane-marlow": the steps of a web address."""
    text = page.text
    if family.is_half or not start or text[start - 1] not in _JOINTS or not _ends_step(text, end):
        return
    first = start - 1
    while first > max(0, start - _REACH) and text[first - 1].isalnum():
        first -= 1
    named = family.given.get(text[first : start - 1])
    if named is None or (first and text[first - 1] in "@."):
        return
    if first > 1 and text[first - 1] in "-_+" and text[first - 2].isalnum():
        step = WORD.findall(text, max(0, first - _REACH), first)
        if not step or step[-1].rpartition("-")[2] not in TITLES:
            return
    token = text.rfind(" ", 0, first) + 1
    is_link = page.place_at(page.folded.origin(start)[0]) is Place.LINK
    if is_link or "/" in text[token:first]:
        yield Hit(named.all, "slug", first, end)


def _ends_step(text: str, end: int) -> bool:
    after = text[end : end + 1]
    return not after.isalnum() and after not in ("@", "-", "_", "+")


def _word_left(text: str, start: int) -> tuple[str, str, int]:
    """The last word before `start`, what parts it from there, and where it begins."""
    low = max(0, start - _REACH)
    edge = start
    while edge > low and not text[edge - 1].isalnum():
        edge -= 1
    first = edge
    while first > low and text[first - 1].isalnum():
        first -= 1
    return text[first:edge], text[edge:start], first
