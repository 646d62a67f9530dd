"""Where a saved page says that it came from."""

from __future__ import annotations

import html
import re
from urllib.parse import quote, urlsplit

_LOOKED_AT = 65_536
"""Bytes at the beginning of a file in which a page's own address is looked for."""

_LONGEST = 2000
_ADDRESS = rb"(https?://[^\s\"'<>]{4,2000})"
_SAVED_FROM = (
    # Browsers write the first form (the number is the length), the tool SingleFile the second.
    re.compile(rb"<!--\s*saved from url=\(\d{1,8}\)" + _ADDRESS, re.IGNORECASE),
    re.compile(rb"<!--\s*Page saved with SingleFile\s{1,40}url:\s{0,9}" + _ADDRESS, re.IGNORECASE),
)
_TAG = re.compile(rb"<(?:link|meta)\s[^<>]{1,3000}>", re.IGNORECASE)
_CANONICAL = re.compile(rb"\srel\s{0,9}=\s{0,9}[\"']?canonical\b", re.IGNORECASE)
_HREF = re.compile(rb"\shref\s{0,9}=\s{0,9}[\"']?" + _ADDRESS, re.IGNORECASE)
_OG_URL = re.compile(rb"\s(?:property|name)\s{0,9}=\s{0,9}[\"']?og:url\b", re.IGNORECASE)
_CONTENT = re.compile(rb"\scontent\s{0,9}=\s{0,9}[\"']?" + _ADDRESS, re.IGNORECASE)


def own_address(body: bytes, name: str) -> str:
    """The web address that a saved page gives as its own, else a `file:` address of its name.

    A page's word for it: it serves to resolve links and to recognise an own site.
    """
    head = body[:_LOOKED_AT]
    for pattern in _SAVED_FROM:
        if (found := pattern.search(head)) and (url := _web_address(found[1])):
            return url
    named = ""
    for tag in _TAG.finditer(head):
        if _CANONICAL.search(tag[0]) and (found := _HREF.search(tag[0])):
            if url := _web_address(found[1]):
                return url
        elif _OG_URL.search(tag[0]) and (found := _CONTENT.search(tag[0])):
            named = named or _web_address(found[1])
    return named or file_address(name)


def file_address(name: str) -> str:
    """The address of a file by its name in the folder, from which relative links resolve."""
    return f"file:///{quote(name)}"


def is_web_address(url: str) -> bool:
    """Whether it leads to the web, so that the page can be looked at there."""
    return url.startswith(("https://", "http://"))


def _web_address(raw: bytes) -> str:
    """The address as text, or an empty string when it is none."""
    url = html.unescape(raw.decode("utf-8", "replace"))[:_LONGEST]
    try:
        return url if urlsplit(url).hostname else ""
    except ValueError:
        return ""
