"""Tells most texts of a crawl apart by one pass over their letters and figures alone, and of the
others who may stand on them."""

from scanner.match.glance.glance import Glance
from scanner.match.glance.looks import Look

__all__ = ["Glance", "Look"]
