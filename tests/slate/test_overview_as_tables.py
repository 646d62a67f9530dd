"""The overview as CSV and as a workbook: the same rows, and no cell that does anything."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date, datetime

import openpyxl
import pytest

from scanner.model.bands import Band
from scanner.model.overview import Overview
from scanner.model.slate import EntrantState, Person
from scanner.slate.overview import Checks, Standing, overview_of
from scanner.slate.overview.tables import people_csv, people_xlsx
from tests.slate.many_people import NOW, SLATE, TITLES, slate_of
from tests.slate.test_overview_of_numbers import numbers, person

FORMULAS = ['=HYPERLINK("https://evil.example")', "+1+1", "-2", "@SUM(A1)", "\t=1+1", "\uff1d1"]


def shown_of(people: list[Person]) -> Overview:
    checks = {1: [numbers(by_band={Band.HIGH: 2, Band.LOW: 1}, coverage=0.756, actions=7)]}
    known = Checks(checks, {1: Standing(EntrantState.DONE)}, runs=1)
    return overview_of(SLATE, people, known, {}, NOW)


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_csv_has_everybody_with_plain_numbers_and_days() -> None:
    text = people_csv(shown_of([person(2), replace(person(1), name="Siân O’Neil, agent")]))
    assert text.startswith("\ufeff") and "\r\n" in text
    first, second = rows_of(text)
    assert first["name"] == "Siân O’Neil, agent" and first["call today"] == "yes"
    assert first["why"] == "first check: 2 high exposures"
    assert (first["high"], first["low"], first["critical"], first["steps"]) == ("2", "1", "0", "7")
    assert (first["checked on"], first["consent until"]) == ("2027-04-20", "2027-12-31")
    assert first["answered"] == "0.756"
    assert second["high"] == "" and second["not checked, because"] == "not part of the newest run"


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_is_a_formula(formula: str) -> None:
    people = [replace(person(1), name=formula, group=formula, ref=formula)]
    for cell in next(iter(rows_of(people_csv(shown_of(people))))).values():
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\uff1d"))
    book = openpyxl.load_workbook(io.BytesIO(people_xlsx(shown_of(people))))
    for row in book["People"].iter_rows():
        for cell in row:
            assert cell.data_type != "f"
            assert not str(cell.value or "").startswith(("=", "+", "-", "@", "\t", "\uff1d"))


def test_workbook_has_real_days_and_numbers_and_filters() -> None:
    book = openpyxl.load_workbook(io.BytesIO(people_xlsx(shown_of([person(1), person(2)]))))
    sheet = book["People"]
    titles = [cell.value for cell in sheet[1]]
    first = dict(zip(titles, sheet[2], strict=True))
    assert first["high"].value == 2 and first["high"].data_type == "n"
    assert first["checked on"].value == datetime(2027, 4, 20)
    assert first["checked on"].is_date and first["consent until"].value.date() == date(2027, 12, 31)
    assert first["answered"].value == 0.756 and first["answered"].number_format == "0%"
    assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref.startswith("A1:")
    assert sheet.max_row == 3
    week = [cell.value for cell in book["Weeks"][2]]
    assert week[:4] == [datetime(2027, 4, 19), 1, 1, 3]


def test_what_no_file_can_hold_is_replaced() -> None:
    odd = replace(person(1), name="Jane\x00 \x1b[31mMarlow\u202e\nof Wexcombe")
    text = people_csv(shown_of([odd]))
    book = openpyxl.load_workbook(io.BytesIO(people_xlsx(shown_of([odd]))))
    name = rows_of(text)[0]["name"]
    assert name == "Jane\ufffd \ufffd[31mMarlow\ufffd of Wexcombe"
    assert book["People"]["D2"].value == name


def test_csv_and_workbook_say_the_same() -> None:
    many = slate_of(60)
    standings = {number: Standing(EntrantState.DONE) for number in many.checks}
    shown = overview_of(SLATE, many.people, Checks(many.checks, standings, 3), TITLES, NOW)
    sheet = openpyxl.load_workbook(io.BytesIO(people_xlsx(shown)))["People"]
    told = [
        [cell.date().isoformat() if isinstance(cell, datetime) else str(cell or "") for cell in row]
        for row in sheet.iter_rows(min_row=2, values_only=True)
    ]
    plain = [
        ["" if cell == "0" else cell for cell in row.values()] for row in rows_of(people_csv(shown))
    ]
    assert told == [[("" if cell == "0" else cell) for cell in row] for row in plain]
    assert len(told) == 60
