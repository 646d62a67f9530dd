"""Pages that are empty without their scripts, before and after a browser has run them."""

from __future__ import annotations

from dataclasses import replace

from scanner.model.capture import Capture, Failure
from scanner.model.document import Document
from scanner.model.outcome import Outcome, OutcomeKind
from scanner.rulebook.source import Results, SourceRule

NEEDS_SCRIPTS = "needs_scripts"
"""The reason of the obstacle rule for empty shells, on which rendering rests."""
SHELL_WORDS = 25
"""Below so many visible words a page without a signature shows nothing; as the rule for shells."""

_UNMENDED = "The page is empty until its script has run, and in a browser"


def needs_scripts(outcome: Outcome) -> bool:
    """Whether a page was blocked because only a browser would show it."""
    return outcome.kind is OutcomeKind.BLOCKED and outcome.reason == NEEDS_SCRIPTS


def shows_something(
    outcome: Outcome, rendered: Capture, document: Document | None, rule: SourceRule
) -> bool:
    """Whether what a browser showed is an answer: a wall is one, another empty page is none."""
    if rendered.failure is not None or document is None or needs_scripts(outcome):
        return False
    if document.visible_words >= SHELL_WORDS:
        return True
    # An ordinary page counts as found by having come at all.
    is_unproved = outcome.kind is OutcomeKind.STALE or (
        outcome.kind is OutcomeKind.FOUND
        and rule.results is Results.PAGE
        and outcome.reason != "facts_seen"
    )
    return not is_unproved


def still_empty(outcome: Outcome, rendered: Capture) -> Outcome:
    """The blocked outcome of an empty page that a browser could not help, and why it could not."""
    if rendered.failure is None:
        return replace(outcome, detail=f"{_UNMENDED} it stayed empty.")
    if rendered.failure in (Failure.STOPPED, Failure.PROXY):
        return outcome
    return replace(outcome, detail=f"{_UNMENDED} it could not be shown: {rendered.failure_detail}.")


def with_refusals(outcome: Outcome, rendered: Capture) -> Outcome:
    """The outcome of a page, with how much of what it wanted to load was not asked for."""
    number = rendered.refused_requests
    if not number:
        return outcome
    what = "One request" if number == 1 else f"{number} requests"
    were = "was" if number == 1 else "were"
    told = f"{what} that the page wanted to make of other sites {were} not made."
    return replace(outcome, detail=f"{outcome.detail} {told}")
