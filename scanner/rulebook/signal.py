"""Signal rules: warning signs that stand above everything else, and what to do at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal, get_args

from pydantic import Field, StrictBool, model_validator

from scanner.rulebook.detector import ExposureId
from scanner.rulebook.header import Header, Part, Text
from scanner.rulebook.spoken import SLOTS, Spoken, has_whole_choices, unknown_slots

MARKED = "[[14 Bramble Road]]"
"""What stands behind a text of `alarms` or `calm` that marks no fact of its own."""


_WORDS_NAME = re.compile(r"[a-z]+")

Level = Literal["emergency", "urgent", "attention"]
LEVELS: tuple[Level, ...] = get_args(Level)
"""The most pressing first."""


class SignalCase(Part):
    name: Text
    text: Text = Field(
        description="A page's text; the exposed fact stands in double square brackets."
    )
    exposes: ExposureId = "fact.home_address"
    pages: int = Field(0, ge=0, description="On so many pages of one author; 0: on enough.")
    expect: StrictBool


class ReleaseCase(Part):
    """What an earlier check saw, what this one sees, and whether that is a warning sign."""

    name: Text
    before: tuple[Text, ...] = Field(description='Such as "fact.home_address @ a.example/page".')
    checked: tuple[Text, ...] = Field((), description="Pages that the earlier check could read.")
    enough: StrictBool = Field(True, description="The earlier check's coverage was enough.")
    after: Text
    expect: StrictBool


class Repeats(Part):
    """It counts only if it comes from the same place again and again within one check."""

    by: Literal["author", "site"] = Field(
        description="author: whoever the page names as its author, else its site."
    )
    at_least: int = Field(ge=2, le=50, description="Different pages.")


class SignalRule(Header):
    kind: Literal["signal"]
    level: Level
    exposes: tuple[ExposureId, ...] = Field(
        min_length=1, description="Private facts beside which it counts."
    )
    words: Mapping[str, tuple[Text, ...]] = Field(
        default_factory=dict, description="Lists of words, which phrases name as {slots}."
    )
    phrases: tuple[Text, ...] = Field(
        (),
        description="Wording, compared without case and with white space folded; whole words. "
        "Slots: {them}, {they} and {their} stand for pronouns and for the person's names, {her} "
        "and {whose} for the same without you and your, {name} for the names alone, {few} for up "
        "to three words without a stop or comma. (this|that) is a choice.",
    )
    unless: tuple[Text, ...] = Field(
        (), description="Wording with which a phrase that it overlaps means nothing."
    )
    within: int = Field(400, ge=10, le=4000, description="Code points between wording and fact.")
    repeats: Repeats | None = None
    newly_released: StrictBool = Field(
        False, description="Instead of phrases: an earlier check did not see the fact anywhere."
    )
    say: Text = Field(description="A prompt for a person to look, never a judgement.")
    do: tuple[Text, ...] = Field(min_length=1)
    alarms: tuple[Text, ...] = Field(
        (),
        description="Texts that must be seen, beside a home address unless they mark a fact.",
    )
    calm: tuple[Text, ...] = Field(
        (), description="Heated but lawful texts, that must not be; no other signal may see them."
    )
    examples: tuple[SignalCase, ...] = ()
    releases: tuple[ReleaseCase, ...] = ()

    @model_validator(mode="after")
    def _sayable(self) -> SignalRule:
        for name in self.words:
            if name in SLOTS or not _WORDS_NAME.fullmatch(name):
                raise ValueError(f"words: {name} is taken, or more than small letters")
        for phrase in (*self.phrases, *self.unless):
            if unknown := unknown_slots(phrase, self.words):
                known = ", ".join(f"{{{name}}}" for name in sorted({*SLOTS, *self.words}))
                raise ValueError(f"{{{unknown[0]}}} is no slot; known: {known}")
            if not has_whole_choices(phrase):
                raise ValueError(f"{phrase}: a bracket or a | has no place")
        return self

    @model_validator(mode="after")
    def _whole(self) -> SignalRule:
        if self.newly_released == bool(self.phrases):
            raise ValueError("needs exactly one of phrases and newly_released")
        if self.newly_released and (self.unless or self.repeats):
            raise ValueError("unless and repeats belong to phrases")
        told = [case.expect for case in self.releases]
        told += [case.expect for case in self.cases()]
        if set(told) != {True, False}:
            raise ValueError("examples need a text that is a signal and one that is not")
        return self

    @property
    def spoken(self) -> Spoken:
        return Spoken(self.phrases, self.unless, tuple(self.words.items()))

    def cases(self) -> Iterator[SignalCase]:
        """All its texts as examples, each with the fact marked."""
        yield from self.examples
        for expect, texts in ((True, self.alarms), (False, self.calm)):
            for text in texts:
                marked = text if "[[" in text else f"{text} {MARKED}"
                yield SignalCase(name=text, text=marked, exposes=self._exposed(text), expect=expect)

    def _exposed(self, text: str) -> str:
        """What a text's mark exposes: a number, an address of e-mail, else the first it may be."""
        for sign, exposure in (("[[07", "fact.personal_mobile"), ("@", "fact.personal_email")):
            if "[[" in text and sign in text and exposure in self.exposes:
                return exposure
        return self.exposes[0]
