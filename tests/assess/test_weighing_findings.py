"""Scores, standing, combinations, signals and actions of hand-made findings."""

from __future__ import annotations

import pytest

from scanner.assess import score_rows
from scanner.model.bands import Band, Standing
from scanner.model.document import Place
from scanner.model.facts import FactKind
from scanner.model.finding import Attribution, Quote, QuotePart

HOSTILE = "https://www.wexcombe-herald.example/letters/9"
THREAD = "She lives at 14 Bramble Road. Someone should pay her a visit. Ring 01632 960001."
AT = (THREAD.index("14"), THREAD.index("14") + len("14 Bramble Road"))


def only(assessment):
    (item,) = assessment.findings
    return item


def test_the_vector_explains_the_score(book) -> None:
    score = score_rows(book, "fact.home_address", "directory", "two_facts", "third_party_form")
    assert score.value == 68
    assert score.band is Band.HIGH
    assert score.vector == (
        "EX:1/H:10(fact.home_address)/E:0.8(directory)/C:1(two_facts)/P:0.85(third_party_form)"
    )
    assert [factor.letter for factor in score.factors] == ["H", "E", "C", "P"]
    assert {factor.rule_id for factor in score.factors} <= {item.rule.id for item in book.loaded}


@pytest.mark.parametrize("weak", range(4))
def test_an_unknown_row_counts_as_the_worst_and_says_so(book, weak: int) -> None:
    rows = ["fact.dob_partial", "technical", "fragments", "own_page"]
    known = score_rows(book, *rows)
    rows[weak] = "nobody_wrote_this"
    score = score_rows(book, *rows)
    assert score.value > known.value
    assert "nobody_wrote_this, assumed worst" in score.vector
    assert "worst plausible" in score.factors[weak].why


@pytest.mark.parametrize("weighs", ["harm", "ease", "corroboration", "persistence"])
def test_raising_a_factor_never_lowers_the_score(book, weighs: str) -> None:
    rows = {
        "harm": "fact.workplace",
        "ease": "directory",
        "corroboration": "fragments",
        "persistence": "archived",
    }
    table = sorted(book.factors[weighs].rows, key=lambda name: book.row(weighs, name).value)
    values = [score_rows(book, **{**rows, weighs: name}).value for name in table]
    assert values == sorted(values)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, "C:0.8(strong_fact)"),
        ({"facts_beside": ("name-1", "phone-1")}, "C:1(two_facts)"),
        ({"form": "street_town"}, "C:0.6(fragments)"),
        ({"attribution": Attribution.POSSIBLE}, "C:0.4(uncertain)"),
        ({"source_id": "src.code.github_user"}, "C:1(own_account)"),
        ({"places": (Place.COMMENT, Place.HIDDEN)}, "E:0.5(technical)"),
        ({"places": (Place.COMMENT, Place.TEXT)}, "E:0.9(name_and_town)"),
    ],
)
def test_what_stands_together_and_where_decides_the_factors(
    judged, finding, given: dict, expected: str
) -> None:
    assert expected in only(judged(finding("f1", **given))).vector


def test_a_source_without_a_rule_is_weighed_as_the_worst(judged, finding) -> None:
    item = only(judged(finding("f1", source_id="src.nobody.knows")))
    assert "E:1(unknown, assumed worst)" in item.vector
    assert item.source_title == "src.nobody.knows"


@pytest.mark.parametrize(
    ("given", "standing"),
    [
        ({}, Standing.RISK),
        ({"attribution": Attribution.PROBABLE}, Standing.RISK),
        ({"attribution": Attribution.POSSIBLE}, Standing.UNSURE),
        ({"public_by_choice": "On every leaflet"}, Standing.PUBLIC_BY_CHOICE),
        ({"source_id": "src.reg.ch_officers"}, Standing.PUBLIC_BY_LAW),
        (
            {
                "url": "https://www.wexcombe-dc.example/elections",
                "page_title": Quote((QuotePart("Statement of Persons  Nominated"),)),
            },
            Standing.PUBLIC_BY_LAW,
        ),
        (
            {
                "url": "https://forum.wexcombe.example/t/1",
                "page_title": Quote((QuotePart("Statement of persons nominated, lol"),)),
            },
            Standing.RISK,
        ),
    ],
)
def test_standing(judged, finding, given: dict, standing: Standing) -> None:
    assert only(judged(finding("f1", **given))).standing is standing


