"""Whether a form came back from whom it was made for, as far as a name can tell.

A form can be passed on, and somebody could fill in another's name and facts to have them looked
for. Nothing in a file proves who wrote it; but a name that has nothing in common with the one on
the list is no slip.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.errors import Problem, SlateError
from scanner.model.facts import NAME_KINDS
from scanner.model.slate import Person
from scanner.model.subject import Subject
from scanner.profile.names import split_name
from scanner.text.normalise import fold

_WORD = re.compile(r"[^\W_]+")
_SHORTEST = 2
"""Letters of a word that says something: not an initial."""


def name_doubts(person: Person, subject: Subject, is_known: bool = False) -> Iterator[Problem]:
    """What is to be asked about the name. Raises SlateError when no word of any name that the form
    gives is one of the list's, unless the officer knows of it."""
    listed = _words(person.name)
    given = [_words(fact.value.reveal()) for fact in subject.facts if fact.kind in NAME_KINDS]
    if not listed or any(listed == words for words in given):
        return
    if not is_known and not any(listed & words for words in given):
        raise SlateError(
            f"is about somebody whose name has nothing in common with that of number "
            f"{person.number} on your list. Ask the person whose form it is; if it is theirs: "
            f"--other-name."
        )
    if not any(listed <= words or words <= listed for words in given):
        yield Problem(
            "facts.name", "is not the name that your list has.", "Ask, if that surprises you."
        )


def _words(name: str) -> frozenset[str]:
    called = " ".join(split_name(name).values())  # without titles, which many have
    return frozenset(word for word in _WORD.findall(fold(called)) if len(word) >= _SHORTEST)
