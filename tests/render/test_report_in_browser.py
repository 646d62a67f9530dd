"""The report in Chromium: no request, no script, no sideways scrolling, no barrier."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scanner.language import ENGLISH, WELSH, Language, speaking
from scanner.model.assessment import Assessment
from scanner.render import Audience, Edition, render_html
from tests.render import invented

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

EVERY = [invented.rich, invented.nothing_found, invented.below_floor, invented.stopped_at_once]
WIDTHS = [390, 1280]
UNFOLD = "document.querySelectorAll('details').forEach(d => d.open = true)"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@cache
def rendered(build: Callable[[], Assessment], reveal: bool) -> str:
    return render_html(build(), reveal)


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., str]:
    """Writes a report and gives its file address."""

    def write(build: Callable[[], Assessment], reveal: bool = False) -> str:
        path = tmp_path / "report.html"
        path.write_text(rendered(build, reveal), encoding="utf-8")
        return path.as_uri()

    return write


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("build", EVERY)
def test_opens_without_requests_scripts_or_sideways_scrolling(
    chromium: Browser, written, build, width: int
) -> None:
    address = written(build, True)
    with chromium.new_context(
        viewport={"width": width, "height": 844}, java_script_enabled=False
    ) as context:
        page = context.new_page()
        requests: list[str] = []
        complaints: list[str] = []
        page.on("request", lambda request: requests.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(address)
        page.evaluate(UNFOLD)
        assert requests == [address]
        assert complaints == [], "nothing that the policy had to refuse"
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.locator("h1").count() == 1 and page.locator(".headline").is_visible()
        styled = page.evaluate("getComputedStyle(document.querySelector('.skip')).position")
        assert styled == "absolute", "the policy lets the report's own style through"


READERS = [*((audience, ENGLISH) for audience in Audience), (Audience.CANDIDATE, WELSH)]
OF_COLOUR = ("color-contrast", "link-in-text-block")
"""They take most of axe's time. No colour depends on the width, as a test of its own shows, and
folded a page has the colours of the open one."""
ALL = {"runOnly": WCAG, "resultTypes": ["violations"]}
BUT_COLOUR = {**ALL, "rules": {rule: {"enabled": False} for rule in OF_COLOUR}}
LOOKS = [
    # scheme, medium, width, what is asked of the folded page, and of the open one
    ("light", "screen", 390, BUT_COLOUR, ALL),
    ("light", "screen", 1280, BUT_COLOUR, BUT_COLOUR),
    # All that the dark look can change: the same elements have other colours.
    ("dark", "screen", 1280, None, {**ALL, "runOnly": list(OF_COLOUR)}),
    ("light", "print", 1280, None, ALL),
]


@cache
def report_for(audience: Audience, language: Language) -> str:
    edition = Edition(audience, marking="OFFICIAL", case_reference="1/26", operator="A. Bell")
    with speaking(language):
        return render_html(invented.rich(), audience is Audience.CANDIDATE, edition)


@pytest.mark.parametrize(("scheme", "media", "width", "folded", "unfolded"), LOOKS)
@pytest.mark.parametrize(("audience", "language"), READERS)
def test_no_barrier(
    chromium: Browser,
    tmp_path: Path,
    audience: Audience,
    language: Language,
    scheme,
    media,
    width: int,
    folded,
    unfolded,
) -> None:
    """WCAG 2.2 AA as far as a program can tell, folded and unfolded."""
    from axe_playwright_python.sync_playwright import Axe

    path = tmp_path / "report.html"
    path.write_text(report_for(audience, language), encoding="utf-8")
    with chromium.new_context(
        viewport={"width": width, "height": 844}, color_scheme=scheme
    ) as context:
        page = context.new_page()
        page.emulate_media(media=media)
        page.goto(path.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= width or media == "print"
        found = []
        for options in (folded, unfolded):
            if options is unfolded:
                page.evaluate(UNFOLD)
            if options is None:
                continue
            response = Axe().run(page, options=options).response
            found += [
                f"{item['id']} ({item['impact']}): {[n['target'] for n in item['nodes']][:3]}"
                for item in response["violations"]
                if media == "screen" or item["id"] != "target-size"  # nobody points at paper
            ]
            assert response["passes"], "axe looked at something"
    assert found == []


COLOURS = """[...document.querySelectorAll('body *')].map(e => {
    const {color, backgroundColor, opacity, textDecorationLine} = getComputedStyle(e)
    return [e.tagName, e.className, color, backgroundColor, opacity, textDecorationLine].join()
})"""


@pytest.mark.parametrize(("audience", "language"), READERS)
def test_no_colour_depends_on_the_width(
    chromium: Browser, tmp_path: Path, audience: Audience, language: Language
) -> None:
    path = tmp_path / "report.html"
    path.write_text(report_for(audience, language), encoding="utf-8")
    seen = []
    with chromium.new_context() as context:
        page = context.new_page()
        page.goto(path.as_uri())
        page.evaluate(UNFOLD)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 844})
            seen.append(page.evaluate(COLOURS))
    narrow, wide = seen
    assert len(set(narrow)) > 20
    assert [(a, b) for a, b in zip(narrow, wide, strict=True) if a != b] == []


def test_the_keyboard_alone_reaches_and_works_everything(chromium: Browser, written) -> None:
    with chromium.new_context(viewport={"width": 1280, "height": 844}) as context:
        page = context.new_page()
        page.goto(written(invented.rich))
        page.evaluate(UNFOLD)
        focusable = "main :is(a[href], button, input, select, summary, [tabindex='0'])"
        wanted = page.evaluate(
            """selector => [...document.querySelectorAll(selector)]
            .filter(e => e.checkVisibility()).map((e, n) => e.dataset.n = n).length""",
            focusable,
        )
        reached: set[str] = set()
        for _ in range(wanted + 5):
            page.keyboard.press("Tab")
            number = page.evaluate("document.activeElement.dataset.n")
            if number is not None:
                reached.add(number)
                outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
                assert outline != "none", "where one is shows"
        assert len(reached) == wanted
        page.locator("#do-rem-forum-host .done input").focus()
        page.keyboard.press("Space")
        assert "1 of 4 things done." in page.locator("#progress").inner_text()


def test_first_screen_of_a_wide_window_holds_result_and_three_things(
    chromium: Browser, written
) -> None:
    from dataclasses import replace

    def calm() -> Assessment:
        return replace(invented.rich(), escalations=())

    with chromium.new_context(viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        page.goto(written(calm))
        for selector in (".headline", ".counts", ".todo > li:nth-child(3) h3"):
            box = page.locator(selector).bounding_box()
            assert box and box["y"] + box["height"] <= 900, selector


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        ((1280, 1000), (".call", ".headline", ".counts", "#today-title", ".todo > li h3")),
        ((390, 844), (".call", ".escalation details", ".headline")),
    ],
)
def test_first_screen_of_a_warned_person_tells_them_what_to_do(
    chromium: Browser, written, size: tuple[int, int], shown: tuple[str, ...]
) -> None:
    width, height = size
    with chromium.new_context(viewport={"width": width, "height": height}) as context:
        page = context.new_page()
        page.goto(written(invented.rich))
        for selector in shown:
            box = page.locator(selector).first.bounding_box()
            assert box and box["y"] + box["height"] <= height, selector


def test_a_folded_card_opens_on_a_click_without_scripts(chromium: Browser, written) -> None:
    with chromium.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(written(invented.rich))
        card = page.locator("#do-law-sopn")
        assert not card.locator("blockquote").is_visible()
        card.locator("summary").first.click()
        assert card.locator("blockquote").is_visible()
        assert card.locator(".backfire").is_visible()


def test_a_link_to_a_folded_card_unfolds_it_without_scripts(chromium: Browser, written) -> None:
    with chromium.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(written(invented.rich))
        quote = page.locator("#do-law-sopn blockquote").first
        assert not quote.is_visible()
        page.locator(".later summary").click()
        page.get_by_role("link", name=invented.rich().actions[3].title).click()
        assert quote.is_visible()
        assert page.locator("#do-law-sopn .steps").first.is_visible()


def test_without_scripts_no_control_is_dead(chromium: Browser, written) -> None:
    with chromium.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(written(invented.rich))
        page.evaluate(UNFOLD)
        assert page.locator("button:visible, select:visible, [type=search]:visible").count() == 0
        tick = page.locator("#do-rem-forum-host .done input")
        tick.check()
        assert tick.is_checked(), "a tick is one on its own"


def test_paper_shows_what_the_screen_folds_but_for_what_only_a_program_needs(
    chromium: Browser, written
) -> None:
    with chromium.new_context(viewport={"width": 1000, "height": 844}) as context:
        page = context.new_page()
        page.goto(written(invented.rich))
        quote = page.locator("#do-law-sopn blockquote").first
        assert not quote.is_visible()
        page.emulate_media(media="print")
        assert quote.is_visible()
        assert page.locator("#do-law-sopn .done").is_visible(), "a box to tick by hand"
        for left_out in (".contents", ".tools", "details.score .vector"):
            assert not page.locator(left_out).first.is_visible(), left_out


def test_the_script_finds_sorts_counts_and_forgets(chromium: Browser, written) -> None:
    with chromium.new_context() as context:
        page = context.new_page()
        address = written(invented.rich)
        page.goto(address)
        cards = page.locator("#risks article.task:visible h3")
        assert cards.count() == 3
        page.fill("#find", "gitHUB")
        page.wait_for_function("document.querySelectorAll('#risks .task:not([hidden])').length < 3")
        assert cards.all_inner_texts() == [invented.rich().actions[2].title]
        page.fill("#find", "no such word")
        page.locator("#none-left").wait_for(state="visible")
        page.fill("#find", "")
        page.wait_for_function("!document.querySelector('#risks .task[hidden]')")
        page.select_option("#severity", "critical")
        assert cards.count() == 2
        page.select_option("#severity", "")
        page.select_option("#order", "minutes")
        minutes = page.eval_on_selector_all(
            "#risks .task", "all => all.map(e => +e.dataset.minutes)"
        )
        assert minutes == sorted(minutes)
        page.locator("#do-rem-forum-host .done input").check()
        assert "1 of 4 things done." in page.locator("#progress").inner_text()
        assert page.locator("[data-for=do-rem-forum-host]").inner_text() == "\u2713 Done"
        assert page.evaluate("localStorage.length") == 0, "nothing is kept unasked"
        page.reload()
        assert "0 of 4 things done." in page.locator("#progress").inner_text()


def test_ticks_are_kept_only_when_asked_and_say_nothing(chromium: Browser, written) -> None:
    with chromium.new_context() as context:
        page = context.new_page()
        page.goto(written(invented.rich))
        page.locator("#do-rem-forum-host .done input").check()
        page.locator("#keep").check()
        kept = page.evaluate("Object.entries(localStorage)")
        assert [value for _, value in kept] == ["1000"]
        assert kept[0][0].startswith("netcurtain.") and "jane" not in kept[0][0]
        page.reload()
        assert page.locator("#do-rem-forum-host .done input").is_checked()
        page.locator("#keep").uncheck()
        assert page.evaluate("localStorage.length") == 0
