"""A letter tells its reader nothing private that they do not show already."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.model.bands import Standing
from scanner.model.facts import Fact, FactKind, Secret
from scanner.model.finding import Attribution, Quote, QuotePart
from scanner.render.letters import letter_files, letters_for
from scanner.render.letters.addresses import HIDDEN, MASKED
from tests.render.exposed import EMAIL, HOME
from tests.render.lettered import handle, home, lettered, masked, met, mobile, the, written

PIECES = {
    "address-home": ("14 Bramble", "Bramble", "WX4 7QT"),
    "phone-1": ("900123",),
    "email-1": ("jane.marlow@",),
    "birth_date-1": ("March 1979", "1979"),
    "handle-1": ("janemarlow",),
}
"""By fact, pieces of its value that stand nowhere else."""

POSSIBLE = {
    "home": lambda site: home(1, site=site),
    "street": lambda site: met(
        2, "address-home", "fact.home_street", "street_town", site=site, url=f"https://{site}/b"
    ),
    "mobile": lambda site: mobile(3, site=site),
    "email": lambda site: met(4, "email-1", "fact.personal_email", "plain", site=site),
    "born": lambda site: met(5, "birth_date-1", "fact.dob_full", "full", site=site),
    "age": lambda site: met(6, "birth_date-1", "fact.dob_partial", "age", site=site),
    "handle": lambda site: handle(7, site=site, beside=()),
}
SHOWS = {
    "home": {"14 Bramble", "Bramble"},
    "street": {"Bramble"},
    "mobile": {"900123"},
    "email": {"jane.marlow@"},
    "born": {"March 1979", "1979"},
    "age": set(),
    "handle": {"janemarlow"},
}


@settings(max_examples=30, deadline=None)
@given(
    here=st.sets(st.sampled_from(sorted(POSSIBLE))),
    there=st.sets(st.sampled_from(sorted(POSSIBLE))),
)
def test_each_site_is_told_what_it_shows_and_no_more(here: set[str], there: set[str]) -> None:
    found = [POSSIBLE[name]("one.example") for name in sorted(here)]
    found += [POSSIBLE[name]("two.example") for name in sorted(there)]
    shown = {
        "one.example": set().union(*(SHOWS[name] for name in here)),
        "two.example": set().union(*(SHOWS[name] for name in there)),
    }
    for letter in written(lettered(found)).written:
        said = f"{letter.subject}\n{letter.body}"
        allowed = shown.get(letter.site, set())
        if letter.rule.recipient in ("host", "regulator", "search_engine", "council"):
            allowed = set()
        for pieces in PIECES.values():
            for piece in set(pieces) - allowed:
                assert piece not in said, (letter.rule.id, piece)


def test_no_file_holds_the_home_as_the_senders_address() -> None:
    letters = written(lettered([mobile()]))
    for file in letter_files(letters, ("txt", "eml")):
        for piece in ("Bramble", "WX4", EMAIL, "1979"):
            assert piece.encode() not in file.content, file.name


def test_a_form_is_repeated_only_as_far_as_it_is_sure_to_show_the_fact() -> None:
    by_form = {
        ("fact.home_address", "full", "lives at 14 Bramble Road"): "14 Bramble Road",
        ("fact.home_address", "full", "at Rose Cottage"): "",
        ("fact.home_address", "full", "•• B•••••• Road, W•••••••"): "14 Bramble Road",
        ("fact.home_postcode", "postcode", ""): "WX4 7QT",
        ("fact.home_street", "street_town", ""): "Bramble Road, Wexcombe",
        ("fact.home_geo", "gps", ""): "",
    }
    for (exposure, form, quote), value in by_form.items():
        item = met(1, "address-home", exposure, form, quote=quote)
        body = the(written(lettered([item])), "letter.erasure").body
        line = next(line for line in body.splitlines() if line.startswith("- "))
        assert line.partition(": ")[2] == value, (form, quote)


def test_names_of_others_and_former_names_are_never_repeated() -> None:
    former = Fact("former_name-1", FactKind.FORMER_NAME, Secret("Jane Ashby", "J••• A••••"))
    tom = Fact("household_member-1", FactKind.HOUSEHOLD_MEMBER, Secret("Tom Pell", "T•• P•••"))
    plain = lettered(
        [
            met(1, "former_name-1", "fact.previous_name", "full"),
            met(2, "household_member-1", "fact.family_adult", "full"),
        ]
    )
    person = replace(plain.person, facts=(*plain.person.facts, former, tom))
    for letter in written(replace(plain, person=person)).written:
        assert "Ashby" not in letter.body and "Tom" not in letter.body


def test_a_site_that_does_not_know_the_name_learns_neither_it_nor_the_campaigns_address() -> None:
    public = Fact(
        "email-2",
        FactKind.EMAIL,
        Secret("jane@marlow-for-wexcombe.example", "j•••@m•••.example"),
        public_by_choice="Campaign e-mail",
    )
    plain = lettered([handle(site="chess.example", beside=()), mobile(site="known.example")])
    person = replace(plain.person, facts=(*plain.person.facts, public))
    letters = written(replace(plain, person=person))
    nameless = the(letters, "letter.erasure", "chess.example")
    assert "Jane Marlow" not in nameless.body and "marlow-for-wexcombe" not in nameless.body
    assert "[your name, or the name under which they know you]" in nameless.blanks
    named = the(letters, "letter.erasure", "known.example")
    assert "Jane Marlow" in named.body and "jane@marlow-for-wexcombe.example" in named.body


def test_an_address_with_another_private_value_is_left_out() -> None:
    asked = "https://finder.example/find?postcode=WX4%207QT"
    body = the(written(lettered([mobile(site="finder.example", url=asked)])), "letter.erasure").body
    assert HIDDEN in body and "WX4" not in body


def test_an_address_with_the_value_that_the_site_shows_stands() -> None:
    page = "https://chess.example/@/janemarlow"
    body = the(written(lettered([handle(site="chess.example", url=page)])), "letter.erasure").body
    assert page in body


def test_a_masked_address_is_restored_where_the_facts_leave_no_doubt() -> None:
    page = masked("https://chess.example/@/", "", "j•••••••••")
    body = the(written(lettered([handle(site="chess.example", url=page)])), "letter.erasure").body
    assert "https://chess.example/@/janemarlow" in body


def test_a_masked_address_that_could_be_two_things_is_a_place_to_fill_in() -> None:
    page = masked("https://chess.example/@/", "", "j•••••••••")
    plain = lettered([handle(site="chess.example", url=page)])
    other = Fact("handle-2", FactKind.HANDLE, Secret("jaynemarlo", "j•••••••••"))
    both = replace(
        plain.findings[0],
        finding=replace(plain.findings[0].finding, fact_ids=("handle-1", "handle-2")),
    )
    person = replace(plain.person, facts=(*plain.person.facts, other))
    body = the(written(replace(plain, person=person, findings=(both,))), "letter.erasure").body
    assert MASKED in body


def test_an_address_with_somebody_elses_data_is_left_out() -> None:
    page = Quote(
        (
            QuotePart("https://finder.example/p/"),
            QuotePart("07700900777", "0770•••••77", always_masked=True),
        )
    )
    body = the(written(lettered([mobile(site="finder.example", url=page)])), "letter.erasure").body
    assert HIDDEN in body and "900777" not in body


@pytest.mark.parametrize(
    "item",
    [
        home(attribution=Attribution.POSSIBLE, standing=Standing.UNSURE),
        home(attribution=Attribution.OTHER_PERSON),
        home(standing=Standing.PUBLIC_BY_CHOICE),
    ],
)
def test_nothing_is_written_about_what_may_be_another_persons_or_is_meant(item) -> None:
    assert written(lettered([item])).written == ()


def test_previews_are_masked_unless_asked_for() -> None:
    assessment = lettered([home(), mobile()])
    previews = letters_for(assessment)
    assert set(previews) == {"f0001", "f0002"}
    for preview in previews["f0001"]:
        said = preview.subject.shown() + preview.text.shown()
        assert "14 Bramble" not in said and "900123" not in said and HOME not in said
    (erasure,) = [p for p in previews["f0001"] if p.rule.id == "letter.erasure"]
    assert "14 Bramble Road" in erasure.text.shown(reveal=True)


def test_a_card_is_offered_each_first_letter_once() -> None:
    found = [home(1, site="one.example"), home(2, site="two.example")]
    offered = letters_for(lettered(found)).for_findings(["f0001", "f0002"])
    ids = [preview.rule.id for preview in offered]
    assert len(ids) == len(set(ids)) and "letter.ico_complaint" not in ids
    (erasure,) = [p for p in offered if p.rule.id == "letter.erasure"]
    assert (erasure.site, erasure.others) == ("one.example", 1)
