"""One scan over every automatic source, each served from its own examples, held against what the
town says of the candidate; and one for somebody whom the town does not know."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from scanner.demo import DemoWeb
from scanner.demo.catalogue import CAST, HAND_MADE
from scanner.fetch import Fetcher, FetchOptions
from scanner.model.assessment import Assessment, Check
from scanner.model.events import AssessmentMade
from scanner.model.outcome import CHECKED, OutcomeKind
from scanner.model.plan import Plan, Purpose
from scanner.plan import PlanOptions, make_plan
from scanner.profile import parse_profile
from scanner.rulebook.book import RuleBook
from scanner.rulebook.loader import load_rulebook
from scanner.run import check

TODAY = date(2026, 11, 22)
TRUTH = {**HAND_MADE, **CAST}
BOOK = load_rulebook()
AUTOMATIC = {rule.id: rule for rule in BOOK.sources.values() if not rule.is_manual}
LISTED = "src.page.given"
"""Its pages are the town's, and have a truth of their own."""

pytestmark = pytest.mark.xdist_group("catalogue")


def scan(web: DemoWeb, book: RuleBook, text: str) -> tuple[Plan, Assessment]:
    subject = parse_profile(text, TODAY).subject
    options = PlanOptions(secrets=web.secrets, lead_budget=100)
    plan = make_plan(subject, book, options, TODAY)
    network = FetchOptions(connect_to=web.connect_to, ca_file=web.ca_file, spacing_s=0.0)
    with Fetcher(network, now=lambda: datetime.now(UTC)) as fetcher:
        *_, last = check(
            subject,
            book,
            plan,
            fetcher,
            key=b"k" * 32,
            now=lambda: datetime.now(UTC),
            randomness=random.Random(11),
        )
    assert isinstance(last, AssessmentMade)
    return plan, last.assessment


@pytest.fixture(scope="module")
def web() -> Iterator[DemoWeb]:
    with DemoWeb(BOOK) as running:
        yield running


@pytest.fixture(scope="module")
def scanned(web: DemoWeb) -> tuple[Plan, Assessment]:
    return scan(web, BOOK, web.catalogue_toml(TODAY))


def told_by(assessment: Assessment, source_id: str) -> list[Check]:
    """What the source's own questions came to; a step counts where it ended the chain."""
    return [
        told
        for told in assessment.checks
        if told.source_id == source_id
        and told.purpose is not Purpose.CONTROL
        and not (told.purpose is Purpose.STEP and told.outcome is OutcomeKind.FOUND)
    ]


def test_the_town_has_a_word_on_every_automatic_source() -> None:
    assert set(AUTOMATIC) - set(TRUTH) == set(), "say in scanner/demo/catalogue.py whether she is"
    assert set(TRUTH) - set(AUTOMATIC) == set()


def test_no_source_is_left_out_for_want_of_anything(scanned: tuple[Plan, Assessment]) -> None:
    plan, _ = scanned
    left_out = {entry.source_id: entry.detail for entry in plan.left_out}
    assert {i: detail for i, detail in left_out.items() if i in AUTOMATIC} == {}


@pytest.mark.parametrize("source_id", sorted(TRUTH.keys() & AUTOMATIC.keys()))
def test_each_source_comes_to_what_the_town_says(
    scanned: tuple[Plan, Assessment], source_id: str
) -> None:
    checks = told_by(scanned[1], source_id)
    outcomes = {told.outcome for told in checks}
    said = [(told.outcome.value, told.reason) for told in checks]
    demanded = TRUTH[source_id]
    assert checks, "it was never asked"
    if demanded is OutcomeKind.FOUND:
        assert OutcomeKind.FOUND in outcomes, said
        assert source_id == LISTED or outcomes <= CHECKED, said
    elif demanded is OutcomeKind.ABSENT:
        assert outcomes == {OutcomeKind.ABSENT}, said
    else:
        assert outcomes.isdisjoint(CHECKED), said


def test_its_own_share_is_answered(scanned: tuple[Plan, Assessment]) -> None:
    _, assessment = scanned
    assert assessment.coverage.is_enough
    assert assessment.coverage.share > 0.8


def test_the_archive_is_asked_about_pages_that_were_found(
    web: DemoWeb, scanned: tuple[Plan, Assessment]
) -> None:
    _, assessment = scanned
    asked = [told for told in assessment.checks if told.source_id == "src.arch.wayback_cdx"]
    listed = {told.url.shown(True) for told in asked if told.purpose is not Purpose.LEAD}
    found = {told.url.shown(True): told.outcome for told in asked if told.purpose is Purpose.LEAD}
    copies = {f"https://web.archive.org/web/*/{page}" for page in web.ground_truth().archived}
    assert found.keys() & copies
    assert not found.keys() & listed
    assert {page for page, outcome in found.items() if outcome is OutcomeKind.FOUND} <= copies


@pytest.fixture(scope="module")
def of_a_stranger(web: DemoWeb) -> Assessment:
    """Another woman, with other accounts, in another town; she has no site and lists no page."""
    yes = json.dumps(sorted(BOOK.sources))
    text = f"""
        schema = 1
        [consent]
        basis = "self"
        given_by = "Rosalind Hartle"
        given_on = 2026-11-01
        valid_until = 2027-05-31
        scope = "all"
        name_searches = {yes}
        sensitive_sources = {yes}
        revealing_searches = {yes}
        [facts]
        name = "Rosalind Hartle"
        email = "rosa@mailbox.example"
        handle = ["rosahartle77", {{ value = "900461", site = "candidates.democracyclub.org.uk" }}]
        employer = "Northmoor Bakery"
        [[facts.address]]
        house = "3"
        street = "Quarry Rise"
        town = "Northmoor"
        postcode = "NM2 5RT"
        [endpoints]
        "src.local.club_site" = "https://www.wexcombe-striders.example"
        "src.press.local_paper" = "https://www.wexcombe-herald.example"
    """
    return scan(web, BOOK, text)[1]


@pytest.mark.parametrize("source_id", sorted(CAST.keys() & AUTOMATIC.keys()))
def test_somebody_unknown_is_found_nowhere(of_a_stranger: Assessment, source_id: str) -> None:
    rule = AUTOMATIC[source_id]
    for told in told_by(of_a_stranger, source_id):
        assert told.outcome is not OutcomeKind.FOUND or rule.opens_leads, told.reason
        can_say_no = bool(rule.answers and rule.answers.absent)
        if can_say_no and CAST[source_id] in CHECKED and rule.results != "page":
            assert told.outcome is OutcomeKind.ABSENT, (told.outcome, told.reason)
