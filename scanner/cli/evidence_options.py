"""Options of `check` about evidence, apart from what makes it: they are read at every start."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

import typer

from scanner.cli.console import say
from scanner.errors import PlanError

TimestampOption = Annotated[
    str,
    typer.Option(
        "--timestamp",
        metavar="URL",
        help="With --evidence: have the manifest's hash stamped by this time-stamp authority (RFC "
        "3161). It learns the hash, and nothing else.",
    ),
]


def authority_of(url: str) -> str:
    """The host of a time-stamp authority. Raises PlanError for what is no web address."""
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname if parts.scheme in ("http", "https") else None
    except ValueError:
        host = None
    if not host:
        raise PlanError("--timestamp takes the web address of a time-stamp authority.")
    return host


def require_evidence(timestamp_url: str, evidence: bool) -> None:
    """Raises PlanError where a stamp is asked for that nothing would get."""
    if timestamp_url and not evidence:
        raise PlanError("--timestamp stamps evidence: give --evidence, too.")
    if timestamp_url:
        authority_of(timestamp_url)


def announce_timestamp(url: str) -> None:
    """What the authority will learn, told before anything is sent."""
    say(f"{authority_of(url)} will learn the SHA-256 of the evidence's manifest, and nothing else.")


def warn_of_clear_evidence() -> None:
    """Who has a passphrase, and keeps this check out of the case, is told what follows of it."""
    from scanner.cli.cases import opened_vault

    if opened_vault().is_encrypted:
        say(
            "With --no-case the evidence is written beside the report, in clear. Leave that out, "
            "and it is encrypted in the case."
        )
