"""Weightings, remedies and signals: their examples, weighed as a check weighs findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from scanner.assess import (
    case_applies,
    case_combines,
    case_releases,
    case_signals,
    is_enough,
    score_example,
)
from scanner.assess.mosaic import case_leads
from scanner.judge import weigh_example
from scanner.rulebook.attribution import AttributionWeighting
from scanner.rulebook.book import RuleBook
from scanner.rulebook.header import Status
from scanner.rulebook.mosaic import MosaicCase, MosaicWeighting
from scanner.rulebook.pace import PaceWeighting
from scanner.rulebook.remedy import RemedyRule
from scanner.rulebook.signal import SignalRule
from scanner.rulebook.situation import SituationWeighting, SpreadWeighting
from scanner.rulebook.weighting import (
    BandWeighting,
    CombinationWeighting,
    CoverageWeighting,
    FactorWeighting,
    ScoreExample,
)
from scanner.rulecheck.result import ExampleResult, compare


def check_weighting(book: RuleBook, rule: object) -> Iterator[ExampleResult]:
    """The examples of any weighting; scores are made with the tables of the whole set."""
    match rule:
        case FactorWeighting(status=Status.RETIRED) | BandWeighting(status=Status.RETIRED):
            return
        case FactorWeighting() | BandWeighting():
            for number, example in enumerate(rule.examples, start=1):
                yield _score(book, rule.id, f"score {number}", example)
        case SpreadWeighting():
            for spread in rule.examples:
                found = rule.step(spread.sites).value
                yield compare(rule.id, f"{spread.sites} sites", spread.value, found)
        case SituationWeighting():
            for number, person in enumerate(rule.examples, start=1):
                found = float(rule.value(person.role, person.weeks, frozenset(person.told)))
                yield compare(rule.id, f"situation {number}", person.value, found)
        case CoverageWeighting():
            for share in rule.examples:
                name = f"{share.answered} of {share.applicable}"
                enough = is_enough(rule, share.answered, share.applicable)
                yield compare(rule.id, name, share.enough, enough)
        case CombinationWeighting():
            for case in rule.examples:
                name = " + ".join(case.findings)
                yield _answered(rule.id, name, case.expect, partial(case_combines, rule, case))
        case MosaicWeighting():
            for number, picture in enumerate(rule.examples, start=1):
                yield _leads(rule, f"{number}: {' + '.join(picture.findings)}", picture)
        case PaceWeighting():
            for number, pace in enumerate(rule.examples, start=1):
                days = rule.days(pace.category, pace.own_days, pace.open)
                yield compare(rule.id, f"{number}: {pace.category}", pace.days, days)
        case AttributionWeighting():
            for number, told in enumerate(rule.examples, start=1):
                name = f"{number}: {told.name} name, {', '.join(told.seen) or 'alone'}"
                yield compare(rule.id, name, told.expect.value, weigh_example(rule, told).value)


def check_remedy(rule: RemedyRule) -> Iterator[ExampleResult]:
    """For each finding of the examples: whether the remedy is meant for it."""
    for number, case in enumerate(rule.examples, start=1):
        name = f"{number}: {case.exposes} from {case.source}"
        expected = case.expect == "applies"
        yield _answered(rule.id, name, expected, partial(case_applies, rule, case))


def check_signal(book: RuleBook, rule: SignalRule) -> Iterator[ExampleResult]:
    """For each text of the examples: whether it is a warning sign.

    A calm text must be none for any other rule either.
    """
    for case in rule.cases():
        yield _answered(rule.id, case.name, case.expect, partial(case_signals, rule, case))
        if not case.expect and case.name in rule.calm:
            for other in (signal for signal in book.signals if signal.id != rule.id):
                told = f"{case.name} (for {other.id})"
                seen = case.model_copy(update={"exposes": other.exposes[0]})
                yield _answered(rule.id, told, False, partial(case_signals, other, seen))
    table = book.factors.get("harm")
    harm = {name: row.value for name, row in table.rows.items()} if table else {}
    for release in rule.releases:
        ask = partial(case_releases, rule, release, harm)
        yield _answered(rule.id, release.name, release.expect, ask)


def _leads(rule: MosaicWeighting, name: str, case: MosaicCase) -> ExampleResult:
    try:
        reached, removals = case_leads(rule, case)
    except ValueError as error:
        return ExampleResult(rule.id, name, False, str(error))
    expected = f"reaches {', '.join(case.reaches) or 'nothing'}, {case.removals} removals"
    return compare(
        rule.id, name, expected, f"reaches {', '.join(reached) or 'nothing'}, {removals} removals"
    )


def _score(book: RuleBook, rule_id: str, name: str, example: ScoreExample) -> ExampleResult:
    try:
        score = score_example(book, example)
    except (KeyError, StopIteration):
        detail = "the set lacks a table or a row that the example names; lint says which"
        return ExampleResult(rule_id, name, False, detail)
    expected = f"{example.score} {example.band.value}"
    return compare(rule_id, name, expected, f"{score.value} {score.band.value}")


def _answered(rule_id: str, name: str, expected: bool, ask: Callable[[], bool]) -> ExampleResult:
    try:
        return compare(rule_id, name, expected, ask())
    except (ValueError, KeyError) as error:
        return ExampleResult(rule_id, name, False, str(error))
