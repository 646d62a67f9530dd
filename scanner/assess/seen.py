"""What the person saw where only a person can look: weighed like a finding, told apart from them.

Nobody but the person has read the page, so it is no finding and has no part in the headline's
counts, in combinations or in chains. But it is theirs, and there is something to do about it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from scanner.assess.scoring import Raising, Score, score_rows
from scanner.model.assessment import SeenByHand
from scanner.model.bands import Band, Standing
from scanner.model.manual import Looked
from scanner.model.plan import ManualCheck
from scanner.rulebook.book import RuleBook
from scanner.rulebook.source import SourceRule

_NOT_SAID = Score(0, Band.INFO, "EX:1/seen by the person, not said what", ())


def seen_by_hand(
    book: RuleBook, checks: Iterable[ManualCheck], raising: Sequence[Raising]
) -> tuple[SeenByHand, ...]:
    """One for each source at which something was seen, worst first.

    A source whose rule names no row of the harm weighting shows many things: what was seen there is
    then a question to the person, without a weight. `raising`: what the person's situation
    multiplies every score by.
    """
    seen = {c.source_id: c for c in checks if c.answer and c.answer.looked is Looked.SEEN}
    made = [_seen(book, check, raising) for check in seen.values()]
    return tuple(sorted(made, key=lambda item: (item.band.rank, -item.score, item.source_id)))


def _seen(book: RuleBook, check: ManualCheck, raising: Sequence[Raising]) -> SeenByHand:
    assert check.answer is not None
    rule = book.sources.get(check.source_id)
    exposure = rule.harm if rule else ""
    row = book.factors["harm"].rows.get(exposure)
    if rule is None or row is None:
        score, standing = _NOT_SAID, Standing.UNSURE
        title, why = "Something of yours", "You know what it was. It can show: " + check.exposes
    else:
        score, standing = _score(book, rule, raising), _standing(rule)
        title, why = row.title, row.why
    return SeenByHand(
        source_id=check.source_id,
        source_title=check.title,
        category=check.category,
        on=check.answer.on,
        exposure=exposure,
        title=title,
        standing=standing,
        band=score.band,
        score=score.value,
        vector=score.vector,
        factors=score.factors,
        why=why,
        remedy_id=check.remedy_id if check.remedy_id in book.remedies else "",
    )


def _score(book: RuleBook, rule: SourceRule, raising: Sequence[Raising]) -> Score:
    """As sure as a detail with the person's name: they looked, and said that it is theirs."""
    return score_rows(
        book,
        harm=rule.harm,
        ease=rule.ease,
        corroboration="strong_fact",
        persistence=rule.persistence,
        raising=raising,
    )


def _standing(rule: SourceRule) -> Standing:
    return Standing.PUBLIC_BY_LAW if rule.by_law else Standing.RISK
