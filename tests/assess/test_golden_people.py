"""Six invented people come out as a person has read and stored them."""

from __future__ import annotations

import json

import pytest

from scanner.model.bands import Band
from tests.assess.golden_people import FOLDER, PEOPLE, assessments, summary

pytestmark = pytest.mark.xdist_group("golden")


@pytest.mark.parametrize("key", PEOPLE)
def test_the_summary_is_as_it_was_reviewed(key: str) -> None:
    told = "look at what changed, then: python -m tests.assess.golden_people"
    stored = json.loads((FOLDER / f"{key}.json").read_text(encoding="utf-8"))
    assert json.loads(json.dumps(summary(assessments()[key]))) == stored, told


def test_every_summary_is_somebodys() -> None:
    assert {path.stem for path in FOLDER.glob("*.json")} == set(PEOPLE)


def test_they_rise_from_nothing_to_an_emergency() -> None:
    made = list(assessments().values())
    assert [item.headline.kind for item in made] == [
        "nothing_found", "not_enough", "nothing_found", "band", "band", "band",
    ]  # fmt: skip
    assert [item.headline.band for item in made[3:]] == [Band.MEDIUM, Band.CRITICAL, Band.CRITICAL]
    assert [bool(item.escalations) for item in made] == [False] * 5 + [True]
    assert made[-1].escalations[0].level == "emergency"


def test_the_lawful_letter_beside_the_threats_is_no_warning_sign() -> None:
    assessment = assessments()["6-doxxed-with-threats"]
    letter = [i.finding.id for i in assessment.findings if "herald" in i.finding.site]
    assert letter
    assert not any(set(letter) & set(sign.finding_ids) for sign in assessment.escalations)


def test_no_summary_tells_a_private_value() -> None:
    for key, golden in PEOPLE.items():
        text = (FOLDER / f"{key}.json").read_text(encoding="utf-8")
        for line in golden.facts.splitlines():
            if '= "' in line and "public_by_choice" not in line:
                value = line.split('"')[1]
                assert value not in text or value in ("home", "office")
