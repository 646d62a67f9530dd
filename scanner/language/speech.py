"""The language that is being spoken: set once for a command or a report, asked where text is
printed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from scanner.language.catalogue import ENGLISH, Language, catalogue_of

_SPOKEN: ContextVar[Language] = ContextVar("language", default=ENGLISH)


def spoken() -> Language:
    """The language of what is being written."""
    return _SPOKEN.get()


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Within it, everything that is printed for a person is in that language."""
    token = _SPOKEN.set(language)
    try:
        yield
    finally:
        _SPOKEN.reset(token)


def said(english: str) -> str:
    """A text of this program or its rules in the language spoken; as it is where that has none."""
    language = _SPOKEN.get()
    return english if language is ENGLISH else catalogue_of(language).say(english)
