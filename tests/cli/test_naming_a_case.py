"""Whose case is meant, where there are many: names are told as far as they can be read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from scanner.cli.cases import find_case, opened_store
from scanner.errors import PlanError
from scanner.profile import parse_profile

NOW = datetime(2026, 11, 23, tzinfo=UTC)
_PROFILE = """\
schema = 1
[subject]
id = "{id}"
role = "candidate"
[consent]
basis = "written_consent"
given_by = "{name}"
given_on = 2026-11-01
recorded_by = "Alex Bell"
how = "signed form"
valid_until = 2027-05-31
scope = "all"
[facts]
name = "{name}"
phone = "07700 900123"
"""


def test_of_many_cases_ten_names_are_told_and_namesakes_by_their_ids() -> None:
    people = [("jane-a", "Jane Marlow"), ("jane-b", "Jane Marlow")]
    people += [(f"person-{letter}", f"Owen Hartley {letter}") for letter in "abcdefghijk"]
    with opened_store() as store:
        for number, (id, name) in enumerate(people):
            subject = parse_profile(_PROFILE.format(id=id, name=name), NOW.date()).subject
            store.cases.enrol(subject, NOW + timedelta(minutes=number))
        with pytest.raises(PlanError, match="no case of that name") as none:
            find_case(store, "Nobody")
        assert str(none.value).count("Hartley") == 8
        assert "and 3 more (`netcurtain cases` lists them)" in str(none.value)
        with pytest.raises(PlanError, match="2 cases are of that name"):
            find_case(store, "Jane Marlow")
        with pytest.raises(PlanError, match="jane-a, jane-b"):
            find_case(store, "Jane Marlow")
        assert find_case(store, "jane-b").subject.id == "jane-b"
        assert find_case(store, " JANE-b").subject.id == "jane-b"
        assert find_case(store, "owen  hartley C").subject.id == "person-c"
