"""The pace of watching: after how many days a source is worth asking again."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, StrictBool, model_validator

from scanner.rulebook.header import Header, Part, Text
from scanner.rulebook.source import Category, SourceRule


class PaceRow(Part):
    """After how many days what stands there may have changed."""

    days: int = Field(ge=1, le=366)
    why: Text


class PaceCase(Part):
    category: Category
    own_days: int | None = Field(None, ge=1, description="The source's own recheck_days.")
    open: StrictBool = Field(False, description="It shows something that is not yet gone.")
    days: int


class PaceWeighting(Header):
    kind: Literal["weighting"]
    weighs: Literal["pace"]
    rows: dict[Category, PaceRow] = Field(
        description="By group of the catalogue; a source may have a recheck_days of its own."
    )
    open_days: int = Field(
        ge=1, description="The same, at most, for a source that shows something not yet gone."
    )
    examples: tuple[PaceCase, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _whole(self) -> PaceWeighting:
        if missing := sorted(set(Category) - set(self.rows)):
            raise ValueError(f"rows lacks {', '.join(missing)}")
        return self

    def days(self, category: Category, own_days: int | None, is_open: bool) -> int:
        """Days from one question to the next."""
        usual = own_days or self.rows[category].days
        return min(usual, self.open_days) if is_open else usual

    def days_of(self, source: SourceRule, is_open: bool) -> int:
        return self.days(source.category, source.recheck_days, is_open)
