"""The files of a person's own copy of their result, as a check of their own would have written
them."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from hashlib import sha256

from scanner.model.assessment import Assessment
from scanner.model.edition import OWN_COPY
from scanner.render import has_days, render_calendar, render_html, render_json
from scanner.render.letters import letter_files, letters_of

REPORT = "report.html"
ASSESSMENT = "assessment.json"
CALENDAR = "deadlines.ics"
LETTERS = "letters.zip"


def result_files(assessment: Assessment, letters: bool = False) -> dict[str, bytes]:
    """By name: the report, masked as it may lie open on a desk; the assessment in clear, from which
    `netcurtain report --reveal` and `letters` make whatever else is wanted, since nobody else has
    it; a calendar where days lie ahead; and the letters if they are asked for."""
    document = render_json(assessment, reveal=True).encode()
    edition = replace(OWN_COPY, source_sha256=sha256(document).hexdigest())
    files = {
        REPORT: render_html(assessment, edition=edition).encode(),
        ASSESSMENT: document,
    }
    if has_days(assessment):
        files[CALENDAR] = render_calendar(assessment)
    if letters:
        files[LETTERS] = _letters(assessment)
    return files


def _letters(assessment: Assessment) -> bytes:
    """All of them with their guide, in the folders that it speaks of."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in letter_files(letters_of(assessment)):
            name = f"{file.folder}/{file.name}" if file.folder else file.name
            entry = zipfile.ZipInfo(name, assessment.ended_at.timetuple()[:6])
            archive.writestr(entry, file.content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
