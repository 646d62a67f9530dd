"""Bytes to text, in the order that the HTML standard gives: BOM, header, the page, a guess.

Labels are looked up in a closed list: Python knows codecs that are none of the web's
(`utf-7`, `unicode_escape`), and a page must not choose those.
"""

from __future__ import annotations

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_WEB_CODECS = frozenset(
    {
        *("utf-8", "utf-16", "utf-16-le", "utf-16-be"),
        *(f"iso8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)),
        *(f"cp{page}" for page in (866, 874, *range(1250, 1259))),
        *("koi8-r", "koi8-u", "mac-roman", "mac-cyrillic"),
        *("gbk", "gb18030", "big5", "euc_jp", "iso2022_jp", "shift_jis", "euc_kr"),
    }
)
"""Python's names for the encodings of the Encoding Standard (https://encoding.spec.whatwg.org)."""

_READ_AS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "gb2312": "gbk",
    "cp932": "shift_jis",
    "cp949": "euc_kr",
}
"""The standard reads the first of each pair as the second, a superset that pages really use."""

_IN_CONTENT_TYPE = re.compile(r"charset\s*=\s*[\"']?([^\s\"';]+)", re.IGNORECASE)
_IN_MARKUP = re.compile(
    rb"<meta\s[^>]{0,500}?charset\s*=\s*[\"']?\s*([a-z0-9_:.\-]{1,40})"
    rb"|<\?xml\s[^>]{0,200}?encoding\s*=\s*[\"']([a-z0-9_:.\-]{1,40})",
    re.IGNORECASE,
)
_LOOKED_AT = 4096
"""Bytes in which a page must name its encoding (the standard: 1,024; many pages need more)."""


def _codec(label: str) -> str:
    """Python's name of a web encoding, or an empty string."""
    try:
        name = codecs.lookup(label.strip()).name
    except (LookupError, ValueError):
        return ""
    name = _READ_AS.get(name, name)
    return name if name in _WEB_CODECS else ""


def _declared(body: bytes, content_type: str, is_markup: bool) -> str:
    if (said := _IN_CONTENT_TYPE.search(content_type)) and (name := _codec(said.group(1))):
        return name
    if is_markup and (found := _IN_MARKUP.search(body, 0, _LOOKED_AT)):
        name = _codec((found.group(1) or found.group(2)).decode("ascii"))
        # Bytes in which "<meta" could be read cannot be UTF-16.
        return "utf-8" if name.startswith("utf-16") else name
    return ""


def decode(body: bytes, content_type: str = "", is_markup: bool = True) -> str:
    """The text of a body. What an encoding cannot say becomes U+FFFD; nothing is raised."""
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, errors="replace")
    if name := _declared(body, content_type, is_markup):
        return body.decode(name, errors="replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return body.decode("cp1252", errors="replace")
