"""TOML tables read key by key, with every fault noted where it stands."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from scanner.errors import Problem
from scanner.model.masks import dots
from scanner.profile.reading import LONGEST_VALUE, tidy


@dataclass(slots=True)
class Problems:
    """All that is wrong or doubtful in a profile, in the order in which it was met."""

    errors: list[Problem] = field(default_factory=list)
    consent: list[Problem] = field(default_factory=list)
    """What the recorded consent does not cover, or no longer."""
    warnings: list[Problem] = field(default_factory=list)

    def error(self, where: str, what: str, mend: str = "") -> None:
        self.errors.append(Problem(where, what, mend))

    def outside_consent(self, where: str, what: str, mend: str) -> None:
        self.consent.append(Problem(where, what, mend))

    def warn(self, where: str, what: str, mend: str = "") -> None:
        self.warnings.append(Problem(where, what, mend))


def shown_key(key: str) -> str:
    """A key for a message: as it is when it looks like one, masked when it may be a value."""
    return key if re.fullmatch(r"[A-Za-z][A-Za-z_-]{0,30}", key) else f'"{dots(key)}"'


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that was probably meant, or an empty string."""
    close = difflib.get_close_matches(word.lower().replace("-", "_"), list(known), n=1, cutoff=0.6)
    return close[0] if close else ""


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the profile. A key that is missing or faulty reads as None or empty."""

    path: str
    """Key path; empty for the top of the file."""
    content: Mapping[str, object] = field(repr=False)
    problems: Problems

    def where(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def only(self, known: Iterable[str]) -> None:
        """Notes each key that is not `known`, with the one that was probably meant."""
        keys = tuple(known)
        for key in self.content:
            if key in keys:
                continue
            meant = nearest(key, keys)
            mend = f"Did you mean {meant}?" if meant else f"Known here: {', '.join(keys)}."
            self.problems.error(self.where(shown_key(key)), "is not a known key.", mend)

    def text(self, key: str, needed: str = "") -> str:
        """A text in one line. `needed` says what to write when it is missing."""
        value = self.content.get(key)
        if value is None:
            if needed:
                self.problems.error(self.where(key), "is missing.", needed)
            return ""
        if not isinstance(value, str):
            self.problems.error(self.where(key), "must be a text.", "Put it in double quotes.")
            return ""
        line = tidy(value)
        if not line and (needed or value):
            self.problems.error(self.where(key), "is empty.", needed or "Leave the key out.")
        elif len(line) > LONGEST_VALUE:
            self.problems.error(
                self.where(key), "is too long.", f"Use at most {LONGEST_VALUE} characters."
            )
        else:
            return line
        return ""

    def texts(self, key: str) -> tuple[tuple[str, str], ...]:
        """A list of texts, each with its key path. One text alone counts as a list of one."""
        value = self.content.get(key)
        if value is None:
            return ()
        items = [value] if isinstance(value, str) else value
        if not isinstance(items, list):
            self.problems.error(
                self.where(key), "must be a list of texts.", 'Write it as ["…", "…"].'
            )
            return ()
        found: list[tuple[str, str]] = []
        for index, item in enumerate(items):
            where = f"{self.where(key)}[{index}]" if isinstance(value, list) else self.where(key)
            if isinstance(item, str) and (line := tidy(item)):
                found.append((where, line))
            else:
                self.problems.error(where, "must be a text.", "Put it in double quotes.")
        return tuple(found)

    def day(self, key: str, needed: str = "") -> date | None:
        """A date, as TOML has it or as a text in ISO form."""
        value = self.content.get(key)
        if value is None:
            if needed:
                self.problems.error(self.where(key), "is missing.", needed)
            return None
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value.strip()):
            try:
                return date.fromisoformat(value.strip())
            except ValueError:
                pass
        self.problems.error(
            self.where(key), "is not a date.", "Write year-month-day, such as 2027-05-06."
        )
        return None

    def table(self, key: str) -> Table | None:
        """A table inside this one; None when it is missing."""
        value = self.content.get(key)
        if value is None:
            return None
        if not isinstance(value, dict):
            self.problems.error(self.where(key), "must be a table.", f"Write [{self.where(key)}].")
            return None
        return Table(self.where(key), value, self.problems)
