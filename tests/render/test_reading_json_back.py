"""An assessment's JSON gives the same reports as the check that wrote it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from scanner.errors import AssessmentError
from scanner.model.assessment import Assessment
from scanner.render import read_json, render_csv, render_html, render_json
from tests.render import invented

CASES = (
    invented.rich,
    invented.nothing_found,
    invented.below_floor,
    invented.stopped_at_once,
)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("render", [render_json, render_html, render_csv])
def test_a_masked_json_gives_the_same_masked_reports(case: Any, render: Any) -> None:
    assessment: Assessment = case()
    stored = read_json(render_json(assessment))
    assert not stored.is_revealed
    assert render(stored.assessment) == render(assessment)


def test_a_revealed_json_gives_the_values_only_when_asked() -> None:
    stored = read_json(render_json(invented.rich(), reveal=True))
    assert stored.is_revealed
    for render in (render_json, render_html, render_csv):
        masked = render(stored.assessment)
        assert [value for value in invented.PRIVATE if value in masked] == []
        assert invented.MOBILE in render(stored.assessment, reveal=True)
        assert invented.STRANGER not in render(stored.assessment, reveal=True)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "no assessment"),
        ('{"schema": "netcurtain/plan/1"}', "no assessment"),
        ('{"schema": "netcurtain/assessment/99"}', "of another form"),
        ('{"schema": "netcurtain/assessment/1"}', "damaged"),
    ],
)
def test_anything_else_is_told_apart(text: str, says: str) -> None:
    with pytest.raises(AssessmentError, match=says):
        read_json(text)


@pytest.mark.parametrize(("number", "says"), [("NaN", "not JSON"), ("1e999", "damaged")])
def test_what_cannot_be_counted_is_told(number: str, says: str) -> None:
    document = json.loads(render_json(invented.rich()))
    document["coverage"]["floor"] = 4242
    with pytest.raises(AssessmentError, match=says):
        read_json(json.dumps(document).replace("4242", number))


def test_a_file_that_an_editor_saved_with_a_mark_before_it_is_read() -> None:
    text = render_json(invented.rich())
    assert read_json("\ufeff" + text) == read_json(text)


DAMAGES: list[tuple[tuple[Any, ...], Any]] = [
    (("person", "name"), ["Bramble Road"]),
    (("findings", 0, "quote"), {"Bramble Road": 1}),
    (("findings", 0, "quote_spans", 0, "start"), "Bramble Road"),
    (("findings", 0, "seen_at"), "Bramble Road"),
    (("findings", 0, "band"), "Bramble Road"),
    (("headline", "counts"), ["Bramble Road"]),
    (("coverage", "answered"), -0.5),
    (("coverage", "answered"), "Bramble Road"),
    (("checks", 0, "asked"), None),
    (("started_at",), "Bramble Road"),
    (("started_at",), "2026-11-22T12:00:00"),
    (("coverage", "answered"), True),
]


@pytest.mark.parametrize(("path", "value"), DAMAGES, ids=str)
def test_a_damaged_one_is_told_without_its_values(path: tuple[Any, ...], value: Any) -> None:
    document = json.loads(render_json(invented.rich()))
    place: Any = document
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    with pytest.raises(AssessmentError, match="damaged") as error:
        read_json(json.dumps(document))
    assert "Bramble" not in str(error.value)
