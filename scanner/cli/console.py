"""Where the command line writes: results to standard output, everything else to standard error."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.markup import escape

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def is_interactive() -> bool:
    """Whether somebody can be asked: a terminal on both ends."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def say(text: str) -> None:
    """A line for the person, literally (no markup), on standard error."""
    err.print(escape(text))


__all__ = ["err", "escape", "is_interactive", "out", "say"]
