"""What a check of a person's own finds, a slate's run finds for them, whoever else is in it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus

import pytest

from scanner.demo import DemoWeb
from scanner.fetch import Fetcher
from scanner.model.assessment import Assessment
from scanner.model.events import AssessmentMade
from scanner.model.slate import EntrantState
from scanner.plan import PlanOptions, make_plan
from scanner.profile import parse_profile
from scanner.run import check
from tests.slate.turning_people import SEED, Slated, person, slated

pytestmark = [pytest.mark.xdist_group("turns"), pytest.mark.long]

TODAY = datetime.now(UTC).date()


@dataclass(frozen=True)
class Both:
    """Jane's check by herself, and her in a slate of two."""

    alone: Assessment
    together: Assessment
    slate: Slated
    run_id: str
    turns: int
    asked: int


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    with DemoWeb() as web:
        text = web.profile_toml(TODAY)
        folder = tmp_path_factory.mktemp("turns")
        # Another lists the same pages, and has a name, number and street of her own.
        stranger = (
            text.replace("Jane Marlow", "Ada Brook")
            .replace("07700 900123", "07700 900456")
            .replace("Bramble Road", "Mill Lane")
            .replace("janemarlow", "adabrook")
        )
        slate = slated(
            web,
            folder,
            [
                person(stranger, 1, "Ada Brook"),
                person(text, 2, "Jane Marlow"),
            ],
        )
        alone = _alone(web, slate, text)
        before = len(web.log)
        run = slate.begin([1, 2])
        turns = slate.drive(run)
        entrant = slate.entrant(run, 2)
        together = slate.store.scans.assessment(entrant.scan_id)
        assert together is not None, slate.entrant(run, 2).why
        yield Both(alone, together, slate, run.id, turns, len(web.log) - before)


def _alone(web: DemoWeb, slate: Slated, text: str) -> Assessment:
    subject = parse_profile(text, TODAY).subject
    book = slate.place.book
    plan = make_plan(subject, book, PlanOptions(secrets=web.secrets), TODAY)
    with Fetcher(slate.place.setting.network, now=lambda: datetime.now(UTC)) as fetcher:
        events = check(
            subject,
            book,
            plan,
            fetcher,
            key=slate.store.database.key,
            now=lambda: datetime.now(UTC),
            randomness=random.Random(SEED),
            keeps_content=False,
        )
        return next(event.assessment for event in events if isinstance(event, AssessmentMade))


def test_everybody_comes_to_an_end(both: Both) -> None:
    for number in (1, 2):
        entrant = both.slate.store.runs.entrant(both.run_id, number)
        assert entrant.state is EntrantState.DONE, entrant.why


def test_the_findings_are_the_same(both: Both) -> None:
    assert _found(both.together) == _found(both.alone)
    assert len(both.alone.findings) > 50


def test_the_coverage_is_the_same(both: Both) -> None:
    assert both.together.coverage == both.alone.coverage
    assert both.together.headline == both.alone.headline


def test_the_checks_are_the_same(both: Both) -> None:
    assert _checks(both.together) == _checks(both.alone)


def test_questions_and_warnings_are_the_same(both: Both) -> None:
    assert {q.id for q in both.together.questions} == {q.id for q in both.alone.questions}
    assert both.together.escalations == both.alone.escalations


def test_the_ledger_tells_the_same_facts_to_the_same_sites(both: Both) -> None:
    # What sends everybody away is left alone after whoever's question came first.
    walls = {
        check.site for check in both.alone.checks if check.status == HTTPStatus.TOO_MANY_REQUESTS
    }

    def told(assessment: Assessment) -> set[tuple[object, ...]]:
        return {
            (line.site, line.url.shown(True), sent.kind, sent.form)
            for line in assessment.ledger
            for sent in line.sent
            if line.site not in walls
        }

    assert told(both.together) == told(both.alone)


def _found(assessment: Assessment) -> list[tuple[object, ...]]:
    return sorted(
        (
            item.finding.id,
            item.finding.exposure,
            item.finding.attribution,
            item.finding.quote.shown(),
            item.finding.url.shown(True),
            item.standing,
            item.band,
            item.score,
        )
        for item in assessment.findings
    )


def _checks(assessment: Assessment) -> list[tuple[object, ...]]:
    return sorted(
        (check.source_id, check.url.shown(True), check.purpose, check.outcome, check.reason)
        for check in assessment.checks
    )
