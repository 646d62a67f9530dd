"""A page's source as texts to glance through, made without parsing it.

Whatever reading the page would find stands in one of them: the source with its escapes undone, what
is left of it without tags (once parted and once joined where they stood), and what it hides from
machines, such as addresses in hexadecimal.
"""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from collections.abc import Iterator, Set
from functools import lru_cache
from html import unescape

import ahocorasick_rs

from scanner.match.glance import Look
from scanner.read.html_scripts import may_be_read
from scanner.read.links import unprotected
from scanner.read.markup import BLOCKS

_ANY_BLOCK = re.compile(
    rb"</?(?:" + "|".join(sorted(BLOCKS)).encode() + rb")(?:[\s/][^<>]*)?>", re.IGNORECASE
)
"""Tags that part what stands before and behind them; between others a word may go on."""
_ANY_TAG = re.compile(rb"<[a-zA-Z/!?][^>]*>")
_PERCENT = re.compile(rb"%([2-7][0-9a-fA-F])")
_ESCAPE = re.compile(rb"\\(?:[uU]00([2-7][0-9a-fA-F])|[xX]([2-7][0-9a-fA-F])|(/)|[nrt])")
_ENTITY = re.compile(rb"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});?")
_JOINTS = re.compile(rb"'\s{0,9}\+\s{0,9}'|\"\s{0,9}\+\s{0,9}\"|`\s{0,9}\+\s{0,9}`")
_PROTECTED = re.compile(
    rb"(?:data-cfemail\s?=\s?[\"']?|email-protection#)([0-9a-f]{6,400})", re.IGNORECASE
)
_CODES = re.compile(rb"fromcharcode\(([\d,\s]{9,2000})\)", re.IGNORECASE)
_BASE64 = re.compile(rb"(?:atob|base64_?decode)\(\s{0,9}['\"]([a-z0-9+/]{8,400}={0,2})['\"]", re.I)
_ELEMENTS = (*(b"<!--", b"<script", b"<style", b"<SCRIPT", b"<STYLE", b"<Script", b"<Style"),)
_BEGINNINGS = ahocorasick_rs.BytesAhoCorasick(
    _ELEMENTS,
    matchkind=ahocorasick_rs.MatchKind.LeftmostFirst,  # many times as fast as any other
)
_AFTER_NAME = (b">", b"/", b" ", b"\t", b"\n", b"\r", b"\f")
_ENDS = {name: re.compile(b"</" + name, re.IGNORECASE) for name in (b"script", b"style")}
_SPLITTING = (
    "b|i|em|strong|span|font|u|a|small|big|sup|sub|mark|wbr|s|del|ins|abbr|bdi|code|tt|q|label"
)
_WITHIN_WORD = re.compile(
    rf"<(?<=[^\W_]<)/?(?:{_SPLITTING})(?:\s[^<>]*)?>"
    rf"(?:</?(?:{_SPLITTING})(?:\s[^<>]*)?>)*(?=\w)".encode(),
    re.IGNORECASE,
)
"""Tags between two letters, of elements that part no words."""
_TURNED, _HIDING, _JOINED = "turned", "hiding", "joined"
_SIGNS = {
    _TURNED: ("bidi-override", "isolate-override", "<bdo"),
    _HIDING: (
        *("data-cfemail", "email-protection#", "fromcharcode(", "fromCharCode("),
        *("atob(", "base64"),
    ),
    _JOINED: tuple(f"{quote}{gap}+" for quote in "'\"`" for gap in ("", " ")),
}
"""Of text that a browser shows from last to first, of what only a program reads, and of strings
that are put together."""
_MEANINGS = [meaning for meaning, signs in _SIGNS.items() for _ in signs] * 2
_AUTOMATON = ahocorasick_rs.BytesAhoCorasick(
    [
        sign.encode()
        for written in (str, str.upper)
        for signs in _SIGNS.values()
        for sign in map(written, signs)
    ],
    matchkind=ahocorasick_rs.MatchKind.LeftmostFirst,  # many times as fast as any other
)


