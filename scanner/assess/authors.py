"""Who wrote a page, as far as it says so: from its data for programs, else from its address."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from scanner.model.document import Document, Place

_SAYS = re.compile(
    r"(?:meta\[(?:article:|dc\.|dcterms\.|parsely-)?(?:author|creator)\]@content"
    r"|json-ld\[\d+\](?:\.@graph\[\d+\])?\.(?:author|creator)(?:\[0\])?(?:\.name)?)$",
    re.IGNORECASE,
)
_IN_ADDRESS = re.compile(r"^/(?:@|(?:u|user|users|member|members|author)/@?)([^/@]{2,60})(?:@|/|$)")
_NOBODY = frozenset(
    {"admin", "administrator", "anonymous", "editor", "guest", "staff", "webmaster"}
)
"""Names that are many people's."""


def author_of(document: Document) -> str:
    """The author's name, or the account with its host, folded; empty when the page names none."""
    for segment in document.map.within({Place.META, Place.STRUCTURED}):
        if _SAYS.search(segment.path):
            name = " ".join(document.text[segment.start : segment.end].split()).casefold()
            if name and name not in _NOBODY and "://" not in name:
                return name
    return _account(document.url)


def _account(url: str) -> str:
    try:
        parts = urlsplit(url)
        found = _IN_ADDRESS.match(unquote(parts.path))
    except ValueError:
        return ""
    return f"{found[1].casefold()} @ {parts.hostname}" if found else ""
