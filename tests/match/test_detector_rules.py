"""Every shipped fact detector keeps what its own examples promise."""

from __future__ import annotations

from datetime import date

import pytest
import yaml

from scanner.match import FactIndex
from scanner.model.document import Document
from scanner.model.facts import FactKind
from scanner.model.subject import Basis, Consent, Role, Subject
from scanner.profile import make_fact
from scanner.resources import resource_folder
from scanner.rulebook.detector import FORMS, FactDetector, FactExample

PATHS = sorted(
    path
    for path in (resource_folder("rules") / "detectors").glob("*.yaml")
    if not path.stem.startswith("obstacle_")
)
RULES = [FactDetector.model_validate(yaml.safe_load(path.read_text())) for path in PATHS]
DETECTORS = {rule.fact: rule for rule in RULES}


def consent() -> Consent:
    return Consent(
        Basis.SELF,
        "Jane Marlow",
        date(2026, 11, 1),
        "Jane Marlow",
        "own device",
        frozenset(FactKind),
        date(2027, 5, 31),
    )


def test_every_kind_of_fact_has_one_detector_named_after_its_id() -> None:
    assert sorted(DETECTORS) == sorted(FORMS)
    assert [rule.tail for rule in RULES] == [path.stem for path in PATHS]


@pytest.mark.parametrize(
    ("rule", "example"),
    [
        pytest.param(rule, example, id=f"{rule.tail}: {example.name}")
        for rule in RULES
        for example in rule.examples
    ],
)
def test_keeps_its_example(rule: FactDetector, example: FactExample) -> None:
    facts = tuple(make_fact(kind, value) for kind, value in example.facts.items())
    subject = Subject("jane-marlow", Role.CANDIDATE, consent(), facts)
    document = Document("p", "https://a.example/", "text/html", example.text)
    index = FactIndex([subject], DETECTORS)
    matched = index.match(document)
    seen = [(s.form, s.text) for s in matched.sightings if s.kind is rule.fact]
    assert seen == [(item.form, item.text) for item in example.expect]
    if example.strangers is not None:
        strangers = [s for s in index.strangers(document) if s.kind is rule.fact]
        assert len(strangers) == example.strangers
