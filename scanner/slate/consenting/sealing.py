"""Results that only the person opens: encrypted with age to a key that they made themself.

Their secret key was locked with a passphrase before it left their browser (`Person.
locked_identity`), so the passphrase is all that they need, and the officer has nothing that opens
a result. What protects it: X25519 and ChaCha20-Poly1305 (https://age-encryption.org/v1); the
passphrase by scrypt.

A sealed result is gzip of one line of JSON, which names the files and their lengths, and the files
one after the other.
"""

from __future__ import annotations

import gzip
import io
import json
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field

import pyrage

from scanner.errors import PassphraseError, SlateError
from scanner.model.slate import Person

SCHEMA = "netcurtain/sealed/1"
LARGEST_RESULT = 200_000_000
"""Bytes of an opened result; a report has some hundred thousand."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_NOT_OURS = "This is no sealed result of netcurtain, or it was changed."


@dataclass(frozen=True, slots=True)
class Opened:
    """What was in a sealed result."""

    files: Mapping[str, bytes] = field(repr=False)


def seal_result(person: Person, files: Mapping[str, bytes]) -> bytes:
    """The files (plain names such as `report.html`), encrypted so that only the person opens them.

    Raises SlateError when the person has no key, or a name is no plain one.
    """
    if any(not _NAME.fullmatch(name) for name in files):
        raise SlateError("A file of a result has a name that is none.")
    index = [{"name": name, "bytes": len(content)} for name, content in files.items()]
    head = json.dumps({"schema": SCHEMA, "files": index}, separators=(",", ":")).encode()
    # The same files give the same text: no time of day in the header.
    packed = gzip.compress(b"".join((head, b"\n", *files.values())), mtime=0)
    sealed: bytes = pyrage.encrypt(packed, [_recipient(person)])
    return sealed


def unlock(locked_identity: bytes, passphrase: str) -> str:
    """The person's secret key (AGE-SECRET-KEY-1…). Raises PassphraseError."""
    try:
        key: bytes = pyrage.passphrase.decrypt(locked_identity, passphrase)
        return key.decode("ascii").strip()
    except (pyrage.DecryptError, ValueError):
        raise PassphraseError(
            "That is not the passphrase, or the file is damaged. Nobody but the person has it, "
            "and it cannot be recovered."
        ) from None


def open_result(sealed: bytes, secret_key: str) -> Opened:
    """What is in it. Raises SlateError when it is not for this key, or no sealed result."""
    try:
        identity = pyrage.x25519.Identity.from_str(secret_key)
        packed = pyrage.decrypt(sealed, [identity])
    except (pyrage.DecryptError, pyrage.IdentityError, ValueError):
        raise SlateError("This key does not open the result, or it was changed.") from None
    return Opened(_parts(_unpacked(packed)))


def _recipient(person: Person) -> pyrage.x25519.Recipient:
    try:
        return pyrage.x25519.Recipient.from_str(person.recipient)
    except pyrage.RecipientError:
        raise SlateError(
            f"Person {person.number} of the slate has no key of their own to encrypt results to: "
            f"only a form that they filled in brings one."
        ) from None


def _unpacked(packed: bytes) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(packed)) as stream:
            content = stream.read(LARGEST_RESULT + 1)
    except (OSError, EOFError, ValueError, zlib.error):
        raise SlateError(_NOT_OURS) from None
    if len(content) > LARGEST_RESULT:
        raise SlateError("The result is larger than any that netcurtain makes.")
    return content


def _parts(content: bytes) -> dict[str, bytes]:
    """Names and contents; nothing that could lead out of a folder is a name."""
    head, _, body = content.partition(b"\n")
    files: dict[str, bytes] = {}
    try:
        told = json.loads(head)
        if told["schema"] != SCHEMA:
            raise SlateError(_NOT_OURS)
        for entry in told["files"]:
            name, length = entry["name"], entry["bytes"]
            if not (isinstance(length, int) and 0 <= length <= len(body)):
                raise SlateError(_NOT_OURS)
            if not _NAME.fullmatch(name) or name in files:
                raise SlateError(_NOT_OURS)
            files[name], body = body[:length], body[length:]
    except (ValueError, TypeError, KeyError, RecursionError):
        raise SlateError(_NOT_OURS) from None
    return files
