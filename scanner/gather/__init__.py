"""Gathering: all that a run learns from the network, and what to ask next because of it."""

from scanner.gather.asking import PageRenderer, ProbeFetcher
from scanner.gather.collecting import Collecting
from scanner.gather.gathering import Gathering
from scanner.gather.journal import Answered, Asked, Earlier, Journal, News, Rendered
from scanner.gather.reading import Reading
from scanner.gather.recorded import RecordedFetcher, RecordedRenderer

__all__ = [
    "Answered",
    "Asked",
    "Collecting",
    "Earlier",
    "Gathering",
    "Journal",
    "News",
    "PageRenderer",
    "ProbeFetcher",
    "Reading",
    "RecordedFetcher",
    "RecordedRenderer",
    "Rendered",
]
