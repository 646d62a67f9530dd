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

_UNSHOWN = frozenset({"template", "iframe", "noembed", "noframes", "dialog"})
"""Elements whose content a browser does not show, a dialog only while it is closed."""

BLOCK = 1
"""Parts lines."""
ASKS = 2
"""Means something beyond its text."""
UNSHOWN = 4
"""May hide its content by its very tag."""
SAYS = 8
"""Has attributes that may say something."""
CLOSES = 16
"""Has to be closed with care."""
HIDES = 32
"""Hides its content."""
LEAVES = 64
"""Is a link whose text is wanted."""
STYLED = 128
"""Has a style of its own."""

_ASKING = frozenset(
    {
        *("a", "area", "link", "base", "input", "script", "style", "title", "svg", "bdo"),
        *("frame", "embed", "iframe", "noscript", "noframes", "form"),
        *PRESERVED,
    }
)

FLAGS: dict[str, int] = {
    tag: BLOCK * (tag in BLOCKS) | ASKS * (tag in _ASKING) | UNSHOWN * (tag in _UNSHOWN)
    for tag in BLOCKS | _ASKING | _UNSHOWN
}
"""What an element is by its tag; one that is not named here is ordinary inline markup."""

SILENT = frozenset(
    {
        *(
            "href",
            "class",
            "id",
            "role",
            "rel",
            "target",
            "type",
            "lang",
            "dir",
            "tabindex",
            "width",
        ),
        *("height", "colspan", "rowspan", "align", "valign", "border", "cellpadding", "color"),
        *("cellspacing", "bgcolor", "src", "srcset", "sizes", "loading", "decoding", "checked"),
        *("disabled", "for", "scope", "headers", "method", "autocomplete", "aria-hidden"),
        *("aria-expanded", "aria-controls", "aria-haspopup", "aria-labelledby", "aria-current"),
        *("aria-describedby", "focusable", "viewbox", "fill", "d", "xmlns", "stroke", "itemscope"),
        *("itemtype", "nowrap", "crossorigin", "integrity", "media", "charset", "face", "size"),
        *("clear", "start", "accesskey", "open", "data-nosnippet", "fetchpriority"),
    }
)
"""Attributes that say nothing by themselves, or are read by their element's meaning.

Only for speed: most elements have no others."""

_DISPLAY = re.compile(r"display\s*:\s*([a-z\-]+)", re.IGNORECASE)
_INVISIBLE = re.compile(r"visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)
_FROM_RIGHT = re.compile(r"direction\s*:\s*rtl", re.IGNORECASE)
_OVERRIDES = re.compile(r"unicode-bidi\s*:\s*(?:bidi|isolate)-override", re.IGNORECASE)
_BLOCK_DISPLAYS = frozenset(
    {"block", "flex", "grid", "table", "list-item", "table-cell", "flow-root"}
)
_OWN_DISPLAY = frozenset({"td", "th", "tr", "br"})
_SCRIPT_TYPES = re.compile(r"^$|javascript|ecmascript|^module$|jscript", re.IGNORECASE)
_DATA_TYPES = re.compile(r"(?:application|text)/(?:[\w.\-]{1,40}[+\-])?json", re.IGNORECASE)

TEXT_ATTRIBUTES = frozenset(
    {
        *("alt", "title", "aria-label", "aria-description", "aria-valuetext", "placeholder"),
        *("summary", "label", "datetime", "abbr"),
    }
)

_MACHINE_NAMES = frozenset(
    {
        *("viewport", "theme-color", "color-scheme", "generator", "robots", "googlebot", "bingbot"),
        *("referrer", "format-detection", "rating", "distribution", "revisit-after", "charset"),
        *("handheldfriendly", "mobileoptimized", "next-head-count", "x-ua-compatible", "slurp"),
        *("twitter:card", "og:type", "og:locale", "fb:app_id", "fb:pages", "application-name"),
        *("version", "cleartype", "skype_toolbar", "pinterest", "language", "content-type"),
    }
)
_MACHINE_MARKS = re.compile(
    r"csrf|token|verif|nonce|^apple-|^msapplication|^ms\.|^msvalidate|^turbo|^shopify|^al:|^fb:"
    r"|sentry|-config|:width$|:height$|build|param$"
)


def hides(tag: str, attributes: Mapping[str, str]) -> bool:
    """Whether a browser shows nothing of the element."""
    if "hidden" in attributes or (tag in _UNSHOWN and "open" not in attributes):
        return True
    style = attributes.get("style")
    if not style:
        return False
    shown = _DISPLAY.search(style)
    return bool(shown and shown.group(1).lower() == "none") or bool(_INVISIBLE.search(style))


def styled(tag: str, flags: int, style: str) -> int:
    """The flags of an element whose own style may say whether it parts lines."""
    if tag not in _OWN_DISPLAY and (shown := _DISPLAY.search(style)):
        display = shown.group(1).lower()
        if display in _BLOCK_DISPLAYS:
            return flags | BLOCK
        if display == "inline":
            return flags & ~BLOCK
    return flags


def is_reversed(attributes: Mapping[str, str]) -> bool:
    """Whether a browser shows the element's characters from last to first."""
    style = attributes.get("style")
    return bool(style and _FROM_RIGHT.search(style) and _OVERRIDES.search(style))


def runs(script_type: str) -> bool:
    """Whether a script element of that type is code rather than data."""
    return bool(_SCRIPT_TYPES.search(script_type.strip()))


def is_linked_data(script_type: str) -> bool:
    return script_type.partition(";")[0].strip().lower() == "application/ld+json"


def is_data(script_type: str) -> bool:
    """Whether a script element of that type holds JSON of any other kind."""
    return bool(_DATA_TYPES.match(script_type.strip()))


def meta_name(attributes: Mapping[str, str]) -> str:
    """The name of a meta element that says something, or an empty string.

    What only steers browsers, robots and services is left out.
    """
    name = (attributes.get("property") or attributes.get("name") or "").strip().lower()
    return "" if name in _MACHINE_NAMES or _MACHINE_MARKS.search(name) else name


def names_somebody(relation: str) -> bool:
    """Whether a link element points to the page's author or to the page itself."""
    return not {"me", "author", "canonical", "publisher"}.isdisjoint(relation.lower().split())
