"""The overview as a page: what stands in it, and what may not."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scanner.model.overview import Overview
from scanner.model.slate import EntrantState
from scanner.render.slate_overview import render_overview
from scanner.slate.overview import Checks, Standing, overview_of
from tests.slate.many_people import NOW, SLATE, TITLES, slate_of
from tests.slate.test_overview_of_numbers import numbers, person

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def shown_of(count: int) -> Overview:
    many = slate_of(count)
    standings = {
        one.number: Standing(EntrantState.DONE)
        if one.number in many.checks
        else Standing(EntrantState.LEFT, "the profile cannot be read")
        for one in many.people
    }
    return overview_of(SLATE, many.people, Checks(many.checks, standings, 3, NOW), TITLES, NOW)


@pytest.fixture(scope="module")
def overview() -> Overview:
    return shown_of(120)


def test_names_everybody_and_nothing_of_anybody(overview: Overview) -> None:
    page = render_overview(overview)
    for row in overview.rows:
        assert page.count(f"{row.ref} ·") == 1 + any(
            row.ref == called.ref for called in overview.calls[:25]
        )
    for private in ("07700", "mailbox.example", "Bramble Road", "WX4", "@"):
        assert private not in re.sub(r"<(style|script)>.*?</\1>", "", page, flags=re.DOTALL)


def test_a_hostile_name_stays_text() -> None:
    bad = '<img src=x onerror="alert(1)"></script><script>alert(2)</script>'
    slate = replace(SLATE, title=bad, officer=bad, organisation=bad)
    people = [replace(person(1), name=bad, group=bad, ref=bad)]
    left = {1: Standing(EntrantState.LEFT, bad)}
    page = render_overview(overview_of(slate, people, Checks({}, left, 1, NOW), {}, NOW))
    assert "<img" not in page and page.count("<script") == 1 and page.count("</script") == 1


@pytest.mark.parametrize("count", [0, 1])
def test_a_slate_of_nobody_or_one_has_a_page(count: int) -> None:
    people = [person(1)][:count]
    page = render_overview(overview_of(SLATE, people, Checks(), {}, NOW))
    assert "Nobody was checked yet." in page


def test_below_the_floor_nothing_reassures() -> None:
    checks = {number: [numbers(is_enough=False, coverage=0.2)] for number in (1, 2)}
    done = {number: Standing(EntrantState.DONE) for number in checks}
    shown = overview_of(SLATE, [person(1), person(2)], Checks(checks, done, 1, NOW), {}, NOW)
    page = " ".join(render_overview(shown).split())
    said = "as far as was checked: of 2 of 2 people too little was answered."
    assert f"Nobody needs a call today, {said}" in page
    assert re.search(r'Nothing that counts</th><td class="number">0<', page)
    assert re.search(r'Too little answered to say</th><td class="number">2<', page)
    assert "<td>nothing</td>" not in page


def test_the_day_of_a_check_is_london_s() -> None:
    late = datetime(2027, 4, 19, 23, 30, tzinfo=UTC)
    checks = Checks({1: [numbers(late)]}, {1: Standing(EntrantState.DONE)}, 1, NOW)
    page = render_overview(overview_of(SLATE, [person(1)], checks, {}, NOW))
    assert "<td>20 Apr 2027</td>" in page and "19 Apr 2027</td>" not in page


def test_bands_that_are_not_named_are_none() -> None:
    checks = Checks({1: [numbers(by_band={"low": 2})]}, {1: Standing(EntrantState.DONE)}, 1, NOW)
    page = render_overview(overview_of(SLATE, [person(1)], checks, {}, NOW))
    assert '<span class="band-low">Low</span>' in page


def test_a_person_more_is_a_line_more() -> None:
    """So that thousands are one page that opens at once."""
    assert len(render_overview(shown_of(1_000)).encode()) < 1_000 * 450 + 100_000


@pytest.fixture
def opened(chromium: Browser, tmp_path: Path):  # type: ignore[no-untyped-def]
    """Opens the page in a window, with nothing but itself to ask."""
    path = tmp_path / "overview.html"
    made = []

    def open_page(overview: Overview, **options: object) -> Page:
        path.write_text(render_overview(overview), encoding="utf-8")
        context = chromium.new_context(**options)  # type: ignore[arg-type]
        made.append(context)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(path.as_uri())
        return page

    asked: list[str] = []
    said: list[str] = []
    yield open_page
    assert set(asked) == {path.as_uri()} and said == []
    for context in made:
        context.close()


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1280])
def test_works_without_a_script_at_any_width(opened, overview: Overview, width: int) -> None:  # type: ignore[no-untyped-def]
    size = {"width": width, "height": 844}
    page = opened(overview, viewport=size, java_script_enabled=False)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("h1").count() == 1 and not page.locator("#sift").is_visible()
    assert page.locator("#everybody tbody tr").count() == 120


ALL = {"runOnly": {"type": "tag", "values": WCAG}}
OF_COLOUR = {"runOnly": ["color-contrast", "link-in-text-block"]}
"""All that the dark look can change: the same elements have other colours."""


@pytest.mark.browser
@pytest.mark.parametrize(
    ("scheme", "width", "rules"),
    [("light", 1280, ALL), ("light", 390, ALL), ("dark", 1280, OF_COLOUR)],
)
def test_no_barrier_in_the_overview(opened, scheme: str, width: int, rules) -> None:  # type: ignore[no-untyped-def]
    from axe_playwright_python.sync_playwright import Axe

    size = {"width": width, "height": 844}
    page = opened(shown_of(14), viewport=size, color_scheme=scheme)
    result = Axe().run(page, options=rules)
    assert result.violations_count == 0, result.generate_report()


@pytest.mark.browser
def test_sifts_and_sorts(opened, overview: Overview) -> None:  # type: ignore[no-untyped-def]
    page = opened(overview, viewport={"width": 1280, "height": 844})
    rows = page.locator("#everybody tbody tr:not([hidden])")
    page.get_by_label("needs a call").check()
    assert rows.count() == len(overview.calls)
    page.get_by_label("needs a call").uncheck()
    page.get_by_label("Find").fill("wx-0007")
    assert rows.count() == 1 and page.locator("#shown").text_content() == "1 of 120"
    page.get_by_label("Find").fill("")
    page.get_by_label("Group").select_option("Wexcombe North")
    assert rows.count() == sum(row.group == "Wexcombe North" for row in overview.rows)
    page.get_by_label("Group").select_option("all")

    def column(number: int) -> list[str]:
        cells = page.locator(f"#everybody tbody tr > :nth-child({number})")
        return [text.strip() for text in cells.all_text_contents()]

    by_urgency = column(1)
    page.get_by_role("button", name="Low").click()
    lows = [int(text) for text in column(7) if text]
    assert lows == sorted(lows, reverse=True) and lows
    assert column(7)[len(lows) :] == [""] * (120 - len(lows)), "who has none comes last"
    page.get_by_role("button", name="Low").click()
    assert page.locator("[aria-sort]").get_attribute("aria-sort") == "ascending"
    page.get_by_role("button", name="Low").click()
    assert column(1) == by_urgency
