"""The report for the person: one HTML file that needs nothing else and asks nobody anything."""

from __future__ import annotations

import base64
import hashlib

from markupsafe import Markup

from scanner.errors import ResourceError
from scanner.model.assessment import Assessment
from scanner.render.deadlines import way_of
from scanner.render.environment import fill
from scanner.render.letters.preview import letters_for
from scanner.render.mosaic_view import mosaic_view
from scanner.render.own_words import with_own_words
from scanner.render.veil import Veil
from scanner.render.view import outline
from scanner.resources import resource_folder


def render_html(assessment: Assessment, reveal: bool = False) -> str:
    """The whole report as one HTML document.

    Private values are masked unless `reveal`; a revealing report says so at its top and on every
    printed page. Raises ResourceError when the installation lacks its style sheet.
    """
    style = _style_sheet()
    shown = with_own_words(assessment)
    grouped = outline(shown)
    anchors = {todo.action.remedy_id: todo.anchor for todo in (*grouped.today, *grouped.later)}
    return fill(
        "report.html.j2",
        {
            "veil": Veil(assessment.person.facts, reveal),
            "reveal": reveal,
            "assessment": shown,
            "way": way_of(shown),
            "letters": letters_for(shown),
            "outline": grouped,
            "mosaic": mosaic_view(shown, anchors),
            "style": Markup(style),  # noqa: S704  our own file, checked below
            "policy": _content_security_policy(style),
        },
    )


def _style_sheet() -> str:
    path = resource_folder("reports") / "static" / "report.css"
    try:
        style = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ResourceError(
            "The report's style sheet is missing from this installation. Install netcurtain again."
        ) from error
    if "</" in style:
        raise ResourceError("The report's style sheet holds markup. Install netcurtain again.")
    return style


def _content_security_policy(style: str) -> str:
    """Nothing may load and nothing may run; the one style sheet is named by its digest."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; "
        "img-src 'none'; script-src 'none'; base-uri 'none'; form-action 'none'"
    )
