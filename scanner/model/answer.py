"""What gathering leaves behind for judging: every probe with its answer and what it means."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from scanner.model.capture import Capture, Sending, Skipped
from scanner.model.document import Document
from scanner.model.outcome import Outcome
from scanner.model.plan import Plan, Probe


class Ending(StrEnum):
    """How asking came to its end."""

    COMPLETE = "complete"
    INTERRUPTED = "interrupted"
    """The user stopped it."""
    TIME_LIMIT = "time_limit"
    """The time that the user gave it was over."""
    PROXY_FAILED = "proxy_failed"
    """The proxy that the user named stopped working half way."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One probe, fully answered."""

    probe: Probe
    answer: Capture | Skipped
    outcome: Outcome
    document: Document | None = None
    """None when nothing was answered."""
    control_asked: bool = False
    control_id: str = ""
    """The probe of the control question that settled it: its own, or one asked for its source
    earlier."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """The whole of a scan's gathering: with subject and rules, all that judging again needs."""

    plan: Plan
    answers: tuple[Answer, ...]
    """Controls included, in the order of the plan."""
    sendings: tuple[Sending, ...]
    started_at: datetime
    ended_at: datetime
    partial: bool = False
    ending: Ending = Ending.COMPLETE
    """Why it is partial."""
