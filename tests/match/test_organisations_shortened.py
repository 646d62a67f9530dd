"""Employers and schools as notices and newsletters shorten them."""

from __future__ import annotations

import pytest

from scanner.model.facts import FactKind


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("Northmoor Housing Association", "Northmoor Housing Assoc."),
        ("Northmoor Housing Assoc", "Northmoor Housing Association"),
        ("Pike & Sparrow Associates Ltd", "Pike and Sparrow Assocs"),
        ("Wexcombe General Hospital", "Wexcombe General Hosp."),
        ("Tech Wexcombe Ltd", "Tech Wexcombe"),
        ("Wexcombe Borough Council", "Wexcombe Council"),
    ],
)
def test_an_employer_is_found_shortened(seen, given: str, written: str) -> None:
    text = f"Jane Marlow of {written} spoke."
    found = [text for _, text in seen({FactKind.EMPLOYER: given}, text)]
    assert found == [written.rstrip(".")]


@pytest.mark.parametrize(
    "written",
    ["Little Wexcombe C of E (VA) Primary School", "Little Wexcombe CE Controlled Primary School"],
)
def test_a_school_is_found_with_who_funds_it(seen, written: str) -> None:
    given = {FactKind.SCHOOL: "Little Wexcombe CE Primary School"}
    assert seen(given, f"Governors of {written}:") == [("phrase", written)]


def test_another_authority_is_another_employer(seen) -> None:
    given = {FactKind.EMPLOYER: "Wexcombe Borough Council"}
    assert seen(given, "Jane Marlow of Wexcombe Town Council and Wexcombe County Council") == []
