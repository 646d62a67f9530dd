"""Findings and rules in, assessment out: scores, combinations, coverage and what to fix first.

`assess` is the step of the street; `may_alarm` says of which findings it wants the page's words.
For the rule test runner, each with the rule language's own example models:
`score_example(book, example) -> Score` (and `score_rows(book, harm, ease, corroboration,
persistence) -> Score` with `value`, `band`, `vector`, `factors`), `is_enough(rule, answered,
applicable) -> bool`, `milestone_days(rule, poll) -> {moment: day}`,
and `case_combines(rule, case)`, `case_signals(rule, case)`,
`case_releases(rule, case, harm)`,
`case_applies(rule, case)`, each `-> bool`.
"""

from scanner.assess.assessment import assess
from scanner.assess.combinations import Seen, combine
from scanner.assess.coverage import is_enough
from scanner.assess.deadlines import milestone_days
from scanner.assess.examples import (
    case_applies,
    case_combines,
    case_releases,
    case_signals,
    score_example,
    seen_from,
)
from scanner.assess.history import Witnesses, before_next, known_after, with_archive, with_testimony
from scanner.assess.letters import letter_text
from scanner.assess.releases import testimony_of
from scanner.assess.remedies import applies
from scanner.assess.scoring import Score, score_rows
from scanner.assess.signals import may_alarm, signal_hits

__all__ = [
    "Score",
    "Seen",
    "Witnesses",
    "applies",
    "assess",
    "before_next",
    "case_applies",
    "case_combines",
    "case_releases",
    "case_signals",
    "combine",
    "is_enough",
    "known_after",
    "letter_text",
    "may_alarm",
    "milestone_days",
    "score_example",
    "score_rows",
    "seen_from",
    "signal_hits",
    "testimony_of",
    "with_archive",
    "with_testimony",
]
