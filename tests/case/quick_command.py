"""`netcurtain` in a process that begins at once and asks without a rest, so that it can be killed
often. All else is the command as its user has it."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import replace
from functools import cache
from multiprocessing.process import BaseProcess
from pathlib import Path

from scanner.cli import scan
from scanner.cli.main import main
from scanner.fetch import FetchOptions
from scanner.rulebook.book import RuleBook
from scanner.rulebook.loader import load_rulebook
from tests.case.quick_process import quick_process

book = cache(load_rulebook)


def process(
    words: Sequence[object], environment: Mapping[str, str], secrets: Mapping[str, str], said: Path
) -> BaseProcess:
    """A process that runs the command; it is not begun yet. `said`: where its output goes."""
    typed = [str(word) for word in words]
    return quick_process(run, typed, dict(environment), dict(secrets), said)


def run(
    words: Sequence[str], environment: Mapping[str, str], secrets: Mapping[str, str], said: Path
) -> None:
    """The process's work. It ends by an exit code."""
    os.environ.update(environment)
    asks = scan.Network.options

    def without_rest(network: scan.Network) -> FetchOptions:
        return replace(asks(network), spacing_s=0.0)

    def the_book(folders: Sequence[Path]) -> RuleBook:
        return book()

    scan.Network.options = without_rest  # type: ignore[method-assign]
    scan.book_with = the_book
    scan.keys_for = lambda _: dict(secrets)
    sys.argv = ["netcurtain", *words]
    with said.open("a") as stream, redirect_stdout(stream), redirect_stderr(stream):
        main()
