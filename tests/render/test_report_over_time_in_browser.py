"""What changed, in Chromium: no barrier, no sideways scrolling, the trend drawn in every look."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scanner.language import ENGLISH, WELSH, Language, speaking
from scanner.render import Audience, Edition, render_html
from tests.render import followed

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
AXE = {"runOnly": WCAG, "resultTypes": ["violations"]}


@pytest.mark.parametrize(
    ("audience", "language", "width", "scheme"),
    [
        (Audience.CANDIDATE, ENGLISH, 390, "light"),
        (Audience.CANDIDATE, WELSH, 390, "dark"),
        (Audience.OFFICER, ENGLISH, 1280, "dark"),
        (Audience.POLICE, ENGLISH, 390, "light"),
    ],
)
def test_no_barrier_and_no_sideways_scrolling(
    chromium: Browser,
    tmp_path: Path,
    audience: Audience,
    language: Language,
    width: int,
    scheme: str,
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    third = replace(followed.third_check(), escalations=())
    path = tmp_path / "report.html"
    with speaking(language):
        path.write_text(render_html(third, edition=Edition(audience)), encoding="utf-8")
    with chromium.new_context(
        viewport={"width": width, "height": 844},
        color_scheme=scheme,  # type: ignore[arg-type]
    ) as context:
        page = context.new_page()
        page.goto(path.as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        only = ["#changes", "#released", "#over-time"]
        present = [part for part in only if page.locator(part).count()]
        assert present
        response = Axe().run(page, context={"include": present}, options=AXE).response
    assert response["passes"], "axe looked at something"
    assert [(item["id"], item["nodes"][0]["target"]) for item in response["violations"]] == []


def test_the_trend_is_drawn_on_a_telephone_in_the_dark_and_on_paper(
    chromium: Browser, tmp_path: Path
) -> None:
    path = tmp_path / "report.html"
    path.write_text(render_html(followed.third_check()), encoding="utf-8")
    with chromium.new_context(
        viewport={"width": 390, "height": 844}, color_scheme="dark"
    ) as context:
        page = context.new_page()
        page.goto(path.as_uri())
        bars = page.locator(".chart rect")
        assert bars.count() == 3
        dark = bars.first.evaluate("bar => getComputedStyle(bar).fill")
        page.emulate_media(media="print")
        box = bars.first.bounding_box()
        assert box and box["height"] > 20
        assert bars.first.evaluate("bar => getComputedStyle(bar).fill") != dark
        assert page.locator(".trend table").is_visible(), "paper has the numbers, too"


def test_a_link_from_what_changed_opens_the_card(chromium: Browser, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_text(render_html(replace(followed.third_check(), escalations=())), encoding="utf-8")
    with chromium.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(path.as_uri())
        link = page.locator("#released a").first
        target = link.get_attribute("href")
        assert target
        link.click()
        assert page.locator(f"{target} blockquote").first.is_visible()
