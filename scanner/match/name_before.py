"""Names in their usual order: given name, middle names, family name, and lists that share one."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.match.name_context import (
    goes_on,
    is_beside_contact,
    is_first_name,
    is_longer_after,
    is_longer_before,
    is_on_its_own_line,
    needs_capitals,
    with_title,
)
from scanner.match.name_run import Word, is_all_capitals, is_capital, is_name_case, words_before
from scanner.match.name_tables import Family, Middles, Namesakes, compact
from scanner.match.name_words import JOINING, NEVER_MIDDLE, PARTICLES, TITLES
from scanner.match.seen import Entries, Hit, Page

_MOST_MIDDLES = 3


def in_order(page: Page, family: Family, start: int, end: int) -> Iterator[Hit]:
    """ "Jane Marlow", "Jane E. Marlow", "J. E. Marlow", "Kate Marlow", "Jane and Tom Marlow"."""
    words = words_before(page.text, start)
    if not words:
        return
    capital = is_name_case(page, start, end)
    if is_longer_after(page, end, capital, family.is_half):
        return
    run = _own_run(words)
    hits = list(_of_run(page, family, run, start, end, capital))
    for hit in hits:
        yield Hit(hit.entries, hit.form, with_title(page, hit.start), hit.end)
    if run and len(words) > len(run):
        yield from _of_list(page, family, words, len(run), end, capital)
    elif not run and words[0].gap == "," and not hits:
        yield from _of_cells(page, family, words[0], start, end, capital)


def _own_run(words: list[Word]) -> list[Word]:
    """The words that only spaces, initials' full stops and brackets part from the family name."""
    run: list[Word] = []
    for word in words:
        if not word.is_plain or word.text in JOINING:
            break
        run.append(word)
    return run


def _of_run(
    page: Page, family: Family, run: list[Word], start: int, end: int, capital: bool
) -> Iterator[Hit]:
    for at, word in enumerate(run[: _MOST_MIDDLES + 1]):
        if _is_particle(page, family, run, word):
            return  # "Jane de Marlow" has another family name.
        if word.is_bracketed and at + 1 < len(run) and _is_known(family, run[at + 1]):
            continue
        middles = tuple(compact(w.text) for w in reversed(run[:at]) if not w.is_bracketed)
        groups, form = _lookup(family, word, middles)
        if groups:
            if not word.is_dotted and _stands(page, family, run, at, word, start, end, capital):
                for entries in groups:
                    yield Hit(entries, form, word.start, end)
        elif at <= 2 and (letters := _letters(page, word)):
            group = family.initials.get(letters[0])
            if group is not None and _initials_stand(page, run, at, end, capital):
                form = "half" if family.is_half else "initial_last"
                yield from _each(group, (*letters[1:], *middles), form, word.start, end)


def _is_known(family: Family, word: Word) -> bool:
    key = compact(word.text)
    return key in family.given or key in family.short


def _is_particle(page: Page, family: Family, run: list[Word], word: Word) -> bool:
    if word.text not in PARTICLES or _is_known(family, word):
        return False
    if word.is_dotted and word.text != "st":
        return False
    return not any(word.text in own for own in _middles_of(family, run))


def _middles_of(family: Family, run: list[Word]) -> Iterator[Middles]:
    for word in run:
        if named := family.given.get(compact(word.text)):
            yield from named.by_middles


def _lookup(family: Family, word: Word, middles: Middles) -> tuple[list[Entries], str]:
    """Who is called by that word and these middle names, and in which form."""
    key = compact(word.text)
    form = "with_middle" if middles else "full"
    found: list[Entries] = []
    if named := family.given.get(key):
        found = list(named.fitting(middles))
    elif middles and (named := family.given.get(key + middles[0])):
        found, form = list(named.fitting(middles[1:])), "full"  # Anne Marie for Anne-Marie
    elif "-" in word.text and (named := family.given.get(word.text.partition("-")[0])):
        found, form = list(named.joined(compact(word.text.partition("-")[2]))), "full"
    else:
        form = "nickname"
        for others in family.short.get(key, ()):
            found.extend(others.fitting(middles))
    return found, "half" if family.is_half else form


def _each(named: Namesakes, middles: Middles, form: str, start: int, end: int) -> Iterator[Hit]:
    for entries in named.fitting(middles):
        yield Hit(entries, form, start, end)


