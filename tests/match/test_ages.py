"""Ages beside a name, on pages that say when they were published."""

from __future__ import annotations

from datetime import date

import pytest

from scanner.model.document import Document, Place, Segment
from scanner.model.facts import FactKind
from scanner.text.published import publication_date

JANE = {FactKind.NAME: "Jane Marlow", FactKind.BIRTH_DATE: "1979-03-14"}
TOLD = "Published 4 May 2026. "


def _ages(seen, text: str) -> list[str]:
    return [shown for form, shown in seen(JANE, text) if form == "age"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Jane Marlow, 47, of Station Road, said so.", "47"),
        ("Jane Marlow (47) of Wexcombe", "47"),
        ("Jane Marlow, aged 47, of Station Road", "aged 47"),
        ("Jane Marlow, 47 years old", "47 years old"),
        ("47-year-old Jane Marlow", "47-year-old"),
        ("Jane Marlow, 47 y/o", "47 y/o"),
        ("Jane Marlow, 47 mlwydd oed", "47 mlwydd oed"),
        ("Jane Marlow, age 47", "age 47"),
        ("Jane Marlow. Age: 47. Teacher.", "Age: 47"),
        ("JANE MARLOW OBE, 47, was fined", "47"),
        ("Jane Marlow, 47\nTeacher", "47"),
    ],
)
def test_finds_an_age_that_is_the_persons_on_that_day(seen, text: str, shown: str) -> None:
    assert _ages(seen, TOLD + text) == [shown]


@pytest.mark.parametrize(
    "text",
    [
        "Jane Marlow, 46, of Station Road",
        "Jane Marlow, 48, of Station Road",
        "Jane Marlow, 47 Station Road",
        "Jane Marlow, 47, Station Road",
        "Jane Marlow scored 47 runs",
        "Jane Marlow, 47-51, won",
        "Jane Marlow came 3rd with 47% of the votes",
        "Jane Marlow spoke on page 47",
        "Jane Marlow manages the under age 47 team",
    ],
)
def test_other_ages_and_other_figures_are_none(seen, text: str) -> None:
    assert _ages(seen, TOLD + text) == []


def test_an_age_says_nothing_on_a_page_without_a_date(seen) -> None:
    assert _ages(seen, "Jane Marlow, 47, of Station Road") == []


def test_an_age_is_told_by_the_day_of_publication(seen) -> None:
    text = "Posted on 10 March 2026. Jane Marlow, {}, of Wexcombe"
    assert _ages(seen, text.format(46)) == ["46"]
    assert _ages(seen, text.format(47)) == []


def test_an_interview_may_be_some_days_older_than_its_page(seen) -> None:
    assert _ages(seen, "Posted on 16 March 2026. Jane Marlow, 46, of Wexcombe") == ["46"]
    assert _ages(seen, "Posted on 30 March 2026. Jane Marlow, 46, of Wexcombe") == []


def test_an_age_alone_names_nobody(seen) -> None:
    assert seen(JANE, TOLD + "Peter Hill, 47, of Station Road") == []


def _document(text: str, path: str = "", value: str = "", url: str = "") -> Document:
    segments = [Segment(0, len(text), Place.TEXT, "html/body/p")]
    if path:
        segments.append(Segment(len(text) + 1, len(text) + 1 + len(value), Place.META, path))
        text = f"{text}\n{value}"
    return Document("probe", url or "https://news.example/1", "text/html", text, tuple(segments))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("By Ann Lee\n4 March 2026 09:00\nNews", date(2026, 3, 4)),
        ("Wednesday, 4th March 2026", date(2026, 3, 4)),
        ("Published: 04/03/2026", date(2026, 3, 4)),
        ("PUBLISHED: 09:00, 4 March 2026 | UPDATED: 10:11, 5 March 2026", date(2026, 3, 4)),
        ("By Ann Lee | 4 March 2026 | News", date(2026, 3, 4)),
        ("Posted by admin on March 4, 2026", date(2026, 3, 4)),
        ("The meeting of 4 March 2026 was adjourned.", None),
        ("Date of birth: 4 March 2001", None),
        ("Published by the agent of the candidate", None),
    ],
)
def test_a_page_says_in_its_text_when_it_was_published(text: str, day: date | None) -> None:
    assert publication_date(_document(text)) == day


def test_data_are_believed_before_times_of_events_and_text() -> None:
    text = "Published 1 January 2020"
    told = _document(text, "html/head/meta[article:published_time]@content", "2026-03-04T09:00Z")
    assert publication_date(told) == date(2026, 3, 4)
    assert publication_date(_document(text, "html/body/p@class", "2026-03-04")) == date(2020, 1, 1)


def test_an_address_of_a_page_may_hold_its_day() -> None:
    assert publication_date(_document("x", url="https://n.example/2026/03/04/hill-elected")) == (
        date(2026, 3, 4)
    )
    assert publication_date(_document("x", url="https://n.example/2026/99/04/hill")) is None
