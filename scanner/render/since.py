"""What is said of one finding over time: since when, what the person did, and how it ended."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from scanner.language import times
from scanner.model.history import Followed, Proof, Step, Turn, Waiting
from scanner.render.own_words import OwnWords, owned

_MONTH = range(28, 36)
"""Days of a time limit of one month: it ends on a working day."""
_THREE_MONTHS = range(89, 97)


TURNS = {
    Turn.NEW: "not seen by an earlier check",
    Turn.STILL_THERE: "there at this check, too",
    Turn.CHANGED: "there at this check, but not as before",
    Turn.RELAPSED: "there again after it was gone",
    Turn.GONE: "gone",
    Turn.UNSEEN: "not known: no answer at this check",
}
PROOFS = {
    Proof.ABSENT: "the site says that there is no such page",
    Proof.WITHOUT: "the page was read whole, and this is not on it",
}


def since_words(item: Followed, since: str) -> tuple[OwnWords, ...]:
    """Since when it has been there, in sentences: of a finding that this check saw. `since`: when
    the last check was made, in words; empty for none."""
    first = OwnWords(f"First seen on {times.day(item.first_seen_at)}.")
    if item.released and since:
        return (OwnWords(f"Newly in public: this was not there on {since}."),)
    match item.turn:
        case Turn.NEW:
            return (OwnWords("New: no earlier check saw this here."),)
        case Turn.RELAPSED if item.gone_at is not None:
            return (
                OwnWords(f"It came back: on {times.day(item.gone_at)} it was proved gone."),
                first,
            )
        case Turn.RELAPSED:
            return (OwnWords("It was erased from your case. It is in public again, or still."),)
        case Turn.CHANGED:
            return (first, OwnWords("It has changed since the last check."))
    return (first,)


def archive_words(item: Followed) -> tuple[OwnWords, ...]:
    """When a web archive had it, and what is known of it today, in sentences."""
    if item.archived_at is None:
        return ()
    seen = OwnWords(f"Seen in a web archive on {times.day(item.archived_at)}.")
    match item.turn:
        case Turn.GONE:
            return (seen, proof_words(item))
        case Turn.UNSEEN:
            return (seen, OwnWords("Whether it is there today cannot be told."))
    return (seen, OwnWords("It is still there today."))


def step_words(item: Followed, checked_at: datetime, waits_days: int = 0) -> tuple[OwnWords, ...]:
    """What the person did about it, and whether that worked, in sentences; none where they did
    nothing.

    `waits_days` is how long the remedy may take to show, at the longest that is usual.
    """
    if item.step is None or item.step_on is None:
        return ()
    on = times.day(item.step_on)
    if item.step is Step.REFUSED:
        return (OwnWords(f"They refused on {on}."),)
    if item.step is Step.ACCEPTED:
        return (OwnWords(f"On {on} you decided to live with this."),)
    done = OwnWords(f"You marked this as done on {on}.")
    return (done, *_proved(item, item.step_on, checked_at.date(), waits_days))


def _proved(
    item: Followed, done_on: date, checked_on: date, waits_days: int
) -> tuple[OwnWords, ...]:
    if item.turn is Turn.GONE:
        return ()
    if item.turn is Turn.UNSEEN:
        return (OwnWords("The next check that gets an answer will prove it."),)
    if done_on > checked_on:
        return (OwnWords("The next check will prove it."),)
    shows_by = done_on + timedelta(days=waits_days)
    if item.turn is not Turn.RELAPSED and shows_by > checked_on:
        still = OwnWords("It is still there.")
        return (still, OwnWords(f"It can take until {times.day(shows_by)}."))
    return (OwnWords("It is still there."),)


def proof_words(item: Followed) -> OwnWords:
    """What shows that it is gone."""
    if item.gone_at is None:
        return OwnWords("Gone.")
    on = times.day(item.gone_at)
    if item.proof is Proof.ABSENT:
        return OwnWords(f"Gone: the site was asked on {on} and has no such page any more.")
    return OwnWords(f"Gone: the page was read on {on} and this is no longer on it.")


def clock_words(item: Waiting) -> OwnWords:
    """How far the time for an answer has run: `day 19 of one month`."""
    by = item.letter.answer_by
    if by is None:
        return OwnWords(f"day {item.day}")
    days = (by - item.letter.sent_on).days
    if days in _MONTH:
        return OwnWords(f"day {item.day} of one month")
    if days in _THREE_MONTHS:
        return OwnWords(f"day {item.day} of three months")
    return OwnWords(f"day {item.day} of {days}")


FILTERS = {
    "turn_words": owned(lambda turn: TURNS[turn]),
    "proof_kind": owned(lambda proof: PROOFS[proof] if proof else ""),
    "since_words": since_words,
    "archive_words": archive_words,
    "step_words": step_words,
    "proof_words": proof_words,
    "clock_words": clock_words,
}
