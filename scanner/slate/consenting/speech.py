"""In which language somebody of a slate is written to."""

from __future__ import annotations

from scanner.language import ENGLISH, Language
from scanner.model.slate import Person


def language_of(person: Person, said: Language | None = None) -> Language:
    """What the officer `said`, else that of the person's form; English where there was none."""
    if said is not None:
        return said
    return Language(person.language) if person.language in set(Language) else ENGLISH
