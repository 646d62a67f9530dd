"""A thread with an event loop, for a library that wants to live in one."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import Any

_ENDING_S = 3.0


class LoopThread:
    """Runs coroutines that other threads hand it, until closed."""

    def __init__(self, name: str) -> None:
        self._loop = asyncio.new_event_loop()
        self._tasks: set[asyncio.Task[None]] = set()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def begin(self, work: Coroutine[Any, Any, None], if_cancelled: Callable[[], None]) -> None:
        """Start a piece of work; a cancelled one may not even have begun. From any thread."""
        self._loop.call_soon_threadsafe(self._begin, work, if_cancelled)

    def cancel(self) -> None:
        """Cancel all work that was begun. May be called from a signal handler."""
        self._loop.call_soon_threadsafe(self._cancel)

    def close(self, last: Coroutine[Any, Any, None]) -> None:
        """Do one last thing once all work has ended, and end the thread."""
        self._loop.call_soon_threadsafe(lambda: self._loop.create_task(self._finish(last)))
        self._thread.join(_ENDING_S)

    def _run(self) -> None:
        try:
            self._loop.run_forever()
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        finally:
            self._loop.close()

    def _begin(self, work: Coroutine[Any, Any, None], if_cancelled: Callable[[], None]) -> None:
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        task.add_done_callback(lambda done: if_cancelled() if done.cancelled() else None)

    def _cancel(self) -> None:
        for task in self._tasks:
            task.cancel()

    async def _finish(self, last: Coroutine[Any, Any, None]) -> None:
        await asyncio.gather(*self._tasks, return_exceptions=True)
        try:
            await last
        finally:
            self._loop.stop()
