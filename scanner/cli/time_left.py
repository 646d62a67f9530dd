"""How long a run will still take, guessed from what it has taken so far."""

from __future__ import annotations

from dataclasses import dataclass

from scanner.model.capture import Capture
from scanner.model.events import ProbeDone, ProbePlanned


@dataclass(slots=True)
class _Queue:
    waiting: int = 0
    spacing_s: float = 0.0
    took_s: float = 0.0
    answered: int = 0


class TimeLeft:
    """The slowest site's own queue sets it, since sites run side by side and each gets one request
    at a time. Noting an event costs the same however many there were; asking costs by sites."""

    def __init__(self) -> None:
        self._queues: dict[str, _Queue] = {}
        self._took_s = 0.0
        self._answered = 0

    def planned(self, event: ProbePlanned) -> None:
        queue = self._queues.setdefault(event.probe.site, _Queue())
        queue.waiting += 1
        queue.spacing_s = max(queue.spacing_s, event.probe.manners.spacing_s)

    def done(self, event: ProbeDone) -> None:
        queue = self._queues[event.probe.site]
        queue.waiting -= 1
        if isinstance(event.answer, Capture):
            took_s = event.answer.elapsed_ms / 1000
            queue.took_s += took_s
            queue.answered += 1
            self._took_s += took_s
            self._answered += 1

    def seconds(self) -> float:
        usual = self._took_s / self._answered if self._answered else 1.0

        def left(queue: _Queue) -> float:
            took = queue.took_s / queue.answered if queue.answered else usual
            return queue.waiting * max(took, queue.spacing_s)

        return max(
            (left(queue) for queue in tuple(self._queues.values()) if queue.waiting), default=0.0
        )
