"""The demonstration web: a small invented internet on loopback, and the truth about it."""

from scanner.demo.known import ground_truth
from scanner.demo.truth import GroundTruth
from scanner.demo.web import DemoWeb, Served

__all__ = ["DemoWeb", "GroundTruth", "Served", "ground_truth"]
