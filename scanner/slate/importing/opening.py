"""A list from a file, whatever kind it is; told by its content, not by its name."""

from __future__ import annotations

from pathlib import Path

from scanner.errors import SlateError
from scanner.slate.importing.delimited import read_delimited
from scanner.slate.importing.sheet import LARGEST_FILE, Sheet

_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_NO_LIST = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf")


def read_sheet(path: Path, sheet: str = "") -> Sheet:
    """The rows of the list at `path`; of a workbook those of the sheet of that name. Raises
    SlateError."""
    data = _content(path)
    if not data.strip():
        raise SlateError("The list is empty.")
    if data.startswith(_ZIP):
        if b"mimetypeapplication/vnd.oasis" in data[:200]:
            raise SlateError("OpenDocument sheets are not read. Save it as XLSX or CSV.")
        from scanner.slate.importing.workbook import read_workbook

        return read_workbook(data, sheet)
    if data.startswith(_OLD_OFFICE):
        raise SlateError(
            "The file is a workbook with a password, or of the older form of Excel (XLS). Save it "
            "as XLSX without a password, or as CSV."
        )
    if data.startswith(_NO_LIST):
        raise SlateError("The file is no list. CSV, TSV, XLSX or a folder of profiles are read.")
    if sheet:
        raise SlateError("--sheet is for workbooks; this is a text file.")
    return read_delimited(data)


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError as error:
        reason = error.strerror or "it is out of reach"
        raise SlateError(f"{path.name} cannot be read: {reason}.") from None
    if len(data) > LARGEST_FILE:
        raise SlateError(f"{path.name} is too large for a list of people.")
    return data
