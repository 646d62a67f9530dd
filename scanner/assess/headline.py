"""The first sentence of a report: the worst band with counts, never a false comfort."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from scanner.model.assessment import AssessedFinding, Headline
from scanner.model.bands import Band, Standing
from scanner.model.coverage import Coverage

_NOT_ENOUGH = "Not enough was checked to say."
_NOT_ALL = "Not enough was checked to say whether this is all."


def headline_of(
    findings: Sequence[AssessedFinding],
    coverage: Coverage,
    partial: bool,
    seen: int = 0,
    open_leads: int = 0,
) -> Headline:
    """Worst band of the confirmed and probable risks; below the coverage floor never reassuring.

    What gave no answer is told in every case: it may hide the worst. `seen`: at how many places the
    person saw something of theirs when they looked by hand. `open_leads`: how many pages that a
    search named could not be read; they stand outside coverage.
    """
    unanswered = coverage.applicable - coverage.answered + open_leads
    risks = [item for item in findings if item.standing is Standing.RISK]
    tally = Counter(item.band for item in risks)
    counts = tuple((band, tally[band]) for band in Band)
    worst = next((band for band, count in counts if count), None)
    if worst is not None:
        sentence = _risks(worst, counts)
        if not coverage.is_enough:
            sentence += f" {_NOT_ALL}"
        elif gap := _gap(unanswered, partial):
            sentence += f" {gap}, so there may be more."
        sentence += f" {_by_hand(seen)}" if seen else ""
        return Headline("band", worst, sentence, counts)
    # An interrupted run has not looked where it meant to, however much of it was answered.
    if not coverage.is_enough or partial:
        told = _NOT_ENOUGH + _open(findings) + (f" {_by_hand(seen)}" if seen else "")
        return Headline("not_enough", None, told, counts)
    told = _nothing(findings)
    if gap := _gap(unanswered, partial):
        told += f" {gap}, so something may still be there."
    if seen:
        told = f"{_by_hand(seen)} {told.replace('Nothing of yours', 'Nothing else of yours', 1)}"
    return Headline("nothing_found", None, told, counts)


def _gap(unanswered: int, partial: bool) -> str:
    """Why this is not the whole picture; empty when it is."""
    if unanswered:
        what = "One check" if unanswered == 1 else f"{unanswered} checks"
        return f"{what} gave no answer"
    return "The check was stopped before it was finished" if partial else ""


def _by_hand(seen: int) -> str:
    places = "one place" if seen == 1 else f"{seen} places"
    return f"You saw something of yours at {places} that you looked at yourself."


def _risks(worst: Band, counts: tuple[tuple[Band, int], ...]) -> str:
    total = sum(count for _, count in counts)
    parts = [f"{count} {band.value}" for band, count in counts if count]
    listed = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
    number = (
        "one exposure of a private detail was"
        if total == 1
        else f"{total} exposures of private details were"
    )
    shown = {
        Band.CRITICAL: "Your worst exposure is critical",
        Band.HIGH: "Your worst exposure is high",
        Band.MEDIUM: "Your worst exposure is medium",
        Band.LOW: "Your worst exposure is low",
        Band.INFO: "What is exposed is for information",
    }[worst]
    return f"{shown}: {number} found ({listed})."


def _nothing(findings: Sequence[AssessedFinding]) -> str:
    law = any(item.standing is Standing.PUBLIC_BY_LAW for item in findings)
    choice = any(item.standing is Standing.PUBLIC_BY_CHOICE for item in findings)
    if law:
        sentence = (
            "Nothing of yours was found in what was checked, beyond what is public because the law "
            "requires it. Please look at that part."
        )
    elif choice:
        sentence = (
            "Nothing of yours was found in what was checked, beyond what you chose to make public."
        )
    else:
        sentence = "Nothing of yours was found in what was checked."
    return sentence + _open(findings)


def _open(findings: Sequence[AssessedFinding]) -> str:
    unsure = sum(item.standing is Standing.UNSURE for item in findings)
    if not unsure:
        return ""
    if unsure == 1:
        return " One match may be yours or somebody else's: please look at it."
    return f" {unsure} matches may be yours or somebody else's: please look at them."
