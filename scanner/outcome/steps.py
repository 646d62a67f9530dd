"""What the answer to a step means, and what it keeps for the next request."""

from __future__ import annotations

from scanner.model.capture import Capture, Skipped
from scanner.model.document import Document
from scanner.model.facts import Secret
from scanner.model.masks import mask_part
from scanner.model.outcome import Outcome, OutcomeKind
from scanner.model.plan import Probe
from scanner.outcome.decision import decide
from scanner.outcome.wording import detail_of
from scanner.rulebook.detector import ObstacleDetector
from scanner.rulebook.extraction import Keep, Taken
from scanner.rulebook.pattern import taken_by
from scanner.rulebook.request import Step
from scanner.rulebook.source import Results, SourceRule

LONGEST_KEPT = 500
"""Code points of a kept value: numbers, names and addresses are shorter."""

Kept = tuple[tuple[str, Secret], ...]


def decide_step(
    probe: Probe,
    capture: Capture | Skipped,
    document: Document | None,
    rule: SourceRule,
    obstacles: tuple[ObstacleDetector, ...],
) -> Outcome:
    """The outcome of a step: *found* only if everything it keeps for the next request is there."""
    outcome = decide(probe, capture, document, _as_rule(rule, probe.step), obstacles)
    if outcome.kind is not OutcomeKind.FOUND:
        return outcome
    step = rule.steps[probe.step]
    if document is None or isinstance(capture, Skipped) or kept_of(step, capture, document) is None:
        return Outcome(probe.id, OutcomeKind.STALE, "step_lacks", detail_of("step_lacks"))
    return outcome


def would_tell(probe: Probe) -> Outcome:
    """The outcome of a step whose answer may not be passed on."""
    return Outcome(probe.id, OutcomeKind.STALE, "step_would_tell", detail_of("step_would_tell"))


def kept_of(step: Step, capture: Capture, document: Document) -> Kept | None:
    """What a step keeps, by name; None when anything is missing."""
    kept = [(name, _kept(keep, capture, document)) for name, keep in step.keep.items()]
    if not all(text for _, text in kept):
        return None
    return tuple((name, Secret(text, mask_part("", text))) for name, text in kept)


def taken(what: Taken, capture: Capture, document: Document) -> str:
    """The first value that the answer has of it; empty when none."""
    if what.header is not None:
        return capture.header(what.header).strip()
    query = what.query
    results = document.results(query) if query is not None else ()
    return next((item.text.strip() for item in results if item.text.strip()), "")


def _kept(keep: Keep, capture: Capture, document: Document) -> str:
    text = taken(keep, capture, document)
    if keep.pattern is not None:
        text = taken_by(keep.pattern, text)
    usable = text.isprintable() and len(text) <= LONGEST_KEPT and text not in ("null", "{}", "[]")
    return text if usable else ""


def _as_rule(rule: SourceRule, number: int) -> SourceRule:
    """A rule by which the answer to a step is judged: nothing but its signatures counts."""
    return rule.model_copy(
        update={
            "answers": rule.steps[number].signatures,
            "results": Results.RECORD,
            "control": None,
            "regions": None,
            "leads": None,
        }
    )
