"""Whose fact it is: by what stands together, through the real reader, matcher and rules."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from scanner.judge import Judged
from scanner.model.finding import Attribution
from scanner.model.outcome import OutcomeKind

FACTS = """
phone = ["07700 900123", { value = "01632 960155", public_by_choice = "Campaign line" }]
email = "jane.marlow@mailbox.example"
birth_date = 1979-03-14
employer = "Bramley Fabrics"
domain = { value = "marlow-for-wexcombe.example", public_by_choice = "Campaign site" }
[[facts.address]]
house = "14"
street = "Bramble Road"
town = "Wexcombe"
postcode = "WX4 7QT"
"""

FAR = "<p>" + "Nothing of note was decided. " * 40 + "</p>"

Judge = Callable[..., Judged]


@pytest.fixture
def judged(judge_page: Judge) -> Judge:
    """Judges a page for Jane Marlow with all her facts."""

    def run(body: str, *place: str, **other: object) -> Judged:
        return judge_page(FACTS, body, *place, **other)

    return run


def attributions(result: Judged) -> dict[str, Attribution]:
    return {finding.exposure: finding.attribution for finding in result.findings}


@pytest.mark.parametrize(
    ("body", "exposure", "expected"),
    [
        (
            "<p>Jane Marlow, 14 Bramble Road, Wexcombe WX4 7QT</p>",
            "fact.home_address", Attribution.CONFIRMED,
        ),
        ("<p>Jane Marlow: 07700 900123</p>", "fact.personal_mobile", Attribution.CONFIRMED),
        (
            "<p>MARLOW, Jane lives at 14 Bramble Road</p>",
            "fact.home_address", Attribution.PROBABLE,
        ),
        ("<p>Ring 07700 900123 any time.</p>", "fact.personal_mobile", Attribution.PROBABLE),
        (
            "<p>Write to jane.marlow@mailbox.example</p>",
            "fact.personal_email", Attribution.PROBABLE,
        ),
        (
            f"<p>Jane Marlow spoke.</p>{FAR}<p>14 Bramble Road, Wexcombe, WX4 7QT</p>",
            "fact.home_address", Attribution.PROBABLE,
        ),
        (
            "<p>For sale: 14 Bramble Road, Wexcombe, WX4 7QT</p>",
            "fact.home_address", Attribution.POSSIBLE,
        ),
        (
            "<p>14 Bramble Road, Wexcombe, WX4 7QT. Tel. 07700 900123</p>",
            "fact.home_address", Attribution.CONFIRMED,
        ),
        (
            "<p>Jane Marlow of Bramble Road, Wexcombe, said so.</p>",
            "fact.home_street", Attribution.PROBABLE,
        ),
    ],
)  # fmt: skip
def test_what_stands_together_decides(
    judged: Judge, body: str, exposure: str, expected: Attribution
) -> None:
    assert attributions(judged(body)).get(exposure) is expected


@pytest.mark.parametrize(
    "body",
    [
        "<p>Jane Marlow spoke about buses.</p>",
        "<p>Bramble Road, Wexcombe, was resurfaced. The postcode is WX4 7QT.</p>",
        "<p>Jane Marlow, 16 Bramble Road, Wexcombe</p>",
        "<p>Jane Marlowe: 07700 900124</p>",
        "<p>Jane Marlow, baker, 14 Bramble Road, Northmoor, NM2 5RT</p>",
    ],
)
def test_no_finding_without_evidence(judged: Judge, body: str) -> None:
    kept = {a for a in attributions(judged(body)).values() if a is not Attribution.OTHER_PERSON}
    assert not kept


def test_a_weak_fact_beside_somebody_elses_address_is_not_confirmed(judged: Judge) -> None:
    body = "<p>Jane Marlow, Bramley Fabrics, 3 Mill Lane, Northmoor, NM2 5RT</p>"
    assert attributions(judged(body)).get("fact.workplace") in (None, Attribution.OTHER_PERSON)


def test_every_attribution_gives_its_reasons(judged: Judge) -> None:
    result = judged("<p>Jane Marlow, 14 Bramble Road, Wexcombe, WX4 7QT, 07700 900123</p>")
    assert len(result.findings) == 2
    assert all(finding.reasons for finding in result.findings)


def test_public_by_choice_keeps_its_reason_beside_a_private_fact(judged: Judge) -> None:
    result = judged("<p>Jane Marlow, campaign 01632 960155, private 07700 900123</p>")
    reasons = {f.exposure: f.public_by_choice for f in result.findings}
    assert reasons["fact.personal_mobile"] == ""
    assert "Campaign line" in reasons.values()


def test_one_finding_per_fact_and_page(judged: Judge) -> None:
    body = "<p>Jane Marlow 07700 900123</p>" * 3 + '<a href="tel:+447700900123">ring</a>'
    result = judged(body)
    assert len(result.findings) == 1
    assert len(result.findings[0].places) == 2


def test_an_identity_survives_wording_and_needs_the_key(judged: Judge) -> None:
    one = judged("<p>Jane Marlow 07700 900123</p>").findings[0]
    other = judged("<p>Tel. (Jane Marlow) +44 7700 900 123</p>").findings[0]
    elsewhere = judged("<p>Jane Marlow 07700 900123</p>", "https://b.example/").findings[0]
    keyed = judged("<p>Jane Marlow 07700 900123</p>", key=b"another").findings[0]
    assert one.id == other.id
    assert len({one.id, elsewhere.id, keyed.id}) == 3


def test_on_the_persons_own_domain_it_is_theirs(judged: Judge) -> None:
    result = judged(
        "<!-- 07700 900123 --><p>Welcome</p>", "https://www.marlow-for-wexcombe.example/"
    )
    assert attributions(result)["fact.personal_mobile"] is Attribution.CONFIRMED


def test_an_absent_page_makes_no_finding(judged: Judge) -> None:
    body = "<p>Jane Marlow 07700 900123</p>"
    assert not judged(body, kind=OutcomeKind.ABSENT).findings
    assert judged(body, kind=OutcomeKind.BLOCKED).findings


def test_a_value_beside_the_name_is_a_masked_question(judged: Judge) -> None:
    result = judged("<p>Jane Marlow, ring 07700 900461 or 07700 900462.</p>")
    assert len(result.questions) == 1
    question = result.questions[0]
    shown = f"{question!r} {question.quote.shown(True)} {question.text}"
    assert "900461" not in shown
    assert "900462" not in shown
    assert question.masked.endswith("61")


def test_a_value_far_from_the_name_is_no_question(judged: Judge) -> None:
    assert not judged(f"<p>Jane Marlow spoke.</p>{FAR}<p>Ring 07700 900461.</p>").questions


def test_the_next_entry_of_a_list_is_no_question(judged: Judge) -> None:
    rows = "<ul><li>Jane Marlow 07700 900123</li><li>Tom Aske 07700 900461</li></ul>"
    assert not judged(rows).questions


def test_the_next_card_of_somebody_else_is_no_question(judged: Judge) -> None:
    cards = (
        "<div><h3>Jane Marlow</h3><p>Secretary</p></div>"
        "<div><h3>Tom Aske</h3><p>07700 900461</p></div>"
    )
    assert not judged(cards).questions


def test_the_household_is_a_count_and_a_question(judge_page: Judge) -> None:
    facts = 'household_member = ["Daniel Marlow", "Ruth Okafor"]'
    together = "<p>Jane Marlow, Daniel Marlow and Ruth Okafor live in the old mill.</p>"
    (question,) = judge_page(facts, together).questions
    assert question.text.startswith("2 people you live with are named with you")
    assert "Daniel" not in question.quote.shown()
    assert not judge_page(facts, "<p>Daniel Marlow ran the marathon.</p>").questions


def test_excerpts_mask_street_and_number_whatever_is_quoted(judged: Judge) -> None:
    body = "<p>Jane Marlow, 07700 900123. Her house in Bramble Road, no. 14, is for sale.</p>"
    for finding in judged(body).findings:
        assert "Bramble" not in finding.quote.shown()
        assert "900123" not in finding.quote.shown()
        assert "900123" not in repr(finding)


def test_another_candidates_address_is_masked_whether_revealed_or_not(judged: Judge) -> None:
    body = (
        "<table><tr><td>MARLOW, Jane<td>14 Bramble Road, Wexcombe, WX4 7QT"
        "<tr><td>ASKE, Tom<td>9 Fuller’s Yard, Wexcombe, WX1 3RD</table>"
    )
    findings = judged(body).findings
    assert [finding.exposure for finding in findings] == ["fact.home_address"]
    for reveal in (False, True):
        shown = findings[0].quote.shown(reveal)
        assert "ASKE, Tom" in shown
        assert "• F•••••’• Yard" in shown
        assert "Fuller" not in shown
        assert "3RD" not in shown
    assert "14 Bramble Road" in findings[0].quote.shown(reveal=True)


def test_a_strangers_house_and_street_are_no_question(judged: Judge) -> None:
    assert not judged("<p>Jane Marlow met Tom Aske at 9 Mill Lane.</p>").questions


def test_another_birth_date_settles_the_rest_of_a_namesakes_entry(judged: Judge) -> None:
    body = "<p>Jane Marlow, born 2 September 1986, baker, NM2 5RT, 07700 900461.</p>"
    assert [q.kind.value for q in judged(body).questions] == ["birth_date"]


def test_a_page_full_of_facts_costs_in_proportion(judged: Judge) -> None:
    entry = "<p>Jane Marlow 07700 900123 or 07700 900461, 14 Bramble Road, Wexcombe, WX4 7QT</p>"

    def cost(entries: int) -> float:
        began = time.process_time()
        assert judged(entry * entries).findings
        return time.process_time() - began

    cost(10)
    assert cost(2000) < 12 * cost(500), "four times the page; sixteen times would be its square"


def test_a_street_named_on_the_persons_own_site_is_not_their_address(judged: Judge) -> None:
    body = "<p>Bramble Road will be resurfaced in May.</p>"
    result = judged(body, "https://www.marlow-for-wexcombe.example/news")
    assert not {f.attribution for f in result.findings} & {
        Attribution.CONFIRMED,
        Attribution.PROBABLE,
    }


def test_an_own_address_that_leads_elsewhere_is_no_own_site(judged: Judge) -> None:
    body = "<p>For sale: 14 Bramble Road, Wexcombe, WX4 7QT</p>"
    own = "https://marlow-for-wexcombe.example/"
    (finding,) = judged(body, "https://parked.example/", asked=own).findings
    assert finding.attribution is Attribution.POSSIBLE
    assert finding.site == "parked.example"
