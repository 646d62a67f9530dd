"""What a request was made for, in plain words."""

from __future__ import annotations

from scanner.model.assessment import Check
from scanner.model.plan import Purpose
from scanner.render.own_words import OwnWords

PURPOSES = {
    Purpose.SOURCE: "Check",
    Purpose.STEP: "Step towards a check",
    Purpose.PAGE: "Page that you listed",
    Purpose.LEAD: "Page that a search named",
    Purpose.REVISIT: "Page where something was found before",
    Purpose.CONTROL: "Control question about something that cannot exist",
}

LEDGER_WHAT = {
    "probe": "question",
    "redirect": "followed a redirect",
    "robots": "read the site's rules for automated visitors",
    "render": "what the page asked for while it was drawn",
}

_ABOUT_A_FIND = "Question about a page on which something was found"


def asked_for(check: Check) -> OwnWords:
    """What a check was made for. Questions to archives about a page on which something was found
    carry their source's name at the end of their id; pages that a search named carry a number."""
    is_about_find = check.probe_id.rpartition(".")[2] == check.source_id.rpartition(".")[2]
    if check.purpose is Purpose.LEAD and is_about_find:
        return OwnWords(_ABOUT_A_FIND)
    return OwnWords(PURPOSES[check.purpose])


def ledger_words(what: str) -> str:
    """What a request did; a word that nobody knows is shown as it is."""
    return OwnWords(LEDGER_WHAT[what]) if what in LEDGER_WHAT else what


FILTERS = {"asked_for": asked_for, "ledger_words": ledger_words}
