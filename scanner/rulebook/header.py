"""What every rule has in common, whatever its kind."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)


class Part(BaseModel):
    """Base of all models of the rule language: closed (unknown keys are errors) and frozen."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Status(StrEnum):
    DRAFT = "draft"
    """Loaded and tested, never used by a scan."""
    STABLE = "stable"
    IMPORTED = "imported"
    """Taken over from another list: used like a stable one, though nobody has reviewed it here."""
    RETIRED = "retired"
    """Kept so that its id is never used again."""


USED = frozenset({Status.STABLE, Status.IMPORTED})
"""Rules of these are used by a scan."""

RuleId = Annotated[
    str,
    StringConstraints(pattern=r"^(src|det|rem|law|wgt|combo|poll|esc|letter|chan)(\.[a-z0-9_]+)+$"),
    Field(description="Permanent id; its tail names the file."),
]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
HttpsUrl = Annotated[str, StringConstraints(pattern=r"^https://\S+$")]


def _iso_date(text: str) -> str:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise ValueError('must be a quoted ISO date such as "2026-11-22"')
    date.fromisoformat(text)
    return text


IsoDate = Annotated[str, AfterValidator(_iso_date)]


class Header(Part):
    """The fields that all kinds share."""

    id: RuleId
    title: Text = Field(description="What it is, in a few words a candidate understands.")
    status: Status = Status.STABLE
    why: Text = Field(description="Why it matters, in plain words.")
    references: tuple[HttpsUrl, ...] = Field((), description="Where its statements can be checked.")
    reviewed: IsoDate = Field(description="When a person last looked at it.")
    notes: str = Field("", description="The maintainer's reasons.")

    @model_validator(mode="after")
    def _imported_from_somewhere(self) -> Self:
        if self.status is Status.IMPORTED and not getattr(self, "origin", ""):
            raise ValueError("status: imported is for sources with an origin, the list they are of")
        return self

    @property
    def tail(self) -> str:
        """The file name that belongs to the id: its last part."""
        return self.id.rsplit(".", 1)[-1]
