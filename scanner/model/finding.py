"""A judged fact: seen there, and (how surely) this person's."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from scanner.model.document import Place
from scanner.model.facts import FactKind


class Attribution(StrEnum):
    """Is it *this* person? Separate from how sure the match is."""

    CONFIRMED = "confirmed"
    PROBABLE = "probable"
    POSSIBLE = "possible"
    OTHER_PERSON = "other_person"


@dataclass(frozen=True, slots=True)
class QuotePart:
    """A stretch of a quoted text."""

    text: str = field(repr=False)
    mask: str | None = None
    """What to show instead; None for text that may be shown as it is."""
    marked: bool = False
    """It is the fact that the finding is about."""
    always_masked: bool = False
    """Somebody else's data, or a value that the person did not give: masked on `--reveal` too."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Text as a page has it, that knows which parts of it must be masked."""

    parts: tuple[QuotePart, ...] = ()

    def shown(self, reveal: bool = False) -> str:
        """The text for an output; masked unless the reader asked for the values."""
        return "".join(
            part.text if part.mask is None or (reveal and not part.always_masked) else part.mask
            for part in self.parts
        )

    @property
    def clear(self) -> str:
        """The text as the page has it: to compare, never to show."""
        return "".join(part.text for part in self.parts)

    def __repr__(self) -> str:
        return f"Quote({self.shown()!r})"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fact of the subject on one page."""

    id: str
    """Keyed hash of subject, fact and page: stable over scans, unguessable from outside."""
    subject_id: str
    probe_id: str
    source_id: str
    exposure: str
    """What is exposed, a row of the harm weighting such as `fact.home_address`."""
    kind: FactKind
    fact_ids: tuple[str, ...]
    form: str
    places: tuple[Place, ...]
    confidence: float
    attribution: Attribution
    reasons: tuple[str, ...]
    """Why it is thought to be this person, or not, in plain words."""
    quote: Quote
    url: Quote
    page_title: Quote
    site: str
    seen_at: datetime
    public_by_choice: str = ""
    """The person's reason when the fact is public by choice."""
    at: tuple[int, int] = (0, 0)
    """Where its best sighting stands in the document's text (code points)."""
    span: tuple[int, int] = (0, 0)
    """The region of the document (code points) in which it was attributed."""
    facts_beside: tuple[str, ...] = ()
    """Ids of the person's other facts in the same record."""


@dataclass(frozen=True, slots=True)
class Question:
    """A value beside the person's name that they did not give: is it theirs?"""

    id: str
    subject_id: str
    probe_id: str
    kind: FactKind
    masked: str
    text: str
    """The question in plain words."""
    url: Quote
    quote: Quote
