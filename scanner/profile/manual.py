"""The block of a profile that holds the answers to checks by hand, read and written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from scanner.errors import Problem, ProfileError
from scanner.model.manual import Looked, ManualAnswer
from scanner.profile.sections import SOURCE_ID
from scanner.profile.tables import Table

_MEND = 'Write it as "src.soc.facebook" = { answer = "not there", on = 2026-11-20 }.'
_KNOWN = ", ".join(f'"{looked}"' for looked in Looked)


def read_manual(top: Table, today: date) -> tuple[ManualAnswer, ...]:
    """The answers, each source once; every fault is noted."""
    table = top.table("manual")
    if table is None:
        return ()
    found = (_answer(table, key, entry, today) for key, entry in _entries(table.content))
    return tuple(answer for answer in found if answer is not None)


def _entries(content: Mapping[str, Any], prefix: str = "") -> Iterable[tuple[str, Any]]:
    """An unquoted src.soc.facebook is three nested tables to TOML, and meant as one key."""
    for key, value in content.items():
        name = f"{prefix}{key}"
        if isinstance(value, dict) and not {"answer", "on"} & set(value) and value:
            yield from _entries(value, f"{name}.")
        else:
            yield name, value


def _answer(table: Table, key: str, entry: object, today: date) -> ManualAnswer | None:
    if not SOURCE_ID.fullmatch(key):
        table.problems.error("manual", "has a key that is no source's id.", _MEND)
        return None
    where = f'manual."{key}"'
    if not isinstance(entry, dict):
        table.problems.error(where, "is no answer.", _MEND)
        return None
    inner = Table(where, entry, table.problems)
    inner.only(("answer", "on"))
    told = inner.text("answer", f"Write one of {_KNOWN}.").lower().replace("_", " ")
    on = inner.day("on", "Write the day on which you looked, such as 2026-11-20.")
    if told and told not in set(Looked):
        table.problems.error(inner.where("answer"), "is no known answer.", f"Known: {_KNOWN}.")
    elif on is not None and on > today:
        table.problems.error(inner.where("on"), "lies ahead.", "Write the day on which you looked.")
    elif told and on is not None:
        return ManualAnswer(key, Looked(told), on)
    return None


def with_answers(text: str, answers: Iterable[ManualAnswer]) -> str:
    """The profile's text with these answers put in; all else stays letter by letter.

    Raises ProfileError when it is not TOML, or holds something else in their place.
    """
    try:
        document = tomlkit.parse(text)
        block = document.get("manual")
        if block is None:
            block = tomlkit.table()
            document["manual"] = block
        for answer in answers:
            entry = tomlkit.inline_table()
            entry.update({"answer": answer.looked.value, "on": answer.on})
            _forget(block, answer.source_id)
            block[answer.source_id] = entry
        return tomlkit.dumps(document)
    except (TOMLKitError, TypeError, AttributeError):
        problem = Problem("manual", "cannot be added to.", "Mend the [manual] block by hand.")
        raise ProfileError("The answers cannot be written.", [problem]) from None


def _forget(block: Any, source_id: str) -> None:
    """Takes out an earlier answer that was written as nested tables."""
    *path, last = source_id.split(".")
    for name in path:
        block = block.get(name) if hasattr(block, "get") else None
        if block is None:
            return
    if last in block:
        del block[last]
