"""What can only be seen over all rules together: names, places, references, what must exist once.

Each check is a function from the rules to what is wrong; `lint` runs them all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from scanner.errors import Problem, RuleError
from scanner.rulebook.attribution import AttributionWeighting
from scanner.rulebook.book import Loaded, RuleBook
from scanner.rulebook.detector import FactDetector
from scanner.rulebook.header import USED, Status
from scanner.rulebook.issue import Issue, Issues, Severity, issue
from scanner.rulebook.kinds import FOLDERS, PREFIXES
from scanner.rulebook.letter import LetterRule
from scanner.rulebook.lint_channels import channels
from scanner.rulebook.lint_letters import following
from scanner.rulebook.lint_remedies import letters, order, reached
from scanner.rulebook.lint_sources import handles, leads, permissions, requests
from scanner.rulebook.lint_timetables import timetables
from scanner.rulebook.mosaic import MosaicWeighting
from scanner.rulebook.remedy import RemedyRule
from scanner.rulebook.signal import SignalRule
from scanner.rulebook.situation import SituationWeighting, SpreadWeighting
from scanner.rulebook.source import SourceRule
from scanner.rulebook.strict_yaml import Path as KeyPath
from scanner.rulebook.weighting import (
    BandWeighting,
    CombinationWeighting,
    CoverageWeighting,
    FactorWeighting,
    Row,
)

_FACTORS = ("harm", "ease", "corroboration", "persistence")
"""The four factor tables that every score needs."""


@dataclass(frozen=True, slots=True)
class LintReport:
    """What the linter has to say, in order of file and line; each `where` is `file:line:column`."""

    errors: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


def lint(book: RuleBook, today: date | None = None) -> LintReport:
    """Everything that is wrong or doubtful in the set.

    `today` decides which reviews are overdue; without it the clock of this machine does.
    """
    today = today or datetime.now(UTC).date()
    found = [said for check in _CHECKS for said in check(book, today)]
    found.sort(key=lambda said: _in_order(said.problem.where))
    return LintReport(
        tuple(said.problem for said in found if said.severity is Severity.ERROR),
        tuple(said.problem for said in found if said.severity is Severity.WARNING),
    )


def require_sound(book: RuleBook, today: date | None = None) -> None:
    """Raises RuleError with every error of the set. Warnings are let pass."""
    if errors := lint(book, today).errors:
        raise RuleError("The rules do not fit together:", errors)


def _in_order(where: str) -> tuple[str, int, int]:
    file, line, column = where.rsplit(":", 2)
    return file, int(line), int(column)


def _used(book: RuleBook) -> Iterator[Loaded]:
    return (item for item in book.loaded if item.rule.status is not Status.RETIRED)


def _names_and_places(book: RuleBook, today: date) -> Issues:
    for item in book.loaded:
        kind, rule = item.rule.kind, item.rule
        if item.path.stem != rule.tail:
            yield issue(
                item,
                ("id",),
                f"the file is called {item.path.name}",
                f"Name it {rule.tail}.yaml, as the id ends.",
            )
        if item.path.parent.name != FOLDERS[kind]:
            yield issue(
                item,
                ("kind",),
                f"a {kind} lies in the folder {item.path.parent.name or '.'}",
                f"Move it to a folder called {FOLDERS[kind]}.",
            )
        prefix = rule.id.split(".", 1)[0]
        if prefix not in PREFIXES[kind]:
            known = " or ".join(f"{name}." for name in PREFIXES[kind])
            yield issue(item, ("id",), f"the id of a {kind} begins with {known}", "Rename it.")


def _references(book: RuleBook, today: date) -> Issues:
    rows = {name: table.rows for name, table in book.factors.items()}
    for item in _used(book):
        rule = item.rule
        if isinstance(rule, SourceRule):
            yield from _remedy(book, item, rule)
            for factor in ("ease", "persistence"):
                if factor in rows and getattr(rule, factor) not in rows[factor]:
                    yield _unknown_row(item, (factor,), factor, getattr(rule, factor), rows[factor])
        for path, exposure in _exposures(rule):
            if "harm" in rows and exposure not in rows["harm"]:
                yield _unknown_row(item, path, "harm", exposure, rows["harm"])
        for path, source_id in _named_sources(rule):
            named = book.get(source_id)
            if named is None or named.rule.status is Status.RETIRED:
                is_gone = "is retired" if named else "does not exist"
                mend = "Name a source that is in use, or leave it out."
                yield issue(item, path, f"the source {source_id} {is_gone}", mend)
        yield from _score_rows(item, rows)


def _remedy(book: RuleBook, item: Loaded, rule: SourceRule) -> Issues:
    found = book.get(rule.remedy)
    if found is None or not isinstance(found.rule, RemedyRule):
        mend = "Write that remedy, or name one that exists (rem.gdpr.erase suits most)."
        yield issue(item, ("remedy",), f"no remedy is called {rule.remedy}", mend)
    elif rule.status in USED and found.rule.status not in USED:
        what = f"the remedy {rule.remedy} is {found.rule.status}"
        yield issue(item, ("remedy",), what, "Name one that is in use.")


def _unknown_row(
    item: Loaded, path: KeyPath, factor: str, name: str, known: Iterable[str]
) -> Issue:
    return issue(
        item,
        path,
        f"the {factor} weighting has no row {name}",
        f"Known rows: {', '.join(sorted(known))}.",
    )


def _exposures(rule: object) -> Iterator[tuple[KeyPath, str]]:
    """Every harm row that a rule names, and where."""
    if isinstance(rule, FactDetector):
        for name, form in rule.forms.items():
            if form.exposes:
                yield ("forms", name, "exposes"), form.exposes
            for use, exposure in form.by_use.items():
                yield ("forms", name, "by_use", use.value), exposure
    elif isinstance(rule, SourceRule):
        if rule.harm:
            yield ("harm",), rule.harm
    elif isinstance(rule, SignalRule):
        for number, exposure in enumerate(rule.exposes):
            yield ("exposes", number), exposure
    elif isinstance(rule, RemedyRule):
        for number, applies in enumerate(rule.applies):
            for exposure in applies.exposes:
                yield ("applies", number, "exposes"), exposure
        for number, example in enumerate(rule.examples):
            yield ("examples", number, "exposes"), example.exposes
    elif isinstance(rule, CombinationWeighting):
        for number, member in enumerate(rule.members):
            for exposure in member.any_of:
                yield ("members", number, "any_of"), exposure
    elif isinstance(rule, LetterRule):
        for number, exposure in enumerate(rule.exposes):
            yield ("exposes", number), exposure
    elif isinstance(rule, MosaicWeighting):
        for name, piece in rule.pieces.items():
            for number, exposure in enumerate(piece.exposes):
                yield ("pieces", name, "exposes", number), exposure


def _named_sources(rule: object) -> Iterator[tuple[KeyPath, str]]:
    if isinstance(rule, RemedyRule):
        for number, applies in enumerate(rule.applies):
            for source_id in applies.sources:
                yield ("applies", number, "sources"), source_id
        for number, example in enumerate(rule.examples):
            yield ("examples", number, "source"), example.source
    elif isinstance(rule, CombinationWeighting):
        for number, member in enumerate(rule.members):
            for source_id in member.sources:
                yield ("members", number, "sources"), source_id
    elif isinstance(rule, MosaicWeighting):
        for name, piece in rule.pieces.items():
            for number, source_id in enumerate(piece.sources):
                yield ("pieces", name, "sources", number), source_id


def _score_rows(item: Loaded, rows: Mapping[str, Mapping[str, Row]]) -> Issues:
    if not isinstance(item.rule, (FactorWeighting, BandWeighting)):
        return
    for number, example in enumerate(item.rule.examples):
        for factor in _FACTORS:
            name = getattr(example, factor)
            if factor in rows and name not in rows[factor]:
                path = ("examples", number, factor)
                yield _unknown_row(item, path, factor, name, rows[factor])


def _once(book: RuleBook, today: date) -> Issues:
    """One detector for a kind of fact, one table for a factor, one set of bands, one floor."""
    subjects: dict[str, list[Loaded]] = {}
    for item in book.loaded:
        if item.rule.status in USED and (what := _sole(item)):
            subjects.setdefault(what, []).append(item)
    for what, items in subjects.items():
        for extra in items[1:]:
            yield issue(
                extra,
                ("id",),
                f"{what} is already given by {items[0].rule.id}",
                f"Keep one; the other is {items[0].path}.",
            )


def _sole(item: Loaded) -> str:
    match item.rule:
        case FactDetector(fact=fact):
            return f"the detector of {fact}"
        case FactorWeighting(weighs=factor):
            return f"the {factor} weighting"
        case SpreadWeighting():
            return "the spread weighting"
        case SituationWeighting():
            return "the situation weighting"
        case BandWeighting():
            return "the table of bands"
        case CoverageWeighting():
            return "the coverage floor"
        case AttributionWeighting():
            return "the attribution weighting"
        case MosaicWeighting():
            return "the mosaic weighting"
    return ""


def _complete(book: RuleBook, today: date) -> Issues:
    """A set with which a scan can be scored. Asked only of sets that hold any weighting at all."""
    weightings = [i for i in book.loaded if i.rule.kind == "weighting" and _sole(i)]
    if not weightings:
        return
    present = Counter(_sole(i) for i in weightings if i.rule.status is Status.STABLE)
    needed = [f"the {factor} weighting" for factor in _FACTORS]
    needed += ["the table of bands", "the coverage floor", "the attribution weighting"]
    for what in needed:
        if not present[what]:
            yield issue(weightings[0], ("id",), f"{what} is missing from the set", "Add it.")


def _reviews(book: RuleBook, today: date) -> Issues:
    for item in _used(book):
        rule = item.rule
        if isinstance(rule, SourceRule) and rule.review_by < today.isoformat():
            yield issue(
                item,
                ("review_by",),
                f"its review was due on {rule.review_by}",
                "Look at the source again, mend the rule, and set reviewed and review_by.",
                Severity.WARNING,
            )
        if rule.reviewed > today.isoformat():
            yield issue(
                item,
                ("reviewed",),
                f"it was reviewed in the future ({rule.reviewed})",
                "Write the day on which a person looked at it.",
                Severity.WARNING,
            )


_CHECKS: tuple[Callable[[RuleBook, date], Issues], ...] = (
    _names_and_places,
    _references,
    requests,
    leads,
    permissions,
    handles,
    order,
    letters,
    channels,
    following,
    reached,
    timetables,
    _once,
    _complete,
    _reviews,
)
