"""The one door to the network: probes in; what was sent and what came back, as a stream, out."""

from scanner.fetch.cache import AnswerStore, StoredAnswer
from scanner.fetch.fetcher import Fetcher, FetchEvent, Learnt
from scanner.fetch.options import FetchOptions
from scanner.fetch.robots import RobotsAnswer

__all__ = [
    "AnswerStore",
    "FetchEvent",
    "FetchOptions",
    "Fetcher",
    "Learnt",
    "RobotsAnswer",
    "StoredAnswer",
]
