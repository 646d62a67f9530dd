"""Pictures and prints of pages, made from what was received: nothing is asked for again.

A page is laid out without its scripts, and without whatever it would load: that was not received.
So a picture illustrates what the archive holds, and shows no more than that.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from scanner.fetch.browser.chromium import (
    NO_PROXY,
    BrowserMissing,
    environment,
    flags,
    has_sandbox,
)

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext, CDPSession, Route

VIEWPORT = (1280, 1600)
MOST_PAGES = 60
"""Pages that are pictured in one run: it takes a second or two for each."""
_PAGE_S = 15.0
_STARTING_S = 20.0
_MOST_PIXELS_HIGH = 16_000
"""Beyond this Chromium's pictures repeat themselves."""
_NOTE = "Made from the bytes received; the archive (WARC) is the record"


@dataclass(frozen=True, slots=True)
class ReceivedPage:
    """A page as it was received."""

    id: str
    url: str = field(repr=False)
    body: bytes = field(repr=False)
    content_type: str
    caption: str
    """Stands above each page of its print."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What a page looks like."""

    id: str
    png: bytes = field(repr=False)
    pdf: bytes = field(repr=False)
    is_cut: bool
    """The page is longer than the picture; the print has all of it."""


def picture_pages(
    executable: Path,
    pages: Sequence[ReceivedPage],
    take: Callable[[Picture], None],
    is_stopped: Callable[[], bool] = lambda: False,
) -> str:
    """Hands over a picture of each page, one after the other; a page that cannot be laid out has
    none. Returns why there are none at all, in a sentence for the user, or an empty string."""
    try:
        asyncio.run(_all(executable, pages[:MOST_PAGES], take, is_stopped))
    except BrowserMissing as problem:
        return str(problem)
    return ""


async def _all(
    executable: Path,
    pages: Sequence[ReceivedPage],
    take: Callable[[Picture], None],
    is_stopped: Callable[[], bool],
) -> None:
    from playwright.async_api import Error, async_playwright

    with tempfile.TemporaryDirectory(prefix="netcurtain-browser-") as home:
        async with async_playwright() as playwright:
            try:
                browser = await playwright.chromium.launch(
                    executable_path=executable,
                    args=flags(NO_PROXY, ""),
                    env=environment(Path(home), os.environ),
                    chromium_sandbox=has_sandbox(),
                    handle_sigint=False,
                    handle_sigterm=False,
                    handle_sighup=False,
                    timeout=_STARTING_S * 1000,
                )
            except Error as error:
                raise BrowserMissing(
                    f"The browser {executable} could not be started: there are no pictures."
                ) from error
            for page in _until(is_stopped, pages):
                picture = await _one(browser, page)
                if picture is not None:
                    take(picture)
            await browser.close()


def _until(is_stopped: Callable[[], bool], pages: Sequence[ReceivedPage]) -> Iterator[ReceivedPage]:
    for page in pages:
        if is_stopped():
            return
        yield page


async def _one(browser: Browser, received: ReceivedPage) -> Picture | None:
    from playwright.async_api import Error

    if not browser.is_connected():
        return None
    try:
        async with asyncio.timeout(_PAGE_S):
            context = await browser.new_context(
                java_script_enabled=False,
                viewport={"width": VIEWPORT[0], "height": VIEWPORT[1]},
                locale="en-GB",
                timezone_id="Europe/London",
                service_workers="block",
                accept_downloads=False,
                permissions=[],
                reduced_motion="reduce",
            )
            try:
                return await _taken(context, received)
            finally:
                await context.close()
    except (TimeoutError, Error):
        return None


async def _taken(context: BrowserContext, received: ReceivedPage) -> Picture:
    is_given = False

    async def answer(route: Route) -> None:
        nonlocal is_given
        if not route.request.is_navigation_request():
            await route.abort()
        elif is_given:
            # A page that would send its reader elsewhere stays where it is.
            await route.fulfill(status=204)
        else:
            is_given = True
            await route.fulfill(
                status=200, body=received.body, headers={"Content-Type": received.content_type}
            )

    await context.route("**/*", answer)
    page = await context.new_page()
    await page.goto(received.url, wait_until="load")
    is_cut = await _height(await context.new_cdp_session(page)) > _MOST_PIXELS_HIGH
    clip = {"x": 0, "y": 0, "width": VIEWPORT[0], "height": _MOST_PIXELS_HIGH}
    png = await page.screenshot(
        full_page=True,
        animations="disabled",
        clip=clip if is_cut else None,  # type: ignore[arg-type]
    )
    pdf = await page.pdf(
        format="A4",
        print_background=True,
        display_header_footer=True,
        header_template=_line(received.caption),
        footer_template=_line(_NOTE),
        margin={"top": "18mm", "bottom": "18mm", "left": "12mm", "right": "12mm"},
    )
    return Picture(received.id, png, pdf, is_cut)


async def _height(session: CDPSession) -> float:
    """Of the whole page, in CSS pixels."""
    metrics = await session.send("Page.getLayoutMetrics")
    return float(metrics["cssContentSize"]["height"])


def _line(text: str) -> str:
    return f'<div style="font-size:7px;margin:0 12mm;overflow-wrap:anywhere">{escape(text)}</div>'
