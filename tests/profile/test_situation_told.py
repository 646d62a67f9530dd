"""`[situation]`: told if the person likes, weighed, and repeated nowhere."""

from __future__ import annotations

from datetime import date

import pytest

from scanner.errors import ProfileError
from scanner.model.situation import Circumstance, Situation
from scanner.profile import parse_profile, profile_toml

TODAY = date(2026, 11, 23)
ANSWERS = {"name": "Jane Marlow", "address": "WX4", "consent": "yes"}


def profile(block: str = "") -> str:
    return profile_toml(ANSWERS, TODAY) + block


def test_nothing_is_told_unless_the_person_tells_it() -> None:
    assert parse_profile(profile(), TODAY).subject.situation == Situation()
    assert "[situation]" not in profile()


def test_yes_and_no_are_told_apart_from_silence() -> None:
    block = "[situation]\nlives_alone = true\nthreat_now = false\n"
    situation = parse_profile(profile(block), TODAY).subject.situation
    assert situation.answers == ((Circumstance.THREAT_NOW, False), (Circumstance.LIVES_ALONE, True))
    assert situation.holds == {Circumstance.LIVES_ALONE}
    assert situation.is_told


def test_no_representation_shows_it() -> None:
    block = "[situation]\nfeared_person = true\n"
    subject = parse_profile(profile(block), TODAY).subject
    assert "feared" not in repr(subject).lower()


@pytest.mark.parametrize("value", ['"yes"', "1", "[true]", "2026-11-01"])
def test_anything_but_true_and_false_is_an_error_that_quotes_nothing(value: str) -> None:
    with pytest.raises(ProfileError) as raised:
        parse_profile(profile(f"[situation]\nlives_alone = {value}\n"), TODAY)
    (problem,) = raised.value.problems
    assert problem.where == "situation.lives_alone"
    assert value not in str(problem)


def test_a_slip_of_the_pen_is_no_silence() -> None:
    with pytest.raises(ProfileError, match="Did you mean lives_alone"):
        parse_profile(profile("[situation]\nlive_alone = true\n"), TODAY)


def test_the_questions_are_asked_only_with_leave_and_written_as_answered() -> None:
    told = {"tell_situation": "yes", "earlier_threats": "yes", "lives_alone": "no"}
    text = profile_toml(ANSWERS | told, TODAY)
    situation = parse_profile(text, TODAY).subject.situation
    assert dict(situation.answers) == {
        Circumstance.EARLIER_THREATS: True,
        Circumstance.LIVES_ALONE: False,
    }
    refused = profile_toml(ANSWERS | told | {"tell_situation": "no"}, TODAY)
    assert "[situation]" not in refused
