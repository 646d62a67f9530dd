"""Targets of links: made absolute, or decoded where the target itself is a contact detail."""

from __future__ import annotations

import re
from urllib.parse import unquote, unquote_plus, urljoin, urlsplit

_CONTACT_SCHEMES = frozenset({"mailto", "tel", "sms", "callto", "facetime", "whatsapp", "geo"})
_EMPTY_SCHEMES = frozenset({"javascript", "data", "blob", "about", "vbscript"})
_SCHEME = re.compile(r"([a-z][a-z0-9+.\-]{1,20}):", re.IGNORECASE)
_IGNORED = re.compile(r"[\t\n\r]")
_PLAIN_ABSOLUTE = re.compile(r"https?://[a-z0-9][!-Z^-~]*")
_PLAIN_PATH = re.compile(r"/(?!/)[!-Z^-~]*")
_PLAIN_LOCAL = re.compile(r"[\w%\-][!-9;-Z^-~]*", re.ASCII)
_PROTECTED = re.compile(r"/cdn-cgi/l/email-protection#([0-9a-f]{6,400})", re.IGNORECASE)
_ROOT_SLASHES = 3
MAX_URL = 4000
"""Code points of an address that is still taken for one."""


class Base:
    """The address that a page's relative links start from."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._origin = self._folder = ""
        try:
            parts = urlsplit(url)
        except ValueError:
            return
        if parts.scheme in ("http", "https") and parts.netloc:
            self._origin = f"{parts.scheme}://{parts.netloc}"
            path = parts.path.rpartition("/")[0] if parts.path else ""
            self._folder = "" if "/." in path else f"{self._origin}{path}/"

    def absolute(self, target: str) -> str:
        """An absolute http(s) address, or an empty string where the target is none."""
        return self.plain(target) or absolute(self.url, target)

    def plain(self, target: str) -> str:
        """The same for targets that need no `urljoin`, which takes microseconds each: most. None of
        them is a contact detail."""
        if len(target) <= MAX_URL and target[-1:] not in ("?", "#", ""):
            if target[0] == "/":
                if self._origin and "/." not in target and _PLAIN_PATH.fullmatch(target):
                    return self._origin + target
                return ""
            if _PLAIN_ABSOLUTE.fullmatch(target):
                return target
            folder = self._folder
            while folder and target.startswith("../"):
                target = target[3:]
                if folder.count("/") > _ROOT_SLASHES:
                    folder = folder[: folder.rindex("/", 0, -1) + 1]
            if folder and "/." not in target and _PLAIN_LOCAL.fullmatch(target):
                return folder + target
        return ""


def scheme_of(target: str) -> str:
    """Scheme in lower case; empty for a relative address."""
    found = _SCHEME.match(target)
    return found.group(1).lower() if found else ""


def absolute(base: str, target: str) -> str:
    """An absolute http(s) address, or an empty string where the target is none."""
    cleaned = _IGNORED.sub("", target.strip())
    if not cleaned or len(cleaned) > MAX_URL or cleaned.startswith("#"):
        return ""
    try:
        url = urljoin(base, cleaned)
    except ValueError:
        return ""
    return url if url[:8].lower().startswith(("http://", "https://")) else ""


def contact(target: str) -> str | None:
    """What a `mailto:`, `tel:` or like target says, decoded; None for any other target."""
    if ":" not in target:
        return None
    cleaned = _IGNORED.sub("", target.strip())
    scheme = scheme_of(cleaned)
    if scheme in _EMPTY_SCHEMES:
        return ""
    if scheme not in _CONTACT_SCHEMES:
        return None
    rest = cleaned[len(scheme) + 1 :].lstrip("/")
    if scheme == "mailto":
        rest = rest.partition("?")[0]
    return unquote(rest)


def decoded_query(url: str) -> str:
    """The query of an address in clear, where it hides words behind escapes (a link to a map)."""
    if "?" not in url:
        return ""
    query = url.partition("#")[0].partition("?")[2]
    if "%" not in query and "+" not in query:
        return ""
    return " ".join(
        unquote_plus(piece.partition("=")[2] or piece) for piece in query.split("&") if piece
    )


def unprotected(code: str) -> str:
    """The e-mail address behind Cloudflare's protection, or an empty string.

    The code is hexadecimal; its first byte is the key that all others were combined with (XOR).
    """
    try:
        key, *rest = bytes.fromhex(code[:400])
        address = bytes(byte ^ key for byte in rest).decode("utf-8")
    except ValueError:
        return ""
    return address if "@" in address else ""


def protected_address(target: str) -> str:
    """The e-mail address that a link to Cloudflare's protection stands for, or an empty string."""
    found = _PROTECTED.search(target) if "email-protection#" in target else None
    return unprotected(found.group(1)) if found else ""
