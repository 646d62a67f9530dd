"""The score `exposure/1`: harm × ease × corroboration × persistence × spread × situation.

Every factor comes from a row of a rule; none is in code.

Expert judgement, uncalibrated: no data on which exposure leads to which harm is known to us.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from scanner.model.assessment import Factor
from scanner.model.bands import Band
from scanner.model.document import Place
from scanner.model.facts import NAME_KINDS
from scanner.model.finding import Attribution, Finding
from scanner.model.subject import Subject
from scanner.rulebook.book import RuleBook
from scanner.rulebook.source import Results, SourceRule
from scanner.rulebook.weighting import BandWeighting

SCORE_MODEL = "exposure/1"

Raising = tuple[Factor, str]
"""A factor that raises or lowers the whole score, and its note in the vector."""

_LETTERS = {"harm": "H", "ease": "E", "corroboration": "C", "persistence": "P"}
_UNSEEN = frozenset({Place.COMMENT, Place.HIDDEN})
_PIECES = frozenset({"fragment", "street_town", "street", "district", "bare"})
"""Forms that are only a piece of a fact."""


@dataclass(frozen=True, slots=True)
class Score:
    """A score with all that led to it."""

    value: int
    """0–100, before floors."""
    band: Band
    vector: str
    factors: tuple[Factor, ...]


_HIGHEST = 100


def score_rows(
    book: RuleBook,
    harm: str,
    ease: str,
    corroboration: str,
    persistence: str,
    raising: Sequence[Raising] = (),
) -> Score:
    """The score of four named rows: round(10 × H × E × C × P × …), halves upwards, at most 100.

    `raising`: further factors that it is multiplied by. A row that no table has counts as the worst
    of its table, and vector and reason say so.
    """
    names = {
        "harm": harm,
        "ease": ease,
        "corroboration": corroboration,
        "persistence": persistence,
    }
    product = Decimal(10)
    pieces = ["EX:1"]
    factors: list[Factor] = []
    for weighs, name in names.items():
        factor, is_known = _factor(book, weighs, name)
        # Decimals of the written figures: 0.35 must not become 0.34999…
        product *= Decimal(str(factor.value))
        factors.append(factor)
        note = name if is_known else f"{name or 'unknown'}, assumed worst"
        pieces.append(f"{factor.letter}:{factor.value:.3g}({note})")
    for factor, note in raising:
        product *= Decimal(str(factor.value))
        factors.append(factor)
        pieces.append(f"{factor.letter}:{factor.value:.4g}({note})")
    value = min(_HIGHEST, int(product.quantize(Decimal(1), rounding=ROUND_HALF_UP)))
    return Score(value, band_of(book.bands, value), "/".join(pieces), tuple(factors))


def _factor(book: RuleBook, weighs: str, name: str) -> tuple[Factor, bool]:
    table = book.factors[weighs]
    row = table.rows.get(name)
    if row is not None:
        return Factor(_LETTERS[weighs], row.value, table.id, row.why), True
    worst = max(row.value for row in table.rows.values())
    why = "No rule says how this weighs, so the worst plausible value is assumed."
    return Factor(_LETTERS[weighs], worst, table.id, why), False


def band_of(rule: BandWeighting, value: int) -> Band:
    """The worst band whose lowest score is reached; INFO below all of them."""
    for band in Band:
        lowest = rule.from_score.get(band)
        if lowest is not None and value >= lowest:
            return band
    return Band.INFO


def score_finding(
    book: RuleBook,
    finding: Finding,
    source: SourceRule | None,
    subject: Subject,
    raising: Sequence[Raising] = (),
    came_back: bool = False,
) -> Score:
    """The score of a finding where it stands. `came_back`: it was proved gone before."""
    return score_rows(
        book,
        harm=finding.exposure,
        ease=_ease(book, finding, source),
        corroboration=_corroboration(finding, source, subject),
        persistence=_persistence(book, source, came_back),
        raising=raising,
    )


def _ease(book: RuleBook, finding: Finding, source: SourceRule | None) -> str:
    named = source.ease if source else ""
    if not finding.places or not _UNSEEN.issuperset(finding.places):
        return named
    technical, _ = _factor(book, "ease", "technical")
    usual, _ = _factor(book, "ease", named)
    return "technical" if technical.value < usual.value else named


_RELAPSED = "relapsed"


def _persistence(book: RuleBook, source: SourceRule | None, came_back: bool) -> str:
    """What came back once may come back again, however easily it is removed."""
    named = source.persistence if source else ""
    if not came_back or _RELAPSED not in book.factors["persistence"].rows:
        return named
    relapsed, _ = _factor(book, "persistence", _RELAPSED)
    usual, _ = _factor(book, "persistence", named)
    return _RELAPSED if relapsed.value > usual.value else named


def _corroboration(finding: Finding, source: SourceRule | None, subject: Subject) -> str:
    """What stands together and makes it sure that this is the person's own value."""
    if finding.attribution is Attribution.POSSIBLE:
        return "uncertain"
    if source is not None and source.results is Results.RECORD:
        return "own_account"
    names = {fact.id for fact in subject.facts if fact.kind in NAME_KINDS}
    together = {*finding.fact_ids, *finding.facts_beside} - names
    if len(together) >= 2:
        return "two_facts"
    return "fragments" if finding.form in _PIECES else "strong_fact"


def is_named(finding: Finding, subject: Subject) -> bool:
    """Whether one of the person's names stands in the same record as the finding."""
    names = {fact.id for fact in subject.facts if fact.kind in NAME_KINDS}
    return bool(names & {*finding.fact_ids, *finding.facts_beside})
