"""What HTML elements and attributes mean for reading: which part lines, hide, or name something."""

from __future__ import annotations

import re
from collections.abc import Mapping

BLOCKS = frozenset(
    {
        *("html", "head", "body", "main", "header", "footer", "nav", "search", "section", "aside"),
        *("article", "address", "hgroup", "h1", "h2", "h3", "h4", "h5", "h6", "div", "p", "pre"),
        *("center", "blockquote", "figure", "figcaption", "details", "summary", "dialog", "hr"),
        *("ul", "ol", "li", "dl", "dt", "dd", "dir", "menu", "br", "marquee", "noscript"),
        *("table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th"),
        *("form", "fieldset", "legend", "button", "select", "optgroup", "option", "textarea"),
        *("frameset", "listing", "xmp", "plaintext", "isindex"),
    }
)
"""Elements that begin and end a line, cells and list items included."""

PRESERVED = frozenset({"pre", "textarea", "listing", "xmp", "plaintext"})
"""Elements whose line breaks are shown."""

_DISPLAY = re.compile(r"display\s*:\s*([a-z\-]+)", re.IGNORECASE)
_INVISIBLE = re.compile(r"visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)
_BLOCK_DISPLAYS = frozenset(
    {"block", "flex", "grid", "table", "list-item", "table-cell", "flow-root"}
)
_SCRIPT_TYPES = re.compile(r"^$|javascript|ecmascript|^module$|jscript", re.IGNORECASE)

TEXT_ATTRIBUTES = (
    "alt",
    "title",
    "aria-label",
    "aria-description",
    "placeholder",
    "summary",
    "label",
)
META_NAMES = frozenset({"description", "author", "keywords", "contact", "reply-to", "icbm"})
META_PREFIXES = ("og:", "twitter:", "article:", "profile:", "place:", "business:", "geo.", "dc.")


def hides(tag: str, attributes: Mapping[str, str]) -> bool:
    """Whether a browser shows nothing of the element."""
    if (
        tag == "template"
        or "hidden" in attributes
        or (tag == "dialog" and "open" not in attributes)
    ):
        return True
    style = attributes.get("style")
    if not style:
        return False
    shown = _DISPLAY.search(style)
    return bool(shown and shown.group(1).lower() == "none") or bool(_INVISIBLE.search(style))


def parts_lines(tag: str, attributes: Mapping[str, str]) -> bool:
    """Whether the element begins and ends a line; its own style may say otherwise."""
    is_block = tag in BLOCKS
    style = attributes.get("style")
    if style and tag not in ("td", "th", "tr", "br") and (shown := _DISPLAY.search(style)):
        display = shown.group(1).lower()
        if display in _BLOCK_DISPLAYS:
            return True
        if display == "inline":
            return False
    return is_block


def runs(script_type: str) -> bool:
    """Whether a script element of that type is code rather than data."""
    return bool(_SCRIPT_TYPES.search(script_type.strip()))


def is_linked_data(script_type: str) -> bool:
    return script_type.partition(";")[0].strip().lower() == "application/ld+json"


def meta_name(attributes: Mapping[str, str]) -> str:
    """The name of a meta element that speaks about the page or its author, or an empty string."""
    name = (attributes.get("property") or attributes.get("name") or "").strip().lower()
    if name in META_NAMES or name.startswith((*META_PREFIXES, "dcterms.")):
        return name
    return ""


def names_somebody(relation: str) -> bool:
    """Whether a link element points to the page's author or to the page itself."""
    return not {"me", "author", "canonical"}.isdisjoint(relation.lower().split())
