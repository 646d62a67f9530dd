"""A page's source as texts that a sieve can look through, made without parsing it.

Whatever reading the page would find stands in one of them: the source with its escapes undone, what
is left of it without tags (once parted and once joined where they stood), and what it hides from
machines, such as addresses in hexadecimal.
"""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from collections.abc import Iterator
from functools import lru_cache
from html import unescape

from scanner.match.sieve import Text
from scanner.match.sieve_looks import Look
from scanner.read.charset import decode
from scanner.read.links import unprotected
from scanner.read.markup import BLOCKS
from scanner.text.normalise import folded_bytes

_TAG = re.compile(rb"<[^<>]*>")
_BLOCK = re.compile(rb"</?(?:" + "|".join(sorted(BLOCKS)).encode() + rb")(?:[\s/][^<>]*)?>")
"""Tags that part what stands before and behind them; between others a word may go on."""
_ANY_TAG = re.compile(rb"<[a-zA-Z/!?][^>]*>")
_ANY_BLOCK = re.compile(_BLOCK.pattern, re.IGNORECASE)
_PERCENT = re.compile(rb"%([2-7][0-9a-fA-F])")
_ESCAPE = re.compile(rb"\\(?:[uU]00([2-7][0-9a-fA-F])|[xX]([2-7][0-9a-fA-F])|/)")
_ENTITY = re.compile(rb"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});?")
_JOINTS = re.compile(rb"'\s{0,9}\+\s{0,9}'|\"\s{0,9}\+\s{0,9}\"|`\s{0,9}\+\s{0,9}`")
_SIGNS_OF_JOINTS = (b"'+", b"' +", b'"+', b'" +', b"`+", b"` +")
_PROTECTED = re.compile(rb"(?:data-cfemail\s?=\s?[\"']?|email-protection#)([0-9a-f]{6,400})")
_CODES = re.compile(rb"fromcharcode\(([\d,\s]{9,2000})\)")
_BASE64 = re.compile(rb"(?:atob|base64_?decode)\(\s{0,9}['\"]([a-z0-9+/]{8,400}={0,2})['\"]", re.I)
_BEGINS = re.compile(rb"<(script|style)")
_TURNED = (b"bidi-override", b"isolate-override", b"<bdo")
"""Text that a browser shows from last to first."""


def texts_of(body: bytes, content_type: str) -> tuple[Text, ...] | None:
    """The texts of a page of markup or data; None where only reading it can tell."""
    written = decode(body, content_type, is_markup=True).encode("utf-8", "replace")
    source = folded_bytes(written)
    if any(sign in source for sign in _TURNED):
        return None
    pieces = _TAG.split(_BLOCK.sub(b" ", _shown(source))) if b"<" in source else [source]
    hidden = b" ".join(_hidden(source, written))
    code = _in_clear(source)
    parted = _in_clear(b" ".join(pieces) + b" " + hidden)
    if len(pieces) == 1:
        return Text(code, is_code=True), Text(parted)
    return Text(code, is_code=True), Text(parted), Text(_in_clear(b"".join(pieces)))


def looks_of(body: bytes, content_type: str) -> tuple[Look, ...] | None:
    """The same for a glance, which needs no folding and takes no notice of gaps."""
    written = decode(body, content_type, is_markup=True).encode("utf-8", "replace")
    lower = written.lower()
    if any(sign in lower for sign in _TURNED):
        return None
    if b"<" not in lower:
        return (Look(_in_clear(written)),)
    hidden = b" ".join(_hidden(lower, written))
    shown = _shown(written, lower)
    parted = _in_clear(_ANY_TAG.sub(b" ", shown)) + b" " + hidden

    def joined() -> bytes:
        return _in_clear(_ANY_TAG.sub(b"", _ANY_BLOCK.sub(b" ", shown)))

    return Look(_in_clear(written), is_code=True), Look(parted, joined=joined)


def _shown(source: bytes, lower: bytes = b"") -> bytes:
    """The source without its scripts and styles. `lower`: the same in small letters."""
    lower = lower or source
    kept: list[bytes] = []
    at = 0
    while True:
        found = _BEGINS.search(lower, at)
        if found is None:
            return b"".join([*kept, source[at:]])
        kept.append(source[at : found.start()])
        at = lower.find(b"</" + found[1], found.end())
        if at < 0:
            return b"".join(kept)


def _in_clear(text: bytes) -> bytes:
    """Without the escapes of markup, addresses and scripts."""
    if b"\\" in text:
        text = _ESCAPE.sub(lambda found: _character(found[1] or found[2]), text)
    if b"%" in text:
        text = _PERCENT.sub(lambda found: _character(found[1]), text)
    if any(sign in text for sign in _SIGNS_OF_JOINTS):
        text = _JOINTS.sub(b"", text)
    if b"&" in text:
        text = _ENTITY.sub(lambda found: _meant(found[0]), text)
    return text


@lru_cache(maxsize=4096)
def _meant(entity: bytes) -> bytes:
    return folded_bytes(unescape(entity.decode("ascii")).encode("utf-8", "replace"))


def _character(code: bytes | None) -> bytes:
    return folded_bytes(bytes.fromhex(code.decode())) if code else b"/"


def _hidden(source: bytes, written: bytes) -> Iterator[bytes]:
    """What stands there in figures or letters that only a program reads."""
    if b"cfemail" in source or b"email-protection#" in source:
        for found in _PROTECTED.finditer(source):
            yield folded_bytes(unprotected(found[1].decode()).encode("utf-8", "replace"))
    if b"fromcharcode(" in source:
        for found in _CODES.finditer(source):
            codes = [int(code) for code in found[1].split(b",") if code.strip().isdigit()]
            text = "".join(chr(code) for code in codes if code < 0x10000)
            yield folded_bytes(text.encode("utf-8", "replace"))
    if b"atob(" in source or b"base64" in source:
        for found in _BASE64.finditer(written):
            try:
                yield folded_bytes(b64decode(found[1] + b"=" * (-len(found[1]) % 4)))
            except binascii.Error:
                continue
