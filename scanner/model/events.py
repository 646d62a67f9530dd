"""What happens during a run, as one stream that every listener shares."""

from __future__ import annotations

from dataclasses import dataclass

from scanner.model.answer import Ending, Gathered
from scanner.model.assessment import Assessment
from scanner.model.capture import Capture, Sending, Skipped
from scanner.model.finding import Finding
from scanner.model.outcome import Outcome
from scanner.model.plan import Plan, Probe


@dataclass(frozen=True, slots=True)
class PlanMade:
    plan: Plan


@dataclass(frozen=True, slots=True)
class ProbePlanned:
    """A probe joined the queue: from the plan, or because an answer asked for it."""

    probe: Probe


@dataclass(frozen=True, slots=True)
class ProbeStarted:
    probe: Probe


@dataclass(frozen=True, slots=True)
class ProbeDone:
    probe: Probe
    answer: Capture | Skipped
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class OutcomeRevised:
    """A control question changed what an earlier answer means."""

    probe: Probe
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class RequestSent:
    sending: Sending


@dataclass(frozen=True, slots=True)
class GatheringDone:
    """The network's part is over."""

    gathered: Gathered


@dataclass(frozen=True, slots=True)
class FindingMade:
    finding: Finding


@dataclass(frozen=True, slots=True)
class Interrupted:
    """The user, or the end of the time they gave it, stopped the run; what follows is judged from
    what was gathered."""

    ending: Ending = Ending.INTERRUPTED


@dataclass(frozen=True, slots=True)
class AssessmentMade:
    assessment: Assessment


Event = (
    PlanMade
    | ProbePlanned
    | ProbeStarted
    | ProbeDone
    | OutcomeRevised
    | RequestSent
    | GatheringDone
    | FindingMade
    | Interrupted
    | AssessmentMade
)
