"""A profile without a consent: read as strictly, and never more than a draft."""

from __future__ import annotations

import tomllib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.errors import ProfileError
from scanner.model.subject import Role
from scanner.profile import parse_profile, read_draft
from scanner.profile.drafts import profile_text

TODAY = date(2026, 11, 23)
TEXT = """
schema = 1
[subject]
id = "jane-marlow-dc-1234"
role = "agent"
[election]
kind = "local"
poll_date = 2027-05-06
[facts]
name = "Jane Marlow"
email = { value = "jane@marlow-for-wexcombe.example", public_by_choice = "On her leaflets" }
"""


def test_a_draft_is_read_like_a_profile_but_for_its_consent() -> None:
    draft = read_draft(TEXT, TODAY)
    assert (draft.id, draft.role, draft.name) == ("jane-marlow-dc-1234", Role.AGENT, "Jane Marlow")
    assert draft.election.poll_date == date(2027, 5, 6)
    assert [fact.is_public for fact in draft.facts] == [False, True]
    with pytest.raises(ProfileError, match="consent"):
        parse_profile(TEXT, TODAY)


def test_a_name_alone_is_enough_for_a_draft() -> None:
    draft = read_draft('schema = 1\n[facts]\nname = "Jane Marlow"', TODAY)
    assert (draft.id, draft.role) == ("jane-marlow", Role.CANDIDATE)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("schema = 1", "facts.name"),
        ('schema = 1\n[facts]\nname = "J M"\nphone = "12"', "facts.phone"),
        ('schema = 1\n[consent]\nbasis = "self"\n[facts]\nname = "J M"', "consent"),
        ("[facts", "draft"),
    ],
)
def test_every_fault_of_a_draft_is_told(text: str, where: str) -> None:
    with pytest.raises(ProfileError) as told:
        read_draft(text, TODAY)
    assert any(problem.where.startswith(where) for problem in told.value.problems)


_TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=20)
_ENTRIES = st.one_of(_TEXTS, st.dictionaries(st.sampled_from("ab"), _TEXTS, min_size=1))


@given(st.dictionaries(st.sampled_from(["name", "email"]), st.lists(_ENTRIES, min_size=1)), _TEXTS)
def test_a_table_that_was_written_is_read_as_it_was(
    facts: dict[str, list[object]], kind: str
) -> None:
    table = {
        "schema": 1,
        "election": {"kind": kind, "poll_date": TODAY},
        "facts": facts,
        "pages": {"urls": [{"url": kind, "own": True}]},
    }
    assert tomllib.loads(profile_text(table)) == table
