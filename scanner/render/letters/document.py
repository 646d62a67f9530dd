"""A letter as a Word document, byte for byte the same for the same letter."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from scanner.render.letters.letter import Letter
from scanner.rulebook.letter_template import BLANK

_NO_TIME = (1980, 1, 1, 0, 0, 0)
"""The earliest that a ZIP archive can hold."""


def as_document(letter: Letter) -> bytes:
    """A4, in a plain typeface; places to fill in are highlighted and keep their brackets."""
    document = Document()
    _set_up(document, letter)
    head = document.add_paragraph()
    head.add_run(letter.subject).bold = True
    for block in letter.whole.strip("\n").split("\n\n"):
        for line in block.split("\n"):
            is_item = line.startswith("- ")
            style = "List Bullet" if is_item else None
            paragraph = document.add_paragraph(style=style)
            _write(paragraph, line.removeprefix("- ") if is_item else line)
            paragraph.paragraph_format.space_after = Pt(0)
        document.paragraphs[-1].paragraph_format.space_after = Pt(8)
    made = io.BytesIO()
    document.save(made)
    return _without_times(made.getvalue())


def _set_up(document: WordDocument, letter: Letter) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(11)
    language = normal.element.get_or_add_rPr().makeelement(
        qn("w:lang"), {qn("w:val"): letter.locale}
    )
    normal.element.get_or_add_rPr().append(language)
    told = document.core_properties
    told.author = told.last_modified_by = told.comments = ""
    told.title, told.language = letter.subject, letter.locale
    told.created = told.modified = datetime(*_NO_TIME)


def _write(paragraph: Paragraph, line: str) -> None:
    end = 0
    for blank in BLANK.finditer(line):
        paragraph.add_run(line[end : blank.start()])
        paragraph.add_run(blank[0]).font.highlight_color = WD_COLOR_INDEX.YELLOW
        end = blank.end()
    paragraph.add_run(line[end:])


def _without_times(archive: bytes) -> bytes:
    """The same archive without the minute in which it was made."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as given,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as fresh,
    ):
        for entry in given.infolist():
            plain = zipfile.ZipInfo(entry.filename, _NO_TIME)
            plain.compress_type = zipfile.ZIP_DEFLATED
            plain.external_attr = 0o600 << 16
            fresh.writestr(plain, given.read(entry))
    return made.getvalue()
