"""Personal names in the forms of pages, registers and lists, and names that only look alike."""

from __future__ import annotations

import pytest

from scanner.model.facts import FactKind

JANE = {FactKind.NAME: "Jane Marlow"}
JANE_E = {FactKind.NAME: "Jane Elizabeth Marlow"}


@pytest.mark.parametrize(
    ("text", "form", "found"),
    [
        ("Jane Marlow", "full", "Jane Marlow"),
        ("JANE MARLOW said", "full", "JANE MARLOW"),
        ("Jane\u00a0 Marlow's plan", "full", "Jane\u00a0 Marlow"),
        ("Jane Marlow’s plan", "full", "Jane Marlow"),
        ("(Jane Marlow)", "full", "Jane Marlow"),
        ("said Jane Marlow.", "full", "Jane Marlow"),
        ("Candidate Jane Marlow", "full", "Jane Marlow"),
        ("Cllr Jane Marlow", "full", "Jane Marlow"),
        ("Mrs. Jane Marlow", "full", "Jane Marlow"),
        ("Sarah, Jane Marlow and Tom", "full", "Jane Marlow"),
        ("Sarah\nJane Marlow", "full", "Jane Marlow"),
        ("First name\nJane\nMarlow", "full", "Jane\nMarlow"),
        ("Jane E. Marlow", "with_middle", "Jane E. Marlow"),
        ("Jane Elizabeth Marlow", "with_middle", "Jane Elizabeth Marlow"),
        ("Smith, Jane and Marlow, Jane", "last_first", "Marlow, Jane"),
        ("MARLOW, Jane", "last_first", "MARLOW, Jane"),
        ("MARLOW Jane Elizabeth", "last_first", "MARLOW Jane"),
        ("MARLOW\nJane", "last_first", "MARLOW\nJane"),
        ("J. Marlow", "initial_last", "J. Marlow"),
        ("J Marlow", "initial_last", "J Marlow"),
        ("J.E. Marlow", "initial_last", "J.E. Marlow"),
        ("Marlow, J.", "initial_last", "Marlow, J."),
        ("Cllr Marlow", "titled_last", "Marlow"),
        ("thanked Dr. Marlow for", "titled_last", "Marlow"),
    ],
)
def test_finds_a_name(seen, text: str, form: str, found: str) -> None:
    assert seen(JANE, text) == [(form, found)]


@pytest.mark.parametrize(
    "text",
    [
        "Jane Marlowe",
        "Mary-Jane Marlow",
        "Mary Jane Marlow",
        "Jane Marlow-Hughes",
        "Jane Smith-Marlow",
        "Sarah Jane Marlow",
        "S. Jane Marlow",
        "A. J. Marlow",
        "Sarah J. Marlow",
        "K. Marlow",
        "Janet Marlow",
        "Jane and Tom Marlow",
        "Peter Marlow, Jane Smith",
        "from Marlow, Jane Smith said",
        "Marlow, Jane-Ann",
        "jane.marlow@mailbox.example",
        "https://a.example/jane-marlow",
        "@janemarlow",
        "the Marlow Road",
        "Marlow",
        "Jane",
    ],
)
def test_leaves_other_names(seen, text: str) -> None:
    assert seen(JANE, text) == []


@pytest.mark.parametrize("text", ["Jane P. Marlow", "Jane Patricia Marlow", "J. P. Marlow"])
def test_another_middle_name_is_another_person(seen, text: str) -> None:
    assert seen(JANE_E, text) == []


def test_a_middle_name_of_register_entries_fits(seen) -> None:
    assert seen(JANE_E, "MARLOW, Jane Elizabeth") == [("last_first", "MARLOW, Jane")]
    assert seen(JANE_E, "MARLOW, Jane Patricia") == []


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("Siân O’Neill", "Sian O'Neill", "Sian O'Neill"),
        ("Sian O'Neill", "SIÂN O’NEILL", "SIÂN O’NEILL"),
        ("Łukasz Nowak", "Lukasz Nowak", "Lukasz Nowak"),
        ("Anna van der Berg", "Anna van der Berg", "Anna van der Berg"),
        ("Amy Smith-Jones", "Amy Smith\u2011Jones", "Amy Smith\u2011Jones"),
    ],
)
def test_folds_spelling(seen, name: str, text: str, found: str) -> None:
    assert seen({FactKind.NAME: name}, text) == [("full", found)]


def test_a_single_given_name_is_a_name_too(seen) -> None:
    assert seen({FactKind.NAME: "Jane"}, "Ask Jane, not Janet") == [("full", "Jane")]
