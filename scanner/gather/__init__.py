"""Gathering: all that a run learns from the network, and what to ask next because of it."""

from scanner.gather.gathering import Gathering

__all__ = ["Gathering"]
