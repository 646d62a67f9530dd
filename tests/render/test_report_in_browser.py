"""The report in Chromium: no request, no script, no sideways scrolling, no barrier."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scanner.model.assessment import Assessment
from scanner.render import render_html
from tests.render import invented

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

EVERY = [invented.rich, invented.nothing_found, invented.below_floor, invented.stopped_at_once]
WIDTHS = [390, 1280]


@pytest.fixture
def written(tmp_path: Path) -> Callable[[Assessment, bool], str]:
    """Writes a report and gives its file address."""

    def write(assessment: Assessment, reveal: bool = False) -> str:
        path = tmp_path / "report.html"
        path.write_text(render_html(assessment, reveal), encoding="utf-8")
        return path.as_uri()

    return write


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("build", EVERY)
def test_opens_without_requests_scripts_or_sideways_scrolling(
    chromium: Browser, written, build, width: int
) -> None:
    address = written(build(), True)
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
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        assert requests == [address]
        assert complaints == [], "nothing that the policy had to refuse"
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.locator("h1").count() == 1 and page.locator(".headline").is_visible()
        styled = page.evaluate("getComputedStyle(document.querySelector('.skip')).position")
        assert styled == "absolute", "the policy lets the report's own style through"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_no_serious_barrier(chromium: Browser, written, width: int, scheme) -> None:
    from axe_playwright_python.sync_playwright import Axe

    with chromium.new_context(
        viewport={"width": width, "height": 844}, color_scheme=scheme
    ) as context:
        page = context.new_page()
        page.goto(written(invented.rich(), True))
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        violations = Axe().run(page).response["violations"]
    found = [
        f"{item['id']} ({item['impact']}): {[node['target'] for node in item['nodes']][:3]}"
        for item in violations
        if item["impact"] in {"serious", "critical"}
    ]
    assert found == []


def test_first_screen_of_a_wide_window_holds_result_and_three_things(
    chromium: Browser, written
) -> None:
    from dataclasses import replace

    calm = replace(invented.rich(), escalations=())
    with chromium.new_context(viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        page.goto(written(calm, False))
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
        page.goto(written(invented.rich(), False))
        for selector in shown:
            box = page.locator(selector).first.bounding_box()
            assert box and box["y"] + box["height"] <= height, selector


def test_a_folded_finding_opens_on_a_click_without_scripts(chromium: Browser, written) -> None:
    from dataclasses import replace

    later = replace(invented.rich(), actions=())
    with chromium.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(written(later, False))
        line = page.locator("#risks .line").first
        assert not line.locator("blockquote").is_visible()
        assert line.locator("summary").first.is_visible()
        line.locator("summary").first.click()
        assert line.locator("blockquote").is_visible()
        assert line.locator(".backfire").is_visible()


def test_a_link_to_a_folded_line_unfolds_it_without_scripts(chromium: Browser, written) -> None:
    from dataclasses import replace

    rich = invented.rich()
    by_law, *others = reversed(rich.actions)
    later = replace(rich, actions=(*reversed(others), by_law), escalations=())
    with chromium.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(written(later, False))
        quote = page.locator("#by-law .line blockquote").first
        assert not quote.is_visible()
        page.locator(".later summary").click()
        page.get_by_role("link", name=by_law.title).click()
        assert quote.is_visible()
        assert page.locator("#by-law .line .steps").first.is_visible()


def test_paper_shows_what_the_screen_folds(chromium: Browser, written) -> None:
    with chromium.new_context(viewport={"width": 1000, "height": 844}) as context:
        page = context.new_page()
        page.goto(written(invented.rich(), False))
        folded = page.locator("details.score .vector").first
        line = page.locator("#by-law .line blockquote").first
        assert not folded.is_visible() and not line.is_visible()
        page.emulate_media(media="print")
        assert folded.is_visible() and line.is_visible()
        assert not page.locator(".contents").is_visible()
