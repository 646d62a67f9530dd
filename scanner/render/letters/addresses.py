"""The address of a page as a letter may name it, or why there is none.

An address can hold private values: a postcode searched for, a user name. One that the recipient's
site does not show is not told to them. A masked one is restored only where the facts leave no
doubt.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from urllib.parse import quote, quote_plus, unquote, urlsplit

from scanner.model.facts import Fact
from scanner.model.finding import Quote
from scanner.model.masks import DOT
from scanner.text.quoting import mask_of

LONGEST = 2_000
"""Characters. A longer address is no use in a letter."""

HIDDEN = "[the address of the page: it holds a private detail, so look it up in your report]"
MASKED = "[the address of the page: your report shows it masked, so look it up on the site]"
UNUSABLE = (
    "[the address of the page: it cannot be written here as it is, so look it up in your report]"
)

_UNWRITABLE = re.compile(r"[^!#$&-;=?-Z_a-z~%]")
"""What an address cannot hold as it is, square brackets included: they mark places to fill in."""
_HOST = re.compile(r"[\w.-]+")
_WORD = re.compile(r"[\W_]+")


class Addresses:
    """Writes the addresses of one person's pages."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._masked: Callable[[str], Quote] = mask_of(facts)

    def written(self, address: Quote, shown_there: Iterable[str]) -> str:
        """The whole address, or a place to fill in that says why it is missing.

        `shown_there`: values in clear that the recipient's site is sure to show.
        """
        values = [value for value in shown_there if value]
        if any(part.always_masked for part in address.parts):
            return HIDDEN
        clear = address.shown(reveal=True)
        if DOT in address.shown() and not all(part.text for part in address.parts):
            restored = self._restored(address.shown(), values)
            return _as_text(restored) if restored else MASKED
        allowed = [_plain(value) for value in values]
        for part in self._masked(clear).parts:
            if part.mask is not None and not any(_plain(part.text) in each for each in allowed):
                return HIDDEN
        return _as_text(clear)

    def _restored(self, masked: str, values: Iterable[str]) -> str:
        """The one address that is masked like this and holds nothing but these values."""
        found = {masked}
        for value in values:
            for spelling in _spellings(value):
                mask = self._masked(spelling).shown()
                if mask != spelling:
                    found |= {each.replace(mask, spelling) for each in found}
        whole = {each for each in found if DOT not in each and self._masked(each).shown() == masked}
        return whole.pop() if len(whole) == 1 else ""


def _spellings(value: str) -> tuple[str, ...]:
    """As addresses hold a value."""
    bare = _WORD.sub("", value)
    dashed = _WORD.sub("-", value)
    spelt = (value, quote(value, safe=""), quote_plus(value), bare, dashed)
    return tuple(dict.fromkeys([*spelt, *(each.lower() for each in spelt)]))


def _plain(text: str) -> str:
    return _WORD.sub("", unquote(text)).casefold()


def _as_text(address: str) -> str:
    """On one line, in characters that mean nothing else, or a place to fill in."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return UNUSABLE
    # Line breaks and tabs are dropped by urlsplit, so the address is put together anew.
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(host):
        return UNUSABLE
    where = f"{parts.scheme}://{host}{f':{port}' if port else ''}"
    rest = parts._replace(scheme="", netloc="").geturl()
    written = where + _UNWRITABLE.sub(_escaped, rest)
    return written if len(written) <= LONGEST else UNUSABLE


def _escaped(found: re.Match[str]) -> str:
    return quote(found[0], safe="", errors="replace")
