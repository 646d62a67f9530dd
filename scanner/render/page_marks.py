"""What stands in the margins of every page of a report, on paper and in a PDF."""

from __future__ import annotations

from dataclasses import dataclass

from scanner.language import said
from scanner.model.edition import Edition

PAGE = "Page {number} of {total}"


@dataclass(frozen=True, slots=True)
class PageMarks:
    """What stands in the margins of every page. Texts are the user's own."""

    marking: str = ""
    """Such as OFFICIAL-SENSITIVE: above and below."""
    reference: str = ""
    """Such as the police's reference of the case."""


def marks_of(edition: Edition) -> PageMarks:
    """The marks that an edition asks for."""
    return PageMarks(edition.marking.upper(), edition.reference)


def page_style(marks: PageMarks) -> str:
    """The margins of every page: marking above and below, reference, page x of y."""
    marking, reference = _css_text(marks.marking), _css_text(marks.reference)
    small = "font: 8.5pt sans-serif; color: #333"
    return f"""
@page {{
  margin: {"22mm" if marks.marking else "18mm"} 16mm 20mm;
  @top-left {{ content: {marking}; font: bold 9pt sans-serif; color: #000 }}
  @top-right {{ content: {reference}; {small} }}
  @bottom-left {{ content: {marking}; font: bold 9pt sans-serif; color: #000 }}
  @bottom-right {{ content: {_numbering()}; {small} }}
}}
"""


def _numbering() -> str:
    """Page x of y, as content of CSS, in the language spoken."""
    before, _, rest = said(PAGE).partition("{number}")
    between, _, after = rest.partition("{total}")
    counters = (_css_text(before), "counter(page)", _css_text(between), "counter(pages)")
    return " ".join((*counters, _css_text(after)))


def _css_text(text: str) -> str:
    """A string of CSS; all but letters, digits and spaces by number, so that none can end it."""
    written = (c if c.isascii() and (c.isalnum() or c == " ") else f"\\{ord(c):x} " for c in text)
    return '"' + "".join(written) + '"'
