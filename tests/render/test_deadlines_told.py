"""The days of the election in the report and as a calendar that others can read."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar

from scanner.errors import AssessmentError
from scanner.model.assessment import Assessment
from scanner.model.timetable import Due, Milestone, Timetable, Timing
from scanner.render import RENDERERS, read_json, render_calendar, render_html, render_json
from scanner.render.calendar import has_days
from scanner.render.deadlines import at_time, days_left, due_words
from tests.render import invented

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
POLL = date(2027, 5, 6)
AHEAD = Due("sopn", date(2027, 3, 9), date(2027, 4, 5), Timing.IN_TIME)
LATE = Due("sopn", date(2026, 11, 1), date(2026, 11, 28), Timing.LATE)
GONE = Due("sopn", date(2026, 9, 1), date(2026, 10, 1), Timing.TOO_LATE)
ENDED = Due("nominations", date(2026, 11, 1), date(2026, 11, 1), Timing.TOO_LATE)


def milestone(name: str, day: date, **given: str) -> Milestone:
    texts = {"title": name.capitalize(), "time": "", "public": "", "still": "", "link": ""} | given
    return Milestone(id=name, day=day, basis="Rules", days_left=(day - NOW.date()).days, **texts)


def dated(*dues: Due, poll: date = POLL) -> Assessment:
    """The rich assessment with a timetable, its actions due as given, in order."""
    base = invented.rich()
    actions = tuple(replace(a, due=due) for a, due in zip(base.actions, dues, strict=False))
    timetable = Timetable(
        "poll.local_england",
        "Councils in England",
        poll,
        "Your returning officer, by-elections; and \\ other days, ask.",
        (
            milestone("notice_of_election", date(2026, 11, 2)),
            milestone(
                "nominations",
                date(2027, 4, 8),
                time="16:00",
                still="Sign the form; it is äöü-proof, " + "long " * 40,
                link="https://www.legislation.gov.uk/uksi/2006/3304",
            ),
            milestone("proxy_vote", date(2027, 4, 27), time="17:00"),
            milestone("poll", poll, time="22:00", public="The result."),
        ),
    )
    return replace(base, ended_at=NOW, actions=actions, timetable=timetable)


def events(assessment: Assessment) -> dict[str, Calendar]:
    calendar = Calendar.from_ical(render_calendar(assessment))
    return {str(event["summary"]): event for event in calendar.walk("VEVENT")}


def test_each_day_ahead_is_one_event_of_a_whole_day() -> None:
    assessment = dated(AHEAD, LATE, GONE)
    first, second, third = assessment.actions[:3]
    found = events(assessment)
    assert list(found) == [
        "Nominations (4pm)",
        "Proxy_vote (5pm)",
        "Poll",
        f"Last day to act: {first.title}",
        f"Last day to act before polling day: {second.title}",
    ]
    assert not any(third.title in title for title in found)
    event = found[f"Last day to act: {first.title}"]
    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2027, 3, 9), date(2027, 3, 10))
    assert first.first_step in event["description"]


def test_each_event_reminds_before_its_day_in_the_morning() -> None:
    event = events(dated(AHEAD))["Poll"]
    alarms = [NOW_OF_POLL + alarm["trigger"].dt for alarm in event.walk("VALARM")]
    assert alarms == [datetime(2027, 4, 29, 9), datetime(2027, 5, 4, 9)]


NOW_OF_POLL = datetime(2027, 5, 6)


def test_an_event_keeps_its_identity_and_moves_with_a_newer_check() -> None:
    early = events(dated(AHEAD))
    later = dated(replace(AHEAD, ask_by=date(2027, 3, 20)))
    late = events(replace(later, ended_at=NOW + timedelta(days=7)))
    for title, event in early.items():
        assert event["uid"] == late[title]["uid"]
        assert int(event["sequence"]) < int(late[title]["sequence"])
    assert len({event["uid"] for event in early.values()}) == len(early)


def test_two_people_in_one_calendar_do_not_overwrite_each_other() -> None:
    one = dated(AHEAD)
    other = replace(one, person=replace(one.person, id="somebody-else"))
    uids = [{event["uid"] for event in events(each).values()} for each in (one, other)]
    assert not uids[0] & uids[1]


def test_no_value_of_the_person_and_no_site_stands_in_it() -> None:
    assessment = dated(AHEAD, LATE, GONE)
    text = Calendar.from_ical(render_calendar(assessment, reveal=True)).to_ical().decode()
    plain = re.sub(r"\r\n ", "", text).casefold()
    private = [*invented.PRIVATE, assessment.person.name, assessment.person.id]
    assert [value for value in private if value.casefold() in plain] == []
    assert [f.finding.site for f in assessment.findings if f.finding.site in plain] == []


def test_the_file_holds_to_the_rules_of_the_format() -> None:
    """Read by hand: lines, folding, nesting, what each component must have."""
    data = render_calendar(dated(AHEAD, LATE))
    assert data.endswith(b"\r\n") and b"\n" not in data.replace(b"\r\n", b"")
    lines = data.split(b"\r\n")[:-1]
    assert max(map(len, lines)) <= 75
    data.decode("utf-8")
    whole = re.sub(rb"\r\n ", b"", data).decode().split("\r\n")[:-1]
    open_ones: list[tuple[str, set[str]]] = []
    needed = {
        "VCALENDAR": {"PRODID", "VERSION"},
        "VEVENT": {"UID", "DTSTAMP", "DTSTART"},
        "VALARM": {"ACTION", "TRIGGER", "DESCRIPTION"},
    }
    for line in whole:
        name, _, value = line.partition(":")
        key = name.partition(";")[0]
        assert re.fullmatch(r"[A-Z-]+", key), line
        if key == "BEGIN":
            open_ones.append((value, set()))
        elif key == "END":
            kind, had = open_ones.pop()
            assert kind == value and needed[kind] <= had
        else:
            open_ones[-1][1].add(key)
        if key in ("SUMMARY", "DESCRIPTION"):
            assert not re.search(r"(?<!\\)[;,]", value.replace("\\\\", "")), line
    assert not open_ones
    assert re.fullmatch(r"\d{8}T\d{6}Z", next(x for x in whole if x.startswith("DTSTAMP"))[8:])


def test_a_stored_assessment_puts_no_program_into_the_calendar() -> None:
    text = render_json(dated()).replace("https://", "javascript:alert(1)//https://")
    assert "javascript:" in text
    assert b"javascript:" not in render_calendar(read_json(text).assessment)


def test_text_comes_back_as_it_was() -> None:
    assessment = dated(AHEAD)
    description = str(events(assessment)["Nominations (4pm)"]["description"])
    assert assessment.milestones[1].still in description
    assert assessment.timetable and assessment.timetable.limits in description


@pytest.mark.parametrize(
    "assessment",
    [
        invented.rich(),
        replace(dated(), ended_at=NOW, timetable=None),
    ],
)
def test_without_a_day_there_is_no_calendar(assessment: Assessment) -> None:
    assert not has_days(assessment)
    with pytest.raises(AssessmentError, match="no day"):
        RENDERERS["ics"].render(assessment)


def test_it_is_made_again_from_the_json() -> None:
    assessment = dated(AHEAD, LATE, GONE)
    again = read_json(render_json(assessment)).assessment
    assert again.timetable == assessment.timetable
    assert [action.due for action in again.actions] == [a.due for a in assessment.actions]
    assert render_calendar(again) == render_calendar(assessment)


# In the report


def test_the_report_says_by_when_and_what_becomes_public() -> None:
    assessment = dated(AHEAD, LATE, GONE)
    html = render_html(assessment)
    section = html[html.index('id="deadlines"') :]
    section = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", section[: section.index("</section>")]))
    for said in (
        "9 March 2027 in 15 weeks",
        "Nominations, 4pm.",
        "Public: The result.",
        "in 6 days",
        "1 request will probably not work before polling day",
        "2 November 2026 : Notice_of_election",
    ):
        assert said in section, said
    assert "Proxy_vote" not in section
    assert "it needs asking by 9 March 2027" in html


def test_without_a_day_the_report_says_that_one_would_help() -> None:
    html = render_html(invented.rich())
    assert "You gave no day for the poll" in html
    assert "deadlines.ics" not in html


def test_after_the_poll_the_report_says_that_it_is_over() -> None:
    html = render_html(dated(poll=date(2026, 11, 5)))
    assert "The poll was on 5 November 2026" in html


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (AHEAD, "To have worked before the list of candidates comes out, it needs asking by 9 Mar"),
        (LATE, "Too late for the day when the list of candidates comes out. Ask by 28 November"),
        (GONE, "It is still worth it."),
        (ENDED, "This had to be settled before nominations close."),
        (Due(timing=Timing.NOW), "Do this now."),
        (Due(), ""),
    ],
)
def test_by_when_to_ask_in_plain_words(due: Due, said: str) -> None:
    assert said in due_words(due)
    assert bool(due_words(due)) is bool(said)


@pytest.mark.parametrize(
    ("number", "said"),
    [(-1, "past"), (0, "today"), (1, "tomorrow"), (20, "in 20 days"), (21, "in 3 weeks")],
)
def test_how_long_it_is(number: int, said: str) -> None:
    assert days_left(number) == said


@pytest.mark.parametrize(
    ("time", "said"),
    [("", ""), ("16:00", "4pm"), ("13:30", "1.30pm"), ("12:00", "12pm"), ("09:00", "9am")],
)
def test_a_time_in_words(time: str, said: str) -> None:
    assert at_time(time) == said
