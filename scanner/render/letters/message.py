"""A letter as an e-mail message that a mail program opens as a draft, to be looked at and sent."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP

from scanner.render.letters.letter import Letter
from scanner.render.letters.plain import wrapped


def as_message(letter: Letter) -> bytes:
    """An unsent message (RFC 5322). No sender and no date: the mail program puts in its own.

    The body travels as quoted-printable, so no line of it can be taken for anything else.
    """
    message = EmailMessage(policy=SMTP)
    if letter.rule.email:
        message["To"] = letter.rule.email
    message["Subject"] = letter.subject
    message["X-Unsent"] = "1"
    message.set_content(wrapped(letter.whole), charset="utf-8", cte="quoted-printable")
    return message.as_bytes()
