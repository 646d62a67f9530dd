"""A way to match a text against facts, with the shipped detectors."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import pytest
import yaml

from scanner.match import FactIndex
from scanner.model.document import Document, Segment
from scanner.model.facts import FactKind
from scanner.model.sighting import Matched
from scanner.model.subject import Basis, Consent, Role, Subject
from scanner.profile import make_fact
from scanner.resources import resource_folder
from scanner.rulebook.detector import FactDetector

Given = Mapping[FactKind, "str | Mapping[str, str] | list[str | Mapping[str, str]]"]
MakeSubject = Callable[..., Subject]
Match = Callable[..., Matched]


@pytest.fixture(scope="session")
def detectors() -> dict[FactKind, FactDetector]:
    folder = resource_folder("rules") / "detectors"
    paths = [path for path in folder.glob("*.yaml") if not path.stem.startswith("obstacle_")]
    rules = [FactDetector.model_validate(yaml.safe_load(path.read_text())) for path in paths]
    return {rule.fact: rule for rule in rules}


@pytest.fixture(scope="session")
def make_subject() -> MakeSubject:
    def make(given: Given, subject_id: str = "jane-marlow") -> Subject:
        facts = []
        for kind, value in given.items():
            values = value if isinstance(value, list) else [value]
            facts += [make_fact(kind, item, number) for number, item in enumerate(values, 1)]
        consent = Consent(
            Basis.SELF,
            "Jane Marlow",
            date(2026, 11, 1),
            "Jane Marlow",
            "own device",
            frozenset(FactKind),
            date(2027, 5, 31),
        )
        return Subject(subject_id, Role.CANDIDATE, consent, tuple(facts))

    return make


@pytest.fixture
def match(detectors: dict[FactKind, FactDetector], make_subject: MakeSubject) -> Match:
    def run(given: Given, text: str, segments: tuple[Segment, ...] = ()) -> Matched:
        document = Document("p", "https://a.example/", "text/html", text, segments)
        index = FactIndex([make_subject(given)], detectors)
        return Matched(index.match(document).sightings, index.strangers(document))

    return run


@pytest.fixture
def seen(match: Match) -> Callable[..., list[tuple[str, str]]]:
    """Form and text of each sighting of the one kind given."""

    def run(given: Given, text: str, segments: tuple[Segment, ...] = ()) -> list[tuple[str, str]]:
        return [(s.form, s.text) for s in match(given, text, segments).sightings]

    return run
