"""The report on paper: the same HTML as a tagged PDF, with its marking on every page.

Needs WeasyPrint (`netcurtain[pdf]`) and the system's Pango. Without them `PdfUnavailable` says in a
line what to install.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scanner.errors import NetcurtainError
from scanner.model.assessment import Assessment
from scanner.render.html_report import render_html

if TYPE_CHECKING:
    from weasyprint.urls import URLFetcher

VARIANT = "pdf/ua-1"
"""PDF for universal accessibility (ISO 14289-1): tagged, with a title and a language."""


class PdfUnavailable(NetcurtainError):
    """What makes PDFs is not installed."""


@dataclass(frozen=True, slots=True)
class PageMarks:
    """What stands in the margins of every page. Texts are the user's own."""

    marking: str = ""
    """Such as OFFICIAL-SENSITIVE: above and below."""
    reference: str = ""
    """Such as the police's reference of the case."""


def render_pdf(
    assessment: Assessment,
    reveal: bool = False,
    marks: PageMarks = PageMarks(),
) -> bytes:
    """The report as PDF/UA-1 with bookmarks, its fonts embedded. Private values are masked unless
    `reveal`. The same assessment gives the same bytes on the same machine.

    Raises PdfUnavailable when WeasyPrint or what it needs of the system is missing.
    """
    return to_pdf(render_html(assessment, reveal), marks)


def to_pdf(page: str, marks: PageMarks) -> bytes:
    """An HTML page as PDF. Nothing that it names is fetched. Raises PdfUnavailable."""
    try:
        from weasyprint import CSS, HTML
    except ImportError as error:
        raise PdfUnavailable(
            "PDFs need WeasyPrint, which is not installed: pip install 'netcurtain[pdf]'."
        ) from error
    except OSError as error:
        raise PdfUnavailable(
            "PDFs need Pango, which this computer lacks. On Debian or Ubuntu: sudo apt-get install "
            "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0; elsewhere see WeasyPrint's page "
            "on installation."
        ) from error
    fetcher = _refusing()
    html = HTML(string=page, url_fetcher=fetcher, media_type="print")
    margins = CSS(string=page_style(marks), url_fetcher=fetcher)
    made = html.write_pdf(stylesheets=[margins], pdf_variant=VARIANT, optimize_images=False)
    return bytes(made)


def _refusing() -> URLFetcher:
    from weasyprint.urls import URLFetcher

    class Refusing(URLFetcher):  # type: ignore[misc]  # no types come with it
        """Fetches nothing: a report holds all that it shows."""

        def fetch(self, url: str, headers: object = None) -> object:
            raise ValueError("a report loads nothing")

    return Refusing()


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
  @bottom-right {{ content: "Page " counter(page) " of " counter(pages); {small} }}
}}
"""


def _css_text(text: str) -> str:
    """A string of CSS; all but letters, digits and spaces by number, so that none can end it."""
    written = (c if c.isascii() and (c.isalnum() or c == " ") else f"\\{ord(c):x} " for c in text)
    return '"' + "".join(written) + '"'
