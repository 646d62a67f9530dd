"""Letters whose answer is waited for, and since when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from scanner.model.history import LetterSent, Waiting


def waiting_of(letters: Iterable[LetterSent], today: date) -> tuple[Waiting, ...]:
    """Overdue first, then by the last day for an answer; those that wait for no day come last."""
    waited = [
        Waiting(
            letter=letter,
            day=(today - letter.sent_on).days,
            overdue=letter.answer_by is not None and today > letter.answer_by,
        )
        for letter in letters
        if letter.answered_on is None and letter.sent_on <= today
    ]
    return tuple(
        sorted(
            waited,
            key=lambda item: (
                not item.overdue,
                item.letter.answer_by or date.max,
                item.letter.sent_on,
                item.letter.id,
            ),
        )
    )
