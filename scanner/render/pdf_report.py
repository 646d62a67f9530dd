"""The report on paper: the same HTML as a tagged PDF, with its marking on every page.

Needs WeasyPrint (`netcurtain[pdf]`) and the system's Pango. Without them `PdfUnavailable` says in a
line what to install.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.errors import NetcurtainError
from scanner.model.assessment import Assessment
from scanner.model.edition import OWN_COPY, Edition
from scanner.render.html_report import render_html
from scanner.render.page_marks import PageMarks, marks_of, page_style

if TYPE_CHECKING:
    from weasyprint.urls import URLFetcher

VARIANT = "pdf/ua-1"
"""PDF for universal accessibility (ISO 14289-1): tagged, with a title and a language."""


class PdfUnavailable(NetcurtainError):
    """What makes PDFs is not installed."""


def render_pdf(
    assessment: Assessment,
    reveal: bool = False,
    edition: Edition = OWN_COPY,
) -> bytes:
    """The report as PDF/UA-1 with bookmarks, its fonts embedded. Private values are masked unless
    `reveal`. The same assessment gives the same bytes on the same machine.

    Raises PdfUnavailable when WeasyPrint or what it needs of the system is missing.
    """
    return to_pdf(render_html(assessment, reveal, edition), marks_of(edition))


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
