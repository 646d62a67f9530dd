"""Reports of an assessment: HTML for the person, JSON for programs, a summary for the terminal.

`render_html`, `render_json`, `render_csv(assessment, reveal=False)`, `render_calendar` (bytes) and
`render_summary(assessment, files=())` give text; `RENDERERS` names the formats that are written to
a file; `read_json(text)` gives back the assessment that a JSON was made of. Nothing here scans,
judges or touches the disk beyond reading its own templates.
"""

from scanner.model.edition import Audience, Edition, Unmasking
from scanner.render.calendar import has_days, render_calendar
from scanner.render.csv_report import render_csv
from scanner.render.formats import RENDERERS, Renderer, rendered
from scanner.render.html_report import render_html
from scanner.render.json_reading import ReadBack, read_json
from scanner.render.json_report import render_json
from scanner.render.summary import render_summary

__all__ = [
    "RENDERERS",
    "Audience",
    "Edition",
    "ReadBack",
    "Renderer",
    "Unmasking",
    "has_days",
    "read_json",
    "render_calendar",
    "render_csv",
    "render_html",
    "render_json",
    "render_summary",
    "rendered",
]
