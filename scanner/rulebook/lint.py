"""What can only be seen over all rules together: names, places, references, what must exist once.

Each check is a function from the rules to what is wrong; `lint` runs them all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

from scanner.errors import Problem, RuleError
from scanner.rulebook import strict_yaml
from scanner.rulebook.attribution import AttributionWeighting
from scanner.rulebook.book import Loaded, RuleBook
from scanner.rulebook.detector import FactDetector
from scanner.rulebook.header import USED, Status
from scanner.rulebook.kinds import FOLDERS, PREFIXES
from scanner.rulebook.remedy import RemedyRule
from scanner.rulebook.request import SourceRequest
from scanner.rulebook.signal import SignalRule
from scanner.rulebook.source import Results, SourceRule
from scanner.rulebook.strict_yaml import Path as KeyPath
from scanner.rulebook.template import unescaped_in, variables_of
from scanner.rulebook.variables import Variable
from scanner.rulebook.weighting import (
    BandWeighting,
    CombinationWeighting,
    CoverageWeighting,
    FactorWeighting,
    Row,
)

_FACTORS = ("harm", "ease", "corroboration", "persistence")
"""The four factor tables that every score needs."""


class Severity(StrEnum):
    ERROR = "error"
    """The rules cannot be used like this."""
    WARNING = "warning"
    """They can, but somebody should look."""


@dataclass(frozen=True, slots=True)
class _Issue:
    severity: Severity
    problem: Problem


Issues = Iterator[_Issue]


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
    found = [issue for check in _CHECKS for issue in check(book, today)]
    found.sort(key=lambda issue: _in_order(issue.problem.where))
    return LintReport(
        tuple(issue.problem for issue in found if issue.severity is Severity.ERROR),
        tuple(issue.problem for issue in found if issue.severity is Severity.WARNING),
    )


def require_sound(book: RuleBook, today: date | None = None) -> None:
    """Raises RuleError with every error of the set. Warnings are let pass."""
    if errors := lint(book, today).errors:
        raise RuleError("The rules do not fit together:", errors)


def _in_order(where: str) -> tuple[str, int, int]:
    file, line, column = where.rsplit(":", 2)
    return file, int(line), int(column)


def _issue(
    item: Loaded, path: KeyPath, what: str, mend: str, severity: Severity = Severity.ERROR
) -> _Issue:
    position = strict_yaml.parse(item.text).place(path)
    where = f"{item.path}:{position.line}:{position.column}"
    return _Issue(severity, Problem(where, f"{item.rule.id}: {what}.", mend))


def _used(book: RuleBook) -> Iterator[Loaded]:
    return (item for item in book.loaded if item.rule.status is not Status.RETIRED)


def _names_and_places(book: RuleBook, today: date) -> Issues:
    for item in book.loaded:
        kind, rule = item.rule.kind, item.rule
        if item.path.stem != rule.tail:
            yield _issue(
                item,
                ("id",),
                f"the file is called {item.path.name}",
                f"Name it {rule.tail}.yaml, as the id ends.",
            )
        if item.path.parent.name != FOLDERS[kind]:
            yield _issue(
                item,
                ("kind",),
                f"a {kind} lies in the folder {item.path.parent.name or '.'}",
                f"Move it to a folder called {FOLDERS[kind]}.",
            )
        prefix = rule.id.split(".", 1)[0]
        if prefix not in PREFIXES[kind]:
            known = " or ".join(f"{name}." for name in PREFIXES[kind])
            yield _issue(item, ("id",), f"the id of a {kind} begins with {known}", "Rename it.")


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
                yield _issue(item, path, f"the source {source_id} {is_gone}", mend)
        yield from _score_rows(item, rows)


def _remedy(book: RuleBook, item: Loaded, rule: SourceRule) -> Issues:
    found = book.get(rule.remedy)
    if found is None or not isinstance(found.rule, RemedyRule):
        mend = "Write that remedy, or name one that exists (rem.gdpr.erase suits most)."
        yield _issue(item, ("remedy",), f"no remedy is called {rule.remedy}", mend)
    elif rule.status in USED and found.rule.status not in USED:
        what = f"the remedy {rule.remedy} is {found.rule.status}"
        yield _issue(item, ("remedy",), what, "Name one that is in use.")


def _unknown_row(
    item: Loaded, path: KeyPath, factor: str, name: str, known: Iterable[str]
) -> _Issue:
    return _issue(
        item,
        path,
        f"the {factor} weighting has no row {name}",
        f"Known rows: {', '.join(sorted(known))}.",
    )


def _requests(book: RuleBook, today: date) -> Issues:
    """What a source's templates may do with the values that they are filled in with."""
    for item in _used(book):
        rule = item.rule
        if not isinstance(rule, SourceRule):
            continue
        yield from _secret(item, rule)
        for path, template in _addresses(rule):
            yield from _address(item, rule, path, template)
        for path, template in _bodies(rule):
            for name in sorted(unescaped_in(template, ("path", "query", "json"))):
                mend = f"Write {{{{ {name} | json }}}} or {{{{ {name} | query }}}}."
                yield _issue(item, path, f"{name} is put into the body unescaped", mend)
        if rule.needs == (Variable.HANDLE,) and not rule.handle_sites:
            yield _issue(
                item,
                ("needs",),
                "a handle that was given for one site only is never asked for here",
                "List the site's own host names in handle_sites.",
                Severity.WARNING,
            )


