"""What an answer means in the light of what its page shows of the person."""

from __future__ import annotations

from dataclasses import replace

from scanner.model.capture import Capture, Skipped
from scanner.model.document import Document
from scanner.model.facts import NAME_KINDS, FactKind
from scanner.model.outcome import Outcome, OutcomeKind
from scanner.model.sighting import Matched
from scanner.outcome import half_read

_ECHOED = NAME_KINDS | {FactKind.HANDLE, FactKind.DOMAIN}


def seen_is_found(outcome: Outcome, matched: Matched, answer: Capture | Skipped) -> Outcome:
    """A page that shows one of the person's facts was read, and needs no control.

    Whatever its status says: an error page that shows an address shows it. A wall stays a wall,
    though what it shows is judged, too. Only a page's silence has to be proved. A name, a handle or
    a domain does not count: a challenge may repeat the address that was asked for.
    """
    if outcome.kind is OutcomeKind.BLOCKED or not isinstance(answer, Capture):
        return outcome
    told = (s for s in matched.sightings if s.kind not in _ECHOED)
    if not any(sighting.confidence >= 0.5 for sighting in told):
        return outcome
    return replace(
        outcome,
        kind=OutcomeKind.FOUND,
        reason="facts_seen",
        control_wanted=False,
        detail="The page was read.",
    )


def half_read_is_doubt(outcome: Outcome, document: Document, matched: Matched) -> Outcome:
    """Of a page that was read only in part, silence is no answer; what it shows, it shows."""
    if outcome.kind is not OutcomeKind.FOUND or not document.partly_read:
        return outcome
    if any(s.kind not in NAME_KINDS and s.confidence >= 0.5 for s in matched.sightings):
        return outcome
    return half_read(outcome)