def looks_of(written: bytes) -> tuple[Look, ...] | None:
    """The texts of a page of markup or data, given as UTF-8; None where only reading it can tell.
    What is shown comes before the source."""
    if b"<" not in written:
        return (Look(_in_clear(written, _signs(written))),)
    shown, scripts = _parts(written)
    source = b" ".join((shown, *scripts))
    signs = _signs(source)
    if _TURNED in signs:
        return None
    hidden = b" ".join(_hidden(source)) if _HIDING in signs else b""
    parted = _in_clear(_ANY_TAG.sub(b" ", shown), signs) + b" " + hidden

    def joined() -> bytes:
        if not _WITHIN_WORD.search(shown):
            return b""
        return _in_clear(_ANY_TAG.sub(b"", _ANY_BLOCK.sub(b" ", shown)), signs)

    return Look(parted, joined=joined), Look(_in_clear(source, signs), is_code=True)


def _signs(source: bytes) -> frozenset[str]:
    return frozenset(
        _MEANINGS[number] for number, _, _ in _AUTOMATON.find_matches_as_indexes(source)
    )


def _parts(written: bytes) -> tuple[bytes, list[bytes]]:
    """The source without its scripts and styles; and the scripts of which something may be read."""
    kept: list[bytes] = []
    scripts: list[bytes] = []
    at = 0
    for number, start, end in _BEGINNINGS.find_matches_as_indexes(written):
        if start < at:
            continue
        element = _ELEMENTS[number].strip(b"<").lower()
        if element == b"!--":
            ends = written.find(b"-->", end)
            if ends >= 0:
                kept.append(written[at:ends])
                at = ends
            continue
        if written[end : end + 1] not in _AFTER_NAME:
            continue
        # The element's own attributes stay.
        begins = written.find(b">", end) + 1
        ended = _ENDS[element].search(written, begins) if begins else None
        if ended is None:
            continue  # What never ends may as well stand in the value of an attribute.
        kept.append(written[at:begins])
        at = ended.start()
        if _is_read(element, written[start:begins], content := written[begins:at]):
            scripts.append(content)
    return b"".join([*kept, written[at:]]), scripts


def _is_read(element: bytes, tag: bytes, content: bytes) -> bool:
    if b"<script" in content or b"<SCRIPT" in content:
        return True  # It may have begun in the value of an attribute.
    return element == b"script" and (b"json" in tag.lower() or may_be_read(content))


def _in_clear(text: bytes, signs: Set[str]) -> bytes:
    """Without the escapes of markup, addresses and scripts."""
    if b"\\" in text:
        text = _ESCAPE.sub(lambda found: _character(found[1] or found[2], found[3]), text)
    if b"%" in text:
        text = _PERCENT.sub(lambda found: _character(found[1]), text)
    if _JOINED in signs:
        text = _JOINTS.sub(b"", text)
    if b"&" in text:
        text = _ENTITY.sub(lambda found: _meant(found[0]), text)
    return text


@lru_cache(maxsize=4096)
def _meant(entity: bytes) -> bytes:
    return unescape(entity.decode("ascii")).encode("utf-8", "replace")


def _character(code: bytes | None, other: bytes | None = None) -> bytes:
    return bytes.fromhex(code.decode()) if code else other or b" "


def _hidden(source: bytes) -> Iterator[bytes]:
    """What stands there in figures or letters that only a program reads."""
    for found in _PROTECTED.finditer(source):
        yield unprotected(found[1].decode()).encode("utf-8", "replace")
    for found in _CODES.finditer(source):
        codes = [int(code) for code in found[1].split(b",") if code.strip().isdigit()]
        yield "".join(chr(code) for code in codes if code < 0x10000).encode("utf-8", "replace")
    for found in _BASE64.finditer(source):
        try:
            yield b64decode(found[1] + b"=" * (-len(found[1]) % 4))
        except binascii.Error:
            continue
