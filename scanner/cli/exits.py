"""Exit codes, a promise to scripts."""

from __future__ import annotations

from enum import IntEnum

from scanner.model.answer import Ending
from scanner.model.assessment import Assessment
from scanner.model.bands import Band


class Exit(IntEnum):
    CLEAN = 0
    """Enough was checked, and nothing at or above --fail-on was found."""
    ERROR = 1
    USAGE = 2
    LOW_COVERAGE = 3
    FINDINGS = 10
    ALTERED = 11
    """A pack is not what was sealed, or judging it again came to something else."""
    INTERRUPTED = 130


def exit_code(assessment: Assessment, fail_on: Band, was_interrupted: bool = False) -> Exit:
    """What a finished check means for a script. Interrupted, then findings, then coverage.

    One that its time limit ended counts as it stands: what was not asked is missing from coverage.
    """
    if was_interrupted or assessment.ending is Ending.INTERRUPTED:
        return Exit.INTERRUPTED
    if any(count for band, count in assessment.headline.counts if band.rank <= fail_on.rank):
        return Exit.FINDINGS
    if not assessment.coverage.is_enough or assessment.headline.kind == "not_enough":
        return Exit.LOW_COVERAGE
    return Exit.CLEAN
