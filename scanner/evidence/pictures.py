"""Pictures of the pages on which something was found: illustrations of what the archive holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from scanner.evidence.writing import Folder
from scanner.fetch.browser import Picture, ReceivedPage, picture_pages
from scanner.fetch.browser.picture import VIEWPORT
from scanner.model.answer import Answer, Gathered
from scanner.model.assessment import Shot
from scanner.model.capture import Capture
from scanner.model.clock import stamp
from scanner.model.finding import Attribution, Finding

PICTURES = "pictures"
"""The folder of pictures, inside that of the check."""
_LAID_OUT = ("text/html", "application/xhtml+xml", "text/plain", "application/json")


@dataclass(slots=True)
class Pictures:
    """What was pictured."""

    paths: list[Path] = field(default_factory=list)
    shots: list[Shot] = field(default_factory=list)
    told: dict[str, dict[str, Any]] = field(default_factory=dict)
    """By probe: what the capture log says of its pictures."""
    problem: str = ""
    """Why there are none, in a sentence for the user."""


def picture_findings(
    gathered: Gathered,
    findings: Sequence[Finding],
    folder: Callable[[], Folder],
    browser: Path,
    is_stopped: Callable[[], bool] = lambda: False,
) -> Pictures:
    """Pictures and prints of every page that led to a finding, each hashed as it is made.

    `folder` is made when the first picture is there.
    """
    wanted = {f.probe_id for f in findings if f.attribution is not Attribution.OTHER_PERSON}
    pages = [
        _page(answer, answer.answer)
        for answer in gathered.answers
        if answer.probe.id in wanted and isinstance(answer.answer, Capture)
        if _can_be_laid_out(answer.answer)
    ]
    made = Pictures()
    if pages:
        made.problem = picture_pages(
            browser, pages, lambda picture: _keep(made, folder(), picture), is_stopped
        )
    return made


def _keep(made: Pictures, folder: Folder, picture: Picture) -> None:
    entry: dict[str, Any] = {
        "viewport": "{}x{}".format(*VIEWPORT),
        "picture_is_cut": picture.is_cut,
        "picture_note": "an illustration made from the bytes received; the WARC is the record",
    }
    for kind, ending, content in (
        ("screenshot", "png", picture.png),
        ("pdf", "pdf", picture.pdf),
    ):
        name = f"{picture.id}.{ending}"
        digest = sha256(content).hexdigest()
        made.paths.append(folder.write(name, content))
        made.shots.append(Shot(picture.id, kind, f"{PICTURES}/{name}", digest))
        entry |= {f"{kind}_file": f"{PICTURES}/{name}", f"{kind}_sha256": digest}
    made.told[picture.id] = entry


def _page(answer: Answer, capture: Capture) -> ReceivedPage:
    given = capture.header("content-type")
    return ReceivedPage(
        id=answer.probe.id,
        url=capture.final_url,
        body=capture.body,
        content_type="text/html; charset=utf-8" if capture.rendered else given,
        caption=f"{capture.final_url} — received {stamp(capture.fetched_at)} (UTC)",
    )


def _can_be_laid_out(capture: Capture) -> bool:
    kind = capture.header("content-type").partition(";")[0].strip().lower()
    return bool(capture.body) and (capture.rendered or kind in _LAID_OUT)
