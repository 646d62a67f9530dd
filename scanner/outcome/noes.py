"""Whether a source that said no could have said yes: some say no to everything.

A no is believed as it is where nothing else can be known. But an address that is a log-in page,
which a rule names as its no, is believed only of a source that said yes in this run; and where a
rule names a handle that surely exists, a source that said nothing but no is asked for that one.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field, replace

from scanner.model.answer import Answer
from scanner.model.capture import Failure, Skipped
from scanner.model.outcome import Outcome, OutcomeKind
from scanner.outcome.wording import detail_of
from scanner.rulebook.source import SourceRule

_PLAINLY_MISSING = frozenset({404, 410})


@dataclass(slots=True)
class _Source:
    open: int = 0
    said_yes: bool = False
    absent: list[str] = field(default_factory=list)
    """Ids of the probes that were told no."""
    led_to_login: list[str] = field(default_factory=list)
    """Ids of those that were told no by a log-in page."""


class Noes:
    """Keeps, for each source, who was told no until it is known whether it ever says yes."""

    def __init__(self) -> None:
        self._sources: dict[Hashable, _Source] = {}

    def add(self, key: Hashable) -> None:
        """A probe of this source is planned."""
        self._sources.setdefault(key, _Source()).open += 1

    def note(self, key: Hashable, outcome: Outcome) -> bool:
        """A probe's settled outcome. True when it was the last one, and all there was were noes."""
        source = self._sources[key]
        source.open -= 1
        if outcome.kind is OutcomeKind.FOUND:
            source.said_yes = True
        elif outcome.kind is OutcomeKind.ABSENT:
            source.absent.append(outcome.probe_id)
        elif outcome.reason == "login_for_missing":
            source.led_to_login.append(outcome.probe_id)
        noes = source.absent or source.led_to_login
        return not source.open and not source.said_yes and bool(noes)

    def believed(self, key: Hashable) -> tuple[str, ...]:
        """The probes whose log-in page was a no after all, each told once; none as long as the
        source has not said yes."""
        source = self._sources[key]
        if not source.said_yes:
            return ()
        return _taken(source.led_to_login)

    def answered(self, key: Hashable, known: Outcome) -> tuple[str, ...]:
        """The probes whose no is in doubt once the handle that surely exists was asked for."""
        source = self._sources[key]
        source.said_yes = known.kind is OutcomeKind.FOUND
        if known.kind is OutcomeKind.NOT_RUN or known.reason == Failure.NAME_NOT_RESOLVED.value:
            return ()
        return () if source.said_yes else _taken(source.absent)


def is_worth_doubting(told: Answer, rule: SourceRule) -> bool:
    """Whether a no is reason to ask for the handle that surely exists.

    Handles that other lists name may be gone by now, and asking costs a request: for their rules
    only where neither a text nor the plain status for "not there" said no.
    """
    if not rule.origin or isinstance(told.answer, Skipped) or told.outcome.reason != "absent":
        return True
    status = told.answer.status
    return not (200 <= status < 300 or status in _PLAINLY_MISSING)


def believed(outcome: Outcome) -> Outcome:
    """A log-in page, of a source that shows others: its way of saying no."""
    return Outcome(outcome.probe_id, OutcomeKind.ABSENT, "absent", detail_of("absent"))


def disbelieved(outcome: Outcome) -> Outcome:
    """A no of a source that says it of everybody."""
    reason = "known_not_found"
    return replace(outcome, kind=OutcomeKind.STALE, reason=reason, detail=detail_of(reason))


def _taken(probe_ids: list[str]) -> tuple[str, ...]:
    taken = tuple(probe_ids)
    probe_ids.clear()
    return taken
