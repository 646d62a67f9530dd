"""The answers that are kept from one check to the next: used by `check`, deleted by a command."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from scanner.cli.console import say
from scanner.errors import OutputError
from scanner.model.clock import utc_now

if TYPE_CHECKING:
    from scanner.case.answers import AnswerCache


@contextlib.contextmanager
def kept_answers(wanted: bool) -> Iterator[AnswerCache | None]:
    """The store of answers for one run; None when the user wants none used or kept."""
    if not wanted:
        yield None
        return
    from scanner.case.answers import AnswerCache
    from scanner.case.vault.cipher import has_driver
    from scanner.cli.cases import opened_vault

    vault = opened_vault()
    if vault.is_encrypted and not has_driver():
        say("No pages are kept for the next check: they could not be encrypted on this computer.")
        yield None
        return
    store = AnswerCache(vault.identity_key, now=utc_now, cipher=vault.answers_cipher)
    with contextlib.closing(store):
        yield store


def clear_cache() -> None:
    """Delete the answers that earlier checks kept.

    `check` keeps pages for up to 30 days, readable by you alone, so that it can ask a site whether
    they have changed instead of fetching them whole. They may show your details.
    `check --no-cache` neither keeps nor uses any.

    Example:

      netcurtain clear-cache
    """
    from scanner.case import answers

    path = answers.cache_path()
    try:
        there = answers.clear_cache(path)
    except OSError as error:
        raise OutputError(f"Cannot delete {path}: {error.strerror or error}.") from error
    say("The answers that were kept are deleted." if there else "No answers were kept.")
