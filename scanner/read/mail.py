"""A saved message, or a page saved as one (MHTML): its head, and every part that can be read."""

from __future__ import annotations

from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import Message

from scanner.model.document import Document, Link, Place
from scanner.read.content import Content, Lines, joined

MAX_PARTS = 100
_HEADS = ("From", "To", "Cc", "Bcc", "Reply-To", "Sender", "Subject", "Date", "Organization")

ReadPart = Callable[[bytes, str, str], Document]
"""Reads a part by its bytes, its content type, and its address or name."""


def read_mail(body: bytes, read_part: ReadPart) -> Content:
    """What a message says. Attached files are read like any other."""
    message = message_from_bytes(body, policy=policy.default)
    lines = Lines()
    for head in _HEADS:
        for value in _values(message, head):
            lines.add(value, Place.TITLE if head == "Subject" else Place.TEXT, f"head/{head}")
    links: list[Link] = []
    unread: list[str] = []
    for number, part in enumerate(message.walk()):
        if part.is_multipart():
            continue
        if number >= MAX_PARTS:
            unread.append("further parts were not read")
            break
        document = read_part(_bytes_of(part), _type_of(part), _name_of(part))
        links += document.links
        lines.words += document.visible_words
        for segment in document.segments:
            text = document.text[segment.start : segment.end]
            lines.copy(text, segment.place, f"part {number}/{segment.path}")
        unread.append(document.not_read or document.partly_read)
    title = next(iter(_values(message, "Subject")), "")
    notes = list(dict.fromkeys(f"in it: {note}" for note in unread if note))
    return lines.content(title=title, links=tuple(links), partly=joined(notes))


def _values(message: Message, head: str) -> list[str]:
    try:
        return [str(value) for value in message.get_all(head, [])]
    except Exception:  # The parser of heads raises on some that are malformed.
        return []


def _bytes_of(part: Message) -> bytes:
    try:
        payload = part.get_payload(decode=True)
    except Exception:  # As above: an encoding that is none.
        return b""
    return payload if isinstance(payload, bytes) else b""


def _type_of(part: Message) -> str:
    try:
        charset = part.get_content_charset() or ""
    except Exception:
        charset = ""
    kind = part.get_content_type()
    return f"{kind}; charset={charset}" if charset else kind


def _name_of(part: Message) -> str:
    """The address of a saved page's part, or the name of an attached file."""
    for value in _values(part, "Content-Location"):
        return value
    try:
        return part.get_filename() or ""
    except Exception:
        return ""
