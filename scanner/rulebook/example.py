"""Recorded answers of a source, and what they must come out as."""

from __future__ import annotations

from pydantic import Field

from scanner.model.outcome import OutcomeKind
from scanner.rulebook.condition import HttpStatus
from scanner.rulebook.header import Part, Text
from scanner.rulebook.variables import Variable


class RecordedAnswer(Part):
    """What a request was answered with, written by us with invented people."""

    status: HttpStatus = 200
    headers: dict[str, str] = Field(default_factory=dict)
    final_url: str = ""
    body: str = ""


class SourceExample(RecordedAnswer):
    """The answer to the source's own request; with steps and pages, to each of those as well."""

    name: Text
    variables: dict[Variable, str] = Field(default_factory=dict)
    variant: int = Field(1, ge=1, description="Which of the variants it is an answer to.")
    steps: tuple[RecordedAnswer, ...] = Field(
        (),
        description="Answers to the steps, in order. Fewer than there are: the last one ends the "
        "chain, and the example has no answer of its own.",
    )
    pages: tuple[RecordedAnswer, ...] = Field((), description="Answers to the further pages.")
    expect: OutcomeKind
    regions: int | None = Field(
        None, description="How many records must be seen, on all pages together."
    )
    leads: tuple[str, ...] | None = Field(None, description="Which pages must be named.")
    kept: dict[str, str] | None = Field(None, description="What the steps must have kept.")
