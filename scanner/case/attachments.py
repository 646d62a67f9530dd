"""What a file is that a person kept of an incident: a message, a chat, a picture, a recording.

Nothing of it is run, shown or unpacked to disk; what it says of itself is read as text, bounded.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import Message
from typing import Any

from scanner.model.capture import Capture, Hop
from scanner.read import read

_MAX_TEXT_BYTES = 20_000_000
_LONGEST_FACT = 2_000
_HEADS = (
    "Date",
    "From",
    "Sender",
    "Reply-To",
    "Return-Path",
    "To",
    "Subject",
    "Message-ID",
    "X-Originating-IP",
    "Authentication-Results",
    "Received",
)
"""Who sent a message, and by which machines it came."""
_SAID = re.compile(
    r"^[\u200e\u200f]?\[?(?P<when>\d{1,4}[./-]\d{1,2}[./-]\d{2,4},? \d{1,2}:\d{2}(?::\d{2})?"
    r"(?:[ \u202f\u00a0]?[ap]\.?m\.?)?)\]?(?: -)? (?P<who>[^:\n]{1,80}): ",
    re.MULTILINE | re.IGNORECASE,
)
"""How WhatsApp begins a message in its exports, on Android and on iPhones."""
_RECORDINGS = {
    "m4a": "a recording",
    "aac": "a recording",
    "amr": "a recording",
    "opus": "a recording",
    "oga": "a recording",
    "ogg": "a recording",
    "wav": "a recording",
    "mp3": "a recording",
    "mp4": "a film",
    "mov": "a film",
    "3gp": "a film",
    "png": "a picture",
    "jpg": "a picture",
    "jpeg": "a picture",
    "heic": "a picture",
    "webp": "a picture",
    "gif": "a picture",
}


@dataclass(frozen=True, slots=True)
class Attachment:
    """What a file is, what it says of itself, and the words in it."""

    kind: str
    facts: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    text: str = field(default="", repr=False)


def look_at(name: str, content: bytes) -> Attachment:
    """What a file is, by its bytes first and then by its name. Never raises for what is in it."""
    if content.startswith(b"PK\x03\x04") and (chat := _zipped_chat(content)):
        return chat
    ending = name.rpartition(".")[2].lower()
    if ending == "eml":
        return _mail(content, _words(name, content))
    if ending == "json" and (chat := _telegram(content)):
        return chat
    if ending in _RECORDINGS:
        return Attachment(_RECORDINGS[ending])
    text = _words(name, content)
    if ending in ("txt", "") and (facts := _chat_facts(text)):
        return Attachment("an exported chat", facts, text)
    return Attachment("a document" if text else "a file", (), text)


def _words(name: str, content: bytes) -> str:
    hop = Hop(f"https://file.invalid/{name}", 200, (), "")
    body = content[:_MAX_TEXT_BYTES]
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    return read(Capture("file", (hop,), body, body, epoch, 0)).text


def _mail(content: bytes, text: str) -> Attachment:
    message = message_from_bytes(content[:_MAX_TEXT_BYTES], policy=policy.default)
    facts = tuple((head, value) for head in _HEADS for value in _values(message, head))
    attached = sum(1 for part in message.walk() if part.get_content_disposition() == "attachment")
    return Attachment("a saved message", (*facts, ("Attached files", str(attached))), text)


def _values(message: Message, head: str) -> Iterator[str]:
    try:
        given = [str(value) for value in message.get_all(head, [])]
    except Exception:  # The parser of heads raises on some that are malformed.
        given = ["cannot be read"]
    for value in given[:50]:
        yield " ".join(value.split())[:_LONGEST_FACT]


def _zipped_chat(content: bytes) -> Attachment | None:
    """The text of a chat in an archive; None for any other archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()[:10_000]
            for name in names:
                if name.lower().endswith(".txt") and "/" not in name:
                    with archive.open(name) as stream:
                        text = stream.read(_MAX_TEXT_BYTES).decode("utf-8", "replace")
                    if facts := _chat_facts(text):
                        others = ("Other files in it", str(len(names) - 1))
                        return Attachment("an exported chat", (*facts, others), text)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError, EOFError):
        return None
    return None


def _chat_facts(text: str) -> tuple[tuple[str, str], ...]:
    """How many messages of how many people, from when to when, as the export writes it."""
    said = list(_SAID.finditer(text))
    if len(said) < 1:
        return ()
    senders = {found["who"].strip() for found in said}
    return _span(len(said), len(senders), said[0]["when"], said[-1]["when"])


def _telegram(content: bytes) -> Attachment | None:
    """The JSON export of a chat in Telegram; None for any other JSON."""
    try:
        told: Any = json.loads(content[:_MAX_TEXT_BYTES])
        messages = [item for item in told["messages"] if item.get("type") == "message"]
        texts = [_telegram_text(item.get("text", "")) for item in messages]
        senders = {str(item.get("from_id") or item.get("from")) for item in messages}
        dates = [str(item["date"]) for item in messages]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    if not messages:
        return None
    facts = _span(len(messages), len(senders), dates[0], dates[-1])
    return Attachment("an exported chat", facts, "\n".join(texts))


def _telegram_text(text: Any) -> str:
    """A text, or a list of texts and of pieces with a style."""
    if isinstance(text, str):
        return text
    return "".join(piece if isinstance(piece, str) else str(piece["text"]) for piece in text)


def _span(messages: int, senders: int, first: str, last: str) -> tuple[tuple[str, str], ...]:
    return (
        ("Messages", str(messages)),
        ("Senders", str(senders)),
        ("First", first),
        ("Last", last),
    )
