"""What of an assessment a reader may see: the one gate that every value of a report passes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from scanner.model.facts import Fact, Secret
from scanner.model.finding import Quote
from scanner.model.masks import DOT
from scanner.render.own_words import OwnWords
from scanner.text.quoting import mask_of

_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufff9-\ufffb]"
)
_WEB_SCHEMES = frozenset({"http", "https"})
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def printable(text: str) -> str:
    """`text` without characters that steer a terminal or turn the direction of reading round.

    They come from strangers' pages: a right-to-left override can make an address read as another.
    Each is replaced, not dropped, so that its presence shows.
    """
    return _UNPRINTABLE.sub(REPLACEMENT, text)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a quote, as it is shown."""

    text: str
    marked: bool
    masked: bool


class Veil:
    """Shows values in clear or masked, for one reader.

    Quotes and secrets know their own masks. Plain text and addresses should carry no private value;
    they are checked all the same against the person's own facts, so that a slip elsewhere does not
    end in a report that is handed on. What the rules or this program wrote is not.
    """

    def __init__(self, facts: Iterable[Fact], reveal: bool = False) -> None:
        self.reveal = reveal
        self._mask = lru_cache(maxsize=16384)(self._shown)
        self._quoted = mask_of(facts)

    def _shown(self, text: str) -> str:
        return self._quoted(text).shown()

    def text(self, text: str) -> str:
        """Plain text for an output."""
        is_open = self.reveal or not text or isinstance(text, OwnWords)
        return printable(text if is_open else self._mask(text))

    def secret(self, secret: Secret) -> str:
        return printable(secret.shown(self.reveal))

    def quote(self, quote: Quote) -> str:
        return "".join(piece.text for piece in self.pieces(quote))

    def pieces(self, quote: Quote) -> tuple[Piece, ...]:
        """A quote's stretches in order, each as it may be shown."""
        shown = []
        for part in quote.parts:
            if part.mask is not None and (part.always_masked or not self.reveal):
                shown.append(Piece(printable(part.mask), part.marked, masked=True))
            else:
                shown.append(Piece(self.text(part.text), part.marked, masked=False))
        return tuple(shown)

    def link(self, address: str | Quote) -> str:
        """The address to link to, or an empty string when it must stay text.

        That is so for anything but an ordinary web address, and for an address that holds a value
        which this reader may not see.
        """
        url = address.shown(reveal=True) if isinstance(address, Quote) else address
        shown = self.quote(address) if isinstance(address, Quote) else self.text(address)
        # One that came masked leads nowhere, either.
        is_whole = shown == url and DOT not in url
        return url if is_whole and _is_web_address(url) else ""

    def origin(self, address: str) -> str:
        """The front page of an address's site, or an empty string when that must stay text."""
        if not _is_web_address(address):
            return ""
        parts = urlsplit(address)
        return self.link(f"{parts.scheme}://{parts.netloc}/")


def _is_web_address(url: str) -> bool:
    if url != url.strip() or any(char.isspace() for char in url):
        return False
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return False
    return parts.scheme in _WEB_SCHEMES and bool(host) and "@" not in parts.netloc
