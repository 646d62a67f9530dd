"""Opens one address in the browser, waits until the page has come to rest, and reads it out."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from scanner.fetch.browser.dom import STATE, markup
from scanner.fetch.browser.visit import Visit

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext, Page, Request

REST_S = 0.6
"""How long a page must neither ask for anything nor change to be taken for finished."""
SILENCE_S = 5.0
"""How long after its last request a page that still changes, or waits for an answer that does not
come, is waited for."""
PATIENCE_S = 20.0
"""How long a page that never rests is waited for."""
_LOOK_S = 0.1

_NO_SIDE_DOORS = """
for (const name of ['RTCPeerConnection', 'webkitRTCPeerConnection', 'WebTransport', 'Notification'])
  delete globalThis[name];
"""
"""What could speak without a proxy is turned off by switches; this is the second bolt."""


@dataclass(slots=True)
class Shown:
    """What the browser shows in the end."""

    documents: tuple[str, ...] = field(repr=False)
    """Addresses that the page's own frame asked for, in order."""
    markup: str | None = field(repr=False)
    """None for a page of too many elements."""


async def fresh_context(browser: Browser, proxy: str, word: str, user_agent: str) -> BrowserContext:
    """A browser profile that knows nothing, keeps nothing and may nothing."""
    context = await browser.new_context(
        proxy={"server": proxy, "username": "visit", "password": word},
        user_agent=user_agent,
        locale="en-GB",
        timezone_id="Europe/London",
        viewport={"width": 1280, "height": 2400},
        service_workers="block",
        accept_downloads=False,
        permissions=[],
        reduced_motion="reduce",
    )
    await context.add_init_script(_NO_SIDE_DOORS)
    return context


async def show(context: BrowserContext, visit: Visit, max_length: int) -> Shown:
    """The page of a visit once it is at rest. Raises playwright's Error.

    A page whose script never ends never answers: the caller bounds the time.
    """
    page = await context.new_page()
    context.on("page", _close)
    asked: list[str] = []

    def note(request: Request) -> None:
        with contextlib.suppress(Exception):  # a frame that is already gone
            if request.is_navigation_request() and request.frame == page.main_frame:
                asked.append(request.url)

    page.on("request", note)
    session = await context.new_cdp_session(page)
    await page.goto(visit.probe.request.url, wait_until="commit", timeout=0)
    world = _World(session)
    await _rest(world, visit)
    return Shown(tuple(asked), await world.value(markup(max_length)))


def _close(popup: Page) -> None:
    """No page opens another one."""
    task = asyncio.ensure_future(popup.close())
    task.add_done_callback(lambda done: done.cancelled() or done.exception())


async def _rest(world: _World, visit: Visit) -> None:
    """Wait until nothing is asked for and nothing changes, or patience ends."""
    loop = asyncio.get_running_loop()
    began = changed_at = asked_at = loop.time()
    state: Any = None
    requests: tuple[int, float] = (0, 0.0)
    while loop.time() - began < PATIENCE_S:
        before, state = state, await world.value(STATE)
        earlier, requests = requests, (visit.in_flight, visit.ended_at)
        now = loop.time()
        asked_at = now if requests != earlier else asked_at
        changed_at = now if state != before else changed_at
        if state and state[0] == "complete":
            is_still = not visit.in_flight and now - changed_at >= REST_S
            if (is_still and now - asked_at >= REST_S) or now - asked_at >= SILENCE_S:
                return
        await asyncio.sleep(_LOOK_S)


class _World:
    """A place beside the page's own scripts to ask the page from."""

    def __init__(self, session: Any) -> None:
        self._session = session
        self._id: int | None = None

    async def value(self, expression: str) -> Any:
        """The value of an expression; None while the page is being replaced by another."""
        from playwright.async_api import Error

        try:
            if self._id is None:
                tree = await self._session.send("Page.getFrameTree")
                made = await self._session.send(
                    "Page.createIsolatedWorld", {"frameId": tree["frameTree"]["frame"]["id"]}
                )
                self._id = made["executionContextId"]
            answer = await self._session.send(
                "Runtime.evaluate",
                {"expression": expression, "contextId": self._id, "returnByValue": True},
            )
        except Error:
            self._id = None
            return None
        return answer["result"].get("value")
