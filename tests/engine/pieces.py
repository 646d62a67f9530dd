"""Work for engines: functions of a module, as every piece needs them."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from scanner.errors import CaseError


def double(number: int) -> int:
    return 2 * number


def process_id(_: object) -> int:
    return os.getpid()


def killed(_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def refused(_: object) -> None:
    raise CaseError("The store is away.")


def broken(private: str) -> None:
    raise ValueError(private)


def untellable(_: object) -> object:
    return lambda: None


def killed_once(mark: str) -> str:
    """Ends its process the first time that it is done, and only then."""
    if not Path(mark).exists():
        Path(mark).write_text("was here")
        os.kill(os.getpid(), signal.SIGKILL)
    return "done"


def until_there(mark: str) -> str:
    """Says that it has begun, and waits for a file."""
    Path(mark + ".begun").write_text(str(os.getpid()))
    while not Path(mark).exists():
        time.sleep(0.01)
    return "there"


def signalled(_: object) -> str:
    for each in (signal.SIGINT, signal.SIGTERM):
        os.kill(os.getpid(), each)
    return "went on"
