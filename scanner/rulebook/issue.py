"""One thing that the linter has to say, and where in which rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from scanner.errors import Problem
from scanner.rulebook import strict_yaml
from scanner.rulebook.book import Loaded
from scanner.rulebook.strict_yaml import Path as KeyPath


class Severity(StrEnum):
    ERROR = "error"
    """The rules cannot be used like this."""
    WARNING = "warning"
    """They can, but somebody should look."""


@dataclass(frozen=True, slots=True)
class Issue:
    """A problem and how much it weighs."""

    severity: Severity
    problem: Problem


Issues = Iterator[Issue]


def issue(
    item: Loaded, path: KeyPath, what: str, mend: str, severity: Severity = Severity.ERROR
) -> Issue:
    """What is wrong at a path of a rule, with its line and column."""
    position = strict_yaml.parse(item.text).place(path)
    where = f"{item.path}:{position.line}:{position.column}"
    return Issue(severity, Problem(where, f"{item.rule.id}: {what}.", mend))
