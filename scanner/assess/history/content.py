"""What a finding says beside its page: by this a change is told from other wording around it."""

from __future__ import annotations

import hashlib

from scanner.model.assessment import AssessedFinding
from scanner.model.finding import Quote
from scanner.text.normalise import fold


def content_of(item: AssessedFinding) -> str:
    """Digest of what is exposed, how surely it is the person's, and how bad that is.

    Of the quote only the fact itself counts, and not how it is spelt out: a page's counters, dates
    and neighbours change daily and mean nothing.
    """
    finding = item.finding
    pieces = (
        finding.exposure,
        finding.form,
        finding.attribution.value,
        item.standing.value,
        item.band.value,
        _fact_as_shown(finding.quote),
    )
    return hashlib.sha256("\0".join(pieces).encode()).hexdigest()[:32]


def _fact_as_shown(quote: Quote) -> str:
    marked = " ".join(part.text for part in quote.parts if part.marked)
    return " ".join(fold(marked).split())
