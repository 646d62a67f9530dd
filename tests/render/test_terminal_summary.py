"""The terminal's summary: short, masked, and harmless to the terminal."""

from __future__ import annotations

from dataclasses import replace

from scanner.model.history import Turn
from scanner.model.plan import LeftOut, NotRunReason
from scanner.render import Audience, Edition, render_summary
from tests.render import followed, invented
from tests.render.lettered import lettered


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
    assert lines[at + 1] == (
        "Whoever ran this check left out 22 sources, so this was only a part of a whole check."
    )
    assert "left out" not in render_summary(invented.nothing_found())


def test_lines_fit_a_terminal() -> None:
    assert max(len(line) for line in render_summary(invented.rich()).splitlines()) <= 88


def test_a_later_check_begins_with_what_changed() -> None:
    calm = replace(followed.third_check(), escalations=())
    lines = render_summary(calm).splitlines()
    assert lines[0] == "What changed since 16 November 2026:"
    end = lines.index("")
    labels = [line.split(":")[0] for line in lines[1:end] if not line.startswith("   ")]
    assert labels == [
        "  Newly in public", "  Came back", "  New", "  Changed", "  Gone",
        "  Not checked this time, so nobody knows", "  Still there", "  Overdue", "  Waiting",
    ]  # fmt: skip
    told = " ".join(" ".join(lines[1:end]).split())
    assert "Gone: Your home address (finder.example); Your home address (club.example)" in told
    assert "Overdue: Ask to erase it (Wexcombe Herald): no answer by 10 November 2026." in told
    assert "(People Finder): day 19 of one month, answer due by 1 December 2026" in told
    assert max(map(len, lines)) <= 88


def test_a_warning_sign_stays_above_what_changed() -> None:
    text = render_summary(followed.third_check())
    assert text.startswith("Emergency: Your home address")
    assert "Newly in public" in text


def test_the_letters_that_come_next_are_named_where_they_are_known() -> None:
    rich = replace(lettered([]), history=followed.history(followed.third_check()))
    told = " ".join(render_summary(rich).split())
    assert "Ready, with netcurtain letters: Complain to the operator after a month; " in told
    assert "Complain to the Information Commissioner" in told


def test_many_changes_stay_a_few_lines() -> None:
    many = tuple(followed.absent(f"m{n}", Turn.UNSEEN, f"site{n}.example") for n in range(500))
    third = followed.third_check()
    history = replace(followed.history(third), followed=many, waiting=())
    lines = render_summary(replace(third, escalations=(), history=history)).splitlines()
    assert lines.index("") < 6 and "and 497 more" in " ".join(lines)


def test_a_strangers_letters_cannot_steer_the_terminal() -> None:
    third = followed.third_check()
    site = f"\x1b[31mevil{invented.RTL}.example"
    history = replace(
        followed.history(third), followed=(followed.absent("x", Turn.RELAPSED, site),)
    )
    text = render_summary(replace(third, history=history))
    assert "evil" in text and "\x1b" not in text and invented.RTL not in text


def test_an_officers_check_says_which_file_is_for_them() -> None:
    files = ["out/report.html", "out/assessment.json"]
    text = render_summary(invented.rich(), files, Edition(Audience.OFFICER))
    assert "Hand on report.html alone: the other files hold the person's details." in text
    for edition in (Edition(), Edition(Audience.POLICE)):
        assert "Hand on" not in render_summary(invented.rich(), files, edition)
