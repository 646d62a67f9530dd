"""From sightings to findings: whose fact it is, how surely, and why."""

from scanner.judge.attributed import Attributed, attributed
from scanner.judge.judge import Judged, judge

__all__ = ["Attributed", "Judged", "attributed", "judge"]
