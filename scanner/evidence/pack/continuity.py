"""The continuity log of a pack: who held it, one signed line for each hand-over.

A line is JSON, a tab, and the Ed25519 signature of that JSON in base64, so that `cut`, `base64`
and `openssl` can check it. Each names the SHA-256 of the line before and of the pack's seal: none
can be changed, moved or taken out of the middle, and the log cannot be put into another pack. That
the last lines were cut off shows only against a later copy, so whoever hands over keeps one.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from scanner.errors import PackError
from scanner.evidence.signing import fingerprint, is_signed

MADE, HANDED_OVER = "made", "handed over"
_LONGEST = 4_000
_MOST = 10_000


@dataclass(frozen=True, slots=True)
class Line:
    """One step of a pack's way."""

    number: int
    """From 1."""
    at: str
    """UTC, `…Z`, by the clock of whoever signed."""
    action: str
    by: str
    to: str
    """Who received it; empty when it was made."""
    contents_sha256: str
    """Of the pack's seal/contents.sha256."""
    previous_sha256: str
    """Of the line before, signature included; empty in the first."""
    key: str
    """The signer's public key, raw, in base64."""

    def text(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class ReadLog:
    """A log as far as it holds."""

    lines: tuple[Line, ...]
    problem: str
    """What is wrong with the first line that does not hold; empty when all do."""

    @property
    def keys(self) -> tuple[str, ...]:
        """Fingerprints of those who signed, in order, each once."""
        made = (_public(line.key) for line in self.lines)
        return tuple(dict.fromkeys(fingerprint(key) for key in made if key))


def add_line(
    log: bytes, contents: bytes, key: Ed25519PrivateKey, *, at: str, by: str, to: str = ""
) -> bytes:
    """The log with one line more: of being made when it is empty, else of being handed over."""
    before = log.split(b"\n")[:-1]
    raw = key.public_key().public_bytes_raw()
    line = Line(
        number=len(before) + 1,
        at=at,
        action=HANDED_OVER if before else MADE,
        by=by,
        to=to,
        contents_sha256=sha256(contents).hexdigest(),
        previous_sha256=sha256(before[-1]).hexdigest() if before else "",
        key=base64.b64encode(raw).decode(),
    )
    text = line.text()
    if len(text) > _LONGEST or len(before) >= _MOST:
        raise PackError("The continuity log can take no such line.")
    signature = base64.b64encode(key.sign(text.encode())).decode()
    return log + f"{text}\t{signature}\n".encode()


def read_log(log: bytes, contents: bytes, seal_key: Ed25519PublicKey | None) -> ReadLog:
    """Every line that holds, from the first on; the first has to be signed with the seal's key."""
    lines: list[Line] = []
    previous = ""
    for number, (raw, line) in enumerate(_lines(log), 1):
        if line is None:
            return ReadLog(tuple(lines), f"line {number} is damaged, or its signature is wrong")
        if (line.number, line.previous_sha256) != (number, previous):
            return ReadLog(tuple(lines), f"line {number} does not follow the one before it")
        if line.contents_sha256 != sha256(contents).hexdigest():
            return ReadLog(tuple(lines), f"line {number} is of another pack")
        if number == 1 and seal_key and _public(line.key) != seal_key:
            return ReadLog((), "line 1 is signed with another key than the seal")
        lines.append(line)
        previous = sha256(raw).hexdigest()
    return ReadLog(tuple(lines), "" if lines else "it has no line")


def _lines(log: bytes) -> Iterator[tuple[bytes, Line | None]]:
    """Each line as it stands, and what it says if it is signed and written in the one way."""
    *whole, rest = log.split(b"\n")
    for raw in whole[:_MOST]:
        yield raw, _line(raw)
    if rest or len(whole) > _MOST:
        yield rest, None


def _line(raw: bytes) -> Line | None:
    text, _, signature = raw.partition(b"\t")
    try:
        told = json.loads(text) if len(text) <= 4 * _LONGEST else None
        line = Line(**{item.name: told[item.name] for item in fields(Line)})  # type: ignore[index]
        signed = base64.b64decode(signature, validate=True)
        is_plain = line.text().encode() == text and base64.b64encode(signed) == signature
    except (ValueError, TypeError, LookupError, RecursionError):
        return None
    key = _public(line.key) if is_plain else None
    return line if key and is_signed(key, signed, text) else None


def _public(text: str) -> Ed25519PublicKey | None:
    try:
        raw = base64.b64decode(text, validate=True)
        key = Ed25519PublicKey.from_public_bytes(raw)
    except (ValueError, TypeError):
        return None
    return key if base64.b64encode(raw).decode() == text else None