def test_another_person_and_another_subject_are_left_out(judged, finding) -> None:
    assessment = judged(
        finding("f1", attribution=Attribution.OTHER_PERSON),
        finding("f2", subject_id="somebody-else"),
    )
    assert assessment.findings == ()


def test_public_by_choice_has_no_score_and_nothing_to_do(judged, finding) -> None:
    assessment = judged(finding("f1", public_by_choice="Campaign office"))
    item = only(assessment)
    assert (item.score, item.band, item.factors) == (0, Band.INFO, ())
    assert item.remedy_id == "rem.none.public_by_choice"
    assert item.title == "An address that you made public"
    assert "Campaign office" in item.why
    assert assessment.actions == ()
    assert assessment.combinations == ()


def test_name_and_home_on_one_page_is_critical_whatever_the_score(judged, finding) -> None:
    assessment = judged(finding("f1", places=(Place.COMMENT,)))
    item = only(assessment)
    assert item.score < 80
    assert item.band is Band.CRITICAL
    assert item.combination_ids == ("combo.name_home",)


def test_without_the_name_or_surely_hers_there_is_no_combination(judged, finding) -> None:
    assert only(judged(finding("f1", facts_beside=("phone-1",)))).combination_ids == ()
    unsure = only(judged(finding("f1", attribution=Attribution.POSSIBLE)))
    assert (unsure.combination_ids, unsure.band) == ((), Band.LOW)


def test_members_of_a_page_combination_have_to_stand_on_one_page(judged, finding) -> None:
    mobile = {"exposure": "fact.personal_mobile", "kind": FactKind.PHONE, "fact_ids": ("phone-1",)}
    street = {"exposure": "fact.home_street", "form": "street_town"}
    one, two = "https://a.example/1", "https://b.example/1"
    together = judged(finding("f1", one, **mobile), finding("f2", one, **street))
    apart = judged(finding("f1", one, **mobile), finding("f2", two, **street))
    assert [c.rule_id for c in together.combinations] == ["combo.mobile_name_home"]
    assert {item.band for item in together.findings} == {Band.CRITICAL}
    assert apart.combinations == ()


def test_pieces_on_several_pages_are_a_mosaic(judged, finding) -> None:
    assessment = judged(
        finding("f1", "https://a.example/1", exposure="fact.home_street", form="street_town"),
        finding("f2", "https://b.example/1", exposure="fact.home_postcode", form="postcode"),
    )
    (mosaic,) = assessment.combinations
    assert (mosaic.rule_id, mosaic.finding_ids) == ("combo.mosaic_home", ("f1", "f2"))
    assert all(item.band in (Band.CRITICAL, Band.HIGH) for item in assessment.findings)


def test_three_independent_sites_lift_one_band(judged, finding) -> None:
    plain = {"exposure": "fact.home_postcode", "form": "postcode", "facts_beside": ()}
    urls = ["https://a.example/1", "https://b.example/1", "https://c.example/1"]
    two = judged(*(finding(f"f{n}", url, **plain) for n, url in enumerate(urls[:2])))
    three = judged(*(finding(f"f{n}", url, **plain) for n, url in enumerate(urls)))
    same_site = judged(
        *(finding(f"f{n}", url, site="a.example", **plain) for n, url in enumerate(urls))
    )
    assert {item.band for item in two.findings} == {Band.MEDIUM}
    assert {item.band for item in three.findings} == {Band.HIGH}
    assert {item.band for item in same_site.findings} == {Band.MEDIUM}


def test_the_company_register_shows_the_home(judged, finding) -> None:
    assessment = judged(finding("f1", source_id="src.reg.ch_officers", facts_beside=()))
    assert [c.rule_id for c in assessment.combinations] == ["combo.director_home"]
    item = only(assessment)
    assert (item.standing, item.band) == (Standing.PUBLIC_BY_LAW, Band.CRITICAL)
    assert [action.remedy_id for action in assessment.actions] == ["law.ch_current"]
    assert assessment.headline.kind == "nothing_found"
    assert "the law requires it" in assessment.headline.sentence


