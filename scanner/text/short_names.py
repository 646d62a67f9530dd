"""The short forms of given names: Kate for Katherine, Bob for Robert."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from scanner.errors import ResourceError
from scanner.resources import resource_folder

_TABLE = "short_names.csv"


def other_given_names(given: str) -> frozenset[str]:
    """What else somebody with this folded given name may be called: its short forms, and the names
    that it is a short form of. Raises ResourceError when the table is missing."""
    return _table().get(given, frozenset())


@cache
def _table() -> dict[str, frozenset[str]]:
    path = resource_folder("rules") / "tables" / _TABLE
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise ResourceError(f"The table {_TABLE} cannot be read: {error.strerror}.") from None
    others: dict[str, set[str]] = defaultdict(set)
    for row in [line for line in lines if line and line[0] != "#"][1:]:
        name, _, short_forms = row.partition(",")
        for short in short_forms.split():
            others[name].add(short)
            others[short].add(name)
    return {name: frozenset(found) for name, found in others.items()}
