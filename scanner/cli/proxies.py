"""What is told of a proxy that does not work: once, and not as the fault of each site."""

from __future__ import annotations

from scanner.cli.console import say
from scanner.errors import ProxyError
from scanner.fetch import FetchOptions


def proxy_error(problem: str, options: FetchOptions) -> ProxyError:
    """The error for a proxy through which nothing came at all."""
    return ProxyError(
        f"The proxy {options.shown_proxy} does not work: {problem}. Nothing came through it, so "
        "there is no report. Look whether it is running, and whether kind, host and port are "
        "right, or leave out --proxy."
    )


def tell_proxy_failed(problem: str, options: FetchOptions) -> None:
    """Tell that the proxy stopped working half way."""
    say(
        f"The proxy {options.shown_proxy} stopped working: {problem}. What was learned until then "
        "is kept; the rest counts as not run. Check again once it works."
    )
