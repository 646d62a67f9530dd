"""The findings as a table for spreadsheets, one a row, worst first."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

from scanner.language import ENGLISH, speaking
from scanner.model.assessment import AssessedFinding, Assessment
from scanner.model.clock import stamp
from scanner.model.history import Followed
from scanner.render.own_words import with_own_words
from scanner.render.veil import Veil

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet takes a cell for a formula by (OWASP, CSV injection); wide forms too, which
some turn into plain ones."""


def render_csv(assessment: Assessment, reveal: bool = False) -> str:
    """All findings, each with its certainty, weight and remedy; private values masked unless
    `reveal`. Begins with a mark by which Excel sees that it is UTF-8; lines end as in RFC 4180.
    """
    veil = Veil(assessment.person.facts, reveal)
    with speaking(ENGLISH):  # Like the JSON it goes into other programs: one set of words.
        shown = with_own_words(assessment)
    titles = {remedy.id: remedy.title for remedy in shown.remedies}
    columns = _columns(veil, titles, shown)
    text = io.StringIO()
    table = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    table.writerow(columns)
    for item in shown.findings:
        table.writerow(inert(tell(item)) for tell in columns.values())
    return "\N{ZERO WIDTH NO-BREAK SPACE}" + text.getvalue()


def inert(text: str) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe stands before what may be."""
    is_formula = text.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA)
    return f"'{text}" if is_formula else text


def _first_seen(followed: Followed | None, item: AssessedFinding) -> str:
    return stamp(followed.first_seen_at if followed else item.finding.seen_at)


def _turn(followed: Followed | None) -> str:
    """Empty for a check that stands alone."""
    if followed is None:
        return ""
    return "newly in public" if followed.released else followed.turn.value.replace("_", " ")


def _step(followed: Followed | None) -> str:
    if followed is None or followed.step is None or followed.step_on is None:
        return ""
    return f"{followed.step.value} {followed.step_on.isoformat()}"


_Tell = Callable[[AssessedFinding], str]


def _columns(veil: Veil, remedies: dict[str, str], shown: Assessment) -> dict[str, _Tell]:
    values = {fact.id: fact.value for fact in shown.person.facts}
    history = shown.history
    known = {item.finding_id: item for item in history.followed} if history else {}
    return {
        "what": lambda item: veil.text(item.title),
        "value": lambda item: "; ".join(
            veil.secret(values[key]) for key in item.finding.fact_ids if key in values
        ),
        "severity": lambda item: item.band.value,
        "score": lambda item: str(item.score),
        "kind": lambda item: item.standing.value.replace("_", " "),
        "certainty": lambda item: item.finding.attribution.value,
        "why we think it is you": lambda item: " ".join(map(veil.text, item.finding.reasons)),
        "site": lambda item: veil.text(item.finding.site),
        "page": lambda item: veil.quote(item.finding.url),
        "title of the page": lambda item: veil.quote(item.finding.page_title),
        "words on the page": lambda item: veil.quote(item.finding.quote),
        "seen (UTC)": lambda item: stamp(item.finding.seen_at),
        "first seen (UTC)": lambda item: _first_seen(known.get(item.finding.id), item),
        "since the last check": lambda item: _turn(known.get(item.finding.id)),
        "what you did": lambda item: _step(known.get(item.finding.id)),
        "found by": lambda item: veil.text(item.source_title),
        "what to do": lambda item: veil.text(remedies.get(item.remedy_id, "")),
        "score in full": lambda item: veil.text(item.vector),
        "id": lambda item: item.finding.id,
    }
