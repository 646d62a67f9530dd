"""What changed since the last check, as lines for the terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from scanner.language import said, times
from scanner.model.assessment import Assessment
from scanner.model.history import Waiting
from scanner.model.letters import LetterText
from scanner.render.archived import archived_of
from scanner.render.letters.choosing import with_following
from scanner.render.over_time import Changes, Group, changes_of
from scanner.render.since import clock_words
from scanner.render.veil import Veil

_NAMED = 3
"""Findings of a group that are named; the report has them all."""


def changes_told(assessment: Assessment, veil: Veil, width: int) -> list[str]:
    """Lines of at most `width` letters, an empty one last; none for a first check."""
    changes = changes_of(assessment)
    if changes is None:
        return []
    if changes.since is None:
        lines = [said("What was erased here and is in public") + ":"]
    else:
        lines = [said(f"What changed since {changes.since_said}") + ":"]
    texts = (*_turns(changes, veil), *_waiting(changes, assessment.letters, veil))
    return [*lines, *_wrapped(texts, width), ""]


def archived_told(assessment: Assessment, veil: Veil, width: int) -> list[str]:
    """What web archives showed and what is there today, likewise; none where they showed
    nothing."""
    archived = archived_of(assessment)
    if archived is None:
        return []
    groups = (
        ("Cannot be told:", archived.unknown),
        ("Still there:", archived.there),
        ("Gone:", archived.gone),
    )
    texts = [f"{said(label)} {_named(group, veil)}" for label, group in groups if group.entries]
    heading = said("What web archives showed, and what is there today") + ":"
    return [heading, *_wrapped(texts, width), ""]


def _wrapped(texts: Iterable[str], width: int) -> Iterator[str]:
    for text in texts:
        yield from textwrap.wrap(
            text,
            width,
            initial_indent="  ",
            subsequent_indent="    ",
            break_on_hyphens=False,
            break_long_words=False,
        )


def _turns(changes: Changes, veil: Veil) -> Iterator[str]:
    groups = (
        ("Newly in public:", changes.released),
        ("Came back:" if changes.since else "There again, or still:", changes.relapsed),
        ("New:", changes.new),
        ("Changed:", changes.changed),
        ("Gone:", changes.gone),
        ("Not checked this time, so nobody knows:", changes.unseen),
    )
    for label, group in groups:
        if group.entries:
            yield f"{said(label)} {_named(group, veil)}"
    if changes.still:
        yield f"{said('Still there:')} {changes.still}"
    if changes.is_quiet and not changes.still:
        yield said("Nothing came, and nothing went.")


def _named(group: Group, veil: Veil) -> str:
    named = [
        f"{veil.text(said(entry.first.title))} ({veil.text(entry.first.site)})"
        for entry in group.entries[:_NAMED]
    ]
    more = len(group.entries) - len(named)
    return "; ".join([*named, said(f"and {more} more")] if more else named)


def _waiting(changes: Changes, rules: Sequence[LetterText], veil: Veil) -> Iterator[str]:
    for item in changes.waiting:
        letter = f"{veil.text(said(item.letter.title))} ({veil.text(item.letter.to)})"
        by = item.letter.answer_by
        if not item.overdue:
            due = said(f"answer due by {times.day(by)}") if by else said("no last day")
            yield f"{said('Waiting:')} {letter}: {said(clock_words(item))}, {due}"
            continue
        late = said(f"no answer by {times.day(by)}") if by else said("no answer in time")
        yield f"{said('Overdue:')} {letter}: {late}. {_next(item, rules)}"


def _next(item: Waiting, rules: Sequence[LetterText]) -> str:
    """The letters that come next, which `netcurtain letters` writes."""
    known = {rule.id: rule for rule in rules}
    following = [rule for rule in with_following((item.letter.letter_id,), known) if rule.after]
    titles = [said(rule.title) for rule in following if rule.id != item.letter.letter_id]
    if not titles:
        return said("Ask again, and then complain to the Information Commissioner (ICO).")
    return f"{said('Ready, with netcurtain letters:')} {'; '.join(titles)}"
