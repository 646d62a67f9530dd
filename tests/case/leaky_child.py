"""The program as a child process of the leak test: with everything that could say too much turned
on, and, if asked, a crash in each of several rooms whose words hold a private value."""

from __future__ import annotations

import contextlib
import importlib
import json
import logging
import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

logging.basicConfig(level=0, filename=os.environ["LEAKY_LOG"], force=True)

CRASHES = json.loads(os.environ.get("LEAKY_CRASHES", "[]"))
"""Functions that fail, one after the other: `module:name` or `module:Class.name`."""
WORDS = os.environ.get("LEAKY_WORDS", "")


class Crash(Exception):
    """A fault of ours, the worst kind: it quotes what it had in hand."""


def _fail(*arguments: object, **named: object) -> None:
    try:
        raise ValueError(f"cannot use {WORDS}")
    except ValueError as error:
        raise Crash(f"while looking at {WORDS}", arguments, named) from error


@contextlib.contextmanager
def _crashing(name: str) -> Iterator[None]:
    module, _, attributes = name.partition(":")
    *path, last = attributes.split(".")
    owner: Any = importlib.import_module(module)
    for each in path:
        owner = getattr(owner, each)
    kept = getattr(owner, last)
    setattr(owner, last, _fail)
    try:
        yield
    finally:
        setattr(owner, last, kept)


def _hurry() -> None:
    """Sites on loopback need no rest between requests."""
    from scanner.cli import scan

    given = scan.Network.options
    scan.Network.options = lambda self: replace(given(self), spacing_s=0.0)  # type: ignore[method-assign]


def _run() -> None:
    from scanner.cli.main import main

    _hurry()
    for name in CRASHES:
        with _crashing(name), contextlib.suppress(SystemExit):
            print(f"-- {name}", file=sys.stderr)
            main()
    if not CRASHES:
        main()


if __name__ == "__main__":
    _run()
