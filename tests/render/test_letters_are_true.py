"""What letters say is so: who, when, how sure, and what must come first."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from scanner.model.finding import Attribution
from scanner.model.letters import LetterText
from scanner.render.letters import letters_for
from scanner.render.letters.choosing import ALARMED
from scanner.rulebook.letter_template import check_letter, fill_letter
from tests.render.lettered import home, lettered, met, mobile, shipped, the, written

OPERATOR = {rule.id for rule in shipped() if rule.recipient == "operator"}


def test_all_findings_on_a_site_stand_in_one_letter_with_pages_days_and_details() -> None:
    page = "https://www.wexcombe-herald.example/b"
    letter = the(written(lettered([home(1), mobile(2, url=page)])), "letter.erasure")
    assert letter.finding_ids == ("f0001", "f0002")
    assert (
        "https://www.wexcombe-herald.example/news/1\n- my home address: 14 Bramble" in letter.body
    )
    assert f"{page}\n- my private telephone number: 07700 900123\n- seen" in letter.body
    assert letter.body.count("seen there on 20 November 2026") == 2


def test_the_day_is_the_one_in_london() -> None:
    item = home()
    seen = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    late = replace(item, finding=replace(item.finding, seen_at=seen))
    assert "seen there on 2 July 2026" in the(written(lettered([late])), "letter.erasure").body


@pytest.mark.parametrize("rule", shipped(), ids=lambda rule: rule.id)
def test_what_is_probable_is_not_claimed(rule: LetterText) -> None:
    site = (rule.sites or ("wexcombe-herald.example",))[0]
    known = {"alarmed": ("f0001",)} if rule.recipient != "operator" else {}
    said = {}
    for attribution in (Attribution.CONFIRMED, Attribution.PROBABLE):
        item = home(site=site, attribution=attribution)
        said[attribution] = the(written(lettered([item], **known), rule.id), rule.id).body
    assert "believe" not in said[Attribution.CONFIRMED]
    if "- my home address" in said[Attribution.CONFIRMED]:
        assert "what I believe to be my home address" in said[Attribution.PROBABLE]
        assert "- my home address" not in said[Attribution.PROBABLE]


@pytest.mark.parametrize("rule", shipped(), ids=lambda rule: rule.id)
def test_a_letter_that_is_asked_for_without_a_finding_claims_nothing(rule: LetterText) -> None:
    letter = the(written(lettered([]), rule.id), rule.id)
    assert letter.blanks and letter.finding_ids == ()
    assert "None" not in letter.body and "  " not in letter.body.strip()
    assert letter.file_stem == rule.id.removeprefix("letter.").replace("_", "-")


def test_where_a_warning_sign_stands_its_operator_is_not_written_to() -> None:
    beside = mobile(2, url="https://www.wexcombe-herald.example/other")
    elsewhere = home(3, site="quiet.example")
    letters = written(lettered([home(1), beside, elsewhere], alarmed=("f0001",)))
    to_alarmed = {x.rule.id for x in letters.written if x.site == "wexcombe-herald.example"}
    assert to_alarmed == {"letter.doxxing_report", "letter.threat_report", "letter.host_abuse"}
    kept = {(item.rule.id, item.site): item.why for item in letters.withheld}
    assert {site for _, site in kept} == {"wexcombe-herald.example"}
    assert {letter_id for letter_id, _ in kept} == OPERATOR
    assert set(kept.values()) == {ALARMED}
    assert "letter.erasure" in {x.rule.id for x in letters.written if x.site == "quiet.example"}


def test_a_withheld_letter_is_not_written_blank_when_it_is_asked_for() -> None:
    letters = written(lettered([home()], alarmed=("f0001",)), "letter.erasure")
    assert letters.written == () and len(letters.withheld) == 1


@pytest.mark.parametrize("backfire", ["do_not_contact", "tell_police"])
def test_a_remedy_that_warns_against_writing_to_them_is_heard(backfire: str) -> None:
    letters = written(lettered([home()], backfire=backfire))
    assert not {letter.rule.id for letter in letters.written} & OPERATOR


def test_what_only_the_person_can_know_waits_to_be_asked_for() -> None:
    assessment = lettered([home()])
    ids = {letter.rule.id for letter in written(assessment).written}
    assert not ids & {"letter.impersonation_report", "letter.threat_report"}
    asked = the(written(assessment, "letter.impersonation_report"), "letter.impersonation_report")
    assert "I did not open it" in asked.body


def test_a_reminder_follows_only_a_letter_that_was_written() -> None:
    reminder = ("letter.operator_reminder", "letter.ico_complaint")
    alone = written(lettered([home()], letters=reminder))
    assert alone.written == ()
    after = written(lettered([home()], letters=("letter.erasure",)))
    assert {x.rule.id for x in after.written} == {"letter.erasure", *reminder}


def test_letters_of_a_register_are_about_its_own_sites() -> None:
    found = [home(1), met(2, "address-home", "fact.home_address", "full", site="archive.org")]
    letter = the(written(lettered(found)), "letter.archive_removal")
    assert letter.finding_ids == ("f0002",)


def test_an_account_name_is_no_private_information_to_report() -> None:
    item = met(1, "handle-1", "fact.alias_handle", "account")
    ids = {letter.rule.id for letter in written(lettered([item])).written}
    assert "letter.doxxing_report" not in ids and "letter.erasure" in ids


def test_a_thousand_pages_make_one_letter_of_a_bearable_length() -> None:
    found = [home(n, url=f"https://www.wexcombe-herald.example/{n}") for n in range(1_000)]
    letter = the(written(lettered(found)), "letter.erasure")
    assert letter.body.count("https://") == 60
    assert letter.left_out == 940
    assert len(letters_for(lettered(found))) == 1_000


@pytest.mark.parametrize("rule", shipped(), ids=lambda rule: rule.id)
def test_shipped_letters_are_plain_and_say_when_not(rule: LetterText) -> None:
    assert re.search(r"\b[Nn]ot\b|\bNever\b|needs", rule.when_not)
    assert "—" not in rule.body and "!" not in rule.body
    if rule.recipient == "operator":
        assert "threatens" in rule.when_not or rule.id == "letter.broker_opt_out"


@pytest.mark.parametrize(
    "source",
    [
        "{{ name.__class__ }}",
        "{{ ''.join(pages) }}",
        "{% for page in pages %}{% for page in pages %}{% endfor %}{% endfor %}",
        "{% for a in pages %}{% for b in pages %}{% endfor %}{% endfor %}",
        "{% for detail in details %}{% for detail in details %}{% endfor %}{% endfor %}",
        "{% for page in pages recursive %}{% endfor %}",
        "{% include 'x' %}",
        "{% set name = 'x' %}",
        "{{ secret }}",
        "{{ page.finding }}",
        "{{ name | upper }}",
        "{{ 9 ** 9 ** 9 }}",
        "{% macro a() %}{% endmacro %}",
        "{{ name",
    ],
)
def test_a_letters_text_can_only_choose_and_repeat(source: str) -> None:
    with pytest.raises(ValueError):
        check_letter(source)
    with pytest.raises(ValueError):
        fill_letter(source, {"name": "Jane Marlow"})
