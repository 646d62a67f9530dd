"""What must hold over the whole corpus."""

from __future__ import annotations

from collections import Counter

from tests.accuracy.scoring import Score, share

PRECISION = 0.99
RECALL = 0.98
FORM_RECALL = 0.9
FORM_COUNT = 30
"""How often a form has to be planted for its recall to say something."""


def shortfalls(score: Score, form_count: int = FORM_COUNT) -> list[str]:
    """Each threshold that is missed, in words; empty when all hold. `form_count`: how often a form
    has to be planted, which is less in a smaller corpus."""
    words = []
    if score.precision < PRECISION:
        words.append(f"precision {score.precision:.4f} is below {PRECISION}")
    if score.recall < RECALL:
        words.append(f"recall {score.recall:.4f} is below {RECALL}")
    found = Counter(f"{planting.kind}: {planting.form}" for planting, _ in score.found)
    missed = Counter(f"{planting.kind}: {planting.form}" for planting in score.missed)
    for form in sorted(found.keys() | missed.keys()):
        whole = found[form] + missed[form]
        if share(found[form], whole) < FORM_RECALL:
            words.append(f"form {form}: recall {share(found[form], whole):.3f} of {whole}")
        if whole < form_count:
            words.append(f"form {form}: planted only {whole} times")
    confirmed = [alarm for alarm in score.false_alarms if alarm.said.attribution == "confirmed"]
    words += [
        f"decoy confirmed: {alarm.said.kind}, {alarm.decoy.sort}, {alarm.said.file}"
        for alarm in confirmed
        if alarm.decoy
    ]
    return words
