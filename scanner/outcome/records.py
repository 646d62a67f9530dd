"""What an answer holds for the next steps: regions with one record each, and pages to open."""

from __future__ import annotations

from urllib.parse import urldefrag, urljoin, urlsplit

from scanner.model.document import Document
from scanner.model.outcome import Lead, Region
from scanner.rulebook.source import SourceRule


def regions_of(rule: SourceRule, document: Document) -> tuple[Region, ...]:
    """Where the records stand, in order, each once. Results without a place are left out."""
    if rule.regions is None:
        return ()
    places = {
        (item.start, item.end)
        for item in document.results(rule.regions.query)
        if 0 <= item.start < item.end
    }
    return tuple(Region(start, end) for start, end in sorted(places))


def leads_of(rule: SourceRule, document: Document) -> tuple[Lead, ...]:
    """The pages that an answer names: absolute http(s) addresses, each once, within the limit."""
    if rule.leads is None:
        return ()
    seen: dict[str, Lead] = {}
    for item in document.results(rule.leads.query):
        if len(seen) == rule.leads.limit:
            break
        url = _web_address(_whole(rule, document, item.text))
        if url and url not in seen:
            seen[url] = Lead(url, start=item.start)
    return tuple(seen.values())


def _whole(rule: SourceRule, document: Document, text: str) -> str:
    """The address; pages of the source's own host may be named relative to the answer's."""
    if rule.leads is None or rule.leads.rule is None:
        return text
    try:
        return urljoin(document.url, text.strip())
    except ValueError:
        return ""


def _web_address(text: str) -> str:
    """The address without its fragment; empty unless a stranger may be sent there by it."""
    try:
        url = urldefrag(text.strip()).url
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname)
        usable = usable and parts.username is None and (parts.port is None or parts.port > 0)
    except ValueError:
        return ""
    return url if usable and not any(char.isspace() for char in url) else ""