def _request_paths(rule: SourceRule) -> Iterator[tuple[KeyPath, SourceRequest]]:
    """Every request of a source and where it stands."""
    for number, step in enumerate(rule.steps):
        yield ("steps", number, "request"), step.request
    if rule.request:
        yield ("request",), rule.request


def _addresses(rule: SourceRule) -> Iterator[tuple[KeyPath, str]]:
    yield ("page_url",), rule.page_url
    for path, request in _request_paths(rule):
        yield (*path, "url"), request.url


def _bodies(rule: SourceRule) -> Iterator[tuple[KeyPath, str]]:
    """Bodies that are written as text, so that a quotation mark in a value would change them."""
    for path, request in _request_paths(rule):
        yield (*path, "body"), request.body


def _address(item: Loaded, rule: SourceRule, path: KeyPath, template: str) -> Issues:
    bare = unescaped_in(template)
    if "secret" in variables_of(template):
        is_asked = path != ("page_url",)
        if not (rule.secret_in_url and is_asked):
            mend = (
                "Send it in headers or basic_user; where the service takes it in no other way, "
                "write secret_in_url: true."
                if is_asked
                else "Leave it out: people open this page without it."
            )
            yield _issue(item, path, "a key in an address would be logged by others", mend)
            bare -= {"secret"}
    if bare:
        names = ", ".join(sorted(bare))
        mend = f"Write {{{{ {min(bare)} | path }}}} or {{{{ {min(bare)} | query }}}}."
        yield _issue(item, path, f"{names} is put into the address unescaped", mend)


def _secret(item: Loaded, rule: SourceRule) -> Issues:
    if rule.secret and not (rule.secret.isidentifier() and rule.secret.islower()):
        mend = "Name it in lower-case letters and underscores; it becomes an environment variable."
        yield _issue(item, ("secret",), "the name of the secret cannot be used", mend)
    elif rule.secret and f"NETCURTAIN_KEY_{rule.secret.upper()}" not in rule.secret_help:
        mend = f"Say that the key goes into NETCURTAIN_KEY_{rule.secret.upper()}."
        yield _issue(item, ("secret_help",), "secret_help does not say where the key goes", mend)


def _exposures(rule: object) -> Iterator[tuple[KeyPath, str]]:
    """Every harm row that a rule names, and where."""
    if isinstance(rule, FactDetector):
        for name, form in rule.forms.items():
            if form.exposes:
                yield ("forms", name, "exposes"), form.exposes
            for use, exposure in form.by_use.items():
                yield ("forms", name, "by_use", use.value), exposure
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
            yield _issue(
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
        case BandWeighting():
            return "the table of bands"
        case CoverageWeighting():
            return "the coverage floor"
        case AttributionWeighting():
            return "the attribution weighting"
        case SourceRule(opens_leads=True, results=Results.PAGE):
            return "the source that opens the pages of anybody"
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
            yield _issue(weightings[0], ("id",), f"{what} is missing from the set", "Add it.")


def _reviews(book: RuleBook, today: date) -> Issues:
    for item in _used(book):
        rule = item.rule
        if isinstance(rule, SourceRule) and rule.review_by < today.isoformat():
            yield _issue(
                item,
                ("review_by",),
                f"its review was due on {rule.review_by}",
                "Look at the source again, mend the rule, and set reviewed and review_by.",
                Severity.WARNING,
            )
        if rule.reviewed > today.isoformat():
            yield _issue(
                item,
                ("reviewed",),
                f"it was reviewed in the future ({rule.reviewed})",
                "Write the day on which a person looked at it.",
                Severity.WARNING,
            )


_CHECKS: tuple[Callable[[RuleBook, date], Issues], ...] = (
    _names_and_places,
    _references,
    _requests,
    _once,
    _complete,
    _reviews,
)
