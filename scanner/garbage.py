"""How often a process that holds much, and makes little garbage, looks for garbage."""

from __future__ import annotations

import gc

_NEW = 20_000
"""New objects between two looks; Python's own 700 means ten thousand looks in a large check."""
_YOUNG, _OLD = 20, 50
"""Looks at the new ones before those that survived are looked at as well."""


def spare_what_lasts() -> None:
    """Pass over all that is there now, such as a rule book, and look at what is new less often.

    What is no longer used goes at once as before: the collector is only for cycles.
    """
    gc.freeze()
    gc.set_threshold(_NEW, _YOUNG, _OLD)
