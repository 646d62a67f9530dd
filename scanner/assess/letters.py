"""Which letters an assessment carries: those that its remedies name, and those that follow."""

from __future__ import annotations

from collections.abc import Iterable

from scanner.model.letters import LetterText
from scanner.rulebook.book import RuleBook
from scanner.rulebook.letter import LetterRule
from scanner.rulebook.remedy import RemedyRule


def letters_for(remedies: Iterable[RemedyRule], book: RuleBook) -> tuple[LetterText, ...]:
    """The letters of the remedies and those that are sent after one of them, in order of id.

    One that is not in use is passed over.
    """
    named = {letter_id for remedy in remedies for letter_id in remedy.letters}
    chosen = named & book.letters.keys()
    while following := {r.id for r in book.letters.values() if chosen & {*r.after}} - chosen:
        chosen |= following
    return tuple(letter_text(book.letters[key]) for key in sorted(chosen))


def letter_text(rule: LetterRule) -> LetterText:
    """The rule as reports carry it."""
    return LetterText(
        id=rule.id,
        title=rule.title,
        recipient=rule.recipient.value,
        to=rule.to,
        how_to_send=rule.how_to_send,
        email=rule.email,
        link=rule.link or "",
        sites=rule.sites,
        exposes=rule.exposes,
        written=rule.written.value,
        after=rule.after,
        when=rule.when,
        when_not=rule.when_not,
        subject=rule.subject,
        body=rule.body,
    )
