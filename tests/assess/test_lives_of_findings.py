"""What becomes of a finding over several checks: gone only when proved, and never by silence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scanner.assess import before_next
from scanner.assess.history.trend import index_of
from scanner.assess.history.witnesses import is_whole_list
from scanner.model.answer import Answer
from scanner.model.assessment import Assessment
from scanner.model.bands import Standing
from scanner.model.before import Before
from scanner.model.capture import Failure, Hop
from scanner.model.finding import Attribution
from scanner.model.history import Followed, LetterSent, Marked, Proof, Step, Turn
from scanner.model.outcome import OutcomeKind, Region
from scanner.model.plan import Purpose
from scanner.rulebook.extraction import Extraction
from scanner.rulebook.source import Access, Leads, Pages, Results, SourceRule

URL = "https://www.wexcombe.example/page"
OTHER = "https://forum.example/t/1"
LIVES_HERE = "Jane Marlow lives at 14 Bramble Road, Wexcombe, WX4 7QT."
SAYS_NOTHING = "The committee met on Monday and talked about the lane."

Make = Callable[..., Any]
Run = Callable[..., Assessment]

WHAT_MAY_HAPPEN = {
    "shown": None,
    "absent": Proof.ABSENT,
    "without": Proof.WITHOUT,
    "blocked": None,
    "stale": None,
    "failed": None,
    "not_run": None,
    "half read": None,
    "broken off": None,
    "led elsewhere": None,
    "not asked": None,
    "unreadable": None,
}
"""To a page between two checks, and what that proves of a fact that stood there."""


@pytest.fixture
def page(answer: Make) -> Make:
    """The answer of a page to which something happened; None when nobody asked for it."""

    def make(happened: str, url: str = URL) -> Answer | None:
        if happened == "not asked":
            return None
        if happened in {"absent", "blocked", "stale", "failed", "not_run"}:
            return replace(answer(url, OutcomeKind(happened)), document=None)
        made = answer(url, text=LIVES_HERE if happened == "shown" else SAYS_NOTHING)
        document, capture = made.document, made.answer
        if happened == "half read":
            document = replace(document, partly_read="1 of its 2 pages is a picture")
        if happened == "unreadable":
            document = replace(document, not_read="a film")
        if happened == "broken off":
            capture = replace(capture, failure=Failure.PROTOCOL)
        if happened == "led elsewhere":
            home = "https://www.wexcombe.example/"
            document = replace(document, url=home)
            capture = replace(capture, hops=(*capture.hops, Hop(home, 200, (), "")))
        return replace(made, document=document, answer=capture)

    return make


def life(made: Assessment, finding_id: str = "f1") -> Followed:
    assert made.history is not None
    return next(item for item in made.history.followed if item.finding_id == finding_id)


@pytest.fixture
def check(judged: Make, finding: Make, page: Make, answer: Make) -> Run:
    """One more check of two pages, each of which may show the home address."""

    def run(before: Before, happened: str, other: str = "not asked") -> Assessment:
        made = (page(happened), page(other, OTHER))
        answers = tuple(item for item in made if item is not None)
        found = [finding("f1")] if happened == "shown" else []
        found += [finding("f2", OTHER)] if other == "shown" else []
        beside = answer("https://www.wexcombe.example/beside")
        return judged(*found, answers=(*answers, beside), before=before)

    return run


def test_a_check_that_stands_alone_has_no_history(judged: Make, finding: Make) -> None:
    assert judged(finding("f1")).history is None


@pytest.mark.parametrize(("happened", "proof"), WHAT_MAY_HAPPEN.items())
def test_gone_is_only_what_is_proved(check: Run, happened: str, proof: Proof | None) -> None:
    first = check(Before(), "shown")
    second = check(before_next(Before(), first), happened)
    expected = {"shown": Turn.STILL_THERE}.get(happened, Turn.GONE if proof else Turn.UNSEEN)
    assert (life(first).turn, life(second).turn) == (Turn.NEW, expected)
    assert life(second).proof is proof
    assert (life(second).gone_at is not None) == (proof is not None)


def test_what_is_gone_stays_gone_until_it_is_seen(check: Run) -> None:
    before, turns = Before(), []
    for happened in ("shown", "absent", "blocked", "not asked", "shown", "shown", "without"):
        made = check(before, happened)
        turns.append(life(made).turn)
        before = before_next(before, made)
    gone = Turn.GONE
    assert turns == [Turn.NEW, gone, gone, gone, Turn.RELAPSED, Turn.STILL_THERE, gone]


schedules = st.lists(
    st.tuples(st.sampled_from(list(WHAT_MAY_HAPPEN)), st.sampled_from(list(WHAT_MAY_HAPPEN))),
    max_size=6,
)
_PER_EXAMPLE = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def followed_through(
    check: Run, schedule: Sequence[tuple[str, str]]
) -> tuple[Before, list[tuple[Followed, ...]]]:
    before, told = Before(), []
    for happened in schedule:
        made = check(before, *happened)
        assert made.history is not None
        told.append(made.history.followed)
        before = before_next(before, made)
    return before, told


@_PER_EXAMPLE
@given(schedule=schedules)
def test_lives_are_the_pages_truth(check: Run, schedule: list[tuple[str, str]]) -> None:
    """Against the few rules of a life, said once more and simply."""
    _, told = followed_through(check, schedule)
    for place, finding_id in enumerate(("f1", "f2")):
        state = None
        for happened, followed in zip(schedule, told, strict=True):
            proof = WHAT_MAY_HAPPEN[happened[place]]
            if happened[place] == "shown":
                is_back = state is Turn.GONE
                state = Turn.NEW if state is None else Turn.STILL_THERE
                state = Turn.RELAPSED if is_back else state
            elif state is not None and state is not Turn.GONE:
                state = Turn.GONE if proof else Turn.UNSEEN
            seen = {item.finding_id: item.turn for item in followed}
            assert seen.get(finding_id) == state


@_PER_EXAMPLE
@given(schedule=schedules, at=st.integers(0, 6))
def test_a_check_that_answered_nothing_changes_no_life(
    check: Run, schedule: list[tuple[str, str]], at: int
) -> None:
    at = min(at, len(schedule))
    blind = ("blocked", "not asked")
    without, _ = followed_through(check, schedule)
    with_it, told = followed_through(check, [*schedule[:at], blind, *schedule[at:]])
    assert not any(item.turn is Turn.NEW for item in told[at])
    if at < len(schedule):  # Else the last check is the blind one, and says that it saw nothing.
        assert with_it.known == without.known
    assert [(k.finding_id, k.first_seen_at, k.gone_at) for k in with_it.known] == [
        (k.finding_id, k.first_seen_at, k.gone_at) for k in without.known
    ]


@_PER_EXAMPLE
@given(data=st.data())
def test_the_order_of_findings_and_answers_changes_nothing(
    check: Run, judged: Make, finding: Make, page: Make, data: st.DataObject
) -> None:
    first = judged(
        finding("f1"),
        finding("f2", OTHER),
        answers=(page("shown"), page("shown", OTHER)),
        before=Before(),
    )
    before = before_next(Before(), first)
    third = "https://paper.example/news"
    found = [finding("f2", OTHER), finding("f3", third)]
    answers = [page("without"), page("shown", OTHER), page("shown", third)]
    whole = judged(*found, answers=tuple(answers), before=before)
    again = judged(
        *data.draw(st.permutations(found)),
        answers=tuple(data.draw(st.permutations(answers))),
        before=replace(before, known=tuple(data.draw(st.permutations(before.known)))),
    )
    assert again.history == whole.history


def test_a_page_that_still_says_it_is_not_without_it(judged: Make, page: Make, check: Run) -> None:
    """The rules of a later check may make no finding of what they made one of before."""
    before = before_next(Before(), check(Before(), "shown"))
    later = judged(answers=(page("shown"),), before=before)
    assert life(later).turn is Turn.STILL_THERE


def test_a_number_of_a_probe_is_no_name_of_a_page(
    judged: Make, answer: Make, finding: Make
) -> None:
    """Probes are numbered by each check: the third page of one may be the fourth of the next."""
    first = judged(
        finding("f1", probe_id="given-1"),
        answers=(answer(URL, probe_id="given-1"),),
        before=Before(),
    )
    other = answer(OTHER, probe_id="given-1", text=SAYS_NOTHING)
    gone = replace(answer(OTHER, OutcomeKind.ABSENT, probe_id="given-1"), document=None)
    for instead in (other, gone):
        later = judged(answers=(instead,), before=before_next(Before(), first))
        assert life(later).turn is Turn.UNSEEN


def test_what_is_unsure_or_public_by_choice_now_is_not_gone(
    judged: Make, finding: Make, page: Make, check: Run
) -> None:
    before = before_next(Before(), check(Before(), "shown"))

    def later(**now: Any) -> Followed:
        return life(judged(finding("f1", **now), answers=(page("shown"),), before=before))

    assert later(public_by_choice="On the imprint").turn is Turn.STILL_THERE
    unsure = later(attribution=Attribution.POSSIBLE)
    assert (unsure.turn, unsure.standing) == (Turn.CHANGED, Standing.UNSURE)
    anothers = later(attribution=Attribution.OTHER_PERSON)
    assert (anothers.turn, anothers.standing) == (Turn.CHANGED, Standing.UNSURE)


def test_what_is_no_longer_looked_for_is_not_gone(
    subject: Any, book: Any, gathered: Make, page: Make, check: Run
) -> None:
    from scanner.assess import assess

    before = before_next(Before(), check(Before(), "shown"))
    fewer = replace(subject, facts=tuple(f for f in subject.facts if f.id != "address-1"))
    later = assess(fewer, book, gathered(page("without")), (), (), "0", before)
    assert life(later).turn is Turn.UNSEEN


def test_a_page_that_moved_keeps_its_finding(judged: Make, finding: Make, page: Make) -> None:
    first = judged(finding("f1"), answers=(page("shown"),), before=Before())
    before = before_next(Before(), first)
    new = "https://www.wexcombe.example/moved"
    moved = replace(page("shown"), document=None)
    later = judged(finding("f9", new, probe_id=f"probe-{URL}"), answers=(moved,), before=before)
    assert later.history is not None
    assert [(f.finding_id, f.turn) for f in later.history.followed] == [("f1", Turn.STILL_THERE)]
    assert [item.finding.id for item in later.findings] == ["f1"]
    (known,) = before_next(before, later).known
    assert (known.address, known.asked) == (new, URL)


def test_what_was_erased_is_noticed_by_its_tombstone(judged: Make, finding: Make) -> None:
    made = judged(finding("f1"), before=Before(buried=frozenset({"f1"})))
    assert life(made).turn is Turn.RELAPSED
    (factor,) = (f for f in made.findings[0].factors if f.letter == "P")
    assert factor.value < 1.0, "it may never have gone"


def _sight(check: Run, before: Before, happened: str, enough: bool = True) -> Before:
    made = check(before, happened)
    if not enough:
        made = replace(made, coverage=replace(made.coverage, answered=0))
    return before_next(before, made)


def test_a_release_is_held_against_all_earlier_checks(check: Run) -> None:
    """A check that was blind does not make what an earlier one had testified unsaid."""
    before = _sight(check, Before(), "without")
    before = _sight(check, before, "blocked", enough=False)
    made = check(before, "shown")
    assert life(made).released
    assert [sign.signal_id for sign in made.escalations] == ["esc.released"]
    blind = _sight(check, Before(), "blocked", enough=False)
    assert not life(check(blind, "shown")).released
    known = _sight(check, _sight(check, Before(), "shown"), "absent")
    assert not life(check(known, "shown")).released


def _letter(letter_id: str, sent: date, answer_by: date | None, **more: Any) -> LetterSent:
    return LetterSent(letter_id, "let.erasure", "Erasure", "A site", (), sent, answer_by, **more)


def test_clocks_run_by_the_day_of_the_check(judged: Make, gathered: Make) -> None:
    today = gathered().ended_at.date()
    day = timedelta(days=1)
    letters = (
        _letter("slow", today - 19 * day, today + 11 * day),
        _letter("no day", today, None),
        _letter("late", today - 32 * day, today - day),
        _letter("last day", today - 30 * day, today),
        _letter("answered", today - 40 * day, today - 9 * day, answered_on=today - 20 * day),
    )
    made = judged(before=Before(letters=letters))
    assert made.history is not None
    assert [(w.letter.id, w.day, w.overdue) for w in made.history.waiting] == [
        ("late", 32, True),
        ("last day", 30, False),
        ("slow", 19, False),
        ("no day", 0, False),
    ]


def test_what_the_person_did_stands_beside_it(check: Run) -> None:
    before = before_next(Before(), check(Before(), "shown"))
    mark = Marked("f1", Step.DONE, date(2026, 11, 25))
    made = check(replace(before, marks=(mark,)), "blocked")
    assert (life(made).step, life(made).step_on) == (Step.DONE, date(2026, 11, 25))


@pytest.mark.parametrize(
    ("scores", "index"), [((), 0.0), ((100,), 50.0), ((50, 50), 43.8), ((100, 100, 100), 87.5)]
)
def test_the_trend_index(scores: tuple[int, ...], index: float) -> None:
    assert index_of(scores) == index


@given(st.lists(st.integers(0, 100), max_size=30), st.integers(1, 100))
def test_one_exposure_more_never_lowers_the_trend(scores: list[int], more: int) -> None:
    assert 0 <= index_of(scores) <= index_of([more, *scores]) <= 100
    assert index_of(scores) == index_of(sorted(scores))


def test_the_trend_counts_what_is_open_and_private(
    judged: Make, finding: Make, page: Make, check: Run
) -> None:
    first = judged(
        finding("f1"),
        finding("f2", OTHER, public_by_choice="On the imprint"),
        finding("f3", OTHER, attribution=Attribution.POSSIBLE),
        answers=(page("shown"), page("shown", OTHER)),
        before=Before(),
    )
    before = before_next(Before(), first)
    assert [(p.number, p.open) for p in before.points] == [(1, 1)]
    blind = before_next(before, check(before, "blocked", "blocked"))
    assert (blind.points[1].open, blind.points[1].index) == (1, before.points[0].index)
    gone = before_next(blind, check(blind, "absent"))
    assert (gone.points[2].open, gone.points[2].index) == (0, 0.0)


def test_known_of_nothing_is_a_history_all_the_same(judged: Make) -> None:
    history = judged(before=Before()).history
    assert history is not None
    assert (history.number, history.previous_at, history.followed) == (1, None, ())


def test_what_needs_attention_is_told_first(judged: Make, finding: Make, page: Make) -> None:
    first = judged(
        finding("a"),
        finding("b", OTHER, exposure="fact.personal_email", form="plain"),
        answers=(page("shown"), page("shown", OTHER)),
        before=Before(),
    )
    before = before_next(Before(), first)
    later = judged(
        finding("a"),
        finding("c", "https://paper.example/x"),
        answers=(page("shown"),),
        before=before,
    )
    assert later.history is not None
    turns = [item.turn for item in later.history.followed]
    assert turns == [Turn.NEW, Turn.UNSEEN, Turn.STILL_THERE]


@pytest.mark.parametrize(
    ("rule", "records", "number", "is_whole"),
    [
        ({"access": "page"}, 0, 1, True),
        ({"access": "api"}, 0, 1, False),
        ({"access": "api", "regions": {"json": "items[]"}}, 3, 1, True),
        ({"access": "api", "regions": {"json": "items[]"}}, 20, 1, False),
        ({"access": "api", "leads": {"json": "items[].url"}}, 0, 1, False),
        (
            {"access": "api", "pages": {"parameter": {"name": "p"}, "full": 20, "at_most": 3}},
            30,
            2,
            True,
        ),
        (
            {"access": "api", "pages": {"parameter": {"name": "p"}, "full": 20, "at_most": 3}},
            30,
            3,
            False,
        ),
    ],
)
def test_a_list_is_proof_only_if_it_holds_all(
    answer: Make, rule: dict[str, Any], records: int, number: int, is_whole: bool
) -> None:
    """The first twenty of a hundred say nothing of what stood on them the last time."""
    made = answer(URL, purpose=Purpose.SOURCE, page=number)
    regions = tuple(Region(n, n + 1) for n in range(records))
    made = replace(made, outcome=replace(made.outcome, regions=regions))
    pieces = {
        "regions": Extraction,
        "leads": Leads,
        "pages": Pages,
        "access": Access,
    }
    fields = {
        name: pieces[name](**value) if isinstance(value, dict) else pieces[name](value)
        for name, value in rule.items()
    }
    listing = SourceRule.model_construct(results=Results.LISTING, **fields)
    assert is_whole_list(listing, made) is is_whole
