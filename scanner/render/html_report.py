"""The report as one HTML file that needs nothing else and asks nobody anything, in an edition for
each reader: the person, an officer who helps them, the police."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping

from markupsafe import Markup

from scanner.errors import ResourceError
from scanner.model.assessment import Assessment
from scanner.model.clock import stamp
from scanner.model.edition import OWN_COPY, Audience, Edition
from scanner.render.archived import archived_of
from scanner.render.deadlines import way_of
from scanner.render.environment import fill
from scanner.render.letters.preview import letters_for
from scanner.render.mosaic_view import mosaic_view
from scanner.render.over_time import changes_of
from scanner.render.own_words import with_own_words
from scanner.render.page_marks import marks_of, page_style
from scanner.render.veil import Veil
from scanner.render.view import outline
from scanner.resources import resource_folder

_TEMPLATES: Mapping[Audience, str] = {
    Audience.CANDIDATE: "report.html.j2",
    Audience.OFFICER: "officer.html.j2",
    Audience.POLICE: "police.html.j2",
}
_ANNEX = "_annex.html.j2"


def render_html(assessment: Assessment, reveal: bool = False, edition: Edition = OWN_COPY) -> str:
    """The whole report as one HTML document.

    Private values are masked unless `reveal`; a revealing report says so at its top and on every
    printed page. The police's edition stays masked throughout, but for an annex of values, which
    `edition.unmasking` asks for; an officer's shows no details at all. Neither heeds `reveal`.
    Raises ResourceError when the installation lacks its style sheet or script.
    """
    shown = with_own_words(assessment)
    is_own = edition.audience is Audience.CANDIDATE
    reveal = reveal and is_own
    grouped = outline(shown)
    anchors = {task.action.remedy_id: task.anchor for task in grouped.tasks}
    style = own_part("report.css")
    marks = marks_of(edition)
    if marks.marking or marks.reference:
        style += page_style(marks)
    script = own_part("report.js") if is_own else ""
    values = {
        "veil": Veil(assessment.person.facts, reveal),
        "reveal": reveal,
        "edition": edition,
        "assessment": shown,
        "way": way_of(shown),
        "letters": letters_for(shown) if is_own else None,
        "outline": grouped,
        "changes": changes_of(shown, grouped),
        "archived": archived_of(shown, grouped),
        "mosaic": mosaic_view(shown, anchors) if is_own else None,
        "report_id": _report_id(assessment),
        "style": Markup(style),  # noqa: S704  our own file and escaped strings, checked below
        "script": Markup(script),  # noqa: S704  our own file, checked below
        "policy": content_security_policy(style, script),
        "annex": "",
    }
    if edition.unmasking:
        open_veil = Veil(assessment.person.facts, reveal=True)
        values["annex"] = Markup(fill(_ANNEX, {**values, "veil": open_veil}))  # noqa: S704
    return fill(_TEMPLATES[edition.audience], values)


def own_part(name: str) -> str:
    """A file of the report's own that is put into it."""
    path = resource_folder("reports") / "static" / name
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ResourceError(
            f"The report's {name} is missing from this installation. Install netcurtain again."
        ) from error
    if "</" in text or "<!--" in text:
        raise ResourceError(f"The report's {name} holds markup. Install netcurtain again.")
    return text


def content_security_policy(style: str, script: str) -> str:
    """Nothing may load, and nothing may run but what is named here by its digest."""
    scripts = own_digest(script) if script else "'none'"
    return (
        f"default-src 'none'; style-src {own_digest(style)}; script-src {scripts}; "
        "connect-src 'none'; img-src 'none'; base-uri 'none'; form-action 'none'"
    )


def own_digest(text: str) -> str:
    """By which a policy names a style or a script in the page."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _report_id(assessment: Assessment) -> str:
    """Tells this check's report from others and says nothing: a browser may keep ticks by it."""
    about = f"{assessment.person.id} {stamp(assessment.started_at)} {assessment.rules_digest}"
    return hashlib.sha256(about.encode()).hexdigest()[:16]
