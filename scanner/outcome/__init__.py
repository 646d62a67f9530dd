"""Outcome: what an answer means for its probe. Knows nothing of whose facts the answer holds.

`decide` judges one answer by its source's rule; `settle` revises it by a control question's answer,
`half_read` where only a part was read and shows nothing.
"""

from __future__ import annotations

from scanner.outcome.control import SAME_PAGE_RATIO, settle
from scanner.outcome.decision import decide, half_read

__all__ = ["SAME_PAGE_RATIO", "decide", "half_read", "settle"]
