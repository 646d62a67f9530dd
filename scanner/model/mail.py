"""A mail to somebody of a slate, which an officer's mail program sends."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class MailKind(StrEnum):
    INVITE = "invite"
    """Their consent is asked for by the form that comes with it."""
    REMINDER = "reminder"
    """The form has not come back yet."""
    RESULT = "result"
    """Their check is done."""


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail, in plain text. Nothing of what was found is in it."""

    to: str = field(repr=False)
    subject: str
    body: str = field(repr=False)
    attachment: str
    """Name of the file to attach; empty when none may be."""
