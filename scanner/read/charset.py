"""Bytes to text, in the order that the HTML standard gives: BOM, header, the page, a guess.

Labels are looked up in a closed list: Python knows codecs that are none of the web's
(`utf-7`, `unicode_escape`), and a page must not choose those.
"""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

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
_PLAIN_BYTES = re.compile(rb"[\t\n\r\x20-\x7e]{32}")
"""Such a beginning is no UTF-16, whatever a header says: there every second byte of it is zero."""
_LOOKED_AT = 4096
"""Bytes in which a page must name its encoding (the standard: 1,024; many pages need more)."""

_REPAIR = "read-as-western"
_MAX_REPAIRS = 20_000
"""Wrong stretches of a UTF-8 page that are still repaired one by one."""
_GUESSED_FROM = 16_384
"""Bytes that an encoding is guessed from."""
_GUESSABLE = (
    *("cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "koi8_r"),
    *("big5", "gb18030", "shift_jis", "euc_jp", "euc_kr"),
)
_ASCII = bytes(range(128))
_NO_LETTERS = bytes(byte for byte in range(256) if not chr(byte).isalpha() or byte > 127)
_FOREIGN = re.compile(r"[^\x00-\x7f]")


def _codec(label: str) -> str:
    """Python's name of a web encoding, or an empty string."""
    try:
        name = codecs.lookup(label.strip()).name
    except (LookupError, ValueError):
        return ""
    name = _READ_AS.get(name, name)
    return name if name in _WEB_CODECS else ""


def _declared(body: bytes, content_type: str, is_markup: bool) -> str:
    said = _IN_CONTENT_TYPE.search(content_type)
    name = _codec(said.group(1)) if said else ""
    if name and not (name.startswith("utf-16") and _PLAIN_BYTES.match(body)):
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
        return _utf8(body) if name == "utf-8" else body.decode(name, errors="replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        broken = error
    if _is_mostly_utf8(body, broken.start):
        return _utf8(body)
    return body.decode(_guessed(body), errors="replace")


def as_utf8(body: bytes, content_type: str = "", is_markup: bool = True) -> bytes:
    """The same as UTF-8, which most bodies are: these are only looked through."""
    if body.startswith(codecs.BOM_UTF8):
        body, content_type = body[len(codecs.BOM_UTF8) :], "charset=utf-8"
    if _declared(body, content_type, is_markup) in ("", "utf-8") and _is_utf8(body):
        return body
    return decode(body, content_type, is_markup).encode("utf-8", "replace")


def _is_utf8(body: bytes) -> bool:
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return False
    try:
        return body.isascii() or bool(body.decode("utf-8"))
    except UnicodeDecodeError:
        return False


def _utf8(body: bytes) -> str:
    """UTF-8, with what is none read as Western text: pages are pasted together from files."""
    text = body.decode("utf-8", errors="replace")
    if 0 < text.count("\ufffd") <= _MAX_REPAIRS:
        return body.decode("utf-8", errors=_REPAIR)
    return text


def _western(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    stretch = error.object[error.start : error.end]
    # What a cut leaves of a character at the very end is no Western text.
    is_cut = error.end == len(error.object) and error.reason == "unexpected end of data"
    return "\ufffd" if is_cut else stretch.decode("cp1252", errors="replace"), error.end


codecs.register_error(_REPAIR, _western)


def _is_mostly_utf8(body: bytes, first_error: int) -> bool:
    """Whether the text around the first error is full of characters that only UTF-8 writes so."""
    around = body[max(0, first_error - _GUESSED_FROM // 2) : first_error + _GUESSED_FROM // 2]
    text = around.decode("utf-8", errors="replace")
    wrong = text.count("\ufffd")
    return len(_FOREIGN.findall(text)) - wrong > 2 * wrong


def _guessed(body: bytes) -> str:
    """Python's name of an encoding for a page that names none and is not UTF-8."""
    high = body.translate(None, _ASCII)
    letters = len(body.translate(None, _NO_LETTERS))
    # British pages have a pound sign or a curved quote here and there; other scripts have little
    # else. So a guess, which is slow and often wrong on short texts, is left for those.
    if len(high) * 4 <= letters:
        return "cp1252"
    first = body.find(high[:1])
    sample = body[max(0, first - 1000) : first + _GUESSED_FROM]
    guess = from_bytes(sample, cp_isolation=list(_GUESSABLE), steps=5, chunk_size=512).best()
    return (_codec(guess.encoding) if guess else "") or "cp1252"