def _stands(
    page: Page,
    family: Family,
    run: list[Word],
    at: int,
    first: Word,
    start: int,
    end: int,
    capital: bool,
) -> bool:
    """Whether the given name at `at` and all up to the family name are one person's name."""
    upper = is_capital(page, first.start)
    small = not (upper and capital) and not is_on_its_own_line(page, first.start, end)
    if small and needs_capitals(first.text, family.is_ordinary):
        return is_beside_contact(page, first.start, end) and not run[:at]
    if is_longer_before(page, first.start, upper):
        return False
    between = run[:at]
    if page.folded.has_break(start - 1, start) and goes_on(page, end):
        return False  # "… by Jane" and on the next line "Marlow Town Council".
    parted = [page.folded.has_break(word.end, word.end + len(word.gap)) for word in run[: at + 1]]
    if any(parted) and not all(parted):
        return False
    known = {name for own in _middles_of(family, [first]) for name in own}
    known |= {word.text for word in between if compact(first.text + word.text) in family.given}
    return all(_is_middle(page, word, upper, known) for word in between)


def _is_middle(page: Page, word: Word, upper: bool, known: set[str]) -> bool:
    if word.text in known or word.is_bracketed:
        return True
    if len(word.text) == 1 and word.text.isalpha():
        return word.is_dotted or is_capital(page, word.start)
    if word.text in NEVER_MIDDLE or word.text in TITLES or word.text.isdigit():
        return False
    if upper:
        return is_capital(page, word.start) and not (word.is_dotted and len(word.text) > 3)
    return is_first_name(word.text)


def _letters(page: Page, word: Word) -> str:
    """The initials that a word is: "J", "J." or "JE"; nothing for any other."""
    text = word.text
    if text[1:2] == "-" and len(text) == 3:
        text = text.replace("-", "")
    if not text.isalpha() or len(text) > 3 or text in TITLES or text in NEVER_MIDDLE - {"a"}:
        return ""
    if len(text) == 1:
        return text if word.is_dotted or is_capital(page, word.start) else ""
    return text if is_all_capitals(page, word.start, word.end) else ""


def _initials_stand(page: Page, run: list[Word], at: int, end: int, capital: bool) -> bool:
    word = run[at]
    if page.folded.has_break(word.start, end):
        return False
    if not capital and not word.is_dotted:
        return False
    if len(word.text) > 1 and is_all_capitals(page, word.start, end) and not word.is_dotted:
        return False  # In a line of capitals "JO MARLOW" is no initials.
    if any(w.text in NEVER_MIDDLE - {"a"} or w.text in TITLES for w in run[:at]):
        return False
    if at + 1 < len(run):
        before = run[at + 1]
        if len(before.text) == 1 and (before.is_dotted or is_capital(page, before.start)):
            return False
    return all(is_capital(page, w.start) or w.is_dotted for w in run[:at]) and not (
        is_longer_before(page, word.start, True)
    )


def _of_list(
    page: Page, family: Family, words: list[Word], at: int, end: int, capital: bool
) -> Iterator[Hit]:
    """First names that share the family name: "Jane and Tom Marlow", "Jane, Tom & Ann Marlow"."""
    if not 1 <= at <= 2 or not is_capital(page, words[at - 1].start):
        return
    last = words[at - 1].text
    if last in TITLES:
        return
    while at < len(words):
        word = words[at]
        if word.text in JOINING:
            if not word.is_plain or at + 1 == len(words) or not words[at + 1].is_plain:
                return
            at += 1
            word = words[at]
        if page.folded.has_break(word.start, words[at - 1].start):
            return
        yield from _sharing(page, family, word, end)
        if not is_first_name(word.text) and len(word.text) > 1:
            return
        if at + 1 < len(words) and words[at + 1].is_plain and words[at + 1].text not in JOINING:
            if words[at + 1].text not in TITLES:
                return
            at += 1
        at += 1


def _sharing(page: Page, family: Family, word: Word, end: int) -> Iterator[Hit]:
    key = compact(word.text)
    if not is_capital(page, word.start) or is_longer_before(page, word.start, True):
        return
    if groups := _lookup(family, word, ())[0]:
        for entries in groups:
            yield Hit(entries, "shared_family", word.start, end)
    elif len(key) == 1 and (named := family.initials.get(key)):
        yield Hit(named.all, "initial_last", word.start, end)


def _of_cells(
    page: Page, family: Family, word: Word, start: int, end: int, capital: bool
) -> Iterator[Hit]:
    """Columns of a table that is written with commas: "Jane,Marlow"."""
    named = family.given.get(compact(word.text))
    before = page.text[word.start - 1 : word.start]
    if named is None or before not in ("", ",", " ", '"') or family.is_half:
        return
    if capital and is_capital(page, word.start):
        yield Hit(named.all, "full", word.start, end)
