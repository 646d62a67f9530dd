"""The index over many facts and subjects, and what holds on any page."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scanner.match import FactIndex
from scanner.model.document import Document, Place, Segment
from scanner.model.facts import FactKind
from scanner.rulebook.detector import FactDetector

JANE = {
    FactKind.NAME: "Jane Elizabeth Marlow",
    FactKind.ADDRESS: ["14 Bramble Road, Wexcombe, WX4 7QT", "Unit 3, Market Street, Wexcombe"],
    FactKind.PHONE: ["07700 900123", "900155"],
    FactKind.EMAIL: "jane.marlow@mailbox.example",
    FactKind.HANDLE: "janemarlow",
    FactKind.BIRTH_DATE: "1979-03-14",
    FactKind.VEHICLE: "AB12 CDE",
    FactKind.DOMAIN: "marlow.example",
    FactKind.CUSTOM: "Bramble Cottage",
}
PIECES = [
    "Jane", "Marlow", "E.", "14", "16", "Bramble", "Road", "Rd.", "Wexcombe", "WX4", "7QT",
    "07700 900123", "+44", "(0)", "jane.marlow", "@", "mailbox.example", "janemarlow", "born",
    "14 March 1979", "14/03/79", "AB12", "CDE", "https://a.example/", "[at]", "dot", "Cllr",
    "\n", " ", ", ", "-", ".", "’s", "\u00ad", "\u200b", "ß", "é", "ﬁ", "\u0301", "01632 960999",
]  # fmt: skip


def document(text: str, segments: tuple[Segment, ...] = ()) -> Document:
    return Document("p", "https://a.example/", "text/html", text, segments)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), max_size=40))
def test_every_sighting_quotes_the_page(index: FactIndex, pieces: list[str]) -> None:
    text = "".join(pieces)
    matched = index.match(document(text))
    for seen in (*matched.sightings, *matched.strangers):
        assert 0 <= seen.start < seen.end <= len(text)
        assert text[seen.start : seen.end] == seen.text
    own = [(s.start, s.end, s.kind) for s in matched.sightings]
    for stranger in matched.strangers:
        assert not any(
            start < stranger.end and stranger.start < end
            for start, end, kind in own
            if kind is stranger.kind
        )
    assert list(matched.sightings) == sorted(matched.sightings, key=lambda s: (s.start, s.end))


@pytest.fixture(scope="module")
def index(make_subject, detectors: Mapping[FactKind, FactDetector]) -> FactIndex:
    return FactIndex([make_subject(JANE)], detectors)


def test_says_where_on_the_page_a_sighting_stands(index: FactIndex) -> None:
    text = "Jane Marlow\n07700 900123\n<!-- 07700 900123"
    segments = (
        Segment(0, 11, Place.TITLE, "html/head/title"),
        Segment(12, 24, Place.TEXT, "html/body/p"),
        Segment(25, len(text), Place.COMMENT, "html/body/comment()"),
    )
    places = [s.place for s in index.match(document(text, segments)).sightings]
    assert places == [Place.TITLE, Place.TEXT, Place.COMMENT]


def test_two_subjects_who_share_a_fact_are_both_seen(make_subject, detectors) -> None:
    home = {FactKind.ADDRESS: "14 Bramble Road, Wexcombe", FactKind.PHONE: "01632 960155"}
    subjects = [make_subject(home, "jane-marlow"), make_subject(home, "daniel-marlow")]
    matched = FactIndex(subjects, detectors).match(
        document("14 Bramble Road, Wexcombe. Tel 01632 960155")
    )
    assert [(s.subject_id, s.form) for s in matched.sightings] == [
        ("daniel-marlow", "full"),
        ("jane-marlow", "full"),
        ("daniel-marlow", "national"),
        ("jane-marlow", "national"),
    ]


def test_a_form_that_no_detector_declares_is_not_reported(make_subject, detectors) -> None:
    name = detectors[FactKind.NAME]
    only_full = name.model_copy(update={"forms": {"full": name.forms["full"]}})
    index = FactIndex([make_subject(JANE)], {FactKind.NAME: only_full})
    matched = index.match(document("Jane Marlow, J. Marlow, 07700 900123"))
    assert [s.form for s in matched.sightings] == ["full"]
    assert matched.strangers == ()


def test_without_a_question_others_values_are_left_alone(make_subject, detectors) -> None:
    silent = detectors[FactKind.PHONE].model_copy(update={"question": ""})
    index = FactIndex([make_subject(JANE)], {FactKind.PHONE: silent})
    assert index.strangers(document("07700 900456")) == ()


def test_a_whole_sighting_leaves_no_pieces_of_itself(index: FactIndex) -> None:
    matched = index.match(document("14 Bramble Road, Wexcombe, WX4 7QT"))
    assert [s.form for s in matched.sightings] == ["full"]


def test_shows_no_value(index: FactIndex) -> None:
    assert repr(index) == f"FactIndex({len(index._literals)} literals)"
    matched = index.match(document("07700 900123 and 07700 900456"))
    assert "900" not in repr(matched)


def test_an_empty_page_and_an_index_without_facts(index: FactIndex, detectors) -> None:
    assert index.match(document("")).sightings == ()
    assert FactIndex([], detectors).match(document("Jane Marlow")).sightings == ()


def _spent(work: Callable[[], object]) -> float:
    """Seconds of this thread's own work: what else the machine does hardly counts."""
    begun = time.thread_time()
    work()
    return time.thread_time() - begun


