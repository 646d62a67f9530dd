"""From sightings to findings: whose fact it is, how surely, and why."""

from scanner.judge.attributed import Attributed, attributed
from scanner.judge.judge import Judged, judge
from scanner.judge.weighing import weigh_example

__all__ = ["Attributed", "Judged", "attributed", "judge", "weigh_example"]
