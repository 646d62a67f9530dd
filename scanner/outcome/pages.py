"""What an answer says of its next page."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from scanner.model.capture import Capture
from scanner.model.document import Document
from scanner.model.outcome import Outcome
from scanner.outcome.steps import taken
from scanner.rulebook.source import SourceRule

_LONGEST = 8_192
_LINK = re.compile(r"<([^<>]*)>([^<]*)")
_NEXT = re.compile(r";\s*rel\s*=\s*(?:\"[^\"]*\bnext\b[^\"]*\"|next\b)", re.IGNORECASE)


def has_more(rule: SourceRule, outcome: Outcome) -> bool:
    """Whether a page that was found may not be the last, by how much stands on it."""
    if rule.pages is None:
        return False
    counts = rule.regions is not None or rule.leads is not None
    records = len(outcome.regions) if rule.regions else len(outcome.leads)
    if rule.pages.full is not None:
        return records >= rule.pages.full
    return records > 0 or not counts


def following_of(rule: SourceRule, capture: Capture, document: Document) -> str:
    """The address of the next page, or the value of its parameter; empty when there is none."""
    if rule.pages is None or rule.pages.next is None:
        return ""
    text = taken(rule.pages.next, capture, document)
    if rule.pages.next.header is not None and rule.pages.next.header.lower() == "link":
        text = _next_link(text)
    if text in ("", "null", "false") or rule.pages.parameter is not None:
        return "" if text in ("null", "false") else text
    try:
        return urljoin(capture.final_url, text)
    except ValueError:
        return ""


def _next_link(header: str) -> str:
    """The target with rel=next of a Link header (RFC 8288)."""
    for match in _LINK.finditer(header[:_LONGEST]):
        if _NEXT.search(match[2]):
            return match[1].strip()
    return ""
