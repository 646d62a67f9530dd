"""What a later check's report says of the time between: what came, what went, what nobody knows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup, Tag

from scanner.language import WELSH, speaking
from scanner.model.assessment import Assessment
from scanner.model.history import Followed, Proof, Step, Turn
from scanner.model.plan import Purpose
from scanner.render import Audience, Edition, read_json, render_csv, render_html, render_json
from scanner.render.asked import asked_for
from scanner.render.own_words import OwnWords
from scanner.render.since import clock_words, proof_words, since_words, step_words
from tests.render import followed, invented
from tests.render.followed import FIRST, NOW, SECOND
from tests.render.lettered import home, lettered

THIRD = followed.third_check()
CALM = replace(THIRD, escalations=())


def words(tag: Tag | None) -> str:
    assert tag is not None
    return " ".join(tag.get_text(" ").split())


@pytest.fixture(scope="module")
def page() -> BeautifulSoup:
    return BeautifulSoup(render_html(CALM), "lxml")


@pytest.fixture(scope="module")
def changes(page: BeautifulSoup) -> Tag:
    found = page.find(id="changes")
    assert isinstance(found, Tag)
    return found


def turn(changes: Tag, label: str) -> Tag:
    """The part about one turn."""
    parts = [part for part in changes.find_all(class_="turn") if label in words(part)]
    assert len(parts) == 1, label
    return parts[0]


def test_newly_in_public_stands_above_the_result_and_links_to_its_card(page) -> None:
    order = [
        part["id"] for part in page.main.find_all("section", recursive=False) if "id" in part.attrs
    ]
    assert order[:3] == ["released", "changes", "today"]
    released = page.find(id="released")
    assert "This was not there on 16 November 2026." in words(released)
    assert "wexcombe-talk.example" in words(released)
    anchor = released.find("a")["href"].removeprefix("#")
    assert "Your home address" in words(page.find(id=anchor))
    assert page.find(class_="headline") in released.find_all_next(class_="headline")


def test_a_warning_sign_that_tells_of_it_says_since_when_and_nothing_says_it_twice() -> None:
    page = BeautifulSoup(render_html(THIRD), "lxml")
    assert page.find(id="released") is None
    assert "This was not there on 16 November 2026." in words(page.find(class_="escalation"))
    assert "1 newly in public" in words(page.find(id="changes"))


def test_every_turn_is_told_with_its_number_and_its_places(changes: Tag) -> None:
    assert words(changes.h2) == "What changed since 16 November 2026"
    assert "wexcombe-herald.example" in words(turn(changes, "1 came back"))
    assert "Your private mobile number" in words(turn(changes, "1 new No earlier"))
    assert "github.com" in words(turn(changes, "1 changed"))
    assert "yard.example" in words(turn(changes, "1 could not be checked this time"))
    assert "nobody knows" in words(turn(changes, "1 could not be checked this time"))
    assert "2 still there" in words(changes)
    assert "1 detail was proved gone before that" in words(changes)


def test_what_is_public_by_choice_is_no_news_and_a_possible_match_a_question(changes: Tag) -> None:
    assert "landline" not in words(changes)
    assert "1 new to ask about" in words(changes)


def test_what_is_gone_says_how_that_is_known(changes: Tag) -> None:
    gone = words(turn(changes, "2 gone"))
    assert "the site was asked on 20 November 2026 and has no such page any more" in gone
    assert "the page was read on 20 November 2026 and this is no longer on it" in gone
    assert "What you did has worked." in gone
    assert "old.example" not in words(changes), "was told before"


def test_clocks_run_and_what_is_overdue_comes_first(changes: Tag) -> None:
    waiting = changes.find("h3", string="Waiting for an answer").find_next("ul")
    late, running = waiting.find_all("li", recursive=False)
    assert "Wexcombe Herald" in words(late) and "No answer came in time." in words(late)
    assert "day 19 of one month" in words(running)
    assert "due by 1 December 2026" in words(running)


def test_an_overdue_request_has_its_complaint_ready() -> None:
    found = home()
    rich = lettered([found])
    history = followed.history(THIRD)
    letter = replace(history.waiting[0].letter, finding_ids=(found.finding.id,))
    late = replace(history.waiting[0], letter=letter)
    page = BeautifulSoup(
        render_html(replace(rich, history=replace(history, waiting=(late,)))), "lxml"
    )
    ready = [words(item.summary) for item in page.select("#changes details.letter")]
    assert any("Complain to the Information Commissioner" in title for title in ready), ready
    assert not any("erase" in title.lower() for title in ready), "not the one that was sent"


def test_without_a_letter_that_may_follow_the_regulator_is_named(changes: Tag) -> None:
    assert "complain to the Information Commissioner (ICO)" in words(changes)


def test_cards_say_since_when_and_whether_what_was_done_has_worked(page) -> None:
    said = " ".join(words(item) for item in page.find_all(class_="since"))
    for piece in (
        "Newly in public: this was not there on 16 November 2026.",
        "It came back: on 16 November 2026 it was proved gone. First seen on 2 November 2026.",
        "You marked this as done on 10 November 2026. It is still there.",
        "On 3 November 2026 you decided to live with this.",
    ):
        assert piece in said, piece
    card = page.find(id="do-rem-press-publisher").summary
    assert "1 new" in words(card) and "1 came back" in words(card)


def test_the_trend_is_drawn_with_a_table_and_says_what_is_not_sure(changes: Tag) -> None:
    chart = changes.find("svg", class_="chart")
    assert "7 on 2 November 2026, 6 on 20 November 2026" in chart["aria-label"]
    assert [text.text for text in chart.find_all("text", class_="open")] == ["7", "4", "6"]
    assert len(chart.find_all("rect", class_="whole")) == 2
    assert len(chart.find_all("rect", class_="short")) == 1, "the one that was cut short"
    rows = [words(row) for row in changes.find("table").tbody.find_all("tr")]
    assert rows[1] == "16 November 2026 4 80 9 / 31, cut short"
    assert "there may be more" in words(changes)


def test_a_first_check_says_nothing_of_time() -> None:
    rich = invented.rich()
    history = replace(followed.history(rich), number=1, previous_at=None, followed=())
    for assessment in (rich, replace(rich, history=history)):
        page = BeautifulSoup(render_html(assessment), "lxml")
        assert page.find(id="changes") is None and page.find(id="released") is None
        assert not page.find_all(class_="since")


def test_what_was_erased_and_came_back_is_told_by_a_first_check() -> None:
    rich = invented.rich()
    back = followed.of(rich, 1, Turn.RELAPSED)
    fresh = followed.of(rich, 4, Turn.NEW)
    history = replace(
        followed.history(rich), number=1, previous_at=None, followed=(back, fresh), trend=()
    )
    page = BeautifulSoup(render_html(replace(rich, history=history)), "lxml")
    assert "1 there again, or still" in words(page.find(id="changes"))
    assert "came back" not in words(page.find(id="changes")), "it may never have gone"
    assert " new" not in words(page.find(id="changes")), "all is new to a first check"
    assert len(page.find_all(class_="since")) == 1


def test_a_quiet_check_is_told_in_a_line() -> None:
    rich = invented.rich()
    still = tuple(followed.of(rich, number, Turn.STILL_THERE) for number in (1, 2))
    history = replace(followed.history(rich), followed=still, waiting=())
    page = BeautifulSoup(render_html(replace(rich, history=history)), "lxml")
    told = words(page.find(id="changes"))
    assert "Nothing came, and nothing went." in told and "2 still there" in told


def test_the_officer_gets_the_numbers_and_nothing_else() -> None:
    page = BeautifulSoup(render_html(THIRD, edition=Edition(Audience.OFFICER)), "lxml")
    told = words(page.find(id="changes"))
    for piece in (
        "Newly in public 1", "Came back 1", "Proved gone 2, and 1 before that",
        "Could not be checked this time 1", "2, of which 1 had none in time",
        "Found so far, in all checks 10",
    ):  # fmt: skip
        assert piece in told, piece
    assert page.find("svg", class_="chart")
    everything = words(page.body)
    assert THIRD.history is not None
    for item in THIRD.history.followed:
        assert item.site not in everything and item.title not in everything
    for item in THIRD.history.waiting:
        assert item.letter.to not in everything and item.letter.title not in everything


def test_the_police_get_since_when_and_the_proof_of_what_is_gone() -> None:
    gone = next(i for i in THIRD.history.followed if i.finding_id == "g3")
    proof = replace(THIRD.checks[0], url=gone.url, body_sha256="ef" * 32)
    report = replace(THIRD, checks=(*THIRD.checks, proof))
    page = BeautifulSoup(render_html(report, edition=Edition(Audience.POLICE)), "lxml")
    first = words(page.find(id="f-1"))
    assert "First seen 2026-11-02T09:00:00.000Z ; there again after it was gone" in first
    rows = [words(row) for row in page.find(id="over-time").tbody.find_all("tr")]
    assert len(rows) == 4, "one that nobody knows of, three that are gone"
    row = next(row for row in rows if "club.example" in row)
    assert "the page was read whole, and this is not on it" in row
    assert "ef" * 32 in row, "what proves it can be found in the archive"
    assert any("not known: no answer at this check" in row for row in rows)


@pytest.mark.parametrize("audience", Audience)
def test_no_private_value_and_the_same_report_from_the_file(audience: Audience) -> None:
    edition = Edition(audience)
    text = render_html(THIRD, edition=edition)
    assert [value for value in (*invented.PRIVATE, invented.STRANGER) if value in text] == []
    stored = read_json(render_json(THIRD)).assessment
    assert render_html(stored, edition=edition) == text


def test_a_strangers_site_name_is_only_text() -> None:
    evil = followed.absent(
        "x", Turn.UNSEEN, "<script>alert(1)</script>", url=followed.text("javascript:1")
    )
    history = replace(followed.history(THIRD), followed=(evil,))
    page = BeautifulSoup(render_html(replace(THIRD, history=history)), "lxml")
    assert len(page.find_all("script")) == 1, "the report's own"
    assert not page.select('#changes a[href^="javascript"]')


def test_a_reassuring_headline_says_what_nobody_could_look_at() -> None:
    unseen = followed.absent("u", Turn.UNSEEN, "yard.example")
    history = replace(followed.history(THIRD), followed=(unseen,), waiting=())
    for build, said in ((invented.nothing_found, True), (invented.rich, False)):
        page = BeautifulSoup(render_html(replace(build(), history=history)), "lxml")
        told = words(page.find(class_="verdict"))
        assert ("1 place where an earlier check found something could not be" in told) is said


def test_of_an_earlier_check_on_the_same_day_the_time_is_told() -> None:
    history = replace(followed.history(THIRD), previous_at=NOW - timedelta(hours=3))
    page = BeautifulSoup(render_html(replace(CALM, history=history)), "lxml")
    assert words(page.find(id="changes").h2) == "What changed since 20 November 2026, 11:02 GMT"
    assert "not there on 20 November 2026, 11:02 GMT." in words(page.find(id="released"))


def test_many_are_folded_and_the_rest_is_counted() -> None:
    many = tuple(
        followed.absent(f"m{n}", Turn.UNSEEN, f"site{n}.example", title=f"Your detail {n}")
        for n in range(60)
    )
    history = replace(followed.history(THIRD), followed=many)
    page = BeautifulSoup(render_html(replace(THIRD, history=history)), "lxml")
    part = turn(page.find(id="changes"), "60 could not be checked")
    assert len(part.select("ul.turned > li")) == 40
    assert "and 20 more" in words(part)
    assert len(part.details.select("li")) == 37, "all but three are folded"


def test_places_of_one_site_are_one_line() -> None:
    alike = tuple(followed.absent(f"m{n}", Turn.UNSEEN, "yard.example") for n in range(5))
    history = replace(followed.history(THIRD), followed=alike)
    page = BeautifulSoup(render_html(replace(THIRD, history=history)), "lxml")
    part = turn(page.find(id="changes"), "5 could not be checked")
    assert [words(row) for row in part.select("li")] == [
        "Critical Your home address yard.example, 5 places"
    ]


def test_the_table_says_since_when_what_turned_and_what_was_done() -> None:
    import csv
    import io

    rows = list(
        csv.DictReader(io.StringIO(render_csv(THIRD).lstrip("\N{ZERO WIDTH NO-BREAK SPACE}")))
    )
    first = {row["id"]: row for row in rows}
    assert first["f0003"]["since the last check"] == "newly in public"
    assert first["f0001"]["since the last check"] == "relapsed"
    assert first["f0001"]["first seen (UTC)"] == "2026-11-02T09:00:00.000Z"
    assert first["f0002"]["what you did"] == "done 2026-11-10"
    alone = list(csv.DictReader(io.StringIO(render_csv(invented.rich()))))
    assert {row["since the last check"] for row in alone} == {""}


def test_welsh_says_all_of_it() -> None:
    with speaking(WELSH):
        page = BeautifulSoup(render_html(CALM), "lxml")
    told = words(page.find(id="changes")) + words(page.find(id="released"))
    assert "Beth sydd wedi newid ers 16 Tachwedd 2026" in told
    assert "diwrnod 19 o un mis" in told
    assert "darllenwyd y dudalen ar 20 Tachwedd 2026" in told
    for english in ("came back", "still there", "gone", "answer", "check", "first", "open"):
        assert english not in told.lower().split(), english


DONE = {"step": Step.DONE, "step_on": date(2026, 11, 10)}
SAID: list[tuple[Callable[[], tuple[OwnWords, ...]], str]] = [
    (lambda: step_words(item(Turn.STILL_THERE, **DONE), NOW, 30), "take until 10 December 2026."),
    (lambda: step_words(item(Turn.STILL_THERE, **DONE), NOW, 3), "It is still there."),
    (lambda: step_words(item(Turn.UNSEEN, **DONE), NOW), "The next check that gets an answer"),
    (
        lambda: step_words(item(Turn.STILL_THERE, step=Step.DONE, step_on=date(2026, 11, 25)), NOW),
        "The next check will prove it.",
    ),
    (
        lambda: step_words(item(Turn.CHANGED, step=Step.REFUSED, step_on=date(2026, 11, 9)), NOW),
        "They refused on 9 November 2026.",
    ),
    (lambda: since_words(item(Turn.STILL_THERE), ""), "First seen on 2 November 2026."),
    (
        lambda: since_words(item(Turn.RELAPSED), ""),
        "It was erased from your case. It is in public again, or still.",
    ),
    (lambda: since_words(item(Turn.CHANGED), ""), "It has changed since the last check."),
    (lambda: (proof_words(item(Turn.GONE, gone_at=NOW, proof=Proof.ABSENT)),), "no such page"),
]  # fmt: skip


def item(turn: Turn, **more: object) -> Followed:
    return followed.absent("i", turn, "yard.example", **more)


@pytest.mark.parametrize(("say", "piece"), SAID)
def test_a_sentence_says_what_is_known(say: Callable[[], tuple[OwnWords, ...]], piece: str) -> None:
    assert piece in " ".join(say())


def test_nothing_is_said_to_be_still_there_that_was_not_seen() -> None:
    for unsure in (Turn.UNSEEN, Turn.GONE):
        assert "still there" not in " ".join(step_words(item(unsure, **DONE), NOW))


@pytest.mark.parametrize(
    ("by", "told"),
    [
        (date(2026, 12, 1), "day 19 of one month"),
        (date(2026, 11, 15), "day 19 of 14"),
        (date(2027, 2, 1), "day 19 of three months"),
        (None, "day 19"),
    ],
)
def test_a_clock_says_of_how_long(by: date | None, told: str) -> None:
    waiting = followed.waiting()[1]
    assert clock_words(replace(waiting, letter=replace(waiting.letter, answer_by=by))) == told


def test_every_purpose_of_a_check_has_words_of_its_own() -> None:
    plain = THIRD.checks[0]
    told = {str(asked_for(replace(plain, purpose=purpose))) for purpose in Purpose}
    assert len(told) == len(Purpose)
    find = replace(plain, purpose=Purpose.LEAD, source_id="src.archive.wayback")
    about, lead = (replace(find, probe_id=f"p1.{tail}") for tail in ("wayback", "lead-2"))
    assert asked_for(about) == "Question about a page on which something was found"
    assert asked_for(lead) == "Page that a search named"


def test_pictures_of_a_page_are_named_beside_what_stands_on_it() -> None:
    from scanner.model.assessment import Shot

    shot = Shot(THIRD.findings[0].finding.probe_id, "screenshot", "pages/p0001.png", "12" * 32)
    shown: Assessment = replace(THIRD, shots=(shot,))
    for audience in (Audience.CANDIDATE, Audience.POLICE):
        page = BeautifulSoup(render_html(shown, edition=Edition(audience)), "lxml")
        assert "pages/p0001.png" in words(page.find(class_="shots"))
        assert "12" * 32 in words(page.find(class_="shots"))
    assert "p0001.png" not in render_html(shown, edition=Edition(Audience.OFFICER))
    assert FIRST < SECOND < NOW
