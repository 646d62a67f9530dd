"""Whether the user's Ctrl-C ended something. Imports nothing, to be there before all else is."""

from __future__ import annotations


def was_interrupted(error: BaseException | None) -> bool:
    """Whether `error` is a Ctrl-C, or came of one.

    Python wraps a Ctrl-C that meets it while a class is made, and typer makes an exit code of one.
    What was raised `from None` has been told already.
    """
    while error is not None:
        if isinstance(error, KeyboardInterrupt):
            return True
        hidden = None if error.__suppress_context__ else error.__context__
        error = error.__cause__ or hidden
    return False
