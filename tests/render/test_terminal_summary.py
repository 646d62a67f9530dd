"""The terminal's summary: short, masked, and harmless to the terminal."""

from __future__ import annotations

from dataclasses import replace

from scanner.model.plan import LeftOut, NotRunReason
from scanner.render import render_summary
from tests.render import invented


def test_names_headline_coverage_three_things_and_files() -> None:
    text = render_summary(invented.rich(), ["out/report.html", "out/assessment.json"])
    assert invented.rich().headline.sentence in text
    assert "23 of 31 checks gave an answer." in text
    assert "1. Ask the forum to remove the post (about 10 minutes)" in text
    assert "3. Hide your e-mail on GitHub" in text
    assert "Choose what a notice shows" not in text
    assert "out/report.html" in text and "out/assessment.json" in text


def test_warning_comes_first() -> None:
    assert render_summary(invented.rich()).startswith("Emergency: Your home address")


def test_below_the_floor_and_stopped_are_said() -> None:
    text = render_summary(invented.stopped_at_once())
    assert "stopped before it was finished" in text
    assert "too few to reassure" in text
    assert "to do today" not in text


def test_no_private_value_and_no_control_characters() -> None:
    rich = invented.rich()
    for value in (*invented.PRIVATE, invented.STRANGER):
        assert value not in render_summary(rich)
    action = replace(rich.actions[0], title=f"\x1b[31mWrite to them\r{invented.RTL}")
    text = render_summary(replace(rich, actions=(action,)))
    assert "Write to them" in text
    assert "\x1b" not in text and "\r" not in text and invented.RTL not in text


def test_sources_that_were_left_out_are_said_beside_the_coverage() -> None:
    left = LeftOut("src.x.y", "X", NotRunReason.DESELECTED, "You left it out.", False)
    lines = render_summary(replace(invented.nothing_found(), left_out=(left,) * 22)).splitlines()
    at = lines.index("23 of 31 checks gave an answer.")
    assert lines[at + 1] == "You left out 22 sources, so this was only a part of a whole check."
    assert "left out" not in render_summary(invented.nothing_found())


def test_lines_fit_a_terminal() -> None:
    assert max(len(line) for line in render_summary(invented.rich()).splitlines()) <= 88
