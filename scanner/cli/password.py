"""`netcurtain password`: whether a password has leaked. It is asked for, never stored or sent."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scanner.cli.console import is_interactive, out, say
from scanner.cli.exits import Exit

if TYPE_CHECKING:
    from scanner.fetch import Fetcher
    from scanner.model.capture import Capture, Skipped
    from scanner.model.plan import Probe


def password(
    proxy: Annotated[
        str, typer.Option("--proxy", metavar="URL", help="Send everything through this proxy.")
    ] = "",
    contact: Annotated[
        str,
        typer.Option(
            "--contact",
            metavar="TEXT",
            envvar="NETCURTAIN_CONTACT",
            help="How the operator reaches you.",
        ),
    ] = "",
    connect_to: Annotated[
        Path | None,
        typer.Option(
            "--connect-to", metavar="FILE", help="JSON of host to [address, port]; no other host."
        ),
    ] = None,
    ca_file: Annotated[
        Path | None, typer.Option("--ca-file", metavar="FILE", help="Certificates to trust (PEM).")
    ] = None,
) -> None:
    """Ask whether a password of yours stands in public lists of leaked passwords.

    You type it at a prompt, where it is not shown; it is never an argument, and it is not stored.
    Five of the forty digits of its fingerprint leave this computer. Hundreds of leaked passwords
    begin with the same five, and the rest is compared here. Without a terminal it is read from
    standard input. Exit code: 0 not listed, 10 listed, 3 no answer.

    Example:  netcurtain password
    """
    from scanner.cli.proxies import proxy_error
    from scanner.cli.scan import Network
    from scanner.fetch import Fetcher
    from scanner.pwned import HOST, fingerprint_of, question_about, times_seen

    options = Network(proxy=proxy, contact=contact, connect_to=connect_to, ca_file=ca_file)
    fetching = options.options()
    say(f"Five of forty digits of its fingerprint go to {HOST}; hundreds of passwords share them.")
    fingerprint = fingerprint_of(_typed())
    with Fetcher(fetching, now=lambda: datetime.now(UTC)) as fetcher:
        answer = _answer(fetcher, question_about(fingerprint))
        if fetcher.proxy_problem:
            raise proxy_error(fetcher.proxy_problem, fetching)
    seen = times_seen(answer, fingerprint)
    out.print(_verdict(seen), markup=False)
    raise typer.Exit(int(_exit(seen)))


def _typed() -> str:
    if is_interactive():
        given: str = typer.prompt("Password (not shown)", hide_input=True, err=True)
    else:
        given = sys.stdin.readline().rstrip("\r\n")
    if not given:
        raise typer.BadParameter("No password was given.")
    return given


def _answer(fetcher: Fetcher, probe: Probe) -> Capture | Skipped:
    from scanner.model.capture import Capture, Skipped

    fetcher.add(probe)
    return next(event for event in fetcher.results() if isinstance(event, Capture | Skipped))


def _verdict(seen: int | None) -> str:
    if seen is None:
        return (
            "The service gave no answer that can be trusted, so nothing is known. Try again later."
        )
    if seen:
        times = "once" if seen == 1 else f"{seen:,} times"
        return (
            f"This password has leaked: it was seen {times}. Change it everywhere you use it, "
            "first for your e-mail account, and never use it again."
        )
    return (
        "This password is not in the lists of leaked passwords. That does not make it strong: use "
        "a different one for each account, and two-step verification."
    )


def _exit(seen: int | None) -> Exit:
    if seen is None:
        return Exit.LOW_COVERAGE
    return Exit.FINDINGS if seen else Exit.CLEAN
