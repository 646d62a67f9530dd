"""What comes back from a form: decrypted in memory, checked, and believed in nothing.

Whoever has the form can make a file that the slate's key opens, so everything in one is a
stranger's until it is checked: sizes, types, and that it carries the token of one person's form.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

import pyrage

from scanner.errors import SlateError
from scanner.language import Language
from scanner.model.slate import Sharing

SCHEMA = "netcurtain/consent-form/1"
LARGEST_FILE = 500_000
"""Bytes. A form has some ten thousand."""
_LARGEST_LOCK = 2_000
_TOKEN = re.compile(r"[A-Za-z0-9_-]{16,64}")
_LOCK = re.compile(rb"age-encryption\.org/v1\n-> scrypt [A-Za-z0-9+/]{22} ([1-9]\d?)\n")
_MOST_WORK = 20
"""log2 of scrypt's N: beyond it unlocking takes minutes and gigabytes."""
_CLOCKS_DIFFER = timedelta(days=1)
_DAMAGED = "is damaged, or no form of netcurtain."


class Act(StrEnum):
    CONSENT = "consent"
    WITHDRAW = "withdraw"


@dataclass(frozen=True, slots=True)
class Reply:
    """One saved form."""

    act: Act
    token: str = field(repr=False)
    made_at: datetime
    """By the clock of the person's device, but never after ours."""
    recipient: str = ""
    locked_identity: bytes = field(default=b"", repr=False)
    sharing: Sharing = Sharing.NUMBERS
    profile: Mapping[str, Any] = field(default_factory=dict, repr=False)
    """As it came: nothing of it is checked yet."""
    language: str = ""
    """In which the form spoke; empty where it does not say."""


def read_reply(content: bytes, identity: str, now: datetime) -> Reply:
    """Opens a file with the slate's secret key. Raises SlateError, which quotes nothing of it."""
    if len(content) > LARGEST_FILE:
        raise SlateError("is too large to be a form.")
    if not content.startswith((b"age-encryption.org/v1", b"-----BEGIN AGE")):
        raise SlateError("is no form that came back: it is another kind of file, or damaged.")
    try:
        key = pyrage.x25519.Identity.from_str(identity)
    except (pyrage.IdentityError, ValueError):
        raise SlateError("cannot be opened: the slate has no key.") from None
    try:
        plain = pyrage.decrypt(content, [key])
    except (pyrage.DecryptError, ValueError):
        raise SlateError(
            "is of another slate, or damaged: this slate's key does not open it."
        ) from None
    try:
        told = json.loads(plain)
    except (ValueError, RecursionError):
        raise SlateError(_DAMAGED) from None
    return _reply(told, now)


def _reply(told: object, now: datetime) -> Reply:
    if not isinstance(told, dict) or told.get("schema") != SCHEMA:
        raise SlateError("is of another version of the form: make a new one with `slate invite`.")
    token, act = told.get("token"), told.get("act")
    if not isinstance(token, str) or not _TOKEN.fullmatch(token) or act not in set(Act):
        raise SlateError(_DAMAGED)
    made_at = min(_moment(told.get("made_at"), now), now)
    if act == Act.WITHDRAW:
        return Reply(Act.WITHDRAW, token, made_at)
    sharing, profile = told.get("sharing"), told.get("profile")
    if sharing not in set(Sharing) or not isinstance(profile, dict):
        raise SlateError(_DAMAGED)
    return Reply(
        Act.CONSENT,
        token,
        made_at,
        _recipient(told.get("recipient")),
        _lock(told.get("locked_identity")),
        Sharing(sharing),
        profile,
        _language(told.get("language")),
    )


def _language(value: object) -> str:
    return value if isinstance(value, str) and value in set(Language) else ""


def _moment(value: object, now: datetime) -> datetime:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise SlateError(_DAMAGED)
    if moment > now + _CLOCKS_DIFFER:
        raise SlateError("was saved in the future: the clock of the person's device is wrong.")
    return moment.astimezone(UTC)


def _recipient(value: object) -> str:
    try:
        if isinstance(value, str) and len(value) < 100:
            return str(pyrage.x25519.Recipient.from_str(value))
    except (pyrage.RecipientError, ValueError):
        pass
    raise SlateError(_DAMAGED)


def _lock(value: object) -> bytes:
    """The person's locked key. What is in it only they can see; that it is one, everybody."""
    if not isinstance(value, str) or len(value) > _LARGEST_LOCK:
        raise SlateError(_DAMAGED)
    try:
        lock = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        raise SlateError(_DAMAGED) from None
    found = _LOCK.match(lock)
    if not found or int(found[1]) > _MOST_WORK:
        raise SlateError(_DAMAGED)
    return lock
