"""Pages of one's own: how a profile marks them, and where robots.txt may be passed over."""

from __future__ import annotations

from datetime import date

import pytest

from scanner.domains import site_of_url
from scanner.errors import PlanError, ProfileError
from scanner.model.plan import Plan
from scanner.model.subject import OwnPage, Subject
from scanner.plan import PlanOptions, make_plan
from scanner.profile import parse_profile
from scanner.rulebook.loader import load_rulebook

TODAY = date(2026, 11, 22)

PROFILE = """\
schema = 1

[consent]
basis = "self"
given_by = "Jane Marlow"
given_on = 2026-11-01
valid_until = 2027-05-31
scope = "all"

[facts]
name = "Jane Marlow"
phone = "07700 900123"
domain = "marlow-for-wexcombe.example"
"""

HERALD = "https://www.wexcombe-herald.example/news"
CLUB = "https://rowing-club.example/committee"
CAMPAIGN = "https://www.marlow-for-wexcombe.example/contact"


def subject_with(urls: str) -> Subject:
    return parse_profile(f"{PROFILE}\n[pages]\nurls = {urls}\n", TODAY).subject


def faults_of(urls: str) -> list[str]:
    with pytest.raises(ProfileError) as raised:
        subject_with(urls)
    return [f"{problem.where}: {problem.what}" for problem in raised.value.problems]


def plan_of(subject: Subject, **options: object) -> Plan:
    return make_plan(subject, load_rulebook([]), PlanOptions(**options), TODAY)  # type: ignore[arg-type]


def waived(plan: Plan) -> dict[str, str]:
    return {p.request.url: p.robots_waiver for p in plan.probes if p.robots_waiver}


def test_a_page_may_be_marked_as_own_with_a_reason_for_passing_over_robots() -> None:
    subject = subject_with(
        f'["{HERALD}", {{ url = "{CLUB}", own = true, ignore_robots = "I run this site" }}]'
    )
    assert subject.pages == (HERALD, CLUB)
    assert subject.own_pages == (OwnPage(CLUB, "I run this site"),)
    assert waived(plan_of(subject)) == {CLUB: "I run this site"}


def test_a_page_under_an_own_domain_needs_no_mark() -> None:
    subject = subject_with(f'[{{ url = "{CAMPAIGN}", ignore_robots = "It is my site" }}]')
    assert waived(plan_of(subject))[CAMPAIGN] == "It is my site"


def test_somebody_elses_robots_cannot_be_passed_over() -> None:
    assert faults_of(f'[{{ url = "{HERALD}", ignore_robots = "I want to know" }}]') == [
        "pages.urls[0].ignore_robots: is only for a page of your own."
    ]


@pytest.mark.parametrize(
    ("urls", "where"),
    [
        ("[3]", "pages.urls[0]"),
        ("[{ own = true }]", "pages.urls[0].url"),
        (f'[{{ url = "{CLUB}", own = "yes" }}]', "pages.urls[0].own"),
        (f'[{{ url = "{CLUB}", mine = true }}]', "pages.urls[0].mine"),
        (f'[{{ url = "{CLUB}", own = true, ignore_robots = 1 }}]', "pages.urls[0].ignore_robots"),
        ('[{ url = "not a page", own = true }]', "pages.urls[0].url"),
    ],
)
def test_what_is_wrong_in_an_entry_is_told_by_its_place(urls: str, where: str) -> None:
    assert [fault.partition(": ")[0] for fault in faults_of(urls)] == [where]


def test_a_reason_for_one_run_holds_for_own_pages_alone() -> None:
    subject = subject_with(f'["{HERALD}", "{CAMPAIGN}"]')
    reason = "Mine; checked before the deadline"
    told = waived(plan_of(subject, own_pages=(CLUB,), ignore_robots=reason))
    home = "https://marlow-for-wexcombe.example/"
    assert {CAMPAIGN, CLUB, home} <= told.keys()
    assert set(told.values()) == {reason}
    assert {site_of_url(url) for url in told} == {
        "marlow-for-wexcombe.example",
        site_of_url(CLUB),
    }


def test_own_pages_are_looked_at_and_robots_is_obeyed_without_a_reason() -> None:
    plan = plan_of(subject_with("[]"), own_pages=(CLUB,))
    assert CLUB in {probe.request.url for probe in plan.probes}
    assert waived(plan) == {}


def test_a_reason_without_any_own_page_is_refused() -> None:
    profile = PROFILE.replace('domain = "marlow-for-wexcombe.example"\n', "")
    subject = parse_profile(profile, TODAY).subject
    with pytest.raises(PlanError, match="own"):
        plan_of(subject, pages=(HERALD,), ignore_robots="I want to know")
