"""From sightings to findings: whose fact it is, how surely, and why."""

from scanner.judge.attributed import Attributed, attributed
from scanner.judge.judge import Judge, Judged, judge, may_be_judged
from scanner.judge.weighing import weigh_example

__all__ = ["Attributed", "Judge", "Judged", "attributed", "judge", "may_be_judged", "weigh_example"]
