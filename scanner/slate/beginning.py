"""A new slate: what it is called, who stands behind it, and the key that opens its forms."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from pyrage import x25519

from scanner.model.slate import SlateRecord


def new_record(
    title: str, officer: str = "", organisation: str = "", poll_date: date | None = None
) -> SlateRecord:
    """A record with a key pair of its own: forms are sealed to `recipient`, and `identity` alone
    opens them. Texts may be empty, and be told later."""
    identity = x25519.Identity.generate()
    return SlateRecord(
        title=title,
        officer=officer,
        organisation=organisation,
        poll_date=poll_date,
        identity=str(identity),
        recipient=str(identity.to_public()),
    )


def with_words(
    record: SlateRecord,
    title: str = "",
    officer: str = "",
    organisation: str = "",
    poll_date: date | None = None,
) -> SlateRecord:
    """The record with what was told anew; what is empty stays as it was."""
    return replace(
        record,
        title=title or record.title,
        officer=officer or record.officer,
        organisation=organisation or record.organisation,
        poll_date=poll_date or record.poll_date,
    )
