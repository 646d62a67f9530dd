"""Confirms where the personal facts that a person gave are exposed, and walks them to the fix."""

__version__ = "0.1.0"
