"""One text of a page: as letters and figures alone, folded, and as words."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from scanner.text.normalise import folded_bytes

_ALIKE = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZoil", b"abcdefgh1jk1mn0pqrstuvwxyz011")
_LEFT_OUT = bytes(byte for byte in range(256) if byte > 127 or not chr(byte).isalnum())
_ASCII = bytes(range(128))
_FOLDED = bytes(
    ord(folded_bytes(bytes((byte,))) or b" ") if byte < 128 else byte for byte in range(256)
)
_WORDS = bytes(
    ord(chr(byte).lower()) if chr(byte).isalnum() and byte < 128 else 32 for byte in range(256)
)
_PLAIN: dict[str, bytes] = {}
"""Of each character that was met what it folds to."""


def skeleton(text: bytes) -> bytes:
    """The letters and figures of a text in UTF-8, folded, with those that are drawn alike as one:
    "O77OO-9OO123" and "(07700) 900 123" are the same."""
    return _with(text, _letters_in(_odd_in(text))).translate(_ALIKE, _LEFT_OUT)


def words_of(text: bytes) -> list[bytes]:
    """The ASCII words of a text in small letters. What has letters of other scripts falls apart."""
    return text.translate(_WORDS).split()


def _odd_in(text: bytes) -> set[str]:
    """The characters that are no ASCII."""
    return set() if text.isascii() else set(text.translate(None, _ASCII).decode("utf-8", "ignore"))


def _plain(char: str) -> bytes:
    if char not in _PLAIN:
        _PLAIN[char] = folded_bytes(char.encode())
    return _PLAIN[char]


def _letters_in(odd: Iterable[str]) -> list[str]:
    """Those that fold to letters or figures of the Latin script."""
    return [char for char in odd if _plain(char).isalnum() and _plain(char).isascii()]


def _with(text: bytes, chars: Iterable[str]) -> bytes:
    """With what these fold to in their place."""
    for char in chars:
        text = text.replace(char.encode(), _plain(char))
    return text


class Look:
    """One text of a page. What is not asked for is not made."""

    __slots__ = ("_folded", "_joined", "_others", "_text", "is_code", "is_written", "skeleton")

    def __init__(
        self, text: bytes, is_code: bool = False, joined: Callable[[], bytes] | None = None
    ) -> None:
        """`text`: in UTF-8, escapes undone. `is_code`: with all its markup and scripts. `joined`:
        makes the same without the gaps that markup left within words; empty if it left none."""
        self.is_code = is_code
        odd = _odd_in(text)
        letters = _letters_in(odd) if odd else ()
        self.is_written = not letters
        """Each letter is written as such, so that its case is the writer's."""
        self._text = _with(text, letters) if letters else text
        self._others = odd.difference(letters)
        self.skeleton = self._text.translate(_ALIKE, _LEFT_OUT)
        self._folded: bytes | None = None
        self._joined = joined

    @property
    def written(self) -> bytes:
        """The text with plain letters; other signs may stand as they came."""
        return self._text

    @property
    def plain(self) -> bytes:
        """The text with plain letters and signs, in the case that it is written in."""
        if self._others:
            self._text, self._others = _with(self._text, self._others), set()
        return self._text

    @property
    def spaced(self) -> bytes:
        """The text with a space in place of each sign, in small letters."""
        return b" " + self._text.translate(_WORDS)

    @property
    def folded(self) -> bytes:
        """The text in small letters, with one space wherever there is white space."""
        if self._folded is None:
            folded = self.plain.translate(_FOLDED)
            while b"  " in folded:
                folded = folded.replace(b"  ", b" ")
            self._folded = folded
        return self._folded

    def joined(self) -> Look | None:
        """The same without the gaps that markup left within words, if it left any."""
        made = self._joined() if self._joined is not None else b""
        return Look(made, self.is_code) if made else None
