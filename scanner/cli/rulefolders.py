"""The rules that a command works with: the shipped ones, and the user's own over them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from scanner.errors import Problem, RuleError
from scanner.rulebook.book import Loaded, RuleBook
from scanner.rulebook.loader import load_rulebook


def book_with(folders: Sequence[Path]) -> RuleBook:
    """The shipped rules and those of `folders`.

    Raises RuleError for rules that cannot be read, and for a folder without any: who names one
    means something by it.
    """
    book = load_rulebook(folders)
    empty = [
        Problem(str(folder), "holds no rules.", "Check the path; a rule's file ends in .yaml.")
        for folder in folders
        if not _has_any(folder, book.loaded)
    ]
    if empty:
        raise RuleError("The rules cannot be used:", empty)
    return book


def sources_in(folders: Sequence[Path], book: RuleBook) -> frozenset[str]:
    """Ids of the sources in use that these folders hold. Raises RuleError if there are none."""
    ids = {item.rule.id for folder in folders for item in book.loaded if _lies_in(item, folder)}
    found = ids & book.sources.keys()
    if folders and not found:
        names = ", ".join(str(folder) for folder in folders)
        problem = Problem(names, "holds no source that is in use.", "Check the path.")
        raise RuleError("There is nothing to ask:", [problem])
    return frozenset(found)


def _lies_in(item: Loaded, folder: Path) -> bool:
    return item.path.is_relative_to(folder) or item.path.resolve().is_relative_to(folder.resolve())


def _has_any(folder: Path, loaded: Iterable[Loaded]) -> bool:
    """Whether any rule lies there; a file that is met again by another way was loaded once."""
    return any(_lies_in(item, folder) for item in loaded)
