"""Many people at once: what is asked for them together, and what becomes of each alone."""
