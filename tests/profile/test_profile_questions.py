"""The questions for a new profile, and the file that any answers make."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.errors import ProfileError
from scanner.model.facts import FactKind
from scanner.model.subject import Basis
from scanner.profile import parse_profile, profile_toml
from scanner.profile.questions import QUESTIONS, Answer, complaint, question, texts_of
from scanner.profile.reading import tidy

TODAY = date(2026, 8, 31)
LEAST: dict[str, Answer] = {"name": "Jane Marlow", "address": "WX4", "consent": "yes"}


def examples(basis: str) -> dict[str, Answer]:
    answers: dict[str, Answer] = {}
    for item in QUESTIONS:
        if item.applies({"basis": basis}):
            answers[item.key] = [item.example] if item.many else item.example
    return answers | {"basis": basis, "consent": "yes"}


def test_every_question_says_why_and_its_example_is_a_good_answer() -> None:
    assert len({item.key for item in QUESTIONS}) == len(QUESTIONS)
    for item in QUESTIONS:
        assert item.why
        assert not complaint(item, item.example)
        assert complaint(item, "  ") == ("" if item.optional else "This one is needed.")


@pytest.mark.parametrize("basis", ["self", "written_consent"])
def test_all_answers_come_back_from_the_file(basis: str) -> None:
    profile = parse_profile(profile_toml(examples(basis), TODAY), TODAY)
    assert profile.warnings == ()
    subject = profile.subject
    assert subject.consent.basis is Basis(basis)
    assert subject.consent.given_by == "Jane Marlow"
    assert subject.consent.recorded_by == ("Jane Marlow" if basis == "self" else "Sam Hollis")
    assert subject.consent.name_searches == {
        "src.reg.ch_officers", "src.local.foi", "src.search.searxng",
    }  # fmt: skip
    assert subject.election.kind == "local"
    assert subject.pages == (question("pages").example,)
    public = {fact.kind for fact in subject.facts if fact.is_public}
    assert public == {FactKind.ADDRESS, FactKind.PHONE, FactKind.EMAIL, FactKind.DOMAIN}
    assert len(subject.facts) == sum(item.kind is not None for item in QUESTIONS)


def test_a_name_one_fact_and_consent_are_enough_and_consent_ends_after_six_months() -> None:
    consent = parse_profile(profile_toml(LEAST, TODAY), TODAY).subject.consent
    assert (consent.given_on, consent.valid_until) == (TODAY, date(2027, 2, 28))
    assert consent.name_searches == frozenset()


@pytest.mark.parametrize(
    ("answers", "where"),
    [
        (LEAST | {"consent": "no"}, "consent"),
        (LEAST | {"consent": ""}, "consent"),
        (LEAST | {"address": " "}, "name"),
        (LEAST | {"name": ""}, "name"),
        (LEAST | {"phone": ["07700 900123", "ring Hollis"]}, "phone"),
        (LEAST | {"birth_date": "Hollis"}, "birth_date"),
        (LEAST | {"poll_date": "6 May"}, "poll_date"),
        (LEAST | {"election_kind": "Hollis"}, "election_kind"),
        (LEAST | {"pages": ["hollis.example"]}, "pages"),
        (LEAST | {"searxng": "Hollis"}, "searxng"),
        (LEAST | {"basis": "written_consent"}, "recorded_by"),
        (LEAST | {"address": ["WX4", "WX5"]}, "address"),
        (LEAST | {"Hollis": "x"}, "answers"),
    ],
)
def test_what_makes_no_profile_is_told_by_question_and_not_repeated(
    answers: dict[str, Answer], where: str
) -> None:
    with pytest.raises(ProfileError) as caught:
        profile_toml(answers, TODAY)
    assert where in [problem.where for problem in caught.value.problems]
    assert "Hollis" not in str(caught.value)


HOSTILE = st.text(
    st.sampled_from("ab\"'\\\n\r\t#=[]{},.\x00\x1b\x7f\u2028\u202e\ud800é𝕏 "), max_size=40
) | st.text(max_size=60)


@settings(max_examples=150, deadline=None)
@given(name=HOSTILE, employer=HOSTILE, pages=st.lists(HOSTILE, max_size=2), how=HOSTILE)
def test_no_answer_breaks_out_of_its_quotes(
    name: str, employer: str, pages: list[str], how: str
) -> None:
    answers: dict[str, Answer] = LEAST | {
        "name": f"Jane {name} Marlow",
        "alias": [employer, "Janey"],
        "pages": [f"https://example.org/{page}" for page in pages],
        "basis": "written_consent",
        "recorded_by": f"Sam {how}",
        "how": f"by {how}",
    }
    try:
        written = profile_toml(answers, TODAY)
    except ProfileError as error:
        assert {problem.where for problem in error.problems} <= {"name", "alias", "pages"}
        return
    subject = parse_profile(written, TODAY).subject
    assert subject.consent.how == tidy(f"by {how}")
    assert subject.consent.recorded_by == tidy(f"Sam {how}")
    assert subject.pages == tuple(dict.fromkeys(texts_of(answers, "pages")))
    aliases = [fact.value.reveal() for fact in subject.of_kind(FactKind.ALIAS)]
    assert aliases[-1] == "Janey"
    assert aliases[:-1] == list(texts_of(answers, "alias")[:-1])
