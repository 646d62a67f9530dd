"""What the browser wants a request for, as its headers tell."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum


class Kind(StrEnum):
    DOCUMENT = "document"
    """The page itself, or on plain http a page within it."""
    IMAGE = "image"
    STYLE = "style"
    FONT = "font"
    MEDIA = "media"
    OTHER = "other"
    """Scripts, data, pages within the page."""
    REFUSED = "refused"
    """Streams, service workers, reports, what is loaded just in case."""


FILLER = {
    Kind.IMAGE: "image/svg+xml",
    Kind.STYLE: "text/css",
    Kind.FONT: "font/woff2",
    Kind.MEDIA: "video/mp4",
}
"""What is answered with nothing, and as which type: no text comes of it, and a script that waits
for it goes on."""

_BY_DESTINATION = {
    "document": Kind.DOCUMENT,
    "image": Kind.IMAGE,
    "style": Kind.STYLE,
    "xslt": Kind.STYLE,
    "font": Kind.FONT,
    "audio": Kind.MEDIA,
    "video": Kind.MEDIA,
    "track": Kind.MEDIA,
    "serviceworker": Kind.REFUSED,
    "report": Kind.REFUSED,
    "object": Kind.REFUSED,
    "embed": Kind.REFUSED,
    "webidentity": Kind.REFUSED,
}
"""By the Fetch standard's request destinations."""


def kind_of(header: Callable[[str], str]) -> Kind:
    """The kind of a request; `header` gives a header's value by its name in lower case.

    Browsers tell the destination to secure hosts only; elsewhere `Accept` has to do.
    """
    accept = header("accept").lower()
    speculative = "prefetch" in f"{header('purpose')} {header('sec-purpose')}".lower()
    if header("upgrade") or header("service-worker") or speculative:
        return Kind.REFUSED
    if accept.startswith("text/event-stream"):
        return Kind.REFUSED
    if destination := header("sec-fetch-dest").lower():
        return _BY_DESTINATION.get(destination, Kind.OTHER)
    if accept.startswith("text/html"):
        return Kind.DOCUMENT
    if accept.startswith("image/"):
        return Kind.IMAGE
    return Kind.STYLE if accept.startswith("text/css") else Kind.OTHER
