"""Given names in brackets after the family name, as lists of speakers and members have them."""

from __future__ import annotations

import pytest

from scanner.model.facts import FactKind

NAMED = {FactKind.NAME: "Jane Elizabeth Marlow", FactKind.PHONE: "07700 900123"}


def names(seen, text: str) -> list[tuple[str, str]]:
    found = seen(NAMED, f"{text}, 07700 900123")
    return [pair for pair in found if pair[0] not in ("national", "titled_last")]


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Marlow (Jane)", "last_first"),
        ("MARLOW (Jane Elizabeth)", "last_first"),
        ("Marlow (Mrs J)", "initial_last"),
        ("Marlow (J.E.)", "initial_last"),
    ],
)
def test_reads_the_given_name_in_brackets(seen, text: str, form: str) -> None:
    assert names(seen, text) == [(form, text.rstrip(")"))]


@pytest.mark.parametrize(
    "text",
    [
        "Peter Marlow (Jane's husband)",
        "Peter Marlow (Jane)",
        "Marlow (Jane was absent)",
        "Marlow (J. Ash dissenting)",
        "Marlow (Janet)",
    ],
)
def test_a_remark_in_brackets_is_no_given_name(seen, text: str) -> None:
    assert names(seen, text) == []
