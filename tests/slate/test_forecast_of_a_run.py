"""What a run is said to ask, of whom, and how long it is said to take."""

from __future__ import annotations

from datetime import date

import pytest

from scanner.cli.slate_words import span, time_words
from scanner.model.facts import FactKind
from scanner.model.plan import SentForm
from scanner.plan import PlanOptions, make_plan
from scanner.profile import parse_profile
from scanner.rulebook.book import RuleBook
from scanner.rulebook.loader import load_rulebook
from scanner.slate.forecast import STARTING_S, Forecast, Forecasting
from scanner.slate.nights import Nights, nights_of
from tests.slate.logged_sites import profile_of

TODAY = date(2026, 11, 23)
SHARED = "https://www.wexcombe-herald.example/news/all-candidates"
ONLY = frozenset({"src.page.given", "src.soc.linkhub", "src.code.gitlab"})


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return load_rulebook()


def forecast_of(
    book: RuleBook,
    people: int,
    budget: int = 1_000,
    nights: Nights | None = None,
    answer_s: dict[str, float] | None = None,
) -> Forecast:
    adding = Forecasting(book, budget, nights)
    for number in range(1, people + 1):
        own = f"https://www.marlow-{number}.example/"
        pages = f'[pages]\nurls = ["{SHARED}", "{own}"]\n'
        subject = parse_profile(profile_of(number) + pages, TODAY).subject
        adding.add(make_plan(subject, book, PlanOptions(only=ONLY), TODAY))
    adding.leave("invited")
    adding.leave("invited")
    return adding.told(answer_s)


def site_of(forecast: Forecast, site: str):
    return next(each for each in forecast.sites if each.site == site)


def test_what_people_share_is_asked_once(book: RuleBook) -> None:
    one, five = forecast_of(book, 1), forecast_of(book, 5)
    shared = site_of(five, "wexcombe-herald.example")
    assert (shared.questions, shared.people) == (1, 5)
    # A handle each, asked where one handle is asked for one.
    assert site_of(five, "linktr.ee").questions == 5 * site_of(one, "linktr.ee").questions
    assert five.asked - five.questions == 4
    assert five.people == 5
    assert five.left == (("invited", 2),)


def test_a_control_is_counted_once_for_all(book: RuleBook) -> None:
    one = site_of(forecast_of(book, 1), "linktr.ee")
    five = site_of(forecast_of(book, 5), "linktr.ee")
    assert five.requests - one.requests == 4


def test_the_slowest_site_sets_the_time(book: RuleBook) -> None:
    forecast = forecast_of(book, 5)
    slowest = forecast.slowest
    assert slowest and slowest.site == "linktr.ee"
    # A pause begins when an answer has come.
    assert slowest.each_s > slowest.spacing_s
    assert forecast.seconds == STARTING_S + slowest.requests * slowest.each_s
    assert forecast.seconds <= forecast.seconds_at_most
    told = time_words(forecast)
    assert f"About {span(forecast.seconds)} at least: the slowest site (linktr.ee," in told
    assert "how fast it answers is not known yet" in told


def test_what_answers_took_before_is_counted(book: RuleBook) -> None:
    measured = forecast_of(book, 5, answer_s={"linktr.ee": 2.5})
    slowest = measured.slowest
    assert slowest and slowest.each_s == slowest.spacing_s + 2.5
    told = time_words(measured)
    assert f"About {span(measured.seconds)}: the slowest site" in told
    assert "answers took 2.5 s lately" in told


def test_what_is_sent_to_whom_is_counted_once_for_all(book: RuleBook) -> None:
    one = {each.site: each for each in forecast_of(book, 1).told}
    five = {each.site: each for each in forecast_of(book, 5).told}
    assert five["wexcombe-herald.example"].requests == one["wexcombe-herald.example"].requests
    # A handle each, and the same controls for all of them.
    for told, people in ((one, 1), (five, 5)):
        site = site_of(forecast_of(book, people), "linktr.ee")
        assert told["linktr.ee"].requests == site.requests


def test_nights_are_counted_by_hours_and_by_requests(book: RuleBook) -> None:
    hours = nights_of("22:00-06:00")
    assert forecast_of(book, 5, nights=hours).nights_needed == 1
    few = forecast_of(book, 5, budget=3, nights=hours)
    assert few.nights_needed == 3
    assert "About 3 nights from 22:00-06:00" in time_words(few)
    assert "at most 3 requests a night" in time_words(few)
    # Ten seconds a night: a request each two.
    short = Nights(hours.start, hours.start.replace(minute=1))
    assert forecast_of(book, 40, nights=short).nights_needed >= 2


def test_who_learns_what_is_told_of_all_together(book: RuleBook) -> None:
    told = {each.site: each for each in forecast_of(book, 5).told}
    assert told["linktr.ee"].learns == ((FactKind.HANDLE, SentForm.CLEAR, 5),)
    assert told["linktr.ee"].is_known
    assert told["wexcombe-herald.example"].is_known


def test_a_site_of_one_person_is_counted_and_not_named(book: RuleBook) -> None:
    forecast = forecast_of(book, 3)
    own = [site for site in forecast.sites if site.site.startswith("marlow-")]
    assert len(own) == 3 and not any(site.is_known for site in own)
    assert not any(each.is_known for each in forecast.told if each.site.startswith("marlow-"))


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (0.2, "1 s"),
        (59, "59 s"),
        (61, "1 min"),
        (59.6 * 60, "1 h"),
        (110 * 60, "1 h 50 min"),
        (47 * 3600, "47 h"),
        (52 * 3600, "2 days 4 h"),
    ],
)
def test_a_time_is_told_as_people_tell_it(seconds: float, told: str) -> None:
    assert span(seconds) == told
