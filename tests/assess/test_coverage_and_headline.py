"""Coverage counts honestly, and below its floor no headline comforts."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.assess import assess
from scanner.assess.headline import headline_of
from scanner.model.bands import Band, Standing
from scanner.model.capture import Sending
from scanner.model.coverage import Coverage
from scanner.model.facts import FactKind, Secret
from scanner.model.finding import Attribution, Question, Quote, QuotePart
from scanner.model.outcome import CHECKED, OutcomeKind
from scanner.model.plan import LeftOut, NotRunReason, Purpose, Sent, SentForm
from scanner.outcome.wording import DETAILS
from scanner.rulebook.loader import load_rulebook

COMFORT = "Nothing of yours was found"


def pages(answer, *kinds: OutcomeKind):
    return tuple(answer(f"https://p{n}.example/", kind) for n, kind in enumerate(kinds))


def test_only_found_and_absent_count_as_answered(judged, answer) -> None:
    coverage = judged(answers=pages(answer, *OutcomeKind)).coverage
    assert (coverage.answered, coverage.applicable) == (2, len(OutcomeKind))
    assert dict(coverage.by_outcome) == dict.fromkeys(OutcomeKind, 1)


def test_controls_and_leads_do_not_count(judged, answer) -> None:
    answers = (
        answer("https://p.example/", OutcomeKind.BLOCKED),
        answer("https://p.example/x", OutcomeKind.ABSENT, Purpose.CONTROL),
        answer("https://q.example/", OutcomeKind.FOUND, Purpose.LEAD),
    )
    coverage = judged(answers=answers).coverage
    assert (coverage.answered, coverage.applicable) == (0, 1)


def test_a_planned_probe_without_an_answer_is_unanswered(judged, answer) -> None:
    asked, never = pages(answer, OutcomeKind.FOUND, OutcomeKind.FOUND)
    assessment = judged(answers=(asked,), plan=(asked.probe, never.probe), partial=True)
    assert (assessment.coverage.answered, assessment.coverage.applicable) == (1, 2)
    check = next(c for c in assessment.checks if c.probe_id == never.probe.id)
    assert (check.outcome, check.reason) == (OutcomeKind.NOT_RUN, "stopped")
    assert check.look_yourself


def test_left_out_sources_count_when_they_apply_and_were_not_deselected(judged, answer) -> None:
    def left(reason: NotRunReason, applicable: bool) -> LeftOut:
        return LeftOut("src.x.y", "X", reason, "Why.", applicable)

    assessment = judged(
        answers=pages(answer, OutcomeKind.FOUND),
        left_out=(
            left(NotRunReason.NO_KEY, True),
            left(NotRunReason.NOTHING_TO_ASK, False),
            left(NotRunReason.DESELECTED, True),
        ),
    )
    assert (assessment.coverage.answered, assessment.coverage.applicable) == (1, 2)


def test_each_group_tells_what_was_asked_and_what_waits(judged, answer) -> None:
    of_register = answer("https://register.example/", OutcomeKind.BLOCKED, Purpose.SOURCE)
    probe = replace(of_register.probe, source_id="src.reg.ch_officers")
    left_out = (
        LeftOut("src.reg.ch_companies", "X", NotRunReason.NOT_TICKED, "Why.", True),
        LeftOut("src.reg.ch_disqualified", "X", NotRunReason.DESELECTED, "Why.", True),
    )
    answers = (
        *pages(answer, OutcomeKind.FOUND, OutcomeKind.FAILED),
        replace(of_register, probe=probe),
    )
    groups = judged(answers=answers, left_out=left_out).coverage.groups
    told = {group.category: (group.answered, group.asked, group.waiting) for group in groups}
    assert told == {"page": (1, 2, 0), "register": (0, 1, 1)}


@pytest.mark.parametrize(("is_answered", "counts"), [(False, (1, 2)), (True, (2, 2))])
def test_registers_kept_back_count_once_and_only_where_none_answered(
    judged, answer, is_answered: bool, counts: tuple[int, int]
) -> None:
    answers = pages(answer, OutcomeKind.FOUND)
    if is_answered:
        of_register = answer("https://register.example/", OutcomeKind.ABSENT, Purpose.SOURCE)
        probe = replace(of_register.probe, source_id="src.reg.ch_officers")
        answers += (replace(of_register, probe=probe),)
    kept_back = tuple(
        LeftOut(source_id, "X", NotRunReason.NOT_TICKED, "Why.", True)
        for source_id in ("src.reg.ch_companies", "src.reg.ch_disqualified")
    )
    coverage = judged(answers=answers, left_out=kept_back).coverage
    assert (coverage.answered, coverage.applicable) == counts


def test_probes_of_others_do_not_count(judged, answer) -> None:
    mine = answer("https://p.example/")
    theirs = answer("https://q.example/", OutcomeKind.BLOCKED, subject_ids=("somebody-else",))
    assessment = judged(answers=(mine, theirs))
    assert assessment.coverage.applicable == 1
    assert [check.probe_id for check in assessment.checks] == [mine.probe.id]


def test_nothing_found_with_enough_coverage(judged, answer) -> None:
    headline = judged(answers=pages(answer, OutcomeKind.ABSENT)).headline
    assert (headline.kind, headline.sentence) == (
        "nothing_found",
        "Nothing of yours was found in what was checked.",
    )


def test_nothing_found_below_the_floor_is_no_comfort(judged, answer) -> None:
    blocked = pages(answer, OutcomeKind.ABSENT, OutcomeKind.BLOCKED)
    headline = judged(answers=blocked).headline
    assert (headline.kind, headline.band) == ("not_enough", None)
    assert headline.sentence == "Not enough was checked to say."


def test_an_interrupted_run_does_not_say_that_nothing_was_found(judged, answer) -> None:
    headline = judged(answers=pages(answer, OutcomeKind.ABSENT), partial=True).headline
    assert headline.kind == "not_enough"


def test_risks_are_told_with_counts_and_below_the_floor_with_a_warning(
    judged, finding, answer
) -> None:
    found = (
        finding("f1"),
        finding("f2", exposure="fact.personal_email", kind=FactKind.EMAIL),
        finding("f3", attribution=Attribution.POSSIBLE),
    )
    enough = judged(*found, answers=pages(answer, OutcomeKind.FOUND)).headline
    short = judged(*found, answers=pages(answer, OutcomeKind.BLOCKED)).headline
    assert (enough.kind, enough.band) == ("band", Band.CRITICAL)
    assert dict(enough.counts) == {**dict.fromkeys(Band, 0), Band.CRITICAL: 1, Band.LOW: 1}
    assert enough.sentence == (
        "Your worst exposure is critical: 2 exposures of private details were found "
        "(1 critical and 1 low)."
    )
    assert short.sentence.startswith(enough.sentence)
    assert "Not enough was checked" in short.sentence


def test_a_match_that_may_be_hers_is_named_beside_a_clean_headline(judged, finding) -> None:
    headline = judged(finding("f1", attribution=Attribution.POSSIBLE)).headline
    assert headline.kind == "nothing_found"
    assert "One match may be yours" in headline.sentence


@settings(max_examples=60, deadline=None)
@given(kinds=st.lists(st.sampled_from(OutcomeKind), max_size=12), partial=st.booleans())
def test_below_the_floor_no_headline_comforts(kinds: list[OutcomeKind], partial: bool) -> None:
    answered = sum(kind in CHECKED for kind in kinds)
    coverage = Coverage(answered, len(kinds), 0.6, (), 0)
    headline = headline_of((), coverage, partial)
    if COMFORT in headline.sentence or headline.kind == "nothing_found":
        assert answered >= 0.6 * len(kinds) > 0
        assert not partial


def test_the_order_of_answers_and_findings_does_not_matter(
    subject, book, answer, gathered, finding
) -> None:
    urls = [f"https://p{n}.example/" for n in range(6)]
    thread = "14 Bramble Road. Someone should pay her a visit."
    answers = [answer(url, text=thread) for url in urls]
    leads = [answer(f"https://l{n}.example/", purpose=Purpose.LEAD) for n in range(3)]
    findings = [finding(f"f{n}", url, at=(0, 15)) for n, url in enumerate(urls)]
    findings += [finding("f9", urls[0], exposure="fact.home_postcode", form="postcode")]
    questions = [
        Question(f"q{n}", subject.id, "p", FactKind.PHONE, "07•", "Yours?", Quote(), Quote())
        for n in range(3)
    ]
    plan = tuple(item.probe for item in answers)
    first = assess(subject, book, gathered(*answers, *leads, plan=plan), findings, questions, "0")
    shuffle = random.Random(7).shuffle
    for _ in range(5):
        everything = [*answers, *leads]
        for items in (everything, findings, questions):
            shuffle(items)
        again = assess(subject, book, gathered(*everything, plan=plan), findings, questions, "0")
        assert again == first
    assert {item.standing for item in first.findings} == {Standing.RISK}


def test_a_check_shows_no_value(judged, answer) -> None:
    email = "jane.marlow@mailbox.example"
    asked = answer(
        f"https://service.example/find?q={email.replace('@', '%40')}",
        OutcomeKind.BLOCKED,
        sends=(Sent(FactKind.EMAIL, SentForm.CLEAR, "email-1"),),
    )
    (check,) = judged(answers=(asked,)).checks
    assert "marlow" not in check.url.shown()
    (told,) = check.asked
    assert (told.kind, told.form) == (FactKind.EMAIL, SentForm.CLEAR)
    assert "marlow" not in told.value.mask
    assert "Open the address yourself" in check.look_yourself
    assert (check.status, check.redirects) == (200, 0)


@pytest.mark.parametrize(
    ("kind", "reason", "advice"),
    [
        (OutcomeKind.BLOCKED, "challenge", "Open the address yourself."),
        (OutcomeKind.BLOCKED, "login_wall", "log in"),
        (OutcomeKind.BLOCKED, "consent_wall", "cookies"),
        (OutcomeKind.BLOCKED, "robots", "Open the address yourself."),
        (OutcomeKind.STALE, "no_signature", "Open the address yourself."),
        (OutcomeKind.FAILED, "timeout", "later"),
        (OutcomeKind.FAILED, "not_read", "Open it and look for your details yourself."),
        (OutcomeKind.FAILED, "too_large", "Open it and look for your details yourself."),
        (OutcomeKind.FAILED, "too_many_redirects", "see where it leads"),
        (OutcomeKind.FAILED, "redirect_refused", "see where it leads"),
        (OutcomeKind.FOUND, "found", ""),
    ],
)
def test_an_unanswered_check_says_what_to_do_instead(
    judged, answer, kind: OutcomeKind, reason: str, advice: str
) -> None:
    asked = answer("https://a.example/", kind)
    asked = replace(asked, outcome=replace(asked.outcome, reason=reason))
    (check,) = judged(answers=(asked,)).checks
    assert advice in check.look_yourself
    assert bool(advice) is bool(check.look_yourself)
    assert ("later" in check.look_yourself) is (reason == "timeout")


@pytest.mark.parametrize(
    ("purpose", "reason", "status", "is_told"),
    [
        (Purpose.PAGE, "no_signature", 200, True),
        (Purpose.LEAD, "thin_evidence", 200, True),
        (Purpose.PAGE, "no_signature", 418, False),
        (Purpose.SOURCE, "no_signature", 200, False),
    ],
)
def test_a_page_with_too_little_on_it_is_called_that(
    judged, answer, purpose: Purpose, reason: str, status: int, is_told: bool
) -> None:
    asked = answer("https://a.example/", OutcomeKind.STALE, purpose)
    hop = replace(asked.answer.hops[0], status=status)
    asked = replace(
        asked,
        answer=replace(asked.answer, hops=(hop,)),
        outcome=replace(asked.outcome, reason=reason),
    )
    (check,) = judged(answers=(asked,)).checks
    assert ("empty, or too short to be told from a wall" in check.detail) is is_told


def _asked(judged, answer, *variables: tuple[str, Secret], form: SentForm = SentForm.PARTIAL):
    sent = Sent(FactKind.ADDRESS, form, "address-1")
    asked = answer("https://search.example/?q=x", sends=(sent,), variables=variables)
    (check,) = judged(answers=(asked,)).checks
    return check.asked


def test_a_check_says_which_piece_of_a_fact_was_asked_about(judged, answer) -> None:
    town = ("town", Secret("Wexcombe", "W•••••••"))
    district = ("postcode_district", Secret("WX4", "WX•"))
    name = ("name", Secret("Jane Marlow", "Jane Marlow"))
    (told,) = _asked(judged, answer, name, town)
    assert (told.kind, told.fact_id, told.value.mask) == (
        FactKind.ADDRESS,
        "address-1",
        "W•••••••",
    )
    assert [told.value.mask for told in _asked(judged, answer, district, town)] == [
        "WX•",
        "W•••••••",
    ]


def test_asking_about_a_page_tells_what_stands_in_its_address(judged, answer) -> None:
    page = Secret("https://www.wexcombe-history.example/streets/bramble-road.htm", "masked")
    (told,) = _asked(judged, answer, ("page", page), form=SentForm.CLEAR)
    assert told.kind is FactKind.ADDRESS
    assert told.value.mask and "bramble" not in told.value.mask
    assert told.value.reveal() == "bramble-road"


def test_what_happened_and_what_to_do_are_told_apart() -> None:
    """The advice follows every detail, so none may give advice of its own."""
    said = [rule.say for rule in load_rulebook([]).obstacles] + list(DETAILS.values())
    advice = ("yourself", "try again", "later", "if you have", "check the")
    assert [text for text in said if any(word in text.lower() for word in advice)] == []


@pytest.mark.parametrize(
    ("what", "url", "site", "told", "controller"),
    [
        ("probe", "https://github.com/janemarlow", "github.com", True, "GitHub (United States)"),
        ("robots", "https://github.com/robots.txt", "github.com", False, "GitHub (United States)"),
        ("redirect", "https://login.example/", "login.example", False, "whoever runs login."),
        ("redirect", "https://o.example/?u=JaneMarlow", "o.example", True, "whoever runs o."),
    ],
)
def test_the_ledger_says_what_each_request_told_whom(
    judged, answer, what: str, url: str, site: str, told: bool, controller: str
) -> None:
    sent = Sent(FactKind.HANDLE, SentForm.CLEAR, "handle-1")
    asked = answer(
        "https://github.com/janemarlow",
        source_id="src.code.github_user",
        sends=(sent,),
        variables=(("handle", Secret("janemarlow", "j•••")),),
    )
    at = asked.answer.fetched_at
    sends = (sent,) if told else ()
    sending = Sending(asked.probe.id, url, "GET", site, at, what, sends)
    later = replace(sending, at=at + timedelta(seconds=1))
    lines = judged(answers=(asked,), sendings=(later, sending)).ledger
    assert [line.at for line in lines] == [sending.at, later.at]
    assert (lines[0].sent, lines[0].what, lines[0].purpose) == (sends, what, asked.probe.purpose)
    assert lines[0].controller.startswith(controller)


def test_a_quote_part_of_the_page_is_never_rebuilt_in_clear(judged, finding) -> None:
    secret = QuotePart("14 Bramble Road", "•• B•••••• Road", marked=True)
    assessment = judged(finding("f1", quote=Quote((secret,))))
    assert "14 Bramble" not in repr(assessment)
