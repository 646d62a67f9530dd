"""Signal rules: warning signs that stand above everything else, and what to do at once."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, StrictBool, model_validator

from scanner.rulebook.detector import ExposureId
from scanner.rulebook.header import Header, Part, Text


class SignalCase(Part):
    name: Text
    text: Text = Field(
        description="A page's text; the exposed fact stands in double square brackets."
    )
    exposes: ExposureId = "fact.home_address"
    expect: StrictBool


class SignalRule(Header):
    kind: Literal["signal"]
    level: Literal["emergency", "urgent", "attention"]
    exposes: tuple[ExposureId, ...] = Field(description="Private facts beside which it counts.")
    phrases: tuple[Text, ...] = Field(
        min_length=1,
        description="Wording, compared without case and with white space folded; whole words.",
    )
    within: int = Field(400, ge=10, le=4000, description="Code points between wording and fact.")
    say: Text = Field(description="A prompt for a person to look, never a judgement.")
    do: tuple[Text, ...] = Field(min_length=1)
    examples: tuple[SignalCase, ...]

    @model_validator(mode="after")
    def _whole(self) -> SignalRule:
        if {example.expect for example in self.examples} != {True, False}:
            raise ValueError("examples need a text that is a signal and one that is not")
        return self