def _costs_at_most(times: float, whole: Callable[[], object], part: Callable[[], object]) -> bool:
    """Whether the whole costs at most so many times its part, by the best run of each.

    They take turns, so that a slow moment falls on both; a difference that is none of the moment is
    still there in the last round. The addend is for the clock.
    """
    of_whole = of_part = float("inf")
    for _ in range(ROUNDS):
        of_part = min(of_part, _spent(part))
        of_whole = min(of_whole, _spent(whole))
        if of_whole < times * of_part + 0.004:
            return True
    return False


ROUNDS = 8
PROSE = "The council met on Tuesday to talk of the road, the hall and the green. " * 1400


@pytest.mark.parametrize(
    "hostile",
    [
        "marlow " * 14_000,
        "bramble road " * 7_700,
        "0770 " * 20_000,
        "1 " * 50_000,
        "a@" * 50_000,
        " at " * 25_000,
        "a dot " * 16_000,
        "(" * 100_000,
        "wx4 7qt " * 12_500,
        "https://a.example/" + "a/" * 50_000,
        "@janemarlow" * 9_000,
        "born " * 20_000,
        "14 march " * 11_000,
        "9 Mill " * 14_000,
        "9 Mill Lane " * 8_300,
        "9 Mill Hill Green Park Row " * 3_700,
        "7 Rose House, NM2 5RT " * 4_500,
        "Mill Hill Row NM2 5RT " * 4_500,
        "\u0301\u00ad" * 50_000,
    ],
    ids=lambda text: repr(text[:14]),
)
def test_a_hostile_page_costs_what_its_length_costs(index: FactIndex, hostile: str) -> None:
    whole, quarter = document(hostile), document(hostile[: len(hostile) // 4])

    # A square would be sixteen times as much.
    assert _costs_at_most(8, lambda: index.match(whole), lambda: index.match(quarter))


def test_the_cost_of_a_square_is_told() -> None:
    def square(size: int) -> int:
        return sum(one for _ in range(size) for one in range(size))

    assert not _costs_at_most(8, lambda: square(800), lambda: square(200))


def test_the_cost_of_a_page_hardly_grows_with_the_number_of_subjects(
    make_subject, detectors, index: FactIndex
) -> None:
    subjects = [
        make_subject(
            {
                FactKind.NAME: f"Ann Surname{number}x",
                FactKind.PHONE: f"07700 9{number:05d}",
                FactKind.EMAIL: f"ann{number}@mailbox.example",
                FactKind.ADDRESS: f"{number} Lane{number}x Road, Wexcombe",
            },
            f"ann-{number}",
        )
        for number in range(1000)
    ]
    many = FactIndex(subjects, detectors)
    page = document(PROSE)
    assert _costs_at_most(4, lambda: many.match(page), lambda: index.match(page))
