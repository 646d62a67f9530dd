"""Ten checks of a web that changes between them, each through the whole street and the store: what
is told of every finding is what really happened to its page."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from scanner.case.recording import begin
from scanner.case.store import CaseStore, ScanRecord, open_store
from scanner.demo import DemoWeb
from scanner.demo.changes import Changes
from scanner.demo.site import JSON, Reply
from scanner.fetch import Fetcher, FetchOptions
from scanner.gather import RecordedFetcher
from scanner.model.assessment import Assessment
from scanner.model.events import AssessmentMade, GatheringDone
from scanner.model.facts import FactKind
from scanner.model.history import Followed, Known, Proof, Turn
from scanner.model.plan import Purpose
from scanner.model.subject import Subject
from scanner.plan import PlanOptions, make_plan
from scanner.profile import parse_profile
from scanner.rulebook.book import RuleBook
from scanner.rulebook.loader import load_rulebook
from scanner.run import check

# The ten checks are made once for all.
pytestmark = pytest.mark.xdist_group("changing_web")

KEY = b"k" * 32
FIRST = datetime(2026, 11, 23, 9, tzinfo=UTC)
ASKED = {"src.page.given", "src.search.searxng", "src.code.github_user"}

HERALD = "https://www.wexcombe-herald.example/news/marlow-stands"
MINUTES = "https://www.wexcombe-parish.example/minutes/2025-10.html"
SCHOOL = "https://www.millbrook-primary.example/pta/newsletter-spring-2025.html"
HALL = "https://www.wexcombe-hall.example/hire.html"
RAMBLERS = "https://www.wexcombe-ramblers.example/contacts-2019.html"
COMMITTEE = "https://www.wexcombe-ramblers.example/about/committee"
SWAP = "https://www.wexcombe-swapshop.example/ads/2210"
SWAP_NOW = "https://www.wexcombe-swapshop.example/archive/ad-2210"
TRUST = "https://www.bramble-trust.example/about-us/trustees/"
FORUM = "https://talk.wexcombe-forum.example/viewtopic.php?t=4471"
SEARCH = "https://search.marlow-for-wexcombe.example/search"
GITHUB = "https://github.com/janemarlow"
GITHUB_API = "https://api.github.com/users/janemarlow"
LISTED = (HERALD, MINUTES, SCHOOL, HALL, RAMBLERS, SWAP, TRUST)


@dataclass(frozen=True)
class Happened:
    """What was done to the web before a check, or to the check itself."""

    web: Callable[[Changes], None] = lambda _: None
    forgets: bool = False
    """Whether the search engine knows of nothing any more."""
    knows_numbers: bool = True
    """Whether the rules of this check make findings of telephone numbers."""
    stops: bool = False
    """Stopped before anything was answered."""


def _second(web: Changes) -> None:
    web.remove(HALL, 404)
    web.edit(SCHOOL, "on <strong>07700 900123</strong>, or if there is no answer", "at school, or")
    web.challenge(TRUST)


def _third(web: Changes) -> None:
    web.restore(HALL)
    web.lock(TRUST)
    web.edit(MINUTES, "blocked since the spring", "blocked, to his knowledge, since April")


def _fourth(web: Changes) -> None:
    web.restore(TRUST)
    web.edit(MINUTES, "(14 Bramble Road, Wexcombe)", "(Bramble Road, Wexcombe)")
    web.move(SWAP, SWAP_NOW)
    web.remove(FORUM, 410)


def _fifth(web: Changes) -> None:
    web.lengthen(COMMITTEE, ", jane.marlow@mailbox.example")
    web.answer(HALL, Reply(b"<!DOCTYPE html><title>Hall</title><div id=app></div>"))


def _sixth(web: Changes) -> None:
    web.restore(COMMITTEE)
    web.restore(HALL)
    web.restore(FORUM)


def _seventh(web: Changes) -> None:
    web.remove(SWAP_NOW, 404)
    web.answer(GITHUB_API, Reply(b"{}", 429, JSON))


def _eighth(web: Changes) -> None:
    web.restore(GITHUB_API)
    web.edit(
        HERALD, "Jane Marlow, 47, of Bramble Road", "Jane Marlow (car AB12 CDE), 47, of Wexcombe"
    )


def _tenth(web: Changes) -> None:
    for url in (HERALD, MINUTES, SCHOOL, SWAP, SWAP_NOW, TRUST):
        web.restore(url)


SCHEDULE = (
    Happened(),
    Happened(_second),
    Happened(_third, forgets=True),
    Happened(_fourth),
    Happened(_fifth),
    Happened(_sixth, knows_numbers=False),
    Happened(_seventh),
    Happened(_eighth),
    Happened(stops=True),
    Happened(_tenth),
)

N, S, C, G, U, R = (
    Turn.NEW,
    Turn.STILL_THERE,
    Turn.CHANGED,
    Turn.GONE,
    Turn.UNSEEN,
    Turn.RELAPSED,
)
TRUTH = {
    # The web's truth, by hand: what each check has to tell. None: nothing was ever there.
    "hall: mobile": (HALL, "fact.personal_mobile", (N, G, R, S, U, S, S, S, U, S)),
    "school: mobile": (SCHOOL, "fact.personal_mobile", (N, G, G, G, G, G, G, G, G, R)),
    "trust: e-mail": (TRUST, "fact.personal_email", (N, U, U, S, S, S, S, S, U, S)),
    "minutes: home": (MINUTES, "fact.home_address", (N, S, S, C, S, S, S, S, U, C)),
    "forum: home": (FORUM, "fact.home_address", (N, S, S, G, G, R, S, S, U, S)),
    "swap shop: e-mail": (SWAP, "fact.personal_email", (N, S, S, S, S, S, G, G, G, R)),
    "ramblers: mobile": (COMMITTEE, "fact.personal_mobile", (N, S, S, S, S, S, S, S, U, S)),
    "ramblers: e-mail": (COMMITTEE, "fact.personal_email", (N, S, S, S, U, S, S, S, U, S)),
    "GitHub: e-mail": (GITHUB, "fact.personal_email", (N, S, S, S, S, S, U, S, U, S)),
    "herald: street": (HERALD, "fact.home_street", (N, S, S, S, S, S, S, G, G, R)),
    "herald: car": (HERALD, "fact.vehicle_reg", (None,) * 7 + (N, U, G)),
}


@dataclass(frozen=True)
class Case:
    """What ten checks came to."""

    checks: tuple[Assessment, ...]
    ids: dict[str, str]
    known: tuple[Known, ...]
    lives: dict[str, tuple[Turn, ...]]
    asked_again: tuple[tuple[str, ...], ...]
    """By check: the pages that were looked at again for what was found there before."""

    def followed(self, name: str, number: int) -> Followed | None:
        history = self.checks[number - 1].history
        assert history is not None
        return next((f for f in history.followed if f.finding_id == self.ids[name]), None)


def _subject(web: DemoWeb) -> Subject:
    text = web.profile_toml(FIRST.date()).replace("[facts]\n", '[facts]\nvehicle = "AB12 CDE"\n')
    return replace(parse_profile(text, FIRST.date()).subject, pages=LISTED)


def _without_numbers(book: RuleBook) -> RuleBook:
    phone = book.detectors[FactKind.PHONE]
    forms = {name: form.model_copy(update={"finding": False}) for name, form in phone.forms.items()}
    changed = phone.model_copy(update={"forms": forms})
    return RuleBook.of(
        replace(item, rule=changed) if item.rule is phone else item for item in book.loaded
    )


def _forget(web: DemoWeb, asked: str) -> None:
    nothing = {"query": "", "number_of_results": 0, "results": []}
    web.changes.answer(asked, Reply(json.dumps(nothing).encode(), content_type=JSON))


def _checked(
    web: DemoWeb, store: CaseStore, case_id: str, subject: Subject, book: RuleBook, number: int
) -> tuple[Assessment, tuple[str, ...]]:
    """One check, as the command makes it; and the pages that it looked at again."""
    happened, at = SCHEDULE[number], FIRST + timedelta(days=7 * number)
    happened.web(web.changes)
    book = book if happened.knows_numbers else _without_numbers(book)
    before = store.lives.before(case_id)
    skip = frozenset(book.sources) - ASKED
    plan = make_plan(
        subject, book, PlanOptions(secrets=web.secrets, skip=skip), at.date(), before=before
    )
    if happened.forgets:
        (search,) = (p for p in plan.probes if p.source_id == "src.search.searxng")
        _forget(web, search.request.url)
    record = ScanRecord(subject, plan, number, at, "1.0", book.digest, before=before)
    recording = begin(store, case_id, record, "Jane Marlow")
    options = FetchOptions(connect_to=web.connect_to, ca_file=web.ca_file, spacing_s=0.0)
    with Fetcher(options, now=lambda: at) as fetcher:
        if happened.stops:
            fetcher.stop()
        events = tuple(
            check(
                subject,
                book,
                plan,
                RecordedFetcher(fetcher, recording, recording.earlier),
                key=KEY,
                now=lambda: at,
                randomness=recording.randomness(),
                before=recording.before,
            )
        )
    recording.gathered = next(e.gathered for e in events if isinstance(e, GatheringDone))
    made = next(e.assessment for e in events if isinstance(e, AssessmentMade))
    recording.end(made, "Jane Marlow")
    revisits = [p.request.url for p in plan.probes if p.purpose is Purpose.REVISIT]
    return made, tuple(revisits)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    folder = tmp_path_factory.mktemp("ten-checks")
    book = load_rulebook([])
    with DemoWeb(book) as web, open_store(KEY, f"sqlite:///{folder / 'cases.sqlite3'}") as store:
        subject = _subject(web)
        case_id = store.cases.enrol(subject, FIRST).id
        made: list[Assessment] = []
        again: list[tuple[str, ...]] = []
        for number in range(len(SCHEDULE)):
            assessment, asked = _checked(web, store, case_id, subject, book, number)
            made.append(assessment)
            again.append(asked)
        known = store.lives.known(case_id)
        ids = {
            name: next(
                item.finding_id
                for item in known
                if item.exposure == exposure and url in (item.address, item.asked)
            )
            for name, (url, exposure, _) in TRUTH.items()
        }
        lives = {
            name: tuple(turn for _, turn in store.lives.turns(case_id, finding_id))
            for name, finding_id in ids.items()
        }
        yield Case(tuple(made), ids, known, lives, tuple(again))


@pytest.mark.parametrize("name", TRUTH)
def test_what_is_told_of_a_finding_is_what_happened_to_its_page(case: Case, name: str) -> None:
    truth = TRUTH[name][2]
    told = tuple(f.turn if (f := case.followed(name, n)) else None for n in range(1, 11))
    assert told == truth
    assert case.lives[name] == tuple(turn for turn in truth if turn is not None)


def test_no_finding_is_doubled_where_its_page_moved(case: Case) -> None:
    emails = [k for k in case.known if k.exposure == "fact.personal_email"]
    assert len([k for k in emails if "swapshop" in k.site]) == 1
    assert len({k.finding_id for k in case.known}) == len(case.known)


def test_gone_says_how_it_was_proved_and_when(case: Case) -> None:
    hall, school = case.followed("hall: mobile", 2), case.followed("school: mobile", 2)
    assert hall is not None and school is not None
    assert (hall.proof, school.proof) == (Proof.ABSENT, Proof.WITHOUT)
    assert hall.gone_at == FIRST + timedelta(days=7)
    later = case.followed("school: mobile", 9)
    assert later is not None and later.gone_at == school.gone_at


def test_what_came_back_weighs_more_from_then_on(case: Case) -> None:
    def score(number: int) -> int:
        found = case.checks[number - 1].findings
        return next(f.score for f in found if f.finding.id == case.ids["forum: home"])

    assert score(6) > score(3)
    (factor,) = (
        factor
        for item in case.checks[5].findings
        if item.finding.id == case.ids["forum: home"]
        for factor in item.factors
        if factor.letter == "P"
    )
    assert factor.value == 1.0
    assert score(7) == score(6)


def test_what_was_nowhere_before_is_told_above_all_else(case: Case) -> None:
    history = case.checks[7].history
    assert history is not None
    first = history.followed[0]
    assert (first.finding_id, first.released) == (case.ids["herald: car"], True)
    assert [
        e.signal_id for e in case.checks[7].escalations if case.ids["herald: car"] in e.finding_ids
    ] == ["esc.released"]
    others = [f for c in case.checks[1:] if c.history for f in c.history.followed if f.released]
    assert [f.finding_id for f in others] == [case.ids["herald: car"]]


def test_a_page_that_no_search_names_any_more_is_asked_for_again(case: Case) -> None:
    assert FORUM not in case.asked_again[0]
    assert all(FORUM in asked for asked in case.asked_again[1:])


def test_the_trend_is_a_point_for_each_check(case: Case) -> None:
    history = case.checks[-1].history
    assert history is not None
    assert [point.number for point in history.trend] == list(range(1, 11))
    assert history.previous_at == case.checks[-2].ended_at
    second, first = history.trend[1], history.trend[0]
    assert second.open == first.open - 2
    assert 0 < second.index < first.index < 100
    stopped, before = history.trend[8], history.trend[7]
    assert stopped.partial and stopped.answered == 0
    assert (stopped.open, stopped.index) == (before.open, before.index)
