"""Which row has the headings, and what each column holds: known, said, remembered or guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from openpyxl.utils import get_column_letter
from rapidfuzz import fuzz, process

from scanner.errors import PlanError, SlateError
from scanner.profile.reading import tidy
from scanner.profile.tables import nearest
from scanner.slate.importing.sheet import Row, Sheet, is_blank
from scanner.slate.importing.vocabulary import MEANINGS, Format, squashed, vocabulary

_HEADINGS_WITHIN = 30
"""Rows in which the headings are looked for: titles and notes may stand above them."""
_ALIKE = 88.0
"""From 0 to 100, how alike a heading must be to a known one to be taken for it. Judgement: a letter
too many or too few in "postcode" is above it, "home phone" and "home phones" too."""
_SHORTEST_GUESSED = 5
_LONGEST_SHOWN = 60
NAMES = frozenset({"name", "given", "family"})
"""Without a column that means one of these there are no people."""


class How(StrEnum):
    """Whence a column's meaning comes."""

    KNOWN = "known"
    """The heading is in the table."""
    ALIKE = "looks like it"
    """The heading is close to one in the table."""
    SAID = "as you said"
    REMEMBERED = "as before"
    TAKEN = "another column has it"
    UNKNOWN = "not known"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list."""

    place: int
    """From 0."""
    heading: str
    """As it is shown: in one line, without controls, and told apart from others of its name."""
    meaning: str
    """Empty: nothing of it is read."""
    how: How
    is_hidden: bool = False

    @property
    def letter(self) -> str:
        """As the spreadsheet names the column."""
        return str(get_column_letter(self.place + 1))


@dataclass(frozen=True, slots=True)
class Layout:
    """How a list is read."""

    header_row: int
    columns: tuple[Column, ...]
    format: Format | None
    """The kind of list, if it is one that leaves nothing to guess."""

    @property
    def is_certain(self) -> bool:
        """Whether nobody needs to confirm it: a known kind of list, or all of it said before."""
        settled = {How.SAID, How.REMEMBERED}
        if self.format is not None:
            settled |= {How.KNOWN, How.UNKNOWN, How.TAKEN}
        return all(column.how in settled for column in self.columns)

    @property
    def mapping(self) -> dict[str, str]:
        """What is kept for the next time: heading to meaning."""
        return {column.heading: column.meaning for column in self.columns}

    def changed(self, said: Mapping[str, str]) -> Layout:
        """The same with what the officer says of some columns. Raises PlanError for a column or a
        meaning that there is not."""
        wanted = dict(_said(said, self.columns))
        columns = tuple(
            replace(column, meaning=wanted[column.place], how=How.SAID)
            if column.place in wanted
            else column
            for column in self.columns
        )
        taken = {column.meaning for column in columns if column.place in wanted}
        return replace(self, columns=tuple(_without_rivals(columns, taken)))


def find_layout(
    sheet: Sheet,
    remembered: Mapping[str, str],
    said: Mapping[str, str],
    header_row: int | None = None,
) -> Layout:
    """How the list is probably to be read.

    `remembered`, `said`: headings (or letters of columns) to meanings; an empty meaning ignores the
    column. Raises SlateError for a list without headings, and for the electoral register; PlanError
    for what is said of no column.
    """
    for row in sheet.rows[:_HEADINGS_WITHIN]:
        _require_no_register(row)
    known = MEANINGS | {""}
    before = {squashed(heading): key for heading, key in remembered.items() if key in known}
    before.pop("", None)
    row = _heading_row(sheet, {*before, *map(squashed, said)}, header_row)
    format = _format_of(row)
    found = tuple(_guessed(column, format, before) for column in _headings(sheet, row))
    layout = Layout(row.number, tuple(_one_each(found)), format)
    return layout.changed(said)


def require_names(layout: Layout) -> None:
    """Raises SlateError when no column holds names."""
    if not NAMES & {column.meaning for column in layout.columns}:
        raise SlateError(
            "No column holds the names. Say which one does: --map "
            f'"{layout.columns[0].heading}=name".'
        )


def _heading_row(sheet: Sheet, also: set[str], header_row: int | None) -> Row:
    if header_row is not None:
        for row in sheet.rows:
            if row.number == header_row:
                return row
        raise PlanError(f"Row {header_row} is empty, so it has no headings.")
    known = vocabulary().headings

    def worth(row: Row) -> int:
        keys = {squashed(cell) for cell in row.cells if isinstance(cell, str)}
        return sum(key in known or key in also for key in keys if key)

    best = max(sheet.rows[:_HEADINGS_WITHIN], key=worth)
    names = {known.get(squashed(cell)) for cell in best.cells if isinstance(cell, str)}
    if worth(best) < 2 and not names & NAMES:
        raise SlateError(
            f"No row of headings was found among the first {_HEADINGS_WITHIN}: something like "
            f"Name, Email, Ward. If there is one, say where: --header-row 3. If not, write one "
            f"above the list."
        )
    return best


def _require_no_register(row: Row) -> None:
    """Raises SlateError for the headings of the electoral register."""
    table = vocabulary()
    keys = {squashed(cell) for cell in row.cells if isinstance(cell, str)}
    signs = keys & table.register_signs
    if len(signs) > 1 or (signs and keys & table.register_beside):
        raise SlateError(
            f"This looks like the electoral register (row {row.number} has its headings), so "
            f"nothing of it was read: using the register for anything but the purposes that the "
            f"law permits is an offence. Import a list of what people gave you themselves."
        )


def _headings(sheet: Sheet, row: Row) -> Iterator[Column]:
    """Every column with a heading or with something below it."""
    width = max(len(each.cells) for each in sheet.rows)
    used = [False] * width
    for each in sheet.rows:
        if each.number > row.number:
            for place, cell in enumerate(each.cells):
                used[place] = used[place] or not is_blank(cell)
    seen: dict[str, int] = {}
    for place in range(width):
        cell = row.cells[place] if place < len(row.cells) else None
        text = tidy(str(cell))[:_LONGEST_SHOWN] if not is_blank(cell) else ""
        if not text and not used[place]:
            continue
        heading = text or f"column {get_column_letter(place + 1)}"
        seen[heading] = seen.get(heading, 0) + 1
        if seen[heading] > 1:
            heading = f"{heading} ({seen[heading]})"
        yield Column(place, heading, "", How.UNKNOWN, place in sheet.hidden_columns)


def _format_of(row: Row) -> Format | None:
    keys = {squashed(cell) for cell in row.cells if isinstance(cell, str)}
    return next((one for one in vocabulary().formats if one.needs <= keys), None)


def _guessed(column: Column, format: Format | None, before: Mapping[str, str]) -> Column:
    known = vocabulary().headings
    # A second column of one name has that name's meaning.
    key = squashed(column.heading)
    plain = squashed(column.heading.rpartition(" (")[0]) if column.heading.endswith(")") else key
    if key in before:
        return replace(column, meaning=before[key], how=How.REMEMBERED)
    for heading in (key, plain):
        if format is not None and heading in format.columns:
            return replace(column, meaning=format.columns[heading], how=How.KNOWN)
        if heading == plain != key and (private := _said_private(column.heading)):
            return replace(column, meaning=private, how=How.ALIKE)
        if heading in known:
            return replace(column, meaning=known[heading], how=How.KNOWN)
    if format is not None:
        return column
    if private := _said_private(column.heading):
        return replace(column, meaning=private, how=How.ALIKE)
    return replace(column, meaning=near, how=How.ALIKE) if (near := _alike(key)) else column


def _alike(key: str) -> str:
    """What a heading close to this one means; empty for none."""
    known = vocabulary().headings
    if len(key) < _SHORTEST_GUESSED:
        return ""
    near = process.extractOne(key, known.keys(), scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return known[near[0]] if near is not None else ""


def _said_private(heading: str) -> str:
    """What a heading means that calls private what it otherwise names: "Email (private)", "Home
    tel". Empty for any other.

    What is private must not be taken for public by choice: it would never count as a risk.
    """
    table = vocabulary()
    words = re.findall(r"[^\W_]+", heading.casefold())
    rest = [word for word in words if word not in table.private_words]
    if len(rest) == len(words):
        return ""
    key = squashed("".join(rest))
    meaning = table.headings.get(key, "") or _alike(key)
    return table.private.get(meaning, meaning)


def _one_each(columns: tuple[Column, ...]) -> Iterator[Column]:
    """Where several columns would mean what only one may: the one that is surest keeps it, and of
    several the one whose heading stands first in the table."""
    order = {heading: place for place, heading in enumerate(vocabulary().headings)}
    surest = list(How)

    def rank(column: Column) -> tuple[bool, int, int, int]:
        is_remembered = column.how is How.REMEMBERED
        place = order.get(squashed(column.heading), len(order))
        return not is_remembered, surest.index(column.how), place, column.place

    first: dict[str, Column] = {}
    for column in sorted(columns, key=rank):
        if column.meaning:
            first.setdefault(column.meaning, column)
    meanings = vocabulary().meanings
    for column in columns:
        if column.meaning and meanings[column.meaning].is_one and first[column.meaning] != column:
            yield replace(column, meaning="", how=How.TAKEN)
        else:
            yield column


def _without_rivals(columns: tuple[Column, ...], said: set[str]) -> Iterator[Column]:
    """What was said goes before what was guessed. Raises PlanError when one thing is said of two
    columns that only one may be."""
    meanings = vocabulary().meanings
    for key in sorted(said - {""}):
        of_key = [column for column in columns if column.meaning == key and column.how is How.SAID]
        if meanings[key].is_one and len(of_key) > 1:
            raise PlanError(f'Only one column can be "{key}". Ignore the other: --map "Column=".')
    for column in columns:
        is_rival = column.meaning in said and column.how is not How.SAID
        if is_rival and column.meaning and meanings[column.meaning].is_one:
            yield replace(column, meaning="", how=How.TAKEN)
        else:
            yield column


def _said(said: Mapping[str, str], columns: tuple[Column, ...]) -> Iterator[tuple[int, str]]:
    for heading, meaning in said.items():
        key = squashed(heading)
        found = [column for column in columns if squashed(column.heading) == key]
        found = found or [column for column in columns if column.letter == heading.strip().upper()]
        if not found:
            names = ", ".join(column.heading for column in columns)
            raise PlanError(f"--map names a column that the list does not have. It has: {names}.")
        yield found[0].place, meaning_of(meaning)


def meaning_of(text: str) -> str:
    """The meaning that is written so, or whose heading is; empty for none. Raises PlanError."""
    word = text.strip().lower()
    if not word or word in MEANINGS:
        return word
    known = vocabulary().headings.get(squashed(word))
    if known:
        return known
    near = nearest(word, MEANINGS)
    raise PlanError(
        "--map gives a meaning that is not known. "
        + (f"Did you mean {near}? " if near else "")
        + f"Known: {', '.join(sorted(MEANINGS))}; nothing to ignore the column."
    )
