"""The demonstration web's ground truth as a whole. Nothing of it is computed by the scanner."""

from __future__ import annotations

from scanner.demo.exposures import PLANTED
from scanner.demo.traps import ABSENCES, ARCHIVED, DECOYS, HARMLESS, LEADS, UNDECIDABLE
from scanner.demo.truth import GroundTruth


def ground_truth() -> GroundTruth:
    """What a scan of the demonstration web has to come to."""
    return GroundTruth(PLANTED, DECOYS, UNDECIDABLE, ABSENCES, HARMLESS, LEADS, ARCHIVED)
