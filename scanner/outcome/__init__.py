"""Outcome: what an answer means for its probe. Knows nothing of whose facts the answer holds.

`decide` judges one answer by its source's rule; `settle` revises it by a control question's answer,
`half_read` where only a part was read and shows nothing. `Controls` remembers which control serves
which finds; a `Glance` spares reading where a status settles it; `Noes` doubts sources that say no
to everything. `needs_scripts`, `shows_something` and `still_empty` weigh what a browser makes of
pages that are empty without their scripts. `decide_step` judges what comes before a source's own
question, `kept_of` takes from it what the next one needs; `following_of` and `has_more` say whether
there is another page; `with_fields` gives the values of a record their names.
"""

from __future__ import annotations

from scanner.outcome.control import SAME_PAGE_RATIO, settle, unsettled
from scanner.outcome.controls import Controls
from scanner.outcome.decision import decide, half_read
from scanner.outcome.fields import with_fields
from scanner.outcome.glance import Glance
from scanner.outcome.noes import Noes, believed, disbelieved, is_worth_doubting
from scanner.outcome.pages import following_of, has_more
from scanner.outcome.rendered import needs_scripts, shows_something, still_empty, with_refusals
from scanner.outcome.steps import decide_step, kept_of, would_tell

__all__ = [
    "SAME_PAGE_RATIO",
    "Controls",
    "Glance",
    "Noes",
    "believed",
    "decide",
    "decide_step",
    "disbelieved",
    "following_of",
    "half_read",
    "has_more",
    "is_worth_doubting",
    "kept_of",
    "needs_scripts",
    "settle",
    "shows_something",
    "still_empty",
    "unsettled",
    "with_fields",
    "with_refusals",
    "would_tell",
]
