"""What a finding says beside its page: by this a change is told from other wording around it."""

from __future__ import annotations

import hashlib

from scanner.model.finding import Finding, Quote
from scanner.text.normalise import fold


def content_of(finding: Finding) -> str:
    """Digest of what is exposed, in which form, and how surely it is the person's.

    Of the quote only the fact itself counts: a page's counters, dates and neighbours change daily
    and mean nothing. Nor does the band: it moves with what stands on other pages.
    """
    pieces = (
        finding.exposure,
        finding.form,
        finding.attribution.value,
        _fact_as_shown(finding.quote),
    )
    return hashlib.sha256("\0".join(pieces).encode()).hexdigest()[:32]


def _fact_as_shown(quote: Quote) -> str:
    marked = " ".join(part.text for part in quote.parts if part.marked)
    return " ".join(fold(marked).split())
