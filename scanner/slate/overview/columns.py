"""What a row of the officer's tables holds: one list for CSV and for spreadsheets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from scanner.model.bands import Band
from scanner.model.overview import OverviewRow
from scanner.model.slate import Numbers, Sharing
from scanner.render.csv_report import inert
from scanner.render.veil import printable
from scanner.slate.overview.calls import day_in_london

Cell = str | int | float | date | None

_SHARING = {Sharing.NUMBERS: "numbers alone", Sharing.ALL: "everything"}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, what stands in a row, and how wide it is in characters."""

    title: str
    tell: Callable[[OverviewRow], Cell]
    width: int = 10
    is_share: bool = False
    """A number from 0 to 1, to be shown in per cent."""


def cells_of(row: OverviewRow) -> tuple[Cell, ...]:
    """What stands in a person's row. No text is one that a spreadsheet takes for a formula."""
    return tuple(_plain(column.tell(row)) for column in COLUMNS)


def _plain(cell: Cell) -> Cell:
    if isinstance(cell, str):
        return inert(printable(" ".join(cell.split()))) or None
    return cell


def _of_numbers(tell: Callable[[Numbers], Cell]) -> Callable[[OverviewRow], Cell]:
    """Nothing, not nought, for who was not checked."""
    return lambda row: tell(row.numbers) if row.numbers else None


def _band(band: Band) -> Callable[[OverviewRow], Cell]:
    return _of_numbers(lambda numbers: numbers.by_band.get(band, 0))


def _yes(answer: bool) -> str:
    return "yes" if answer else "no"


COLUMNS: Final = (
    Column("call today", lambda row: _yes(bool(row.calls))),
    Column("why", lambda row: "; ".join(call.say for call in row.calls), 60),
    Column("reference", lambda row: row.ref, 16),
    Column("name", lambda row: row.name, 28),
    Column("role", lambda row: row.role.value, 12),
    Column("group", lambda row: row.group, 24),
    Column("state", lambda row: row.state.value, 12),
    Column("consent until", lambda row: row.consent_until, 12),
    Column("shares", lambda row: _SHARING[row.sharing], 14),
    Column("checked on", _of_numbers(lambda numbers: day_in_london(numbers.ended_at)), 12),
    Column("not checked, because", lambda row: row.not_checked, 36),
    Column("checks", lambda row: row.checks),
    Column("worst", lambda row: row.worst.value if row.worst else None),
    *(Column(band.value, _band(band)) for band in Band),
    Column("new", _of_numbers(lambda numbers: numbers.new)),
    Column("gone", _of_numbers(lambda numbers: numbers.gone)),
    Column("still there", _of_numbers(lambda numbers: numbers.still)),
    Column("newly public", _of_numbers(lambda numbers: numbers.newly_public), 13),
    Column("warning signs", _of_numbers(lambda numbers: numbers.warnings), 13),
    Column("most urgent sign", _of_numbers(lambda numbers: numbers.warning_level), 16),
    Column("questions", _of_numbers(lambda numbers: numbers.questions)),
    Column("steps", _of_numbers(lambda numbers: numbers.actions)),
    Column("steps done", _of_numbers(lambda numbers: numbers.actions_done), 11),
    Column("letters waiting", _of_numbers(lambda numbers: numbers.letters_waiting), 15),
    Column("answered", _of_numbers(lambda numbers: round(numbers.coverage, 3)), 10, is_share=True),
    Column("enough to say", _of_numbers(lambda numbers: _yes(numbers.is_enough)), 13),
    Column("cut short", _of_numbers(lambda numbers: _yes(numbers.is_partial))),
    Column("next deadline", lambda row: row.deadline.day if row.deadline else None, 13),
    Column("due then", lambda row: row.deadline.title if row.deadline else None, 32),
)
"""Dates are London's."""
