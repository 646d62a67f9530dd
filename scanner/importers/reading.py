"""A list, read whole: what each of its entries becomes."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from scanner.errors import Problem, RuleError
from scanner.importers.formats import FORMATS, Format, Reader, fits_format, format_of
from scanner.importers.rule import Provenance, rule_of, slug_of
from scanner.importers.site import Remark, Site, Unusable
from scanner.rulebook.loader import load_rule
from scanner.rulebook.source import SourceRule
from scanner.rulebook.strict_yaml import MAX_CHARACTERS
from scanner.rulebook.written import written

MOST_BYTES = 64_000_000
"""A list above this is not read; the largest known has 2.4 million."""
MOST_ENTRIES = 50_000
REVIEWED_FOR_DAYS = 365
"""After a year lint asks for a newer list."""


@dataclass(frozen=True, slots=True)
class ImportedRule:
    """An entry that became a rule."""

    name: str
    """The list's own name of the site."""
    id: str
    text: str = field(repr=False)
    """The rule's file."""
    off: str = ""
    """Why the list itself does not use it; such a rule is a draft, which no check uses."""
    proves_absence: bool = True
    sensitive: bool = False
    remarks: tuple[Remark, ...] = ()

    @property
    def file_name(self) -> str:
        return f"{self.id.rsplit('.', 1)[-1]}.yaml"


@dataclass(frozen=True, slots=True)
class Loss:
    """An entry that became none."""

    name: str
    field: str
    reason: str


@dataclass(frozen=True, slots=True)
class ImportedList:
    """What came of a list."""

    format: Format
    licence: str
    rules: tuple[ImportedRule, ...]
    losses: tuple[Loss, ...]

    @property
    def called(self) -> str:
        return FORMATS[self.format].called

    @property
    def entries(self) -> int:
        return len(self.rules) + len(self.losses)

    @property
    def in_use(self) -> tuple[ImportedRule, ...]:
        """Those that a check uses."""
        return tuple(rule for rule in self.rules if not rule.off)


def read_list(
    path: Path, today: date, wanted: Format | None = None, with_disabled: bool = False
) -> ImportedList:
    """The list in a file; without `wanted` its format is told by its shape. `with_disabled`: what
    the list itself has switched off is used all the same.

    Raises RuleError for a file that is no list of these formats. A single entry that cannot be used
    is a loss, never an error.
    """
    data = _load(path)
    chosen = wanted or format_of(data)
    if chosen is None or not fits_format(data, chosen):
        known = ", ".join(format.value for format in Format)
        what = f"is no list of {FORMATS[wanted].called}." if wanted else "is no list of sites."
        raise _unreadable(path, what, f"Known formats: {known}; name one with --format.")
    reader = FORMATS[chosen]
    rules, losses = _entries(reader, data, today, with_disabled)
    return ImportedList(chosen, reader.licence(data), tuple(rules), tuple(losses))


def _load(path: Path) -> Any:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise _unreadable(path, "is too large for a list of sites.", "Check the path.")
        return json.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise _unreadable(path, f"cannot be read: {error.strerror}.", "Check the path.") from None
    except (ValueError, RecursionError):
        raise _unreadable(path, "is not JSON.", "Download the list's JSON file anew.") from None


def _entries(
    reader: Reader, data: Any, today: date, with_disabled: bool
) -> tuple[list[ImportedRule], list[Loss]]:
    review_by = date.fromordinal(today.toordinal() + REVIEWED_FOR_DAYS)
    source = Provenance(reader.called, reader.prefix, today.isoformat(), review_by.isoformat())
    licence = reader.licence(data)
    rules: list[ImportedRule] = []
    losses: list[Loss] = []
    taken: Counter[str] = Counter()
    for number, (name, entry) in enumerate(reader.entries(data)):
        try:
            if number >= MOST_ENTRIES:
                raise Unusable("", f"only the first {MOST_ENTRIES:,} entries are read")
            if not isinstance(entry, dict):
                raise Unusable("", "the entry is not an object")
            site = reader.read(name, entry)
            if with_disabled and site.off:
                remark = Remark("disabled", f"{site.off}, and it is used all the same")
                site = replace(site, off="", remarks=(*site.remarks, remark))
            rules.append(_rule(site, _tail(name, taken), source, licence))
        except Unusable as error:
            losses.append(Loss(name, error.field, error.reason))
    return rules, losses


def _tail(name: str, taken: Counter[str]) -> str:
    """A tail of its own for each: the second of a name is called …_2."""
    slug = slug_of(name)
    while True:
        taken[slug] += 1
        tail = slug if taken[slug] == 1 else f"{slug}_{taken[slug]}"
        if tail == slug or not taken[tail]:
            taken[tail] += tail != slug
            return tail


def _rule(site: Site, tail: str, source: Provenance, licence: str) -> ImportedRule:
    rule, remarks = rule_of(site, tail, source)
    text = _header(site, source, licence) + written(rule)
    if len(text) > MAX_CHARACTERS:
        raise Unusable("", "the entry is too large for a rule")
    try:
        loaded = load_rule(text, Path(f"{tail}.yaml")).rule
    except RuleError as error:
        raise Unusable(*_complaint(error.problems)) from None
    assert isinstance(loaded, SourceRule) and loaded.answers
    return ImportedRule(
        name=site.name,
        id=loaded.id,
        text=text,
        off=site.off,
        proves_absence=bool(loaded.answers.absent),
        sensitive=loaded.sensitive,
        remarks=tuple(remarks),
    )


def _complaint(problems: Sequence[Problem]) -> tuple[str, str]:
    """The field and the reason of a rule that would not load."""
    what = problems[0].what.partition(": ")[2] or problems[0].what
    return "", what.rstrip(".")


def _header(site: Site, source: Provenance, licence: str) -> str:
    """Comments that name the list, its licence, and that the entry was changed."""
    name = " ".join("".join(c if c.isprintable() else " " for c in site.name).split())
    notice = " ".join("".join(c if c.isprintable() else " " for c in licence).split())
    return (
        f"# Imported by netcurtain from the list of {source.called}: {name}\n"
        f"# {notice}\n"
        "# Changed: written anew in netcurtain's rule language. Nobody has reviewed it.\n"
    )


def _unreadable(path: Path, what: str, mend: str) -> RuleError:
    return RuleError("The list cannot be imported:", [Problem(str(path), what, mend)])
