"""Reports of an assessment: HTML for the person, JSON for programs, a summary for the terminal.

`render_html(assessment, reveal=False)`, `render_json(assessment, reveal=False)` and
`render_summary(assessment, files=())` give text; `RENDERERS` names the formats that are written to
a file. Nothing here scans, judges or touches the disk beyond reading its own templates.
"""

from scanner.render.formats import RENDERERS, Renderer
from scanner.render.html_report import render_html
from scanner.render.json_report import render_json
from scanner.render.summary import render_summary

__all__ = ["RENDERERS", "Renderer", "render_html", "render_json", "render_summary"]
