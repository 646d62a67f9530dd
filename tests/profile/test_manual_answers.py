"""Answers to checks by hand: read from the profile, and written into it without touching more."""

from __future__ import annotations

from datetime import date

import pytest

from scanner.errors import ProfileError
from scanner.model.manual import Looked, ManualAnswer
from scanner.profile import parse_profile
from scanner.profile.manual import with_answers

TODAY = date(2026, 11, 22)

PROFILE = """\
# My own words, which must stay.
schema = 1

[consent]
basis = "self"   # me
given_by = "Jane Marlow"
given_on = 2026-11-01
valid_until = 2027-05-31
scope = "all"

[facts]
name = "Jane Marlow"
phone = [ "07700 900123",   "01632 960155" ]
"""


def manual(text: str) -> tuple[ManualAnswer, ...]:
    return parse_profile(PROFILE + text, TODAY).subject.manual


def test_answers_are_read() -> None:
    assert manual(
        """
[manual]
"src.soc.facebook" = { answer = "not there", on = 2026-11-20 }
"src.prop.epc" = { answer = "seen", on = "2026-11-21" }
src.people.192 = { answer = "not_yet", on = 2026-11-22 }
"""
    ) == (
        ManualAnswer("src.soc.facebook", Looked.NOT_THERE, date(2026, 11, 20)),
        ManualAnswer("src.prop.epc", Looked.SEEN, date(2026, 11, 21)),
        ManualAnswer("src.people.192", Looked.NOT_YET, TODAY),
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('"src.soc.facebook" = "seen"', 'manual."src.soc.facebook": is no answer'),
        ('"src.soc.facebook" = {}', "Write one of"),
        ('"src.soc.facebook" = { answer = "maybe", on = 2026-11-20 }', "is no known answer"),
        ('"src.soc.facebook" = { answer = "seen" }', "the day on which you looked"),
        ('"src.soc.facebook" = { answer = "seen", on = 2026-11-23 }', "lies ahead"),
        ('"src.soc.facebook" = { answer = "seen", on = 2026-11-20, by = "me" }', "by"),
        ('"Bramble Road" = { answer = "seen", on = 2026-11-20 }', "no source's id"),
    ],
)
def test_what_is_no_answer_is_told(line: str, said: str) -> None:
    with pytest.raises(ProfileError) as error:
        manual(f"\n[manual]\n{line}\n")
    assert said in str(error.value)
    assert "Bramble" not in str(error.value)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_all_else_stays_letter_by_letter(newline: str) -> None:
    before = PROFILE.replace("\n", newline)
    answer = ManualAnswer("src.soc.facebook", Looked.SEEN, TODAY)
    after = with_answers(before, [answer])
    assert after.startswith(before.rstrip())
    assert parse_profile(after, TODAY).subject.manual == (answer,)


@pytest.mark.parametrize("key", ['"src.soc.facebook"', "src.soc.facebook"])
def test_a_later_answer_takes_the_place_of_an_earlier_one(key: str) -> None:
    before = (
        f"{PROFILE}\n[manual]  # what I saw\n"
        f'{key} = {{ answer = "seen", on = 2026-11-20 }}\n'
        '"src.prop.epc" = { answer = "seen", on = 2026-11-21 }  # the certificate\n'
    )
    later = ManualAnswer("src.soc.facebook", Looked.NOT_THERE, TODAY)
    after = with_answers(before, [later])
    assert set(parse_profile(after, TODAY).subject.manual) == {
        later,
        ManualAnswer("src.prop.epc", Looked.SEEN, date(2026, 11, 21)),
    }
    assert "# what I saw" in after
    assert "# the certificate" in after


def test_something_else_in_its_place_is_no_ground_to_lose_it() -> None:
    with pytest.raises(ProfileError):
        with_answers(f"manual = 3\n{PROFILE}", [ManualAnswer("src.a", Looked.SEEN, TODAY)])
