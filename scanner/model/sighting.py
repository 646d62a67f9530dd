"""Where a fact was seen in a document, before anyone judges whose it is."""

from __future__ import annotations

from dataclasses import dataclass, field

from scanner.model.document import Place
from scanner.model.facts import FactKind
from scanner.model.masks import mask_part, mask_value


@dataclass(frozen=True, slots=True)
class Sighting:
    """One fact of one subject in one place, in one form."""

    subject_id: str
    fact_id: str
    kind: FactKind
    form: str
    """A form that a detector rule declares for the kind, such as `full` or `national`."""
    detector_id: str
    probe_id: str
    start: int
    """Code point offsets into `Document.text`."""
    end: int
    place: Place
    confidence: float
    """0–1: how sure that this text is that value; says nothing of whose it is."""
    text: str = field(repr=False)
    """The text as it stands on the page."""


@dataclass(frozen=True, slots=True)
class Stranger:
    """A value of a sensitive kind that is none of the subjects' facts: masked in every quote, and,
    where it can be told reliably, one question to a subject whose name is next to it. Never added
    to the facts, never searched for."""

    kind: FactKind
    detector_id: str
    probe_id: str
    start: int
    end: int
    text: str = field(repr=False)
    part: str = ""
    """Which piece of such a fact it is (`postcode`, `house`); empty for the value itself."""

    @property
    def mask(self) -> str:
        """What may be shown of it."""
        return mask_part(self.part, self.text) if self.part else mask_value(self.kind, self.text)

    @property
    def is_exact(self) -> bool:
        """Whether it surely is such a value, so that it may be asked about and count as evidence.

        House and street are recognised loosely, for masking; of an address, the postcode is exact.
        """
        return self.kind is not FactKind.ADDRESS or self.part == "postcode"


@dataclass(frozen=True, slots=True)
class Matched:
    """All that was seen in one document."""

    sightings: tuple[Sighting, ...] = ()
    strangers: tuple[Stranger, ...] = ()
