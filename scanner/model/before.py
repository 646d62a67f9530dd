"""All that a case knows of a person when a check begins: an argument of judging, so that the same
answers come to the same assessment again."""

from __future__ import annotations

from dataclasses import dataclass, field

from scanner.model.history import Known, LetterSent, Marked, Point


@dataclass(frozen=True, slots=True)
class Testimony:
    """What earlier checks that looked for the same facts can say of what they did not find."""

    facts: frozenset[str] = field(repr=False)
    """What they looked for: what each fact says (`scanner.text.identities.fact_identity`)."""
    read: frozenset[str]
    """Pages that any of them read, each as a digest (`scanner.text.identities.page_digest`)."""
    was_enough: bool
    """Whether any of them covered enough for its silence to mean something."""


@dataclass(frozen=True, slots=True)
class Before:
    """Earlier checks of one person, and what was done since."""

    known: tuple[Known, ...] = ()
    """Every finding of any earlier check, gone ones included."""
    points: tuple[Point, ...] = ()
    """One for each earlier check, oldest first."""
    testimonies: tuple[Testimony, ...] = ()
    """One for each set of facts that was looked for."""
    letters: tuple[LetterSent, ...] = ()
    marks: tuple[Marked, ...] = ()
    """The newest for each finding."""
    buried: frozenset[str] = frozenset()
    """Ids of findings of an erased fact or purged case, kept as keyed hashes with the person's
    leave, so that a relisting is noticed."""
