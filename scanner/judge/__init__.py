"""From sightings to findings: whose fact it is, how surely, and why."""

from scanner.judge.judge import Judged, judge

__all__ = ["Judged", "judge"]
