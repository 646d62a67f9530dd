"""Whose whole date of birth may stand in a text that speaks of a birth."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Set

import ahocorasick_rs

from scanner.match.glance.looks import Look
from scanner.match.glance.said import bone
from scanner.match.glance.sheet import Sheet
from scanner.match.seen import Entry
from scanner.text.dates import find_dates, month_names
from scanner.text.normalise import Normalised

_WORDS = (
    *("birth", "born", "bday", "b-day", "dob", "d.o.b", "d o b", "d/o/b", "d. o. b"),
    *("ganwyd", "ganed", "geni"),
)
_WRITTEN = tuple(word.encode() for word in _WORDS)
_WRITTEN_ANYHOW = ahocorasick_rs.BytesAhoCorasick(
    [written(word).encode() for written in (str, str.upper, str.title) for word in _WORDS],
    matchkind=ahocorasick_rs.MatchKind.LeftmostFirst,  # many times as fast as any other
)
_MARK = re.compile(rb" b {1,4}[0-9a-z]")
"""Signs apart, of the words or this one stands wherever a text tells of a birth by its date."""
_LIVING = re.compile(rb"19[2-9]\d|20[01]\d|(?<!\d)'?\d\d(?!\d)")
"""A year in which somebody who lives may have been born, in four figures or two."""
_ORDINALS = tuple(ordinal + of for ordinal in ("st", "nd", "rd", "th") for of in ("", "of"))
_BEFORE_IN_CODE, _AFTER_IN_CODE = 80, 400
"""Bytes around a word of birth in the source of a page, where it is the date's key and most figures
are nobody's."""
_BESIDE = 12
"""Letters and figures beside a month in which the rest of its date stands."""
_NOBODY: frozenset[str] = frozenset()


class Births:
    """Everybody's whole dates of birth."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._people: dict[str, set[str]] = defaultdict(set)
        self._dates: set[tuple[int, int, int]] = set()
        written: dict[bytes, dict[bytes, set[str]]] = defaultdict(lambda: defaultdict(set))
        for entry in entries:
            date = _date(entry)
            if date is None:
                continue
            self._dates.add(date)
            self._people[entry.fact.value.reveal()].add(entry.subject_id)
            for each, rest in _written_dates(*date):
                written[each][rest].add(entry.subject_id)
        self._those = [*map(dict, written.values()), dict[bytes, set[str]]()]
        """By what else of the date must stand beside it."""
        self._automaton = ahocorasick_rs.BytesAhoCorasick([*written, b"\0"])

    def words(self) -> Iterator[bytes]:
        """Words of birth: of these, or of the marks, one stands wherever a text tells of one of
        these births."""
        yield from dict.fromkeys(map(bone, _WORDS)) if self._dates else ()

    def marks(self) -> set[bytes]:
        """Marks of birth at the beginning of a word, with these dates: "b. 14 March"."""
        marks = set()
        for year, month, day in self._dates:
            marks.add(f"b{year}".encode())
            marks |= {f"b{each}".encode() for each in _figures(day, month)}
            for name in month_names(month):
                marks.add(bone(f"b{name}"))
                for ahead in _two_ways(day):
                    marks |= {bone(f"b{ahead}{behind}{name[:3]}") for behind in ("", *_ORDINALS)}
        return marks

    def at_word(self, sheet: Sheet, look: Look) -> Set[str]:
        """Whose name stands on a page beside their date, whatever it is the date of."""
        return self._born(sheet, look) if _speaks_of(sheet, look) else _NOBODY

    def at_mark(self, sheet: Sheet, look: Look) -> Set[str]:
        return self._born(sheet, look) if _is_marked(sheet, look) else _NOBODY

    def _born(self, sheet: Sheet, look: Look) -> Set[str]:
        if look.is_code:
            return sheet.named(self._read(sheet, look), look)
        # Most figures that may be read as a date are none, which only reading them tells.
        named = sheet.named(self._dated(look.skeleton), look)
        return named & self._read(sheet, look) if named else _NOBODY

    def _dated(self, text: bytes) -> set[str]:
        """Whose dates may stand in a skeleton."""
        found: set[str] = set()
        for number, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            near = text[max(0, start - _BESIDE) : start] + b" " + text[end : end + _BESIDE]
            for rest, people in self._those[number].items():
                if rest in near:
                    found |= people
        return found

    def _read(self, sheet: Sheet, look: Look) -> set[str]:
        """Whose dates stand there."""
        told = look.folded
        if look.is_code:
            told = b" ".join(
                told[max(0, at - _BEFORE_IN_CODE) : at + _AFTER_IN_CODE] for at in _words_in(told)
            )
        elif (joined := sheet.joined(look)) is not None:
            told += b" " + joined.folded
        if not _LIVING.search(told):
            return set()
        text = told.decode("utf-8", "replace")
        page = Normalised(text, text, (0,), (0,), (len(text),), True)
        days = {spotted.value for spotted in find_dates(page)}
        return {person for day in days & self._people.keys() for person in self._people[day]}


def _speaks_of(sheet: Sheet, look: Look) -> bool:
    """Whether a word of birth stands there as it is written: the letters of "job or not" do not."""
    texts = (look, sheet.joined(look))
    return any(_WRITTEN_ANYHOW.find_matches_as_indexes(each.written) for each in texts if each)


def _is_marked(sheet: Sheet, look: Look) -> bool:
    texts = () if look.is_code else (look, sheet.joined(look))
    return any(_MARK.search(each.spaced) for each in texts if each)


def _words_in(folded: bytes) -> Iterator[int]:
    for word in _WRITTEN:
        at = folded.find(word)
        while at >= 0:
            yield at
            at = folded.find(word, at + _AFTER_IN_CODE)


def _date(entry: Entry) -> tuple[int, int, int] | None:
    year, month, day = (entry.fact.part(name) for name in ("year", "month", "day"))
    return (int(year), int(month), int(day)) if year and month and day else None


def _two_ways(number: int) -> tuple[str, str]:
    return f"{number}", f"{number:02}"


def _figures(day: int, month: int) -> set[str]:
    """Both in figures, whichever comes first."""
    orders = ((day, month), (month, day))
    return {a + b for one, other in orders for a in _two_ways(one) for b in _two_ways(other)}


def _written_dates(year: int, month: int, day: int) -> Iterator[tuple[bytes, bytes]]:
    """Of which one stands wherever a date does, however it is written, and what stands beside."""
    years = f"{year}", f"{year % 100:02}"
    figures = _figures(day, month)
    yield from ((f"{each}{written}".encode(), b"") for each in figures for written in years)
    yield from ((f"{year}{each}".encode(), b"") for each in figures)
    for name in month_names(month):
        yield from ((bone(name + written), f"{day}".encode()) for written in years)
        yield from ((bone(name + written), years[1].encode()) for written in _two_ways(day))
        yield bone(f"{name}the{day}"), years[1].encode()
