"""Read: from the bytes of a capture to a document. Knows nothing of the people it is about.

`read(capture, queries)` never raises, whatever the bytes: a stranger's page is hostile input.
"""

from __future__ import annotations

from scanner.read.reader import read

__all__ = ["read"]
