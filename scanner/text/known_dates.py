"""The forms of a private date of birth and of its pieces, for masking.

Wider than what is read as a date on purpose: of what stands before or after, only a figure that
makes it another number keeps a date of birth readable.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from scanner.model.facts import Fact
from scanner.model.masks import mask_value
from scanner.text.dates import month_names
from scanner.text.searched import SearchedText
from scanner.text.sought import Seek, Sought, Span

_GIVEN = re.compile(r"(?P<year>\d{4})?-{1,2}(?P<month>\d\d)(?:-(?P<day>\d\d))?")
"""As profiles write it: 1979-03-14, 1979-03, --03-14."""
_SOFTENED = {
    "mawrth": "fawrth",
    "mai": "fai",
    "mehefin": "fehefin",
    "gorffennaf": "orffennaf",
    "medi": "fedi",
    "tachwedd": "dachwedd",
    "rhagfyr": "ragfyr",
}
"""Welsh months as they are said after "o": 14 o Fawrth."""
_FEWEST_OF_OWN = 5
"""Letters of a month's name that tells itself from those around it: "IMGMarch1979", not "Lamar"."""
_SUFFIX = r"(?: ?(?:st|nd|rd|th|eg|ydd|fed|ed|af|ain|il))?"
_TEENS = "tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth"
_ONES = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_ORDINALS = (
    *_ONES,
    *_TEENS.split(),
    "nineteenth",
    "twentieth",
    *(f"twenty[ -]?{one}" for one in _ONES),
    "thirtieth",
    "thirty[ -]?first",
)
_EDGE = r"(?!(?<=\d)\d)"
"""Not within a row of figures."""
_GAP = r"[^a-z0-9]{0,4}"
_OF = rf"{_GAP}(?:(?:day )?(?:of|o|the)(?: the)?(?: month of)? )?"
_SIGN = r" ?[^a-z0-9:\s] ?"
"""Between the figures of a date; a colon is between those of a time of day."""
_BETWEEN = rf"(?:{_SIGN}| )"


def date_seekers(fact: Fact) -> Iterator[Seek]:
    """What finds a date of birth and its month with its year anywhere, and its day with its month
    near words of a birth. The year by itself is no secret."""
    if given := _GIVEN.fullmatch(fact.value.reveal()):
        yield from _of(fact, given["year"] or "", given["month"], given["day"] or "")


def _of(fact: Fact, year: str, month: str, day: str) -> Iterator[Seek]:
    number, names = rf"0?{int(month)}", _names(int(month))
    short = rf"['’]?{year[2:]}"
    if year:
        yield _pattern(fact, _with_year(year, number, names), (year[2:],))
    if not day:
        return
    figure = rf"0?{int(day)}"
    said = rf"(?:{figure}{_SUFFIX}|(?<![a-z]){_ORDINALS[int(day) - 1]})"
    of_day = [f"{said}{_OF}{names}", f"{names}{_OF}{said}"]
    if year:
        either = f"(?:{year}|{short})"
        whole_forms = [f"{form}{_GAP}{either}" for form in of_day]
        whole_forms += [f"{year}{_GAP}{form}" for form in of_day]
        whole_forms += _in_figures(figure, number, either)
        whole_forms += _run_together(day, month, year)
        yield _pattern(fact, whole_forms, (year[2:],))
    in_figures = [f"{figure}{_SIGN}{number}", f"{number}{_SIGN}{figure}"]
    yield _pattern(fact, of_day + in_figures, (), near_birth=True)


def _with_year(year: str, number: str, names: str) -> list[str]:
    """March 1979, March '79, 1979 March, 03/1979, 1979-03."""
    return [
        rf"{names}{_GAP}(?:(?:of|o|in) )?(?:{year}|['’]?{year[2:]})",
        f"{year}{_GAP}{names}",
        rf"{number}{_SIGN}{year}",
        rf"{year}{_SIGN}{number}",
    ]


def _in_figures(day: str, month: str, year: str) -> Iterator[str]:
    """14.3.79, 1979_03_14, 03/14/1979: whatever country or program wrote it."""
    for pieces in ((day, month, year), (year, month, day), (month, day, year)):
        yield _BETWEEN.join(pieces)


def _run_together(day: str, month: str, year: str) -> Iterator[str]:
    for written in (year, year[2:]):
        yield from (written + month + day, day + month + written, month + day + written)


def _names(month: int) -> str:
    """The month in English and Welsh, in full and short, also where other letters touch it if that
    can be told."""
    names = [*month_names(month)]
    names += [_SOFTENED[name] for name in names if name in _SOFTENED]
    full = [name for name in names if len(name) >= _FEWEST_OF_OWN]
    short = [name for name in names if len(name) < _FEWEST_OF_OWN]
    bounded = [rf"(?<![a-z]){name}(?![a-z])" for name in sorted(short, key=len, reverse=True)]
    return "(?:" + "|".join([*sorted(full, key=len, reverse=True), *bounded]) + r")\.?"


def _pattern(
    fact: Fact, forms: Iterable[str], needs: Iterable[str], near_birth: bool = False
) -> Seek:
    """Seeks what any of the forms matches, longer figures apart."""
    sought = Sought(rf"{_EDGE}(?:{'|'.join(forms)}){_EDGE}", needs)

    def seek(text: SearchedText) -> Iterator[Span]:
        if near_birth and not text.near_births:
            return
        for found in sought.found_in(text.folded):
            start, end = found.span()
            if not near_birth or text.is_near_birth(start, end):
                yield start, end, mask_value(fact.kind, text.written(start, end))

    return seek
