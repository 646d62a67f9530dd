"""Looks for a text in an answer as it was sent, without reading the answer."""

from __future__ import annotations

import codecs
import re
from functools import cached_property, lru_cache

_LABEL = re.compile(r"charset\s*=\s*[\"']?([^\s\"';]+)", re.IGNORECASE)
_IN_MARKUP = re.compile(rb"<meta\s[^>]{0,500}?charset\s*=\s*[\"']?\s*([a-z0-9_:.\-]{1,40})", re.I)
_LOOKED_AT = 4096
"""Bytes in which a page must name its encoding."""
_BOMS = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_SAME_AS_ASCII = re.compile(
    r"utf-?8|ascii|iso8859-\d+|latin.*|cp\d+|koi8-.|mac-.*|gb.*|big5.*|euc.*"
)


class Source:
    """The bytes of an answer, in which texts are found in the encodings that it may be in.

    The text is encoded, not the page decoded: a few bytes instead of a few hundred thousand.
    """

    def __init__(self, data: bytes, content_type: str) -> None:
        self._data = data
        self._content_type = content_type

    def contains(self, text: str) -> bool:
        """Whether the text stands there, letter by letter."""
        return any(needle in self._data for needle in self._needles(text))

    def _needles(self, text: str) -> set[bytes]:
        encodings = ("utf-8",) if text.isascii() and not self._wide else ("utf-8", *self._named)
        return {data for encoding in encodings if (data := _encoded(text, encoding))}

    @cached_property
    def _wide(self) -> bool:
        """Whether even plain letters may be written otherwise than in ASCII."""
        return any(not _SAME_AS_ASCII.fullmatch(name) for name in self._named)

    @cached_property
    def _named(self) -> tuple[str, ...]:
        """Encodings other than UTF-8 that the answer says it is in."""
        named = [name for start, name in _BOMS if self._data.startswith(start)]
        if label := _LABEL.search(self._content_type):
            named.append(label[1])
        if mark := _IN_MARKUP.search(self._data[:_LOOKED_AT]):
            named.append(mark[1].decode("ascii"))
        known = (_codec(name) for name in named)
        return tuple(dict.fromkeys(name for name in known if name and name != "utf-8"))


@lru_cache(maxsize=256)
def _codec(label: str) -> str:
    """Python's name of a text encoding; empty for what is none."""
    try:
        codec = codecs.lookup(label)
        "a".encode(codec.name)
    except (LookupError, ValueError, TypeError):
        return ""
    return codec.name


@lru_cache(maxsize=65536)
def _encoded(text: str, encoding: str) -> bytes:
    """The text in an encoding; empty where it cannot be written in it."""
    try:
        return text.encode(encoding)
    except UnicodeError:
        return b""
