"""Names turned round: "MARLOW, Jane", "Marlow, Mrs J. E.", "Marlow (Jane)", "Li Bo"."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from scanner.match.name_context import (
    begins_word,
    ends_word,
    is_first_name,
    is_surname,
    needs_capitals,
    word_before,
)
from scanner.match.name_run import Word, is_all_capitals, is_capital, is_name_case, words_after
from scanner.match.name_tables import Family, Middles, Namesakes, compact
from scanner.match.name_words import NEVER_MIDDLE, TITLES
from scanner.match.seen import Hit, Page

_COMMAS = frozenset({", ", ",", " ,", " , ", ";", "; ", "|", " | ", ",  ", '","'})
_BRACKET = " ("
"""Before a given name that stands alone in brackets: "Marlow (Jane)"."""
_BULLETS = ";:(•|*-\"'"


def turned_round(page: Page, family: Family, start: int, end: int) -> Iterator[Hit]:
    words = words_after(page.text, end)
    in_brackets = bool(words) and words[0].gap == _BRACKET
    comma = in_brackets or (bool(words) and words[0].gap in _COMMAS)
    if not words or not (comma or words[0].gap == " "):
        return
    while len(words) > 1 and words[0].text in TITLES:
        words = words[1:]
    given = words[0]
    key = compact(given.text)
    cells = page.folded.has_break(end, given.start)
    capitals = is_all_capitals(page, start, end)
    if comma or cells or capitals:
        if not _begins_entry(page, start, capitals, cells and not comma):
            return
    elif _runs_on(page, start):
        return
    groups = [family.given[key]] if key in family.given else family.short.get(key, [])
    joined = words[1].text if len(words) > 1 and words[1].gap in (" ", "-") else ""
    last = given
    if not groups and joined and key + compact(joined) in family.given:
        groups, last, words = [family.given[key + compact(joined)]], words[1], words[1:]
    if not groups:
        if comma or not cells:
            hits = _by_initials(page, family, words, start, end, comma)
            yield from (hit for hit in hits if not in_brackets or _is_closed(page, hit.end))
        return
    if not begins_word(page.text, given.start) or not ends_word(page, last.end):
        return
    upper = is_capital(page, given.start)
    if needs_capitals(given.text, family.is_ordinary) and not (upper and is_capital(page, start)):
        return
    shouted = capitals and not is_all_capitals(page, given.start, given.end)
    is_entry = capitals or _is_entry_start(page, start)
    rest = _middles(page, words, last.end, cells, is_entry, shouted)
    if rest is None or (in_brackets and not _is_closed(page, rest[1])):
        return
    form = _form(family, key in family.given or last is not given, capitals or comma or cells)
    if form == "family_first" and not _is_plain_order(page, family, given, start, upper):
        return
    for named in groups:
        yield from _fitting(named, rest[0], form, start, rest[1])


def _is_closed(page: Page, end: int) -> bool:
    return page.text[end : end + 1] == ")"


def _form(family: Family, is_whole: bool, is_turned: bool) -> str:
    if family.is_half:
        return "half"
    if not is_turned:
        return "family_first"
    return "last_first" if is_whole else "nickname"


def _begins_entry(page: Page, start: int, capitals: bool, cells: bool) -> bool:
    """Whether no other name runs into this one: not "Peter Marlow, Jane Smith"."""
    word, upper, dotted = word_before(page, start)
    if not word or word in TITLES or word.isdigit():
        return True
    if cells:
        return False  # A cell that holds only the family name has nothing before it.
    if not upper:
        return word not in ("de", "van", "von", "the")
    if capitals:
        at = start - 1 - dotted - len(word)
        return not is_all_capitals(page, at, at + len(word)) or (len(word) == 1 and dotted)
    return dotted and len(word) > 1


def _runs_on(page: Page, start: int) -> bool:
    """Whether the family name ends somebody else's name: "Peter Marlow Jane …"."""
    word, upper, _ = word_before(page, start)
    return (
        upper and word not in TITLES and (len(word) == 1 or is_first_name(word) or is_surname(word))
    )


def _is_entry_start(page: Page, start: int) -> bool:
    """Whether the name begins a line, a cell or an item of a list."""
    text = page.text
    if start == 0 or page.folded.has_break(start - 1, start):
        return True
    before = text[max(0, start - 3) : start].rstrip()
    return (
        not before
        or before[-1] in _BULLETS
        or before[-1] in ".)"
        or word_before(page, start)[0] in TITLES
    )


def _middles(
    page: Page, words: list[Word], end: int, cells: bool, is_entry: bool, shouted: bool
) -> tuple[Middles, int] | None:
    """The middle names after the given one, which ends at `end`, and where they end; None where
    what follows makes it another name.

    `shouted`: the family name alone is in capitals, so that the next word in capitals is another's.
    """
    middles: list[str] = []
    for before, word in pairwise(words[:4]):
        name, single = word.text, len(word.text) == 1
        if page.folded.has_break(end, word.start) or not is_capital(page, word.start):
            break
        if word.gap[:1] == "." and len(before.text) > 1:
            break  # The end of a sentence.
        if name in NEVER_MIDDLE - {"a"} or name in TITLES or name.isdigit():
            break
        if shouted and not single and is_all_capitals(page, word.start, word.end):
            break
        if not is_entry and not cells and not single:
            # In a sentence: "from Marlow, Jane Smith said". A first name may be a middle name.
            if not is_first_name(name):
                return None
        elif not single and not (is_first_name(name) or is_surname(name)):
            break  # A place, a party, an office.
        middles.append(compact(name))
        end = word.end + (single and page.text[word.end : word.end + 1] == ".")
    return tuple(middles), end


def _fitting(named: Namesakes, middles: Middles, form: str, start: int, end: int) -> Iterator[Hit]:
    for entries in named.fitting(middles):
        yield Hit(entries, form, start, end)


def _is_plain_order(page: Page, family: Family, given: Word, start: int, upper: bool) -> bool:
    """Whether "Li Bo" is a name: both large, and neither runs into another name."""
    if not (upper and is_name_case(page, start, given.start)):
        return False
    return not family.is_ordinary


def _by_initials(
    page: Page, family: Family, words: list[Word], start: int, end: int, comma: bool
) -> Iterator[Hit]:
    """ "Marlow, J.", "Marlow J", "MARLOW JE"."""
    text = page.text
    letters = ""
    last = words[0].start
    for word in words[:3]:
        single = len(word.text) == 1
        if not word.text.isalpha() or len(word.text) > 3 or (letters and not single):
            break
        if not is_all_capitals(page, word.start, word.end) or word.text in TITLES:
            break
        if page.folded.has_break(end, word.start):
            break
        letters += word.text
        last = word.end + (text[word.end : word.end + 1] == ".")
        if not single:
            break
    if not letters or not is_name_case(page, start, words[0].start - 1):
        return
    dotted = text[last - 1] == "."
    if not dotted and (
        text[last : last + 1] in ("'", "-") or (letters in ("a", "i") and not comma)
    ):
        return
    if named := family.initials.get(letters[0]):
        form = "half" if family.is_half else "initial_last"
        yield from _fitting(named, tuple(letters[1:]), form, start, last)
