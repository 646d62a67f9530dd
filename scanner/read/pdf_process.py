"""The bounded process in which PDFs are opened: started when the first one comes, kept for the
next, and started anew after a death. One per process of ours; its callers take turns.

Starting it costs a tenth of a second, a PDF in it a few milliseconds.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import struct
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

MAX_WAIT_S = 30.0
"""Wall time for one PDF, starting included."""
MAX_USES = 500
"""PDFs after which a fresh process is started, so that what the library leaks stays small."""

_PROGRAM = Path(__file__).with_name("pdf_child.py")
_KEPT = frozenset(
    {"PATH", "PYTHONPATH", "PYTHONHOME", "PYTHONUSERBASE", "HOME", "USERPROFILE", "APPDATA"}
    | {"LANG", "LC_ALL", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LD_LIBRARY_PATH", "VIRTUAL_ENV"}
)
"""What the process needs of the environment; keys of services are none of its business."""


class PdfProcess:
    """Asks the process, and ends it when it takes too long."""

    def __init__(self, max_wait_s: float = MAX_WAIT_S) -> None:
        self._max_wait_s = max_wait_s
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._uses = 0

    def opened(self, body: bytes) -> dict[str, Any]:
        """What `pdf_child.opened` says of a PDF; or the `error` `died`, `timeout` or `missing`."""
        with self._lock:
            try:
                process = self._ready()
            except OSError:
                return {"error": "missing"}
            return self._asked(process, body)

    def close(self) -> None:
        """Ends the process, at once."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()

    def forget(self) -> None:
        """In a forked process: the pipes are the parent's, and another caller may hold the lock."""
        process, self._process = self._process, None
        self._lock = threading.Lock()
        if process is not None:
            process.returncode = 0  # It is not this process's to wait for.
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    # Closed below the file object, whose own lock may have been held at the fork.
                    with contextlib.suppress(OSError):
                        os.close(pipe.fileno())
            _forgotten.append(process)

    def _ready(self) -> subprocess.Popen[bytes]:
        if self._process is not None and (
            self._uses >= MAX_USES or self._process.poll() is not None
        ):
            self.close()
        if self._process is None:
            environment = {k: v for k, v in os.environ.items() if k.upper() in _KEPT}
            self._process = subprocess.Popen(  # noqa: S603  our own program by its path
                # -P: the folder of this package must not be searched for modules.
                [sys.executable, "-P", str(_PROGRAM)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment,
            )
            self._uses = 0
        self._uses += 1
        return self._process

    def _asked(self, process: subprocess.Popen[bytes], body: bytes) -> dict[str, Any]:
        assert process.stdin is not None
        assert process.stdout is not None
        late = threading.Event()

        def end() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(self._max_wait_s, end)
        timer.daemon = True
        timer.start()
        answer: dict[str, Any] | None = None
        try:
            process.stdin.write(struct.pack(">Q", len(body)))
            process.stdin.write(body)
            process.stdin.flush()
            head = process.stdout.read(8)
            if len(head) == 8:
                answer = json.loads(process.stdout.read(struct.unpack(">Q", head)[0]))
        except (OSError, ValueError):
            answer = None
        finally:
            timer.cancel()
            if answer is None:
                # Dead, or interrupted half way: what it still says would answer the next question.
                self.close()
        if answer is None:
            return {"error": "timeout" if late.is_set() else "died"}
        return answer


_forgotten: list[subprocess.Popen[bytes]] = []
"""Kept, so that their file objects are not closed a second time."""

shared = PdfProcess()
atexit.register(shared.close)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=shared.forget)
