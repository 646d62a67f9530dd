"""The entry point: light, so that a Ctrl-C in the first second is met here too."""

from __future__ import annotations

import sys

from scanner.cli.interrupt import was_interrupted

_INTERRUPTED = 130
"""`scanner.cli.exits.Exit.INTERRUPTED`, without what that module needs."""


def main() -> None:
    """Runs the command line; every way out is an exit code of `scanner.cli.exits.Exit`."""
    try:
        from scanner.cli.app import run

        run()
    except BaseException as error:
        if not was_interrupted(error):
            raise
        # A Ctrl-C that passed through an exec of text (dataclasses use it) would make Python end
        # by the signal, not by the exit code, unless another exec has ended well.
        exec("")  # noqa: S102
        print("netcurtain: Stopped. Nothing more was sent.", file=sys.stderr)
        sys.exit(_INTERRUPTED)