def test_hostile_wording_stands_above_all(judged, finding, answer) -> None:
    post = finding("f1", HOSTILE, at=AT)
    other = finding("f2", "https://www.wexcombe-hall.example/hire")
    assessment = judged(post, other, answers=(answer(HOSTILE, text=THREAD),))
    (alarm,) = assessment.escalations
    assert (alarm.signal_id, alarm.level, alarm.finding_ids) == ("esc.doxx", "urgent", ("f1",))
    assert "999" in alarm.do[0]
    hostile = next(c for c in assessment.combinations if c.rule_id == "combo.address_hostile")
    assert (hostile.emergency, hostile.finding_ids) == (True, ("f1",))
    assert assessment.actions[0].remedy_id == "rem.forum.host"
    remedy = assessment.remedy("rem.forum.host")
    assert remedy is not None
    assert remedy.backfire == "capture_first"


def test_an_escalation_quotes_the_wording_and_masks_the_value(judged, finding, answer) -> None:
    assessment = judged(finding("f1", HOSTILE, at=AT), answers=(answer(HOSTILE, text=THREAD),))
    shown = assessment.escalations[0].quote.shown()
    assert "pay her a visit" in shown
    assert "Bramble" not in shown
    assert "960001" not in shown


@pytest.mark.parametrize(
    "given",
    [{"attribution": Attribution.POSSIBLE}, {"public_by_choice": "Campaign office"}],
)
def test_no_escalation_for_what_is_unsure_or_meant_to_be_public(
    judged, finding, answer, given: dict
) -> None:
    assessment = judged(
        finding("f1", HOSTILE, at=AT, **given), answers=(answer(HOSTILE, text=THREAD),)
    )
    assert assessment.escalations == ()


def test_wording_far_from_the_fact_is_no_signal(judged, finding, answer) -> None:
    text = THREAD[: AT[1]] + " Fine weather." * 100 + " Pay her a visit."
    assessment = judged(finding("f1", HOSTILE, at=AT), answers=(answer(HOSTILE, text=text),))
    assert assessment.escalations == ()


def test_a_threat_under_the_title_of_a_public_notice_stays_a_risk(judged, finding, answer) -> None:
    url = "https://www.wexcombe-dc.example/elections"
    title = Quote((QuotePart("Statement of Persons Nominated"),))
    assessment = judged(
        finding("f1", url, at=AT, page_title=title), answers=(answer(url, text=THREAD),)
    )
    assert only(assessment).standing is Standing.RISK
    assert only(assessment).remedy_id == "rem.forum.host"


def test_actions_close_all_findings_of_a_remedy_and_critical_goes_by_least_minutes(
    judged, finding
) -> None:
    assessment = judged(
        finding("f1", "https://a.example/1"),
        finding("f2", "https://b.example/1"),
        finding("f3", "https://www.wexcombe-hall.example/hire"),
        finding("f4", "https://github.com/janemarlow", exposure="fact.personal_email"),
        finding("f5", "https://c.example/1", attribution=Attribution.POSSIBLE),
    )
    assert [action.remedy_id for action in assessment.actions] == [
        "rem.club.secretary",
        "rem.gdpr.erase",
        "rem.plat.github",
    ]
    erase = assessment.actions[1]
    assert erase.finding_ids == ("f1", "f2")
    assert erase.why == "Closes: your home address (2 places) on a.example, b.example."
    assert {action.remedy_id for action in assessment.actions} <= {
        remedy.id for remedy in assessment.remedies
    }


def test_below_critical_the_most_score_per_minute_goes_first(judged, finding) -> None:
    mobile = {"exposure": "fact.personal_mobile", "facts_beside": ()}
    assessment = judged(
        finding("f1", "https://a.example/1", **mobile),
        finding("f2", "https://www.wexcombe-hall.example/hire", **mobile),
        finding(
            "f3",
            "https://github.com/jm",
            exposure="fact.personal_email",
            fact_ids=("email-1",),
            facts_beside=(),
        ),
    )
    assert [action.remedy_id for action in assessment.actions] == [
        "rem.club.secretary",
        "rem.gdpr.erase",
        "rem.plat.github",
    ]
    assert [action.band for action in assessment.actions] == [Band.MEDIUM, Band.MEDIUM, Band.LOW]


def test_every_finding_says_what_it_is_why_it_matters_and_what_to_do(judged, finding, book) -> None:
    exposures = sorted(book.factors["harm"].rows)
    assessment = judged(*(finding(f"f{n}", exposure=e) for n, e in enumerate(exposures)))
    assert len(assessment.findings) == len(exposures)
    for item in assessment.findings:
        assert item.title and item.why and assessment.remedy(item.remedy_id)
