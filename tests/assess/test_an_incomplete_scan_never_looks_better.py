"""Headline and coverage: nothing that was not checked may comfort, nothing found may hide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scanner.assess import assess
from scanner.model.assessment import AssessedFinding, Assessment, Headline
from scanner.model.bands import Band, Standing
from scanner.model.facts import FactKind
from scanner.model.finding import Attribution
from scanner.model.outcome import CHECKED, Outcome, OutcomeKind
from scanner.model.plan import LeftOut, ManualCheck, NotRunReason, Purpose
from scanner.model.situation import Circumstance, Situation
from scanner.model.subject import Role

SETTINGS = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
KINDS = {"not_enough": 1, "nothing_found": 0}
UNANSWERED = [kind for kind in OutcomeKind if kind not in CHECKED]
EXPOSED = {
    "fact.home_address": (FactKind.ADDRESS, "address-1", "full"),
    "fact.home_street": (FactKind.ADDRESS, "address-1", "street"),
    "fact.personal_mobile": (FactKind.PHONE, "phone-1", "national"),
    "fact.personal_email": (FactKind.EMAIL, "email-1", "plain"),
}


def badness(headline: Headline) -> int:
    """0 for the one headline that comforts, then "not enough", then the bands."""
    if headline.band is None:
        return KINDS[headline.kind]
    return 2 + (len(Band) - 1 - list(Band).index(headline.band))


exposures = st.lists(
    st.tuples(
        st.sampled_from(sorted(EXPOSED)),
        st.integers(0, 4),
        st.sampled_from([Attribution.CONFIRMED, Attribution.PROBABLE, Attribution.POSSIBLE]),
        st.sampled_from(["", "", "", "On every leaflet"]),
        st.sampled_from(["src.page.given", "src.reg.ch_officers", "src.code.github_user"]),
    ),
    max_size=8,
)
HOSTS = [f"https://www.s{n}.example/page" for n in range(5)]
TEXTS = ["A page.", "14 Bramble Road. Someone should pay her a visit.", "14 Bramble Road. Fine."]


@pytest.fixture
def weigh(subject, book, finding, answer, gathered):
    """The assessment of such exposures on five pages, of which some may lack an answer."""

    def make(drawn: Sequence, texts: Sequence[int] = (0,) * 5, open_pages=frozenset(), **given):
        person = replace(subject, **given)
        answers = []
        for number, url in enumerate(HOSTS):
            asked = answer(url, text=TEXTS[texts[number]])
            if number in open_pages:
                outcome = Outcome(asked.probe.id, OutcomeKind.BLOCKED, "challenge", "")
                asked = replace(asked, outcome=outcome, document=None)
            answers.append(asked)
        findings = []
        for number, (exposure, host, sure, choice, source) in enumerate(drawn):
            kind, fact_id, form = EXPOSED[exposure]
            if host in open_pages:
                continue
            findings.append(
                finding(
                    f"f{number}",
                    HOSTS[host],
                    exposure=exposure,
                    kind=kind,
                    fact_ids=(fact_id,),
                    form=form,
                    attribution=sure,
                    public_by_choice=choice,
                    source_id=source,
                    at=(0, 15),
                )
            )
        return assess(person, book, gathered(*answers), findings, (), "0")

    return make


def by_id(assessment: Assessment) -> dict[str, AssessedFinding]:
    return {item.finding.id: item for item in assessment.findings}


@SETTINGS
@given(drawn=exposures, texts=st.lists(st.integers(0, 2), min_size=5, max_size=5))
def test_adding_an_exposure_improves_neither_headline_nor_any_other_finding(
    weigh, drawn, texts
) -> None:
    less, more = weigh(drawn[:-1], texts), weigh(drawn, texts)
    assert badness(more.headline) >= badness(less.headline)
    before, after = by_id(less), by_id(more)
    for key, item in before.items():
        assert after[key].score >= item.score
        assert list(Band).index(after[key].band) <= list(Band).index(item.band)
        assert (item.standing is Standing.RISK) <= (after[key].standing is Standing.RISK)
    assert len(more.escalations) >= len(less.escalations)


@SETTINGS
@given(drawn=exposures, missing=st.sets(st.integers(0, 4), min_size=1))
def test_what_gave_no_answer_never_comforts_and_is_always_told(weigh, drawn, missing) -> None:
    """Pages that were answered give no answer; what they showed is then not known either."""
    whole, part = weigh(drawn), weigh(drawn, open_pages=missing)
    assert part.coverage.share <= whole.coverage.share
    # Exposures on the pages that were lost can't be known; the rest must weigh no less for it.
    kept = [item for item in drawn if item[1] not in missing]
    assert badness(part.headline) >= badness(weigh(kept).headline)
    gap = "gave no answer" if len(missing) == 1 or len(missing) == 2 else "Not enough was checked"
    assert gap in part.headline.sentence


@SETTINGS
@given(
    kinds=st.lists(st.sampled_from(OutcomeKind), min_size=1, max_size=10),
    purposes=st.lists(
        st.sampled_from([Purpose.PAGE, Purpose.SOURCE, Purpose.LEAD]), min_size=10, max_size=10
    ),
    at=st.integers(0, 9),
    worse=st.sampled_from(UNANSWERED),
)
def test_turning_one_answer_into_none_raises_neither_share_nor_headline(
    subject, book, answer, gathered, kinds, purposes, at, worse
) -> None:
    def headline(outcomes: list[OutcomeKind]) -> tuple[Assessment, str]:
        answers = [
            answer(f"https://p{n}.example/", kind, purpose, source_id=f"src.code.s{n % 4}")
            for n, (kind, purpose) in enumerate(zip(outcomes, purposes, strict=False))
        ]
        made = assess(subject, book, gathered(*answers), (), (), "0")
        return made, made.headline.sentence

    at %= len(kinds)
    before, _ = headline(kinds)
    after, told = headline([*kinds[:at], worse, *kinds[at + 1 :]])
    assert after.coverage.share <= before.coverage.share
    assert badness(after.headline) >= badness(before.headline)
    assert "gave no answer" in told or "Not enough was checked" in told


def test_a_page_that_a_search_named_and_that_was_not_read_is_told(judged, answer) -> None:
    searched = answer("https://s.example/", purpose=Purpose.SOURCE)
    lead = answer("https://l.example/", OutcomeKind.BLOCKED, Purpose.LEAD)
    headline = judged(answers=(searched, lead)).headline
    assert headline.sentence == (
        "Nothing of yours was found in what was checked. "
        "One check gave no answer, so something may still be there."
    )


def test_risks_are_told_with_what_gave_no_answer(judged, finding, answer) -> None:
    answers = [answer(f"https://p{n}.example/") for n in range(8)]
    answers += [answer(f"https://b{n}.example/", OutcomeKind.BLOCKED) for n in range(2)]
    sentence = judged(finding("f1"), answers=tuple(answers)).headline.sentence
    assert sentence.endswith("2 checks gave no answer, so there may be more.")


# What would raise it


def of(answer, kind: OutcomeKind, reason: str, number: int):
    given = answer(f"https://p{number}-{reason.replace('_', '-')}.example/", kind)
    return replace(given, outcome=Outcome(given.probe.id, kind, reason, ""))


def left(source_id: str, title: str, reason: NotRunReason) -> LeftOut:
    return LeftOut(source_id, title, reason, "How.", applicable=True)


def by_hand(source_id: str, title: str, look_first: int = 0) -> ManualCheck:
    return ManualCheck(
        source_id, title, "https://x.example/", "Look.", "All.", look_first=look_first
    )


def test_the_few_things_that_add_most_come_first_and_say_how(judged, answer) -> None:
    answers = [of(answer, OutcomeKind.ABSENT, "absent", 0)]
    answers += [of(answer, OutcomeKind.BLOCKED, "needs_scripts", n) for n in range(3)]
    answers += [of(answer, OutcomeKind.FAILED, "timeout", n) for n in range(2)]
    answers += [of(answer, OutcomeKind.BLOCKED, "login_wall", n) for n in range(4)]
    coverage = judged(
        answers=tuple(answers),
        left_out=(
            left("src.reg.ch_companies", "Companies", NotRunReason.NO_KEY),
            left("src.reg.ch_officers", "Officers", NotRunReason.NOT_TICKED),
        ),
        manual=(by_hand("src.soc.b", "Beta"), by_hand("src.soc.a", "Alpha", look_first=1)),
    ).coverage
    assert (coverage.answered, coverage.applicable) == (1, 11)
    steps = {step.way: step for step in coverage.raise_by}
    assert list(steps) == ["render", "again", "by_hand", "allow"]
    assert steps["render"].share == round(4 / 11, 4)
    assert "3 checks" in steps["render"].do and "--render" in steps["render"].do
    assert (steps["again"].checks, steps["again"].share) == (2, round(3 / 11, 4))
    assert steps["allow"].source_ids == ("src.reg.ch_officers",)
    assert steps["by_hand"].source_ids == ("src.soc.a", "src.soc.b")
    assert steps["by_hand"].share == round(3 / 13, 4)
    assert "Alpha and Beta" in steps["by_hand"].do


def test_looking_oneself_is_asked_for_as_often_as_it_takes(judged, answer) -> None:
    answers = [of(answer, OutcomeKind.ABSENT, "absent", n) for n in range(4)]
    answers += [of(answer, OutcomeKind.BLOCKED, "login_wall", n) for n in range(6)]
    many = tuple(by_hand(f"src.soc.s{n:02}", f"Place {n}") for n in range(40))
    (step,) = judged(answers=tuple(answers), manual=many).coverage.raise_by
    # 4 of 10 are answered: five more of fifteen are needed for 60%.
    assert (step.way, step.checks, step.share) == ("by_hand", 5, 0.6)
    assert "5 places" in step.do and "and 2 more" in step.do


def test_where_all_was_answered_nothing_is_asked_for(judged) -> None:
    assert judged().coverage.raise_by == ()


# The breakdown


def test_why_is_this_critical_answers_itself(judged, finding) -> None:
    (item,) = judged(finding("f1")).findings
    assert item.band is Band.CRITICAL
    assert item.because[0].startswith("It counts as critical at least. Your name and your full")
    assert item.because[1] == "By itself it scores 65 of 100; 60 or more is high."
    assert set(item.because[2:]) < {factor.why for factor in item.factors}
    assert [factor.letter for factor in item.factors] == ["H", "E", "C", "P", "N", "S"]


def test_the_vector_tells_places_and_situation(judged, finding) -> None:
    items = judged(*(finding(f"f{n}", f"https://s{n}.example/") for n in range(3))).findings
    for item in items:
        assert item.vector.endswith("/N:1.1(3 sites)/S:1(candidate)")
        assert any("copy from each other" in sentence for sentence in item.because)


def test_a_street_does_not_count_for_the_whole_address(judged, finding) -> None:
    street = finding("f2", "https://b.example/", exposure="fact.home_street", form="street")
    whole, part = by_id(judged(finding("f1"), street)).values()
    assert "N:1(1 site)" in whole.vector
    assert "N:1.05(2 sites)" in part.vector


@SETTINGS
@given(told=st.sets(st.sampled_from(Circumstance)), more=st.sampled_from(Circumstance))
def test_telling_more_never_lowers_a_score_and_is_never_written_down(weigh, told, more) -> None:
    drawn = [("fact.personal_mobile", 0, Attribution.CONFIRMED, "", "src.page.given")]

    def person(circumstances: set[Circumstance]) -> Assessment:
        answers = tuple((item, True) for item in Circumstance if item in circumstances)
        return weigh(drawn, situation=Situation(answers))

    (less,), (worse,) = person(told).findings, person(told | {more}).findings
    assert worse.score >= less.score
    assert worse.score <= round(less.score * 1.25) + 1
    for circumstance in Circumstance:
        assert circumstance.value not in repr(worse)
    assert "told in private" in worse.vector


@pytest.mark.parametrize(
    ("poll", "value"),
    [(None, 1), (date(2027, 5, 6), 1), (date(2027, 1, 28), 1.05), (date(2026, 11, 23), 1.1)],
)
def test_the_nearer_the_poll_the_more_it_weighs(weigh, subject, poll, value: float) -> None:
    drawn = [("fact.personal_mobile", 0, Attribution.CONFIRMED, "", "src.page.given")]
    (item,) = weigh(drawn, election=replace(subject.election, poll_date=poll)).findings
    assert item.factors[-1].value == value
    assert f"S:{value}(candidate" in item.vector


def test_a_poll_that_is_over_adds_nothing(weigh, subject) -> None:
    drawn = [("fact.personal_mobile", 0, Attribution.CONFIRMED, "", "src.page.given")]
    over = replace(subject.election, poll_date=date(2026, 11, 5))
    (item,) = weigh(drawn, election=over).findings
    assert item.factors[-1].value == 1
    assert "The poll is over" in item.factors[-1].why


def test_a_volunteer_weighs_less_than_the_candidate(weigh) -> None:
    drawn = [("fact.personal_mobile", 0, Attribution.CONFIRMED, "", "src.page.given")]
    (candidate,), (volunteer,) = (
        weigh(drawn, role=role).findings for role in (Role.CANDIDATE, Role.VOLUNTEER)
    )
    assert volunteer.score < candidate.score
