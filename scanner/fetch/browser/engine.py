"""The browser's process: started with the first page, shared by all, ended with the last."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from scanner.fetch.browser.certificate import make_certificate
from scanner.fetch.browser.chromium import BrowserMissing, environment, flags, has_sandbox
from scanner.fetch.browser.page import Shown, fresh_context, show
from scanner.fetch.browser.proxy import Proxy
from scanner.fetch.browser.visit import Visit

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext, Playwright

_STARTING_S = 20.0
_CLOSING_S = 1.0


class Engine:
    """One browser behind one proxy. All its methods belong to one event loop."""

    def __init__(self, executable: Path, user_agent: str) -> None:
        self._executable = executable
        self._user_agent = user_agent
        self._certificate = make_certificate()
        self._proxy = Proxy(self._certificate)
        self._proxy.start()
        self._home = tempfile.TemporaryDirectory(prefix="netcurtain-browser-")
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None
        self._pid = 0
        self._starting = asyncio.Lock()

    async def show(self, visit: Visit, max_length: int) -> Shown:
        """A visit's page, at rest. Raises BrowserMissing and playwright's Error."""
        browser = await self.started()
        with self._proxy.admit(visit) as word:
            context = await fresh_context(browser, self._proxy.address, word, self._user_agent)
            try:
                return await show(context, visit, max_length)
            finally:
                await self._leave(context)

    async def _leave(self, context: BrowserContext) -> None:
        """Close a page's profile; a browser that can't even do that is given up."""
        try:
            await asyncio.wait_for(context.close(), _CLOSING_S)
        except Exception:
            await self._give_up()

    async def _give_up(self) -> None:
        """End the browser, by force if need be; the next page has a new one."""
        browser, self._browser = self._browser, None
        if browser is not None:
            with contextlib.suppress(Exception):
                await asyncio.wait_for(browser.close(), _CLOSING_S)
            _kill(self._pid)

    async def end(self) -> None:
        """End the browser and the proxy, whatever state they are in."""
        await self._give_up()
        if self._playwright is not None:
            with contextlib.suppress(Exception):
                await asyncio.wait_for(self._playwright.stop(), _CLOSING_S)
        self._proxy.close()
        with contextlib.suppress(OSError):
            self._home.cleanup()

    async def started(self) -> Browser:
        """The browser, started if it is not yet. Raises BrowserMissing."""
        async with self._starting:
            if self._browser is None or not self._browser.is_connected():
                self._browser = await self._start()
            return self._browser

    async def _start(self) -> Browser:
        from playwright.async_api import Error, async_playwright

        try:
            if self._playwright is None:
                self._playwright = await async_playwright().start()
            browser = await self._playwright.chromium.launch(
                executable_path=self._executable,
                args=flags(self._proxy.address, self._certificate.fingerprint),
                env=environment(Path(self._home.name), os.environ),
                chromium_sandbox=has_sandbox(),
                handle_sigint=False,
                handle_sigterm=False,
                handle_sighup=False,
                timeout=_STARTING_S * 1000,
            )
            session = await browser.new_browser_cdp_session()
            known = await session.send("SystemInfo.getProcessInfo")
        except Error as error:
            raise BrowserMissing(
                f"The browser {self._executable} could not be started. Try it by hand, or name "
                "another one."
            ) from error
        self._pid = next(
            (int(entry["id"]) for entry in known["processInfo"] if entry["type"] == "browser"), 0
        )
        return browser


def _kill(pid: int) -> None:
    """The last means, for a browser that did not end when it was asked to."""
    if pid:
        with contextlib.suppress(OSError):
            os.kill(pid, signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
