"""The report formats that are written to a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from scanner.model.assessment import Assessment
from scanner.model.edition import OWN_COPY, Edition
from scanner.render.calendar import render_calendar
from scanner.render.csv_report import render_csv
from scanner.render.html_report import render_html
from scanner.render.json_report import render_json
from scanner.render.pdf_report import render_pdf


class Render(Protocol):
    """Turns an assessment into a text or a file's bytes; private values are masked unless
    `reveal`."""

    def __call__(self, assessment: Assessment, reveal: bool = False) -> str | bytes: ...


@dataclass(frozen=True, slots=True)
class Renderer:
    """One report format."""

    file_name: str
    media_type: str
    render: Render


RENDERERS: dict[str, Renderer] = {
    "html": Renderer("report.html", "text/html; charset=utf-8", render_html),
    "ics": Renderer("deadlines.ics", "text/calendar; charset=utf-8", render_calendar),
    "json": Renderer("assessment.json", "application/json", render_json),
    "pdf": Renderer("report.pdf", "application/pdf", render_pdf),
    "csv": Renderer("findings.csv", "text/csv; charset=utf-8", render_csv),
}


def rendered(
    name: str, assessment: Assessment, reveal: bool = False, edition: Edition = OWN_COPY
) -> str | bytes:
    """The assessment in the format called `name`; HTML and PDF in the edition that is wanted."""
    match name:
        case "html":
            return render_html(assessment, reveal, edition)
        case "pdf":
            return render_pdf(assessment, reveal, edition)
    return RENDERERS[name].render(assessment, reveal)
