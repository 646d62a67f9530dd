"""The people of an overview as tables: CSV for any program, XLSX for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from scanner.model.bands import Band
from scanner.model.overview import Overview
from scanner.slate.overview.columns import COLUMNS, Cell, cells_of

_DAY = "dd/mm/yyyy"
_SHARE = "0%"
_BOLD = Font(bold=True)
_WEEKS = (
    *("week from", "checks", "people checked so far", "in the open"),
    *(band.value for band in Band),
    *("new", "gone", "newly public", "steps", "steps done"),
)


def people_csv(overview: Overview) -> str:
    """Everybody, the most urgent first. It begins with a mark by which Excel sees that it is UTF-8;
    days are written as 2026-11-23; lines end as in RFC 4180."""
    text = io.StringIO()
    table = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    table.writerow(column.title for column in COLUMNS)
    for row in overview.rows:
        table.writerow("" if cell is None else str(cell) for cell in cells_of(row))
    return "\N{ZERO WIDTH NO-BREAK SPACE}" + text.getvalue()


def people_xlsx(overview: Overview) -> bytes:
    """The same as a workbook: real days and numbers, a heading that stays, filters; and the weeks
    on a second sheet."""
    book = Workbook(write_only=True)
    # Otherwise the clock of this machine would stand in the file, in its own time.
    book.properties.created = book.properties.modified = overview.made_at.astimezone(UTC).replace(
        tzinfo=None
    )
    book.properties.creator = "netcurtain"
    formats = [_SHARE if column.is_share else "" for column in COLUMNS]
    _sheet(
        book.create_sheet("People"),
        [column.title for column in COLUMNS],
        [column.width for column in COLUMNS],
        map(cells_of, overview.rows),
        len(overview.rows),
        formats,
    )
    _sheet(
        book.create_sheet("Weeks"),
        _WEEKS,
        [max(10, len(title) + 2) for title in _WEEKS],
        _week_rows(overview),
        len(overview.weeks),
        ["" for _ in _WEEKS],
    )
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet(
    sheet: WriteOnlyWorksheet,
    titles: Sequence[str],
    widths: Iterable[int],
    rows: Iterable[tuple[Cell, ...]],
    count: int,
    formats: Sequence[str],
) -> None:
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(titles))}{count + 1}"
    sheet.append([_styled(sheet, title, font=_BOLD) for title in titles])
    for row in rows:
        sheet.append([_cell(sheet, *each) for each in zip(row, formats, strict=True)])


def _cell(sheet: WriteOnlyWorksheet, value: Cell, number_format: str) -> WriteOnlyCell | Cell:
    """A bare value where that is enough, which is several times as fast. No text begins with what
    would make a formula of it: `cells_of` has seen to that."""
    if isinstance(value, date):
        return _styled(sheet, value, _DAY)
    return _styled(sheet, value, number_format) if number_format and value is not None else value


def _styled(
    sheet: WriteOnlyWorksheet, value: Cell, number_format: str = "", font: Font | None = None
) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=value)
    if number_format:
        cell.number_format = number_format
    if font is not None:
        cell.font = font
    return cell


def _week_rows(overview: Overview) -> Iterator[tuple[Cell, ...]]:
    for week in overview.weeks:
        yield (
            *(week.monday, week.checks, week.checked, week.open),
            *(week.open_by_band.get(band, 0) for band in Band),
            *(week.new, week.gone, week.newly_public, week.actions, week.actions_done),
        )
